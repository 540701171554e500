"""The build hook: compile the kernel into the package; without a compiler the package computes with NumPy."""

from __future__ import annotations

import importlib.util
import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KERNEL = Path("symgui") / "nn" / "kernel"
TARGET = "SYMGUI_TARGET"
"""An environment variable: the name of a target in `compile.TARGETS`, to make its wheel with zig."""


class KernelHook(BuildHookInterface[Any]):
    """Compiles for this machine, or with zig for the one that ``$SYMGUI_TARGET`` names."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """A C compiler for those who have none, and for other machines."""
        compile_ = self._compile()
        return [] if compile_.compiler() and TARGET not in os.environ else ["ziglang>=0.15"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the wheel is packed, or the editable package is installed."""
        compile_ = self._compile()
        target = os.environ.get(TARGET)
        try:
            if target is not None:
                made = compile_.compile_target(target)
            elif compile_.is_stale() and not (cc := compile_.compiler()):
                raise compile_.CompileError("no C compiler was found")
            else:
                made = compile_.compile_all(cc) if compile_.is_stale() else compile_.libraries()
        except compile_.CompileError as error:
            if target is not None:
                raise
            self.app.display_warning(f"The kernel is not compiled ({error}): NumPy will compute, slower.")
            return
        if version == "editable":
            return
        files = [*made, *(compile_.seal_of(library) for library in made)]
        build_data["force_include"].update({str(path): str(KERNEL / path.name) for path in files})
        build_data["pure_python"] = False
        platform = compile_.TARGETS[target].wheel if target else sysconfig.get_platform()
        build_data["tag"] = f"py3-none-{platform.replace('-', '_').replace('.', '_')}"

    def _compile(self) -> Any:
        """The module `symgui.nn.kernel.compile`, of which the package need not be installed for it."""
        spec = importlib.util.spec_from_file_location(
            "symgui_compile", Path(self.root) / KERNEL / "compile.py"
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["symgui_compile"] = module
        spec.loader.exec_module(module)
        return module

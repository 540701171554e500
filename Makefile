# Run, test and measure SymGUI. Needs Python 3.11 to 3.14; everything else is installed into .venv.

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' \
	>/dev/null 2>&1 && echo $$p && break; done)
SCREEN := xvfb-run -a -s "-screen 0 1600x1000x24"

.PHONY: help run test lint unit verify screen-tests walk soak bench docs wheels bundle desktop clean

help:
	@echo "make run [FILE=x.symgui.json]   open the window with a lesson, or with a file"
	@echo "make test                       style, types and all tests, and verify"
	@echo "make lint                       style and types only"
	@echo "make verify                     compute every published number, and compare"
	@echo "make walk [N=20000] [SEED=1]    random acts at the window, until something fails"
	@echo "make soak                       all long checks of docs/quality.md; make soak-walk: one of them"
	@echo "make bench                      measure against the budgets"
	@echo "make docs                       draw the pictures of README and guide: docs/pictures"
	@echo "make wheels                     make wheels for Linux, Windows and macOS, here"
	@echo "make bundle                     one folder with Python and Qt in it: dist/symgui"
	@echo "make desktop                    an entry in this user's menu, and the files' icon (Linux)"
	@echo "make clean                      remove what make and the tests made"

run: $(VENV)/.program $(VENV)/.kernel
	$(BIN)/symgui $(or $(FILE),--lesson hidden-layer)

# What uses one processor goes two at a time; the tests use all there are.
test: $(VENV)/.tools $(VENV)/.kernel
	@$(MAKE) -j 2 lint verify screen-tests
	@$(MAKE) unit

lint: $(VENV)/.tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy docs/draw_pictures.py docs/check_wheels.py

# On every processor; a worker with nothing left takes tests from another.
unit: $(VENV)/.tools $(VENV)/.kernel
	$(BIN)/python -m pytest -n auto --dist worksteal

verify: $(VENV)/.tools $(VENV)/.kernel
	$(BIN)/python -m symgui verify

# The same window on a real (virtual) screen; left out where there is no Xvfb.
screen-tests: $(VENV)/.tools $(VENV)/.kernel
	@if command -v xvfb-run >/dev/null; then \
		QT_QPA_PLATFORM=xcb $(SCREEN) $(BIN)/python -m pytest --screen; \
	else echo "xvfb-run is not installed: the tests that need a screen are left out"; fi

# N acts in walks of 2000, each in a process of its own. With PYTHONMALLOC=debug in the environment Python's
# memory is checked too, slower.
walk:
	@$(MAKE) soak-walk ARGS="--acts $(or $(N),20000) --first $(or $(SEED),1)"

# The long checks: tests/soak/NAME.py by `make soak-NAME`, with ARGS for the script.
SOAK := walk kills inputs window large same opening twins

soak: $(SOAK:%=soak-%)

soak-%: $(VENV)/.tools $(VENV)/.kernel
	$(BIN)/python tests/soak/$*.py $(ARGS)

bench: $(VENV)/.tools $(VENV)/.kernel
	$(BIN)/python -m benchmarks

docs: $(VENV)/.program $(VENV)/.kernel
	QT_QPA_PLATFORM=offscreen $(BIN)/python docs/draw_pictures.py

clean:
	rm -f symgui/nn/kernel/*.so symgui/nn/kernel/*.dylib symgui/nn/kernel/*.dll symgui/nn/kernel/*.sha256
	rm -rf $(VENV) build dist artifacts .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Wheels for other machines, compiled here by zig (the package ziglang); each is checked for what it holds.
TARGETS := linux-x86_64 linux-aarch64 windows-x86_64 windows-aarch64 macos-x86_64 macos-aarch64

wheels: $(VENV)/.tools
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'ziglang>=0.15'
	for target in $(TARGETS); do \
		SYMGUI_TARGET=$$target $(BIN)/python -m hatchling build -t wheel -d dist || exit 1; done
	$(BIN)/python docs/check_wheels.py dist

bundle: $(VENV)/.tools $(VENV)/.kernel
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pyinstaller>=6.11'
	$(BIN)/pyinstaller --noconfirm --distpath dist --workpath build docs/bundle.spec

# The menu entry starts the program of this folder. `rm` of the three files takes it back.
SHARE := $(or $(XDG_DATA_HOME),$(HOME)/.local/share)

desktop: $(VENV)/.program
	install -Dm644 resources/desktop/symgui.svg "$(SHARE)/icons/hicolor/scalable/apps/symgui.svg"
	install -Dm644 resources/desktop/symgui.xml "$(SHARE)/mime/packages/symgui.xml"
	mkdir -p "$(SHARE)/applications"
	sed 's|^Exec=.*|Exec="$(abspath $(BIN))/symgui" %f|' resources/desktop/symgui.desktop \
		>"$(SHARE)/applications/symgui.desktop"
	if command -v update-mime-database >/dev/null; then update-mime-database "$(SHARE)/mime"; fi
	if command -v update-desktop-database >/dev/null; then update-desktop-database "$(SHARE)/applications"; fi

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "SymGUI needs Python 3.11 to 3.14 with its venv module" \
		"(Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# The kernel is compiled by the install, and again where one of its files is newer.
KERNEL := $(wildcard symgui/nn/kernel/*.[ch]) symgui/nn/kernel/compile.py

$(VENV)/.kernel: $(KERNEL) | $(BIN)/python
	$(BIN)/python symgui/nn/kernel/compile.py
	@touch $@

$(VENV)/.program: pyproject.toml hatch_build.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tools: pyproject.toml hatch_build.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.program

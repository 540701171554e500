"""A machine where nothing was installed by hand: ``python tests/soak/bare.py --release bookworm --user ada``.

As root, with debootstrap: the smallest system of a release in a folder, a clone of this repository in it, and
in there what `.ci/run` does: it installs what is missing, and tests. There is no compiler. The folder is
removed at the end, unless `--keep`; what was mounted goes with the process. Exit status 1 if a command fails.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CERTIFICATES = Path("/usr/local/share/ca-certificates")
HOME = "srv/symgui"
PASSED_ON = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL", "PIP_DEFAULT_TIMEOUT")
QUICK = (
    "make lint verify",
    ".venv/bin/python -m pytest -q -n 2 tests/symgui",
    "QT_QPA_PLATFORM=offscreen timeout 60 make run; test $? = 124",
)
"""Instead of `make test`, which takes long: style, types, numbers, tests without Qt; the window."""
OWN = (
    '.venv/bin/python -c "import platform, sys; from symgui.nn.build import why_numpy; '
    "from symgui.experiment import Experiment; print('Python', platform.python_version()); "
    "print(why_numpy(Experiment()) or 'with the kernel')\"",
    "if command -v gcc cc clang; then echo a compiler is there; else echo no compiler; fi",
)


def debootstrapped(release: str, folder: Path, mirror: str) -> None:
    """The smallest system of a release, with what the network here asks for."""
    if not (folder / "etc").is_dir():
        subprocess.run(
            ["debootstrap", "--variant=minbase", "--include=ca-certificates", release, str(folder), mirror],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    if CERTIFICATES.is_dir():
        for each in CERTIFICATES.glob("*.crt"):
            shutil.copy(each, folder / CERTIFICATES.relative_to("/") / each.name)
        subprocess.run(["chroot", str(folder), "update-ca-certificates"], check=True, capture_output=True)


def cloned(folder: Path, owner: str) -> None:
    """What is committed, and nothing else."""
    home = folder / HOME
    shutil.rmtree(home, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(home)], check=True)
    if owner != "root":
        known = subprocess.run(["chroot", str(folder), "id", owner], check=False, capture_output=True)
        if known.returncode:
            subprocess.run(["chroot", str(folder), "useradd", "-m", "-s", "/bin/bash", owner], check=True)
        subprocess.run(["chroot", str(folder), "chown", "-R", owner, f"/{HOME}"], check=True)


def inside(folder: Path, user: str, command: str) -> int:
    """The exit status of a command in there; its processes and mounts are its own."""
    settings = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    settings |= {"PIP_CERT": "/etc/ssl/certs/ca-certificates.crt", "CI": "true", "LANG": "C.UTF-8"}
    settings["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin"
    settings["HOME"] = "/root" if user == "root" else f"/home/{user}"
    set_up = " ".join(f"{name}={shlex.quote(value)}" for name, value in settings.items())
    run = f"cd /{HOME} && exec </dev/null && env -i {set_up} bash -c {shlex.quote(command)}"
    if user != "root":
        run = f"setpriv --reuid {user} --regid {user} --init-groups bash -c {shlex.quote(run)}"
    at = shlex.quote(str(folder))
    mounts = (
        f"mount -t proc proc {at}/proc && mount --rbind /dev {at}/dev && "
        f"mount -t tmpfs tmpfs {at}/dev/shm && exec chroot {at} bash -c {shlex.quote(run)}"
    )
    return subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "bash", "-c", mounts], check=False
    ).returncode


def main() -> int:
    """Make the machine, test on it, remove it; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", default="bookworm")
    parser.add_argument("--user", default="root", help="who tests; root has installed what is missing")
    parser.add_argument("--mirror", default="http://deb.debian.org/debian")
    parser.add_argument("--folder", type=Path, help="/tmp/bare-RELEASE if left out")
    parser.add_argument("--quick", action="store_true", help="a part of `make test`")
    parser.add_argument("--keep", action="store_true", help="leave the folder there")
    arguments = parser.parse_args()
    folder = arguments.folder or Path(f"/tmp/bare-{arguments.release}")
    debootstrapped(arguments.release, folder, arguments.mirror)
    cloned(folder, "root")
    # as root, all of .ci/run but its last line, which is `make test`
    steps = [("root", "head -n -1 .ci/run > .ci/packages && bash .ci/packages && rm .ci/packages")]
    steps += [(arguments.user, each) for each in (QUICK if arguments.quick else ("bash .ci/run",))]
    steps += [(arguments.user, each) for each in OWN]
    failed = 0
    for number, (user, command) in enumerate(steps):
        if number == 1:
            cloned(folder, user)
        began = time.monotonic()
        status = inside(folder, user, command)
        minutes = (time.monotonic() - began) / 60
        print(
            f"{arguments.release}, {user}: {command[:70]}: status {status}, {minutes:.1f} minutes", flush=True
        )
        failed += status != 0
    if not arguments.keep:
        shutil.rmtree(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print("needs root, and debootstrap", file=sys.stderr)
        raise SystemExit(2)
    raise SystemExit(main())

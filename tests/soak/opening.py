"""What the system is asked for while the window opens a stranger's files: ``python tests/soak/opening.py``.

Each kind of file, with words that would read, fetch or run something, is opened in one window and looked
at, and `strace` tells what is opened, written, started and connected to meanwhile. Exit status 1 at anything
outside the files' own folder but what belongs to the program and to the system's libraries; 2 where there is
no strace.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.soak.guard import ROOT
from tests.soak.strangers import WORDS, with_words, write_all

BEGIN, END = "/symgui-opening-begins", "/symgui-opening-ends"
"""Files that are asked for, and not there: marks in what strace writes."""
CALLS = "open,openat,openat2,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat," \
        "symlink,symlinkat,truncate,execve,connect,bind,sendto,stat,newfstatat"  # fmt: skip
SYSTEM = ("/usr/lib", "/usr/share", "/lib", "/etc/fonts", "/etc/ld.so", "/etc/localtime", "/proc",
          "/sys/devices", "/dev/null", "/dev/urandom", "/dev/shm", "/etc/gtk", "/etc/xdg", "/etc/passwd",
          "/etc/nsswitch.conf", "/etc/group", "/var/cache/fontconfig", "/etc/machine-id",
          "/var/lib/dbus/machine-id")  # fmt: skip
"""What Qt and Python read for themselves: fonts, types of files, who the user is."""


def open_all(folder: Path) -> None:
    """Open every file there is in one window, between two marks."""
    from PySide6.QtWidgets import QApplication, QTabBar

    from app.main_window import MainWindow
    from app.runtime.settings import Settings
    from symgui.experiment import opening_experiment
    from tests.soak.window import Person

    application = QApplication([])
    application.setStyle("Fusion")
    window = MainWindow(opening_experiment(), Settings(folder.parent / "settings"))
    window.show()
    person = Person(window)

    def look_around() -> None:
        for bar in window.findChildren(QTabBar):
            for k in range(bar.count()):
                if bar.isVisible():
                    bar.setCurrentIndex(k)
                    person.wait(0.01)

    def open_each(place: Path) -> None:
        for path in sorted(place.iterdir()):
            if path.name.endswith(".lesson.md"):
                window.lessons.open_file(path)
            elif path.suffix == ".csv":
                window.importing.show_file(path)
                person.wait(0.2)
                if window.importing.dialog is not None:
                    window.importing.dialog.reject()
            else:
                window.files.open(path)
            person.wait(0.1)
            look_around()
        window.lessons.leave()
        person.wait(0.05)

    open_each(folder / "known")  # what is loaded at first use is loaded now
    Path(BEGIN).exists()
    for place in sorted((folder / "strange").iterdir()):
        open_each(place)
    Path(END).exists()
    window.close()


def written(folder: Path, only: Sequence[str] = ()) -> Path:
    """Files of a stranger, with some words or all, and a secret that they name; returns the secret."""
    secret = folder.parent / "secret.csv"
    secret.write_text("a,b,y\n1,2,u\n3,4,v\n", encoding="utf-8")
    link = f"<img src='{secret.as_uri()}'> ![]({secret.as_uri()})"
    for name, words in {**WORDS, "secret": link}.items():
        if only and name not in (*only, "secret"):
            continue
        place = folder / "strange" / name
        place.mkdir(parents=True)
        write_all(words, place)
    (folder / "known").mkdir()
    write_all("Known <b>", folder / "known")
    named = json.loads(with_words("names").dumps())
    table = named["data"]["table"]
    del table["rows"]
    for k, path in enumerate((str(secret), "../../../secret.csv", "link.csv")):
        table["file"] = {"path": path, "sha256": "0" * 64, "columns": [0, 1], "label": 2, "rows": 2}
        place = folder / "strange" / "secret"
        (place / f"names-{k}.symgui.json").write_text(json.dumps(named), encoding="utf-8")
    (folder / "strange" / "secret" / "link.csv").symlink_to(secret)
    (folder / "strange" / "secret" / "link.lesson.md").symlink_to(folder.parent / "none.lesson.md")
    return secret


def between_marks(lines: Iterable[str]) -> Iterator[str]:
    """The calls of the system while the strange files were opened."""
    inside = False
    for line in lines:
        if END in line:
            return
        if inside:
            yield line
        inside = inside or BEGIN in line


def fault(line: str, folder: Path, secret: Path) -> str:
    """What is wrong with a call; empty if nothing is."""
    found = re.search(r"\b(\w+)\(", line)
    call = found[1] if found else ""
    if call in ("execve", "bind", "sendto") or (call == "connect" and "AF_" in line):
        return line
    named = re.search(r'"((?:[^"\\]|\\.)*)"', line)
    if named is None or call in ("stat", "newfstatat") or re.search(r"= -1 ", line):
        return ""
    path = os.path.normpath(re.findall(r'"((?:[^"\\]|\\.)*)"', line)[-1] if "link" in call else named[1])
    own = (str(folder.parent / "settings"), str(folder.parent / "state"), str(folder.parent / "cache"))
    changes = call not in ("open", "openat", "openat2") or re.search(r"O_(WRONLY|RDWR|CREAT|TRUNC)", line)
    if changes:
        return "" if path.startswith((*own, "/dev/null", "/dev/shm")) else line
    if path == str(secret):
        return line
    ours = (str(ROOT), str(folder), sys.prefix, sys.base_prefix, *own)
    return "" if path.startswith((*ours, *SYSTEM)) or not path.startswith("/") else line


def main() -> int:
    """Open them, and look at what strace wrote; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=WORDS, action="append", default=[], help="these words")
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.open is not None:
        open_all(arguments.open)
        sys.stdout.flush()
        os._exit(0)
    if shutil.which("strace") is None:
        print("strace is not installed", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as text:
        base = Path(text)
        folder = base / "files"
        secret = written(folder, arguments.only)
        log = base / "calls"
        home = {f"XDG_{name.upper()}_HOME": str(base / name) for name in ("state", "cache", "config")}
        home["PYTHONDONTWRITEBYTECODE"] = "1"
        command = ["strace", "-f", "-qq", "-s", "400", "-e", f"trace={CALLS}", "-o", str(log),
                   sys.executable, __file__, "--open", str(folder)]  # fmt: skip
        done = subprocess.run(
            command, env={**os.environ, **home}, check=False, capture_output=True, text=True
        )
        calls = list(between_marks(log.read_text(encoding="utf-8", errors="replace").splitlines()))
        faults = [each for each in (fault(line, folder, secret) for line in calls) if each]
    if done.returncode or len(calls) < 100:
        print(done.stdout[-2000:], done.stderr[-2000:], file=sys.stderr)
        faults.append(f"the window ended with status {done.returncode}; {len(calls)} calls")
    for each in faults[:20]:
        print(each)
    print(f"{len(calls)} calls of the system while strange files were opened: {len(faults)} that must not be")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())

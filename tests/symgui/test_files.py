"""Files: written whole or not at all, as the file itself, and read without waiting."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symgui.experiment import Experiment, ExperimentError, opening_experiment
from symgui.files import fingerprint, in_place, is_file, neighbour, read_file, replace_file

OLD, NEW = b"old " * 2000, b"the new content\n" * 900
LIMIT = 2**20
posix = pytest.mark.skipif(sys.platform == "win32", reason="owners, modes and links as POSIX has them")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where journals are kept."""
    folder = tmp_path / "state" / "symgui"
    monkeypatch.setattr(platformdirs, "user_state_path", lambda *_, **__: folder)
    return folder / "journal"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def left_behind(folder: Path, state: Path) -> list[str]:
    """What is there beside the files that were made on purpose."""
    kept = list(state.iterdir()) if state.is_dir() else []
    return [path.name for path in (*folder.iterdir(), *kept) if not path.name.startswith("my")]


def nameless_files_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)


def no_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbour, "WAYS", "/nowhere")


def no_new_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(neighbour, "_named_when_whole", refuse)


def as_it_is(_: pytest.MonkeyPatch) -> None:
    pass


WAYS = [as_it_is, nameless_files_unknown, no_ways, no_new_files]


@pytest.mark.parametrize("way", WAYS)
def test_a_file_is_replaced_by_any_way(
    folder: Path, state: Path, way: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "my.json"
    replace_file(file, OLD)
    way(monkeypatch)
    for data in (NEW, OLD, b"", NEW):
        replace_file(file, data)
        assert read_file(file, LIMIT) == data
    assert left_behind(folder, state) == []


@posix
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_mode_stays(
    folder: Path, way: Callable[[pytest.MonkeyPatch], None], mode: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "my.json"
    file.write_bytes(OLD)
    file.chmod(mode)
    way(monkeypatch)
    replace_file(file, NEW)
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert file.read_bytes() == NEW


@posix
def test_a_new_file_has_the_mode_of_any_new_file(folder: Path) -> None:
    (folder / "my-other").write_bytes(b"")
    replace_file(folder / "my.json", NEW)
    assert (folder / "my.json").stat().st_mode == (folder / "my-other").stat().st_mode


@posix
def test_hard_links_stay(folder: Path, state: Path) -> None:
    file, other = folder / "my.json", folder / "my-second-name.json"
    file.write_bytes(OLD)
    os.link(file, other)
    replace_file(file, NEW)
    assert other.read_bytes() == NEW
    assert file.stat().st_nlink == 2
    assert left_behind(folder, state) == []


@posix
def test_symbolic_links_stay(folder: Path) -> None:
    file, link, dangling = folder / "my.json", folder / "my-link.json", folder / "my-dangling.json"
    file.write_bytes(OLD)
    link.symlink_to(file)
    replace_file(link, NEW)
    assert link.is_symlink()
    assert file.read_bytes() == NEW
    dangling.symlink_to(folder / "my-later.json")
    replace_file(dangling, NEW)
    assert dangling.is_symlink()
    assert (folder / "my-later.json").read_bytes() == NEW


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_owner_and_group_stay(folder: Path) -> None:
    file = folder / "my.json"
    file.write_bytes(OLD)
    os.chown(file, 1234, 2345)
    file.chmod(0o640)
    replace_file(file, NEW)
    status = file.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 2345, 0o640)


@posix
def test_an_owner_that_cannot_be_kept_keeps_the_file(
    folder: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "my.json"
    file.write_bytes(OLD)
    before = file.stat().st_ino

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(neighbour, "_dress", refuse)
    replace_file(file, NEW)
    assert file.stat().st_ino == before
    assert file.read_bytes() == NEW
    assert left_behind(folder, state) == []


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="attributes as Linux has them")
def test_attributes_stay(folder: Path) -> None:
    file = folder / "my.json"
    file.write_bytes(OLD)
    try:
        os.setxattr(file, "user.mine", b"1")
    except OSError:
        pytest.skip("a file system without attributes")
    replace_file(file, NEW)
    assert os.getxattr(file, "user.mine") == b"1"


@posix
@pytest.mark.parametrize("way", WAYS[:3])
@pytest.mark.parametrize("letter", ["n", "ü"])
def test_any_name_that_the_file_system_allows(
    folder: Path, letter: str, way: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    way(monkeypatch)
    ending = ".symgui.json"
    name = "my" + letter * ((253 - len(ending)) // len(letter.encode())) + ending
    for data in (OLD, NEW):
        replace_file(folder / name, data)
        assert (folder / name).read_bytes() == data


LOCKED = """
import os, sys
import platformdirs.unix  # loaded when first needed: by then this user may not read where Python is
from pathlib import Path
from symgui.files import replace_file, read_file
if os.geteuid() == 0:
    os.setegid(65534); os.seteuid(65534)
replace_file(Path(sys.argv[1]), b"new")
assert read_file(Path(sys.argv[1]), 100) == b"new"
"""


@posix
def test_a_writable_file_in_a_locked_folder() -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        state, locked = place / "state", place / "locked"
        for folder in (state, locked):
            folder.mkdir()
        file = locked / "my.json"
        file.write_bytes(OLD)
        file.chmod(0o666)
        state.chmod(0o777)
        place.chmod(0o755)
        locked.chmod(0o555)
        before = file.stat().st_ino
        try:
            done = subprocess.run(
                [sys.executable, "-c", LOCKED, str(file)],
                env={**os.environ, "XDG_STATE_HOME": str(state), "PYTHONPATH": os.pathsep.join(sys.path)},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            assert file.read_bytes() == b"new"
            assert file.stat().st_ino == before
            assert list(locked.iterdir()) == [file]
        finally:
            locked.chmod(0o755)


@posix
def test_loops_end_in_a_sentence(folder: Path) -> None:
    loop = folder / "my-loop.symgui.json"
    loop.symlink_to(loop.name)
    for act in (lambda: opening_experiment().save(loop), lambda: Experiment.load(loop)):
        with pytest.raises(ExperimentError, match="oo many levels of symbolic links"):
            act()
    assert not is_file(loop)


@pytest.mark.parametrize("name", ["my\0.symgui.json", "my" + "n" * 300])
def test_a_name_that_no_file_can_have(folder: Path, name: str) -> None:
    path = folder / name
    assert not is_file(path)
    for act in (lambda: opening_experiment().save(path), lambda: Experiment.load(path)):
        with pytest.raises(ExperimentError, match=r"cannot be (read|written): "):
            act()


@posix
def test_what_is_no_file_is_neither_read_nor_replaced(folder: Path) -> None:
    pipe = folder / "my-pipe"
    os.mkfifo(pipe)
    for path, what in ((pipe, "it is no regular file"), (folder, "it is a folder")):
        with pytest.raises(OSError, match=what):
            read_file(path, LIMIT)
        with pytest.raises(OSError, match=what):
            replace_file(path, NEW)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="a file that waits, as Linux has it")
def test_what_the_system_makes_up_is_not_waited_for() -> None:
    with pytest.raises(ExperimentError, match="kmsg"):
        Experiment.load("/proc/kmsg")


def test_what_is_too_long_is_not_read(folder: Path) -> None:
    (folder / "my.json").write_bytes(OLD)
    with pytest.raises(OSError, match=f"it has {len(OLD)} bytes, and 100 are the most"):
        read_file(folder / "my.json", 100)


def test_a_fingerprint_tells_contents_apart(folder: Path) -> None:
    file = folder / "my.json"
    assert fingerprint(file, LIMIT) is None
    file.write_bytes(OLD)
    first = fingerprint(file, LIMIT)
    assert first is not None
    file.write_bytes(OLD)
    assert fingerprint(file, LIMIT) == first
    file.write_bytes(NEW)
    assert fingerprint(file, LIMIT) not in (first, None)
    assert fingerprint(file, 100) == f"it has {len(NEW)} bytes, and 100 are the most"


# --- a kill, and what else goes wrong in the middle --------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from symgui.files import in_place, neighbour
from symgui.files import replace_file

file, way, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if way == "named":
    del os.O_TMPFILE
if way == "slow":  # a byte-wise disk: a kill finds it half written
    class Slow(in_place.FileIO):
        def write(self, data):
            return super().write(data[:3000])
    in_place.FileIO = Slow
mine = {in_place.__file__, neighbour.__file__}
left = last

def trace(frame, event, arg):
    global left
    if frame.f_code.co_filename not in mine:
        return None
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return trace

for left in range(1, last):
    child = os.fork()
    if child == 0:
        sys.settrace(trace)
        replace_file(file, b"the new content\\n" * 900)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
    sys.stdin.readline()  # until it has been looked at
    if status == 0:
        break
"""


@posix
@pytest.mark.parametrize("way", ["nameless", "named", "linked", "slow"])
def test_a_kill_at_any_moment_leaves_one_or_the_other_whole(folder: Path, state: Path, way: str) -> None:
    file = folder / "my.json"
    file.write_bytes(OLD)
    if way in ("linked", "slow"):
        os.link(file, folder / "my-other.json")
    kept = file.stat().st_ino
    seen = set()
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(file), way, "2000"],
        env={
            **os.environ,
            "XDG_STATE_HOME": str(state.parent.parent),
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            data = read_file(file, LIMIT)
            assert data in (OLD, NEW)
            assert left_behind(folder, state) == []
            seen.add((int(line), data))
            if way in ("linked", "slow"):
                assert file.stat().st_ino == kept
            file.write_bytes(OLD)
            process.stdin.write("\n")
            process.stdin.flush()
    assert process.returncode == 0
    assert seen == {(-9, OLD), (-9, NEW), (0, NEW)}


@given(st.binary(max_size=40), st.binary(max_size=40), st.data())
def test_a_half_written_file_is_finished(old: bytes, new: bytes, data: st.DataObject) -> None:
    place = Path(tempfile.mkdtemp())
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(platformdirs, "user_state_path", lambda *_, **__: place)
            file = place / "my.json"
            file.write_bytes(old)
            in_place.journal_of(in_place.journal_path(file.stat()), old, new).close()
            torn = data.draw(st.integers(0, len(new)))
            with file.open("r+b") as half:
                half.write(new[:torn])
            now = file.read_bytes()
            assert read_file(file, LIMIT) == (old if now == old else new)
            assert not list((place / "journal").iterdir())
    finally:
        shutil.rmtree(place)


@pytest.mark.parametrize("since", [b"somebody else's, " * 300, b"", OLD + b"more", NEW])
def test_what_somebody_else_has_written_since_stays(folder: Path, state: Path, since: bytes) -> None:
    file = folder / "my.json"
    file.write_bytes(OLD)
    in_place.journal_of(in_place.journal_path(file.stat()), OLD, NEW).close()
    with file.open("r+b") as same:
        same.truncate()
        same.write(since)
    assert read_file(file, LIMIT) == since
    assert left_behind(folder, state) == []


def test_a_journal_cut_off_is_of_no_use(folder: Path, state: Path) -> None:
    file = folder / "my.json"
    file.write_bytes(OLD)
    journal = in_place.journal_path(file.stat())
    in_place.journal_of(journal, OLD, NEW).close()
    whole = journal.read_bytes()
    for length in (0, 5, 40, 60, len(whole) - 1):
        journal.write_bytes(whole[:length])
        assert read_file(file, LIMIT) == OLD
        assert left_behind(folder, state) == []


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("linked", [False, True])
def test_without_room_it_is_as_it_was(
    folder: Path, state: Path, linked: bool, error: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "my.json"
    file.write_bytes(OLD)
    if linked:
        os.link(file, folder / "my-other.json")

    def full(_: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=os.strerror(error)):
        replace_file(file, NEW)
    assert file.read_bytes() == OLD
    assert left_behind(folder, state) == []


def test_without_room_in_the_middle_it_is_as_it_was(
    folder: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "my.json"
    file.write_bytes(OLD)
    os.link(file, folder / "my-other.json")
    put = in_place.put

    def half(to: in_place.FileIO, data: bytes) -> None:
        if data == NEW:
            put(to, NEW[:5000])
            raise OSError(errno.ENOSPC, "No space left on device")
        put(to, data)

    monkeypatch.setattr(in_place, "put", half)
    with pytest.raises(OSError, match="No space left"):
        replace_file(file, NEW)
    assert file.read_bytes() == OLD
    assert left_behind(folder, state) == []


def test_one_that_is_being_written_is_left_to_its_writer(folder: Path, state: Path) -> None:
    file = folder / "my.json"
    file.write_bytes(OLD)
    os.link(file, folder / "my-other.json")
    with in_place.journal_of(in_place.journal_path(file.stat()), OLD, NEW):
        with pytest.raises(OSError, match="it is being written by another program"):
            replace_file(file, b"mine")
        assert read_file(file, LIMIT) == OLD
    replace_file(file, b"mine")
    assert read_file(file, LIMIT) == b"mine"
    assert left_behind(folder, state) == []

"""What happens to files while the window is open: dropped, changed by others, taken away, sent as a line."""

from __future__ import annotations

from acts import act
from draws import Draws
from scene import Scene

from symgui.experiment import ExperimentError
from symgui.lessons import LessonError

LESSON = "written.lesson.md"


@act(4)
def drop_file(scene: Scene, draws: Draws) -> None:
    """Any file, dropped on the window."""
    files = {path.name: path for path in scene.folder.iterdir() if path != scene.mine}
    scene.window.drops.open(files[draws.name(sorted(files))])


@act(3)
def change_file(scene: Scene, draws: Draws) -> None:
    """Somebody else writes to a file that was saved, cuts it short, or takes it away."""
    saved = {path.name: path for path in scene.folder.glob("saved-*")}
    saved |= {path.name: path for path in scene.folder.glob(LESSON)}
    if not saved:
        return
    path = saved[draws.name(sorted(saved))]
    what = draws.name(["cut", "add", "remove"])
    if what == "remove":
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if what == "cut" else data + b" \n")


@act(3)
def open_line(scene: Scene, draws: Draws) -> None:
    """What is open as one line, whole or damaged, opened again."""
    try:
        line = scene.window.exports.line()
    except ExperimentError:  # it would be too long
        return
    at = draws.whole(0, len(line) - 1)
    damaged = {"whole": line, "cut": line[:at], "changed": line[:at] + "x" + line[at + 1 :], "none": ""}
    scene.window.files.open_line(damaged[draws.name(sorted(damaged))])


@act(3)
def open_earlier(scene: Scene, draws: Draws) -> None:
    """Work that something else took the place of."""
    keeper = scene.window.keeper
    if keeper is not None and keeper.earlier:
        keeper.open(draws.whole(0, len(keeper.earlier) - 1))


@act(2)
def write_step(scene: Scene, draws: Draws) -> None:
    """What is on screen as a step of a lesson of one's own, which is then read again."""
    try:
        scene.window.lessons.writer.write(scene.folder / LESSON, "Mine", is_new=bool(draws.whole(0, 1)))
    except LessonError:  # a race that was changed, for instance: it says so
        return


@act(2)
def open_lesson_folder(scene: Scene, draws: Draws) -> None:
    """A folder with a lesson of one's own, and damaged ones."""
    scene.window.lessons.open_file(scene.folder)

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot
from windows import choose, settle, shown_window

from app.look.theme import colours
from app.main_window import MainWindow
from app.runtime.session import Session, sight_of
from app.runtime.sessions import Found
from app.runtime.settings import Settings, write_report
from symgui.experiment import DataSpec, Experiment, opening_experiment
from symgui.nn.kernel import missing, using
from symgui.training.states import State

INI = "symgui.ini"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "config"


def test_nothing_is_remembered_at_first(qapp: object, folder: Path) -> None:
    settings = Settings(folder)
    assert settings.geometry is None
    assert settings.theme == "system"
    assert settings.sessions.take() == Found()


def test_the_first_window_is_no_larger_than_the_screen(qtbot: QtBot, folder: Path) -> None:
    with shown_window(qtbot, settings=Settings(folder)) as window:
        frame = window.windowHandle().frameMargins()
        available = window.screen().availableGeometry()
        qtbot.waitUntil(lambda: available.contains(window.frameGeometry()))
        assert window.width() >= available.width() - 16
        assert window.minimumWidth() <= available.width() - frame.left() - frame.right()


def session(folder: Path) -> Session:
    """What the next start would take up; it is left where it is."""
    sessions = Settings(folder).sessions
    found = sessions.take().session
    sessions.close()
    assert found is not None
    return found


def test_what_was_open_comes_back_with_its_file(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.symgui.json"
    opening_experiment().with_(training={"learning_rate": 0.25}).save(file)
    with shown_window(qtbot, settings=Settings(folder)) as window:
        assert window.open_file(file)
        choose(window, "weight-scheme", "he")
        settle(qtbot, window)
        changed = window.workspace.experiment
    sight, _ = sight_of(session(folder).now)
    assert sight.place.experiment == changed
    assert sight.document.path == file, "Save goes on writing to it"
    assert sight.unsaved


def opened_again(qtbot: QtBot, folder: Path) -> MainWindow:
    """What the program shows at its next start, when it has come to rest."""
    settings = Settings(folder)
    found = settings.sessions.take()
    assert found.session is not None
    sight, _ = sight_of(found.session.now)
    window = MainWindow(sight.place.experiment, settings, document=sight.document)
    window.show()
    assert window.keeper is not None
    window.keeper.take(found)
    at = sight.place.iteration if sight.race is None else sight.race.iteration
    workspace = window.workspace
    qtbot.waitUntil(
        lambda: workspace.iteration == at and workspace.state is not State.RUNNING, timeout=20_000
    )
    return window


def test_the_next_start_goes_where_the_run_stood(qtbot: QtBot, folder: Path) -> None:
    """With a change on the way, the same bits again; back in time it is where one had gone back to."""
    with shown_window(qtbot, settings=Settings(folder)) as window:
        choose(window, "weight-scheme", "he")
        settle(qtbot, window)
        workspace = window.workspace
        workspace.step(30)
        qtbot.waitUntil(lambda: workspace.iteration == 30)
        workspace.document.set_learning_rate(0.25)
        qtbot.waitUntil(lambda: bool(workspace.experiment.changes))
        workspace.step(170)
        qtbot.waitUntil(lambda: workspace.iteration == 200 and workspace.current_frame is not None)
        workspace.seek(120)
        qtbot.waitUntil(lambda: workspace.iteration == 120)
        before = workspace.frame
    again = opened_again(qtbot, folder)
    after = again.workspace.frame
    assert before is not None
    assert after is not None
    assert (after.iteration, after.cost, after.learning_rate) == (120, before.cost, 0.25)
    pairs = zip(after.network.layers, before.network.layers, strict=True)
    assert all(np.array_equal(one.W, other.W) for one, other in pairs)
    again.close()
    again.deleteLater()


def test_a_race_is_there_at_its_iteration_and_so_is_the_run_beside_it(qtbot: QtBot, folder: Path) -> None:
    with shown_window(qtbot, settings=Settings(folder)) as window:
        workspace = window.workspace
        workspace.step(7)
        qtbot.waitUntil(lambda: workspace.iteration == 7)
        window.compare.enter()
        qtbot.waitUntil(lambda: workspace.race_frame is not None)
        workspace.step(40)
        qtbot.waitUntil(lambda: workspace.iteration == 40)
    again = opened_again(qtbot, folder)
    workspace = again.workspace
    assert workspace.race_frame is not None
    assert workspace.iteration == 40
    workspace.racing.leave()
    qtbot.waitUntil(lambda: not workspace.lanes and workspace.iteration == 7)
    again.close()
    again.deleteLater()


@pytest.mark.parametrize("then", ["changed", "gone", "damaged"])
def test_a_file_that_holds_something_else_today_is_not_written_to(
    qtbot: QtBot, folder: Path, tmp_path: Path, then: str
) -> None:
    file = tmp_path / "mine.symgui.json"
    opening_experiment().save(file)
    with shown_window(qtbot, settings=Settings(folder)) as window:
        assert window.open_file(file)
    if then == "changed":
        opening_experiment().with_(training={"l2": 0.5}).save(file)
    elif then == "gone":
        file.unlink()
    else:
        file.write_text("{")
    sight, _ = sight_of(session(folder).now)
    assert sight.place.experiment == opening_experiment()
    assert sight.document.path is None, "Save asks for a name"
    assert sight.unsaved


@pytest.mark.parametrize(
    "damage", [b"", b"\x00\xff\xfe\x00 not an ini [[[", b"[window]\ngeometry=@ByteArray(garbage)\ntheme=7\n"]
)
def test_a_damaged_ini_opens_a_window(qtbot: QtBot, folder: Path, damage: bytes) -> None:
    folder.mkdir()
    (folder / INI).write_bytes(damage)
    (folder / "sessions").mkdir()
    (folder / "sessions" / "a.session.json").write_bytes(damage)
    settings = Settings(folder)
    assert settings.theme == "system"
    assert settings.sessions.take() == Found()
    with shown_window(qtbot, settings=settings) as window:
        assert window.screen().availableGeometry().contains(window.frameGeometry())
        assert window.width() >= window.minimumWidth() > 700


def test_a_folder_that_cannot_be_written_does_not_keep_the_window_from_closing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with shown_window(qtbot, settings=Settings(blocked / "config")) as window:
        assert window.close()


def test_the_window_remembers_size_theme_and_experiment(qtbot: QtBot, folder: Path) -> None:
    with shown_window(qtbot, settings=Settings(folder)) as window:
        window.resize(1100, 700)  # the offscreen screen is 800 × 800, and a window is kept on it
        window.theme.choose("dark")
        choose(window, "weight-scheme", "he")
        settle(qtbot, window)
        changed = window.workspace.experiment
        window.theme.choose("dark")
    assert changed.initialization.weights.scheme == "he"
    assert session(folder).now.run.experiment == changed
    with shown_window(qtbot, settings=Settings(folder)) as again:
        assert again.height() == 700
        assert colours().name == "dark"
        again.theme.choose("system")


def test_create_window_opens_the_opening_case_and_remembers_nothing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app import create_window

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with shown_window(qtbot, Experiment(data=DataSpec(kind="xor")), Settings()):
        pass
    before = sorted(tmp_path.rglob("*"))
    window = create_window()
    qtbot.addWidget(window)
    assert isinstance(window, MainWindow)
    assert window.workspace.experiment == opening_experiment()
    window.close()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_report_is_kept_even_if_its_folder_cannot_be(tmp_path: Path) -> None:
    kept = write_report("Traceback: it broke", tmp_path / "logs")
    assert kept.parent == tmp_path / "logs"
    assert kept.read_text(encoding="utf-8") == "Traceback: it broke"
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    elsewhere = write_report("again", blocked / "logs")
    assert elsewhere.read_text(encoding="utf-8") == "again"
    elsewhere.unlink()


def test_a_window_without_a_kernel_says_once_that_digits_are_this_machines(
    qtbot: QtBot, folder: Path
) -> None:
    with using(None):
        with shown_window(qtbot, settings=Settings(folder)) as window:
            assert window.message.text() == missing()
            assert missing().endswith("the last digits are this machine's own.")
            window.findChild(QAction, "action-about").trigger()
            qtbot.waitUntil(lambda: window.findChild(QDialog, "about") is not None)
            about = window.findChild(QDialog, "about")
            assert any(missing() in label.text() for label in about.findChildren(QLabel))
            about.close()
        with shown_window(qtbot, settings=Settings(folder)) as window:
            assert window.message.text() == ""
        with shown_window(qtbot) as window:  # one that remembers nothing would say it again and again
            assert window.message.text() == ""


def test_a_window_with_a_kernel_says_nothing_of_it(qtbot: QtBot, folder: Path) -> None:
    if missing():
        pytest.skip("no compiled kernel on this machine")
    with shown_window(qtbot, settings=Settings(folder)) as window:
        assert window.message.text() == ""
    assert Settings(folder).said == ""


@pytest.mark.parametrize("damaged", [b"@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\x1)", b"@DateTime(\\0\\0)"])
def test_an_object_of_qt_in_the_file_counts_as_not_remembered(
    qapp: object, folder: Path, damaged: bytes
) -> None:
    """Qt makes room for whatever such a value claims to be: without room for it, it ends the process."""
    folder.mkdir()
    (folder / INI).write_bytes(b"[window]\ntheme=" + damaged + b"\ntext-size=17\n")
    settings = Settings(folder)
    assert (settings.theme, settings.text_size) == ("system", 17)
    assert damaged not in (folder / INI).read_bytes()

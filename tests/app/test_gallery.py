"""The gallery of published numbers, in the real window, by its data."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton

from app.gallery import Gallery
from app.gallery.card_results import Begun, CardResults, Done, RowFound, compute
from app.gallery.lines import FAILED, STATE
from app.gallery.table import RowTable
from app.look.theme import colours
from symgui.experiment import opening_experiment
from symgui.lessons.published import CARDS, PublishedCard
from symgui.lessons.published.card import near
from symgui.training.states import State
from symgui.training.studies import Progress
from tests.app.windows import find, settle, shown_window, tab_view

RUN = opening_experiment().with_(title="A run to open", training={"iterations": 7})


def third(printed):
    def rows():
        yield near("one half", "0.5", 0.5, within=1e-12, because="exact in binary")
        yield Progress(1, 2)
        yield near("one third", printed, 1 / 3, within=5e-5, because="four digits")

    return rows


RIGHT = PublishedCard("right", "A third", "a slate", "One divided by three.", third("0.3333"), experiment=RUN)
WRONG = PublishedCard(
    "wrong", "A wrong third", "a slate", "One divided by three.", third("0.3334"), note="Made up."
)


@pytest.fixture
def window(qtbot):
    with shown_window(qtbot) as window:
        yield window


def gallery_of(window, *cards):
    return Gallery(window.workspace, window, cards)


def finished(qtbot, gallery):
    qtbot.waitUntil(lambda: len(gallery.dialog.results.done) == len(gallery.dialog.cards))


def cells(table, line):
    return [table.item(line, column).text() for column in range(table.columnCount())]


def states(dialog):
    return [dialog.list.item(index).data(STATE) for index in range(dialog.list.count())]


def test_the_action_opens_it_and_every_shipped_card_comes_out_right(qtbot, window):
    window.findChild(QAction, "action-gallery").trigger()
    dialog = window.findChild(object, "published-gallery")
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert [dialog.list.item(k).text() for k in range(dialog.list.count())] == [card.title for card in CARDS]
    qtbot.waitUntil(lambda: len(dialog.results.done) == len(CARDS))
    assert all(words.startswith("✓ ") for words in states(dialog))
    assert "FAIL" not in dialog.status.text()
    assert dialog.bar.value() == len(CARDS)
    for index, card in enumerate(CARDS):
        rows = dialog.results.rows[card.name]
        assert rows
        assert [row for row in rows if not row.passed] == []
        assert len({row.label for row in rows}) == len(rows)
        assert all(row.published and row.ours and row.tolerance for row in rows)
        dialog.list.setCurrentRow(index)
        assert find(dialog, QLabel, "published-title").text() == card.title
        assert find(dialog, QLabel, "published-source").text() == card.source
        table = find(dialog, RowTable, "published-rows")
        assert [cells(table, line) for line in range(table.rowCount())] == [
            [row.label, row.published, row.ours, "✓"] for row in rows
        ]
        assert find(dialog, QPushButton, "published-open").isVisible() is (card.experiment is not None)


def test_a_wrong_figure_says_fail_with_both_numbers(qtbot, window):
    gallery = gallery_of(window, RIGHT, WRONG)
    gallery.show()
    finished(qtbot, gallery)
    dialog = gallery.dialog
    assert states(dialog) == ["✓ 2 of 2 agree", "FAIL: 1 of 2 differs"]
    assert [dialog.list.item(k).data(FAILED) for k in (0, 1)] == [False, True]
    assert "3 of 4 figures agree, 1 FAIL" in dialog.status.text()
    dialog.list.setCurrentRow(1)
    table = dialog.page.table
    assert cells(table, 0) == ["one half", "0.5", "0.50", "✓"]
    assert cells(table, 1) == ["one third", "0.3334", "0.3333", "FAIL"]
    assert [table.item(1, column).data(FAILED) for column in range(4)] == [False, True, True, True]
    table.selectRow(1)
    assert dialog.page.tolerance.text() == "Tolerance: ± 5e-5 (four digits)"
    assert dialog.page.note.text() == "Made up."


def test_a_chip_is_painted_in_ink(qtbot, window):
    gallery = gallery_of(window, WRONG)
    gallery.show()
    finished(qtbot, gallery)
    for choice in ("light", "dark"):
        window.theme.choose(choice)
        table = gallery.dialog.page.table
        table.selectRow(0)
        picture = table.viewport().grab().toImage()
        for column, inked in ((0, False), (1, True), (2, True), (3, True)):
            rect = table.visualItemRect(table.item(1, column))
            inks = {
                picture.pixelColor(x, rect.center().y()).name() for x in range(rect.left(), rect.right(), 1)
            }
            beside = picture.pixelColor(
                rect.left() + 4 if column < 3 else rect.center().x() - 17, rect.center().y()
            )
            assert (beside.name().upper() == colours().ink.upper()) is inked, (
                choice,
                column,
                inks,
            )


def test_opening_a_run_closes_the_gallery_and_shows_it_at_iteration_0(qtbot, window):
    window.workspace.step(3)
    gallery = gallery_of(window, RIGHT)
    gallery.show()
    finished(qtbot, gallery)
    qtbot.mouseClick(gallery.dialog.page.open_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert not gallery.dialog.isVisible()
    assert window.workspace.experiment == RUN
    assert window.workspace.frame.iteration == 0
    assert "A run to open" in window.windowTitle()


def test_it_leaves_the_open_run_where_it_stands(qtbot, window):
    window.workspace.step(5)
    qtbot.waitUntil(lambda: window.workspace.iteration == 5)
    frame = window.workspace.frame
    gallery = gallery_of(window, RIGHT, WRONG)
    gallery.show()
    finished(qtbot, gallery)
    assert window.workspace.iteration == 5
    assert window.workspace.experiment == frame.experiment
    assert window.workspace.state is not State.RUNNING


class Slow:
    """Rows that come only while the test lets them, so that what happens between them can be seen."""

    def __init__(self):
        self.threads, self.stop = set(), threading.Event()

    def __call__(self):
        while not self.stop.is_set():
            self.threads.add(threading.current_thread().ident)
            self.stop.wait(0.001)
            yield Progress(0, 1)
        yield near("at last", "1", 1.0, because="exact")


@pytest.fixture
def slow():
    rows = Slow()
    yield rows
    rows.stop.set()


def slow_card(rows):
    return PublishedCard("slow", "Slow", "a slate", "It takes its time.", rows)


def test_it_is_computed_on_another_thread_row_by_row(qtbot, window, slow):
    gallery = gallery_of(window, RIGHT, slow_card(slow))
    gallery.show()
    qtbot.waitUntil(lambda: states(gallery.dialog) == ["✓ 2 of 2 agree", "computing: 0 agree"])
    assert gallery.dialog.bar.value() == 1
    slow.stop.set()
    finished(qtbot, gallery)
    assert threading.main_thread().ident not in slow.threads
    assert states(gallery.dialog)[1] == "✓ 1 of 1 agree"


def test_closing_it_drops_what_is_being_computed(qtbot, window, slow):
    gallery = gallery_of(window, slow_card(slow))
    gallery.show()
    qtbot.waitUntil(lambda: bool(slow.threads))
    qtbot.keyClick(gallery.dialog, Qt.Key.Key_Escape)
    assert not gallery.dialog.isVisible()
    found = []
    window.workspace.studies.advanced.connect(found.append)
    window.workspace.studies.begin("next", iter((1,)))
    qtbot.waitUntil(lambda: "next" in [each.name for each in found])
    # the thread is free; what the gallery's study told last may have been on its way to the window
    assert [each.name for each in found] in (["next"], ["published 1", "next"])
    assert not gallery.dialog.isVisible()


def test_running_the_network_makes_it_wait(qtbot, window, slow):
    gallery = gallery_of(window, slow_card(slow))
    gallery.show()
    window.workspace.speed.set_pace("1")
    window.workspace.run()
    qtbot.waitUntil(lambda: "waits while the network runs" in gallery.dialog.status.text())
    window.workspace.pause()
    slow.stop.set()
    finished(qtbot, gallery)


def test_another_study_takes_its_place_and_it_says_so(qtbot, window, slow):
    gallery = gallery_of(window, slow_card(slow))
    gallery.show()
    window.workspace.studies.begin("another", iter(()))
    assert "something else is being computed" in gallery.dialog.status.text()
    slow.stop.set()
    gallery.dialog.again.click()
    finished(qtbot, gallery)
    assert "something else" not in gallery.dialog.status.text()


def test_a_study_of_the_prove_tab_gives_way(qtbot, window, slow):
    window.tabs.show_page(tab_view(window, "prove"))
    prove = tab_view(window, "prove").view
    prove.choose("arithmetic")
    prove.arithmetic.start_button.click()
    assert prove.study is prove.arithmetic
    gallery_of(window, RIGHT).show()
    assert prove.study is None
    assert "stopped" in prove.arithmetic.status.text()


def test_a_computation_that_breaks_off_says_why(qtbot, window):
    def broken():
        yield near("one half", "0.5", 0.5, because="exact")
        raise ZeroDivisionError("no number")

    gallery = gallery_of(window, PublishedCard("broken", "Broken", "a slate", "It breaks.", broken))
    gallery.show()
    qtbot.waitUntil(lambda: "ZeroDivisionError: no number" in gallery.dialog.status.text())


def test_the_cards_are_reached_by_keyboard_alone(qtbot, window):
    gallery = gallery_of(window, RIGHT, WRONG)
    gallery.show()
    finished(qtbot, gallery)
    dialog = gallery.dialog
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.list)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.page.title.text() == "A wrong third"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.page.table
    qtbot.keyClick(dialog.page.table, Qt.Key.Key_Down)
    assert dialog.page.table.currentRow() == 1
    qtbot.keyClick(dialog.page.table, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.page.open_button
    qtbot.keyClick(dialog.page.open_button, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert window.workspace.experiment == RUN


def test_closing_the_window_closes_it(qtbot):
    with shown_window(qtbot) as window:
        window.help.show_gallery()
        dialog = window.help.gallery.dialog
    assert not dialog.isVisible()


def test_the_study_of_two_cards():
    found = [item for item in compute([RIGHT, WRONG]) if not isinstance(item, Progress)]
    assert [type(item) for item in found] == [Begun, RowFound, RowFound, Done] * 2
    results = CardResults()
    assert results.take(found[:2]) == {"right"}
    assert [results.words(name) for name in ("right", "wrong")] == ["computing: 1 agree", "waiting"]
    results.take(found[2:])
    assert results.summary() == "3 of 4 figures agree, 1 FAIL"
    assert results.done == {"right", "wrong"}

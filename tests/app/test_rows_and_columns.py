"""Rows and columns that are filled in one call."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.look.layouts import filled


def test_parts_stand_in_their_order_with_their_shares(qtbot: QtBot) -> None:
    holder, first, last = QWidget(), QLabel("first"), QLabel("last")
    qtbot.addWidget(holder)
    row = filled(QHBoxLayout(), last)
    column = filled(
        QVBoxLayout(holder), first, 2, (row, 3), (QLabel(), 1, Qt.AlignmentFlag.AlignTop), margins=4, gap=7
    )
    assert column is holder.layout()
    assert [column.stretch(index) for index in range(column.count())] == [0, 2, 3, 1]
    assert (column.itemAt(0).widget(), column.itemAt(2).layout()) == (first, row)
    assert column.itemAt(3).alignment() == Qt.AlignmentFlag.AlignTop
    assert (column.contentsMargins(), column.spacing()) == (QMargins(4, 4, 4, 4), 7)
    assert last.parent() is holder


def test_margins_and_gap_are_the_styles_where_none_are_given(qtbot: QtBot) -> None:
    holders = QWidget(), QWidget()
    for holder in holders:
        qtbot.addWidget(holder)
    plain, box = QVBoxLayout(holders[0]), filled(QVBoxLayout(holders[1]))
    assert (box.contentsMargins(), box.spacing()) == (plain.contentsMargins(), plain.spacing())
    assert filled(QVBoxLayout(), margins=(1, 2, 3, 4)).contentsMargins() == QMargins(1, 2, 3, 4)

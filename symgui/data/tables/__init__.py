"""Data of one's own: text (CSV, TSV, a paste), workbooks (XLSX) and arrays (NPZ), read within bounds.

`read_table` says what was understood, column by column; `chosen` makes examples of it; `examples_of` finds
those of an experiment again.
"""

from symgui.data.tables.bounds import Cost, cost_of
from symgui.data.tables.column_roles import Chosen, chosen, suggested
from symgui.data.tables.data_table import How, Table, TableColumn
from symgui.data.tables.examples import examples_of
from symgui.data.tables.reading import read_pasted, read_table, sheets_of

__all__ = [
    "Chosen",
    "Cost",
    "How",
    "Table",
    "TableColumn",
    "chosen",
    "cost_of",
    "examples_of",
    "read_pasted",
    "read_table",
    "sheets_of",
    "suggested",
]

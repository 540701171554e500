"""Numbers and matrices as people and programs write them: understood, asked about, or refused."""

from symgui.plain_text.matrices import Reading, as_csv, as_numpy, as_text, parse_matrix, readings
from symgui.plain_text.number_text import parse_number, why_no_number

__all__ = [
    "Reading",
    "as_csv",
    "as_numpy",
    "as_text",
    "parse_matrix",
    "parse_number",
    "readings",
    "why_no_number",
]

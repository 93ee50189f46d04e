"""Cells, rows and columns at the limits of a workbook."""

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cxtext.errors import RunError
from cxtext.report.words import Words
from cxtext.report.xlsx_rows import comments_sheets
from cxtext.report.xlsx_sheet import MAX_TEXT, Book, fitting
from cxtext.report.xlsx_words import workbook_words


def small_book(path, view, most):
    from xlsxwriter import Workbook

    with Workbook(str(path), {"constant_memory": True}) as workbook:
        comments_sheets(Book(workbook, " [cut]"), view, Words("", workbook_words("en")), most=most)
    return openpyxl.load_workbook(path)


def test_too_many_rows_go_on_on_further_sheets(tmp_path):
    view = pd.DataFrame({"text": [f"c{i}" for i in range(7)]})
    book = small_book(tmp_path / "x.xlsx", view, most=3)
    assert book.sheetnames == ["Comments", "Comments 2", "Comments 3"]
    assert [[cell.value for cell in sheet["A"]] for sheet in book] == [
        ["Comment", "c0", "c1", "c2"], ["Comment", "c3", "c4", "c5"], ["Comment", "c6"]
    ]  # fmt: skip


def test_too_many_columns_are_refused(tmp_path):
    view = pd.DataFrame([[0] * 16_385])
    with pytest.raises(RunError, match="16,384 columns"):
        small_book(tmp_path / "x.xlsx", view, most=9)


@pytest.mark.parametrize("letter", ["x", "가", "🙂"])
@pytest.mark.parametrize("n", [16_383, 16_384, 32_767, 32_768, 100_000])
def test_long_cells_are_cut_with_a_mark(letter, n):
    text = fitting(letter * n, " [cut]")
    units = len(text.encode("utf-16-le")) // 2
    assert units <= MAX_TEXT
    if n * (2 if letter == "🙂" else 1) <= MAX_TEXT:
        assert text == letter * n
    else:
        assert text.endswith(" [cut]")
        assert units >= MAX_TEXT - 1


_NASTY = st.sampled_from(["=1", "+1", "-", "@a", "\t=1", "\r=1", "_x0041_", "007", "TRUE", " a "])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text() | _NASTY, min_size=1, max_size=20))
def test_any_text_survives(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("any") / "x.xlsx"
    book = small_book(path, pd.DataFrame({"text": texts}, dtype="object"), most=100)
    assert all(
        cell.data_type in ("s", "n", "inlineStr") and not isinstance(cell.value, int | float)
        for cell in book.active["A"]
    )
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    read = [row[0] for row in rows[1:]] + [""] * len(texts)
    assert read[: len(texts)] == [fitting(text, " [cut]") for text in texts]

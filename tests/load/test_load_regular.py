"""Arrow's parser gives what the strict one gives, or leaves the file to it."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxtext.errors import InputError
from cxtext.load import delimited, regular
from cxtext.load.delimited import read_delimited
from cxtext.load.regular import quotes_are_regular, read_regular

PIECES = st.lists(
    st.sampled_from(["a", "é", "배", '"', '""', ",", ";", "\n", "\r\n", "\r", " ", "1", "", "x,y\n", '"q"']),
    max_size=40,
)
SAME_FOLDER = settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])


def strictly(path: Path) -> list[list[str]] | None:
    """Header and rows as the csv module reads them, None where it, or a row's width, objects."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file, strict=True) if row and row != [""]]
    except csv.Error:
        return None
    rows = [row for row in rows if len(row) > 1 or row[0].strip()]
    return rows if rows and len({len(row) for row in rows}) == 1 else None


@SAME_FOLDER
@given(PIECES, st.sampled_from([1, 3, 1 << 23]))
def test_what_arrow_reads_is_what_the_strict_parser_reads(tmp_path, pieces, block):
    path = tmp_path / "a.csv"
    path.write_text("one,two\n" + "".join(pieces), encoding="utf-8", newline="")
    before = regular._BLOCK
    regular._BLOCK = block
    try:
        regular_quotes = quotes_are_regular(path, 0, ",")
    finally:
        regular._BLOCK = before
    columns = read_regular(path, 0, ",", 2)
    assert columns is None or regular_quotes
    if columns is not None:
        rows = strictly(path)
        assert rows is not None
        assert [c.to_pylist() for c in columns] == [[row[i] for row in rows[1:]] for i in (0, 1)]


CELL = st.text(st.sampled_from('ab"é배,\n\r '), max_size=6)


@SAME_FOLDER
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_whatever_a_spreadsheet_writes_takes_the_quick_way(tmp_path, rows, delimiter):
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([("one", "two"), *rows])
    columns = read_regular(path, 0, delimiter, 2)
    assert columns is not None
    assert [c.to_pylist() for c in columns] == [[a for a, _ in rows], [b for _, b in rows]]


def test_large_files_take_the_quick_way_and_damaged_ones_keep_their_message(tmp_path, monkeypatch):
    frame = pd.DataFrame({"id": [f"{i:03}" for i in range(999)], "said": ['so "nice", really\n배송'] * 999})
    path = tmp_path / "a.csv"
    frame.to_csv(path, index=False, encoding="utf-8-sig")
    monkeypatch.setattr(delimited, "LARGE", 10)
    monkeypatch.setattr(delimited, "_batches", lambda *_: pytest.fail("took the slow way"))
    header, columns = read_delimited(path, "utf-8-sig")
    assert header == ["id", "said"]
    assert pd.DataFrame({n: c.to_pylist() for n, c in zip(header, columns, strict=True)}).equals(frame)
    monkeypatch.undo()
    monkeypatch.setattr(delimited, "LARGE", 10)
    path.write_text(path.read_text(encoding="utf-8-sig") + "9,9,9\n", encoding="utf-8")
    with pytest.raises(InputError, match="1 of 1000 rows") as error:
        read_delimited(path, "utf-8")
    assert error.value.found == "row 1000 has 3"

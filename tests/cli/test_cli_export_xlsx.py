"""``cxtext export`` of workbooks, and of tables with one row an answer."""

import csv
import datetime as dt
import io
import json
import zipfile

import openpyxl
import pytest
import xlsxwriter
from test_cli_export import CELLS, CONFIG, finished, read_topics

from cxtext.errors import InputError, RunError
from cxtext.export import export_like

OURS = ["cxtext topics", "cxtext sentiment", "cxtext redacted text"]
DAY = dt.datetime(2026, 1, 13, 10)


def workbook(path, titles=0):
    """A sheet with a formula, dates and styles, among other sheets; one of them has a chart."""
    book = xlsxwriter.Workbook(str(path))
    notes = book.add_worksheet("Notes")
    notes.hide()
    notes.write("A1", "hidden & kept")
    cover = book.add_worksheet("Read me")
    cover.write("A1", "What this is")
    cover.activate()
    sheet, day = book.add_worksheet("Answers"), book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    if titles:
        sheet.write(1, 1, "Survey of January")
    top = titles + 1 if titles else 0
    sheet.write_row(top, 1, ["id", "nps", "why", "sent", "twice"], bold)
    rows = [("a", 9, "Fast, and clean"), ("b", None, None), ("c", 3, "=slow call 010-1234-5678")]
    for i, (key, score, why) in enumerate([*rows, rows[2]], top + 1):
        sheet.write_string(i, 1, key)
        if score is not None:
            sheet.write_number(i, 2, score)
        if why:
            sheet.write_string(i, 3, why)
        sheet.write_datetime(i, 4, DAY, day)
        sheet.write_formula(i, 5, f"=C{i + 1}*2", None, 18 if score else 0)
    sheet.write_blank(top + 1, 7, None, bold)  # a styled cell beyond the table
    sums = book.add_worksheet("Sums")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Answers!$C$2:$C$4"})
    sums.insert_chart("A1", chart)
    book.close()
    return path


def cells(path, sheet="Answers", values=False):
    return [
        list(r) for r in openpyxl.load_workbook(path, data_only=values)[sheet].iter_rows(values_only=True)
    ]


@pytest.mark.parametrize("titles", [0, 2])
def test_a_workbook_comes_back_with_columns_appended(tmp_path, titles):
    original = workbook(tmp_path / "a.xlsx", titles)
    run = finished(tmp_path / "run", {"inputs": [original], **CONFIG}, read_topics)
    out = export_like(run, original, tmp_path / "new" / "b.xlsx")
    before, after = cells(original), cells(out)
    width = len(before[0])
    assert [row[:width] for row in after] == before  # formulas, dates and numbers, row by row
    top = len(before) - 5
    assert after[top][width:] == OURS
    data = after[top + 1 :]
    for i, name in enumerate(CELLS):
        assert [row[width + i] or "" for row in data] == CELLS[name]
    said = [row[width + 2] for row in data]
    assert said[0] == "Fast, and clean"
    assert said[1] is None
    assert said[2].startswith("'=slow call")
    assert "010-1234-5678" not in said[2]
    sheet = openpyxl.load_workbook(out)["Answers"]
    assert sheet.cell(top + 4, width + 3).data_type == "s"  # no formula
    assert sheet.cell(top + 1, width + 1).font.bold  # looks like the header beside it
    assert sheet.dimensions.endswith(f"K{len(before)}")
    assert cells(out, "Notes") == [["hidden & kept"]]


def test_every_other_part_of_a_workbook_stays_byte_for_byte(tmp_path):
    original = workbook(tmp_path / "a.xlsx")
    run = finished(tmp_path / "run", {"inputs": [original], **CONFIG}, read_topics)
    out = export_like(run, original, tmp_path / "b.xlsx")
    with zipfile.ZipFile(original) as one, zipfile.ZipFile(out) as two:
        assert one.namelist() == two.namelist()
        changed = [name for name in one.namelist() if one.read(name) != two.read(name)]
    assert changed == ["xl/worksheets/sheet3.xml"]


def test_three_header_rows_of_a_platform_stay_three(tmp_path):
    ids = ["recordedDate", "status", "finished", "_recordId", "QID1", "QID2_TEXT"]
    head = [["RecordedDate", "Status", "Finished", "ResponseId", "Q1", "Q2"],
            ["Erfasst", "Typ", "Fertig", "ID", "How likely are you to recommend us?", "Comments"],
            [json.dumps({"ImportId": i}) for i in ids]]  # fmt: skip
    book = openpyxl.Workbook()
    for row in [*head, [DAY, 0, 1, "R_1", 9, "clean"], [DAY, 1, 1, "R_2", 0, "a preview"]]:
        book.active.append(row)
    original = tmp_path / "a.xlsx"
    book.save(original)
    run = finished(tmp_path / "run", {"inputs": [original], "score": ["nps=Q1@0-10"]}, read_topics)
    after = cells(export_like(run, original, tmp_path / "b.xlsx"), "Sheet")
    assert [row[6:] for row in after[:2]] == [OURS, OURS]
    assert json.loads(after[2][8]) == {"ImportId": "cxtext_redacted_text"}
    assert [row[6:] for row in after[3:]] == [["Speed; Clean rooms", "positive", "clean"], [None] * 3]


def test_what_a_workbook_cannot_take(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "nps", "why"])
    book.active.append(["a", 9, "clean"])
    book.active.cell(1, 16_383, "far")
    original = tmp_path / "a.xlsx"
    book.save(original)
    run = finished(tmp_path / "run", {"inputs": [original], **CONFIG}, read_topics)
    with pytest.raises(RunError, match="no room for further columns"):
        export_like(run, original, tmp_path / "b.xlsx")
    old = tmp_path / "a.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(InputError):
        export_like(run, old, tmp_path / "b.xls")


def test_a_table_with_one_row_an_answer_has_the_columns_beside_its_comments(tmp_path):
    rows = [["Response ID", "Question", "Answer"]]
    for key, score, why in (("a", 9, "clean"), ("b", 0, "=slow")):
        rows += [[key, "How likely are you to recommend us?", score], [key, "Why?", why]]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    original = tmp_path / "long.csv"
    original.write_bytes(text.getvalue().encode())
    config = {"inputs": [original], "score": ["nps=How likely are you to recommend us?@0-10"],
              "comment": ["Why?"]}  # fmt: skip
    run = finished(tmp_path / "run", config, read_topics)
    out = list(
        csv.reader(io.StringIO(export_like(run, original, tmp_path / "b.csv").read_text(), newline=""))
    )
    assert [row[:3] for row in out] == [[str(c) for c in row] for row in rows]
    assert [row[3:] for row in out] == [
        OURS, [""] * 3, ["Speed; Clean rooms", "positive", "clean"],
        [""] * 3, ["Speed", "negative", "'=slow"],
    ]  # fmt: skip

"""Files of every kind become the same text cells; what cannot be read is one sentence."""

import datetime as dt
import json
import os

import openpyxl
import pandas as pd
import pytest

from cxtext.errors import InputError
from cxtext.load.delimited import find_delimiter
from cxtext.load.readers import read_file, read_inputs

TEXT = 'id,nps,comment\n007,9,"배송이 빨라요, 좋아요\n정말"\n008,3,N/A\n'
CELLS = {"id": ["007", "008"], "nps": ["9", "3"], "comment": ["배송이 빨라요, 좋아요\n정말", "N/A"]}


def written(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def cells(path, **options):
    return read_file(path, **options)[0].cells.to_dict("list")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_proven_by_the_bytes(tmp_path, encoding):
    records, issues = read_file(written(tmp_path / "a.csv", TEXT.encode(encoding)))
    assert records.cells.to_dict("list") == CELLS
    assert issues == []


@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [
        ("cp949", "배송이 너무 느리고 포장도 엉망이었어요"),
        ("big5", "送貨太慢了，店員的態度也不好，下次不會再來"),
        ("gb18030", "送货太慢了，店员的态度也不好，下次不会再来"),
        ("cp932", "配送が遅いです。スタッフは親切でしたが、もう使いません"),
        ("cp1252", "très déçu par l’accueil et le délai de livraison"),
    ],
)
def test_a_legacy_encoding_is_read_when_declared_and_reported_when_guessed(tmp_path, encoding, sentence):
    path = written(tmp_path / "a.csv", f"id,comment\n1,{sentence}\n2,{sentence}\n".encode(encoding))
    declared, issues = read_file(path, encoding=encoding)
    assert declared.cells["comment"][0] == sentence
    assert issues == []
    guessed, issues = read_file(path)
    assert [(i.code, i.row, i.severity) for i in issues] == [("W_ENCODING_GUESS", 0, "note")]
    assert guessed.cells["comment"][0] == sentence


def test_a_declared_encoding_that_does_not_fit_is_refused(tmp_path):
    path = written(tmp_path / "a.csv", "id,comment\n1,très bien\n".encode("latin-1"))
    with pytest.raises(InputError, match="not valid cp949") as error:
        read_file(path, encoding="cp949")
    assert "line 2" in error.value.where


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_what_cuts_evenly(tmp_path, delimiter):
    rows = ["id", "comment", "x"], ["1", "so, so; well | fine", "a"], ["2", 'say "hi"\nthere', "b"]
    text = "\r\n".join(delimiter.join(json_quote(c) for c in row) for row in rows)
    assert cells(written(tmp_path / "a.csv", text))["comment"] == ["so, so; well | fine", 'say "hi"\nthere']


def json_quote(cell):
    return '"' + cell.replace('"', '""') + '"'


def test_commas_in_unquoted_text_do_not_win_over_the_real_delimiter():
    sample = "id;comment\n1;slow, very slow, too slow\n2;fine\n3;ok, good\n"
    assert find_delimiter(sample) == (";", 0)


def test_a_sep_line_names_the_delimiter(tmp_path):
    assert cells(written(tmp_path / "a.csv", "sep=|\nid|x\n1|a,b\n")) == {"id": ["1"], "x": ["a,b"]}


def test_names_are_trimmed_and_made_unique(tmp_path):
    records, issues = read_file(written(tmp_path / "a.csv", ' id ,"Why\n so?",Why so?,\n1,a,b,c\n'))
    assert list(records.cells.columns) == ["id", "Why so?", "Why so? (2)", "column 4"]
    assert [(i.code, i.column) for i in issues] == [("E_DUP_HEADER", "Why so?")]


def test_blank_lines_are_no_rows_but_row_numbers_count_records(tmp_path):
    records, _ = read_file(written(tmp_path / "a.csv", 'id,x\n1,"a\nb"\n\n2,c\n\n'))
    assert records.origin["row"].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("data", "message", "where"),
    [
        (b"", "file is empty", ""),
        (b"\xef\xbb\xbf", "file is empty", ""),
        (b"\n\n", "file is empty", ""),
        (b"id,nps\n", "a header and no rows", ""),
        (b"id,nps\n1,2\n2,3,4\n3\n", "2 of 3 rows do not have the header's 2 cells", ""),
        (b"id,nps\n1,\x002\n", "NUL bytes", "line 2"),
        (b'id,x\n1,"open\n2,b\n', "quotes of a cell", "line"),
        (b'id,x\n1,"a"b\n', "quotes of a cell", "line 2"),
        (b"<html><table>", "a web page", ""),
        (b"%PDF-1.7", "a PDF", ""),
        (b"PK\x03\x04 not a workbook", "archive is damaged", ""),
        (b'{"id": 1}\n{"id": ', "not valid JSON", "line 2"),
        (b'{"id": "\\ud83d"}\n', "not valid JSON", "line 1"),
        (b"PAR1 but no more", "Parquet file cannot be read", ""),
    ],
)
def test_what_cannot_be_read_is_a_sentence_with_a_place(tmp_path, data, message, where):
    path = written(tmp_path / "bad.csv", data)
    with pytest.raises(InputError, match=message) as error:
        read_file(path)
    assert str(path) in str(error.value.where)
    assert where in str(error.value.where)


def test_a_ragged_row_is_named(tmp_path):
    with pytest.raises(InputError) as error:
        read_file(written(tmp_path / "a.csv", "id,nps\n1,2\n2,3,4\n"))
    assert error.value.found == "row 2 has 3"


def test_missing_files_and_folders_are_named(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_file(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a folder"):
        read_file(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(tmp_path):
    path = written(tmp_path / "a.csv", TEXT)
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be read"):
        read_file(path)


def test_a_workbook_gives_whole_numbers_dates_and_the_first_sheet_with_data(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "empty"
    sheet = book.create_sheet("answers")
    for row in (
        ["id", "nps", "when", "text"],
        ["007", 9, dt.datetime(2026, 1, 5, 15, 2), "=1"],
        [12, 7.5, None, None],
    ):
        sheet.append(row)
    sheet["D2"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    records, issues = read_file(tmp_path / "a.xlsx")
    assert records.cells.to_dict("list") == {
        "id": ["007", "12"],
        "nps": ["9", "7.5"],
        "when": ["2026-01-05 15:02:00", ""],
        "text": ["=1", ""],
    }
    assert [i.code for i in issues] == ["N_SHEET"]


def test_parquet_floats_that_met_a_missing_value_are_whole_numbers_again(tmp_path):
    frame = pd.DataFrame(
        {
            "id": ["007", "8"],
            "nps": [9.0, None],
            "mean": [1.5, 2.0],
            "ok": [True, None],
            "tags": [["a"], None],
        }
    )
    frame.to_parquet(tmp_path / "a.parquet")
    found = cells(tmp_path / "a.parquet")
    assert found["id"] == ["007", "8"]
    assert found["nps"] == ["9", ""]
    assert found["mean"] == ["1.5", "2"] or found["mean"] == ["1.5", "2.0"]
    assert found["ok"] == ["true", ""]
    assert found["tags"] == ['["a"]', ""]


def test_json_lines_keep_the_digits_that_were_written(tmp_path):
    rows = ['{"id": 3074457347487777543, "nps": 9.0, "text": null}', "", '{"id": "007", "more": {"a": 1}}']
    found = cells(written(tmp_path / "a.jsonl", "\n".join(rows)))
    assert found == {
        "id": ["3074457347487777543", "007"], "nps": ["9.0", ""], "text": ["", ""],
        "more": ["", json.dumps({"a": "1"})],
    }  # fmt: skip


def test_several_inputs_may_order_their_columns_differently(tmp_path):
    a = written(tmp_path / "a.csv", "id,nps\n1,9\n")
    b = written(tmp_path / "b.csv", "nps,id\n3,2\n")
    records, _ = read_inputs([a, b])
    assert records.cells.to_dict("list") == {"id": ["1", "2"], "nps": ["9", "3"]}
    assert records.origin["file"].tolist() == ["a.csv", "b.csv"]
    assert records.origin["row"].tolist() == [1, 1]


def test_inputs_with_other_columns_are_refused_by_name(tmp_path):
    a = written(tmp_path / "a.csv", "id,nps\n1,9\n")
    b = written(tmp_path / "b.csv", "id,score\n2,3\n")
    with pytest.raises(InputError, match="same columns") as error:
        read_inputs([a, b])
    assert error.value.found == "'nps' is missing (b.csv); 'score' appears (b.csv)"


def test_max_rows_counts_over_all_inputs(tmp_path):
    a = written(tmp_path / "a.csv", "id,nps\n1,9\n2,9\n")
    b = written(tmp_path / "b.csv", "id,nps\n3,3\n4,4\n")
    records, issues = read_inputs([a, b], limit=3)
    assert records.cells["id"].tolist() == ["1", "2", "3"]
    assert [i.code for i in issues] == ["N_MAX_ROWS"]

"""Header rows, names and containers of real exports: cases 1 to 25 of the list of formats."""

import pytest
from export_files import EXPORTS, codes, loaded, qualtrics, shared, written

from cxtext.config import make_config
from cxtext.errors import InputError
from cxtext.load import inspect
from cxtext.load.readers import read_file

NOTHING = frozenset()
ASKED = {"Q1": ("How likely are you to recommend us?", "QID1"), "Q2": ("Comments", "QID2_TEXT")}
ROWS = [["0", "slow to answer"], ["9", "quick, friendly"], ["10", ""]]


@shared
@pytest.mark.shared
def test_case_01_qualtrics_three_header_rows():
    # 1 preview and 15 test rows; of the 10 others 2 stopped at 17 and 83 %.
    found = loaded(EXPORTS / "qualtrics" / "real_csat_choicetext_newlines.csv", needs=NOTHING)
    account = found.counts["files"]["real_csat_choicetext_newlines.csv"]
    assert account["rows_read"] == 26
    assert account["kept"] == 10
    assert account["dropped"] == {"D_PREVIEW": 1, "D_TEST": 15}
    assert found.responses["status"].value_counts().to_dict() == {"complete": 8, "partial": 2}
    assert found.plan.config.id == "ResponseId"


@shared
@pytest.mark.shared
def test_case_02_headers_only():
    path = EXPORTS / "qualtrics" / "real_headers_only_no_rows.csv"
    records, issues = read_file(path)
    assert len(records.cells) == 0
    assert "W_NO_ROWS" in {i.code for i in issues}
    assert inspect(make_config({"inputs": [path]})).columns
    with pytest.raises(InputError, match="no answer in the files yet"):
        loaded(path)


@shared
@pytest.mark.shared
def test_case_03_german_second_row():
    found = loaded(EXPORTS / "qualtrics" / "qualtRics_sample.csv", needs=NOTHING)
    assert len(found.responses) == 1
    assert found.responses["response_id"].tolist() == ["R_2YPOQ602ER1jkf1"]
    assert found.responses["language"].tolist() == ["DE"]


@shared
@pytest.mark.shared
def test_case_04_legacy_with_bom_and_trailing_comma():
    records, _ = read_file(EXPORTS / "qualtrics" / "qualtRics_sample_legacy.csv")
    assert records.cells.shape == (1, 15)
    assert records.form.dialect == "qualtrics_legacy2"
    assert records.cells["ResponseID"].tolist() == ["R_2YPOQ602ER1jkf1"]
    assert records.hints["EmailAddress"].role == "personal"


def test_case_05_third_row_removed(tmp_path):
    full = qualtrics(tmp_path / "full.csv", ASKED, ROWS)
    lines = full.read_bytes().split(b"\r\n")
    cut = tmp_path / "cut.csv"
    cut.write_bytes(b"\r\n".join([*lines[:2], *lines[3:]]))
    found = loaded(cut)
    assert found.scores["value"].tolist() == [0, 9, 10]
    assert found.plan.config.id == "ResponseId"
    assert found.comments["text"].tolist() == ["slow to answer", "quick, friendly"]


def test_case_06_second_row_removed(tmp_path):
    full = qualtrics(tmp_path / "full.csv", {"NPS": ("", "QID1"), "Comment": ("", "QID2_TEXT")}, ROWS)
    lines = full.read_bytes().split(b"\r\n")
    cut = tmp_path / "cut.csv"
    cut.write_bytes(b"\r\n".join([lines[0], *lines[2:]]))
    found = loaded(cut)
    assert found.counts["files"]["cut.csv"]["rows_read"] == 3
    assert found.scores["value"].tolist() == [0, 9, 10]


def test_case_07_four_header_rows(tmp_path):
    path = qualtrics(tmp_path / "a.csv", ASKED, ROWS)
    lines = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join([*lines[:3], lines[1], *lines[3:]]))
    assert loaded(path).counts["files"]["a.csv"]["rows_read"] == 3


@shared
@pytest.mark.shared
def test_case_08_single_column_without_id_is_no_error_by_itself():
    # No id is an error only where a join needs one.
    found = loaded(EXPORTS / "qualtrics" / "real_single_column.csv", needs=NOTHING)
    assert found.responses["response_id"].tolist()[0] == "real_single_column.csv#1"
    path = EXPORTS / "qualtrics" / "real_single_column.csv"
    with pytest.raises(InputError, match="Which column says to which response"):
        loaded(path, comments=EXPORTS / "surveymonkey" / "steak-risk-survey.csv")


def test_case_09_many_columns_with_the_same_name(tmp_path):
    names = [f"q{i % 400}" for i in range(1295)]
    path = written(tmp_path / "a.csv", [["id", *names], ["r1", *(str(i) for i in range(1295))]])
    records, issues = read_file(path)
    assert len(set(records.cells.columns)) == 1296
    assert records.cells["q0 (2)"].tolist() == ["400"]
    assert sum(i.code == "E_DUP_HEADER" for i in issues) == 400


def test_case_10_names_that_differ_in_case_only(tmp_path):
    path = written(tmp_path / "a.csv", [["pid", "PID", "nps"], ["1", "x", "0"], ["2", "y", "9"]])
    records, _ = read_file(path)
    assert records.cells["pid"].tolist() == ["1", "2"]
    assert records.cells["PID"].tolist() == ["x", "y"]


@pytest.mark.parametrize("cell", ["", "the id of the twin"])
def test_case_11_a_last_column_without_import_id(tmp_path, cell):
    path = qualtrics(tmp_path / "a.csv", ASKED, ROWS)
    lines = [line for line in path.read_text("utf-8").split("\n") if line.strip()]
    ends = ["TWIN_ID", "", cell, "t1", "t2", "t3"]
    path.write_text("\n".join(f"{a.strip()},{b}" for a, b in zip(lines, ends, strict=True)), "utf-8")
    records, _ = read_file(path)
    assert records.form.dialect == "qualtrics3"
    assert records.cells["TWIN_ID"].tolist() == ["t1", "t2", "t3"]


def test_case_12_a_zip_holds_one_file(tmp_path):
    import zipfile

    path = qualtrics(tmp_path / "설문 조사.csv", ASKED, ROWS)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, path.name)
    assert loaded(tmp_path / "a.zip").scores["value"].tolist() == [0, 9, 10]
    for members, what in ((["a.csv", "b.csv"], "several files"), (["../a.csv"], "leads out")):
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
            for name in members:
                archive.writestr(name, path.read_bytes())
        with pytest.raises(InputError, match=what):
            read_file(tmp_path / "b.zip")


@shared
@pytest.mark.shared
def test_case_13_surveymonkey_forward_fill():
    records, issues = read_file(EXPORTS / "surveymonkey" / "StarWars.csv")
    assert len(records.cells) == 1186
    names = list(records.cells.columns)
    assert names[1] == "Have you seen any of the 6 films in the Star Wars franchise?"
    question = "Which of the following Star Wars films have you seen? Please select all that apply."
    assert names[3].startswith(f"{question} - Star Wars: Episode I")
    assert names[8].startswith(f"{question} - Star Wars: Episode VI")
    assert "W_ENCODING_GUESS" in {i.code for i in issues}


def test_case_14_surveymonkey_with_an_empty_second_row(tmp_path):
    rows = [["Respondent ID", "NPS", "Comments"], ["", "", ""],
            ["114000000001", "0", "slow"], ["114000000002", "9", "good"]]  # fmt: skip
    found = loaded(written(tmp_path / "a.csv", rows))
    assert found.scores["value"].tolist() == [0, 9]
    assert found.responses["response_id"].tolist() == ["114000000001", "114000000002"]


@shared
@pytest.mark.shared
def test_case_15_surveymonkey_with_one_header_row():
    records, _ = read_file(EXPORTS / "surveymonkey" / "thanksgiving-2015-poll-data.csv")
    assert records.form.dialect == "surveymonkey_flat"
    assert len(records.cells) == 1058


@shared
@pytest.mark.shared
def test_case_16_typeform_repeated_header_and_piping():
    found = loaded(EXPORTS / "typeform" / "shape_export.csv", needs=NOTHING)
    assert {"Why?", "Why? (2)"} <= set(found.original.columns)
    question = next(c for c in found.original.columns if c.startswith("{{field:"))
    records, _ = read_file(EXPORTS / "typeform" / "shape_export.csv")
    assert records.texts[question] == ", how likely are you to recommend us?"
    assert found.counts["files"]["shape_export.csv"]["dropped"] == {"D_IN_PROGRESS": 1}


@shared
@pytest.mark.shared
def test_case_17_microsoft_forms_in_japanese():
    records, _ = read_file(EXPORTS / "msforms" / "shape_forms_ja.xlsx")
    assert records.form.dialect == "msforms"
    assert records.hints["名前"].role == "personal"
    assert records.hints["完了時刻"].role == "date"


def test_case_17_a_question_that_repeats_the_name_column(tmp_path):
    rows = [["ID", "開始時刻", "完了時刻", "メール", "名前", "名前2", "満足度"],
            ["1", "2026-01-02 10:00:00", "2026-01-02 10:01:00", "anonymous", "", "田中", "5"]]  # fmt: skip
    found = loaded(written(tmp_path / "a.csv", rows), needs=NOTHING)
    assert not {"名前", "名前2", "メール"} & set(found.original.columns)


@shared
@pytest.mark.shared
def test_case_18_limesurvey_blank_line_at_the_end():
    found = loaded(EXPORTS / "limesurvey" / "shape_export.csv", needs=NOTHING)
    assert found.counts["files"]["shape_export.csv"]["rows_read"] == 2
    assert found.counts["files"]["shape_export.csv"]["dropped"] == {"D_IN_PROGRESS": 1}


def test_case_18_limesurvey_without_answers_has_one_blank_row(tmp_path):
    rows = [["id", "submitdate", "lastpage", "startlanguage", "Q1"], [""] * 5]
    path = written(tmp_path / "a.csv", rows, "utf-8-sig", quoting=1)
    with pytest.raises(InputError, match="no answer in the files yet"):
        loaded(path)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n", b"\xff\xfe"])
def test_case_19_nothing_in_the_file(tmp_path, data):
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(InputError, match="empty"):
        read_file(tmp_path / "a.csv")


def test_case_20_the_file_ends_inside_a_quoted_cell(tmp_path):
    (tmp_path / "a.csv").write_text('id,comment\n1,"it never arri', "utf-8")
    with pytest.raises(InputError, match="quotes"):
        read_file(tmp_path / "a.csv")


def test_case_21_a_row_too_wide_and_one_too_narrow(tmp_path):
    rows = [["id", "nps", "comment"], ["1", "9", "good"], ["2", "0", "bad", "x"], ["3", "5"]]
    with pytest.raises(InputError, match="2 of 3 rows do not have the header's 3 cells") as error:
        read_file(written(tmp_path / "a.csv", rows))
    assert error.value.found == "row 2 has 4, row 3 has 2"


def test_case_22_two_exports_below_each_other(tmp_path):
    path = qualtrics(tmp_path / "a.csv", ASKED, ROWS)
    path.write_bytes(path.read_bytes() * 2)
    found = loaded(path, on_duplicate="first")
    account = found.counts["files"]["a.csv"]
    assert account == {"rows_read": 9, "kept": 3, "dropped": {"D_HEADER_ROW": 3, "D_DUP_ROW": 3},
                       "rejected": {}}  # fmt: skip


def test_case_22_a_plain_table_with_its_header_again(tmp_path):
    rows = [["nps", "comment"], ["0", "a"], ["nps", "comment"], ["9", "b"]]
    found = loaded(written(tmp_path / "a.csv", rows))
    assert found.scores["value"].tolist() == [0, 9]
    assert "D_HEADER_ROW" in codes(found)


def test_case_23_a_line_that_names_the_delimiter(tmp_path):
    path = written(tmp_path / "a.csv", [["nps", "comment"], ["0", "a, b"], ["9", "c"]], delimiter=";")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())
    assert loaded(path).comments["text"].tolist() == ["a, b", "c"]


def test_case_24_sheets_hidden_ones_and_titles_above_the_header(tmp_path):
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    secret, answers, other = (book.add_worksheet(name) for name in ("secret", "answers", "other"))
    answers.activate()
    answers.set_first_sheet()
    secret.hide()
    for sheet in (secret, other):
        sheet.write_row(0, 0, ["not", "this"])
        sheet.write_row(1, 0, ["1", "2"])
    answers.merge_range(0, 0, 0, 2, "Customer survey 2026")
    for i, row in enumerate([["nps", "comment", ""], [0, "slow", "x"], [9, "good", "y"]], 2):
        answers.write_row(i, 0, row)
    book.close()
    records, issues = read_file(tmp_path / "a.xlsx")
    assert list(records.cells.columns) == ["nps", "comment", "column 3"]
    assert records.cells["nps"].tolist() == ["0", "9"]
    notes = " ".join(i.excerpt or "" for i in issues)
    assert "2 rows above the header" in notes
    assert "sheet 'answers' is read" in notes


def test_case_25_a_workbook_or_a_web_page_called_csv(tmp_path):
    import xlsxwriter

    path = tmp_path / "a.csv"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for i, row in enumerate([["nps", "comment"], [0, "a"], [9, "b"]]):
        sheet.write_row(i, 0, row)
    book.close()
    assert loaded(path).scores["value"].tolist() == [0, 9]
    path.write_text("<!DOCTYPE html><html><table><tr><td>nps</td></tr></table></html>", "utf-8")
    with pytest.raises(InputError, match="web page"):
        read_file(path)

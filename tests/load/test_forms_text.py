"""Encodings, comments and config of real exports: cases 26 to 34 and 76 to 91 of the list of formats."""

import json

import pytest
from export_files import EXPORTS, LIVE, codes, loaded, qualtrics, shared, written

from cxtext.config import make_config, read_config
from cxtext.errors import ColumnError, ConfigError, InputError
from cxtext.load import inspect, load
from cxtext.load.readers import read_file

ASKED = {"Q1": ("NPS", "QID1"), "Q2": ("Comments", "QID2_TEXT")}
ROWS = [["0", "slow to answer"], ["9", "quick, friendly"], ["10", ""]]
PLAY = ["Package Name", "Star Rating", "Review Title", "Review Text", "Developer Reply Text", "Review Link"]


def texts(tmp_path, *cells, **config):
    rows = [["nps", "comment"], *([str(i % 11), cell] for i, cell in enumerate(cells))]
    return loaded(written(tmp_path / "a.csv", rows), **config)


@shared
@pytest.mark.shared
def test_case_26_google_play_is_utf16():
    found = loaded(EXPORTS / "googleplay" / "shape_reviews_202609_utf16le.csv")
    assert found.scores["value"].tolist() == [1, 5]
    assert found.responses["response_id"].tolist() == ["gp:AOqpTOE1", "gp:AOqpTOE2"]


def test_case_26_utf16_without_a_bom_and_a_tsv_of_qualtrics(tmp_path):
    path = qualtrics(
        tmp_path / "a.tsv", ASKED, [["0", "slow"], ["9", "좋아요"]], delimiter="\t", encoding="utf-16"
    )
    assert loaded(path).comments["text"].tolist() == ["slow", "좋아요"]
    path.write_bytes(path.read_bytes()[2:])
    assert loaded(path).comments["text"].tolist() == ["slow", "좋아요"]


@pytest.mark.parametrize(
    ("encoding", "said"), [("cp949", "느려요"), ("cp932", "おそいです"), ("big5", "太慢了")]
)
def test_case_27_a_guessed_encoding_is_reported(tmp_path, encoding, said):
    path = written(tmp_path / "a.csv", [["nps", "comment"], ["0", said], ["9", "ok"]], encoding)
    assert "W_ENCODING_GUESS" in codes(loaded(path))
    assert loaded(path, encoding=encoding).comments["text"].tolist() == [said, "ok"]


@shared
@pytest.mark.shared
@pytest.mark.parametrize("name", ["StarWars.csv", "thanksgiving-2015-poll-data.csv"])
def test_case_28_and_29_bytes_that_are_no_utf8_and_lost_characters(name):
    records, issues = read_file(EXPORTS / "surveymonkey" / name)
    guessed = "W_ENCODING_GUESS" in {i.code for i in issues}
    assert guessed == (name == "StarWars.csv")
    assert len(records.cells) in (1186, 1058)


def test_case_29_lost_characters_in_a_comment_are_counted(tmp_path):
    assert "W_REPLACEMENT_CHAR" in codes(texts(tmp_path, "souffl\ufffd was good", "fine"))
    assert "W_MOJIBAKE" in codes(texts(tmp_path, "trÃ¨s bien", "fine"))


def test_case_30_a_nul_byte_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"nps,comment\n9,a\0b\n")
    with pytest.raises(InputError, match="NUL"):
        read_file(tmp_path / "a.csv")


def test_case_31_mixed_line_ends(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"nps,comment\r\n0,one\n9,two\r10,three\r\n")
    assert loaded(tmp_path / "a.csv").comments["text"].tolist() == ["one", "two", "three"]


def test_case_32_decomposed_korean_names_and_text(tmp_path):
    import unicodedata

    name, said = (unicodedata.normalize("NFD", x) for x in ("의견", "느려요"))
    found = loaded(written(tmp_path / "a.csv", [["nps", name], ["0", said], ["9", "ok"]]))
    assert found.plan.config.comment == ("의견",)
    assert found.comments["text"].tolist() == ["느려요", "ok"]


def test_case_33_full_width_digits_and_blanks_that_do_not_show(tmp_path):
    rows = [["id", "csat", "comment"], ["a\u200b", "５", "x"], ["b", "\u00a04", "y"]]
    found = loaded(written(tmp_path / "a.csv", rows), id="id")
    assert found.scores["value"].tolist() == [5, 4]
    assert found.responses["response_id"].tolist() == ["a", "b"]


@shared
@pytest.mark.shared
def test_case_34_a_joined_emoji_is_one_comment():
    found = loaded(EXPORTS / "qualtrics" / "real_csat_choicetext_newlines.csv")
    assert (found.comments["text"] == "🤷🏻\u200d♀️").sum() == 1


def test_case_76_words_for_nothing_are_text_in_comments(tmp_path):
    words = ["N/A", "null", "None", "nan"]
    assert texts(tmp_path, *words).comments["text"].tolist() == words


def test_case_77_blanks_emoji_and_signs(tmp_path):
    found = texts(tmp_path, "  \u3000", "👍", "!!!", "word")
    assert found.comments["text"].tolist() == ["👍", "!!!", "word"]


def test_case_78_formula_signs_are_kept_as_typed(tmp_path):
    cells = ["=cmd|'/c calc'!A1", "+1 great", "-", "@agent helped"]
    assert texts(tmp_path, *cells).comments["text"].tolist() == cells


@shared
@pytest.mark.shared
def test_case_79_a_shield_is_taken_off():
    records, issues = read_file(EXPORTS / "typeform" / "shape_export.csv")
    assert records.cells["Phone"].tolist() == ["+15550100", ""]
    assert "W_FORMULA_SHIELD" in {i.code for i in issues}


def test_case_80_a_text_cut_by_a_workbook(tmp_path):
    assert "W_CELL_LIMIT" in codes(texts(tmp_path, "x" * 32_767, "short"))


def test_case_81_a_comment_of_a_megabyte(tmp_path):
    assert texts(tmp_path, "word " * 200_000, "short").comments["n_chars"].max() == 999_999


def test_case_82_markup_stays(tmp_path):
    assert texts(tmp_path, "good &amp; fast<br>really").comments["text"].tolist() == [
        "good &amp; fast<br>really"
    ]


def test_case_83_line_ends_quotes_and_delimiters(tmp_path):
    assert texts(tmp_path, 'a\n"b", c', "d").comments["text"].tolist() == ['a\n"b", c', "d"]


def test_case_84_right_to_left_text(tmp_path):
    said = "\u202bשירות מצוין\u202c"
    assert texts(tmp_path, said, "ok").comments["text"].tolist() == [said, "ok"]


def test_case_85_one_text_from_hundreds(tmp_path):
    found = texts(tmp_path, *["buy cheap watches at my site now"] * 500, "a real comment")
    assert found.issues.set_index("code").loc["W_REPEATED_TEXT", "excerpt"].endswith("500 times")
    assert len(found.comments) == 501


def test_case_86_texts_that_read_like_tests(tmp_path):
    found = texts(tmp_path, "test", "Test", "Lorem ipsum dolor", "I tested it", "fine")
    assert found.issues.set_index("code").loc["W_TEST_LIKE_TEXT", "excerpt"].startswith("3 ")


def test_case_87_replies_of_staff_are_no_comments(tmp_path):
    link = "https://play.google.com/x?reviewId=gp%3AA&c=1"
    rows = [PLAY, ["com.x", "1", "", "too slow", "We are sorry to hear that", link]]
    found = loaded(written(tmp_path / "a.csv", rows))
    assert found.plan.config.comment == ("Review Text",)
    assert found.comments["text"].tolist() == ["too slow"]
    rows = [["conversation_id", "message_id", "message_body", "message_author_type"],
            ["c", "1", "it broke", "user"], ["c", "2", "try again", "admin"]]  # fmt: skip
    found = loaded(written(tmp_path / "b.csv", rows), needs=frozenset({"comments"}))
    assert found.comments["text"].tolist() == ["it broke"]


def test_case_88_personal_columns_leave_the_tables(tmp_path):
    asked = {**ASKED, "Q3_2": ("Your details - Email", "QID3_2")}
    path = qualtrics(tmp_path / "a.csv", asked, [["0", "slow", "kim@example.com"]],
                     {"Status": "0", "IPAddress": "203.0.113.7"})  # fmt: skip
    found = loaded(path)
    assert not {"IPAddress", "Q3_2"} & set(found.original.columns)
    assert "IPAddress" in loaded(path, keep_pii=["IPAddress"]).original.columns


def test_case_89_the_platforms_language_is_kept_beside_the_comment(tmp_path):
    path = qualtrics(tmp_path / "a.csv", ASKED, [["0", "너무 느려요"]], {"UserLanguage": "EN"})
    assert loaded(path).responses["language"].tolist() == ["EN"]


def test_case_90_the_platforms_own_text_analysis_is_no_comment(tmp_path):
    asked = {**ASKED, "Q2 - Topics": ("Q2 - Topics", "QID2_TEXT_eae5a8d0e7fd4bd183e983e5Topics"),
             "Q2 - Sentiment": ("Q2 - Sentiment", "QID2_TEXT_eae5a8d0e7fd4bd183e983e5Sentiment"),
             "Q2 - Sentiment Polarity": ("x", "QID2_TEXT_eae5a8d0e7fd4bd183e983e5SenPol")}  # fmt: skip
    rows = [["9", "slow to answer", "Speed", "Positive", "0"], ["0", "no answer", "Speed", "Negative", "-1"]]
    found = loaded(qualtrics(tmp_path / "a.csv", asked, rows))
    assert found.plan.config.comment == ("Q2",)
    roles = {c.column: c.role for c in found.plan.columns}
    assert {roles[c] for c in asked if " - " in c} == {"platform's analysis"}


def test_case_91_what_the_config_gets_wrong(tmp_path):
    path = written(tmp_path / "a.csv", [["nps", "comment"], ["0", "slow"], ["9", "good"]])
    with pytest.raises(ConfigError, match="Unknown config key 'dialekt'") as error:
        make_config({"dialekt": "generic"})
    assert error.value.do == "Did you mean dialect?"
    with pytest.raises(ConfigError, match="max-rows"):
        make_config({"max-rows": "many"})
    with pytest.raises(ColumnError, match="no column 'coment'") as column:
        loaded(path, comment=["coment"])
    assert column.value.do == "Did you mean comment?"
    with pytest.raises(ColumnError, match="named twice"):
        loaded(path, score=["nps=nps@0-10"], comment=["nps"])
    with pytest.raises(ConfigError, match="no dialect 'qualtrix3'"):
        loaded(path, dialect="qualtrix3")
    with pytest.raises(InputError, match="no export of the kind typeform"):
        loaded(path, dialect="typeform")
    for rows, what in (([["a", "comment"], ["x", "slow to load"]], "score"), ([["nps"], ["0"]], "comment")):
        with pytest.raises(ColumnError, match=f"No column is obviously a {what}"):
            loaded(written(tmp_path / "b.csv", rows))
    with pytest.raises(InputError, match="do not have the same columns"):
        loaded(path, written(tmp_path / "c.csv", [["nps", "remark"], ["0", "slow"]]))


def test_a_column_may_be_named_by_its_place(tmp_path):
    rows = [["nps", "Why?", "Why?"], ["0", "one", "two"], ["9", "three", "four"]]
    found = loaded(written(tmp_path / "a.csv", rows), comment=["#3"])
    assert found.comments["text"].tolist() == ["two", "four"]


def test_a_file_of_two_platforms_is_asked(tmp_path):
    rows = [["Timestamp", "Submit Date (UTC)", "Network ID"], ["2026-01-13 10:00", "2026-01-13 10:00", "n"]]
    path = written(tmp_path / "a.csv", rows)
    with pytest.raises(InputError, match="several platforms") as error:
        inspect(make_config({"inputs": [path]}))
    assert "--dialect typeform" in error.value.do
    assert inspect(make_config({"inputs": [path], "dialect": "gforms"})).columns


def test_the_written_config_keeps_labels_zone_and_status(tmp_path):
    rows = [["R", "satisfaction", "comment", "date"], ["1", "Very satisfied", "good", "2026-01-13 10:00"],
            ["2", "Dissatisfied", "bad one", "2026-01-14 10:00"]]  # fmt: skip
    path = written(tmp_path / "a.csv", rows)
    first = loaded(path, tz="Asia/Seoul", labels={"satisfaction": "en-satisfaction-5-very"})
    assert first.responses["submitted_at"].dt.hour.tolist() == [1, 1]
    (tmp_path / "c.toml").write_text(first.plan.to_config_toml(), "utf-8")
    again = read_config(tmp_path / "c.toml")
    assert json.loads(again.model_dump_json()) == json.loads(first.plan.config.model_dump_json())


def test_the_written_config_reproduces_the_load_of_an_export(tmp_path):
    path = qualtrics(tmp_path / "a.csv", ASKED, ROWS, {**LIVE, "Status": "Survey Preview"})
    lines = path.read_bytes().replace(b"Survey Preview", b"0", 2)
    path.write_bytes(lines)
    first = loaded(path)
    (tmp_path / "c.toml").write_text(first.plan.to_config_toml(), "utf-8")
    again = load(read_config(tmp_path / "c.toml"))
    assert again.counts == first.counts
    for name in ("responses", "scores", "comments"):
        assert getattr(again, name).equals(getattr(first, name))
    assert json.dumps(again.plan.config.model_dump(mode="json")) == json.dumps(
        first.plan.config.model_dump(mode="json")
    )

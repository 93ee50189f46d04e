"""Where two files do not fit: rows without a partner, contradictions, rows that are no answers."""

import pytest
from export_files import LIVE, loaded, qualtrics
from test_cases_ids_joins import counted, table

from cxtext.config import make_config, read_config
from cxtext.errors import ConfigError, InputError, JoinError

A = {"id": ["a", "b", "c", "d"], "nps": ["9", "0", "5", "7"], "store": ["x", "y", "x", "y"]}
B = {"id": ["a", "a", "b", "z", ""], "said": ["one", "two", "three", "lonely", "whose?"]}
FLAGS = {"id": "id", "score": ["nps=nps@0-10"], "comment": "said"}


@pytest.fixture
def files(tmp_path):
    return table(tmp_path / "a.csv", **A), {"comments": table(tmp_path / "b.csv", **B), **FLAGS}


def test_unmatched_rows_are_reported(files):
    path, flags = files
    for said in ({}, {"unmatched_left": "report", "unmatched_right": "report"}):
        found = loaded(path, **flags, **said)
        assert (len(found.responses), found.counts["responses_without_comment"]) == (4, 2)
        assert counted(found, "b.csv")["rejected"] == {"E_EMPTY_ID": 1, "O_ORPHAN_COMMENT": 1}
        assert found.orphans["code"].tolist() == ["O_ORPHAN_COMMENT", "E_EMPTY_ID"]


def test_unmatched_rows_are_dropped(files):
    path, flags = files
    found = loaded(path, **flags, unmatched_left="drop", unmatched_right="drop")
    assert found.responses["response_id"].tolist() == ["a", "b"]
    assert found.scores["value"].tolist() == [9, 0]
    assert counted(found, "a.csv")["dropped"] == {"O_NO_COMMENT": 2}
    assert found.rejected[["file", "row", "code"]].to_numpy().tolist() == [
        ["a.csv", 3, "O_NO_COMMENT"], ["a.csv", 4, "O_NO_COMMENT"],
    ]  # fmt: skip
    account = counted(found, "b.csv")
    assert (account["dropped"], account["rejected"]) == ({"O_ORPHAN_COMMENT": 1}, {"E_EMPTY_ID": 1})
    assert found.orphans["code"].tolist() == ["E_EMPTY_ID"]
    assert len(found.comments) == 3


def test_unmatched_rows_stop(files):
    path, flags = files
    with pytest.raises(JoinError, match=r"2 responses have no row in b\.csv") as error:
        loaded(path, **flags, unmatched_left="error")
    assert error.value.found == "c, d"
    with pytest.raises(JoinError, match=r"1 rows of b\.csv name a response that is not there") as error:
        loaded(path, **flags, unmatched_right="error")
    assert (error.value.found, error.value.where) == ("z", "b.csv, column 'id', row 4")
    # Cut short on purpose, most rows have no response: that is no finding.
    assert len(loaded(path, **flags, unmatched_right="error", max_rows=2).responses) == 2


def test_scores_and_segments_that_differ(tmp_path):
    a = table(tmp_path / "a.csv", **A)
    b = table(tmp_path / "b.csv", **{**B, "nps": ["9", "3", "0", "", ""], "store": ["x", "x", "x", "", ""]})
    flags = {"comments": b, **FLAGS, "segment": "store"}
    with pytest.raises(JoinError, match=r"1 rows of b\.csv give another score"):
        loaded(a, **flags)
    found = loaded(a, **flags, conflict={"score": "prefer_responses"})
    assert found.scores["value"].tolist() == [9, 0, 5, 7]
    said = found.issues.set_index("code")["excerpt"]
    assert said["C_SCORE"] == "1 rows give another score than their response: the responses' score is taken"
    assert said["W_JOIN_CONFLICT"].startswith("1 rows differ from their response")
    with pytest.raises(JoinError, match=r"1 rows of b\.csv give another store"):
        loaded(a, **flags, conflict={"score": "prefer-responses", "segment": "error"})


def test_the_policies_in_a_config(tmp_path):
    (tmp_path / "c.toml").write_text(
        'unmatched_left = "drop"\nunmatched-right = "error"\n[conflict]\nscore = "prefer_responses"\n'
    )
    config = read_config(tmp_path / "c.toml")
    assert (config.unmatched_left, config.unmatched_right) == ("drop", "error")
    assert config.conflict == {"score": "prefer-responses"}
    with pytest.raises(ConfigError, match="unmatched-left"):
        make_config({"unmatched-left": "ignore"})
    with pytest.raises(ConfigError, match="conflict"):
        make_config({"conflict": {"comment": "error"}})


ASKED = {"Q2": ("Any comments?", "QID2_TEXT")}
WORDS = [(f"remark number {i}",) for i in range(5)]


def test_rows_of_a_comments_file_that_are_no_answers_are_left_out_and_counted(tmp_path):
    ids = [f"R_{i}" for i in range(1, 6)]
    a = table(tmp_path / "a.csv", ResponseId=ids, nps=["9", "0", "5", "7", "8"])
    b = qualtrics(tmp_path / "b.csv", ASKED, WORDS, {**LIVE, "Status": "0"})
    head, *lines = b.read_text().splitlines()[2:]
    for i, kind in enumerate(("Survey Preview", "Survey Test", "Spam")):
        lines[i] = lines[i].replace(",0,", f",{kind},", 1)
    b.write_text("\n".join([*b.read_text().splitlines()[:2], head, *lines]) + "\n")
    flags = {"score": ["nps=nps@0-10"], "comments": b, "id": "ResponseId", "comment": "Q2"}
    found = loaded(a, **flags)
    assert found.comments["text"].tolist() == ["remark number 3", "remark number 4"]
    account = counted(found, "b.csv")
    assert account["dropped"] == {"D_PREVIEW": 1, "D_TEST": 1, "D_SPAM": 1}
    assert (account["rows_read"], account["kept"], account["rejected"]) == (5, 2, {})
    assert found.rejected[["file", "row", "code"]].to_numpy().tolist() == [
        ["b.csv", 1, "D_PREVIEW"], ["b.csv", 2, "D_TEST"], ["b.csv", 3, "D_SPAM"],
    ]  # fmt: skip
    noted = found.issues[(found.issues["file"] == "b.csv") & (found.issues["row"] == 0)]
    assert {"D_PREVIEW", "D_TEST", "D_SPAM"} <= set(noted["code"])
    assert len(loaded(a, **flags, keep_status=["preview", "test", "spam"]).comments) == 5
    b.write_text(b.read_text().replace(",0,", ",Spam,"))
    with pytest.raises(InputError, match="No row counts") as error:
        loaded(a, **flags)
    assert error.value.where == "b.csv"


def test_comments_of_responses_that_are_no_answers_say_why(tmp_path):
    asked = {"Q1": ("How likely are you to recommend us?", "QID1")}
    a = qualtrics(tmp_path / "a.csv", asked, [("9",), ("0",), ("5",)], {**LIVE, "Status": "0"})
    a.write_bytes(a.read_bytes().replace(b",0,", b",2,", 1))
    b = table(tmp_path / "b.csv", ResponseId=["R_1", "R_1", "R_2", "R_3"], said=["a", "b", "c", "d"])
    found = loaded(a, comments=b, comment="said", where="Q1 != 5", id="ResponseId")
    assert found.comments["text"].tolist() == ["c"]
    assert counted(found, "b.csv")["dropped"] == {"D_TEST": 2, "D_WHERE": 1}

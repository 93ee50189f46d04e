"""Ids and joins: cases 35 to 48 of the reference on feedback exports, each under its number."""

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from cxtext.config import make_config
from cxtext.errors import ColumnError, InputError, JoinError
from cxtext.load import load
from cxtext.load.keys import float_damage

EXPORTS = Path(__file__).parents[3] / "shared" / "data" / "exports"
shared = pytest.mark.skipif(not EXPORTS.is_dir(), reason="the sample exports are not beside the project")


def table(path, **columns):
    pd.DataFrame(columns, dtype="str").to_csv(path, index=False)
    return path


def loaded(*inputs, **config):
    config = {key.replace("_", "-"): value for key, value in config.items()}
    keys = {"inputs": list(inputs), "id": "id", "score": ["nps=nps@0-10"], **config}
    return load(make_config(keys), frozenset())


def counted(found, file):
    """An account; asserts that it adds up."""
    account = found.counts["files"][file]
    gone = sum(account["dropped"].values()) + sum(account["rejected"].values())
    assert account["rows_read"] == account["kept"] + gone
    return account


def test_case_35_leading_zeros_are_part_of_an_id(tmp_path):
    a = table(tmp_path / "a.csv", id=["007", "7"], nps=["9", "0"])
    found = loaded(a)
    assert found.responses["response_id"].tolist() == ["007", "7"]
    b = table(tmp_path / "b.csv", id=["7"], said=["slow"])
    assert loaded(a, comments=b, comment="said").comments["response_id"].tolist() == ["7"]
    c = table(tmp_path / "c.csv", id=["007", "008"], nps=["9", "0"])
    d = table(tmp_path / "d.csv", id=["7", "8"], said=["slow", "good"])
    with pytest.raises(JoinError) as error:
        loaded(c, comments=d, comment="said")
    assert "leading zeros are lost" in error.value.found
    assert error.value.do == "Give --match strip-leading-zeros."


def test_case_36_an_id_in_scientific_notation_stops(tmp_path):
    a = table(tmp_path / "a.csv", id=["1.18E+11", "2"], nps=["9", "0"])
    with pytest.raises(ColumnError, match="1 ids in 'id' were cut") as error:
        loaded(a)
    assert "row 1" in error.value.where
    assert "as text" in error.value.do


def test_case_36_other_damage_by_a_spreadsheet_is_named(tmp_path):
    with pytest.raises(ColumnError, match="2 ids in 'id' are errors of a spreadsheet") as error:
        loaded(table(tmp_path / "a.csv", id=["#N/A", "#REF!", "x"], nps=["9", "0", "1"]))
    assert error.value.found == "#N/A, #REF!"
    dates = table(tmp_path / "b.csv", id=["2-Jan", "1-14", "1-15"], nps=["9", "0", "1"])
    issue = loaded(dates).issues.query("code == 'W_DATE_ID' and row == 0").iloc[0]
    assert issue["excerpt"].startswith("1 ids are dates")
    c = table(tmp_path / "c.csv", id=["1-2", "1-3"], nps=["9", "0"])
    d = table(tmp_path / "d.csv", id=["2-Jan", "3-Jan"], said=["slow", "good"])
    with pytest.raises(JoinError) as error:
        loaded(c, comments=d, comment="said")
    assert "keys like 2-Jan are dates that a spreadsheet made" in error.value.found


def test_case_37_two_empty_ids_are_two_responses_and_join_nothing(tmp_path):
    a = table(tmp_path / "a.csv", id=["a", "", " "], nps=["9", "0", "0"])
    b = table(tmp_path / "b.csv", id=["a", ""], said=["fine", "whose?"])
    found = loaded(a, comments=b, comment="said")
    assert found.responses["response_id"].tolist() == ["a", "a.csv#2", "a.csv#3"]
    assert found.comments["response_id"].tolist() == ["a"]
    assert counted(found, "b.csv")["rejected"] == {"E_EMPTY_ID": 1}
    assert found.orphans[["row", "code", "cell: said"]].to_numpy().tolist() == [[2, "E_EMPTY_ID", "whose?"]]


def test_case_38_identical_rows_of_one_id_become_one(tmp_path):
    found = loaded(table(tmp_path / "a.csv", id=["a", "a", "b"], nps=["9", "9", "0"]))
    assert len(found.responses) == 2
    assert counted(found, "a.csv")["dropped"] == {"D_DUP_ROW": 1}
    assert found.rejected[["file", "row", "code"]].to_numpy().tolist() == [["a.csv", 2, "D_DUP_ROW"]]


def test_case_39_one_id_with_two_scores_stops(tmp_path):
    a = table(tmp_path / "a.csv", id=["a", "a", "b"], nps=["9", "3", "0"])
    with pytest.raises(InputError, match="1 ids stand in several rows that differ") as error:
        loaded(a)
    assert error.value.found == "a in a.csv row 1 and a.csv row 2"


def test_case_39_the_most_complete_row_where_that_is_wanted_and_clear(tmp_path):
    a = table(tmp_path / "a.csv", id=["a", "a"], nps=["9", "3"], why=["", "slow"])
    found = loaded(a, on_duplicate="most-complete")
    assert found.scores["value"].tolist() == [3]
    assert found.rejected["cell: nps"].tolist() == ["9"]
    tied = table(tmp_path / "b.csv", id=["a", "a"], nps=["9", "3"], why=["fast", "slow"])
    with pytest.raises(InputError, match="several most complete rows"):
        loaded(tied, on_duplicate="most-complete")


def test_case_39_the_two_files_give_different_scores(tmp_path):
    a = table(tmp_path / "a.csv", id=["a", "b"], nps=["9", "3"], store=["x", "y"], date=["2026-01-13"] * 2)
    other = {"id": ["a", "b", "b"], "said": ["one", "two", "three"]}
    b = table(tmp_path / "b.csv", **other, nps=["9", "4", "5"])
    with pytest.raises(JoinError, match=r"2 rows of b\.csv give another score") as error:
        loaded(a, comments=b, comment="said")
    assert error.value.found.startswith("row 2: 3 in the responses, 4 here")
    c = table(tmp_path / "c.csv", **other, nps=["9", "", "3.0"], store=["x", "Y", "y"],
              date=["2026-01-13", "2026-01-13 20:00", "2026-01-20"])  # fmt: skip
    found = loaded(a, comments=c, comment="said", segment="store", date="date")
    assert found.responses["seg_store"].tolist() == ["x", "y"]
    seen = found.issues[found.issues["row"] == 0].set_index("code")["excerpt"]
    assert seen["W_JOIN_CONFLICT"].startswith("1 rows differ")
    assert seen["N_DATE_DIFFERS"].startswith("2 rows have another date than their response, 1 of them")


def test_case_40_three_comments_of_one_response(tmp_path):
    a = table(tmp_path / "a.csv", id=["a", "b"], nps=["9", "0"])
    b = table(tmp_path / "b.csv", id=["a", "a", "a"], said=["one", "two", "three"])
    found = loaded(a, comments=b, comment="said")
    assert found.comments["comment_id"].tolist() == ["a|said|1", "a|said|2", "a|said|3"]
    assert (len(found.responses), len(found.scores)) == (2, 2)


def test_case_41_orphans_on_both_sides_add_up(tmp_path):
    a = table(tmp_path / "a.csv", id=["a", "b", "c"], nps=["9", "0", "5"])
    b = table(tmp_path / "b.csv", id=["a", "b", "x"], said=["one", "two", "=lonely()"])
    found = loaded(a, comments=b, comment="said")
    assert (found.counts["responses_with_comment"], found.counts["responses_without_comment"]) == (2, 1)
    side = found.counts["joins"]["b.csv"]
    assert side["rows"] == side["attached"] + side["orphans"] == 2 + 1
    assert found.orphans.to_dict("list") == {
        "file": ["b.csv"], "row": [3], "code": ["O_ORPHAN_COMMENT"], "cell: id": ["x"],
        "cell: said": ["=lonely()"],
    }  # fmt: skip


def test_case_42_many_to_many_is_an_error_that_names_the_key(tmp_path):
    a = table(tmp_path / "a.csv", who=["u", "u", "v"], nps=["9", "0", "5"])
    b = table(tmp_path / "b.csv", who=["u", "u", "u", "v"], plan=["pro", "free", "pro", "pro"])
    config = {"inputs": [a], "score": ["nps=nps@0-10"], "respondent": "who", "join": [b], "segment": ["plan"]}
    with pytest.raises(JoinError, match="1 keys repeat on both sides") as error:
        load(make_config(config), frozenset())
    assert error.value.found == "u (2 responses, 3 rows of b.csv)"
    # Rows that say the same are no cross product: nothing depends on which is taken.
    table(b, who=["u", "u", "v"], plan=["pro", "pro", "free"])
    assert load(make_config(config), frozenset()).responses["seg_plan"].tolist() == ["pro", "pro", "free"]


def test_case_43_no_overlap_is_an_error_with_examples_of_both(tmp_path):
    a = table(tmp_path / "a.csv", id=["kim@example.com", "b@example.com"], nps=["9", "0"])
    b = table(tmp_path / "b.csv", id=["R-1", "R-2"], said=["one", "two"])
    with pytest.raises(JoinError, match="Only 0 of 2 rows") as error:
        loaded(a, comments=b, comment="said")
    assert "R-1, R-2 in b.csv" in error.value.found
    assert "k… (15)" in error.value.found
    assert "example.com" not in error.value.found


def test_case_44_two_forms_that_number_their_own_responses(tmp_path):
    a = table(tmp_path / "a.csv", id=["1", "2"], nps=["9", "0"])
    b = table(tmp_path / "b.csv", id=["1", "2", "3"], nps=["5", "1", "7"])
    with pytest.raises(InputError, match="stand in several rows") as error:
        loaded(a, b)
    assert "each file counts its own rows from 1 (a.csv, b.csv)" in error.value.found
    assert "--identity file" in error.value.do
    found = loaded(a, b, identity="file")
    assert found.responses["response_id"].tolist() == ["a.csv|1", "a.csv|2", "b.csv|1", "b.csv|2", "b.csv|3"]
    c = table(tmp_path / "c.csv", id=["1"], said=["whose?"])
    with pytest.raises(JoinError, match="2 ids stand in several inputs"):
        loaded(a, b, identity="file", comments=c, comment="said")


def test_case_45_a_review_that_was_edited_counts_as_it_reads_now(tmp_path):
    a = table(tmp_path / "jan.csv", id=["r1", "r2"], nps=["9", "8"], date=["2026-01-20", "2026-01-21"])
    b = table(tmp_path / "feb.csv", id=["r1", "r3"], nps=["2", "7"], date=["2026-02-13", "2026-02-14"])
    found = loaded(b, a, on_duplicate="latest", date="date")
    assert found.scores.set_index("response_id")["value"].to_dict() == {"r1": 2, "r2": 8, "r3": 7}
    assert counted(found, "jan.csv")["dropped"] == {"D_DUP_ID": 1}


def test_case_46_a_ticket_that_was_rated_again_counts_as_it_was_rated_last(tmp_path):
    rows = [
        {"id": 1, "ticket_id": 7, "score": 2, "updated_at": "2026-01-20T10:00:00Z"},
        {"id": 2, "ticket_id": 7, "score": 5, "updated_at": "2026-01-21T10:00:00Z"},
        {"id": 3, "ticket_id": 8, "score": 4, "updated_at": "2026-01-21T10:00:00Z"},
    ]
    path = tmp_path / "ratings.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    config = {"score": ["csat=score@1-5"], "date": "updated_at"}
    again = loaded(path, id="ticket_id", on_duplicate="latest", **config)
    assert again.scores.set_index("response_id")["value"].to_dict() == {"7": 5, "8": 4}
    # Two ratings of one ticket by their own ids are two answers of one ticket.
    both = loaded(path, respondent="ticket_id", **config)
    assert both.scores["value"].tolist() == [2, 5, 4]
    assert both.responses["respondent"].tolist() == ["7", "7", "8"]


def test_case_46_freshdesk_holds_two_ratings_of_one_ticket(tmp_path):
    # The form of Freshdesk's API: every rating has an id of its own; 103 is very happy, -103 very unhappy.
    rated = [
        (501, 70, 103, "Sorted within the hour", "2026-01-20T10:00:00Z"),
        (502, 70, -103, "Broken again the next day", "2026-01-21T10:00:00Z"),
        (503, 71, 100, None, "2026-01-21T11:00:00Z"),
    ]
    rows = [
        {"id": i, "survey_id": 4, "user_id": 900 + ticket, "agent_id": 31, "feedback": said, "group_id": 5,
         "ticket_id": ticket, "created_at": when, "updated_at": when, "ratings": {"default_question": code}}
        for i, ticket, code, said, when in rated
    ]  # fmt: skip
    path = tmp_path / "satisfaction_ratings.json"
    path.write_text(json.dumps(rows))
    both = load(make_config({"inputs": [path]}))
    assert both.responses["response_id"].tolist() == ["501", "502", "503"]
    assert both.scores["value"].tolist() == [7, 1, 4]  # seven levels, never the mean of 103 and -103
    assert both.counts["respondents"] == 2
    last = load(make_config({"inputs": [path], "id": "ticket_id", "on-duplicate": "latest"}))
    assert last.scores.set_index("response_id")["value"].to_dict() == {"70": 1, "71": 4}
    assert last.comments["text"].tolist() == ["Broken again the next day"]
    assert counted(last, path.name)["dropped"] == {"D_DUP_ID": 1}


def test_case_47_a_blank_behind_an_id_on_one_side_only(tmp_path):
    a = table(tmp_path / "a.csv", id=["a ", "b"], nps=["9", "0"])
    b = table(tmp_path / "b.csv", id=["a", "b\u00a0"], said=["one", "two"])
    found = loaded(a, comments=b, comment="said")
    assert found.comments["response_id"].tolist() == ["a", "b"]


def test_case_48_ids_that_a_workbook_holds_as_numbers(tmp_path):
    book = openpyxl.Workbook()
    for row in (["id", "nps"], [12.0, 9], [13.0, 0]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    b = table(tmp_path / "b.csv", id=["12", "13"], said=["one", "two"])
    found = loaded(tmp_path / "a.xlsx", comments=b, comment="said")
    assert found.comments["response_id"].tolist() == ["12", "13"]
    c = table(tmp_path / "c.csv", id=["12.0", "13.0"], said=["one", "two"])
    with pytest.raises(JoinError) as error:
        loaded(tmp_path / "a.xlsx", comments=c, comment="said")
    assert "which added .0" in error.value.found
    assert "--match float-id" in error.value.do
    assert float_damage(pd.Series(["12.0"])) is not None

"""Joins: keys are compared as text, both sides add up, and what does not fit says why."""

import pandas as pd
import pytest

from cxtext.config import make_config
from cxtext.errors import ColumnError, InputError, JoinError
from cxtext.load import counts_text, load
from cxtext.load.keys import float_damage, merged_keys, normalise

IDS = [3074457347487777543 + 104729 * i for i in range(40)]


def table(path, **columns):
    pd.DataFrame(columns, dtype="str").to_csv(path, index=False)
    return path


def responses(folder, ids=None, name="responses.csv"):
    ids = [str(i) for i in (ids or IDS)]
    return table(folder / name, id=ids, nps=[str(i % 11) for i in range(len(ids))])


def loaded(inputs, **config):
    config = {key.replace("_", "-"): value for key, value in config.items()}
    return load(
        make_config({"inputs": [inputs], "id": "id", "score": ["nps=nps@0-10"], **config}), frozenset()
    )


def test_comments_are_one_to_many_and_both_sides_add_up(tmp_path):
    a = responses(tmp_path, ["a", "b", "c", ""])
    b = table(
        tmp_path / "b.csv",
        id=["a", "a", "b ", "x", "", "c"],
        comment=["one", "two", "three", "orphan", "keyless", " "],
    )
    found = loaded(a, comments=b)
    assert found.comments["comment_id"].tolist() == ["a|comment|1", "a|comment|2", "b|comment|1"]
    assert found.comments["text"].tolist() == ["one", "two", "three"]
    side = found.counts["joins"]["b.csv"]
    assert (side["rows"], side["attached"], side["orphans"], side["without_key"]) == (6, 4, 1, 1)
    assert found.counts["files"]["b.csv"] == {
        "rows_read": 6, "kept": 4, "dropped": {}, "rejected": {"O_ORPHAN_COMMENT": 1, "E_EMPTY_ID": 1},
    }  # fmt: skip
    assert (found.counts["responses_with_comment"], found.counts["responses_without_comment"]) == (2, 2)
    codes = found.issues.set_index(["file", "row"])["code"]
    assert codes["b.csv", 4] == "O_ORPHAN_COMMENT"
    assert codes["b.csv", 5] == "E_EMPTY_ID"
    # The blank id of the responses joined nothing, not even the blank key.
    assert found.responses["response_id"].tolist() == ["a", "b", "c", "responses.csv#4"]


def test_where_leaves_comments_out_instead_of_making_orphans(tmp_path):
    a = responses(tmp_path, ["a", "b", "c", "d"])
    b = table(tmp_path / "b.csv", id=["a", "b", "c", "d"], comment=["one", "two", "three", "four"])
    found = loaded(a, comments=b, where="nps == 0")
    assert found.comments["text"].tolist() == ["one"]
    assert found.counts["files"]["b.csv"]["dropped"] == {"D_WHERE": 3}
    assert found.counts["files"]["responses.csv"] == {
        "rows_read": 4, "kept": 1, "dropped": {"D_WHERE": 3}, "rejected": {},
    }  # fmt: skip


def test_max_rows_does_not_make_the_comments_file_look_wrong(tmp_path):
    a = responses(tmp_path, list("abcdefgh"))
    b = table(tmp_path / "b.csv", id=list("abcdefgh"), comment=list("abcdefgh"))
    assert len(loaded(a, comments=b, max_rows=2).comments) == 2


def test_attributes_take_the_first_row_of_a_key_and_report_the_rest(tmp_path):
    a = responses(tmp_path, ["a", "b", "c"])
    b = table(
        tmp_path / "b.csv",
        id=["a", "a", "b", "x", "x", ""],
        plan=["pro", "free", "free", "pro", "free", "pro"],
        email=["k@example.com"] * 6,
    )
    found = loaded(a, join=[b])
    assert found.responses["seg_plan"].fillna("-").tolist() == ["pro", "free", "-"]
    assert [c for c in found.responses if c.startswith("seg_")] == ["seg_plan"]
    assert found.counts["joins"]["b.csv"]["responses"] == {"rows": 3, "matched": 2, "unmatched": 1}
    assert found.counts["files"]["b.csv"] == {
        "rows_read": 6, "kept": 2, "dropped": {"D_KEY_NOT_IN_USE": 1, "D_FURTHER_ROW": 2},
        "rejected": {"E_EMPTY_ID": 1},
    }  # fmt: skip
    conflict = found.issues[found.issues["code"] == "W_JOIN_CONFLICT"].iloc[0]
    assert (conflict["column"], conflict["severity"]) == ("plan", "warning")
    assert conflict["excerpt"].startswith("2 keys have several values (1 of them in use)")


def test_a_join_may_go_by_the_respondent(tmp_path):
    a = table(tmp_path / "a.csv", answer_id=["1", "2", "3"], user=["u", "u", "v"], nps=["0", "9", "10"])
    b = table(tmp_path / "b.csv", user=["u", "v"], plan=["pro", "free"])
    config = make_config({"inputs": [a], "score": ["nps=nps@0-10"], "respondent": "user", "join": [b]})
    found = load(config, frozenset())
    assert found.responses["seg_plan"].tolist() == ["pro", "pro", "free"]
    assert found.responses["respondent"].tolist() == ["u", "u", "v"]


def test_a_join_without_a_common_column_asks(tmp_path):
    b = table(tmp_path / "b.csv", user=["u"], plan=["pro"])
    with pytest.raises(ColumnError, match=r"Which column joins b\.csv"):
        loaded(responses(tmp_path), join=[b])


DAMAGES = {
    "scientific": lambda i: repr(float(i)),
    "spreadsheet": lambda i: f"{i:.5E}",
    "point zero": lambda i: f"{float(i):.1f}",
    "rounded": lambda i: str(int(float(i))),
    "fifteen digits": lambda i: str(i)[:15] + "0000",
}


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("side", ["comments", "join", "responses"])
def test_float_damage_is_named_on_the_side_that_has_it(tmp_path, how, side):
    damaged = [DAMAGES[how](i) for i in IDS]
    good = [str(i) for i in IDS]
    ours, theirs = (damaged, good) if side == "responses" else (good, damaged)
    a = table(tmp_path / "a.csv", user=ours, nps=[str(i % 11) for i in range(40)])
    b = table(tmp_path / "b.csv", user=theirs, comment=["hello there"] * 40, plan=["x", "y"] * 20)
    common = {"inputs": [a], "score": ["nps=nps@0-10"]}
    config = (
        {**common, "id": "user", "comments": b} if side == "comments"
        else {**common, "respondent": "user", "join": [b]}
    )  # fmt: skip
    with pytest.raises(JoinError) as error:
        load(make_config(config), frozenset())
    assert "Only " in error.value.what
    assert "Likely cause: in " + ("the responses" if side == "responses" else "b.csv") in error.value.found
    assert "float" in error.value.found
    assert "as text" in error.value.do


def test_true_long_ids_are_not_called_damaged():
    assert float_damage(pd.Series([str(i) for i in IDS])) is None
    assert float_damage(pd.Series(["1000", "2000", "3000"])) is None


def test_ids_that_a_spreadsheet_cut_are_refused_where_they_are_declared(tmp_path):
    with pytest.raises(ColumnError, match="cut by a float") as error:
        loaded(responses(tmp_path, ["1.18E+11", "2", "3"]))
    assert "row 1" in error.value.where
    assert "--match float-id" in error.value.do
    assert len(loaded(responses(tmp_path, ["1.18E+11", "2", "3"]), match="float-id").responses) == 3


@pytest.mark.parametrize(
    ("match", "ours", "theirs", "cause"),
    [
        ("lower", "abc{}", "ABC{}", "case"),
        ("strip-leading-zeros", "00{}", "{}", "leading zeros"),
        ("strip-excel-apostrophe", "a{}", "'a{}", "apostrophe"),
    ],
)
def test_other_causes_name_the_match_that_helps(tmp_path, match, ours, theirs, cause):
    a = responses(tmp_path, [ours.format(i) for i in range(1, 6)])
    b = table(tmp_path / "b.csv", id=[theirs.format(i) for i in range(1, 6)], comment=["hello"] * 5)
    with pytest.raises(JoinError, match="Only 0 of 5 rows") as error:
        loaded(a, comments=b)
    assert cause in error.value.found
    assert error.value.do == f"Give --match {match}."
    found = loaded(a, comments=b, match=match)
    assert len(found.comments) == 5
    note = found.issues[found.issues["code"] == "N_MATCH"]["excerpt"].iloc[0]
    assert "0 keys of the responses and 0 keys of this file" in note


def test_different_ids_of_other_lengths_are_said(tmp_path):
    b = table(tmp_path / "b.csv", id=["a1", "a2"], comment=["hello", "there"])
    with pytest.raises(JoinError, match="Only 0 of 2") as error:
        loaded(responses(tmp_path), comments=b)
    assert "keys of 2 characters against 19" in error.value.found


def test_float_id_refuses_when_two_responses_become_one(tmp_path):
    ids = [str(IDS[0]), str(IDS[0] + 1), "5"]
    b = table(tmp_path / "b.csv", id=ids, comment=["x", "y", "z"])
    with pytest.raises(JoinError, match="makes different response keys equal") as error:
        loaded(responses(tmp_path, ids), comments=b, match="float-id")
    assert error.value.found == f"{ids[0]} and {ids[1]} (1 in all)"


def test_half_is_enough(tmp_path):
    a = responses(tmp_path, ["a", "b", "c", "d"])
    b = table(tmp_path / "b.csv", id=["a", "b", "x", "y"], comment=["one", "two", "three", "four"])
    assert len(loaded(a, comments=b).comments) == 2
    c = table(tmp_path / "c.csv", id=["a", "x", "y"], comment=["one", "two", "three"])
    with pytest.raises(JoinError):
        loaded(a, comments=c)


def test_keys_are_nfc_and_trimmed(tmp_path):
    a = responses(tmp_path, ["가나", "b", "c"])  # decomposed Hangul
    b = table(tmp_path / "b.csv", id=["가나", "b\u200b", "\u00a0c "], comment=["one", "two", "three"])
    assert len(loaded(a, comments=b).comments) == 3


def test_normalisers():
    keys = pd.Series(["007", "7", "0", "'7", "A"], dtype="str")
    assert normalise(keys, "strip-leading-zeros").tolist() == ["7", "7", "0", "'7", "A"]
    assert merged_keys(keys, "strip-leading-zeros") == [("007", "7")]
    assert normalise(keys, "float-id").tolist() == ["7.0", "7.0", "0.0", "'7", "A"]


class TestDuplicates:
    def rows(self, folder, dates=("2026-01-01", "2026-01-01", "2026-01-02", "2026-01-03")):
        return table(folder / "a.csv", id=["a", "a", "b", "b"], nps=["0", "0", "5", "9"], date=list(dates))

    def test_identical_rows_collapse_and_differing_ones_stop(self, tmp_path):
        with pytest.raises(InputError, match="1 ids stand in several rows") as error:
            loaded(self.rows(tmp_path))
        assert error.value.found == "b in a.csv row 3 and a.csv row 4"
        assert "--on-duplicate" in error.value.do

    @pytest.mark.parametrize(("policy", "value"), [("first", 5), ("latest", 9)])
    def test_a_policy_decides(self, tmp_path, policy, value):
        found = loaded(self.rows(tmp_path), on_duplicate=policy, date="date")
        assert found.scores.set_index("response_id")["value"].to_dict() == {"a": 0, "b": value}
        assert found.counts["files"]["a.csv"]["dropped"] == {"D_DUP_ROW": 1, "D_DUP_ID": 1}
        assert set(found.issues["code"]) >= {"D_DUP_ROW", "D_DUP_ID"}

    def test_latest_needs_a_date_and_no_tie(self, tmp_path):
        tied = self.rows(tmp_path, ["2026-01-01", "2026-01-01", "2026-01-02", "2026-01-02"])
        with pytest.raises(InputError, match="several latest rows that differ"):
            loaded(tied, on_duplicate="latest", date="date")
        plain = table(tmp_path / "b.csv", id=["a", "a"], nps=["0", "1"])
        with pytest.raises(ColumnError, match="needs to know when"):
            loaded(plain, on_duplicate="latest")

    def test_without_an_id_rows_are_never_collapsed(self, tmp_path):
        a = table(tmp_path / "a.csv", nps=["0", "0"], comment=["same", "same"])
        found = load(make_config({"inputs": [a]}))
        assert found.responses["response_id"].tolist() == ["a.csv#1", "a.csv#2"]


def test_the_accounts_in_words(tmp_path):
    a = responses(tmp_path, ["a", "b", "c", "d"])
    b = table(tmp_path / "b.csv", id=["a", "a", "x"], comment=["one", "two", "three"])
    c = table(tmp_path / "c.csv", id=["a", "b"], plan=["pro", "free"])
    text = counts_text(loaded(a, comments=b, join=[c]).counts)
    assert "b.csv: 3 rows = 2 kept + 0 dropped + 1 rejected (1 O_ORPHAN_COMMENT)" in text
    assert "b.csv by id: 3 rows = 2 attached + 0 of responses left out + 1 orphans + 0 without a key" in text
    assert "c.csv by id: 4 responses = 2 matched + 2 unmatched" in text
    assert text.endswith("4 responses of 4 respondents = 1 with comment + 3 without; 4 scores, 2 comments")


def test_hexadecimal_ids_are_no_shortened_numbers(tmp_path):
    assert len(loaded(responses(tmp_path, ["7e21", "1e5", "3f2a"])).responses) == 3


def test_cut_respondents_are_a_warning(tmp_path):
    found = loaded(responses(tmp_path, ["a", "b"]), respondent="id")
    assert "E_SCI_ID" not in set(found.issues["code"])
    a = table(tmp_path / "a.csv", who=["1.18E+11", "1.18E+11"], nps=["0", "9"])
    found = load(make_config({"inputs": [a], "respondent": "who", "score": ["nps=nps"]}), frozenset())
    assert set(found.issues[found.issues["code"] == "E_SCI_ID"]["severity"]) == {"warning"}


def test_keys_that_are_personal_data_stay_keys_but_leave_the_analysts_columns(tmp_path):
    a = table(tmp_path / "a.csv", email=["a@example.com", "b@example.com"], nps=["0", "9"])
    found = load(make_config({"inputs": [a], "respondent": "email"}), frozenset({"scores"}))
    assert found.responses["respondent"].tolist() == ["a@example.com", "b@example.com"]
    assert list(found.original.columns) == ["response_id", "nps"]
    assert "it stays the respondent" in " ".join(found.issues["excerpt"].dropna())

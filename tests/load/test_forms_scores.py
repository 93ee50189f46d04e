"""Scores as platforms write them: cases 49 to 64 of the list of formats."""

import json

import pytest
from export_files import EXPORTS, codes, loaded, qualtrics, shared, written

from cxtext.errors import ConfigError, ScoreError
from cxtext.load.label_sets import fitting_sets, label_sets, plain_label
from cxtext.load.score_values import read_codes


def column(tmp_path, name, cells, **config):
    rows = [[name, "comment"], *([cell, f"text number {i}"] for i, cell in enumerate(cells))]
    return loaded(written(tmp_path / "a.csv", rows), **config)


@shared
@pytest.mark.shared
def test_case_49_offered_is_no_rating():
    found = loaded(EXPORTS / "zendesk" / "shape_satisfaction_ratings.json")
    assert found.scores["group"].tolist() == ["top", "low"]
    assert found.counts["files"]["shape_satisfaction_ratings.json"]["dropped"] == {"D_UNRATED": 1}


@shared
@pytest.mark.shared
def test_case_50_happiness_codes():
    found = loaded(EXPORTS / "freshdesk" / "shape_satisfaction_ratings.json")
    assert found.scores["value"].tolist() == [7, 1]
    assert found.scores["raw"].tolist() == ["103", "-103"]


def test_case_51_what_is_on_zero_to_ten(tmp_path):
    found = column(tmp_path, "nps", ["0", "10 - Extremely likely", "7"])
    assert found.scores["value"].tolist() == [0, 10, 7]
    for wrong in ("11", "-1", "7.5"):
        with pytest.raises(ScoreError, match=r"not on 0-10|not whole numbers") as error:
            column(tmp_path, "nps", ["0", "10", wrong])
        assert repr(wrong) in error.value.found


def test_case_52_a_score_outside_its_group_is_counted(tmp_path):
    asked = {"Q1_NPS_GROUP": ("group", "QID1_NPS_GROUP"), "Q1": ("How are we?", "QID1"),
             "Q2": ("Comments", "QID2_TEXT")}  # fmt: skip
    rows = [["Detractor", "9", "fine service"], ["Passive", "8", "ok so far"], ["Detractor", "3", "too slow"]]
    found = loaded(qualtrics(tmp_path / "a.csv", asked, rows))
    assert [s.column for s in found.plan.config.score] == ["Q1"]
    assert found.scores["value"].tolist() == [9, 8, 3]
    issue = found.issues[(found.issues["code"] == "C_GROUP") & (found.issues["row"] == 0)].iloc[0]
    assert issue["excerpt"].startswith("1 scores")


def test_case_53_labels_that_fit_two_scales_are_asked(tmp_path):
    cells = ["Extremely satisfied", "Extremely dissatisfied"]
    with pytest.raises(ScoreError, match="fit several scales") as error:
        column(tmp_path, "satisfaction", cells)
    assert '--labels "satisfaction=en-satisfaction-5-extremely"' in error.value.do
    found = column(tmp_path, "satisfaction", cells, labels={"satisfaction": "en-satisfaction-7-extremely"})
    assert found.scores["value"].tolist() == [7, 1]


def test_case_54_a_label_of_no_scale_is_listed(tmp_path):
    with pytest.raises(ScoreError, match="No known scale has all labels") as error:
        column(tmp_path, "满意度", ["满意", "一般", "满足"])
    assert "lacks '满足'" in error.value.found


@shared
@pytest.mark.shared
def test_case_55_labels_with_line_ends():
    found = loaded(EXPORTS / "qualtrics" / "real_csat_choicetext_newlines.csv")
    assert found.plan.config.labels == {"Q16": "en-satisfaction-5-extremely"}
    assert found.scores["value"].between(1, 5).all()
    assert plain_label("Yes, by me \n\n") == "yes, by me"


def test_case_56_dont_know_is_missing_and_no_level(tmp_path):
    cells = ["1 매우 불만족", "2 불만족", "3 보통", "4 만족", "5 매우 만족", "6 잘 모르겠음"]
    found = column(tmp_path, "만족도", cells)
    assert found.scores["value"].tolist() == [1, 2, 3, 4, 5]
    assert "N_NA" in codes(found)
    with pytest.raises(ScoreError, match="On which scale"):
        column(tmp_path, "만족도", ["1", "2", "3", "4", "5", "6"])


@pytest.mark.parametrize(
    ("cells", "values"),
    [(["満足", "やや満足", "不満"], [5, 4, 1]), (["満足", "とても満足", "不満"], [4, 5, 2])],
)
def test_case_57_one_label_stands_high_or_second(tmp_path, cells, values):
    assert column(tmp_path, "満足度", cells).scores["value"].tolist() == values


def test_case_57_labels_that_both_sets_hold_are_asked(tmp_path):
    with pytest.raises(ScoreError, match="fit several scales"):
        column(tmp_path, "満足度", ["満足", "不満"])


def test_case_58_a_reversed_order_is_read_from_the_labels(tmp_path):
    cells = ["1 - Very satisfied", "2 - Satisfied", "5 - Very dissatisfied"]
    found = column(tmp_path, "satisfaction", cells)
    assert found.plan.config.score[0].low_is_good is True
    assert found.scores["group"].tolist() == ["top", "top", "low"]


@shared
@pytest.mark.shared
def test_case_59_numbers_beside_labelled_numbers():
    found = loaded(EXPORTS / "googleforms" / "shape_form_csv_download.csv")
    assert found.scores["value"].tolist() == [4, 5]


def test_case_59_numbers_beside_bare_labels_are_refused(tmp_path):
    with pytest.raises(ScoreError, match="labels and others numbers"):
        column(tmp_path, "satisfaction", ["Good", "4", "5"])


def test_case_60_codes_for_missing_are_declared(tmp_path):
    with pytest.raises(ScoreError) as error:
        column(tmp_path, "nps", ["0", "9", "-99"])
    assert "--missing" in error.value.do
    found = column(tmp_path, "nps", ["0", "9", "-99", "999", "UNANS", "-"],
                   score=["nps=nps@0-10"], missing={"nps": ["-99", "999", "UNANS"]})  # fmt: skip
    assert found.scores["value"].tolist() == [0, 9]


def test_case_61_one_value_or_none(tmp_path):
    assert column(tmp_path, "csat", ["5", "5"]).scores["value"].tolist() == [5, 5]
    with pytest.raises(ScoreError, match="holds no score"):
        column(tmp_path, "csat", ["", "NA"], score=["csat=csat"])


def test_case_62_a_comma_decimal_is_no_whole_number(tmp_path):
    with pytest.raises(ScoreError) as error:
        column(tmp_path, "csat", ["4", "4,5", "5"])
    assert "'4,5'" in error.value.found


def test_case_63_points_of_a_quiz_are_no_score(tmp_path):
    rows = [["Timestamp", "Score", "How satisfied are you?", "Comments"],
            ["2026/01/13 10:00:00", "8 / 10", "4", "good so far"],
            ["2026/01/14 10:00:00", "2 / 10", "5", "very good"]]  # fmt: skip
    found = loaded(written(tmp_path / "a.csv", rows))
    assert [s.column for s in found.plan.config.score] == ["How satisfied are you?"]


def test_case_64_excluded_from_calculations(tmp_path):
    base = {"id": 1, "created_at": "2026-01-02 03:04:05 -0800", "score": 9, "text": "good",
            "completed": True, "excluded_from_calculations": False, "end_user_id": 7}  # fmt: skip
    rows = [base, {**base, "id": 2, "excluded_from_calculations": True}, {**base, "id": 3, "score": 0}]
    (tmp_path / "a.json").write_text(json.dumps(rows), "utf-8")
    found = loaded(tmp_path / "a.json")
    assert found.counts["files"]["a.json"]["dropped"] == {"D_EXCLUDED": 1}
    assert found.scores["value"].tolist() == [9, 0]
    assert len(loaded(tmp_path / "a.json", keep_status=["excluded"]).scores) == 3


def test_stars_written_as_twenty_to_hundred(tmp_path):
    assert column(tmp_path, "star rating", ["20", "60", "100"]).scores["value"].tolist() == [1, 3, 5]


def test_a_scale_that_changes_from_five_to_ten_is_said(tmp_path):
    cells = [str(1 + i % 5) for i in range(40)] + [str(1 + i % 10) for i in range(40)]
    with pytest.raises(ScoreError, match="On which scale") as error:
        column(tmp_path, "csat", cells)
    # 40 answers on 1-5, and the second part begins with 1 to 5.
    assert "first 45 answers are 5 or less" in error.value.found


def test_drawn_stars_and_circled_digits():
    values = read_codes(__import__("pandas").Series(["★★★★☆", "⑤", "３", "5점"], dtype="str")).value
    assert values.tolist() == [4, 5, 3, 5]


@pytest.mark.parametrize("lang", ["en", "ko", "ja", "zh-Hant", "zh-Hans", "es", "de", "fr"])
def test_every_set_reads_its_own_labels(lang):
    mine = [s for s in label_sets().values() if s.name.startswith(f"{lang}-")]
    assert any(s.kind == "satisfaction" for s in mine)
    for known in mine:
        by_code = {code: label for label, code in reversed(known.codes.items())}
        assert sorted(by_code) == list(range(1, known.size + 1))
        found = fitting_sets(by_code.values(), 100)
        assert len(found) == 1
        assert {x: found[0].codes[x] for x in by_code.values()} == {v: k for k, v in by_code.items()}


def test_declared_labels(tmp_path):
    labels = {"csat": {"meh": 1, "fine": 2, "wow": 3}}
    found = column(tmp_path, "csat", ["wow", "meh", "fine"], labels=labels, score=["csat=csat@1-3"])
    assert found.scores["value"].tolist() == [3, 1, 2]
    with pytest.raises(ConfigError, match="given twice"):
        column(tmp_path, "csat", ["wow"], labels={"csat": {"wow": 1, " WOW": 2}})
    with pytest.raises(ConfigError, match="no label set") as error:
        column(tmp_path, "csat", ["wow"], labels={"csat": "ko-satisfaction"})
    assert "ko-satisfaction-5" in error.value.do

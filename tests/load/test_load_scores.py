"""Scores: what a cell says, which scale it is on, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from cxtext.config import Score
from cxtext.errors import ScoreError
from cxtext.load.records import Records
from cxtext.load.scale_choice import check_on_scale, scale_doubt, settle_scale
from cxtext.load.score_values import code_of, read_codes


def records(cells):
    frame = pd.DataFrame({"q": pd.Series(cells, dtype="str")})
    return Records(frame, pd.DataFrame({"file": "f.csv", "row": np.arange(1, len(cells) + 1)}))


def settle(metric, cells, missing=(), **declared):
    rows = records(cells)
    return settle_scale(
        Score(metric=metric, column="q", **declared), read_codes(rows.cells["q"], missing), rows
    )


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("9", 9), (" 9 ", 9), ("9.0", 9), ("9.00", 9), ("１０", 10), ("10점", 10),
        ("10 分", 10), ("8点", 8), ("⑤", 5),
        ("5 - very easy", 5), ("0 (not at all likely)", 0), ("10 - Extremely likely", 10), ("4: good", 4),
        ("-99", -99),
        ("7.5", None), ("4,5", None), ("8 / 10", None), ("good", None), ("9!", None), ("1-2", None),
        ("", None),
        ("7590-VHVEG", None),
    ],
)  # fmt: skip
def test_what_a_cell_says(cell, code):
    assert code_of(cell) == code


def test_missing_words_and_declared_values_are_told_apart():
    codes = read_codes(pd.Series(["6", "6.0", "NA", "n/a", "", "None", "nan", "NULL", "-", "5", "x"]), ("6",))
    assert codes.missing.tolist() == [True] * 9 + [False, False]
    assert codes.declared.tolist() == [True, True] + [False] * 9
    assert codes.words.tolist() == [False] * 10 + [True]
    assert np.nansum(codes.value) == 5


@pytest.mark.parametrize(
    ("metric", "cells", "scale", "low_is_good"),
    [
        ("nps", ["0", "10"], (0, 10), False),
        ("nps", ["0", "3"], (0, 10), False),
        ("csat", ["2", "5"], (1, 5), False),
        ("csat", ["1", "7"], (1, 7), False),
        ("ces", ["1", "7"], (1, 7), False),
        ("csat", ["0", "10"], (0, 10), False),
    ],
)
def test_a_scale_is_known_where_convention_and_values_agree(metric, cells, scale, low_is_good):
    score, notes = settle(metric, cells)
    assert (score.scale_min, score.scale_max) == scale
    assert score.low_is_good is low_is_good
    assert "N_SCALE" in [n.code for n in notes]


@pytest.mark.parametrize(
    ("metric", "cells", "message"),
    [
        ("nps", ["1", "10"], "0-10 or on 1-10"),
        ("csat", ["1", "4"], "On which scale"),
        ("csat", ["1", "10"], "On which scale"),
        ("csat", ["0", "5"], "On which scale"),
        ("effort", ["1", "5"], "On which scale"),
        ("ces", ["1", "5"], "high score in 'q' good or bad"),
        ("nps", ["NA", ""], "holds no score"),
    ],
)
def test_what_cannot_be_told_is_asked(metric, cells, message):
    with pytest.raises(ScoreError, match=message) as error:
        settle(metric, cells)
    assert "--score" in error.value.do


def test_a_declared_direction_is_kept():
    score, notes = settle("ces", ["1", "5"], scale_min=1, scale_max=5, low_is_good=True)
    assert score.low_is_good is True
    assert notes == []


def test_eleven_is_named_with_its_row():
    with pytest.raises(ScoreError) as error:
        settle("nps", ["0", "11", "10", "11"])
    assert "2 scores" in error.value.what
    assert "f.csv, rows 2, 4" in error.value.where
    assert error.value.found == "'11'"
    assert '--missing "q=11"' in error.value.do


def test_words_and_codes_off_a_declared_scale_are_named():
    rows = records(["5", "good", "6", "7.5", "NA"])
    score = Score(metric="csat", column="q", scale_min=1, scale_max=5, low_is_good=False)
    with pytest.raises(ScoreError, match="3 scores in 'q' are not whole numbers from 1 to 5") as error:
        check_on_scale(score, read_codes(rows.cells["q"]), rows)
    assert "rows 2, 3, 4" in error.value.where
    check_on_scale(score, read_codes(rows.cells["q"], ("good", "6", "7.5")), rows)


def doubts(metric, scale, cells):
    codes = read_codes(records(cells).cells["q"])
    return [note.text for note in scale_doubt(Score(metric=metric, column="q"), scale, codes)]


@pytest.mark.parametrize(
    ("metric", "scale", "codes", "said"),
    [
        # 1-5 asked and a longer scale declared: 6 x 5 answers, none above 5
        ("csat", (0, 10), "12345", ["no answer above 5 of 30 on the scale 0-10", '"csat=q@1-5"']),
        ("csat", (1, 10), "12345", ["no answer above 5 of 30 on the scale 1-10", '"csat=q@1-5"']),
        ("csat", (1, 7), "11111", ["no answer above 5 of 30 on the scale 1-7", '"csat=q@1-5"']),
        ("csat", (0, 10), "01235", ["no answer above 5 of 30", '"csat=q@0-5"']),
        ("csat", (0, 10), "12347", ["no answer above 7 of 30", '"csat=q@1-7"']),
        ("nps", (0, 10), "12345", ["no answer above 5 of 30 on the scale 0-10", '"nps=q@1-5"']),
        ("nps", (0, 10), "12347", ["if 1-7 was asked, it is no NPS", '"NAME=q@1-7"']),
    ],
)
def test_a_scale_whose_upper_part_nobody_used_is_doubted(metric, scale, codes, said):
    (text,) = doubts(metric, scale, list(codes) * 6)
    assert all(words in text for words in said)


@pytest.mark.parametrize(
    ("scale", "cells"),
    [
        ((0, 10), list("12345") * 6 + ["8"]),  # one answer shows that the upper part was there
        ((0, 10), ["", *list("12345") * 6][:30]),  # 29 answers: a bad score may look like this
        ((0, 10), list("01237") * 6),  # no usual scale has both 0 and 7
        ((1, 5), list("123") * 10),
        ((1, 5), list("12345") * 6),
        ((-3, 3), list("123") * 10),
    ],
)
def test_a_scale_that_may_well_be_right_is_not_doubted(scale, cells):
    assert doubts("csat", scale, cells) == []

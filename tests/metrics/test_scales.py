import numpy as np
import pytest

from cxtext.errors import ScoreError, StatisticError
from cxtext.scales import code_groups, group_of, groups


@pytest.mark.parametrize(
    ("metric", "scale", "high_good", "expected"),
    [
        ("nps", (0, 10), True, "ddddddd pp PP"),
        ("nps", (1, 10), True, "dddddd pp PP"),
        ("nps", (1, 5), True, "ddd p P"),
        ("nps", (0, 9), True, "ddddddd pp P"),
        ("csat", (1, 5), True, "ll m tt"),
        ("csat", (1, 7), True, "ll mmm tt"),
        ("csat", (1, 10), True, "ll mmmmmm tt"),
        ("csat", (1, 4), True, "ll tt"),
        ("csat", (1, 3), True, "l m t"),
        ("csat", (0, 1), True, "l t"),
        ("csat", (1, 5), False, "tt m ll"),  # 1 very good ... 5 very poor
        ("ces", (1, 7), True, "lll m ttt"),  # 2.0: agrees that it was easy
        ("ces", (1, 5), False, "tt m ll"),  # 1.0: effort
        ("ces", (0, 10), True, "lllll m ttttt"),
        ("ces", (1, 10), True, "lllll ttttt"),
        ("taste", (1, 5), True, "ll m tt"),
    ],
)
def test_every_code_has_its_group(metric, scale, high_good, expected):
    letters = {"d": "detractor", "p": "passive", "P": "promoter", "l": "low", "m": "middle", "t": "top"}
    assert code_groups(metric, *scale, high_good) == tuple(letters[c] for c in expected.replace(" ", ""))
    codes = np.arange(scale[0], scale[1] + 1)
    assert groups(metric, codes, *scale, high_good).tolist() == list(code_groups(metric, *scale, high_good))


def test_one_score_and_many_agree():
    many = groups("nps", [0.0, 6, 7, 8, 9, 10], 0, 10)
    assert many.tolist() == [group_of("nps", v, 0, 10) for v in (0, 6, 7, 8, 9, 10)]


@pytest.mark.parametrize("value", [11, -1, 7.5, float("nan"), True, 99])
def test_what_is_not_on_the_scale_is_refused(value):
    with pytest.raises(ScoreError):
        group_of("nps", value, 0, 10)
    with pytest.raises(ScoreError):
        groups("nps", np.array([value]), 0, 10)


def test_nps_has_no_cut_points_on_other_scales():
    with pytest.raises(StatisticError, match="no agreed cut points"):
        code_groups("nps", 1, 7)
    with pytest.raises(StatisticError):
        code_groups("csat", 5, 5)


def test_no_answers_no_groups():
    assert groups("csat", [], 1, 5).tolist() == []

"""NPS, CSAT and CES against the reference, and what they do with bad input."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from golden_values import golden, same
from scipy.special import stdtrit

from cxtext.errors import ScoreError, StatisticError
from cxtext.metrics import (
    customer_effort,
    customer_satisfaction,
    net_promoter_score,
    net_promoter_score_by,
)
from cxtext.metrics.answers import valid_answers
from cxtext.stats.nps_survey import nps_clustered, nps_weighted

SHARED = Path(__file__).parents[3] / "shared" / "data"
NPS_0_10 = [2, 1, 1, 1, 1, 3, 3, 9, 22, 22, 35]
CSAT5 = [1] * 5 + [2] * 10 + [3] * 15 + [4] * 40 + [5] * 30
CSAT7 = [1] * 2 + [2] * 3 + [3] * 5 + [4] * 10 + [5] * 20 + [6] * 35 + [7] * 25
CES1 = [1] * 30 + [2] * 35 + [3] * 20 + [4] * 10 + [5] * 5
CES2 = [1] * 4 + [2] * 5 + [3] * 6 + [4] * 10 + [5] * 20 + [6] * 30 + [7] * 25


def answers(promoters, passives, detractors):
    return [10] * promoters + [8] * passives + [3] * detractors


def spread(counts, lowest=0):
    return [lowest + code for code, n in enumerate(counts) for _ in range(n)]


def limits(estimate):
    return [estimate.low, estimate.high]


def sd(estimate):
    """The standard deviation that a t interval was made of."""
    half = (estimate.high - estimate.low) / 2
    return half / float(stdtrit(estimate.n - 1, 0.975)) * math.sqrt(estimate.n)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("seed", (30, 50, 20)), ("allpro10", (10, 0, 0)), ("allpas10", (0, 10, 0)), ("alldet10", (0, 0, 10)),
        ("tiny", (2, 2, 2)), ("one", (1, 0, 0)), ("tango", (16, 62, 8)), ("n15", (8, 4, 3)),
    ],
)  # fmt: skip
def test_nps_and_its_intervals(name, counts):
    given = answers(*counts)
    assert same(net_promoter_score(given).value, f"nps.{name}.score")
    assert same(limits(net_promoter_score(given)), f"nps.{name}.score_ci")
    assert same(limits(net_promoter_score(given, interval="wald")), f"nps.{name}.wald")
    assert same(limits(net_promoter_score(given, interval="adjusted_wald")), f"nps.{name}.aw3")


def test_nps_is_exact():
    assert net_promoter_score(answers(30, 50, 20)).value == 10.0  # 100 * (0.3 - 0.2) is 9.999999999999998
    sixth = net_promoter_score(answers(2, 3, 1))
    assert same(sixth.value, "nps.round.exact")
    assert round(100 * 2 / 6) - round(100 * 1 / 6) == golden("nps.round.parts") != sixth.value


def test_nps_of_eleven_codes():
    given = spread(NPS_0_10)
    assert same(net_promoter_score(given).value, "nps.dist.std")
    assert same(limits(net_promoter_score(given, interval="adjusted_wald")), "nps.dist.aw3")
    mean = customer_satisfaction(given, scale=(0, 10), statistic="mean")
    assert same(mean.value, "nps.dist.mean")
    wide = customer_satisfaction(given, scale=(0, 10), statistic="mean", level=0.5)
    half = (wide.high - wide.low) / 2
    assert same(half / float(stdtrit(99, 0.75)) * 10, "nps.dist.sd")


def test_five_point_nps_and_net_satisfaction_differ():
    given = spread([4, 6, 15, 35, 40], lowest=1)
    assert same(net_promoter_score(given, scale=(1, 5)).value, "nps.five.score_5pro_4pas")
    assert same(customer_satisfaction(given, statistic="net").value, "nps.five.score_45pro_3pas")


def test_weighted_nps():
    signs, weights = [1, 1, 0, -1, 1, 0, 1, -1, 0, 1], [0.5, 0.5, 0.5, 1, 1, 1, 1, 2, 2, 3]
    given = [{1: 9, 0: 7, -1: 0}[s] for s in signs]
    found = net_promoter_score(given, weights=weights)
    assert same(found.value, "npsw.score")
    assert same(net_promoter_score(given).value, "npsw.unweighted")
    assert same(found.n_eff, "npsw.neff")
    assert same(limits(found), "npsw.score_ci_kish")
    adjusted = net_promoter_score(given, weights=weights, interval="adjusted_wald")
    assert same(limits(adjusted), "npsw.aw3_kish")
    assert "weighted" in found.flags
    whole = nps_weighted(signs, weights)
    assert limits(found) == pytest.approx([whole.low, whole.high], rel=1e-12)


def test_clustered_nps_is_that_of_the_statistics():
    signs, owner = [1, 1, 0, -1, -1, 0, 1, 1, 0], [1, 1, 2, 3, 3, 3, 4, 5, 5]
    found = net_promoter_score([{1: 9, 0: 7, -1: 0}[s] for s in signs], clusters=owner)
    assert same(found.value, "npscl.score")
    half = float(stdtrit(4, 0.975)) * golden("npscl.se")
    assert limits(found) == pytest.approx(
        [max(found.value - half, -100), min(found.value + half, 100)], rel=1e-9
    )
    whole = nps_clustered(signs, owner)
    assert limits(found) == pytest.approx([whole.low, whole.high], rel=1e-12)
    assert found.n_eff == pytest.approx(whole.n_eff, rel=1e-9)
    assert {"clustered", "few_clusters"} <= set(found.flags)


def test_clusters_of_one_change_nothing():
    given = answers(8, 4, 3)
    assert net_promoter_score(given, clusters=range(15)) == net_promoter_score(given)


def test_one_cluster_alone_has_no_interval():
    found = net_promoter_score([10, 9, 3], clusters=["a", "a", "a"])
    assert found.value == pytest.approx(100 / 3)
    assert found.low is None


def test_frequency_weights_are_answers():
    found = net_promoter_score([10, 8, 3], weights=[30, 50, 20], weight_kind="frequency")
    assert found.n == 100
    assert limits(found) == limits(net_promoter_score(answers(30, 50, 20)))
    with pytest.raises(StatisticError, match="whole number"):
        net_promoter_score([10], weights=[1.5], weight_kind="frequency")


def test_nps_by_group_is_the_nps_of_each():
    scores = pd.Series([10, 9, None, 3, 7, 0])
    found = net_promoter_score_by(scores, ["a", "a", "a", "b", "b", None])
    assert found["a"].value == 100.0
    assert found["b"].value == -50.0
    assert limits(found["b"]) == pytest.approx(limits(net_promoter_score([3, 7])))
    with pytest.raises(StatisticError):
        net_promoter_score_by([10, 9], ["a"])


def test_csat_on_five_points():
    assert same(customer_satisfaction(CSAT5).value, "csat.t2b")
    assert same(limits(customer_satisfaction(CSAT5)), "csat.wilson")
    top = customer_satisfaction(CSAT5, statistic="top")
    assert same(top.value, "csat.topbox")
    assert same(limits(top), "csat.topbox_wilson")
    mean = customer_satisfaction(CSAT5, statistic="mean")
    assert same(mean.value, "csat.mean")
    assert same(limits(mean), "csat.mean_ci_t")
    assert same(sd(mean), "csat.sd")
    assert same(customer_satisfaction(CSAT5, statistic="pomp").value, "csat.pomp")
    assert same(customer_satisfaction(CSAT5, statistic="net").value, "csat.net")


def test_csat_on_seven_points():
    assert same(customer_satisfaction(CSAT7, scale=(1, 7)).value, "csat7.t2b")
    assert same(limits(customer_satisfaction(CSAT7, scale=(1, 7))), "csat7.t2b_wilson")
    assert same(customer_satisfaction(CSAT7, scale=(1, 7), statistic="top3").value, "csat7.t3b")
    assert same(customer_satisfaction(CSAT7, scale=(1, 7), statistic="mean").value, "csat7.mean")
    assert same(customer_satisfaction(CSAT7, scale=(1, 7), statistic="pomp").value, "csat7.pomp")


def test_csat_on_ten_points_counts_nine_and_ten():
    assert customer_satisfaction([10, 9, 8, 1], scale=(1, 10)).value == 50.0


def test_a_reversed_scale_gives_the_same_satisfaction():
    turned = [6 - v for v in CSAT5]
    for statistic in ("top2", "top", "net", "pomp"):
        straight = customer_satisfaction(CSAT5, statistic=statistic)
        reverse = customer_satisfaction(turned, statistic=statistic, higher_is_better=False)
        assert reverse.value == pytest.approx(straight.value)
        assert limits(reverse) == pytest.approx(limits(straight))


def test_effort_1():
    def effort(statistic):
        return customer_effort(CES1, version="1.0", scale=(1, 5), low_is_good=True, statistic=statistic)

    assert same(effort("mean").value, "ces1.mean")
    assert same(limits(effort("mean")), "ces1.mean_ci_t")
    assert same(sd(effort("mean")), "ces1.sd")
    assert same(effort("pomp").value, "ces1.ease_pomp")
    assert same(effort("easy").value, "ces1.low_effort_pct")


def test_effort_2():
    def effort(statistic):
        return customer_effort(CES2, version="2.0", scale=(1, 7), low_is_good=False, statistic=statistic)

    assert effort("mean").n == golden("ces2.n")
    assert same(effort("mean").value, "ces2.mean")
    assert same(limits(effort("mean")), "ces2.mean_ci_t")
    assert same(sd(effort("mean")), "ces2.sd")
    assert same(effort("easy").value, "ces2.pct_agree_5_7")
    assert same(limits(effort("easy")), "ces2.pct_agree_wilson")
    assert same(effort("pomp").value, "ces2.pomp")
    assert same(effort("net").value, "ces2.net_easy")


def test_missing_answers_are_counted_and_left_out():
    found = net_promoter_score([10, None, float("nan"), "", "N/A", "Don't know", 3])
    assert (found.value, found.n, found.n_missing) == (0.0, 2, 5)
    assert found.base == "2 valid of 7 answers, 5 missing"


@pytest.mark.parametrize("nothing", [[], [None], [float("nan")] * 3, np.array([])])
def test_no_answer_is_a_reason_and_no_number(nothing):
    for found in (
        net_promoter_score(nothing),
        customer_satisfaction(nothing),
        customer_satisfaction(nothing, statistic="mean"),
        customer_effort(nothing, version="2.0", scale=(1, 7), low_is_good=False),
    ):
        assert found.value is None
        assert found.low is None
        assert found.reason == "no valid responses"


@pytest.mark.parametrize("wrong", [11, -1, 7.5, 99, True, np.True_, "10", "ten", math.inf, object()])
def test_what_is_no_score_is_refused_or_counted(wrong):
    with pytest.raises(ScoreError, match="not whole numbers on the scale"):
        net_promoter_score([10, wrong])
    found = net_promoter_score([10, wrong], on_invalid="drop")
    assert (found.n, found.n_invalid) == (1, 1)


@pytest.mark.parametrize("weight", [math.inf, -1.0, math.nan, "heavy"])
def test_weights_that_are_none_are_refused(weight):
    with pytest.raises(StatisticError):
        net_promoter_score([10, 3], weights=[1.0, weight])


def test_weights_of_the_wrong_length_or_all_zero_are_refused():
    with pytest.raises(StatisticError):
        net_promoter_score([10, 3], weights=[1.0])
    with pytest.raises(StatisticError):
        net_promoter_score([10, 3], weights=[0.0, 0.0])
    with pytest.raises(StatisticError):
        net_promoter_score([10, None], weights=[0.0, 1.0])


def test_huge_and_tiny_weights_are_weights():
    for size in (1e-300, 1e300):
        found = net_promoter_score([10, 10, 3], weights=[size, 2 * size, size])
        assert (found.value, found.n_eff) == pytest.approx((50.0, 16 / 6))


def test_weight_zero_is_given_but_not_valid():
    found = valid_answers([10, 3], 0, 10, weights=[1.0, 0.0])
    assert (found.n_total, len(found.codes)) == (2, 1)
    assert "1 with weight 0" in found.base


def test_one_answer_and_equal_answers_give_a_mean_without_interval():
    assert customer_satisfaction([4], statistic="mean").low is None
    alike = customer_satisfaction([4, 4, 4], statistic="mean")
    assert alike.low is None
    assert "degenerate" in alike.flags
    weighted = customer_satisfaction([3, 3, 3], statistic="mean", weights=[0.1, 0.2, 0.7])
    assert (weighted.value, weighted.low) == (3.0, None)
    assert customer_satisfaction([4, 4, 4]).low is not None  # the share still has its interval


def test_what_is_asked_wrongly_is_refused():
    with pytest.raises(StatisticError):
        customer_satisfaction([4], statistic="best")
    with pytest.raises(StatisticError):
        customer_effort([4], version="3.0", scale=(1, 7), low_is_good=False)
    with pytest.raises(StatisticError):
        net_promoter_score([4], interval="exact")
    with pytest.raises(StatisticError):
        net_promoter_score([10], clusters=[1, 2])


def test_low_base_is_flagged():
    assert "low_base" in net_promoter_score([10] * 29).flags
    assert "low_base" not in net_promoter_score([10] * 30).flags


@pytest.mark.shared
def test_french_retail_survey():
    path = SHARED / "nps_fr_retail" / "nps.csv"
    if not path.exists():
        pytest.skip("shared data set nps_fr_retail is not here")
    table = pd.read_csv(path, encoding="latin-1")
    found = net_promoter_score(table["nps"], scale=(1, 10))
    assert found.value == 100 * (8465 - 1194) / 13612
    assert (found.n, found.n_missing, found.flags) == (13612, 342, ("variant",))

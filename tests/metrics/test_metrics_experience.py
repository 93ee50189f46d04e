"""Times, wallets, indices and sentiment against the reference."""

import math

import numpy as np
import pytest
from golden_values import golden, same

from cxtext.errors import ScoreError, StatisticError
from cxtext.metrics import (
    average_handling_time,
    engagement_index,
    experience_index,
    net_sentiment,
    purchase_frequency,
    share_of_wallet,
    time_on_site,
    waiting_time,
    wallet_allocation,
    wallet_shares,
)

# Talk, hold and after-call times whose totals and whose mean talk are the reference's.
TALK = [200, 185, 610, 105, 330, 145]
HOLD = [0, 60, 120, 0, 40, 15]
AFTER = [60, 40, 80, 20, 60, 40]
# Effort (1 = low), empathy, understanding, efficiency.
CXI = np.array([(2, 4, 4, 5), (1, 5, 4, 4), (4, 2, 3, 3), (3, 3, 4, 3), (5, 2, 2, 1), (2, 4, 5, 4)]).T


def test_handling_time():
    assert [sum(parts) for parts in zip(TALK, HOLD, AFTER, strict=True)] == golden("aht.totals")
    found = average_handling_time(TALK, HOLD, AFTER)
    assert same(found.value, "aht.mean_s")
    assert same([found.low, found.high], "aht.t_ci")
    skewed = average_handling_time(TALK, HOLD, AFTER, interval="bca")
    assert same([skewed.low, skewed.high], "boot.bca_ci_linear")
    assert same(average_handling_time(TALK, HOLD, AFTER, statistic="median").value, "aht.median_s")
    assert same(average_handling_time(TALK, HOLD, AFTER, statistic="p90").value, "aht.p90_type7")
    assert same(average_handling_time(TALK).value, "aht.talk_only")


def test_resamples_are_the_same_every_time():
    rng = np.random.default_rng(1)
    waits = rng.exponential(60, 40)
    one, again = waiting_time(waits, interval="bca"), waiting_time(waits, interval="bca")
    assert one == again
    assert one.low < one.value < one.high
    assert one.high - one.value > one.value - one.low  # skewed to the right
    assert waiting_time([5, 5, 5], interval="bca").low is None


def test_an_incomplete_contact_is_left_out_and_counted():
    found = average_handling_time([100, 200, None], [10, None, 5], 5)
    assert (found.value, found.n, found.n_missing) == (115.0, 1, 2)
    assert average_handling_time([]).value is None


def test_wallet():
    brand, category = [120, 30, 60], [200, 100, 60]
    assert same(share_of_wallet(brand, category, statistic="ratio_of_totals").value, "sow.ratio_of_totals")
    assert same(share_of_wallet(brand, category, statistic="mean_of_ratios").value, "sow.mean_of_ratios")
    more = share_of_wallet([*brand, 0], [*category, 0], statistic="mean_of_ratios")
    assert more.n == 3  # who spends nothing in the category is no customer of it
    assert share_of_wallet([0], [0], statistic="ratio_of_totals").value is None


def test_ratio_of_totals_has_the_linearised_error():
    # The reference states the sums, 250 of 600, and the error; these five members have both.
    found = share_of_wallet([0, 20, 50, 80, 100], [100, 100, 100, 150, 150], statistic="ratio_of_totals")
    assert same(found.value, "rr.ratio")
    from scipy.special import stdtrit

    assert same((found.high - found.value) / float(stdtrit(4, 0.975)), "rr.ratio_se")


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_wallet_shares(n):
    shares = wallet_shares(list(range(1, n + 1)))
    assert same(shares, f"war.n{n}")
    assert shares.sum() == pytest.approx(1)


def test_wallet_ties():
    assert same(wallet_shares([1, 1, 3])[0], "war.tie_n3_ranks1.5")
    assert wallet_shares([1, 1, 3]).sum() == pytest.approx(1)
    assert same(wallet_allocation([1, 2, 1.5, 1], [2, 3, 3, 1]).value, "war.brand_mean")


def test_experience_index():
    found = experience_index(*CXI)
    assert same(list(found.components.values()), "cxi.component_means")
    assert same(found.score.value, "cxi.score")
    assert same([found.score.low, found.score.high], "cxi.t_ci")
    assert same(found.geometric, "cxi.geo")
    assert same(found.alpha, "cxi.cronbach_alpha")
    assert same(experience_index(*CXI, weights=(0.4, 0.2, 0.2, 0.2)).score.value, "cxi.weighted")


def test_effort_is_reversed():
    low, high = experience_index([1], [5], [5], [5]), experience_index([5], [5], [5], [5])
    assert (low.score.value, high.score.value) == (100.0, 75.0)
    assert experience_index([5], [5], [5], [5], effort_low_is_good=False).score.value == 100.0


def test_three_of_four_answers_are_enough():
    found = experience_index([None, None, 1], [5, 5, 5], [5, None, 5], [1, 1, 5])
    # (100 + 100 + 0) / 3 and 100; the second respondent answered two
    assert found.score.value == pytest.approx((200 / 3 + 100) / 2)
    assert (found.score.n, found.score.n_missing) == (2, 1)
    nobody = experience_index([], [], [], [])
    assert nobody.score.value is None
    assert math.isnan(nobody.alpha)


def test_engagement():
    assert same(engagement_index(70, 55, 10, weights=(1, 1, 1)).value, "eng.index")


def test_time_on_site():
    # 25 sessions of 10 visitors, 200 minutes in all
    sessions = [8.0] * 23 + [16.0, 0.0]
    visitors = [k % 10 for k in range(25)]
    assert same(sum(sessions), "site.seed_total_min")
    assert same(time_on_site(sessions, per="visitor", visitors=visitors).value, "site.mean_per_visitor")
    assert same(time_on_site(sessions, per="session").value, "site.mean_per_session_25")
    assert time_on_site([0, 10], per="session").n == 2  # a bounce is a session
    assert time_on_site([5, None], per="session").n_missing == 1


def test_sentiment():
    assert same(net_sentiment(120, 50, 80).value, "sent.net")
    adjusted = net_sentiment(120, 50, 80, interval="adjusted_wald")
    assert same([adjusted.low, adjusted.high], "sent.net_aw3")
    assert same(net_sentiment(120, 50, 80, variant="polar").value, "sent.polar")
    assert net_sentiment(0, 0, 0).value is None
    assert net_sentiment(0, 9, 0, variant="polar").value is None


def test_net_satisfaction_has_the_same_interval():
    found = net_sentiment(70, 15, 15, interval="adjusted_wald")
    assert same(found.value, "csat.net")
    assert same([found.low, found.high], "csat.net_aw3")


@pytest.mark.parametrize(
    "call",
    [
        lambda: average_handling_time([-1.0]),
        lambda: average_handling_time([1.0, 2.0], [1.0, 2.0, 3.0]),
        lambda: average_handling_time([1.0], statistic="mode"),
        lambda: average_handling_time(["long"]),
        lambda: waiting_time([math.inf]),
        lambda: waiting_time([True]),
        lambda: share_of_wallet([2], [1], statistic="mean_of_ratios"),
        lambda: share_of_wallet([1], [2, 3], statistic="mean_of_ratios"),
        lambda: share_of_wallet([-1], [2], statistic="mean_of_ratios"),
        lambda: share_of_wallet([1], [2], statistic="best"),
        lambda: wallet_allocation([3], [2]),
        lambda: wallet_allocation([1.2], [2]),
        lambda: wallet_shares([0, 1]),
        lambda: experience_index([1], [1], [1], [1, 2]),
        lambda: experience_index([1], [1], [1], [1], weights=(0, 0, 0, 0)),
        lambda: engagement_index(170, 55, 10, weights=(1, 1, 1)),
        lambda: engagement_index(70, 55, 110, weights=(1, 1, 1)),
        lambda: engagement_index(70, 55, 10, weights=(0, 0, 0)),
        lambda: time_on_site([1.0], per="page"),
        lambda: time_on_site([1.0], per="visitor"),
        lambda: purchase_frequency([1.5]),
        lambda: net_sentiment(-1, 0, 0),
        lambda: net_sentiment(1, 0, 0, variant="best"),
    ],
)
def test_impossible_numbers_are_refused(call):
    with pytest.raises(StatisticError):
        call()


def test_a_component_off_its_scale_is_refused():
    with pytest.raises(ScoreError):
        experience_index([6], [1], [1], [1])

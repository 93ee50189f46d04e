"""What must hold for any answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.metrics import (
    churn_rate,
    customer_effort,
    customer_satisfaction,
    net_promoter_score,
    net_sentiment,
    retention_rate,
    wallet_shares,
)
from cxtext.metrics.cells import count_cells, means
from cxtext.scales import code_groups
from cxtext.stats.means import mean_interval

nps_scores = st.lists(st.integers(0, 10), min_size=1, max_size=60)
csat_scores = st.lists(st.integers(1, 5), min_size=1, max_size=60)
laws = settings(deadline=None, max_examples=60)  # a busy machine is not a broken law


@laws
@given(nps_scores)
def test_nps_is_bounded_exact_and_inside_its_interval(scores):
    found = net_promoter_score(scores)
    promoters, detractors = sum(s >= 9 for s in scores), sum(s <= 6 for s in scores)
    assert found.value == 100 * (promoters - detractors) / len(scores)
    assert -100 <= found.low <= found.value <= found.high <= 100


@laws
@given(nps_scores, st.randoms())
def test_order_does_not_matter(scores, random):
    weights = [0.1 * (1 + k % 7) for k in range(len(scores))]
    pairs = list(zip(scores, weights, strict=True))
    random.shuffle(pairs)
    shuffled, with_them = zip(*pairs, strict=True)
    assert net_promoter_score(shuffled, weights=with_them) == net_promoter_score(scores, weights=weights)


@laws
@given(nps_scores, st.floats(1e-6, 1e6))
def test_weights_have_no_scale(scores, factor):
    weights = np.array([1.0 + k % 3 for k in range(len(scores))])
    one, other = (
        net_promoter_score(scores, weights=weights),
        net_promoter_score(scores, weights=weights * factor),
    )
    assert other.value == pytest.approx(one.value, abs=1e-9)
    assert (other.low, other.high) == pytest.approx((one.low, one.high), abs=1e-7)
    assert other.n_eff == pytest.approx(one.n_eff)


@laws
@given(nps_scores)
def test_equal_weights_are_no_weights(scores):
    assert net_promoter_score(scores, weights=[2.5] * len(scores)) == net_promoter_score(scores)


@laws
@given(csat_scores)
def test_a_turned_scale_turns_the_sign(scores):
    net = customer_satisfaction(scores, statistic="net")
    turned = customer_satisfaction([6 - s for s in scores], statistic="net")
    assert turned.value == -net.value
    assert (turned.low, turned.high) == pytest.approx((-net.high, -net.low), abs=1e-9)


@laws
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_sentiment_turns_too(positive, neutral, negative):
    one, other = net_sentiment(positive, neutral, negative), net_sentiment(negative, neutral, positive)
    assert one.value is None or one.value == -other.value


@laws
@given(csat_scores)
def test_effort_and_ease_mirror_each_other(scores):
    hard = customer_effort(scores, version="1.0", scale=(1, 5), low_is_good=True, statistic="pomp")
    easy = customer_effort(
        [6 - s for s in scores], version="ease", scale=(1, 5), low_is_good=False, statistic="pomp"
    )
    assert hard.value == pytest.approx(easy.value)


@laws
@given(csat_scores, st.sampled_from(["top2", "top", "mean", "pomp"]))
def test_satisfaction_lies_on_its_scale_and_in_its_interval(scores, statistic):
    found = customer_satisfaction(scores, statistic=statistic)
    low, high = (1, 5) if statistic == "mean" else (0, 100)
    assert low - 1e-9 <= found.value <= high + 1e-9
    if found.low is not None:
        assert low <= found.low <= found.value + 1e-9
        assert found.value - 1e-9 <= found.high <= high


@laws
@given(st.integers(1, 500), st.data())
def test_churn_and_retention_add_to_a_hundred(start, data):
    lost, new = data.draw(st.integers(0, start)), data.draw(st.integers(0, 50))
    kept = retention_rate(start, start - lost + new, new).value
    assert kept + churn_rate(lost, start).value == pytest.approx(100)


@laws
@given(st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_a_wallet_is_spent_once(ranks):
    shares = wallet_shares(ranks)
    assert shares.sum() == pytest.approx(1)
    assert (shares > 0).all()
    assert (np.diff(shares[np.argsort(ranks, kind="stable")]) <= 1e-12).all()


@laws
@given(st.sampled_from(["nps", "csat", "ces", "own"]), st.sampled_from([(0, 10), (1, 10), (1, 5), (0, 9)]))
def test_turning_a_scale_turns_its_groups(metric, scale):
    low, high = scale
    straight = code_groups(metric, low, high, True)
    assert code_groups(metric, low, high, False) == straight[::-1]


@laws
@given(st.data(), st.integers(2, 40))
def test_cells_give_what_single_answers_give(data, n):
    codes = np.array(data.draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)))
    weights = np.array(data.draw(st.lists(st.floats(0.1, 9), min_size=n, max_size=n)))
    owner = np.array(data.draw(st.lists(st.integers(0, 6), min_size=n, max_size=n)))
    found = means(count_cells(codes, 5, weight=weights, cluster=owner), np.arange(5))[0]
    other = mean_interval(codes, weights=weights, clusters=owner)
    assert found.value == pytest.approx(other.value)
    if found.clusters != 1:
        assert found.se == pytest.approx(other.se, abs=1e-12)

"""Two waves: MOVER, adjusted Wald, Wald, permutation."""

import itertools

import numpy as np
import pytest
from golden_values import same
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import StatisticError
from cxtext.stats import (
    ADD_3,
    Counts,
    nps_against_baseline,
    nps_difference,
    nps_difference_adjusted_wald,
    nps_difference_in_differences,
    nps_permutation_p,
    nps_score,
    nps_score_value,
    score_limits,
)

WAVES = {
    "npsdiff": ((30, 50, 20), (45, 35, 20)),
    "npsdiff_small": ((6, 3, 3), (2, 3, 7)),
}
NOTHING = Counts(0, 0, 0)


@pytest.mark.parametrize("name", WAVES)
def test_waves_match_the_reference(name):
    before, after = WAVES[name]
    mover = nps_difference(before, after)
    assert same(mover.value, f"{name}.diff")
    assert same([mover.low, mover.high], f"{name}.mover")
    assert same(mover.p, f"{name}.mover_p")
    wald = nps_difference_adjusted_wald(before, after, added=NOTHING)
    assert same(wald.se, f"{name}.se")
    assert same([wald.low, wald.high], f"{name}.wald")
    assert same(wald.statistic, f"{name}.wald_z")
    assert same(wald.p, f"{name}.wald_p")
    adjusted = nps_difference_adjusted_wald(before, after)
    assert same(adjusted.value, f"{name}.aw3_diff")
    assert same(adjusted.se, f"{name}.aw3_se")
    assert same([adjusted.low, adjusted.high], f"{name}.aw3")
    assert same(adjusted.statistic, f"{name}.aw3_z")
    assert same(adjusted.p, f"{name}.aw3_p")
    half = nps_difference_adjusted_wald(before, after, added=Counts(*(a / 2 for a in ADD_3)))
    assert same([half.low, half.high], f"{name}.aw1.5")
    assert same(nps_permutation_p(before, after), f"{name}.perm_p")


def test_permutation_p_by_brute_force():
    # 2/1/1 against 0/1/2: all 35 splits of the 7 answers
    pooled = [1, 1, 0, -1, 0, -1, -1]
    seen = abs(sum(pooled[:4]) * 3 - sum(pooled[4:]) * 4)
    far = 0
    for chosen in itertools.combinations(range(7), 4):
        first = sum(pooled[i] for i in chosen)
        far += abs(first * 3 - (sum(pooled) - first) * 4) >= seen
    assert nps_permutation_p((2, 1, 1), (0, 1, 2)) == pytest.approx(far / 35, rel=1e-12)


def test_permutation_needs_whole_and_moderate_counts():
    with pytest.raises(StatisticError, match="whole"):
        nps_permutation_p((1.5, 1, 1), (1, 1, 1))
    with pytest.raises(StatisticError, match="Too many"):
        nps_permutation_p((90_000, 1, 90_000), (1, 1, 1))


def test_empty_and_equal_waves():
    assert np.isnan(nps_difference((0, 0, 0), (1, 1, 1))).all()
    same_wave = nps_difference((30, 50, 20), (30, 50, 20))
    assert same_wave.p == 1.0
    assert same_wave.low < 0 < same_wave.high
    assert nps_difference((10**6, 0, 0), (0, 0, 10**6)).p < 1e-300


samples = st.tuples(*[st.integers(0, 300)] * 3).filter(any)


@settings(max_examples=50)
@given(samples, samples)
def test_p_and_interval_never_disagree(before, after):
    d = nps_difference(before, after)
    assert d.low - 1e-9 <= d.value <= d.high + 1e-9
    if min(abs(d.low), abs(d.high)) > 1e-6:
        assert (d.p < 0.05) == (d.low > 0 or d.high < 0)


@settings(max_examples=25)
@given(samples, samples)
def test_swapping_the_waves_flips_the_sign(before, after):
    there, back = nps_difference(before, after), nps_difference(after, before)
    assert back.value == pytest.approx(-there.value, abs=1e-9)
    assert back.low == pytest.approx(-there.high, abs=1e-8)
    assert back.p == pytest.approx(there.p, rel=1e-6)


@pytest.mark.parametrize(("n1", "n2", "mean", "worst"), [(10, 10, 0.956, 0.944), (15, 30, 0.952, 0.948)])
def test_mover_covers_as_the_reference_says(n1, n2, mean, worst):
    # exact over both samples; mean within .006 and worst within .015 of the reference's own vectors
    from scipy.stats import multinomial

    def table(n):
        rows = np.array(
            [(p, n - p - d, d) for p, d in itertools.product(range(n + 1), repeat=2) if p + d <= n]
        )
        low, high = score_limits(*rows.T.astype(float))
        return rows, 100 * (rows[:, 0] - rows[:, 2]) / n, low, high

    (rows1, t1, l1, u1), (rows2, t2, l2, u2) = table(n1), table(n2)
    d = t2[None, :] - t1[:, None]
    low = d - np.hypot((t2 - l2)[None, :], (u1 - t1)[:, None])
    high = d + np.hypot((u2 - t2)[None, :], (t1 - l1)[:, None])
    i, j = len(rows1) // 3, len(rows2) // 2
    one = nps_difference(tuple(rows1[i].tolist()), tuple(rows2[j].tolist()))
    assert (one.low, one.high) == pytest.approx((low[i, j], high[i, j]), abs=1e-9)
    coverage = []
    pairs = [((0.3, 0.5, 0.2), (0.45, 0.35, 0.2)), ((0.4, 0.3, 0.3), (0.4, 0.3, 0.3)),
             ((0.5, 0.3, 0.2), (0.25, 0.4, 0.35)), ((0.2, 0.6, 0.2), (0.55, 0.3, 0.15))]  # fmt: skip
    for first, second in pairs:
        truth = 100 * (second[0] - second[2] - first[0] + first[2])
        chance = np.outer(multinomial.pmf(rows1, n1, first), multinomial.pmf(rows2, n2, second))
        coverage.append(chance[(low <= truth) & (truth <= high)].sum())
    assert np.mean(coverage) == pytest.approx(mean, abs=0.006)
    assert min(coverage) > worst - 0.015


def test_difference_in_differences():
    pilot, control = ((30, 50, 20), (45, 35, 20)), ((33, 47, 20), (36, 46, 18))
    assert same([nps_score_value(*c) for c in (*pilot, *control)], "did.nps")
    did = nps_difference_in_differences(pilot, control)
    assert same(did.value, "did.est")
    assert same([did.low, did.high], "did.ci_aw3")
    assert same(nps_difference_in_differences(pilot, control, added=NOTHING).se, "did.se_wald")


def test_baselines_are_a_number_or_a_sample():
    fixed = nps_against_baseline((30, 50, 20), 25.0)
    assert fixed.value == -15
    assert fixed.high == pytest.approx(nps_score(30, 50, 20).high - 25)
    assert same(fixed.p, "nps1.score_p_vs_25")
    assert nps_against_baseline((45, 35, 20), (30, 50, 20)) == nps_difference((30, 50, 20), (45, 35, 20))


def test_the_comment_bias_example():
    silent, commenting = (140, 110, 50), (60, 40, 100)
    d = nps_difference(silent, commenting)
    assert same([nps_score_value(*commenting), nps_score_value(*silent), nps_score_value(200, 150, 150)],
                "sel.nps_com_non_all")  # fmt: skip
    assert same(d.value, "sel.diff")
    assert same([d.low, d.high], "sel.mover")
    adjusted = nps_difference_adjusted_wald(silent, commenting)
    assert same([adjusted.low, adjusted.high], "sel.aw3")
    assert same(adjusted.p, "sel.aw3_p")
    assert same([60 / 200, 40 / 150, 100 / 150], "sel.comment_rate_pro_pas_det")

"""Why a score moved between two waves: segments scored differently (rate) or their shares changed (mix)."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from cxtext.errors import StatisticError
from cxtext.stats.checks import counts


class Decomposition(NamedTuple):
    """One entry a segment; rate + centred_mix sum to the change of the total, as do rate + mix.

    ``centred_mix`` is the one to show per segment: it does not depend on where the scale has its zero.
    ``rate_only``, ``mix_only`` and ``interaction`` are the totals of the three-fold form.
    """

    before: float
    after: float
    rate: np.ndarray
    mix: np.ndarray
    centred_mix: np.ndarray
    rate_only: float
    mix_only: float
    interaction: float


def kitagawa(
    shares_before: object,
    scores_before: object,
    shares_after: object,
    scores_after: object,
    empty: Literal["refuse", "mix"] = "refuse",
) -> Decomposition:
    """rate_g = (r1 - r0)(m0 + m1)/2, mix_g = (m1 - m0)((r0 + r1)/2 - c), c = (N0 + N1)/2 for the centred mix.

    m are shares that sum to 1, r the segments' scores, N the totals. A segment that is empty in one wave has
    no score there (NaN): pool it, or ``empty="mix"`` counts all of it as mix.

    >>> k = kitagawa([.5, .3, .2], [40, 20, -10], [.3, .3, .4], [45, 22, -2])
    >>> k.rate.round(6).tolist(), k.centred_mix.round(6).tolist()
    ([2.0, 0.6, 2.4], [-4.17, -0.0, -5.53])
    """
    m0, m1 = counts(shares_before, "shares_before"), counts(shares_after, "shares_after")
    r0, r1 = (np.array(r, dtype=float) for r in (scores_before, scores_after))
    if not m0.shape == m1.shape == r0.shape == r1.shape or m0.ndim != 1:
        raise StatisticError("Each segment has a share and a score in both waves.", found=m0.shape)
    for name, m in (("shares_before", m0), ("shares_after", m1)):
        if abs(m.sum() - 1) > 1e-9:
            raise StatisticError("Shares must sum to 1.", where=name, found=m.sum())
    missing0, missing1 = np.isnan(r0), np.isnan(r1)
    wrong = (missing0 & (m0 > 0)) | (missing1 & (m1 > 0)) | (missing0 & missing1)
    if wrong.any() or ((missing0 | missing1).any() and empty == "refuse"):
        raise StatisticError(
            "A segment without a score in a wave.", where="scores",
            found=f"segments {np.flatnonzero(missing0 | missing1).tolist()}",
            do='Pool it, or say empty="mix" where its share is 0.',
        )  # fmt: skip
    r0, r1 = np.where(missing0, r1, r0), np.where(missing1, r0, r1)
    before, after = float(m0 @ r0), float(m1 @ r1)
    rate = (r1 - r0) * (m0 + m1) / 2
    mean = (r0 + r1) / 2
    mix = (m1 - m0) * mean
    centred = (m1 - m0) * (mean - (before + after) / 2)
    return Decomposition(
        before, after, rate, mix, centred,
        float(m0 @ (r1 - r0)), float((m1 - m0) @ r0), float((m1 - m0) @ (r1 - r0)),
    )  # fmt: skip

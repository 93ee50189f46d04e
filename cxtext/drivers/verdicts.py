"""What may be said of a driver, decided in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxtext.stats.base import DEFAULT, Minimums
from cxtext.stats.multiplicity import benjamini_hochberg
from cxtext.stats.planning import base_needed

if TYPE_CHECKING:
    import pandas as pd

FAMILY = ("negative", "positive")
LEVEL = 0.05  # expected share of false ones among the drivers that a report names
MOST = 10_000_000  # respondents; beyond it "needs about n" helps nobody


def judge(rows: pd.DataFrame, minimums: Minimums = DEFAULT) -> pd.DataFrame:
    """Adds q, verdict and n_needed to the rows of the declared family; the others describe and get none.

    ``drives down`` and ``drives up`` are about the score's own number: q at most 0.05 and at least 30
    respondents (``minimums.topic_ranked``) on either side. ``not enough data``: fewer, or no impact defined;
    n_needed is then the base at which 30 would mention it. ``no clear effect`` otherwise; n_needed is the
    base that would show an impact of the size seen with 80 % power: n ((z_0.975 + z_0.8) se/impact)^2.
    """
    family = rows["segment"].isna().to_numpy() & rows["polarity"].isin(FAMILY).to_numpy()
    p = rows["p"].to_numpy(dtype=float)
    q = np.full(len(rows), np.nan)
    q[family] = benjamini_hochberg(p[family])
    impact = np.where(
        rows["impact_adjusted"].isna(), rows["impact_marginal"], rows["impact_adjusted"]
    ).astype(float)
    n_with, n_without = rows["n_with"].to_numpy(), rows["n_without"].to_numpy()
    enough = (np.minimum(n_with, n_without) >= minimums.topic_ranked) & ~np.isnan(q)
    decided = enough & (q <= LEVEL) & (impact != 0)
    verdict = np.full(len(rows), None, dtype=object)
    verdict[family] = "not enough data"
    verdict[family & enough] = "no clear effect"
    verdict[family & decided] = np.where(impact < 0, "drives down", "drives up")[family & decided]
    n_needed = np.where(
        enough, _n_for_power(rows, impact), _n_for_base(n_with, n_without, minimums.topic_ranked)
    )
    n_needed[~family | decided] = np.nan
    return rows.assign(q=q, verdict=verdict, n_needed=n_needed).drop(columns=["se", "base_flag"])


def _n_for_power(rows: pd.DataFrame, impact: np.ndarray) -> np.ndarray:
    n = (rows["n_with"] + rows["n_without"]).to_numpy()
    needed = [
        base_needed(effect, se, base) if se > 0 and effect == effect else np.nan
        for effect, se, base in zip(impact, rows["se"], n, strict=True)
    ]
    # An impact of about nothing would need all the customers in the world: no number then.
    return np.array([max(m, base + 1) if m <= MOST else np.nan for m, base in zip(needed, n, strict=True)])


def _n_for_base(n_with: np.ndarray, n_without: np.ndarray, ranked: int) -> np.ndarray:
    n = n_with + n_without
    smaller = np.minimum(n_with, n_without)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(smaller > 0, np.ceil(n * ranked / smaller), np.nan)

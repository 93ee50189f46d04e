"""Wallet Allocation Rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.errors import StatisticError
from cxtext.metrics.amounts import amount_estimate
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


def wallet_shares(ranks: ArrayLike) -> NDArray[np.float64]:
    """One customer's wallet over the brands used: (1 - rank / (n + 1)) 2 / n, brands tied sharing a rank.

    ``ranks`` has one entry per brand used, 1 the best; ties may be given as any equal numbers. Sums to 1.
    Source: Keiningham et al. (2011), Harvard Business Review 89(10).

    >>> wallet_shares([1, 2, 3]).round(4).tolist()
    [0.5, 0.3333, 0.1667]
    """
    import numpy as np
    from scipy.stats import rankdata

    given = np.asarray(ranks, dtype=float)
    if given.ndim != 1 or not len(given) or not (np.isfinite(given) & (given >= 1)).all():
        raise StatisticError("Ranks are numbers from 1 on, one per brand used.", where="ranks", found=ranks)
    n = len(given)
    return (1 - rankdata(given) / (n + 1)) * 2 / n


def wallet_allocation(ranks: ArrayLike, brands_used: ArrayLike, *, level: float = 0.95) -> Estimate:
    """The brand's share of its customers' wallets, predicted from how they rank it: a share, 0 to 1.

    Mean over customers of (1 - rank / (n + 1)) 2 / n, n counting the brands that the customer uses, the brand
    itself among them. Tied brands share the mean of their ranks (first and second alike: 1.5). Student's t.

    >>> round(wallet_allocation([1, 2, 1.5, 1], [2, 3, 3, 1]).value, 10)
    0.6041666667
    """
    import numpy as np

    rank, n = np.asarray(ranks, dtype=float), np.asarray(brands_used, dtype=float)
    if rank.shape != n.shape:
        raise StatisticError(
            "Each customer needs a rank and a number of brands.", found=f"{rank.shape}, {n.shape}"
        )
    if not (
        (n >= 1) & (n == np.floor(n)) & (rank >= 1) & (rank <= n) & (2 * rank == np.floor(2 * rank))
    ).all():
        raise StatisticError(
            "A rank lies between 1 and the number of brands used; ties take the mean of their ranks.",
            where="ranks",
        )
    shares = (1 - rank / (n + 1)) * 2 / n
    return amount_estimate(
        shares, "mean", "share", base="customers of the brand", level=level, limits=(0.0, 1.0)
    )

"""Customer Effort Score (CES)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from cxtext.errors import StatisticError, nearest
from cxtext.metrics.answers import OnInvalid, WeightKind
from cxtext.metrics.scored import code_numbers, count_scores, group_signs, pomp
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Version = Literal["1.0", "2.0", "ease", "speed"]
Statistic = Literal["mean", "easy", "net", "pomp"]


def customer_effort(
    scores: ArrayLike,
    *,
    version: Version,
    scale: tuple[int, int],
    low_is_good: bool,
    statistic: Statistic = "mean",
    weights: ArrayLike | None = None,
    weight_kind: WeightKind = "sampling",
    clusters: ArrayLike | None = None,
    level: float = 0.95,
    on_invalid: OnInvalid = "error",
) -> Estimate:
    """How hard it was to get one thing done. Wording, scale and direction must be said: they differ in use.

    Versions: ``1.0`` asks for the effort put forth (1 very low to 5 very high; low is good), ``2.0`` whether
    the company made it easy (1 to 7 agreement; high is good), ``ease`` how easy (often 0-10), ``speed`` how
    quick (often 1-10). Each is reported apart.

    - ``mean``: in scale points, in the scale's own direction, Student's t interval.
    - ``easy``: percentage on the easy side of the midpoint (5-7 of 2.0, 1-2 of 1.0), Wilson's interval.
    - ``net``: easy side minus hard side, in points, score interval.
    - ``pomp``: ease as percent of the maximum, 100 the easiest; flagged ``cross_version`` since it is the
      only figure that may stand beside another version's, and even then with care.

    What drives effort (the channel, the wait, whether it was resolved) is asked apart and not part of it.

    Raises
    ------
    ScoreError
        An answer that is not a whole number on the scale, unless ``on_invalid="drop"``.
    StatisticError
        A direction that contradicts the version; infinite or negative weights.

    Source: Dixon, Freeman and Toman (2010), Harvard Business Review 88(7); CEB (2013) for 2.0.

    >>> answers = [1] * 30 + [2] * 35 + [3] * 20 + [4] * 10 + [5] * 5
    >>> customer_effort(answers, version="1.0", scale=(1, 5), low_is_good=True).value
    2.25
    """
    from cxtext.metrics.estimates import mean_estimates, net_estimates, share_estimates

    for value, known in ((version, get_args(Version)), (statistic, get_args(Statistic))):
        if value not in known:
            raise StatisticError(f"Unknown {value!r}.", where="ces", do=nearest(str(value), known))
    if low_is_good != (version == "1.0"):
        raise StatisticError(
            f"CES {version} is asked so that {'low' if version == '1.0' else 'high'} is good.",
            where="low_is_good", found=low_is_good, do="Check the question's wording and name its version.",
        )  # fmt: skip
    cells, about = count_scores(
        scores, scale, weights=weights, weight_kind=weight_kind, clusters=clusters, level=level,
        on_invalid=on_invalid, flags=("cross_version",) if statistic == "pomp" else (),
    )  # fmt: skip
    if statistic == "mean":
        return mean_estimates(cells, code_numbers(scale), about)[0]
    if statistic == "pomp":
        return mean_estimates(cells, pomp(scale, not low_is_good), about, unit="percent of maximum")[0]
    sign = group_signs("ces", scale, not low_is_good)
    return (
        net_estimates(cells, sign, about)[0]
        if statistic == "net"
        else share_estimates(cells, sign == 1, about)[0]
    )

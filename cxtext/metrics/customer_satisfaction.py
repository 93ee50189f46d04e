"""Customer satisfaction (CSAT)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from cxtext.errors import StatisticError, nearest
from cxtext.metrics.answers import OnInvalid, WeightKind
from cxtext.metrics.scored import code_numbers, count_scores, group_signs, pomp
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Statistic = Literal["top2", "top", "top3", "net", "mean", "pomp"]


def customer_satisfaction(
    scores: ArrayLike,
    *,
    statistic: Statistic = "top2",
    scale: tuple[int, int] = (1, 5),
    higher_is_better: bool = True,
    weights: ArrayLike | None = None,
    weight_kind: WeightKind = "sampling",
    clusters: ArrayLike | None = None,
    level: float = 0.95,
    on_invalid: OnInvalid = "error",
) -> Estimate:
    """Satisfaction with one interaction or purchase. Its score has no single meaning: name the statistic.

    - ``top2``: percentage in the two best codes (4-5 of 5, 6-7 of 7, 9-10 of 10), Wilson's interval.
    - ``top``, ``top3``: percentage in the best code, in the best three.
    - ``net``: two best minus two worst, in points, score interval.
    - ``mean``: in scale points, Student's t interval clipped to the scale.
    - ``pomp``: the mean as percent of the maximum possible, 100 (mean - min) / (max - min).

    Scales of three codes or fewer have one code at each end. Labels must be mapped to codes before.

    Raises
    ------
    ScoreError
        An answer that is not a whole number on the scale, unless ``on_invalid="drop"``.
    StatisticError
        Infinite or negative weights; an unknown statistic.

    >>> answers = [1] * 5 + [2] * 10 + [3] * 15 + [4] * 40 + [5] * 30
    >>> customer_satisfaction(answers).value, customer_satisfaction(answers, statistic="mean").value
    (70.0, 3.8)
    """
    from cxtext.metrics.estimates import mean_estimates, net_estimates, share_estimates

    if statistic not in get_args(Statistic):
        raise StatisticError(
            f"Unknown statistic {statistic!r}.", where="csat", do=nearest(statistic, get_args(Statistic))
        )
    cells, about = count_scores(
        scores, scale, weights=weights, weight_kind=weight_kind, clusters=clusters, level=level,
        on_invalid=on_invalid,
    )  # fmt: skip
    sign = group_signs("csat", scale, higher_is_better)
    if statistic == "net":
        return net_estimates(cells, sign, about)[0]
    if statistic == "mean":
        return mean_estimates(cells, code_numbers(scale), about)[0]
    percent = pomp(scale, higher_is_better)
    if statistic == "pomp":
        return mean_estimates(cells, percent, about, unit="percent of maximum")[0]
    best = {"top2": int((sign == 1).sum()), "top": 1, "top3": 3}[statistic]
    return share_estimates(cells, percent >= sorted(percent)[-best], about)[0]

"""Net Promoter Score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.errors import StatisticError
from cxtext.metrics.answers import OnInvalid, WeightKind
from cxtext.metrics.estimates import NetInterval
from cxtext.metrics.scored import count_scores, group_signs
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def net_promoter_score(
    scores: ArrayLike,
    *,
    scale: tuple[int, int] = (0, 10),
    weights: ArrayLike | None = None,
    weight_kind: WeightKind = "sampling",
    clusters: ArrayLike | None = None,
    interval: NetInterval = "score",
    level: float = 0.95,
    on_invalid: OnInvalid = "error",
) -> Estimate:
    """Share of promoters minus share of detractors, in points from -100 to 100.

    NPS = 100 (P - D) / n. On 0-10 promoters are 9-10, passives 7-8, detractors 0-6: six and below.

    Other scales are variants of their own, flagged ``variant``, and never compared with 0-10: 1-10 (1-6, 7-8,
    9-10), 1-5 (1-3, 4, 5) and a keypad's 0-9 (0-6, 7-8, 9). Say which one was asked; answers without a zero
    do not make a scale start at 1. Scales of labels without a passive group are net satisfaction instead.

    Parameters
    ----------
    scores
        One answer each. Missing ones are left out and counted.
    weights
        Scale-free sampling weights, or whole numbers with ``weight_kind="frequency"``.
    clusters
        Who or where answers belong together (customer, store): the interval allows for it.
    interval
        ``score`` (Tango 1998), ``adjusted_wald`` (three answers added), ``wald`` (too narrow for small n).

    Raises
    ------
    ScoreError
        An answer that is not a whole number on the scale, unless ``on_invalid="drop"``.
    StatisticError
        Infinite or negative weights; a scale without agreed cut points.

    Source: Reichheld (2003); Rocks (2016), The American Statistician 70.

    >>> nps = net_promoter_score([10] * 30 + [8] * 50 + [3] * 20)
    >>> nps.value, round(nps.low, 2), round(nps.high, 2)
    (10.0, -3.91, 23.52)
    """
    from cxtext.metrics.estimates import net_estimates

    cells, about = count_scores(
        scores, scale, weights=weights, weight_kind=weight_kind, clusters=clusters, level=level,
        on_invalid=on_invalid, flags=_flags(scale),
    )  # fmt: skip
    return net_estimates(cells, group_signs("nps", scale, higher_is_better=True), about, interval)[0]


def net_promoter_score_by(
    scores: ArrayLike, groups: ArrayLike, *, scale: tuple[int, int] = (0, 10), level: float = 0.95
) -> dict[object, Estimate]:
    """The score of every group, in the groups' order of appearance, from one pass over the answers.

    Answers without a group are left out. A group without a valid answer has no value.

    >>> found = net_promoter_score_by([10, 9, 3, 10], ["north", "north", "south", "south"])
    >>> {group: estimate.value for group, estimate in found.items()}
    {'north': 100.0, 'south': 0.0}
    """
    import pandas as pd

    from cxtext.metrics.answers import as_numbers, valid_answers
    from cxtext.metrics.cells import count_cells
    from cxtext.metrics.estimates import About, net_estimates

    answers = valid_answers(scores, *scale)
    codes, names = pd.factorize(pd.Series(groups))  # type: ignore[arg-type]
    valid = ~as_numbers(scores)[1]
    if len(codes) != len(valid):
        raise StatisticError("There must be one group per answer.", where="groups", found=len(codes))
    group = codes[valid]
    cells = count_cells(
        answers.codes[group >= 0], scale[1] - scale[0] + 1, group=group[group >= 0], n_groups=len(names)
    )
    found = net_estimates(
        cells, group_signs("nps", scale, higher_is_better=True), About(level, flags=_flags(scale))
    )
    return dict(zip(names, found, strict=True))


def _flags(scale: tuple[int, int]) -> tuple[str, ...]:
    return () if tuple(scale) == (0, 10) else ("variant",)

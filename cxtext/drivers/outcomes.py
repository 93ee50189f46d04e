"""What a driver's impact is measured in: each metric's own statistic, per response."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


class Outcome(NamedTuple):
    """One metric on the responses that form its base.

    ``y`` averages to the metric's statistic: NPS -100/0/100, CSAT 0/100 (top-two share), any other metric
    its score. ``bad`` marks detractors, low CSAT, high effort; ``event`` whose count limits how many topics a
    model of ``y`` can hold: detractors, the not satisfied, otherwise the bad. Shapes: all ``(n,)``.
    """

    metric: str
    unit: str
    higher_is_better: bool
    y: np.ndarray
    bad: np.ndarray
    event: np.ndarray
    group: np.ndarray
    response_id: np.ndarray


UNITS = {"nps": "points", "csat": "percent"}


def outcome(metric: str, scores: pd.DataFrame) -> Outcome:
    """The outcome of one metric over all responses with a valid score.

    >>> import pandas as pd
    >>> scores = pd.DataFrame({"response_id": ["a", "b"], "metric": "nps", "value": [10.0, 3.0],
    ...                        "group": ["promoter", "detractor"], "higher_is_better": True})
    >>> outcome("nps", scores).y.tolist()
    [100.0, -100.0]
    """
    rows = scores[scores["metric"] == metric]
    group = rows["group"].to_numpy(dtype=object)
    if metric == "nps":
        y = 100.0 * (group == "promoter") - 100.0 * (group == "detractor")
    elif metric == "csat":
        y = 100.0 * (group == "top")
    else:
        y = rows["value"].to_numpy(dtype=float)
    bad = (group == "detractor") | (group == "low")
    return Outcome(
        metric,
        UNITS.get(metric, "scale points"),
        bool(rows["higher_is_better"].iloc[0]) if len(rows) else True,
        y,
        bad,
        y == 0 if metric == "csat" else bad,
        group,
        rows["response_id"].to_numpy(dtype=object),
    )

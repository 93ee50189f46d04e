"""Who comments? The scores of commenters against those who stayed silent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cxtext.drivers.outcomes import Outcome, outcome
from cxtext.stats.base import DEFAULT, Minimums, base_flag
from cxtext.stats.checks import z_of
from cxtext.stats.estimate import Difference, Interval
from cxtext.stats.means import mean_difference, mean_interval
from cxtext.stats.nps import nps_score
from cxtext.stats.nps_difference import nps_difference
from cxtext.stats.proportions import newcombe, wilson
from cxtext.tables import COMMENT_BIAS, check, empty

if TYPE_CHECKING:
    import pandas as pd

STATISTIC = {"nps": "nps", "csat": "top2"}


class Group(NamedTuple):
    """The outcome of some responses, their weights, and respondents as clusters."""

    y: np.ndarray
    weight: np.ndarray
    respondent: np.ndarray


def compare_commenters(tables: dict[str, pd.DataFrame], minimums: Minimums = DEFAULT) -> pd.DataFrame:
    """The comment_bias table: each metric for commenters, silent responses and all, and the difference.

    A comment that is only a filler counts as silent. Intervals: NPS score, Wilson, Student; differences
    (commenters minus silent): MOVER of score limits, Newcombe, Welch. Where respondents repeat or weights
    are given: Student's on cluster-robust errors, ``clustered`` or ``weighted`` in flags.
    """
    import pandas as pd

    comments, responses = tables["comments"], tables["responses"].set_index("response_id")
    said = set(comments.loc[~comments["filler"], "response_id"])
    rows = []
    for metric in sorted(set(tables["scores"]["metric"])):
        found = outcome(metric, tables["scores"])
        mine = responses.loc[found.response_id]
        spoke = np.array([r in said for r in found.response_id], dtype=bool)
        everyone = Group(found.y, mine["weight"].to_numpy(float), mine["respondent"].to_numpy(object))
        rows += _rows(found, everyone, spoke, minimums)
    return check(COMMENT_BIAS, pd.DataFrame(rows)) if rows else empty(COMMENT_BIAS)


def _rows(found: Outcome, everyone: Group, spoke: np.ndarray, minimums: Minimums) -> list[dict[str, object]]:
    flags = []
    if len(np.unique(everyone.respondent)) < len(everyone.respondent):
        flags.append("clustered")
    if np.ptp(everyone.weight) > 0:
        flags.append("weighted")
    groups = {
        "commenters": Group(*(part[spoke] for part in everyone)),
        "silent": Group(*(part[~spoke] for part in everyone)),
        "all": everyone,
    }
    rows = []
    for name, group in groups.items():
        value, interval, method = _estimate(found.metric, group, robust=bool(flags))
        base = base_flag(len(group.y), minimums)
        rows.append(_row(found, name, value, interval, method, len(group.y), base, flags))
    d, method = _difference(found.metric, groups["commenters"], groups["silent"], robust=bool(flags))
    n = min(len(groups["commenters"].y), len(groups["silent"].y))
    base = base_flag(n, minimums)
    rows.append(_row(found, "difference", d.value, Interval(d.low, d.high), method, n, base, flags))
    return rows


def _row(
    found: Outcome,
    group: str,
    value: float,
    interval: Interval,
    method: str,
    n: int,
    flag: str | None,
    flags: list[str],
) -> dict[str, object]:
    shown = flag != "suppressed"
    return {
        "metric": found.metric,
        "statistic": STATISTIC.get(found.metric, "mean"),
        "group": group,
        "value": value if shown else math.nan,
        "low": interval.low if shown else math.nan,
        "high": interval.high if shown else math.nan,
        "unit": found.unit,
        "n": n,
        "method": method,
        "flags": " ".join([*flags, *([flag] if flag else [])]) or None,
    }


def _estimate(metric: str, group: Group, *, robust: bool) -> tuple[float, Interval, str]:
    if not len(group.y):
        return math.nan, Interval(math.nan, math.nan), "none"
    mean = mean_interval(
        group.y,
        weights=group.weight if robust else None,
        clusters=group.respondent if robust else None,
        bounds={"nps": (-100.0, 100.0), "csat": (0.0, 100.0)}.get(metric),
    )
    if not robust and metric == "nps":
        return mean.value, nps_score(*_thirds(group.y)), "score"
    if not robust and metric == "csat":
        share = wilson(_top(group.y), len(group.y))
        return mean.value, Interval(100 * share.low, 100 * share.high), "wilson"
    return mean.value, Interval(mean.low, mean.high), "student"


def _difference(metric: str, spoke: Group, silent: Group, *, robust: bool) -> tuple[Difference, str]:
    if not len(spoke.y) or not len(silent.y):
        return Difference(*[math.nan] * 4), "none"
    if robust:
        one = mean_interval(silent.y, weights=silent.weight, clusters=silent.respondent)
        two = mean_interval(spoke.y, weights=spoke.weight, clusters=spoke.respondent)
        gap, half = two.value - one.value, z_of(0.95) * math.hypot(one.se, two.se)
        return Difference(gap, gap - half, gap + half, math.nan), "normal"
    if metric == "nps":
        return nps_difference(_thirds(silent.y), _thirds(spoke.y)), "mover"
    if metric == "csat":
        shares = newcombe((_top(spoke.y), len(spoke.y)), (_top(silent.y), len(silent.y)))
        return Difference(100 * shares.value, 100 * shares.low, 100 * shares.high, shares.p), "newcombe"
    return mean_difference(silent.y, spoke.y), "welch"


def _thirds(y: np.ndarray) -> tuple[int, int, int]:
    return int((y > 0).sum()), int((y == 0).sum()), int((y < 0).sum())


def _top(y: np.ndarray) -> int:
    return int((y > 0).sum())

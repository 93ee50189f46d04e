"""The change of a metric between two periods or groups, tested by what the metric is made of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from cxtext.stats.base import DEFAULT, Minimums, base_flag

if TYPE_CHECKING:
    from cxtext.stats.estimate import Difference


class Net(NamedTuple):
    """Effective good, middle and bad answers of a net score."""

    good: float
    middle: float
    bad: float


class Share(NamedTuple):
    """Effective answers inside, and all of them."""

    inside: float
    n: float


class MeanOf(NamedTuple):
    """A mean, its standard error and its degrees of freedom."""

    value: float
    se: float
    df: float


Sample = Net | Share | MeanOf


class Change(NamedTuple):
    """Later minus earlier, in the metric's unit. What is missing is NaN; ``flags`` says why."""

    value: float
    low: float
    high: float
    p: float
    method: str
    flags: tuple[str, ...]


def change(
    before: Sample | None,
    after: Sample | None,
    values: tuple[float, float],
    bases: tuple[float, float] | None,
    *,
    level: float = 0.95,
    minimums: Minimums = DEFAULT,
) -> Change:
    """Net scores by MOVER of their score limits, shares by Newcombe, means by Welch's t.

    ``values`` are the two figures as shown, ``bases`` their effective answers: below 10 there is no figure
    and no test, from 10 to 29 the test is flagged ``low_base``. Figures that are added up (money) have no
    bases and get no test.

    >>> found = change(Net(30, 50, 20), Net(45, 35, 20), (10.0, 25.0), (100, 100))
    >>> found.value, round(found.p, 4), found.method
    (15.0, 0.1531, 'mover of score limits')
    """
    flag = None if bases is None else base_flag(min(bases), minimums)
    if flag == "suppressed":
        return Change(math.nan, math.nan, math.nan, math.nan, "none", (flag,))
    flags = (flag,) if flag else ()
    shown = values[1] - values[0]
    difference, method = _test(before, after, level)
    if difference is None:
        return Change(shown, math.nan, math.nan, math.nan, "none", flags)
    return Change(shown, difference.low, difference.high, difference.p, method, flags)


def _test(before: Sample | None, after: Sample | None, level: float) -> tuple[Difference | None, str]:
    if isinstance(before, Net) and isinstance(after, Net):
        from cxtext.stats.nps_difference import nps_difference

        return nps_difference(before, after, level), "mover of score limits"
    if isinstance(before, Share) and isinstance(after, Share):
        from cxtext.stats.estimate import Difference
        from cxtext.stats.proportions import newcombe

        d = newcombe(after, before, level)
        return Difference(100 * d.value, 100 * d.low, 100 * d.high, d.p), "newcombe"
    if isinstance(before, MeanOf) and isinstance(after, MeanOf):
        return _welch(before, after, level), "welch"
    return None, "none"


def _welch(before: MeanOf, after: MeanOf, level: float) -> Difference | None:
    """d -+ t SE, SE^2 = SE1^2 + SE2^2, df = SE^4 / (SE1^4 / df1 + SE2^4 / df2); None without spread."""
    from scipy.special import stdtr, stdtrit

    from cxtext.stats.estimate import Difference

    se = math.hypot(before.se, after.se)
    if not se > 0 or min(before.df, after.df) < 1:
        return None
    df = se**4 / (before.se**4 / before.df + after.se**4 / after.df)
    d = after.value - before.value
    half = float(stdtrit(df, 0.5 + level / 2)) * se
    return Difference(d, d - half, d + half, 2 * float(stdtr(df, -abs(d / se))), se, d / se)

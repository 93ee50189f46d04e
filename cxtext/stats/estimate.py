"""What a number is handed over as: its value, interval, base, and why it is missing where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Interval(NamedTuple):
    """Lower and upper limit, in the unit of the estimate. NaN where no interval is defined."""

    low: float
    high: float


class Significance(NamedTuple):
    """A test statistic and its two-sided p-value."""

    statistic: float
    p: float


class Difference(NamedTuple):
    """A difference, its limits and two-sided p; standard error and statistic where the method has them."""

    value: float
    low: float
    high: float
    p: float
    se: float = float("nan")
    statistic: float = float("nan")


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """One number of a report.

    value
        In ``unit``; None where the data do not give one, and then ``reason`` says why.
    low, high
        Limits at ``level``; None where there is no interval.
    n, n_eff
        Valid answers; effective number of answers under weights or clusters.
    method
        How the limits were made.
    base
        Whom the number is about.
    flags
        Stable words: ``low_base``, ``suppressed``, ``degenerate`` ...
    n_missing, n_invalid
        Answers that were blank; answers that were dropped because they are not on the scale.

    >>> Estimate(value=10.0, low=-3.9, high=23.5, unit="points", n=100, method="score").value
    10.0
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str
    n: int
    n_eff: float | None = None
    method: str
    level: float = 0.95
    base: str = ""
    flags: tuple[str, ...] = ()
    reason: str | None = None
    n_missing: int = 0
    n_invalid: int = 0

    @classmethod
    def missing(
        cls,
        reason: str,
        unit: str,
        *,
        n: int = 0,
        method: str = "none",
        level: float = 0.95,
        base: str = "",
        flags: tuple[str, ...] = (),
        n_missing: int = 0,
        n_invalid: int = 0,
    ) -> Estimate:
        """No value, with the reason.

        >>> Estimate.missing("no valid responses", "points").value is None
        True
        """
        return cls(
            value=None, unit=unit, n=n, method=method, level=level, base=base, flags=flags,
            reason=reason, n_missing=n_missing, n_invalid=n_invalid,
        )  # fmt: skip

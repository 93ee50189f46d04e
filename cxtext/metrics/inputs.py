"""Counts and amounts as they come in, and the two kinds of estimate made of them."""

from __future__ import annotations

import math
from numbers import Integral, Real

from cxtext.errors import StatisticError
from cxtext.stats.base import DEFAULT
from cxtext.stats.estimate import Estimate

ACCOUNT = "account"  # the method of figures that are added up, not sampled


def count(value: object, name: str) -> int:
    """A whole number, 0 or more.

    >>> count(25.0, "lost")
    25
    """
    number = amount(value, name)
    if number != int(number):
        raise StatisticError("A count is a whole number.", where=name, found=value)
    return int(number)


def amount(value: object, name: str) -> float:
    """A finite number, 0 or more. Booleans are not numbers."""
    number = finite(value, name)
    if number < 0:
        raise StatisticError("It cannot be negative.", where=name, found=value)
    return number


def finite(value: object, name: str) -> float:
    """A finite number."""
    # numpy's booleans are no Integral, but would pass float()
    if not isinstance(value, Real) or isinstance(value, bool) or type(value).__name__ == "bool":
        raise StatisticError("It must be a number.", where=name, found=repr(value))
    number = int(value) if isinstance(value, Integral) else float(value)
    if not math.isfinite(number):
        raise StatisticError("It must be finite.", where=name, found=value)
    return number


def share_of(
    part: object,
    whole: object,
    part_name: str,
    whole_name: str,
    *,
    base: str = "",
    flags: tuple[str, ...] = (),
    level: float = 0.95,
) -> Estimate:
    """100 part / whole in percent with Wilson's interval; no value where the whole is 0.

    >>> share_of(25, 100, "lost", "start").value
    25.0
    """
    from cxtext.stats.proportions import wilson

    x, n = count(part, part_name), count(whole, whole_name)
    if x > n:
        raise StatisticError(
            f"There cannot be more {part_name} than {whole_name}.", where=part_name, found=f"{x} of {n}"
        )
    if not n:
        return Estimate.missing(f"{whole_name} is 0", "percent", level=level, base=base, flags=flags)
    low, high = wilson(x, n, level)
    flags += ("low_base",) if n < DEFAULT.clean else ()
    return Estimate(
        value=100 * x / n, low=100 * low, high=100 * high, unit="percent", n=n, method="wilson",
        level=level, base=base, flags=flags,
    )  # fmt: skip


def exact(value: float, unit: str, n: int = 0, *, base: str = "", flags: tuple[str, ...] = ()) -> Estimate:
    """A number without an interval: an account, not a sample."""
    return Estimate(value=value, unit=unit, n=n, method=ACCOUNT, base=base, flags=flags)

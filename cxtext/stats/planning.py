"""How many answers are needed, and what a number of answers can show."""

from __future__ import annotations

import math

from scipy.special import ndtri

from cxtext.errors import StatisticError
from cxtext.stats.checks import z_of


def nps_sample_size(margin: float, variance: float = 1.0, level: float = 0.95) -> int:
    """Answers for NPS -+ ``margin`` points: z^2 V 100^2/E^2, rounded up. V = 1 is the worst case.

    >>> nps_sample_size(5), nps_sample_size(5, variance=0.49)
    (1537, 753)
    """
    _positive(margin=margin, variance=variance)
    return math.ceil(z_of(level) ** 2 * variance * 1e4 / margin**2)


def share_sample_size(margin: float, share: float = 0.5, level: float = 0.95) -> int:
    """Answers for a share -+ ``margin`` (both 0 to 1): z^2 p (1 - p)/E^2, rounded up.

    >>> share_sample_size(0.05)
    385
    """
    _positive(margin=margin, variance=share * (1 - share))
    return math.ceil(z_of(level) ** 2 * share * (1 - share) / margin**2)


def nps_detectable_change(
    n_before: float, n_after: float, variance: float = 1.0, power: float = 0.8, level: float = 0.95
) -> float:
    """The smallest change between two waves that a test finds with ``power``, in points.

    (z_(1-a/2) + z_power) 100 sqrt(V/n1 + V/n2)

    >>> round(nps_detectable_change(400, 400, variance=0.49), 6)
    13.867139
    """
    _positive(n_before=n_before, n_after=n_after, variance=variance)
    return _reach(power, level) * 100 * math.sqrt(variance / n_before + variance / n_after)


def share_detectable_change(
    n_before: float, n_after: float, share: float = 0.5, power: float = 0.8, level: float = 0.95
) -> float:
    """The same for a share: (z_(1-a/2) + z_power) sqrt(p (1 - p) (1/n1 + 1/n2))."""
    _positive(n_before=n_before, n_after=n_after, variance=share * (1 - share))
    return _reach(power, level) * math.sqrt(share * (1 - share) * (1 / n_before + 1 / n_after))


def base_needed(effect: float, se: float, n: float, power: float = 0.8, level: float = 0.95) -> float:
    """The base on which an effect of this size would show, given its SE on a base of n.

    n ((z_(1-a/2) + z_power) SE/effect)^2, rounded up; infinite for an effect of 0.

    >>> base_needed(effect=2.0, se=1.0, n=400)
    785
    """
    _positive(se=se, n=n)
    if effect == 0:
        return math.inf
    return math.ceil(n * (_reach(power, level) * se / effect) ** 2)


def _reach(power: float, level: float) -> float:
    if not 0 < power < 1:
        raise StatisticError("Power lies between 0 and 1.", where="power", found=power)
    return z_of(level) + float(ndtri(power))


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not (value > 0 and math.isfinite(value)):
            raise StatisticError("This must be above 0.", where=name, found=value)

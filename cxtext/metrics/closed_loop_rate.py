"""Closing the loop with detractors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.metrics.inputs import share_of
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def closed_loop_rate(contacted_in_time: int, eligible: int, *, level: float = 0.95) -> Estimate:
    """Detractors contacted within the agreed time, of those who may be contacted, Wilson's interval.

    100 contacted / eligible, in percent. Eligible are detractors with consent and a way to reach them.

    >>> round(closed_loop_rate(24, 31).value, 4)
    77.4194
    """
    return share_of(contacted_in_time, eligible, "contacted", "eligible detractors",
                    base="detractors who may be contacted", level=level)  # fmt: skip


def time_to_close(
    waits: ArrayLike, closed: ArrayLike, *, unit: str = "days", level: float = 0.95
) -> Estimate:
    """Median time until a case is closed; cases still open count as waiting (Kaplan-Meier).

    No value where fewer than half of the cases are ever closed.

    >>> time_to_close([1, 2, 3, 4, 5], [True, True, True, True, False]).value
    3.0
    """
    from cxtext.metrics.survival_curve import median_survival

    return median_survival(waits, closed, unit=unit, level=level)

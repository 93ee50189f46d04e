"""Close rate of sales."""

from __future__ import annotations

from cxtext.metrics.inputs import share_of
from cxtext.stats.estimate import Estimate


def close_rate(won: int, opportunities: int, *, level: float = 0.95) -> Estimate:
    """Opportunities won, of those decided in the period (open ones left out), Wilson's interval.

    100 won / opportunities, in percent. No value where none was decided.

    >>> close_rate(12, 48).value
    25.0
    """
    return share_of(won, opportunities, "won", "opportunities", base="opportunities won or lost", level=level)

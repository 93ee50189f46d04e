"""Customer retention rate (CRR)."""

from __future__ import annotations

from cxtext.errors import StatisticError
from cxtext.metrics.churn_rate import BASE
from cxtext.metrics.inputs import count, share_of
from cxtext.stats.estimate import Estimate


def retention_rate(start: int, end: int, new: int, *, level: float = 0.95) -> Estimate:
    """Customers of the start who are still there at the end: 100 (end - new) / start, Wilson's interval.

    New customers do not count, so that retention and churn on one base add to 100. It is not net revenue
    retention, which is money and may exceed 100 %. Customers who came back belong in neither ``end`` nor
    ``new``: more kept than there were is an error. No value where ``start`` is 0.

    >>> retention_rate(100, 90, 15).value
    75.0
    """
    s, e, n = count(start, "start"), count(end, "end"), count(new, "new")
    if n > e:
        raise StatisticError(
            "There cannot be more new customers than customers.", where="new", found=f"{n} of {e}"
        )
    if e - n > s:
        raise StatisticError(
            "More customers were kept than there were.", where="end - new", found=f"{e - n} of {s}",
            do="Count customers who came back apart.",
        )  # fmt: skip
    return share_of(e - n, s, "kept", "customers at the start", base=BASE, level=level)

"""Customer churn, and churn over other periods."""

from __future__ import annotations

from cxtext.errors import StatisticError
from cxtext.metrics.inputs import amount, count, exact, share_of
from cxtext.stats.estimate import Estimate

BASE = "customers at the start; interval for the process, a customer base has no sampling error"


def churn_rate(lost: int, start: int, *, level: float = 0.95) -> Estimate:
    """Customers lost in the period, of those at its start, in percent with Wilson's interval.

    100 lost / start. Customers won in the period count neither above nor below. It counts customers; money
    lost is ``revenue_churn``. No value where ``start`` is 0; more lost than there were is an error.

    >>> churn_rate(25, 100).value
    25.0
    """
    return share_of(lost, start, "lost", "customers at the start", base=BASE, level=level)


def churn_rate_average_base(lost: int, start: int, end: int) -> Estimate:
    """A named variant: lost customers of the mean of start and end, in percent. Not comparable with churn.

    100 lost / ((start + end) / 2).

    >>> round(churn_rate_average_base(25, 100, 90).value, 8)
    26.31578947
    """
    x, s, e = count(lost, "lost"), count(start, "start"), count(end, "end")
    if x > s:
        raise StatisticError("More customers were lost than there were.", where="lost", found=f"{x} of {s}")
    if not s + e:
        return Estimate.missing("no customers", "percent")
    return exact(
        200 * x / (s + e), "percent", s, base="mean of customers at start and end", flags=("variant",)
    )


def churn_over(percent: float, periods: float) -> float:
    """The churn over ``periods`` periods, from that of one: 100 (1 - (1 - c)^k), in percent.

    Churn compounds: 5 % a month is 46 % a year, not 60 %. ``periods`` may be a fraction.

    >>> round(churn_over(5, 12), 8), churn_over(25, 4), round(churn_over(25, 1 / 3), 9)
    (45.96399123, 68.359375, 9.143970358)
    """
    c, k = amount(percent, "churn") / 100, amount(periods, "periods")
    if c > 1:
        raise StatisticError("Churn is at most 100 percent.", where="churn", found=percent)
    return 100 * (1 - (1 - c) ** k)


def expected_life(percent: float) -> Estimate:
    """1 / churn: how many periods a customer stays where churn is constant. No value at churn 0.

    >>> expected_life(25).value
    4.0
    """
    c = amount(percent, "churn")
    if c > 100:
        raise StatisticError("Churn is at most 100 percent.", where="churn", found=percent)
    if c == 0:
        return Estimate.missing("without churn a life has no end", "periods")
    return exact(100 / c, "periods")

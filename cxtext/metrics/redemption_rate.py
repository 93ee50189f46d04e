"""Redemption of loyalty points, and breakage."""

from __future__ import annotations

from cxtext.metrics.inputs import amount, exact, share_of
from cxtext.stats.estimate import Estimate


def redemption_rate(redeemed: float, issued: float) -> Estimate:
    """Points redeemed of points issued, in percent: 100 redeemed / issued.

    Both of one cohort of points. It passes 100 % only where cohorts are mixed, flagged ``mixed_cohorts``. No
    value where none were issued.

    >>> redemption_rate(37_500, 150_000).value
    25.0
    """
    used, given = amount(redeemed, "points redeemed"), amount(issued, "points issued")
    if not given:
        return Estimate.missing("points issued is 0", "percent", base="points issued")
    return exact(
        100 * used / given, "percent", base="points issued", flags=("mixed_cohorts",) if used > given else ()
    )


def breakage(redeemed: float, issued: float) -> Estimate:
    """Points issued and not redeemed, in percent: 100 minus the redemption rate.

    No value, with the reason, where more were redeemed than issued: then the cohorts are mixed.

    >>> breakage(37_500, 150_000).value
    75.0
    """
    rate = redemption_rate(redeemed, issued)
    if rate.value is None:
        return rate
    if rate.flags:
        return Estimate.missing(
            "more points redeemed than issued", "percent", base=rate.base, flags=rate.flags
        )
    return exact(100 - rate.value, "percent", base=rate.base)


def member_redemption_rate(redeemers: int, active_members: int, *, level: float = 0.95) -> Estimate:
    """Members who redeemed at least once, of active members, Wilson's interval, in percent.

    >>> member_redemption_rate(420, 1200).value
    35.0
    """
    return share_of(
        redeemers, active_members, "redeemers", "active members", base="active members", level=level
    )

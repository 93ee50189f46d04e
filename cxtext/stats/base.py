"""The minimum-base ladder: how many answers a number needs, decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxtext.errors import ConfigError, nearest
from cxtext.stats.estimate import Estimate


@dataclass(frozen=True, kw_only=True)
class Minimums:
    """A house rule; give other numbers to change it.

    >>> Minimums(estimate=5).estimate
    5
    """

    estimate: int = 10  # fewer: not shown
    clean: int = 30  # fewer: shown and flagged; ranks and comparisons need it on both sides
    topic: int = 10  # with and without a topic, to show it
    topic_ranked: int = 30  # with and without a topic, to rank it
    events_per_topic: int = 10  # fewer: no adjusted model
    cell: int = 5  # a smaller cell of a 2 x 2 table asks for Firth and mid-p
    agreement_units: int = 50  # units coded twice, for kappa and alpha
    calibration_bin: int = 30  # predictions in a bin
    at_risk: int = 10  # customers at risk, on a survival curve
    purchase_customers: int = 200  # customers for BG/NBD
    purchase_repeaters: int = 50  # of them with a repeat purchase
    clusters: int = 30  # fewer: t with G - 1 degrees of freedom
    bootstrap: int = 20  # values to resample

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if value < 1:
                raise ConfigError("A minimum base is at least 1.", where=name, found=value)
        if self.clean < self.estimate or self.topic_ranked < self.topic:
            raise ConfigError(
                "The clean base cannot be below the base to show a number.",
                found=f"estimate {self.estimate}, clean {self.clean}, "
                f"topic {self.topic}, topic-ranked {self.topic_ranked}",
            )


DEFAULT = Minimums()
# What a run consults; the others belong to functions that no run calls.
CONFIGURABLE = (
    "estimate", "clean", "topic", "topic_ranked", "events_per_topic", "clusters", "purchase_customers",
    "purchase_repeaters",
)  # fmt: skip


def read_minimums(given: Mapping[str, int]) -> Minimums:
    """What ``[minimums]`` declares, the rest as it is. Raises ConfigError for an unknown name.

    >>> read_minimums({"clean": 50, "topic-ranked": 40}).clean
    50
    """
    known = {key.replace("-", "_"): value for key, value in given.items()}
    for key in known:
        if key not in CONFIGURABLE:
            raise ConfigError(
                f"Unknown minimum base {key!r}.", where="[minimums]", do=nearest(key, CONFIGURABLE)
            )
    return replace(DEFAULT, **known)


def base_flag(n: float, minimums: Minimums = DEFAULT) -> str | None:
    """``suppressed`` below 10, ``low_base`` from 10 to 29, None from 30; n is n_eff where there is one.

    >>> [base_flag(n) for n in (9, 10, 29, 30)]
    ['suppressed', 'low_base', 'low_base', None]
    """
    if n < minimums.estimate:
        return "suppressed"
    return "low_base" if n < minimums.clean else None


def apply_ladder(estimate: Estimate, minimums: Minimums = DEFAULT) -> Estimate:
    """The estimate as it may be shared: emptied with a reason below the base, flagged on a low base.

    >>> few = Estimate(value=50.0, unit="points", n=4, method="score")
    >>> apply_ladder(few).value, apply_ladder(few).reason
    (None, 'fewer than 10 answers')
    """
    if estimate.value is None:
        return estimate
    n = estimate.n if estimate.n_eff is None else min(estimate.n, estimate.n_eff)
    flag = base_flag(n, minimums)
    if flag is None or flag in estimate.flags:
        return estimate
    flagged = replace(estimate, flags=(*estimate.flags, flag))
    if flag == "low_base":
        return flagged
    return replace(flagged, value=None, low=None, high=None, reason=f"fewer than {minimums.estimate} answers")


def comparable(n_first: float, n_second: float, minimums: Minimums = DEFAULT) -> bool:
    """True where two groups may be ranked or compared: both on a clean base.

    >>> comparable(30, 29)
    False
    """
    return min(n_first, n_second) >= minimums.clean


def topic_base(n_with: float, n_without: float, minimums: Minimums = DEFAULT) -> str | None:
    """``suppressed``, ``low_base`` or None for a topic: both sides of it count.

    >>> topic_base(12, 400), topic_base(40, 400), topic_base(9, 400)
    ('low_base', None, 'suppressed')
    """
    smaller = min(n_with, n_without)
    if smaller < minimums.topic:
        return "suppressed"
    return "low_base" if smaller < minimums.topic_ranked else None

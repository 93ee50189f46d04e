"""Average handling time (AHT)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.errors import StatisticError
from cxtext.metrics.amounts import MeanInterval, Statistic, amount_estimate, amounts
from cxtext.stats.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def average_handling_time(
    talk: ArrayLike,
    hold: ArrayLike | float = 0.0,
    after_call: ArrayLike | float = 0.0,
    *,
    statistic: Statistic = "mean",
    interval: MeanInterval = "t",
    unit: str = "seconds",
    level: float = 0.95,
) -> Estimate:
    """Talk + hold + work after the call, per handled contact; one row a contact, abandoned ones left out.

    The wait before an agent answers is no part of it: see ``waiting_time``. Handling times are skewed, so
    that ``median`` and ``p90`` (linear between values) belong beside the ``mean``, and
    ``interval="bca"`` (the bias-corrected bootstrap, from 20 contacts on) fits its mean better than
    Student's t.
    Contacts with a missing part are left out and counted; negative times are an error.

    >>> average_handling_time([200, 185], [0, 60], [60, 40]).value
    272.5
    """
    import numpy as np

    talk = np.asarray(talk, dtype=object).ravel()
    parts = []
    for name, part in (("talk", talk), ("hold", hold), ("after_call", after_call)):
        given = np.asarray(part, dtype=object).ravel()
        if given.size not in (1, talk.size):
            raise StatisticError("There must be one time per contact.", where=name, found=given.size)
        parts.append(np.broadcast_to(given, talk.shape))
    complete = np.array(
        [[cell is not None and cell == cell and cell != "" for cell in part] for part in parts]
    )
    whole = complete.all(axis=0) if talk.size else np.zeros(0, dtype=bool)
    names = ("talk", "hold", "after_call")
    times = sum(amounts(part[whole], name)[0] for part, name in zip(parts, names, strict=True))
    return amount_estimate(
        np.asarray(times), statistic, unit, base="handled contacts", level=level,
        n_missing=int((~whole).sum()), interval=interval,
    )  # fmt: skip

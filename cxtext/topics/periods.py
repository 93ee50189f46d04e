"""The periods that a survey's answers fall into: months, quarters or years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

MOST = 24  # periods that a reader can follow
TYPICAL = 30  # answers of the median month or quarter


def periods(times: pd.Series) -> pd.Series:
    """The period of each time, such as 2026-03, 2026-Q1 or 2026; all missing where there are no two.

    The finest unit with at most 24 periods of a median of 30 answers; years need none.

    >>> import pandas as pd
    >>> days = pd.Series(pd.date_range("2026-01-01", periods=120, tz="UTC"))
    >>> periods(days).unique().tolist()
    ['2026-01', '2026-02', '2026-03', '2026-04']
    """
    import pandas as pd

    times = times.dt.tz_localize(None)
    best = pd.Series(pd.NA, index=times.index, dtype="str")
    for unit in ("Y", "Q", "M"):
        named = times.dt.to_period(unit)
        counts = named.value_counts()
        if len(counts) < 2 or len(counts) > MOST or (unit != "Y" and counts.median() < TYPICAL):
            continue
        names = named.astype("str").where(times.notna())
        best = names.str.replace(r"^(\d{4})Q", r"\1-Q", regex=True)
    return best


def period_numbers(names: np.ndarray) -> np.ndarray:
    """Where each named period lies on the calendar, in periods: a year without answers is a gap.

    >>> period_numbers(np.array(["2025-Q4", "2026-Q1", "2026-Q3"])).tolist()
    [223.0, 224.0, 226.0]
    """
    import pandas as pd

    unique, of = np.unique(names.astype(str), return_inverse=True)
    return np.array([pd.Period(name).ordinal for name in unique], dtype=float)[of]

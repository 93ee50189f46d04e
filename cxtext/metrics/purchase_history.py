"""From single purchases to each customer's history: how often, how recently, for how long, how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.errors import ColumnError, StatisticError, nearest

if TYPE_CHECKING:
    import pandas as pd


def purchase_history(
    transactions: pd.DataFrame,
    *,
    customer: str,
    date: str,
    value: str | None = None,
    until: str | pd.Timestamp | None = None,
    days_per_period: float = 7.0,
) -> pd.DataFrame:
    """One row a customer: ``x`` repeat purchases, the last at ``t_x``, watched for ``T``; ``spend``.

    Purchases of one customer on one day are one purchase. Time runs from each customer's first purchase, in
    periods of ``days_per_period`` (weeks). ``spend`` is the mean value of the repeat purchases (NaN without
    any), so that it goes with ``x``; ``total`` is the value of all purchases.

    Parameters
    ----------
    transactions
        One row a purchase. Not changed. A missing customer, date or value is an error, and so is a negative
        value: net refunds out before.
    until
        Last day of the watch; later purchases are left out. By default the last purchase in the table.

    >>> import pandas as pd
    >>> bought = pd.DataFrame({"id": ["a", "a", "b"], "day": ["2026-01-01", "2026-01-15", "2026-01-08"]})
    >>> history = purchase_history(bought, customer="id", date="day", until="2026-01-22")
    >>> history[["x", "t_x", "T"]].values.tolist()
    [[1.0, 2.0, 3.0], [0.0, 0.0, 2.0]]
    """
    import numpy as np
    import pandas as pd

    for column in filter(None, (customer, date, value)):
        if column not in transactions.columns:
            raise ColumnError(f"There is no column {column!r}.", where="transactions",
                              do=nearest(column, map(str, transactions.columns)))  # fmt: skip
    days = _days(transactions[date])
    money = np.zeros(len(days)) if value is None else _money(transactions[value])
    who = transactions[customer]
    if who.isna().any():
        raise ColumnError(
            "A purchase has no customer.", where=customer, found=f"{int(who.isna().sum())} rows"
        )
    frame = pd.DataFrame({"customer": who.to_numpy(), "day": days.to_numpy(), "value": money})
    end = frame["day"].max() if until is None else pd.Timestamp(until)
    frame = frame[frame["day"] <= end]
    daily = frame.groupby(["customer", "day"], sort=True, as_index=False)["value"].sum()
    grouped = daily.groupby("customer", sort=True)
    first, last, count = grouped["day"].min(), grouped["day"].max(), grouped.size()
    total, first_value = grouped["value"].sum(), grouped["value"].first()
    length = pd.Timedelta(days=days_per_period)
    history = pd.DataFrame({
        "customer": first.index, "x": (count - 1).to_numpy(float),
        "t_x": ((last - first) / length).to_numpy(float), "T": ((end - first) / length).to_numpy(float),
    })  # fmt: skip
    if value is not None:
        repeats = history["x"].to_numpy()
        with np.errstate(invalid="ignore"):
            history["spend"] = np.where(
                repeats > 0, (total - first_value).to_numpy() / np.where(repeats > 0, repeats, 1), np.nan
            )
        history["total"] = total.to_numpy(float)
    # A customer first seen on the last day has not been watched at all.
    return history[history["T"] > 0].reset_index(drop=True)


def _days(dates: pd.Series) -> pd.Series:
    import pandas as pd

    try:
        when = pd.to_datetime(dates, errors="raise")
    except (ValueError, TypeError) as error:
        raise ColumnError("A purchase date cannot be read.", where=dates.name, found=str(error)[:80],
                          do="Write dates as 2026-01-31.") from error  # fmt: skip
    if when.isna().any():
        raise ColumnError("A purchase has no date.", where=dates.name, found=f"{int(when.isna().sum())} rows")
    if when.dt.tz is not None:
        when = when.dt.tz_localize(None)
    return when.dt.normalize()


def _money(values: pd.Series) -> object:
    import numpy as np
    import pandas as pd

    money = pd.to_numeric(values, errors="coerce").to_numpy(float)
    bad = ~(np.isfinite(money) & (money >= 0))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise StatisticError(
            "A purchase value is missing, negative or no number.", where=f"{values.name}, row {row}",
            found=repr(values.iloc[row]), do="Net refunds out before.",
        )  # fmt: skip
    return money

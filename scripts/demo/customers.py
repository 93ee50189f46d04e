"""Customers and orders of the invented shop: what joins the survey by customer id.

Drawn from a generator of its own, so that the survey stays as it was, byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

SURVEYED, OTHERS = 1_400, 120  # customers in the file who answered, and who did not
BUYERS = 420
CHURN = {"promoter": 0.06, "passive": 0.12, "detractor": 0.24, "silent": 0.12}
CALLED = 0.3  # share of customers with a call to support
START, WEEKS = np.datetime64("2025-07-01"), 52


def customers_and_orders(people: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The customers table and the transactions table; ``people`` are the survey's responses."""
    rng = np.random.default_rng([seed, 1])
    customers = _customers(people, rng)
    return customers, _orders(customers["customer_id"].to_numpy(), rng)


def _customers(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    import pandas as pd

    last = people.drop_duplicates("customer_id", keep="last")
    last = last.iloc[np.sort(rng.permutation(len(last))[:SURVEYED])]
    free = np.setdiff1d(np.arange(1_000_000), people["customer_id"].astype(int))
    strangers = np.sort(rng.choice(free, OTHERS, replace=False))
    ids = np.append(last["customer_id"].to_numpy(), [f"{number:06d}" for number in strangers])
    score = np.append(last["nps"].to_numpy(float), np.full(OTHERS, np.nan))
    group = np.select([score >= 9, score >= 7, score >= 0], ["promoter", "passive", "detractor"], "silent")
    n = len(ids)
    issued = 50 * rng.integers(2, 30, n)
    called = rng.random(n) < CALLED
    days = rng.integers(0, 181, n).astype("timedelta64[D]")
    frame = {
        "customer_id": ids,
        "cancelled": np.where(rng.random(n) < [CHURN[g] for g in group], "yes", "no"),
        "points_issued": issued,
        "points_redeemed": (issued * rng.beta(1.2, 1.8, n)).astype(int),
        "called_on": np.where(called, (np.datetime64("2026-01-01") + days).astype(str), ""),
    }
    for part, typical in (("talk_seconds", 240), ("hold_seconds", 45), ("wrapup_seconds", 60)):
        seconds = rng.gamma(2.0, typical / 2, n).astype(int).astype(str)
        frame[part] = np.where(called, seconds, "")
    return pd.DataFrame(frame).sort_values("customer_id", kind="stable")


def _orders(ids: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Orders as BG/NBD and Gamma-Gamma suppose them: a rate, a chance to leave and a spend a customer."""
    import pandas as pd

    rows = []
    for customer in rng.choice(ids, BUYERS, replace=False):
        week = 26 * rng.random()
        rate, leaves, spend = rng.gamma(1.6) / 8, rng.beta(1.2, 4.0), 200 / rng.gamma(6.0)
        while week < WEEKS:
            day = START + np.timedelta64(int(7 * week), "D")
            rows.append((customer, str(day), f"{rng.gamma(5.0) * spend / 5:.2f}"))
            if rng.random() < leaves:
                break
            week += rng.exponential(1 / rate) + 1 / 7
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_on", "amount"])
    return frame.sort_values(["ordered_on", "customer_id"], kind="stable")

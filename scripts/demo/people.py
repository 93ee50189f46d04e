"""Who answers when: customers, countries, plans, channels and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

COUNTRIES = {"US": 0.22, "GB": 0.13, "AU": 0.07, "KR": 0.31, "TW": 0.27}
LANGUAGE = {"US": "en", "GB": "en", "AU": "en", "KR": "ko", "TW": "zh-Hant"}
PLANS = {"Starter": 0.45, "Plus": 0.35, "Family": 0.20}
CHANNELS = {"email": 0.48, "app": 0.30, "web": 0.14, "sms": 0.08}
STARTS, DAYS = ("2026-01-01", "2026-04-01"), (90, 91)
RETURNING = 0.06  # share of second-quarter responses that come from somebody who answered in the first


def people(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """``n`` responses in order of time, without scores."""
    import pandas as pd

    quarter = rng.integers(0, 2, n)
    start = np.array(STARTS, dtype="datetime64[s]")[quarter]
    when = start + (rng.random(n) * np.array(DAYS)[quarter] * 86_400).astype("timedelta64[s]")
    order = np.argsort(when, kind="stable")
    quarter = quarter[order]
    customer = rng.permutation(10 * n)[:n]
    country, plan, channel = (_pick(rng, shares, n) for shares in (COUNTRIES, PLANS, CHANNELS))
    first, second = np.flatnonzero(quarter == 0), np.flatnonzero(quarter == 1)
    again = rng.choice(second, size=min(int(RETURNING * len(second)), len(first)), replace=False)
    before = rng.choice(first, size=len(again), replace=False)
    for of_the_customer in (customer, country, plan):
        of_the_customer[again] = of_the_customer[before]
    where = pd.Categorical.from_codes(country, list(COUNTRIES))
    return pd.DataFrame(
        {
            "response_id": [f"R{10_000 + number:06d}" for number in range(n)],
            "customer_id": [f"{number:06d}" for number in customer.tolist()],
            "submitted_at": when[order],
            "quarter": quarter + 1,
            "country": where,
            "plan": pd.Categorical.from_codes(plan, list(PLANS)),
            "channel": pd.Categorical.from_codes(channel, list(CHANNELS)),
            "language": where.map(LANGUAGE),
        }
    )


def _pick(rng: np.random.Generator, shares: dict[str, float], n: int) -> np.ndarray:
    return rng.choice(len(shares), size=n, p=np.array(list(shares.values())))

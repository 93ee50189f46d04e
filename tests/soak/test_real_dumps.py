"""The main job on the real sets beside the project: what it must find, and what it must not."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxtext
from cxtext.drivers import find_drivers

SHARED = Path(__file__).parents[3] / "shared" / "data"
DECIDED = ["drives down", "drives up"]
pytestmark = [
    pytest.mark.soak,
    pytest.mark.shared,
    pytest.mark.skipif(
        not SHARED.is_dir(), reason="the real data sets are not beside the project (../shared/data)"
    ),
]


@pytest.fixture(scope="module")
def tickets() -> dict[str, pd.DataFrame]:
    """Support tickets whose scores were drawn at random."""
    config = cxtext.make_config({
        "inputs": [SHARED / "tickets_synth" / "customer_support_tickets.csv"],
        "id": "Ticket ID",
        "score": ["csat=Customer Satisfaction Rating@1-5"],
        "comment": ["Ticket Description"],
    })  # fmt: skip
    return cxtext.analyse(config).tables


def test_random_scores_have_no_driver(tickets: dict[str, pd.DataFrame]) -> None:
    assert len(tickets["topics"]) > 2
    assert not tickets["drivers"]["verdict"].isin(DECIDED).any()


def test_shuffled_scores_have_drivers_no_more_often_than_declared(tickets: dict[str, pd.DataFrame]) -> None:
    rng = np.random.default_rng(0)
    scores = tickets["scores"]
    reports = 0
    for _ in range(200):
        order = rng.permutation(len(scores))
        shuffled = scores.assign(**{c: scores[c].to_numpy()[order] for c in ("value", "raw", "group")})
        drivers = find_drivers(tickets | {"scores": shuffled})
        reports += bool(drivers["verdict"].isin(DECIDED).any())
    # 5 % of reports are expected to hold a false driver; P(more than 18 of 200) is below 1 %
    assert reports <= 18

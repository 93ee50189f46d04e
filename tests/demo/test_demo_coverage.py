"""The drivers' intervals, computed on the true labels, cover the planted impacts as often as they promise."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from demo.model import draw, true_impacts
from demo.topics import METRICS, ROWS
from threadpoolctl import threadpool_limits

from cxtext.stats.impact import adjusted_impact

REDRAWS, RESPONSES = 500, 2300
DEMO = Path(__file__).parents[2] / "data" / "demo"
COLUMN = {(row.topic, row.polarity): number for number, row in enumerate(ROWS)}


def as_points(metric, score):
    if metric == "nps":
        return np.select([score >= 9, score <= 6], [100.0, -100.0], 0.0)
    return 100.0 * (score >= 4) if metric == "csat" else score


def inputs(drawn):
    """metric, score in points, mentions and customers of the commenters who answered it."""
    people = drawn.responses
    mentions = np.zeros((len(people), len(ROWS)))
    rows = pd.Index(people["response_id"]).get_indexer(drawn.labels["response_id"])
    keys = zip(drawn.labels["topic"], drawn.labels["polarity"], strict=True)
    mentions[rows, [COLUMN[key] for key in keys]] = 1
    for metric in METRICS:
        score = people[metric].to_numpy()
        base = people["commenter"].to_numpy() & ~np.isnan(score)
        yield metric, as_points(metric, score[base]), mentions[base], people["customer_id"].to_numpy()[base]


@threadpool_limits.wrap(limits=1)  # the matrices are small: more threads only wait for each other
def test_95_percent_intervals_cover_93_to_97_percent_of_500_redraws():
    impacts = true_impacts()
    truth = {metric: impacts.loc[impacts["metric"] == metric] for metric in METRICS}
    covered = {metric: [] for metric in METRICS}
    for number in range(REDRAWS):
        for metric, score, mentions, customers in inputs(draw(np.random.default_rng([7, number]), RESPONSES)):
            found = adjusted_impact(score, mentions, clusters=customers)
            true = truth[metric]["impact"].to_numpy()
            covered[metric].append((found.low <= true) & (true <= found.high))
    for metric in METRICS:
        hits = np.array(covered[metric])
        planted = truth[metric]["beta"].to_numpy() != 0
        assert 0.93 <= hits[:, planted].mean() <= 0.97, (metric, "planted")
        assert 0.93 <= hits[:, ~planted].mean() <= 0.97, (metric, "without effect")
        # a single row of 500: 0.95 +- 3.5 x sqrt(.95 x .05 / 500) = .916 to .984
        assert hits.mean(axis=0).min() > 0.916, metric


def test_on_the_true_labels_of_the_demo_nothing_is_the_luck_of_the_draw():
    """What data/demo/README.md says of its seed, which `scripts/make_demo_data.py` has."""
    seed = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))["seed"]
    impacts = true_impacts()
    for metric, score, mentions, customers in inputs(draw(np.random.default_rng(seed), RESPONSES)):
        found = adjusted_impact(score, mentions, clusters=customers)
        true = impacts.loc[impacts["metric"] == metric, "impact"].to_numpy()
        planted = true != 0
        assert (abs(found.impact - true)[planted] / abs(true)[planted]).max() < 0.21, metric
        assert found.p[~planted].min() > 0.1, metric

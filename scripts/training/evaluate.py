"""Figures of a sentiment model on one set, each with a bootstrap interval."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata


def auc(positive, score):
    """Chance that a positive scores above a negative, ties half."""
    ranks = rankdata(score)
    n = positive.sum()
    return (ranks[positive].sum() - n * (n + 1) / 2) / (n * (len(positive) - n))


def macro_f1(label, guess):
    """Mean F1 over the three classes."""
    scores = []
    for k in range(3):
        hit = ((label == k) & (guess == k)).sum()
        scores.append(2 * hit / max(1, (label == k).sum() + (guess == k).sum()))
    return float(np.mean(scores))


def ece(right, sure, bins=10):
    """Expected calibration error over equal-mass bins: mean |share right - mean confidence|."""
    order = np.argsort(sure, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return sum(len(p) * abs(right[p].mean() - sure[p].mean()) for p in parts) / len(sure)


def figures(p, label):
    """AUC of positive against negative, ECE, and macro F1 where there are neutral labels.

    In two-class sets ECE is on p_positive / (p_positive + p_negative) against the label; in three-class sets
    on the probability of the guessed label.
    """
    out = {}
    sided = label != 1
    share = p[:, 2] / (p[:, 2] + p[:, 0])
    out["auc"] = auc(label[sided] == 2, share[sided])
    if (label == 1).any():
        guess = p.argmax(1)
        out["macro_f1"] = macro_f1(label, guess)
        out["ece"] = ece(guess == label, p.max(1))
    else:
        out["accuracy"] = ((share > 0.5) == (label == 2)).mean()
        out["ece"] = ece(label == 2, share)
    return out


def with_intervals(p, label, rounds=400, seed=0):
    """{figure: (value, low, high)}, percentile bootstrap over texts, 95 %."""
    rng = np.random.default_rng(seed)
    value = figures(p, label)
    draws = {name: [] for name in value}
    for _ in range(rounds):
        rows = rng.integers(0, len(label), len(label))
        for name, drawn in figures(p[rows], label[rows]).items():
            if name in draws:
                draws[name].append(drawn)
    return {name: (value[name], *np.percentile(draws[name], [2.5, 97.5])) for name in value}

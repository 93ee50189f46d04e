"""Trains models/sentiment-e5-small: a head on the frozen embedded encoder, from open-licence data only.

    python scripts/train_sentiment.py --data ../shared/data --features /tmp/features.npz

One command, fixed seeds. The vectors of all texts are computed once (about 15 minutes on two cores) and kept
in ``--features``; the rest takes two minutes. Writes head.safetensors and card.toml.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from training.card import write_card
from training.evaluate import with_intervals
from training.fit import fit, logits, softmax, temperature
from training.sets import read_all

from cxtext.inference import Encoder, load_encoder
from cxtext.inference.tokens import clean

HEADS = [(0, l2) for l2 in (1e-4, 3e-4, 1e-3, 3e-3)] + [(hidden, 1e-2) for hidden in (64, 192)]
FOLDS = 5
TOKENS = 124  # of each text: the head is asked about sentences and comments
OUT = Path(__file__).parents[1] / "models" / "sentiment-e5-small"


def main() -> None:
    """Read, encode, clean, choose, fit, calibrate, evaluate, write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--features", type=Path, required=True)
    options = arguments.parse_args()

    table = read_all(options.data)
    encoder = load_encoder()
    x = vectors(table, encoder, options.features)
    train = (table.part == "train").to_numpy()
    rows, x_train = table[train].reset_index(drop=True), x[train]
    y = rows[["p_negative", "p_neutral", "p_positive"]].to_numpy(np.float32).copy()
    weight, fold = set_weights(rows), folds(rows)

    first = cross_fit(x_train, y, weight, fold, 0, 1e-4)
    kept = ~contradicted(rows, y, first)
    print(f"dropped as contradicted: {(~kept).sum()} of {len(rows)}")
    print(rows[~kept].groupby("set").size().to_string())

    scores = {
        head: cross_entropy(rows, y, cross_fit(x_train, y, weight * kept, fold, *head), kept)
        for head in HEADS
    }
    for head, score in scores.items():
        print(head, round(score, 4))
    hidden, l2 = min(scores, key=scores.get)

    z = cross_fit(x_train, y, weight * kept, fold, hidden, l2)
    t = temperature(z, y, weight * kept)
    head = fit(x_train[kept], y[kept], weight[kept], hidden, l2)
    head["out.weight"], head["out.bias"] = head["out.weight"] / t, head["out.bias"] / t
    print(f"hidden {hidden}, l2 {l2}, temperature {t:.3f}")

    p = softmax(logits(head, x))
    results = evaluate(table, p)
    write_card(OUT, head, encoder.identity, table, results)


def vectors(table: pd.DataFrame, encoder: Encoder, path: Path) -> np.ndarray:
    """The encoder's vector of every text's first TOKENS tokens, kept in ``path`` with the texts."""
    if path.exists():
        held = np.load(path, allow_pickle=False)
        if held["texts"].tolist() == table.text.tolist():
            return held["x"]
    x = encoder.encode(
        shortened(table.text.tolist(), encoder), lambda done, all_: print(f"\r{done}/{all_}", end="")
    )
    np.savez(path, x=x, texts=table.text.to_numpy(dtype=str))
    return x


def shortened(texts: list[str], encoder: Encoder) -> list[str]:
    """The texts cut after TOKENS tokens."""
    tokens = encoder.transformer.tokens
    cleaned = [clean(clean(text).translate(tokens.normalisation)) for text in texts]
    offsets = tokens.tokenizer(cleaned, add_special_tokens=False, return_offsets_mapping=True)[
        "offset_mapping"
    ]
    return [
        text[: spans[:TOKENS][-1][1]] if spans else text for text, spans in zip(cleaned, offsets, strict=True)
    ]


def set_weights(rows: pd.DataFrame) -> np.ndarray:
    """A set counts as the square root of its size: large sets more than small ones, not in proportion."""
    size = rows.groupby("set")["text"].transform("size").to_numpy()
    return (size**-0.5).astype(np.float32)


def folds(rows: pd.DataFrame) -> np.ndarray:
    """A fold for every row, at random with a fixed seed."""
    return np.random.default_rng(0).permutation(len(rows)) % FOLDS


def cross_fit(x, y, weight, fold, hidden, l2) -> np.ndarray:
    """Logits of every row from a head that did not see its fold."""
    z = np.zeros_like(y)
    for k in range(FOLDS):
        seen = (fold != k) & (weight > 0)
        z[fold == k] = logits(fit(x[seen], y[seen], weight[seen], hidden, l2), x[fold == k])
    return z


def contradicted(rows: pd.DataFrame, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Distant labels (stars, scores) that a model which never saw them gives under 10 %."""
    human = rows.set.str.match("nhs|hutto|uci|mams|own").to_numpy()
    p = softmax(z)
    return ~human & (p[np.arange(len(p)), y.argmax(1)] < 0.10)


def cross_entropy(rows, y, z, kept) -> float:
    """Mean over sets of the mean cross-entropy over kept rows."""
    cost = -(y * np.log(softmax(z) + 1e-9)).sum(1)
    return float(pd.Series(cost[kept]).groupby(rows.set[kept].to_numpy()).mean().mean())


def evaluate(table: pd.DataFrame, p: np.ndarray) -> dict[str, dict]:
    """Figures on each set's test part; Chinese by script."""
    test = table[table.part == "test"]
    results = {}
    for (name, lang), rows in test.groupby(["set", "lang"]):
        if len(rows) >= 100:
            results[f"{name}.{lang}"] = {
                "n": len(rows),
                **with_intervals(p[rows.index], rows.label.to_numpy()),
            }
            print(name, lang, {k: np.round(v, 3).tolist() for k, v in results[f"{name}.{lang}"].items()})
    return results


if __name__ == "__main__":
    main()

"""Trains models/sentiment-e5-small: a head on the frozen embedded encoder, from open-licence data only.

    python scripts/train_sentiment.py --data ../shared/data --features out/features.npz

One command, fixed seeds. The vectors of all texts are computed once (about 15 minutes on two cores) and kept
in ``--features``; the rest takes two minutes. Writes head.safetensors and card.toml.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from training.card import write_card
from training.evaluate import with_intervals
from training.fit import fit, logits, softmax, temperature
from training.sets import NEGATIVE, POSITIVE, read_all

from cxtext.inference import Encoder, load_encoder
from cxtext.inference.tokens import clean

LAYERS = (4, 8, 10)  # besides the last
HEADS = [(128, 0.3)]  # hidden units, weight decay; (128, 1.0) and (256, 0.3) were no better
FOLDS = 5
OWN = 3.0
FEWEST = 15  # negative and positive test texts each, for a figure to be given
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
    x = features(table, encoder, options.features)
    train = (table.part == "train").to_numpy()
    rows, x_train = table[train].reset_index(drop=True), x[train]
    y = rows[["p_negative", "p_neutral", "p_positive"]].to_numpy(np.float32).copy()
    weight, fold = set_weights(rows), folds(rows)

    kept = ~contradicted(rows, y, cross_fit(x_train, y, weight, fold, HEADS[0]))
    print(f"dropped as contradicted: {(~kept).sum()} of {len(rows)}")
    print(rows[~kept].groupby("set").size().to_string())

    fits = {shape: cross_fit(x_train, y, weight * kept, fold, shape) for shape in HEADS}
    costs = {shape: cross_entropy(rows, y, z, kept) for shape, z in fits.items()}
    print(costs)
    shape = min(costs, key=costs.get)
    # Calibrated on every row's hard label, the contradicted ones too: doubt about labels is doubt.
    hard = np.where(rows.label.to_numpy()[:, None] >= 0, np.eye(3)[rows.label.clip(0)], y)
    t = temperature(fits[shape], hard, weight)
    head = fit(x_train[kept], y[kept], weight[kept], *shape)
    head["out.weight"], head["out.bias"] = (
        head["out.weight"] / np.float32(t),
        head["out.bias"] / np.float32(t),
    )
    print(f"hidden, decay {shape}; temperature {t:.3f}")

    write_card(
        OUT, head, encoder.identity, LAYERS, rows[kept].groupby("set").size().to_dict(),
        evaluate(table, softmax(logits(head, x))), agreement(options.data, encoder, head),
    )  # fmt: skip


def features(table: pd.DataFrame, encoder: Encoder, path: Path) -> np.ndarray:
    """The encoder's features of every text's first TOKENS tokens; those already in ``path`` are kept."""
    held: dict[str, np.ndarray] = {}
    if path.exists():
        with np.load(path, allow_pickle=False) as file:
            held = dict(zip(file["texts"].tolist(), file["x"], strict=True))
    missing = sorted(set(table.text) - held.keys())
    if missing:
        told = lambda done, total: print(f"\r{done}/{total}", end="")  # noqa: E731
        fresh = encoder.run(shortened(missing, encoder), told, LAYERS).features
        held |= dict(zip(missing, fresh, strict=True))
        np.savez(path, x=np.stack(list(held.values())), texts=np.array(list(held), dtype=str))
    return np.stack([held[text] for text in table.text])


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
    """A set counts as the square root of its size: large sets more than small ones, not in proportion.

    The project's own sentences count OWN times as much: they alone are customers telling what happened.
    """
    size = rows.groupby("set")["text"].transform("size").to_numpy()
    own = np.where(rows.set.str.startswith("own_feedback"), OWN, 1.0)
    return (own * size**-0.5).astype(np.float32)


def folds(rows: pd.DataFrame) -> np.ndarray:
    """A fold for every row, at random with a fixed seed."""
    return np.random.default_rng(0).permutation(len(rows)) % FOLDS


def cross_fit(x, y, weight, fold, shape) -> np.ndarray:
    """Logits of every row from a head that did not see its fold."""
    z = np.zeros_like(y)
    for k in range(FOLDS):
        seen = (fold != k) & (weight > 0)
        z[fold == k] = logits(fit(x[seen], y[seen], weight[seen], *shape), x[fold == k])
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
        if min((rows.label == NEGATIVE).sum(), (rows.label == POSITIVE).sum()) >= FEWEST:
            results[f"{name}.{lang}"] = {
                "n": len(rows),
                **with_intervals(p[rows.index], rows.label.to_numpy()),
            }
            print(name, lang, {k: np.round(v, 3).tolist() for k, v in results[f"{name}.{lang}"].items()})
    return results


def agreement(data: Path, encoder: Encoder, head: dict[str, np.ndarray]) -> dict[str, dict]:
    """Spearman of polarity with the 0-10 answer of a survey that is never trained on."""
    frame = pd.read_csv(data / "nps_en_miro/nps.csv", dtype=str).dropna(subset=["text", "NPS_Score"])
    p = softmax(logits(head, encoder.run(frame.text.tolist(), layers=LAYERS).features))
    polarity, score = p[:, 2] - p[:, 0], frame.NPS_Score.astype(float).to_numpy()
    rng = np.random.default_rng(0)
    draws = [rng.integers(0, len(score), len(score)) for _ in range(400)]
    rho = spearmanr(polarity, score).statistic
    spread = np.percentile([spearmanr(polarity[d], score[d]).statistic for d in draws], [2.5, 97.5])
    print("nps_en_miro spearman", rho, spread)
    return {"nps_en_miro": {"n": len(score), "spearman_with_nps": (rho, *spread)}}


if __name__ == "__main__":
    main()

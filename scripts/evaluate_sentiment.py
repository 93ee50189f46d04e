"""Mixed sentences: does one comment keep both sides? Measured on mams_acsa, whose test part nobody trains on.

    python scripts/evaluate_sentiment.py --data ../shared/data [--model default]

Each sentence there names aspects of different polarity. Counted are sentences with a positive and a negative
aspect; found are those that are cut into mentions of which one is labelled positive and one negative.
"""

from __future__ import annotations

import argparse
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np

from cxtext.inference import classify, load_classifier
from cxtext.stats.proportions import wilson
from cxtext.text.mentions import split

NEGATIVE, POSITIVE = 0, 2


def main() -> None:
    """Print the share of two-sided sentences whose mentions show both polarities."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--model", default="default")
    arguments.add_argument("--part", default="test", choices=("test", "val", "train"))
    options = arguments.parse_args()

    texts = two_sided(options.data, options.part)
    found, cut = both_sides(texts, options.model)
    for name, hits in (("cut into two or more mentions", cut), ("both polarities among the mentions", found)):
        low, high = wilson(hits.sum(), len(hits))
        print(f"{name}: {hits.mean():.3f} [{low:.3f}, {high:.3f}], n = {len(hits)}")


def two_sided(data: Path, part: str) -> list[str]:
    """Sentences with at least one positive and one negative aspect category."""
    texts = []
    for sentence in ET.parse(data / f"mams_acsa/{part}.xml").getroot():
        sides = {aspect.get("polarity") for aspect in sentence.iter("aspectCategory")}
        if {"positive", "negative"} <= sides:
            texts.append(str(sentence.findtext("text")))
    return texts


def both_sides(texts: list[str], model: str) -> tuple[np.ndarray, np.ndarray]:
    """For each text whether both polarities are among its mentions, and whether it has two at all."""
    spans = split(texts, ["en"] * len(texts))
    mentions = [text[a:b] for text, cuts in zip(texts, spans, strict=True) for a, b in cuts]
    labels = classify(mentions, load_classifier(model, device="cpu")).argmax(axis=1)
    owner = np.repeat(np.arange(len(texts)), [len(cuts) for cuts in spans])
    sides = [set(labels[owner == i].tolist()) for i in range(len(texts))]
    return (
        np.array([{NEGATIVE, POSITIVE} <= side for side in sides]),
        np.array([len(cuts) > 1 for cuts in spans]),
    )


if __name__ == "__main__":
    main()

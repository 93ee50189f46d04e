"""Mixed sentences: does one comment keep both sides? Measured on mams_acsa, whose test part nobody trains on.

    python scripts/evaluate_sentiment.py --data ../shared/data [--model default]

Each sentence there names aspects of different polarity. Counted are sentences with a positive and a negative
aspect; found are those that are cut into mentions of which one is labelled positive and one negative. For
what that costs, the same share is printed of the sentences without two sides: there it should be small.

The rules of cutting were written on the odd sentences of the train part; the model learnt from the train and
val parts.
"""

from __future__ import annotations

import argparse
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from cxtext.inference import classify, load_classifier
from cxtext.read_texts import part_two_sided
from cxtext.sentiment import decided, in_pairs
from cxtext.stats.proportions import wilson
from cxtext.text import contrasts, split_mentions


def main() -> None:
    """Print the share of two-sided sentences whose mentions show both polarities."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--model", default="default")
    options = arguments.parse_args()

    mixed, plain = sentences(options.data)
    for name, texts in (("two-sided", mixed), ("not two-sided", plain)):
        both, n_mentions = read(texts, options.model)
        shares = (
            ("cut into two or more mentions", n_mentions > 1),
            ("both polarities among the mentions", both),
        )
        for what, hits in shares:
            low, high = wilson(hits.sum(), len(hits))
            print(f"{name}, {what}: {hits.mean():.3f} [{low:.3f}, {high:.3f}], n = {len(hits)}")
        print(f"{name}, mentions a sentence: {n_mentions.mean():.2f}")


def sentences(data: Path) -> tuple[list[str], list[str]]:
    """Sentences with a positive and a negative aspect category, and all others."""
    mixed, plain = [], []
    for sentence in ET.parse(data / "mams_acsa/test.xml").getroot():
        sides = {aspect.get("polarity") for aspect in sentence.iter("aspectCategory")}
        (mixed if {"positive", "negative"} <= sides else plain).append(str(sentence.findtext("text")))
    return mixed, plain


def read(texts: list[str], model: str) -> tuple[np.ndarray, np.ndarray]:
    """For each text whether both polarities are among its mentions, and how many mentions it has."""
    names = [str(i) for i in range(len(texts))]
    comments = pd.DataFrame({"comment_id": names, "text": texts, "lang": "en", "filler": False})
    read_texts = partial(classify, classifier=load_classifier(model, device="cpu"))
    whole = split_mentions(comments)
    mentions = part_two_sided(whole, comments, read_texts(whole["text"].tolist()), read_texts)
    p = read_texts(mentions["text"].tolist())
    labels = pd.Series(decided(in_pairs(p, contrasts(mentions, comments))))
    sides = labels.groupby(mentions["comment_id"]).agg(set).reindex(names)
    n_mentions = mentions.groupby("comment_id").size().reindex(names)
    return np.array([{"negative", "positive"} <= side for side in sides]), n_mentions.to_numpy()


if __name__ == "__main__":
    main()

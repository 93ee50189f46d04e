"""Topics against experts, other seeds and fewer texts: ours beside `BERTopic()` on the same vectors.

    python scripts/evaluate_topics.py --data ../shared/data

The patients' comments of nhs_px_feedback carry 50 topics that experts gave. Counted are comments with one of
them, by the topic that most of a comment's characters belong to; comments without a topic are a class of
their own. Seeds and resamples are compared text by text, texts without a topic again as a class: each
resample leaves a tenth of the texts out, which are then assigned. On two cores about fifteen minutes,
nearly all of them BERTopic's.
"""

from __future__ import annotations

import argparse
import itertools
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from cxtext.config import make_config
from cxtext.load import load
from cxtext.read_texts import read_texts
from cxtext.text import annotate, split_mentions
from cxtext.topic_inputs import content_words
from cxtext.topics.fit import fit
from cxtext.topics.texts import Texts

SEEDS, RESAMPLES, LEFT_OUT = 5, 5, 0.1
THEIRS = 3  # seeds and resamples of BERTopic, which takes a minute each
NO_LABEL = ("Labelling not possible", "Not assigned")
FIRST_LABEL = 11  # column from which the experts' topics stand, one each

Fit = Callable[[np.ndarray, int], np.ndarray]  # (rows of the texts, seed) to a topic for every text


class Corpus(NamedTuple):
    """Mentions with their content words, the distinct texts, how each mention is felt, and the truth."""

    mentions: pd.DataFrame  # comment_id, text, expert (missing where the experts gave none or several)
    tokens: list[list[str]]
    texts: Texts
    polarity: np.ndarray


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    corpus = read(arguments.parse_args().data / "nhs_px_feedback/v6framework_230831.csv")
    print(f"{len(corpus.mentions):,} mentions, {len(corpus.texts):,} distinct texts")
    for name, way, rounds in (("cxtext", ours(corpus), SEEDS), ("BERTopic()", theirs(corpus), THEIRS)):
        report(name, way, rounds, corpus)


def report(name: str, way: Fit, rounds: int, corpus: Corpus) -> None:
    """Print one line a measure."""
    everything = np.arange(len(corpus.texts))
    seeds = [way(everything, seed) for seed in range(rounds)]
    found = [against_experts(topic, corpus) for topic in seeds]
    ami, covered = np.array(found).T
    print(f"{name}: AMI against experts {_all(ami)}, coverage {_all(covered)}")
    pairs = [adjusted_rand_score(a, b) for a, b in itertools.combinations(seeds, 2)]
    print(f"{name}: ARI of {rounds} seeds, mean of pairs {np.mean(pairs):.3f}, least {min(pairs):.3f}")
    n = len(everything)
    kept = [
        np.sort(np.random.default_rng(i).choice(n, round((1 - LEFT_OUT) * n), replace=False))
        for i in range(rounds)
    ]
    again = [adjusted_rand_score(seeds[0], way(rows, 0)) for rows in kept]
    print(f"{name}: ARI to the full fit with a tenth left out {_all(again)}, mean {np.mean(again):.3f}")


def ours(corpus: Corpus) -> Fit:
    """Our fit of some texts; the others are assigned."""

    def run(rows: np.ndarray, seed: int) -> np.ndarray:
        texts = corpus.texts
        some = Texts(texts.first[rows], np.arange(len(rows)), texts.counts[rows], texts.langs[rows],
                     texts.vectors, texts.whole[rows])  # fmt: skip
        found = fit(some, corpus.tokens, corpus.polarity, encoder="", seed=seed, method="centres",
                    progress=lambda *_: None)  # fmt: skip
        assert found is not None
        topic = found.model.assign(*texts.rows(slice(None))).row
        topic[rows[found.sample]] = found.labels
        return topic

    return run


def theirs(corpus: Corpus) -> Fit:
    """`BERTopic()` as it comes, with the same vectors; the others by its transform."""
    from bertopic import BERTopic

    documents = corpus.mentions["text"].to_numpy()[corpus.texts.first]
    vectors, _ = corpus.texts.rows(slice(None))

    def run(rows: np.ndarray, seed: int) -> np.ndarray:
        model = BERTopic(embedding_model=None)
        model.umap_model.random_state = seed
        topic = np.full(len(documents), -1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            topic[rows] = model.fit_transform(documents[rows].tolist(), embeddings=vectors[rows])[0]
            rest = np.setdiff1d(np.arange(len(documents)), rows)
            if len(rest):
                topic[rest] = model.transform(documents[rest].tolist(), embeddings=vectors[rest])[0]
        return topic

    return run


def against_experts(topic: np.ndarray, corpus: Corpus) -> tuple[float, float]:
    """Adjusted mutual information with the experts' topics, and the share of comments with a topic."""
    rows = corpus.mentions.assign(
        topic=topic[corpus.texts.which], size=corpus.mentions["text"].str.len()
    ).dropna(subset=["expert"])
    size = rows[rows["topic"] >= 0].groupby(["comment_id", "topic"])["size"].sum().reset_index()
    largest = size.sort_values("size", kind="stable").groupby("comment_id")["topic"].last()
    expert = rows.groupby("comment_id")["expert"].first()
    given = largest.reindex(expert.index).fillna(-1)
    return float(adjusted_mutual_info_score(expert, given)), float((given >= 0).mean())


def read(file: Path) -> Corpus:
    """The comments as a run reads them."""
    config = make_config({
        "inputs": [str(file)], "id": "Comment ID", "respondent": "Respondent ID", "comment": ["FFT answer"],
        "device": "cpu",
    })  # fmt: skip
    comments = annotate(load(config, needs=frozenset({"comments"})).comments)
    found = read_texts(split_mentions(comments), comments, config, embed=True)
    mentions, p = found.mentions, found.probabilities[: len(found.mentions)]
    assert found.vectors is not None
    langs = mentions["comment_id"].map(comments.set_index("comment_id")["lang"]).to_numpy()
    tokens = content_words(mentions, comments, config)
    response = mentions["comment_id"].map(comments.set_index("comment_id")["response_id"])
    mentions = mentions.assign(expert=response.map(experts(file)))
    texts = Texts.of(mentions["text"].tolist(), langs, found.vectors[: len(mentions)], found.whole)
    return Corpus(mentions, tokens, texts, p[:, 2] - p[:, 0])


def experts(file: Path) -> pd.Series:
    """The topic of every response to which the experts gave exactly one."""
    raw = pd.read_csv(file, dtype=str, keep_default_na=False).set_index("Comment ID")
    given = raw[raw.columns[FIRST_LABEL - 1 :]].apply(pd.to_numeric, errors="coerce") > 0
    name = given.idxmax(axis=1)[given.sum(axis=1) == 1]
    return name[~name.isin(NO_LABEL)]


def _all(values: list[float] | np.ndarray) -> str:
    return " ".join(f"{value:.3f}" for value in values)


if __name__ == "__main__":
    main()

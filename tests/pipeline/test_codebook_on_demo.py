"""A codebook in English of three demo topics, and one that nobody speaks of, on three languages."""

from __future__ import annotations

import pandas as pd
import pytest
from planted import DEMO, mentions_with_truth

NAMES = {"Delivery time": "delivery", "Customer support": "support", "Taste of the coffee": "coffee"}
BOOK = """
[[topic]]
name = "Delivery time"
phrases = ["The delivery arrived weeks late", "The courier was quick and on time", "Shipping is slow"]

[[topic]]
name = "Customer support"
phrases = [
    "Customer service did not answer my call", "The support agent was friendly and helpful",
    "I never got a reply from the help desk",
]

[[topic]]
name = "Taste of the coffee"
phrases = ["The coffee tastes burnt", "I love the flavour of the beans", "The house blend is bland"]

[[topic]]
name = "Helicopter tours"
phrases = ["The helicopter pilot flew over the volcano"]
"""


@pytest.fixture(scope="module")
def guided(sandbox, demo) -> dict[str, pd.DataFrame]:
    del demo  # fills the cache
    book, out = sandbox.folder / "codebook.toml", sandbox.folder / "guided"
    book.write_text(BOOK)
    options = ("--config", DEMO / "cxtext.toml", "--codebook", book, "--out", out, "--quiet")
    done = sandbox.call("-m", "cxtext", "topics", *options)
    assert done.returncode == 0, done.stderr
    return {path.stem: pd.read_parquet(path) for path in (out / "tables").glob("*.parquet")}


@pytest.mark.parametrize("lang", ["en", "ko", "zh-Hant"])
@pytest.mark.parametrize("name", NAMES)
def test_english_phrases_find_every_language(guided, name, lang):
    rows = mentions_with_truth(guided)
    rows = rows[rows["lang"] == lang]
    topic = guided["topics"].set_index("name").loc[name, "topic_id"]
    taken, true = rows["topic_id"] == topic, rows["planted"] == NAMES[name]
    assert (taken & true).sum() / taken.sum() >= 0.85
    assert (taken & true).sum() / true.sum() >= 0.75


def test_what_the_codebook_misses_is_found_and_what_nobody_says_stays(guided):
    topics = guided["topics"].set_index("name")
    assert topics.loc["Helicopter tours", "n_mentions"] == 0
    rows = mentions_with_truth(guided)
    codebook = set(topics.loc[[*NAMES, "Helicopter tours"], "topic_id"])
    others = rows[~rows["planted"].isin(NAMES.values())]
    assert others["topic_id"].isin(codebook).mean() < 0.05
    assert len(_mostly(guided, codebook)) >= 6


def test_no_found_topic_is_another_one_of_the_codebook(guided):
    topics = guided["topics"].set_index("name")
    codebook = set(topics.loc[[*NAMES, "Helicopter tours"], "topic_id"])
    assert not _mostly(guided, codebook) & set(NAMES.values())


def _mostly(guided: dict[str, pd.DataFrame], codebook: set[str]) -> set[str]:
    """What the found topics speak of, each by at least half of all its mentions."""
    rows = mentions_with_truth(guided)
    counts = rows[~rows["topic_id"].isin(codebook)].groupby("topic_id")["planted"].value_counts()
    mentions = guided["topics"].set_index("topic_id")["n_mentions"]
    return {planted for (topic, planted), n in counts.items() if n >= mentions[topic] / 2}

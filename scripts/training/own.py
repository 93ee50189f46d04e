"""Texts written for this project, where the open sets have none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
from training.table import HUMAN, LABELS, table

HERE = Path(__file__).parent
UNSEEN = ("own_feedback_es",)  # tested on only: how well does a language do that training never saw


def own_phrases() -> pd.DataFrame:
    """Short and factual phrases and emoji, trained on only."""
    phrases = tomllib.loads((HERE / "phrases.toml").read_text(encoding="utf-8"))
    parts = [_texts("own_phrases", lang, groups) for lang, groups in phrases.items()]
    return pd.concat(parts, ignore_index=True).drop_duplicates("text").assign(part="train")


def own_feedback() -> list[pd.DataFrame]:
    """Customers' sentences, a set a language: what happened rather than how it felt.

    "Came three weeks after the order", "not a single scratch": the open sets, mostly reviews, lack them.
    """
    frames = [_read(f"own_feedback_{path.stem}", path, path.stem) for path in _files("phrases")]
    return [frame.assign(part="test") if frame.set.iloc[0] in UNSEEN else frame for frame in frames]


def own_reviews() -> list[pd.DataFrame]:
    """Reviews, messages, survey answers and clauses of the trades that the open sets lack.

    A set a file, named by language and trade: zh-Hant_care.toml.
    """
    return [_read(f"own_reviews_{path.stem}", path, path.stem.split("_")[0]) for path in _files("reviews")]


def test_ja() -> pd.DataFrame:
    """Japanese customers' sentences of many trades: a test set only."""
    return _read("own_test_ja", HERE / "test_ja.toml", "ja").assign(part="test")


def _files(folder: str) -> list[Path]:
    return sorted((HERE / folder).glob("*.toml"))


def _read(name: str, path: Path, lang: str) -> pd.DataFrame:
    return _texts(name, lang, tomllib.loads(path.read_text(encoding="utf-8")))


def _texts(name: str, lang: str, groups: dict[str, list[str]]) -> pd.DataFrame:
    rows = [(text, LABELS[label]) for label, texts in groups.items() for text in texts]
    texts, label = (list(column) for column in zip(*rows, strict=True))
    return table(name, lang, pd.Series(texts), np.array(label), HUMAN)

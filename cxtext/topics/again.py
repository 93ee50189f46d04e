"""A run's topics tables made again after an edit, from what the run keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cxtext.topics.find import link_table
from cxtext.topics.parts import within_topics
from cxtext.topics.results import said, topic_tables
from cxtext.topics.seeds import Seeds, seeded
from cxtext.topics.store import Kept
from cxtext.topics.texts import Texts

if TYPE_CHECKING:
    import pandas as pd


def again(
    kept: Kept,
    tables: dict[str, pd.DataFrame],
    tokens: list[list[str]],
    seeds: Seeds,
    vectors: np.ndarray | None,
    lang: str,
) -> tuple[Kept, dict[str, pd.DataFrame]]:
    """What is kept, and the tables topics, subtopics, topic_terms and mention_topics.

    ``vectors`` (mentions, d) are needed where example phrases were given or taken away: mentions then go to
    the nearest phrase or centre again. Without them every mention stays with the topic it was found in.
    """
    spoken = said(tables["mentions"], tables["comments"], tables["responses"], tokens)
    solid = dict(zip(tables["topics"]["topic_id"], tables["topics"]["stability"], strict=True))
    found = [t for t, o in zip(kept.model.ids, kept.model.origins, strict=True) if o == "found"]
    stability = {topic: float(solid.get(topic, np.nan)) for topic in found}
    stability |= dict(zip(kept.model.parts.ids, kept.model.parts.stability, strict=True))
    if vectors is not None:
        model = seeded(kept.model, seeds, kept.edits.coded)
        texts = Texts.of(tables["mentions"]["text"].tolist(), spoken.langs, vectors)
        row = {topic: i for i, topic in enumerate(found)}  # found topics come first in a seeded model
        before = tables["mentions"]["mention_id"].map(kept.links.set_index("mention_id")["topic_id"]).map(row)
        labels = before.fillna(-1).to_numpy(dtype=int)[texts.first]
        links = link_table(spoken, texts, model, np.flatnonzero(labels >= 0), labels[labels >= 0])
        links = links.assign(subtopic_id=within_topics(spoken, links, texts, model))
        kept = replace(kept, model=model, links=links)
    return kept, topic_tables(spoken, kept.links, kept.edits, stability, lang, kept.model.parts.above)

"""Example phrases of a topic: they draw the mentions that are nearer to them than to any other topic."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cxtext.topics.edits import Edits
from cxtext.topics.model import TopicModel

Seeds = dict[str, tuple[np.ndarray, list[str]]]  # topic id: vectors (phrases, d), languages


def phrases(edits: Edits) -> list[tuple[str, str, str]]:
    """Every seed phrase as (topic id, language, phrase), in the file's order."""
    return [
        (edit.id, lang, phrase)
        for edit in edits.topics.values()
        for lang, mine in edit.seeds.items()
        for phrase in mine
    ]


def seeded(model: TopicModel, seeds: Seeds) -> TopicModel:
    """The model with a further centre for every seed phrase; earlier phrases' centres go.

    A topic may so have several centres. Those of phrases are marked ``curated``.
    """
    found = np.array([origin == "found" for origin in model.origins], dtype=bool)
    ids = [t for t, keep in zip(model.ids, found, strict=True) if keep]
    centres, limits = [model.centres[found]], [model.limits[found]]
    usual = float(np.median(model.limits[found])) if found.any() else NEAR
    for topic, (vectors, langs) in seeds.items():
        ids += [topic] * len(langs)
        centres.append(model.space.place(vectors, langs).astype(np.float32))
        limits.append(np.full(len(langs), max(usual, NEAR)))
    origins = ("found",) * int(found.sum()) + ("curated",) * (len(ids) - int(found.sum()))
    last = max([model.last, *(int(t[1:]) for t in seeds)])
    return replace(
        model, ids=tuple(ids), centres=np.concatenate(centres), limits=np.concatenate(limits),
        origins=origins, last=last,
    )  # fmt: skip


NEAR = 0.35  # cosine to a phrase below which a mention says something else

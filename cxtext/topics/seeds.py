"""Example phrases of a topic: they draw the mentions that are nearer to them than to any other topic."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cxtext.topics.centre import unit
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


def seeded(model: TopicModel, seeds: Seeds, coded: frozenset[str] = frozenset()) -> TopicModel:
    """The model with a further centre for every seed phrase; earlier phrases' centres go.

    A topic may so have several centres. Those of phrases are marked ``curated``. A topic in ``coded``, of a
    codebook, has one centre, the mean of its phrases, and takes what is within a cosine of .27 before any
    found topic that is not nearer by .2: against the nearest of its phrases a group's centre, itself a mean,
    would nearly always be nearer.
    """
    found = np.array([origin == "found" for origin in model.origins], dtype=bool)
    ids = [t for t, keep in zip(model.ids, found, strict=True) if keep]
    centres, limits = [model.centres[found]], [model.limits[found]]
    usual = float(np.median(model.limits[found])) if found.any() else NEAR
    for topic, (vectors, langs) in seeds.items():
        place = model.space.place(vectors, langs).astype(np.float32)
        if topic in coded:
            place = unit(place.mean(axis=0, keepdims=True))
        ids += [topic] * len(place)
        centres.append(place)
        limits.append(np.full(len(place), CLAIMED if topic in coded else max(usual, NEAR)))
    made = ids[int(found.sum()) :]
    origins = ("found",) * int(found.sum()) + tuple("codebook" if t in coded else "curated" for t in made)
    last = max([model.last, *(int(t[1:]) for t in seeds)])
    return replace(
        model, ids=tuple(ids), centres=np.concatenate(centres), limits=np.concatenate(limits),
        origins=origins, last=last,
    )  # fmt: skip


CLAIMED = 0.27  # cosine to a codebook topic from which a mention is its own
NEAR = 0.35  # cosine to a phrase below which a mention says something else

"""A new fit that keeps an earlier run's topics: their ids, and every decision that people took about them."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cxtext.topics.edits import Edits
from cxtext.topics.fit import Fitted
from cxtext.topics.match import Match, match
from cxtext.topics.model import TopicModel
from cxtext.topics.parts import Parts
from cxtext.topics.texts import Texts


class Carried(NamedTuple):
    """The new model under stable ids, the fitted texts' labels in it, and what became of each topic."""

    model: TopicModel
    labels: np.ndarray
    stability: list[float]
    matches: list[Match]


def carried(fitted: Fitted, earlier: TopicModel, edits: Edits, texts: Texts) -> Carried:
    """New topics take the id of the earlier topic that they match, or an id never used before.

    An earlier topic about which somebody decided something, and that the new fit has not found, keeps its old
    centre: what is nearest to it goes to it, and it stays where nothing is.
    """
    earlier = replace(earlier, last=max(earlier.last, edits.last))
    vectors, langs = texts.rows(fitted.sample)
    old = np.array([origin == "found" for origin in earlier.origins], dtype=bool)
    known = replace(
        earlier, ids=tuple(np.array(earlier.ids, dtype=object)[old]), centres=earlier.centres[old],
        limits=earlier.limits[old], origins=("found",) * int(old.sum()),
    )  # fmt: skip
    before = known.assign(vectors, langs).row
    matches = match(before, fitted.labels, texts.counts[fitted.sample], known.ids)
    kept = {m.now: m.before for m in matches if m.status == "kept"}
    fresh = iter(earlier.new_ids(len(fitted.model.ids)))
    ids = [kept.get(row) or next(fresh) for row in range(len(fitted.model.ids))]
    used = max(earlier.last, *(int(topic[1:]) for topic in ids))
    decided = edits.named | {p for part, p in earlier.parts.above.items() if part in edits.named}
    stay = [i for i, topic in enumerate(known.ids) if topic in decided and topic not in ids]
    moved = _in_space(known.centres[stay], fitted.model)
    model = replace(
        fitted.model, ids=(*ids, *(known.ids[i] for i in stay)),
        centres=np.concatenate([fitted.model.centres, moved]),
        limits=np.concatenate([fitted.model.limits, np.full(len(stay), fitted.model.limits[0])]),
        origins=("found",) * (len(ids) + len(stay)), last=used,
    )  # fmt: skip
    labels = fitted.labels
    if stay:
        place = model.space.place(vectors, langs)
        cosine = place @ model.centres.T
        own = cosine[np.arange(len(labels)), np.maximum(labels, 0)]
        own = np.where(labels >= 0, own, model.limits[0])
        best = cosine[:, len(ids) :].argmax(axis=1)
        nearer = cosine[np.arange(len(labels)), len(ids) + best] > own
        labels = np.where(nearer, len(ids) + best, labels)
    return Carried(model, labels, [*fitted.stability, *[float("nan")] * len(stay)], matches)


def _in_space(centres: np.ndarray, now: TopicModel) -> np.ndarray:
    """Earlier centres without the direction of feeling that the new space takes out."""
    from cxtext.topics.centre import unit

    feeling = now.space.feeling
    return unit(centres - np.outer(centres @ feeling, feeling)).astype(np.float32)


def carried_parts(
    parts: Parts, topic: np.ndarray, texts: Texts, model: TopicModel, earlier: TopicModel, edits: Edits
) -> tuple[Parts, list[Match]]:
    """New subtopics under the ids of the earlier ones that they match, and what became of each.

    ``topic`` (mentions,) the new topic's id of each mention. Matched within a topic: a subtopic is only the
    same where the topic above it is. An earlier subtopic about which somebody decided something, and that is
    not found again, stays with its old centre while the topic above it does.
    """
    of = np.full(len(texts), None, dtype=object)
    of[texts.which] = topic
    own = np.flatnonzero(of != None)  # noqa: E711  (an array)
    place = model.space.place(*texts.rows(own))
    old = earlier.parts._replace(centres=_in_space(earlier.parts.centres, model))
    before, now = old.row(place, of[own]), parts.row(place, of[own])
    matches = match(before, now, texts.counts[own], old.ids)
    kept = {m.now: str(m.before) for m in matches if m.status == "kept"}
    number = max(model.last, earlier.last, edits.last)
    ids = []
    for row in range(len(parts.ids)):
        number += row not in kept
        ids.append(kept.get(row) or f"t{number:02d}")
    decided = edits.named
    stay = [i for i, part in enumerate(old.ids) if part in decided and part not in ids
            and old.parents[i] in model.ids]  # fmt: skip
    return parts._replace(ids=tuple(ids)).with_more(old.some(stay)), matches

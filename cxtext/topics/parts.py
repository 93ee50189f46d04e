"""The subtopics that a topic model holds, and which of them a text belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.topics.model import TopicModel
    from cxtext.topics.results import Said
    from cxtext.topics.texts import Texts


class Parts(NamedTuple):
    """Subtopics: ``ids``, the topic above each (``parents``), ``centres`` (subtopics, d) in the model's
    space, ``limits`` the cosine from which a text belongs to one, ``stability`` as for topics."""

    ids: tuple[str, ...]
    parents: tuple[str, ...]
    centres: np.ndarray
    limits: np.ndarray
    stability: tuple[float, ...]

    @classmethod
    def none(cls, width: int) -> Parts:
        """No subtopics, of vectors of ``width`` numbers."""
        return cls((), (), np.zeros((0, width), dtype=np.float32), np.zeros(0), ())

    def some(self, rows: list[int]) -> Parts:
        """Those of ``rows``, in that order."""
        return Parts(
            tuple(self.ids[i] for i in rows), tuple(self.parents[i] for i in rows), self.centres[rows],
            self.limits[rows], tuple(self.stability[i] for i in rows),
        )  # fmt: skip

    def with_more(self, other: Parts) -> Parts:
        """These and others."""
        return Parts(
            self.ids + other.ids, self.parents + other.parents, np.concatenate([self.centres, other.centres]),
            np.concatenate([self.limits, other.limits]), self.stability + other.stability,
        )  # fmt: skip

    @property
    def above(self) -> dict[str, str]:
        """The topic above each subtopic."""
        return dict(zip(self.ids, self.parents, strict=True))

    def row(self, place: np.ndarray, topic: np.ndarray) -> np.ndarray:
        """The row of each text's subtopic, -1 for none: the nearest of its topic's, if near enough.

        ``place`` (n, d) as the model's space places texts, ``topic`` (n,) their topics' ids.

        >>> parts = Parts(("t03", "t04"), ("t01", "t01"), np.eye(2), np.array([0.5, 0.5]), (0.8, 0.8))
        >>> place = np.array([[1.0, 0.0], [0.0, 1.0], [0.1, 0.2], [1.0, 0.0]])
        >>> parts.row(place, np.array(["t01", "t01", "t01", "t02"])).tolist()
        [0, 1, -1, -1]
        """
        found = np.full(len(topic), -1)
        parents = np.array(self.parents, dtype=object)
        for parent in dict.fromkeys(self.parents):
            rows, mine = np.flatnonzero(parents == parent), np.flatnonzero(topic == parent)
            if len(mine):
                cosine = place[mine] @ self.centres[rows].T
                best = cosine.argmax(axis=1)
                near = cosine[np.arange(len(mine)), best] >= self.limits[rows[best]]
                found[mine] = np.where(near, rows[best], -1)
        return found


def subtopic_of(texts: Texts, topic: np.ndarray, model: TopicModel) -> np.ndarray:
    """The subtopic's id of each mention, None without; ``topic`` (mentions,) their topics' ids or None."""
    cut = np.flatnonzero(np.isin(topic.astype(str), model.parts.parents))
    found = np.full(len(topic), None, dtype=object)
    if len(cut):
        # identical texts share their topic, so one of them speaks for all
        own, back = np.unique(texts.which[cut], return_inverse=True)
        first = cut[np.unique(texts.which[cut], return_index=True)[1]]
        row = model.parts.row(model.space.place(*texts.rows(own)), topic[first])
        found[cut] = np.array([*model.parts.ids, None], dtype=object)[row][back]
    return found


def topic_of(spoken: Said, links: pd.DataFrame) -> np.ndarray:
    """The topic's id of each mention, None without one."""
    topic = spoken.mentions["mention_id"].map(links.set_index("mention_id")["topic_id"])
    return topic.astype(object).where(topic.notna(), None).to_numpy(dtype=object)


def within_topics(spoken: Said, links: pd.DataFrame, texts: Texts, model: TopicModel) -> np.ndarray:
    """The subtopic's id of each link, None without one."""
    found = subtopic_of(texts, topic_of(spoken, links), model)
    return found[spoken.mentions["mention_id"].isin(links["mention_id"]).to_numpy()]

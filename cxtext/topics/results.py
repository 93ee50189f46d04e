"""The tables of the stage, from who belongs where."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cxtext.tables import MENTION_TOPICS, TOPIC_TERMS, TOPICS, check, empty
from cxtext.topics.edits import Edits
from cxtext.topics.names import most_said, name_topics
from cxtext.topics.terms import topic_terms

if TYPE_CHECKING:
    import pandas as pd


class Said(NamedTuple):
    """The mentions, in their order, with what is known of each: language, respondent, content words."""

    mentions: pd.DataFrame
    langs: np.ndarray
    respondents: np.ndarray
    tokens: list[list[str]]


def said(
    mentions: pd.DataFrame, comments: pd.DataFrame, responses: pd.DataFrame, tokens: list[list[str]]
) -> Said:
    """Mentions with their comment's language and their response's respondent."""
    by_comment = comments.set_index("comment_id")
    who = responses.set_index("response_id")["respondent"]
    comment = mentions["comment_id"]
    return Said(
        mentions,
        comment.map(by_comment["lang"]).to_numpy(dtype=object),
        comment.map(by_comment["response_id"]).map(who).to_numpy(dtype=object),
        tokens,
    )


def topic_tables(
    spoken: Said, links: pd.DataFrame, edits: Edits, stability: dict[str, float], lang: str
) -> dict[str, pd.DataFrame]:
    """topics, topic_terms and mention_topics.

    ``links``: mention_id, topic_id, weight, how as the model gave them; ``edits`` are applied: merged topics
    counted together, hidden ones left out, names and parents as a person gave them, must-have topics kept
    without a mention. A parent counts its subtopics' mentions and respondents too, each respondent once.
    ``stability`` by topic id, of topics that were found.
    """
    import pandas as pd

    links = curated(links, edits)
    ids = shown(links, edits)
    if not ids:
        return nothing()
    number = {topic: i for i, topic in enumerate(ids)}
    topic = spoken.mentions["mention_id"].map(links.set_index("mention_id")["topic_id"]).map(number)
    at = topic.fillna(-1).to_numpy(dtype=int)
    terms = topic_terms(spoken.tokens, at, spoken.langs)
    langs = {i: Counter(spoken.langs[at == i].tolist()) for i in range(len(ids))}
    found = name_topics(terms, langs, lang)
    texts = spoken.mentions["text"].to_numpy(dtype=object)
    for i in [i for i, name in found.items() if not name]:
        words = most_said(texts[at == i].tolist())
        found[i] = words if words.casefold() not in {name.casefold() for name in found.values()} else ""
    names = given_names(found, ids, edits)
    below = {i: [number[t] for t in _below(topic, ids, edits)] for i, topic in enumerate(ids)}
    within = [np.isin(at, [i, *below[i]]) for i in range(len(ids))]
    return {
        "topics": check(TOPICS, pd.DataFrame({
            "topic_id": ids,
            "name": names,
            "parent_id": [p if (p := edits.of(t).parent) in number else None for t in ids],
            "n_mentions": [int(mine.sum()) for mine in within],
            "n_respondents": [len(set(spoken.respondents[mine])) for mine in within],
            "stability": [stability.get(t, float("nan")) for t in ids],
            "origin": ["found" if t in stability and edits.of(t).plain else "curated" for t in ids],
        })),
        "topic_terms": check(
            TOPIC_TERMS,
            terms.assign(topic_id=terms["topic"].map(dict(enumerate(ids)))).drop(columns="topic"),
        ),
        "mention_topics": check(MENTION_TOPICS, links),
    }  # fmt: skip


def curated(links: pd.DataFrame, edits: Edits) -> pd.DataFrame:
    """The links with merged ids replaced by the id that stands for them, and hidden topics left out."""
    into = edits.into
    topic = links["topic_id"].map(lambda t: into.get(t, t))
    hidden = {edit.id for edit in edits.topics.values() if edit.hidden}
    return links.assign(topic_id=topic.astype("str"))[~topic.isin(hidden)].reset_index(drop=True)


def shown(links: pd.DataFrame, edits: Edits) -> list[str]:
    """Ids with a mention, and those that a person wants to see without one; in the order of their number."""
    gone = set(edits.into) | {e.id for e in edits.topics.values() if e.hidden}
    wanted = {e.id for e in edits.topics.values() if e.must_have or e.seeds or e.name}
    wanted |= {e.parent for e in edits.topics.values() if e.parent}
    return sorted(set(links["topic_id"]) | (wanted - gone), key=lambda t: (len(t), t))


def given_names(found: dict[int, str], ids: list[str], edits: Edits) -> list[str]:
    """A person's names first; a topic's own where there is none, with its id where that one is taken."""
    taken = {edit.name.casefold() for edit in edits.topics.values() if edit.name}
    names = []
    for i, topic in enumerate(ids):
        own = found.get(i) or topic
        names.append(edits.of(topic).name or (own if own.casefold() not in taken else f"{own} ({topic})"))
    return names


def _below(topic: str, ids: list[str], edits: Edits) -> list[str]:
    """Every shown topic under a topic, however deep."""
    children = [t for t in ids if edits.of(t).parent == topic]
    return children + [t for child in children for t in _below(child, ids, edits)]


def nothing() -> dict[str, pd.DataFrame]:
    """The three tables without rows."""
    return {
        "topics": empty(TOPICS), "topic_terms": empty(TOPIC_TERMS), "mention_topics": empty(MENTION_TOPICS)
    }  # fmt: skip

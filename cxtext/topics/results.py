"""The tables of the stage, from who belongs where."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cxtext.tables import MENTION_TOPICS, SUBTOPICS, TOPIC_TERMS, TOPICS, check, empty
from cxtext.topics.edits import TOP, Edits
from cxtext.topics.names import most_said, name_topics, various
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
    spoken: Said,
    links: pd.DataFrame,
    edits: Edits,
    stability: dict[str, float],
    lang: str,
    above: dict[str, str] | None = None,
) -> dict[str, pd.DataFrame]:
    """topics, subtopics, topic_terms and mention_topics.

    ``links``: mention_id, topic_id, subtopic_id, weight, how as the model gave them; ``above`` the topic
    above each subtopic that was found; ``edits`` are applied: merged topics
    counted together, hidden ones left out, names and parents as a person gave them, must-have topics kept
    without a mention. A parent counts its subtopics' mentions and respondents too, each respondent once.
    ``stability`` by topic id, of topics that were found.
    """
    import pandas as pd

    above = above or {}
    links = curated(links, edits, above)
    ids = [topic for topic in shown(links, edits) if _home(topic, edits, above) == (topic, None)]
    if not ids:
        return nothing()
    number = {topic: i for i, topic in enumerate(ids)}
    at = _numbers(spoken, links["topic_id"], links, ids)
    names, terms = _named(spoken, at, ids, edits, lang)
    parts, part_terms = _subtopics(spoken, links, edits, stability, lang)
    below = {i: [number[t] for t in _below(topic, ids, edits)] for i, topic in enumerate(ids)}
    within = [np.isin(at, [i, *below[i]]) for i in range(len(ids))]
    return {
        "topics": check(TOPICS, pd.DataFrame({
            "topic_id": ids,
            "name": names,
            "parent_id": [p if (p := edits.of(t).above) in number else None for t in ids],
            "n_mentions": [int(mine.sum()) for mine in within],
            "n_respondents": [len(set(spoken.respondents[mine])) for mine in within],
            "stability": [stability.get(t, float("nan")) for t in ids],
            "origin": ["found" if t in stability and edits.of(t).plain else "curated" for t in ids],
        })),
        "subtopics": parts,
        "topic_terms": check(TOPIC_TERMS, pd.concat([terms, *part_terms], ignore_index=True)),
        "mention_topics": check(MENTION_TOPICS, links),
    }  # fmt: skip


def _numbers(spoken: Said, names: pd.Series, links: pd.DataFrame, ids: list[str]) -> np.ndarray:
    """The row of ``ids`` of each mention by ``names``, which stand beside the links; -1 for none."""
    rows = dict(zip(links["mention_id"], names.map({t: i for i, t in enumerate(ids)}), strict=True))
    return spoken.mentions["mention_id"].map(rows).fillna(-1).to_numpy(dtype=int)


def _named(
    spoken: Said, at: np.ndarray, ids: list[str], edits: Edits, lang: str
) -> tuple[list[str], pd.DataFrame]:
    """Names of ``ids`` and their terms with ``topic_id``; ``at`` (mentions,) the row of each, -1 for none."""
    terms = topic_terms(spoken.tokens, at, spoken.langs)
    langs = {i: Counter(spoken.langs[at == i].tolist()) for i in range(len(ids))}
    found = name_topics(terms, langs, lang)
    texts = spoken.mentions["text"].to_numpy(dtype=object)
    for i in [i for i, name in found.items() if not name]:
        words = most_said(texts[at == i].tolist())
        taken = {name.casefold() for name in found.values()}
        found[i] = words if words and words.casefold() not in taken else various(ids[i], lang)
    terms = terms.assign(topic_id=terms["topic"].map(dict(enumerate(ids)))).drop(columns="topic")
    return given_names(found, ids, edits), terms


def _subtopics(
    spoken: Said, links: pd.DataFrame, edits: Edits, stability: dict[str, float], lang: str
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """The subtopics table, and the terms that tell the parts of each topic from one another."""
    import pandas as pd

    rows: dict[str, list[Any]] = {column.name: [] for column in SUBTOPICS.columns}
    terms = []
    for parent, own in links.dropna(subset="subtopic_id").groupby("topic_id", sort=True):
        ids = sorted(set(own["subtopic_id"]), key=lambda t: (len(t), t))
        at = _numbers(spoken, own["subtopic_id"], own, ids)
        names, found = _named(spoken, at, ids, edits, lang)
        terms.append(found)
        rows["topic_id"] += ids
        rows["name"] += names
        rows["parent_id"] += [parent] * len(ids)
        rows["n_mentions"] += np.bincount(at[at >= 0], minlength=len(ids)).tolist()
        rows["n_respondents"] += [len(set(spoken.respondents[at == i])) for i in range(len(ids))]
        rows["stability"] += [stability.get(t, float("nan")) for t in ids]
        rows["origin"] += ["found" if edits.of(t).plain else "curated" for t in ids]
    return check(SUBTOPICS, pd.DataFrame(rows)) if terms else empty(SUBTOPICS), terms


def curated(links: pd.DataFrame, edits: Edits, above: dict[str, str]) -> pd.DataFrame:
    """The links as people decided: merged ids replaced by the id that stands for them, subtopics under the
    topic where they belong now, what is hidden left out. A hidden subtopic's mentions stay with the topic."""
    hidden = {edit.id for edit in edits.topics.values() if edit.hidden}
    part = links["subtopic_id"].fillna("") if "subtopic_id" in links else [""] * len(links)
    pairs = list(zip(links["topic_id"], part, strict=True))
    own = {pair: pair[1] if pair[1] and pair[1] not in hidden else pair[0] for pair in set(pairs)}
    home = {pair: _home(topic, edits, above) for pair, topic in own.items()}
    topic = [home[pair][0] for pair in pairs]
    gone = [own[pair] in hidden or home[pair][0] in hidden for pair in pairs]
    below = np.array([home[pair][1] for pair in pairs], dtype=object)
    links = links.assign(topic_id=topic, subtopic_id=below)
    links = links.astype({"topic_id": "str", "subtopic_id": "str"})
    return links[~np.array(gone, dtype=bool)].reset_index(drop=True)


def _home(topic: str, edits: Edits, above: dict[str, str]) -> tuple[str, str | None]:
    """The topic that counts what is said of ``topic``, and the subtopic that it is in it, if any."""
    into = edits.into
    part = into.get(topic, topic)
    at, path = part, {part}
    while at in above and edits.of(at).parent != TOP:
        at = edits.of(at).above or above[at]
        at = into.get(at, at)
        if at in path:  # a topic moved under its own part: the part stands on top
            return part, None
        path.add(at)
    return (at, part) if at != part else (part, None)


def shown(links: pd.DataFrame, edits: Edits) -> list[str]:
    """Ids with a mention, and those that a person wants to see without one; in the order of their number."""
    gone = set(edits.into) | {e.id for e in edits.topics.values() if e.hidden}
    wanted = {e.id for e in edits.topics.values() if e.must_have or e.seeds or e.name}
    wanted |= {e.above for e in edits.topics.values() if e.above}
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
    children = [t for t in ids if edits.of(t).above == topic]
    return children + [t for child in children for t in _below(child, ids, edits)]


def nothing() -> dict[str, pd.DataFrame]:
    """The same tables without rows."""
    return {
        "topics": empty(TOPICS), "subtopics": empty(SUBTOPICS), "topic_terms": empty(TOPIC_TERMS),
        "mention_topics": empty(MENTION_TOPICS),
    }  # fmt: skip

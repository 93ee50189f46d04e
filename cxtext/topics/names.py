"""A short name for people, from the topic's own terms."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

WORDS = 3
SAID_BY = 3  # mentions that a text must be, word for word, to name a topic
LONGEST = 40
SPOKEN = 0.1  # share of a topic's mentions from which a language may name it
VARIOUS = {"en": "Various remarks", "ko": "여러 의견", "zh-Hant": "各種意見"}


def name_topics(terms: pd.DataFrame, topic_langs: dict[int, Counter[str]], lang: str) -> dict[int, str]:
    """A name a topic: its best terms in the report's language if a tenth of it is said in that one, else in
    the language it is mostly said in.

    ``terms`` as from ``topic_terms``; ``topic_langs`` how many mentions a topic has in each language. Equal
    names get a further term, and a number where terms run out. A topic without terms has the name "".
    """
    names: dict[int, str] = {}
    for topic in sorted(topic_langs):
        mine = terms[terms["topic"] == topic]
        ranked = _terms_in(mine, topic_langs[topic], lang)
        if not ranked:
            names[topic] = ""
            continue
        for length in range(WORDS, len(ranked) + 1) or (WORDS,):
            name = " · ".join(ranked[:length])
            if name and name not in names.values():
                break
        else:
            name = f"{' · '.join(ranked[:WORDS])} {topic + 1}".strip()
        names[topic] = name
    return names


def _terms_in(mine: pd.DataFrame, langs: Counter[str], lang: str) -> list[str]:
    wanted = [name for name, _ in langs.most_common()]
    if langs[lang] >= SPOKEN * langs.total():
        wanted.insert(0, lang)
    for name in wanted:
        ranked = mine.loc[mine["lang"] == name].sort_values("rank")["term"].tolist()
        if ranked:
            return ranked
    return []


def most_said(texts: list[str]) -> str:
    """The short text that most mentions are, word for word; "" where fewer than three are the same.

    The name of a topic without terms, such as short praise. What several people say is nobody's own.

    >>> most_said(["Very good!", "very good", "Very good", "My van came late"])
    'Very good'
    """
    plain = [text.strip(" .,!?~。！？、，…") for text in texts]
    counts = Counter(text.casefold() for text in plain if 0 < len(text) <= LONGEST and not text.isdigit())
    best = min(counts, key=lambda text: (-counts[text], text), default="")
    if counts[best] < SAID_BY:
        return ""
    return next(text for text in sorted(plain) if text.casefold() == best)


def various(topic_id: str, lang: str) -> str:
    """The name of a topic that neither a term nor a text names: it holds a bit of everything.

    >>> various("t03", "en")
    'Various remarks (t03)'
    """
    return f"{VARIOUS.get(lang, VARIOUS['en'])} ({topic_id})"


def renamed(tables: dict[str, pd.DataFrame], lang: str) -> dict[str, pd.DataFrame]:
    """topics and subtopics with the names that those found by themselves have in another report language.

    ``tables`` are a run's; names that a person gave stay.
    """
    links = tables["mention_topics"]
    found = {"topics": _renamed(tables["topics"], links, tables, lang)}
    if "subtopics" in tables:
        parts = links.drop(columns="topic_id").rename(columns={"subtopic_id": "topic_id"})
        found["subtopics"] = _renamed(tables["subtopics"], parts.dropna(subset="topic_id"), tables, lang)
    return found


def _renamed(
    topics: pd.DataFrame, links: pd.DataFrame, tables: dict[str, pd.DataFrame], lang: str
) -> pd.DataFrame:
    spoken = tables["mentions"].merge(tables["comments"][["comment_id", "lang"]], on="comment_id")
    langs = links.merge(spoken[["mention_id", "lang"]], on="mention_id").groupby("topic_id")["lang"]
    numbers = {topic: number for number, topic in enumerate(topics["topic_id"])}
    counted = {numbers[topic]: Counter(mine.tolist()) for topic, mine in langs if topic in numbers}
    terms = tables["topic_terms"].assign(topic=tables["topic_terms"]["topic_id"].map(numbers))
    names = name_topics(terms, counted, lang)
    again = topics["topic_id"].map(numbers).map(names)
    keeps = (topics["origin"] != "found") | again.isna() | (again == "")
    own = topics["topic_id"].map(lambda topic: various(topic, lang))
    unnamed = topics["name"].isin([various(topic, known) for topic in numbers for known in VARIOUS])
    return topics.assign(name=topics["name"].where(keeps, again).mask(unnamed, own))

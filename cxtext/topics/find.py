"""The topics stage: from mentions and their vectors to topics, terms and who belongs where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cxtext.tables import MENTION_TOPICS, TOPIC_TERMS, TOPICS, check, empty
from cxtext.topics.alike import centres, merge_alike
from cxtext.topics.assign import Assignment, assign
from cxtext.topics.centre import centred, neutral
from cxtext.topics.cluster import Density, Layout
from cxtext.topics.names import name_topics
from cxtext.topics.stability import stability
from cxtext.topics.terms import topic_terms

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 60  # distinct mentions below which topics would be noise
FIT_ON = 20_000  # distinct mentions; more are assigned to the centres found on a sample


class Found(NamedTuple):
    """``tables``: topics, topic_terms, mention_topics; ``summary`` for run.json; ``notes`` for people."""

    tables: dict[str, pd.DataFrame]
    summary: dict[str, Any]
    notes: list[str]


def find_topics(
    mentions: pd.DataFrame,
    comments: pd.DataFrame,
    responses: pd.DataFrame,
    vectors: np.ndarray,
    polarity: np.ndarray,
    *,
    tokens: list[list[str]],
    seed: int = 0,
    lang: str = "en",
    progress: Callable[[int, int], None] | None = None,
) -> Found:
    """The topics of a run.

    BERTopic's steps with parts of our own: vectors centred by language, one row a distinct text (so identical
    text always shares its topic), UMAP, HDBSCAN with the smallest topic chosen by density validity, c-TF-IDF
    by language; groups that speak of the same thing are joined, and what density left out goes to the nearest
    centre if it is near enough.

    Parameters
    ----------
    mentions, comments, responses
        As declared in `cxtext.tables`; comments annotated with their language.
    vectors
        (mentions, d), unit rows.
    polarity
        (mentions,), -1 to 1: how each is felt, taken out of the vectors before topics are sought.
    tokens
        Content words of each mention, for terms and names.
    lang
        Language in which names are wanted.
    """
    progress = progress or (lambda *_: None)
    texts, first, which = np.unique(
        mentions["text"].to_numpy(dtype=str), return_index=True, return_inverse=True
    )
    if len(texts) < FEWEST:
        return _nothing(f"Too few comments for topics: {len(texts)} distinct mentions, {FEWEST} are needed.")
    counts = np.bincount(which)
    by_comment = comments.set_index("comment_id")
    langs = mentions["comment_id"].map(by_comment["lang"]).to_numpy(dtype=object)
    place = centred(vectors[first].astype(np.float64), langs[first].tolist())
    place = neutral(place, polarity[first])
    rng = np.random.default_rng(seed)
    fitted = np.sort(rng.permutation(len(texts))[:FIT_ON])
    progress(0, 3)
    fitted_labels, found = _fit(place[fitted], [tokens[i] for i in first[fitted]], seed)
    progress(1, 3)
    if fitted_labels.max() < 1:
        return _nothing("The comments do not fall into topics: no two groups of similar mentions were found.")
    labels = np.full(len(texts), -1)
    labels[fitted] = fitted_labels
    assignment = assign(place, labels, centres(place, labels), counts)
    assignment = _by_size(assignment, counts)
    solid = stability(place, assignment.topic, found.min_size, seed)
    progress(3, 3)
    return _tables(mentions, by_comment, responses, assignment, which, langs, tokens, solid, found, lang)


def _fit(place: np.ndarray, tokens: list[list[str]], seed: int) -> tuple[np.ndarray, Density]:
    """Labels of the texts, -1 for none, and how they were chosen: BERTopic with our layout and density."""
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer

    found = Density()
    model = BERTopic(
        embedding_model=None,
        umap_model=Layout(seed),
        hdbscan_model=found,
        vectorizer_model=CountVectorizer(analyzer=str.split),
        calculate_probabilities=False,
    )
    documents = [" ".join(term.replace(" ", "_") for term in words) or "-" for words in tokens]
    topics, _ = model.fit_transform(documents, embeddings=place)
    return merge_alike(place, np.asarray(topics)), found


def _by_size(assignment: Assignment, counts: np.ndarray) -> Assignment:
    """Topics numbered from the most mentioned to the least."""
    size = np.bincount(assignment.topic[assignment.topic >= 0], weights=counts[assignment.topic >= 0])
    rank = np.empty(len(size), dtype=int)
    rank[np.lexsort((np.arange(len(size)), -size))] = np.arange(len(size))
    return assignment._replace(topic=np.where(assignment.topic >= 0, rank[assignment.topic], -1))


def _tables(
    mentions: pd.DataFrame,
    by_comment: pd.DataFrame,
    responses: pd.DataFrame,
    assignment: Assignment,
    which: np.ndarray,
    langs: np.ndarray,
    tokens: list[list[str]],
    solid: np.ndarray,
    found: Density,
    lang: str,
) -> Found:
    import pandas as pd

    topic = assignment.topic[which]
    has = topic >= 0
    respondent = (
        mentions["comment_id"]
        .map(by_comment["response_id"])
        .map(responses.set_index("response_id")["respondent"])
    )
    terms = topic_terms(tokens, topic, langs)
    topic_langs = {int(t): Counter(langs[topic == t].tolist()) for t in np.unique(topic[has])}
    names = name_topics(terms, topic_langs, lang)
    ids = {t: f"t{t + 1:02d}" for t in topic_langs}
    people = pd.Series(respondent.to_numpy()[has]).groupby(topic[has]).nunique()
    how = assignment.how[which]
    tables = {
        "topics": check(TOPICS, pd.DataFrame({
            "topic_id": [ids[t] for t in topic_langs],
            "name": [names[t] or ids[t] for t in topic_langs],
            "parent_id": None,
            "n_mentions": [int((topic == t).sum()) for t in topic_langs],
            "n_respondents": [int(people[t]) for t in topic_langs],
            "stability": [solid[t] for t in topic_langs],
            "origin": "found",
        })),
        "topic_terms": check(
            TOPIC_TERMS, terms.assign(topic_id=terms["topic"].map(ids)).drop(columns="topic")
        ),
        "mention_topics": check(MENTION_TOPICS, pd.DataFrame({
            "mention_id": mentions["mention_id"].to_numpy()[has],
            "topic_id": [ids[t] for t in topic[has]],
            "weight": assignment.weight[which][has],
            "how": how[has],
        })),
    }  # fmt: skip
    summary = {
        "mentions": len(mentions),
        "assigned": int((how == "assigned").sum()),
        "reassigned": int((how == "reassigned").sum()),
        "unassigned": int((~has).sum()),
        "smallest_topic": found.min_size,
        "sizes_tried": [size._asdict() for size in found.curve],
    }
    return Found(tables, summary, [])


def _nothing(note: str) -> Found:
    names = {"topics": TOPICS, "topic_terms": TOPIC_TERMS, "mention_topics": MENTION_TOPICS}
    return Found({name: empty(table) for name, table in names.items()}, {}, [note])

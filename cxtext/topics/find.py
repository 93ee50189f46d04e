"""The topics stage: from mentions and their vectors to topics, terms and who belongs where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cxtext.topics.assign import nearest
from cxtext.topics.coded import joined
from cxtext.topics.edits import Edits
from cxtext.topics.fit import fit
from cxtext.topics.match import Match
from cxtext.topics.model import TopicModel
from cxtext.topics.parts import topic_of, within_topics
from cxtext.topics.quality import coherence, diversity, keywords
from cxtext.topics.refit import carried, carried_parts
from cxtext.topics.results import Said, nothing, said, topic_tables
from cxtext.topics.seeds import Seeds, seeded
from cxtext.topics.subtopics import find_parts
from cxtext.topics.texts import Texts

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 60  # distinct mentions below which topics would be noise
DRIFT = 0.1  # further share without a topic from which new mentions are said to fit badly


@dataclass(frozen=True)
class Wanted:
    """What topics are to be like: found anew, found anew with an earlier run's kept, or an earlier run's.

    ``earlier`` is the earlier run's model, ``edits`` its ``topics.toml``, ``seeds`` the vectors of the
    phrases in it; ``refit`` finds topics anew although there is a model. ``codebook`` are the ids that found
    topics may join; ``after`` the highest number that found topics may not take.
    """

    earlier: TopicModel | None = None
    edits: Edits = field(default_factory=Edits)
    seeds: Seeds = field(default_factory=dict)
    refit: bool = False
    method: str = "centres"
    codebook: tuple[str, ...] = ()
    after: int = 0


class Found(NamedTuple):
    """``tables``: topics, subtopics, topic_terms, mention_topics; ``summary`` for run.json; ``notes``
    for people.

    ``model`` assigns new mentions; ``links`` are its assignments before any edit (None without topics);
    ``edits`` are those wanted and what joined the codebook.
    """

    tables: dict[str, pd.DataFrame]
    summary: dict[str, Any]
    notes: list[str]
    model: TopicModel | None = None
    links: pd.DataFrame | None = None
    edits: Edits = Edits()


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
    encoder: str = "",
    wanted: Wanted | None = None,
    whole: np.ndarray | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Found:
    """The topics of a run.

    BERTopic's steps with parts of our own: vectors centred by language, one row a distinct text (so identical
    text always shares its topic), its words beside them, smoothed over their neighbours, spherical k-means
    with the number of topics chosen by stability, c-TF-IDF by language. Every mention goes to the nearest
    centre if it is near enough.

    Parameters
    ----------
    mentions, comments, responses
        As declared in `cxtext.tables`; comments annotated with their language.
    vectors
        (mentions, d), unit rows.
    polarity
        (mentions,), -1 to 1: how each is felt, a little of which is taken out of the vectors.
    tokens
        Content words of each mention, for terms and names.
    lang
        Language in which names are wanted.
    encoder
        Identity of the model that made the vectors, kept with the topics.
    wanted
        An earlier run's topics and a person's decisions; nothing for a first fit.
    whole
        bool (mentions,), False for the sides of parted mentions (see ``read_texts``): topics are found on
        the others and given to them. All are whole where it is left out.
    """
    progress = progress or (lambda *_: None)
    wanted = wanted or Wanted()
    spoken = said(mentions, comments, responses, tokens)
    texts = Texts.of(mentions["text"].tolist(), spoken.langs, vectors, whole)
    if wanted.earlier is not None and not wanted.refit:
        return _assigned(spoken, texts, wanted.earlier, wanted, lang)
    n_whole = int(texts.whole.sum())
    if n_whole < FEWEST:
        few = f"Too few comments for topics: {n_whole} distinct mentions, {FEWEST} are needed."
        words = ", ".join(keywords(tokens))
        return Found(nothing(), {}, [few + (f" Words of several mentions: {words}." if words else "")])
    fitted = fit(
        texts, tokens, polarity, encoder=encoder, seed=seed, method=wanted.method, progress=progress,
        after=wanted.after,
    )  # fmt: skip
    if fitted is None:
        return Found(nothing(), {}, ["The comments do not fall into topics: they are too much alike."])
    model, labels, stability, summary = fitted.model, fitted.labels, fitted.stability, fitted.summary
    if wanted.earlier is not None:
        model, labels, stability, matches = carried(fitted, wanted.earlier, wanted.edits, texts)
        summary = summary | {"matches": [_told(line, model.ids) for line in matches]}
    solid = dict(zip(model.ids, stability, strict=True))
    model = seeded(model, wanted.seeds, wanted.edits.coded)
    edits = joined(wanted.edits, model, wanted.codebook)
    links = link_table(spoken, texts, model, fitted.sample, labels)
    topic = topic_of(spoken, links)
    parts, last = find_parts(texts, topic, spoken.respondents, model, seed), model.last
    if wanted.earlier is not None:
        parts, lines = carried_parts(parts, topic, texts, model, wanted.earlier, edits)
        summary["matches"] += [_told(line, parts.ids) for line in lines]
    model = replace(model, parts=parts, last=max([last, *(int(t[1:]) for t in parts.ids)]))
    links = links.assign(subtopic_id=within_topics(spoken, links, texts, model))
    solid |= dict(zip(parts.ids, parts.stability, strict=True))
    tables = topic_tables(spoken, links, edits, solid, lang, parts.above)
    progress(3, 3)
    return Found(tables, summary | _counted(spoken, links, tables), [], model, links, edits)


def _assigned(spoken: Said, texts: Texts, model: TopicModel, wanted: Wanted, lang: str) -> Found:
    """An earlier run's topics given to new mentions; says so where they fit badly."""
    model = seeded(model, wanted.seeds, wanted.edits.coded)
    edits = joined(wanted.edits, model, wanted.codebook)
    none = np.array([], dtype=int)
    links = link_table(spoken, texts, model, none, none)
    links = links.assign(subtopic_id=within_topics(spoken, links, texts, model))
    unknown = dict.fromkeys([*model.ids, *model.parts.ids], float("nan"))
    tables = topic_tables(spoken, links, edits, unknown, lang, model.parts.above)
    summary = _counted(spoken, links, tables)
    left = 1 - len(links) / max(len(spoken.mentions), 1)
    notes = []
    if left > model.unassigned + DRIFT:
        notes = [
            f"The topics of the earlier run fit these comments badly: {left:.0%} of the mentions have none, "
            f"{model.unassigned:.0%} when they were found. Find them anew with --refit; decisions are kept."
        ]
    return Found(tables, summary | {"method": "assigned"}, notes, model, links, edits)


def link_table(
    spoken: Said, texts: Texts, model: TopicModel, sample: np.ndarray, labels: np.ndarray
) -> pd.DataFrame:
    """mention_id, topic_id, weight, how, before any edit; a mention without a topic has no row.

    What was fitted keeps its label, unless an example phrase is nearer; the rest goes to the nearest centre.
    """
    import pandas as pd

    def block(a: int, b: int) -> np.ndarray:
        return model.space.place(*texts.rows(slice(a, b)))

    row, weight = nearest(block, len(texts), model.centres, model.limits, model.first)
    phrase = np.array([origin != "found" for origin in model.origins], dtype=bool)
    how = np.where((row >= 0) & phrase[np.maximum(row, 0)], "curated", "assigned").astype(object)
    other = (labels != row[sample]) & (how[sample] != "curated")
    moved, to = sample[other], labels[other]
    if len(moved):
        place = model.space.place(*texts.rows(moved))
        weight[moved] = (place * model.centres[np.maximum(to, 0)]).sum(axis=1)
        row[moved], how[moved] = to, "reassigned"
    topic = np.array([*model.ids, ""], dtype=object)[row][texts.which]
    links = pd.DataFrame({
        "mention_id": spoken.mentions["mention_id"].to_numpy(), "topic_id": topic,
        "weight": weight[texts.which], "how": how[texts.which],
    })  # fmt: skip
    return links[row[texts.which] >= 0].astype({"topic_id": "str", "how": "str"}).reset_index(drop=True)


def _counted(spoken: Said, links: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    n, how = len(spoken.mentions), tables["mention_topics"]["how"].value_counts()
    terms = tables["topic_terms"]
    terms = terms[terms["topic_id"].isin(tables["topics"]["topic_id"])]
    return {
        "mentions": n,
        **{key: int(how.get(key, 0)) for key in ("assigned", "reassigned", "curated")},
        "hidden": len(links) - len(tables["mention_topics"]),
        "unassigned": n - len(links),
        "coherence": coherence(terms, spoken.tokens),
        "diversity": diversity(terms),
    }


def _told(line: Match, ids: tuple[str, ...]) -> dict[str, Any]:
    told = line._asdict() | {"now": ids[line.now] if line.now >= 0 else None}
    return {key: round(value, 3) if isinstance(value, float) else value for key, value in told.items()}

"""The order of the stages. The only module that knows more than one of them."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from cxtext.config import Config
from cxtext.runfolder import sha256
from cxtext.topic_inputs import content_words, topic_files, wanted_topics, with_seeds

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.load import Loaded
    from cxtext.stats.base import Minimums
    from cxtext.topics import Edits, Kept, Wanted

Progress = Callable[[str, int, int], None]

EVERYTHING = frozenset({"metrics", "sentiments", "topics", "drivers"})
LIBRARIES = ("cxtext", "pandas", "numpy", "scipy", "torch", "transformers", "bertopic", "spacy", "kiwipiepy")


@dataclass(frozen=True)
class Run:
    """What an analysis came to: its tables by name, and what was run (the content of ``run.json``).

    ``topics``: what is kept so that topics can be edited and given to new comments; None without topics.
    """

    tables: dict[str, pd.DataFrame]
    info: dict[str, Any]
    topics: Kept | None = None


def analyse(
    config: Config,
    *,
    want: frozenset[str] = EVERYTHING,
    edits: Edits | None = None,
    progress: Progress | None = None,
) -> Run:
    """Everything that ``cxtext run`` computes, in memory.

    Parameters
    ----------
    config
        What to read and how.
    want
        The tables to end with, out of metrics, sentiments, topics and drivers; the stages that they need run
        too, and only the columns that those need are asked for.
    edits
        Decisions about topics; those that ``config.topics`` holds where left out.
    progress
        Called with (what, done, total).

    Raises
    ------
    CxtextError
        With what was wrong, where, and what to do.
    """
    progress = progress or (lambda *_: None)
    clock = _Clock()
    want = want | {"topics"} if "drivers" in want else want
    want = want | {"sentiments"} if "topics" in want else want
    from cxtext.stats.base import read_minimums

    minimums = read_minimums(config.minimums)
    wanted = wanted_topics(config) if "topics" in want else None
    if wanted is not None and edits is not None:
        wanted = replace(wanted, edits=edits, codebook=())  # the edits hold what joined it
    tables, info = _load(config, want, minimums, clock, progress)
    topics = None
    if "sentiments" in want:
        topics = _read_texts(tables, config, wanted, info, clock, progress)
    if wanted is not None:
        from cxtext.topics import topic_trends

        with clock("trends"):
            tables["topic_trends"] = topic_trends(tables, minimums)
    if "sentiments" in want and len(tables["scores"]):
        from cxtext.sentiment.against_scores import against_scores

        with clock("sentiment"):
            tables.update(against_scores(tables, minimums, config.seed))
    if "drivers" in want:
        with clock("drivers"):
            tables.update(drivers_of(tables, minimums))
    info["times"] = clock.seconds
    info["rows"] = {name: len(frame) for name, frame in sorted(tables.items())}
    return Run(tables, info, topics)


def _load(
    config: Config, want: frozenset[str], minimums: Minimums, clock: _Clock, progress: Progress
) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """The loaded tables with their metrics, which come first: a mistake in ``[metrics]`` shows at once."""
    from cxtext.load import load
    from cxtext.tables import SCORES, empty

    needs = set()
    # Declared metrics alone, such as the churn of a table of customers, need no score and get none guessed.
    alone = want == {"metrics"} and bool(config.metrics) and not config.score
    if want & {"metrics", "drivers"} and not alone:
        needs.add("scores")
    if "sentiments" in want:
        needs.add("comments")
    progress("Reading", 0, 1)
    with clock("load"):
        loaded = load(config, needs=frozenset(needs))
    progress("Reading", 1, 1)
    tables = {
        "responses": loaded.responses,
        "scores": empty(SCORES) if alone else loaded.scores,
        "comments": loaded.comments,
        "issues": loaded.issues,
        "original": loaded.original,
        "rejected": loaded.rejected,
        "orphans": loaded.orphans,
    }
    info: dict[str, Any] = {
        "version": version("cxtext"),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "versions": {name: version(name) for name in LIBRARIES},
        "config": config.model_dump(mode="json", by_alias=True),
        "inputs": _hashes(config),
        "counts": loaded.counts | ({"scores": 0} if alone else {}),
        "plan": loaded.plan.to_dict(),
        "seed": config.seed,
        "device": config.device,
        "models": {},
        "want": sorted(want),
        "notes": [note.text for note in loaded.plan.notes if note.severity == "warning"],
    }
    if "metrics" in want:
        with clock("metrics"):
            _add_metrics(tables, info, config, loaded, minimums)
    return tables, info


def _add_metrics(
    tables: dict[str, pd.DataFrame], info: dict[str, Any], config: Config, loaded: Loaded, minimums: Minimums
) -> None:
    """Adds metrics and metric_changes to ``tables``, and the accounts of the files that only they need."""
    import pandas as pd

    from cxtext.load import metric_tables
    from cxtext.metrics import metrics_of_run

    chosen = loaded.plan.config
    spec: dict[str, Any] = {"segment": list(chosen.segment), "date": chosen.date} | config.metrics
    further: dict[str, pd.DataFrame] = {}
    if config.metrics or config.customers or config.transactions:
        found = metric_tables(config, loaded)
        further, spec["customer"] = found.tables, found.customer
        info["counts"] = info["counts"] | {
            key: info["counts"][key] | found.counts[key] for key in ("files", "joins")
        }
        tables["issues"] = pd.concat([tables["issues"], found.issues], ignore_index=True)
    result = metrics_of_run(tables["responses"], tables["scores"], further, spec, minimums)
    tables["metrics"], tables["metric_changes"] = result.metrics, result.changes


def _read_texts(
    tables: dict[str, pd.DataFrame],
    config: Config,
    wanted: Wanted | None,
    info: dict[str, Any],
    clock: _Clock,
    progress: Progress,
) -> Kept | None:
    """Adds mentions, sentiments and topics to ``tables``; too little text is noted, not raised."""
    import pandas as pd

    from cxtext.read_texts import read_texts
    from cxtext.sentiment import blank_units, decided, in_pairs, to_sentiments
    from cxtext.text import annotate, contrasts, split_mentions

    with clock("text"):
        comments = tables["comments"] = annotate(tables["comments"])
        mentions = split_mentions(comments)
    with clock("inference"):
        told = partial(progress, "Reading comments")
        read = read_texts(mentions, comments, config, embed=wanted is not None, progress=told)
    tables["mentions"] = mentions = read.mentions
    info |= {"models": read.models, "long_texts": read.long_texts}
    info["notes"] += read.notes
    n, probabilities = len(mentions), read.probabilities
    probabilities[:n] = in_pairs(probabilities[:n], contrasts(mentions, comments))
    signals = None if read.signals is None else read.signals(decided(probabilities))
    of_mentions, of_comments = (None, None) if signals is None else (signals[:n], signals[n:])
    sentiments = [
        to_sentiments(mentions["mention_id"].tolist(), "mention", probabilities[:n], of_mentions),
        to_sentiments(comments["comment_id"].tolist(), "comment", probabilities[n:], of_comments),
    ]
    blank = blank_units(tables["responses"], comments)
    tables["sentiments"] = pd.concat([*sentiments, blank], ignore_index=True)
    if wanted is None or read.vectors is None:
        return None
    from cxtext.topics import Kept, by_question, find_topics

    with clock("topics"):
        wanted = with_seeds(wanted, config, info["models"]["embedding"])
        found = find_topics(
            mentions, comments, tables["responses"], read.vectors[:n], sentiments[0]["polarity"].to_numpy(),
            tokens=content_words(mentions, comments, config), seed=config.seed,
            lang=config.report_lang, encoder=info["models"]["embedding"], wanted=wanted,
            whole=read.whole, progress=partial(progress, "Topics"),
        )  # fmt: skip
    tables.update(found.tables)
    if config.per_question:
        tables.update(by_question(found.tables, mentions, comments, tables["responses"]))
    info["topics"] = found.summary
    info["notes"] += found.notes
    if found.model is None or found.links is None:
        return None
    return Kept(found.model, found.links, found.edits)


def drivers_of(tables: dict[str, pd.DataFrame], minimums: Minimums) -> dict[str, pd.DataFrame]:
    """The drivers and comment_bias tables from the tables before them."""
    from cxtext.drivers import compare_commenters, find_drivers

    return {
        "drivers": find_drivers(tables, minimums),
        "comment_bias": compare_commenters(tables, minimums),
    }


def _hashes(config: Config) -> dict[str, str]:
    from cxtext.load import input_names

    more = (config.comments, config.customers, config.transactions, config.glossary)
    files = [*config.join, *(file for file in more if file), *topic_files(config)]
    named = input_names(config) | {str(file.absolute()): file for file in files}
    return {name: sha256(file) for name, file in named.items()}


class _Clock:
    """Seconds spent in each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, name: str) -> _Clock:
        self.name = name
        return self

    def __enter__(self) -> None:
        self.start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds[self.name] = round(time.perf_counter() - self.start, 3)

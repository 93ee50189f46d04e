"""A run with its topics edited: tables and drivers made again from what the run keeps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxtext.config import Config
from cxtext.errors import ConfigError, RunError
from cxtext.pipeline import Run, drivers_of
from cxtext.runs import read
from cxtext.topic_inputs import content_words, seed_vectors

if TYPE_CHECKING:
    import numpy as np

    from cxtext.topics import Kept


def edited(folder: Path, action: str | None, values: list[str]) -> tuple[Run, Config, bool]:
    """The run after one action, or after ``topics.toml`` was edited by hand; whether it has a report.

    Raises CxtextError where the run keeps no topics, the action is not complete or the file is wrong.
    """
    from cxtext.stats.base import read_minimums
    from cxtext.topics import again, by_question, changed, checked, topic_trends

    run, config = read(folder)
    kept = run.topics
    if kept is None:
        raise RunError("The run keeps no topics.", where=folder, do="Run `cxtext run` on the files again.")
    if action == "split":
        kept = _split(run, kept, config, values)
    elif action is not None:
        kept = replace(kept, edits=checked(changed(kept.edits, kept.known(), action, values), kept.known()))
    tables = dict(run.tables)
    words = content_words(tables["mentions"], tables["comments"], config)
    seeds = seed_vectors(kept.edits, config)
    vectors = _vectors(tables["mentions"]["text"].tolist(), config) if _reseeded(kept) else None
    kept, topics = again(kept, tables, words, seeds, vectors, config.report_lang)
    if config.per_question:
        topics = by_question(topics, tables["mentions"], tables["comments"], tables["responses"])
    tables |= topics
    minimums = read_minimums(config.minimums)
    tables["topic_trends"] = topic_trends(tables, minimums)
    if "drivers" in tables:
        tables |= drivers_of(tables, minimums)
    return replace(run, tables=tables, topics=kept), config, (folder / "report.html").exists()


def _reseeded(kept: Kept) -> bool:
    return bool(any(e.seeds for e in kept.edits.topics.values()) or set(kept.model.origins) - {"found"})


def _split(run: Run, kept: Kept, config: Config, values: list[str]) -> Kept:
    from cxtext.topics import split

    if not values or len(values) > 2 or not (values[1:] or ["2"])[0].isdigit():
        raise ConfigError("split needs a topic and into how many parts.", do="split t03 2")
    own = kept.links.loc[kept.links["topic_id"] == values[0], "mention_id"]
    mentions = run.tables["mentions"].set_index("mention_id").loc[own]
    langs = mentions["comment_id"].map(run.tables["comments"].set_index("comment_id")["lang"])
    if values[0] in kept.model.parts.ids:
        raise ConfigError(
            "A subtopic is not split further.", where="split", found=values[0],
            do="Split the topic above it; its parts then stand by themselves.",
        )  # fmt: skip
    if mentions.empty:
        raise ConfigError(f"There is no topic {values[0]} with mentions.", where="split")
    vectors = _vectors(mentions["text"].tolist(), config)
    return split(kept, values[0], int((values[1:] or ["2"])[0]), vectors, langs.tolist())


def _vectors(texts: list[str], config: Config) -> np.ndarray:
    from cxtext.inference import cache_folder, embed, load_encoder

    encoder = load_encoder(config.embedding_model, device=config.device, offline=config.offline)
    vectors, *_ = embed(texts, encoder, cache_folder())
    return vectors

"""What the topics stage is given beside the vectors: content words, an earlier run's topics, decisions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxtext.config import Config
from cxtext.errors import ConfigError

if TYPE_CHECKING:
    import pandas as pd

    from cxtext.topics import Edits, Wanted


def wanted_topics(config: Config) -> Wanted:
    """What topics are to be like, from ``topics``, ``codebook``, ``refit`` and ``topic_method``."""
    from cxtext.topics import coded

    wanted = _earlier(config)
    last = max(wanted.edits.last, wanted.earlier.last if wanted.earlier else 0)
    edits, ids = wanted.edits, wanted.codebook
    if config.codebook is not None:
        from cxtext.codebook import read_codebook

        edits, ids = coded(edits, read_codebook(config.codebook), last)
    return replace(wanted, edits=edits, codebook=ids, after=max(last, edits.last))


def _earlier(config: Config) -> Wanted:
    from cxtext.topics import Wanted, load_kept, read_edits

    if config.topics is None:
        return Wanted(method=config.topic_method)
    if config.topics.is_file():
        return Wanted(edits=read_edits(config.topics, set()), refit=True, method=config.topic_method)
    kept = load_kept(config.topics)
    if kept is None:
        raise ConfigError(
            "The run keeps no topics.", where=f"--topics {config.topics}",
            do="Give the --out folder of an earlier `cxtext run`, or a topics.toml with seeds.",
        )  # fmt: skip
    edits = kept.edits.decided() if config.refit else kept.edits  # proposals are of the topics of that fit
    return Wanted(kept.model, edits, refit=config.refit, method=config.topic_method)


def with_seeds(wanted: Wanted, config: Config, encoder: str) -> Wanted:
    """The vectors of the example phrases; the earlier run's encoder must be today's."""
    if wanted.earlier is not None and wanted.earlier.encoder != encoder:
        raise ConfigError(
            "The earlier topics were found with another embedding model.", where="--topics",
            found=f"{wanted.earlier.encoder}; this run uses {encoder}", do="Give the same --embedding-model.",
        )  # fmt: skip
    return replace(wanted, seeds=seed_vectors(wanted.edits, config))


def seed_vectors(edits: Edits, config: Config) -> dict[str, tuple[Any, list[str]]]:
    """The vectors and languages of every topic's example phrases."""
    from cxtext.inference import cache_folder, embed, load_encoder
    from cxtext.topics import phrases

    said = phrases(edits)
    if not said:
        return {}
    encoder = load_encoder(config.embedding_model, device=config.device, offline=config.offline)
    vectors, *_ = embed([phrase for _, _, phrase in said], encoder, cache_folder())
    rows = {topic: [i for i, item in enumerate(said) if item[0] == topic] for topic, _, _ in said}
    return {topic: (vectors[own], [said[i][1] for i in own]) for topic, own in rows.items()}


def content_words(mentions: pd.DataFrame, comments: pd.DataFrame, config: Config) -> list[list[str]]:
    """The content words of every mention but those of mood, and the phrases that they form."""
    from cxtext.text import phrases, read_glossary, tokenise
    from cxtext.text.terms import tells_mood

    langs = mentions["comment_id"].map(comments.set_index("comment_id")["lang"])
    glossary = read_glossary(config.glossary) if config.glossary else None
    words = [
        [word for word in found if not tells_mood(word, lang)]
        for found, lang in zip(
            tokenise(mentions["text"].tolist(), langs.tolist(), glossary), langs, strict=True
        )
    ]
    return [
        mine + [p for p in joined if p not in mine]
        for mine, joined in zip(words, phrases(words), strict=True)
    ]


def topic_files(config: Config) -> list[Path]:
    """The codebook and the files of the earlier run's topics, which are inputs of this run."""
    book = [config.codebook] if config.codebook else []
    if config.topics is None or config.topics.is_file():
        return [*book, config.topics] if config.topics else book
    return [*book, *sorted((config.topics / "topics").glob("*")), *config.topics.glob("topics.toml")]

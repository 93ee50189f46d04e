"""Blocks of texts to what is known of each: the cache first, each distinct text computed once.

While the model runs on one block, the texts of the next are tokenised on another thread. What has to be
computed for a block is a function of the blocks before it and of the cache, never of time: the next block
leaves out what this one holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxtext.engine.reader import Known, Reader
from cxtext.inference.cache import read_rows, write_rows
from cxtext.inference.reading import Tokenised, Windows, logits, tokenised
from cxtext.text.language import CANDIDATES, ONE_LANGUAGE, identify

if TYPE_CHECKING:
    import numpy as np

# Places in this list are kept in the cache, so its length and order are part of the cache's key.
LANGUAGES = (
    "und", "ko", "ja", "zh", "zh-Hans", "zh-Hant",
    *sorted({code for codes in CANDIDATES.values() for code in codes} | set(ONE_LANGUAGE.values())),
)  # fmt: skip
_LANG, _TOKENS, _EVIDENCE, _LOGITS = 0, 1, 2, slice(3, None)


class Readings(NamedTuple):
    """One row a distinct text that is not blank."""

    place: dict[str, int]  # text -> row
    lang: list[str]
    n_tokens: np.ndarray
    evidence: np.ndarray
    logits: np.ndarray
    computed: int  # rows that the cache did not have


class _Ahead(NamedTuple):
    texts: list[str]  # distinct, not blank
    missing: list[str]
    prepared: Future[tuple[Tokenised, list[int]]] | None  # None where nothing is missing


def identity(known: Known) -> str:
    """What a row in the cache depends on besides the text."""
    return f"reading 1 {known.identity} languages={','.join(LANGUAGES)}"


def read_blocks(
    blocks: Iterable[Sequence[str]], reader: Reader, windows: Windows, cache: Path
) -> Iterator[Readings]:
    """Readings of each block of texts, in order; ``cache`` is the folder of the cache.

    The model is loaded when the first text is missing there.
    """
    key, width = identity(reader.known), 3 + len(reader.known.names)

    def prepare(missing: list[str]) -> tuple[Tokenised, list[int]]:
        # Each by itself: a language must not depend on what else is in the file.
        langs = [LANGUAGES.index(identify([text])[0].code) for text in missing]
        return tokenised(reader.load(), missing, windows), langs

    def ahead(block: Sequence[str], known: set[str]) -> _Ahead:
        texts = sorted({text for text in block if text.strip()})
        asked = [text for text in texts if text not in known]
        _, found = read_rows(cache, key, asked, width)
        missing = [text for text, hit in zip(asked, found, strict=True) if not hit]
        if not missing:
            return _Ahead(texts, missing, None)
        reader.load()  # here and not on the other thread: torch keeps its number of threads by thread
        return _Ahead(texts, missing, worker.submit(prepare, missing))

    def finish(now: _Ahead) -> Readings:
        import numpy as np

        place = {text: row for row, text in enumerate(now.texts)}
        rows, found = np.zeros((len(now.texts), width), np.float32), np.zeros(len(now.texts), bool)
        n = 0
        # A second turn only where another block's texts could not be kept in the cache.
        missing, prepared = now.missing, now.prepared and now.prepared.result()
        while True:
            if prepared:
                fresh = _row(prepared, logits(reader.load(), prepared[0]))
                write_rows(cache, key, missing, fresh)
                at = [place[text] for text in missing]
                rows[at], found[at] = fresh, True
                n += len(missing)
            rest = [text for text, hit in zip(now.texts, found, strict=True) if not hit]
            if not rest:
                break
            at = [place[text] for text in rest]
            rows[at], found[at] = read_rows(cache, key, rest, width)
            missing = [text for text, hit in zip(now.texts, found, strict=True) if not hit]
            prepared = prepare(missing) if missing else None
        langs = [LANGUAGES[k] for k in rows[:, _LANG].astype(int)]
        tokens = rows[:, _TOKENS].astype(np.int64)
        return Readings(place, langs, tokens, rows[:, _EVIDENCE].astype(np.float64), rows[:, _LOGITS], n)

    with ThreadPoolExecutor(1) as worker:
        waiting: _Ahead | None = None
        for block in blocks:
            following = ahead(block, set(waiting.texts) if waiting else set())
            if waiting:
                yield finish(waiting)
            waiting = following
        if waiting:
            yield finish(waiting)


def _row(prepared: tuple[Tokenised, list[int]], found: np.ndarray) -> np.ndarray:
    import numpy as np

    given, langs = prepared
    return np.column_stack([langs, given.n_tokens, given.evidence, found]).astype(np.float32)

"""Where a comment may be cut: line ends, sentence ends and turns, each with its strength."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import islice, pairwise
from typing import NamedTuple

from cxtext.text import korean, spaced
from cxtext.text.clauses import new_clauses
from cxtext.text.scripts import after_space, main_script, safe, script_counts, size
from cxtext.text.turns import opens_with_concession, turns

CLAUSE, SENTENCE, LINE = 1, 2, 3
MIN_OPENING = 5.5
LONG = 20_000  # Kiwi reads about 40,000 characters a second; beyond this, full stops alone end sentences

_LINE_END = re.compile(r"[\n\r\u2028\u2029\x0b\x0c\x85]+|<br\s*/?>", re.IGNORECASE)
_EMOJI_RUN = re.compile(
    "[\u2600-\u27bf\U0001f300-\U0001faff][\u2600-\u27bf\U0001f300-\U0001faff\ufe0f\u200d ]*"
)
_DASH = re.compile(r"[;；•]\s*|\s[-–—]+\s+|—+|--+")
_EAST_ASIAN_END = re.compile(
    r"(?:[。！？!?｡．]+|…+|\.{2,}|\.(?=\s|$)|(?<=[\u3041-\u9fff])\.(?=[\u3041-\u9fff]))[”’」』）)\]】》\"']*"
)
_EAST_ASIAN_SPACE = re.compile(r"(?<=[\u3041-\u9fff])[ \u3000]+(?=[\u3041-\u9fff])")
_COMMA = re.compile("[,，、]")


class Cut(NamedTuple):
    """Before which character, and how sure that something new begins there."""

    at: int
    strength: int


def find_cuts(texts: list[str], langs: list[str]) -> list[list[Cut]]:
    """Every text's possible cuts, ordered, at most one a place.

    >>> find_cuts(["Late. Never came!\\nBad."], ["en"])
    [[Cut(at=6, strength=2), Cut(at=18, strength=3)]]
    """
    texts = [safe(text) for text in texts]
    groups: dict[str, list[int]] = {}
    for i, (text, lang) in enumerate(zip(texts, langs, strict=True)):
        groups.setdefault(rules_for(text, lang), []).append(i)
    found: list[list[Cut]] = [[] for _ in texts]
    for lang, rows in sorted(groups.items()):
        batch = [texts[i] for i in rows]
        for i, text, starts in zip(rows, batch, _sentence_starts(batch, lang), strict=True):
            found[i] = _cuts(text, lang, starts)
    return found


def rules_for(text: str, lang: str) -> str:
    """The language whose rules cut and tokenise a text: its own without the script, by script where ``und``.

    >>> rules_for("服務", "zh-Hant"), rules_for("너무 느려", "und"), rules_for("slow", "und")
    ('zh', 'ko', 'xx')
    """
    if lang != "und":
        return lang.split("-")[0]
    name, _ = main_script(script_counts(text))
    return {"hangul": "ko", "han": "zh", "kana": "ja"}.get(str(name), "xx")


def _sentence_starts(texts: list[str], lang: str) -> list[list[int]]:
    if lang in ("zh", "ja"):
        return [_after_full_stops(text) for text in texts]
    if lang != "ko":
        return spaced.sentence_starts(texts, lang)
    found = iter(korean.sentence_starts([text for text in texts if len(text) <= LONG]))
    return [next(found) if len(text) <= LONG else _after_full_stops(text) for text in texts]


def _after_full_stops(text: str) -> list[int]:
    return [match.end() for match in _EAST_ASIAN_END.finditer(text)]


def _cuts(text: str, lang: str, sentences: list[int]) -> list[Cut]:
    breaks = [match.end() for match in _LINE_END.finditer(text)]
    ends = sorted({*sentences, *breaks, *(match.end() for match in _EMOJI_RUN.finditer(text))})
    clauses = [*turns(text, lang), *(match.end() for match in _DASH.finditer(text))]
    if lang in ("zh", "ja"):
        clauses += [match.end() for match in _EAST_ASIAN_SPACE.finditer(text)]
    known = sorted(clauses)
    for start, end in zip((0, *ends), (*ends, len(text)), strict=True):
        opens = [start, *known[bisect_right(known, start) : bisect_left(known, end)], end]
        for at, stop in pairwise(opens):
            if opens_with_concession(text, at, lang):
                clauses += _first_comma(text, at, stop)
        clauses += new_clauses(text, start, end, lang)
    strengths: dict[int, int] = {}
    for strength, places in ((CLAUSE, clauses), (SENTENCE, ends), (LINE, breaks)):
        strengths |= {after_space(text, at): strength for at in places}
    return [Cut(at, strengths[at]) for at in sorted(strengths) if 0 < at < len(text)]


def _first_comma(text: str, start: int, end: int) -> list[int]:
    """The first comma that leaves enough before it to stand alone."""
    commas = (comma.end() for comma in _COMMA.finditer(text, start, end))
    return [*islice((at for at in commas if size(text[start:at]) >= MIN_OPENING), 1)]

"""Where a sentence turns against itself: the words of ``connectives.toml`` as one pattern a language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

_SPACELESS = ("zh", "ja")
_PAUSE = "[,;:，、；：。.!?！？…]"
# Every Hangul syllable that ends in ㄴ: the ending of 느린데, 좋은데.
_ENDS_IN_N = "".join(chr(code) for code in range(0xAC00 + 4, 0xD7A4, 28))


def turns(text: str, lang: str) -> Iterator[int]:
    """Where a contrasting clause begins, in order.

    >>> list(turns("Good food but slow service", "en"))
    [10]
    >>> list(turns("배송은 빠른데 포장이 별로예요", "ko")), list(turns("味は良いですが、値段が高い", "ja"))
    ([8], [8])
    >>> list(turns("not only fast but also cheap", "en"))
    []
    """
    pattern = _pattern(lang)
    if pattern is None:
        return
    for match in pattern.finditer(text):
        if match.lastgroup == "after":
            yield match.end()
        elif match.lastgroup != "never":
            yield match.start(str(match.lastgroup))


def opens_with_concession(text: str, start: int, lang: str) -> bool:
    """Whether the sentence that starts here opens with "although": it turns at its first comma.

    >>> opens_with_concession("Although it was late, ", 0, "en")
    True
    """
    pattern = _opening(lang)
    return bool(pattern and pattern.match(text, start))


@cache
def _opening(lang: str) -> re.Pattern[str] | None:
    words = lists(lang).get("opening")
    edge = "" if lang in _SPACELESS else r"(?!\w)"
    return re.compile(rf"\W{{0,3}}(?:{any_of(words)}){edge}", re.IGNORECASE) if words else None


@cache
def joins(lang: str) -> re.Pattern[str] | None:
    """The words before which a run-on text may be cut."""
    words = lists(lang).get("joins")
    if not words:
        return None
    return re.compile(
        any_of(words) if lang in _SPACELESS else rf"(?<!\w)(?:{any_of(words)})(?!\w)", re.IGNORECASE
    )


@cache
def _pattern(lang: str) -> re.Pattern[str] | None:
    words = lists(lang)
    if not words:
        return None
    edge, end = ("", "") if lang in _SPACELESS else (r"(?<!\w)", r"(?!\w)")
    stem = r"\w{0,30}" if lang == "ko" else ""
    parts = []
    if never := words.get("never"):
        parts.append(f"(?P<never>{edge}{stem}(?:{any_of(never)}){end})")
    if before := words.get("before"):
        parts.append(f"(?P<before>{edge}(?:{any_of(before)}){end})")
    if comma := words.get("comma"):
        pause = rf"(?:{_PAUSE}|\s)" if lang in _SPACELESS else _PAUSE
        parts.append(rf"{pause}\s*(?P<comma>(?:{any_of(comma)}){end})")
    if after := words.get("after"):
        # Korean: an ending closes a word, and may drag 요, tears and dots along.
        tail = r"요?[,.~…ㅠㅜ;]*\s+" if lang == "ko" else r"[、,，]?\s*"
        parts.append(f"(?P<after>{edge}{stem}(?:{any_of(after)}){tail})")
    return re.compile("|".join(parts), re.IGNORECASE)


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    escaped = (re.escape(word) for word in sorted(words, key=len, reverse=True))
    return "|".join(word.replace("ㄴ데", f"[{_ENDS_IN_N}]데").replace("\\ ", r"\s+") for word in escaped)


@cache
def lists(lang: str) -> dict[str, list[str]]:
    """What ``connectives.toml`` holds of a language."""
    data = tomllib.loads((files("cxtext.text") / "connectives.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = data.get(lang, {})
    return found

"""Which script a character is written in, and how much a text says.

Only letters count. Hangul letters on their own (ㅋㅋ, ㅠㅠ) are laughter and tears, not words: they have no
script here, like emoji and digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

# One Hangul, kana or Han character carries about as much as three Latin letters.
_WEIGHT = {"hangul": 3.0, "kana": 3.0, "han": 3.0}

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


def safe(text: str) -> str:
    """The text with lone surrogates replaced, character for character: offsets stay true.

    Analysers take UTF-8, which cannot hold a lone surrogate.

    >>> safe("a\\ud800b")
    'a\\ufffdb'
    """
    return _SURROGATE.sub("\ufffd", text)


def without_links(text: str) -> str:
    """The text with web and e-mail addresses blanked out, offsets kept.

    >>> without_links("see www.a.com now")
    'see           now'
    """
    return _LINK.sub(lambda match: " " * len(match[0]), text)


@lru_cache(maxsize=65536)
def script(char: str) -> str | None:
    """The script of one letter (``latin``, ``hangul``, ``han``, ``kana`` ...), None for the rest.

    >>> [script(c) for c in "aé한漢かカﾊж1ㅋ👍"]
    ['latin', 'latin', 'hangul', 'han', 'kana', 'kana', 'kana', 'cyrillic', None, None, None]
    """
    if not char.isalpha() and char not in "々〇ー":
        return None
    try:
        words = unicodedata.name(char).split()
    except ValueError:
        return None
    while len(words) > 1 and words[0] in ("FULLWIDTH", "HALFWIDTH", "MODIFIER"):
        words = words[1:]
    name = words[0].lower()
    if name == "hangul":
        return "hangul" if "가" <= char <= "힣" else None
    if name in ("hiragana", "katakana", "katakana-hiragana"):
        return "kana"
    return "han" if name in ("cjk", "ideographic") else name


def script_counts(text: str) -> Counter[str]:
    """Letters per script.

    >>> sorted(script_counts("앱 app").items())
    [('hangul', 1), ('latin', 3)]
    """
    counts: Counter[str] = Counter()
    for char, n in Counter(text).items():
        if name := script(char):
            counts[name] += n
    return counts


def main_script(counts: Counter[str]) -> tuple[str | None, float]:
    """The script that carries most of a text, and its share; East Asian letters weigh three Latin ones.

    Kana and Han count together, since Japanese mixes them; the pair is named after the more frequent one.

    >>> main_script(script_counts("iPhone 케이스 예뻐요"))
    ('hangul', 0.75)
    >>> main_script(script_counts("5 !!"))
    (None, 0.0)
    """
    weights = {name: n * _WEIGHT.get(name, 1.0) for name, n in counts.items()}
    cjk = weights.pop("kana", 0.0) + weights.pop("han", 0.0)
    if cjk:
        weights["kana" if counts["kana"] >= counts["han"] else "han"] = cjk
    if not weights:
        return None, 0.0
    name = max(sorted(weights), key=weights.__getitem__)
    return name, weights[name] / sum(weights.values())


_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
_SYLLABLE = "\uac00-\ud7a3\u3041-\u3096\u30a1-\u30fa\uff66-\uff9dー"
_UNSPACED = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
UNIT = re.compile(
    f"(?P<han>[{_HAN}])|(?P<syllable>[{_SYLLABLE}])|(?P<unspaced>[{_UNSPACED}])"
    f"|(?P<word>\\w[^\\s{_HAN}{_SYLLABLE}{_UNSPACED}]{{0,19}})"
)
UNIT_SIZE = {"han": 1.1, "syllable": 0.75, "unspaced": 0.25, "word": 1.4}


def size(text: str) -> float:
    """How much a text says, in tokens of a multilingual encoder.

    A word with its share of punctuation is 1.4 tokens (1.3 to 1.6 measured for English and French with e5's
    tokenizer), a Hangul syllable or a kana 0.75, a Han character 1.1 (it measures 0.8, and says more), a Thai
    letter 0.25; a run without a space counts again every 20 characters. So six tokens are four English words,
    five or six Han characters, or three short Korean eojeol. Counting syllables and not eojeol keeps Korean
    that is typed without spaces comparable. Punctuation and emoji by themselves count nothing.

    >>> size("The staff was friendly."), size("服務很好"), size("배송이 느려요")
    (5.6, 4.4, 4.5)
    """
    return round(sum(UNIT_SIZE[str(match.lastgroup)] for match in UNIT.finditer(text)), 6)


def after_space(text: str, at: int) -> int:
    """The first character from ``at`` on that is not white space.

    >>> after_space("a  b", 1)
    3
    """
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def pieces(text: str, limit: int) -> list[tuple[int, int]]:
    """Spans of at most ``limit`` characters that cover a text, cut after white space where there is some.

    >>> pieces("one two three", 8)
    [(0, 8), (8, 13)]
    """
    spans, start = [], 0
    while len(text) - start > limit:
        end = start + limit
        space = max(text.rfind(gap, start + limit // 2, end) for gap in " \n\t")
        end = space + 1 if space > 0 else end
        spans.append((start, end))
        start = end
    return [*spans, (start, len(text))]

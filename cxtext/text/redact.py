"""Masks for personal data in what customers wrote.

Found by shape, check digit and the word before, not by a language model: e-mail addresses, phone numbers,
card, account and national id numbers, IP addresses, and web addresses that carry a secret. Names and street
addresses are not found. Prices, dates, times, versions and order numbers are left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from cxtext.text import pii_numbers, pii_phone, pii_web

MASKS = {
    "email": "[email]",
    "phone": "[phone]",
    "card": "[card]",
    "id": "[id]",
    "ip": "[ip]",
    "url": "[url]",
}


class Hit(NamedTuple):
    """Personal data at ``text[start:end]``."""

    kind: str  # a key of MASKS
    start: int
    end: int


class Redacted(NamedTuple):
    """The masked text, and where in the original the masked parts were."""

    text: str
    hits: list[Hit]


# Most comments hold none of these and are done with here.
_WORTH_A_LOOK = re.compile(
    r"[@＠／．]|://|www\.|[(\[]\s?at\s?[)\]]|\bdot\b|\.[a-z]{2,}[/?]|::|\d(?:[^\d\n]{0,4}\d){3}",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_LOOKS_LIKE = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("\u00a0\u2002\u2003\u2005\u2007\u2009\u200a\u202f\u3000\t", " ")
    | dict.fromkeys("‐‑‒–—―−﹣⁃", "-")
)
_LONG_VOWEL_AS_HYPHEN = re.compile(r"(?<=[0-9])[ーｰ㇐一](?=[0-9])")


def find(text: str, lang: str = "und") -> list[Hit]:
    """Personal data in a text, left to right, never overlapping.

    What is found for ``und`` is found for every language; some languages add their countries' phone forms.
    Full-width digits and letters, typographic dashes and spaces, and invisible characters are seen through.

    >>> find("call 010-1234-5678")
    [Hit(kind='phone', start=5, end=18)]
    """
    if not _WORTH_A_LOOK.search(text):
        return []
    plain, origin = _plain(text)
    hits: list[Hit] = []
    # What is masked no longer guards its neighbour ("1234 <phone>"), so look again until nothing is found.
    while found := list(_spans(plain, lang)):
        for _, start, end in found:
            plain = _blank(plain, start, end)
        hits += found
    if origin is not None:
        hits = [Hit(kind, origin[start], origin[end - 1] + 1) for kind, start, end in hits]
    return sorted(hits, key=lambda hit: hit.start)


def redact(text: str, lang: str = "und") -> Redacted:
    """The text with personal data masked; the masks are the same in every language.

    Masked text holds nothing more to mask: ``find(redact(text).text)`` is empty.

    >>> redact("Écrivez à a.b@example.com ou au 06 12 34 56 78").text
    'Écrivez à [email] ou au [phone]'
    """
    hits = find(text, lang)
    pieces, done = [], 0
    for kind, start, end in hits:
        pieces += [text[done:start], MASKS[kind]]
        done = end
    return Redacted("".join([*pieces, text[done:]]), hits)


def _plain(text: str) -> tuple[str, list[int] | None]:
    """The text in plain digits and signs, and each character's place in the original (None: unmoved)."""
    origin = None
    if _INVISIBLE.search(text):
        origin = [i for i, char in enumerate(text) if not _INVISIBLE.match(char)]
        text = "".join(text[i] for i in origin)
    if not text.isascii():
        text = _OTHER_DIGIT.sub(lambda m: str(unicodedata.decimal(m[0])), text.translate(_LOOKS_LIKE))
        text = _LONG_VOWEL_AS_HYPHEN.sub("-", text)
    return text, origin


def _spans(text: str, lang: str) -> Iterator[Hit]:
    """Kind by kind, the surest first; what one kind took is blanked for those after it."""
    for kind, spans in _STEPS:
        if kind == "id" and not _SEVEN_DIGITS.search(text):
            return
        for start, end in list(spans(text)):
            text = _blank(text, start, end)
            if kind:
                yield Hit(kind, start, end)
    for start, end in pii_phone.phones(text, lang):
        yield Hit("phone", start, end)


_SEVEN_DIGITS = re.compile(r"[0-9](?:[ ()./·-]{0,3}[0-9]){6}")
_STEPS = (
    ("url", pii_web.secret_urls),
    ("email", pii_web.emails),
    (None, pii_web.plain_urls),
    ("ip", pii_web.ip_addresses),
    ("id", pii_numbers.national_ids),
    ("card", pii_numbers.cards),
    (None, pii_numbers.amounts_and_dates),
)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]

"""Kiwi, loaded once: sentence starts and content words of Korean text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from cxtext.text.scripts import pieces
from cxtext.text.terms import Term

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

PIECE = 2000  # Kiwi's time per character grows on very long text


@cache
def kiwi() -> Kiwi:
    from kiwipiepy import Kiwi

    return Kiwi()


def analyse(texts: list[str]) -> Iterator[list[tuple[int, list[Token]]]]:
    """Kiwi's tokens of every text as (offset, tokens) pieces; ``start`` counts from the offset."""
    spans = [pieces(text, PIECE) for text in texts]
    flat = kiwi().tokenize(text[a:b] for text, cuts in zip(texts, spans, strict=True) for a, b in cuts)
    for cuts in spans:
        yield [(a, next(flat)) for a, _ in cuts]


def sentence_starts(texts: list[str]) -> list[list[int]]:
    """Where sentences begin, also where no punctuation ends the one before.

    >>> sentence_starts(["배송이 빨라요 포장도 꼼꼼해요"])
    [[8]]
    """
    return [
        [
            offset + b.start
            for offset, tokens in parts
            for a, b in itertools.pairwise(tokens)
            if a.sent_position != b.sent_position
        ]
        for parts in analyse(texts)
    ]


def terms(texts: list[str]) -> list[list[Term]]:
    """Nouns, foreign words, and verbs and adjectives in dictionary form; no particles, endings or adverbs.

    >>> [term.word for term in terms(["배송이 너무 느려요", "직원이 친절하고 깨끗했어요"])[1]]
    ['직원', '친절', '깨끗하다']
    """
    found = []
    for parts in analyse(texts):
        words: list[Term] = []
        for offset, tokens in parts:
            for i, token in enumerate(tokens):
                tag = token.tag.split("-")[0]
                start, end = offset + token.start, offset + token.start + token.len
                if tag in ("NNG", "NNP", "SL"):
                    words.append(Term(token.form.lower() if tag == "SL" else token.form, start, end))
                elif tag in ("VV", "VA"):
                    words.append(Term(token.form + "다", start, end))
                elif tag == "XR":
                    # A root such as 깔끔 is a word only with the 하다 that follows it.
                    verb = i + 1 < len(tokens) and tokens[i + 1].tag.split("-")[0] in ("XSA", "XSV")
                    words.append(
                        Term(f"{token.form}{tokens[i + 1].form}다" if verb else token.form, start, end)
                    )
        found.append(words)
    return found

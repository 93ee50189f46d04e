"""Blank spaCy pipelines (rules and lists, no model), loaded once a language: words and sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from cxtext.text.lemmas import lemma
from cxtext.text.scripts import pieces
from cxtext.text.terms import Term

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PIECE = 20_000  # bounds memory on a megabyte comment
# spaCy's time grows with the square of a run of signs; eight of them say as much as thousands.
_SIGNS = re.compile(r"(?<=[^\w\s]{8})[^\w\s]{8,}")
SPACY_CODE = {"no": "nb"}


@cache
def blank(lang: str) -> Language:
    """A language's blank pipeline with a sentencizer; the many-language one where spaCy lacks its own."""
    import spacy
    from spacy.pipeline import Sentencizer

    try:
        nlp = spacy.blank(SPACY_CODE.get(lang, lang))
    except ImportError:  # no such language, or one (Thai, Vietnamese) whose segmenter is not installed
        nlp = spacy.blank("xx")
    nlp.add_pipe("sentencizer", config={"punct_chars": [*Sentencizer.default_punct_chars, "...", "..", "…"]})
    return nlp


def analyse(texts: list[str], lang: str) -> Iterator[list[tuple[int, Doc]]]:
    """spaCy's tokens of every text as (offset, doc) pieces; ``idx`` counts from the offset."""
    texts = [_SIGNS.sub(lambda match: " " * len(match[0]), text) for text in texts]
    spans = [pieces(text, PIECE) for text in texts]
    docs = blank(lang).pipe(text[a:b] for text, cuts in zip(texts, spans, strict=True) for a, b in cuts)
    for cuts in spans:
        yield [(a, next(docs)) for a, _ in cuts]


def sentence_starts(texts: list[str], lang: str) -> list[list[int]]:
    """Where sentences begin; abbreviations of the language end none.

    >>> sentence_starts(["Ask Dr. Smith. He knows."], "en")
    [[15]]
    """
    return [
        [offset + sent.start_char for offset, doc in parts for sent in list(doc.sents)[1:]]
        for parts in analyse(texts, lang)
    ]


def terms(texts: list[str], lang: str) -> list[list[Term]]:
    """Words of each text, lower case, in dictionary form where the language has a list of those.

    What ends in an apostrophe is an elided function word (qu', and jen' where a space is missing), no word.

    >>> [term.word for term in terms(["Jen'ai vu qu'une caisse"], "fr")[0]]
    ['ai', 'vu', 'une', 'caisse']
    >>> [term.word for term in terms(["The deliveries were SLOW!"], "en")[0]]
    ['the', 'delivery', 'were', 'slow']
    """
    return [
        [
            Term(lemma(token.lower_, lang), offset + token.idx, offset + token.idx + len(token))
            for offset, doc in parts
            for token in doc
            if token.lower_[0].isalpha()
            and token.lower_[-1] not in "'’"
            and not token.like_url
            and not token.like_email
        ]
        for parts in analyse(texts, lang)
    ]

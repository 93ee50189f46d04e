"""Blank spaCy pipelines (rules and word lists, no model), loaded once a language: tokens and sentence ends."""

from __future__ import annotations

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
SPACY_CODE = {"no": "nb"}


@cache
def blank(lang: str) -> Language:
    """The blank pipeline of a language with a sentencizer; spaCy's many-language one where it has none."""
    import importlib.util

    import spacy
    from spacy.pipeline import Sentencizer

    code = SPACY_CODE.get(lang, lang)
    nlp = spacy.blank(code if importlib.util.find_spec(f"spacy.lang.{code}") else "xx")
    nlp.add_pipe("sentencizer", config={"punct_chars": [*Sentencizer.default_punct_chars, "...", "..", "…"]})
    return nlp


def analyse(texts: list[str], lang: str) -> Iterator[list[tuple[int, Doc]]]:
    """spaCy's tokens of every text as (offset, doc) pieces; ``idx`` counts from the offset."""
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

    >>> [term.word for term in terms(["The deliveries were SLOW!"], "en")[0]]
    ['the', 'delivery', 'were', 'slow']
    """
    return [
        [
            Term(lemma(token.lower_, lang), offset + token.idx, offset + token.idx + len(token))
            for offset, doc in parts
            for token in doc
            if token.lower_[0].isalpha() and not token.like_url and not token.like_email
        ]
        for parts in analyse(texts, lang)
    ]

"""Sudachi, loaded once: content words of Japanese text in dictionary form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cxtext.text.scripts import pieces
from cxtext.text.terms import Term

if TYPE_CHECKING:
    from sudachipy import Tokenizer

PIECE = 10_000  # Sudachi refuses more than 49,149 bytes
CONTENT = ("名詞", "動詞", "形容詞", "形状詞")
EMPTY = ("数詞", "非自立可能", "助動詞語幹", "助数詞可能")


def terms(texts: list[str]) -> list[list[Term]]:
    """Nouns, verbs and adjectives of each text.

    >>> [term.word for term in terms(["配送が遅くて困りました"])[0]]
    ['配送', '遅い', '困る']
    """
    return [
        [
            Term(morpheme.dictionary_form(), a + morpheme.begin(), a + morpheme.end())
            for a, b in pieces(text, PIECE)
            for morpheme in sudachi().tokenize(text[a:b])
            if _is_content(morpheme.part_of_speech())
        ]
        for text in texts
    ]


def _is_content(tag: tuple[str, ...]) -> bool:
    # 良い may stand alone or not (非自立可能); as an adjective it is content all the same.
    return tag[0] in CONTENT and (tag[0] == "形容詞" or not any(part in EMPTY for part in tag[1:3]))


@cache
def sudachi() -> Tokenizer:
    from sudachipy import Dictionary, SplitMode

    return Dictionary().tokenizer(mode=SplitMode.C)

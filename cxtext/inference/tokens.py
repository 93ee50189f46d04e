"""Texts to token ids: cleaning, prefix, special tokens."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

    from cxtext.inference.pieces import Pieces

# Control characters except tab, line feed, vertical tab, form feed and carriage return, which are spaces.
_CONTROL = {c: None for c in (*range(0x20), *range(0x7F, 0xA0)) if c not in range(0x09, 0x0E)}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    r"""Without control characters; lone surrogates become U+FFFD; runs of white space become one space.

    >>> clean("late\x85 \ud83d\n again ")
    'late � again'
    """
    text = _LONE_SURROGATE.sub("\ufffd", text.translate(_CONTROL))
    return " ".join(text.split())


class Tokens(NamedTuple):
    """How a model reads text: its tokenizer and what goes around the text's own tokens."""

    tokenizer: Any  # a PreTrainedTokenizerBase or Pieces
    normalisation: Mapping[int, str]
    before: tuple[int, ...]  # special tokens and the prefix
    after: tuple[int, ...]
    room: int  # tokens of text that fit

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The texts' own tokens, without prefix and special tokens, of any length."""
        cleaned = [clean(text) for text in texts]
        if self.normalisation:
            cleaned = [" ".join(text.translate(self.normalisation).split()) for text in cleaned]
        return _ids(self.tokenizer, cleaned)


def make_tokens(
    tokenizer: PreTrainedTokenizerBase | Pieces,
    prefix: str,
    max_tokens: int,
    normalisation: Mapping[int, str] | None = None,
) -> Tokens:
    """Learn from the tokenizer which special tokens it puts around a text, then place the prefix.

    The prefix is tokenised by itself: it ends in a space, and no piece of a sub-word vocabulary crosses one.
    """
    probe = "a"
    inner = _ids(tokenizer, [probe])[0]
    outer = tokenizer([probe], verbose=False)["input_ids"][0]
    at = next(i for i in range(len(outer)) if outer[i : i + len(inner)] == inner)
    prefix_ids = _ids(tokenizer, [prefix.strip()])[0] if prefix.strip() else []
    before, after = (*outer[:at], *prefix_ids), tuple(outer[at + len(inner) :])
    return Tokens(tokenizer, normalisation or {}, before, after, max_tokens - len(before) - len(after))


def _ids(tokenizer: PreTrainedTokenizerBase | Pieces, texts: Sequence[str]) -> list[list[int]]:
    # An empty list makes some tokenizers fail.
    if not texts:
        return []
    return tokenizer(
        list(texts), add_special_tokens=False, return_attention_mask=False,
        return_token_type_ids=False, verbose=False,
    )["input_ids"]  # fmt: skip

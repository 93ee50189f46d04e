"""A tokenizer of the ``tokenizers`` library, asked as transformers' own are, without transformers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class Pieces(NamedTuple):
    """What tokens.py and evidence.py ask of a tokenizer. Made by :func:`pieces`."""

    core: Tokenizer
    pad_token_id: int
    unk_token_id: int

    def __call__(
        self, texts: Sequence[str], add_special_tokens: bool = True, **_: bool
    ) -> dict[str, list[list[int]]]:
        """Each text's token ids under ``input_ids``."""
        found = self.core.encode_batch(list(texts), add_special_tokens=add_special_tokens)
        return {"input_ids": [one.ids for one in found]}

    def convert_ids_to_tokens(self, ids: Sequence[int]) -> list[str | None]:
        """The pieces themselves."""
        return [self.core.id_to_token(id_) for id_ in ids]


def pieces(core: Tokenizer, special: dict[str, int]) -> Pieces:
    """``special`` are the ids of bos, eos, pad, unk: written out in a text they are these tokens, as ever."""
    from tokenizers import AddedToken

    names = [core.id_to_token(special[name]) for name in ("bos", "eos", "unk", "pad")]
    core.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in names])
    return Pieces(core, special["pad"], special["unk"])

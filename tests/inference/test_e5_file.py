"""The 4-bit file: numbers by hand, and refusals."""

from __future__ import annotations

import numpy as np
import pytest

from cxtext.errors import ModelError
from cxtext.inference.cards import own_cards
from cxtext.inference.e5_file import dequantise, read_e5_file, tensor
from cxtext.inference.tokens import clean


def test_blocks_by_hand():
    # Two blocks: scale 0.25 with bytes 0x00..0x0F: low nibbles are 0..15, high nibbles all 0;
    # scale -2 with bytes 0xF0: low 0, high 15.
    one = np.float16(0.25).tobytes() + bytes(range(16))
    two = np.float16(-2).tobytes() + bytes([0xF0] * 16)
    weights = dequantise(np.frombuffer(one + two, np.uint8).reshape(2, 18))
    np.testing.assert_array_equal(weights[:16], (np.arange(16) - 8) * 0.25)
    np.testing.assert_array_equal(weights[16:32], np.full(16, -8 * 0.25))
    np.testing.assert_array_equal(weights[32:48], np.full(16, -8 * -2))
    np.testing.assert_array_equal(weights[48:], np.full(16, 7 * -2))


def test_the_shipped_file():
    file = read_e5_file(own_cards()[0].path())
    assert (file.hidden, file.layers, file.heads, file.feed_forward) == (384, 12, 12, 1536)
    assert (file.vocabulary, file.positions, file.types) == (250037, 512, 2)
    assert file.special == {"bos": 0, "eos": 2, "pad": 1, "unk": 3}
    assert [piece for piece, _ in file.pieces[:4]] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert tensor(file, "l0.q.w").shape == (384 * 384,)
    # Full-width letters and half-width katakana are folded, as SentencePiece's nmt_nfkc does.
    assert "Ａｶ".translate(file.normalisation) == "Aカ"


@pytest.mark.parametrize("content", [b"", b"E5S1", b"PK\x03\x04" + bytes(400), b"E5S1\x02" + bytes(400)])
def test_another_file_is_refused(tmp_path, content):
    (tmp_path / "x.bin").write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read"):
        read_e5_file(tmp_path / "x.bin")


def test_clean_keeps_words_apart_and_drops_what_cannot_be_read():
    assert clean("a\tb\nc\r\nd\x0be") == "a b c d e"
    assert clean("a\x85\x9f\x00b") == "ab"
    assert clean("\udc80x") == "\ufffdx"

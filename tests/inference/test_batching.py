"""Windows and batches lose nothing and stay within their bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cxtext.inference.batching import batches, windows


@given(st.lists(st.lists(st.integers(0, 9), max_size=40), max_size=10), st.integers(1, 12))
def test_windows_are_the_text_cut(tokens, room):
    parts = windows(tokens, room)
    for index, ids in enumerate(tokens):
        mine = [part.ids for part in parts if part.text == index]
        assert [token for part in mine for token in part] == ids
        assert len(mine) == max(1, -(-len(ids) // room))
        assert max(map(len, mine)) - min(map(len, mine)) <= 1
        assert max(map(len, mine)) <= room


@given(st.lists(st.integers(1, 600), max_size=80), st.integers(1, 4096))
def test_batches_cover_all_within_the_budget(lengths, budget):
    lengths.sort(reverse=True)
    parts = list(batches(lengths, budget))
    assert [i for part in parts for i in part] == list(range(len(lengths)))
    for part in parts:
        assert len(part) == 1 or len(part) * lengths[part.start] <= budget

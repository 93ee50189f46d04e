"""The sentiments table: label, polarity, and the laws that tie them to the probabilities."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cxtext.sentiment import to_sentiments


def test_the_table_says_what_the_probabilities_say():
    p = np.array([[0.1, 0.2, 0.7], [0.6, 0.3, 0.1], [0.2, 0.5, 0.3]])
    table = to_sentiments(["a#0", "a#1", "b#0"], "mention", p)
    assert table["label"].tolist() == ["positive", "negative", "neutral"]
    # 0.7 - 0.1, 0.1 - 0.6, 0.3 - 0.2
    np.testing.assert_allclose(table["polarity"], [0.6, -0.5, 0.1])
    assert table["level"].unique().tolist() == ["mention"]
    assert table["flags"].isna().all()


def test_no_units_make_an_empty_table():
    table = to_sentiments([], "comment", np.empty((0, 3)))
    assert len(table) == 0
    assert table["polarity"].dtype == "float64"


@settings(deadline=None, max_examples=15)  # a table check takes a tenth of a second
@given(arrays(np.float64, st.tuples(st.integers(1, 8), st.just(3)), elements=st.floats(0.001, 1)))
def test_laws(raw):
    p = raw / raw.sum(axis=1, keepdims=True)
    table = to_sentiments([str(i) for i in range(len(p))], "comment", p)
    assert table["polarity"].between(-1, 1).all()
    swapped = to_sentiments([str(i) for i in range(len(p))], "comment", p[:, ::-1])
    np.testing.assert_array_equal(swapped["polarity"], -table["polarity"])
    other = {"negative": "positive", "neutral": "neutral", "positive": "negative"}
    assert swapped["label"].tolist() == [other[label] for label in table["label"]]

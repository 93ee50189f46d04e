"""The shipped sentiment model on texts that it was never trained on."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from cxtext.inference import classify, load_classifier

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
from training import sets
from training.evaluate import figures

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="needs the real data sets in ../shared/data")
@pytest.mark.parametrize(("reader", "bar"), [(sets.ko_shopping, 0.90), (sets.nhs, 0.94)])
def test_held_out_texts_are_told_apart(reader, bar):
    # The bars lie below the lower ends of the card's intervals: 200 texts vary more than 800.
    rows = reader(DATA)
    rows = rows[(rows.part == "test") & (rows.label != 1) & rows.text.str.len().lt(200)].head(200)
    p = classify(rows.text.tolist(), load_classifier("default", device="cpu", offline=True))
    assert figures(p, rows.label.to_numpy())["auc"] >= bar
    np.testing.assert_allclose(p.sum(1), 1)

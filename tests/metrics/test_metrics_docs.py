"""docs/metrics.md says what the docstrings say."""

import importlib.util
from pathlib import Path

import cxtext.metrics

SCRIPT = Path(__file__).parents[2] / "scripts" / "make_metrics_docs.py"
spec = importlib.util.spec_from_file_location("make_metrics_docs", SCRIPT)
docs = importlib.util.module_from_spec(spec)
spec.loader.exec_module(docs)


def test_the_page_is_up_to_date():
    assert docs.PAGE.read_text(encoding="utf-8") == docs.page(), "run: python scripts/make_metrics_docs.py"


def test_every_public_metric_is_on_the_page():
    written = {name for names in docs.CHAPTERS.values() for name in names}
    assert written == set(cxtext.metrics.__all__) - {"Estimate"}


def test_each_of_the_fourteen_disagreements_has_its_sentence():
    numbered = [line for line in docs.disagreements().splitlines() if line[:1].isdigit()]
    assert [int(line.split(".")[0]) for line in numbered] == list(range(1, 15))
    assert all(len(line) > 20 for line in numbered)


def test_docstrings_become_markdown():
    text = "One.\n\nParameters\n----------\nvalue\n    What ``it`` is.\n\n>>> 1 + 1\n2\n"
    assert (
        docs.prose(text)
        == "One.\n\n**Parameters**\n\n- `value`:\n  What `it` is.\n\n```pycon\n>>> 1 + 1\n2\n```\n"
    )

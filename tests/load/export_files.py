"""Where the real exports are, and small ones made in the shape of a platform."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from cxtext.config import make_config
from cxtext.load import load

EXPORTS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "exports"
shared = pytest.mark.skipif(not EXPORTS.is_dir(), reason="needs the real exports in ../shared/data")

QUALTRICS_IDS = {
    "StartDate": "startDate", "EndDate": "endDate", "Status": "status", "Finished": "finished",
    "RecordedDate": "recordedDate", "ResponseId": "_recordId", "DistributionChannel": "distributionChannel",
    "IPAddress": "ipAddress", "UserLanguage": "userLanguage",
}  # fmt: skip
LIVE = {
    "StartDate": "2026-01-02 10:00:00", "EndDate": "2026-01-02 10:01:00", "Status": "IP Address",
    "Finished": "True", "RecordedDate": "2026-01-02 10:01:01",
}  # fmt: skip

ASKED = {"Q1": ("How likely are you to recommend us?", "QID1"), "Q2": ("Any comments?", "QID2_TEXT")}


def written(path, rows, encoding="utf-8", delimiter=",", quoting=csv.QUOTE_MINIMAL):
    """Rows of cells as a delimited file with CRLF records."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def qualtrics(path, questions, answers, fixed=LIVE, zone="UTC", **options):
    """A Qualtrics CSV: ``questions`` maps a name to (text, ImportId), ``answers`` are rows of cells."""
    names = [*fixed, "ResponseId", *questions]
    ids = [
        {"ImportId": QUALTRICS_IDS[n]} | ({"timeZone": zone} if n.endswith("Date") else {})
        if n in QUALTRICS_IDS
        else {"ImportId": questions[n][1]}
        for n in names
    ]
    texts = [questions[n][0] if n in questions else f"Feld {n}" for n in names]
    rows = [[*fixed.values(), f"R_{i}", *row] for i, row in enumerate(answers, 1)]
    return written(path, [names, texts, [json.dumps(i) for i in ids], *rows], **options)


def loaded(*inputs, needs=frozenset({"scores", "comments"}), **config):
    keys = {key.replace("_", "-"): value for key, value in config.items()}
    return load(make_config({"inputs": list(inputs), **keys}), needs)


def codes(found):
    return set(found.issues["code"])


def dialect(found):
    return next((n.text.split()[2].strip(",:") for n in found.plan.notes if n.code == "N_DIALECT"), "generic")


def scores(found):
    return found.scores["value"].tolist()

"""The files in ``data/demo`` are what the script writes, and fit each other."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from cxtext.config import read_config

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "data" / "demo"
FILES = (
    "README.md", "customers.csv", "cxtext.toml", "responses.csv", "transactions.csv", "truth.json",
    "verbatims.csv",
)  # fmt: skip


@pytest.fixture(scope="module")
def truth():
    return json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def responses():
    return rows_of("responses.csv")


@pytest.fixture(scope="module")
def verbatims():
    return rows_of("verbatims.csv")


def rows_of(name):
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_script_writes_the_same_bytes(tmp_path):
    script = ROOT / "scripts" / "make_demo_data.py"
    subprocess.run([sys.executable, script, "--out", tmp_path], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DEMO / name).read_bytes(), name


def test_small_enough():
    assert sum((DEMO / name).stat().st_size for name in FILES) < 1_500_000


def test_responses(responses, truth):
    lines = [tuple(row.values()) for row in responses]
    once = dict.fromkeys(lines)
    assert len(lines) == truth["sizes"]["response_rows"]
    assert len(once) == truth["sizes"]["responses"] == len({row["response_id"] for row in responses})
    assert 1800 <= len(once) <= 2400
    assert len(lines) - len(once) >= 10  # exact duplicates
    codes = {"nps": range(11), "csat": range(1, 6), "ces": range(1, 8)}
    for metric, scale in codes.items():
        allowed = {str(code) for code in scale} | {"", "N/A"}
        assert {row[metric] for row in responses} == allowed
    assert any(row["customer_id"].startswith("0") for row in responses)


def test_verbatims_join_and_are_labelled_row_by_row(responses, verbatims, truth):
    known = {row["response_id"] for row in responses}
    assert len(verbatims) == len(truth["verbatims"]) == truth["sizes"]["verbatim_rows"]
    for row, entry in zip(verbatims, truth["verbatims"], strict=True):
        assert row["response_id"] == entry["response_id"]
        assert row["response_id"] in known
        for span in entry["spans"]:
            assert row["comment"][span["start"] :].startswith(span["text"])


def test_planted_rows_have_60_commenters_and_five_drivers(truth):
    roles = [topic["role"] for topic in truth["topics"]]
    assert (roles.count("driver"), roles.count("bystander"), roles.count("null")) == (5, 1, 4)
    who = {}
    for entry in truth["verbatims"]:
        for span in entry["spans"]:
            who.setdefault((span["topic"], span["polarity"]), set()).add(entry["response_id"])
    planted = {(row["topic"], row["polarity"]) for row in truth["impacts"] if row["planted"]}
    drivers = {topic["id"] for topic in truth["topics"] if topic["role"] == "driver"}
    assert {topic for topic, _ in planted} == drivers
    assert min(len(who[row]) for row in planted) >= 60
    assert len(who) == 20


def test_the_config_names_columns_that_are_there(responses, verbatims):
    config = read_config(DEMO / "cxtext.toml")
    wanted = {config.id, config.respondent, config.date, config.channel, *config.segment}
    wanted |= {score.column for score in config.score}
    assert wanted <= set(responses[0])
    assert {config.id, *config.comment} <= set(verbatims[0])
    assert config.comments.is_file()
    assert all(path.is_file() for path in config.inputs)

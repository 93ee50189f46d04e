"""A survey's second wave fitted anew: decisions about the first one's topics hold, no id comes twice."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from cxtext.cli.app import app

FILE = Path(__file__).parents[3] / "shared" / "data" / "nps_fr_retail" / "nps.csv"
pytestmark = [
    pytest.mark.soak,
    pytest.mark.shared,
    pytest.mark.skipif(
        not FILE.is_file(), reason="the real data sets are not beside the project (../shared/data)"
    ),
]


def call(*words: object) -> None:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output


def table(run: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(run / "tables" / f"{name}.parquet").set_index("topic_id")


def test_a_second_wave_keeps_every_decision(tmp_path: Path) -> None:
    survey = pd.read_csv(FILE, encoding="latin-1")
    said = survey[survey["explication"].notna() & survey["t"].notna()]
    one, two = tmp_path / "one", tmp_path / "two"
    for name, rows in (("one", said[said["t"] <= 2]), ("two", said[said["t"] >= 3])):
        rows[["id", "explication"]].to_csv(tmp_path / f"{name}.csv", index=False)
    given = ["--comment", "explication", "--id", "id"]
    call("topics", tmp_path / "one.csv", *given, "--out", one)
    first = table(one, "topics")
    a, b, c, d, e, f = first.index[:6]
    for words in (
        ["rename", a, "Mon nom"], ["merge", b, f], ["hide", c], ["move", d, a], ["split", e, 2],
        ["seed", a, "fr", "la carte de fidélité"], ["seed", "t90", "fr", "le parking est trop petit"],
        ["rename", "t90", "Parking"],
    ):  # fmt: skip
        call("edit-topics", one, *words)
    path = one / "topics.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(
        'id = "t90"', 'id = "t90"\nmust_have = true'), encoding="utf-8")  # fmt: skip
    call("edit-topics", one)
    known = set(first.index) | set(table(one, "topics").index) | set(table(one, "subtopics").index)
    call("topics", tmp_path / "two.csv", *given, "--topics", one, "--refit", "--out", two)
    topics = table(two, "topics")
    assert topics.loc[a, "name"] == "Mon nom"
    assert topics.loc["t90", "name"] == "Parking"
    assert not {c, f} & set(topics.index)  # hidden, merged
    decided = path.read_text(encoding="utf-8")
    again = (two / "topics.toml").read_text(encoding="utf-8")
    for line in (line for line in decided.splitlines() if "=" in line and line[0] not in "#iv"):
        assert line in again, line
    matches = json.loads((two / "run.json").read_text(encoding="utf-8"))["topics"]["matches"]
    gone = {m["before"] for m in matches if m["status"] == "vanished"}
    assert d in gone or topics.loc[d, "parent_id"] == a
    assert {m["status"] for m in matches} <= {"kept", "merged", "split", "vanished", "new"}
    assert all(m["shared"] > 0 and m["of_before"] > 0 for m in matches if m["status"] == "kept")
    kept = {m["now"] for m in matches if m["status"] == "kept"}
    fresh = {m["now"] for m in matches if m["status"] in ("new", "split")}
    assert not fresh & known  # no id twice
    assert kept <= known

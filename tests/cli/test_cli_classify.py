"""``cxtext classify`` row by row: the flags of it, and what is said."""

from __future__ import annotations

import json

import pytest
from inference import conftest as models

from cxtext.cli.classify import arithmetic, pace
from cxtext.engine import Report, Step
from cxtext.inference.quality_gate import Verdict

tiny = models.tiny


def test_row_by_row(cli, dump, tiny, tmp_path):
    out = tmp_path / "r.jsonl"
    said = cli(
        "classify", dump("id,t\n1,the parcel was late\n2,good\n3,\n"), "--text", "t", "--out", out,
        "--keep", "id", "--exact", "--sentiment-model", f"folder:{tiny(['neg', 'neu', 'pos'])}",
    )  # fmt: skip
    assert said.code == 0, said.err
    assert said.out.startswith("3 rows; 2 texts computed")
    assert "In float32, as --exact asks." in said.out
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert [sorted(row) for row in rows[:1]] == [
        ["id", "label", "lang", "n_tokens", "p_negative", "p_neutral", "p_positive", "polarity", "truncated"]
    ]


def test_a_column_of_numbers_is_asked_about(cli, dump, tiny, tmp_path):
    given, model = dump("n,t\n5,good\n4,4\n,\n"), f"folder:{tiny(['neg', 'neu', 'pos'])}"

    def said(column, *more):
        flags = "--out", tmp_path / "r.csv", "--exact", "--sentiment-model", model, *more
        return cli("classify", given, "--text", column, *flags).out

    asked = "The first texts of the column 'n' are all numbers: is it the text?"
    assert asked in said("n").splitlines()
    assert "is it the text?" not in said("t")
    assert said("n", "--quiet") == ""
    assert "numbers" not in json.loads(said("n", "--json"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--text", "t", "--out", "run"), "ends in .csv, .parquet, .jsonl"),
        (("--text", "t", "--comment", "t", "--out", "r.csv"), "--comment does not go with --text"),
        (("--comment", "t", "--exact", "--out", "run"), "--exact goes with --text"),
        (("--text", "t"), "--out FILE"),
        (("--text", "tt", "--out", "r.csv"), "Did you mean t?"),
    ],
)
def test_flags_that_do_not_fit(cli, dump, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    said = cli("classify", dump("id,t\n1,a\n"), *arguments)
    assert said.code == 2
    assert words in said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dump.csv"]


def test_the_pace_counts_this_run_only():
    # 100 of 1000 rows in 10 s, 400 were there: 10 a second, 500 to go.
    assert pace(Step(500, 1000, 400), 10.0) == "10 rows/s, 0:00:50 left"
    assert pace(Step(400, 1000, 400), 10.0) == ""


def test_the_gate_is_told():
    def said(precision, verdict, exact=False):
        return arithmetic(Report(9, 0, 9, 9, 1.0, precision, verdict), exact)

    assert said("int8", Verdict(True, 64, 0.00291, 1, 0)) == (
        "In int8: against float32 it changed 1 of 64 labels of the first file on this machine, and "
        "probabilities by 0.0029 on average; --exact computes in float32."
    )
    assert said("float32", Verdict(False, 64, 0.2, 9, 8)).startswith(
        "In float32: the faster arithmetic changed 9 of"
    )
    assert said("float32", None) == "In float32: only models built like BERT run faster."


def test_int8_is_the_default_and_is_told(cli, dump, tiny, tmp_path):
    model = f"folder:{tiny(['neg', 'neu', 'pos'])}"
    given = dump("t\nthe parcel was late\ngood\n")
    said = cli(
        "classify", given, "--text", "t", "--out", tmp_path / "r.csv", "--sentiment-model", model, "--json"
    )
    found = json.loads(said.out)
    assert found["verdict"]["texts"] == 2
    assert found["precision"] == ("int8" if found["verdict"]["passed"] else "float32")

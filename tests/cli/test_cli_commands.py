"""Each command does its part, writes its tables and says what people need."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from stand_in import read_with

PARTS = ("The parcel", "The app", "Your invoice", "The courier", "Customer service", "The coffee", "The box")
ENDS = ("came late again", "works well now", "was wrong twice", "never answers me", "is really lovely")


def rows(n: int = 140) -> str:
    """Scored comments, about 35 different ones, with what an analyst's file has besides."""
    lines = ["id,nps,country,comment"]
    for i in range(n):
        text = f"{PARTS[i % 7]} {ENDS[i % 5]} and I told you so {i % 3} times"
        lines.append(f"{i:03d},{(i * 7) % 11},{('KR', 'TW')[i % 2]},{text}")
    return "\n".join(lines) + "\n"


def tables(folder) -> set[str]:
    return {path.stem for path in (folder / "tables").iterdir()}


def read(folder, table: str) -> pd.DataFrame:
    return pd.read_parquet(folder / "tables" / f"{table}.parquet")


@pytest.mark.usefixtures("no_models")
def test_topics_need_no_score(cli, dump, out):
    path = dump(pd.read_csv(dump(rows()), dtype=str)[["id", "comment"]].to_csv(index=False))
    said = cli("topics", path, "--id", "id", "--comment", "comment", "--out", out)
    assert (said.code, said.err) == (0, "")
    assert {"topics", "topic_terms", "mention_topics", "mentions", "sentiments"} <= tables(out)
    assert not {"metrics", "drivers"} & tables(out)
    assert not (out / "report.html").exists()
    assert read(out, "responses")["response_id"].iloc[7] == "007"
    assert read(out, "scores").empty


@pytest.mark.usefixtures("no_models")
def test_classify(cli, dump, out):
    said = cli("classify", dump(rows()), "--id", "id", "--comment", "comment", "--out", out)
    assert (said.code, said.err) == (0, "")
    found = read(out, "sentiments")
    assert set(found["level"]) == {"mention", "comment"}
    assert (found["level"] == "comment").sum() == 140
    total = found[["p_negative", "p_neutral", "p_positive"]].sum(axis=1)
    assert total.to_numpy() == pytest.approx(np.ones(len(found)))
    assert not {"topics", "metrics", "drivers"} & tables(out)


def test_metrics_read_no_text(cli, dump, out, monkeypatch):
    """3 promoters, 1 passive, 1 detractor of 5: 100 (3 - 1) / 5 = 40."""
    read_with(monkeypatch, lambda _: pytest.fail("metrics need no model"))
    answers = [9, 10, 9, 8, 3] * 8
    path = dump("id,nps\n" + "".join(f"{i},{score}\n" for i, score in enumerate(answers)))
    said = cli("metrics", path, "--score", "nps=nps@0-10", "--out", out)
    assert (said.code, said.err) == (0, "")
    assert "40.0" in said.out
    found = read(out, "metrics").set_index("statistic").loc["nps"]
    assert (found["value"], found["n"]) == (pytest.approx(40.0), 40)
    assert {"metrics", "scores", "responses"} <= tables(out)
    assert not {"topics", "mentions", "drivers"} & tables(out)


@pytest.mark.usefixtures("no_models")
def test_drivers_of_files(cli, dump, out):
    said = cli("drivers", dump(rows()), "--score", "nps=nps@0-10", "--comment", "comment", "--out", out)
    assert (said.code, said.err) == (0, "")
    assert {"drivers", "topics", "comment_bias"} <= tables(out)


@pytest.mark.usefixtures("no_models")
def test_inspect_writes_the_config_of_the_run(cli, dump, tmp_path):
    path = dump(rows())
    config = tmp_path / "made.toml"
    said = cli("inspect", path, "--segment", "country", "--seed", 3, "--report-lang", "ko",
               "--write-mapping", config)  # fmt: skip
    assert (said.code, said.err) == (0, "")
    for column in ("id", "nps", "country", "comment"):
        assert column in said.out
    assert f"cxtext run --config {config}" in said.out
    written = tomllib.loads(config.read_text())
    assert written["inputs"] == [str(path)]
    assert written["score"] == ["nps=nps@0-10:high-is-good"]
    assert (written["seed"], written["report-lang"]) == (3, "ko")
    by_flags, by_config = tmp_path / "flags", tmp_path / "config"
    flags = ("--segment", "country", "--seed", 3, "--report-lang", "ko")
    assert cli("drivers", path, *flags, "--out", by_flags).code == 0
    assert cli("drivers", "--config", config, "--out", by_config).code == 0
    for table in sorted(tables(by_flags) - {"issues"}):  # what was guessed before is declared now
        one, two = (folder / "tables" / f"{table}.parquet" for folder in (by_flags, by_config))
        assert one.read_bytes() == two.read_bytes(), table


def test_inspect_leaves_a_config_alone(cli, dump, tmp_path):
    config = dump("# mine\n", "mine.toml")
    said = cli("inspect", dump(rows()), "--write-mapping", config)
    assert said.code == 0
    assert "left alone" in said.out
    assert config.read_text() == "# mine\n"
    refused = cli("inspect", dump(rows()), "--write-mapping", tmp_path / "no" / "folder.toml")
    assert refused.code == 2
    assert "--write-mapping" in refused.err


def test_inspect_names_what_is_open(cli, dump, tmp_path):
    said = cli(
        "inspect", dump("id,comment\n1,The parcel came too late\n"), "--write-mapping", tmp_path / "c.toml"
    )
    assert said.code == 0
    assert "open:" in said.out
    assert "open questions" in said.out
    assert "# open" in (tmp_path / "c.toml").read_text()


@pytest.mark.usefixtures("no_models")
def test_json_is_all_that_is_printed(cli, dump, out):
    said = cli("run", dump(rows()), "--out", out, "--json")
    assert (said.code, said.err) == (0, "")

    def refuse(constant):
        raise AssertionError(f"{constant} is no JSON")

    summary = json.loads(said.out, parse_constant=refuse)
    assert summary["counts"]["responses"] == 140
    assert summary["paths"]["report"] == str(out / "report.html")
    nps = [row for row in summary["metrics"] if row["statistic"] == "nps"]
    assert nps[0]["n"] == 140


@pytest.mark.usefixtures("no_models")
def test_quiet_prints_nothing(cli, dump, out):
    assert cli("run", dump(rows()), "--out", out, "--quiet") == (0, "", "")
    assert (out / "report.html").exists()
    assert "is empty" in cli("run", dump("", "none.csv"), "--out", out, "--quiet").err


@pytest.mark.usefixtures("no_models")
def test_summary_for_people(cli, dump, out):
    said = cli("run", dump(rows()), "--out", out)
    assert "140 responses of 140 respondents = 140 with comment + 0 without" in said.out
    assert f"Report: {out / 'report.html'}" in said.out
    assert "nan" not in said.out.lower()


def test_cache(cli, tmp_path):
    from cxtext.inference.cache import write_rows

    folder = tmp_path / "cache"
    assert cli("cache", "where") == (0, f"{folder}\n", "")
    assert cli("cache", "size").out == f"0.0 MB, 0 texts in {folder}\n"
    write_rows(folder, "model", ["one", "two"], np.zeros((2, 384), np.float32))
    (folder / "mine.txt").write_text("mine")
    assert ", 2 texts in" in cli("cache", "size").out
    said = cli("cache", "purge")
    assert said.code == 0
    assert "Purged" in said.out
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    assert ", 0 texts in" in cli("cache", "size").out


def test_models_and_doctor(cli, tmp_path):
    listed = cli("models", "list")
    assert (listed.code, listed.err) == (0, "")
    for name in ("e5-small", "sentiment-e5-small"):
        assert f"{name}: " in listed.out
    assert "embedding" in listed.out
    assert "MIT" in listed.out
    assert "problem" not in listed.out
    verified = cli("models", "verify")
    assert (verified.code, verified.err) == (0, "")
    assert verified.out.count("intact") == 3
    healthy = cli("doctor")
    assert (healthy.code, healthy.err) == (0, "")
    assert verified.out in healthy.out
    assert str(tmp_path / "cache") in healthy.out
    assert healthy.out.endswith("All well.\n")


def test_a_damaged_model_is_named(cli, monkeypatch):
    from cxtext.inference import list_models

    cards = list_models()
    broken = [replace(cards[0], problem="its sha256 differs"), *cards[1:]]
    monkeypatch.setattr("cxtext.inference.verify_models", lambda: broken)
    for command in (["models", "verify"], ["doctor"]):
        said = cli(*command)
        assert said.code == 2
        assert f"{cards[0].name}: its sha256 differs" in said.err
        assert "All well" not in said.out


def test_our_own_mistakes_say_so(cli, dump, out, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("cxtext.pipeline.analyse", fail)
    said = cli("run", dump(rows()), "--out", out)
    assert said.code == 1
    assert "should not: ZeroDivisionError: nobody thought of this" in said.err
    assert "CXTEXT_DEBUG=1" in said.err
    monkeypatch.setattr("cxtext.pipeline.analyse", lambda *_, **__: (_ for _ in ()).throw(MemoryError()))
    said = cli("run", dump(rows()), "--out", out)
    assert said.code == 2
    assert "memory" in said.err
    assert "--max-rows" in said.err
    assert not out.exists()

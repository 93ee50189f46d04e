"""What can be done with the demo's finished run: verify it, draw it again, compute its drivers again."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pytest
from planted import DEMO

from cxtext import runs
from cxtext.cli import main
from cxtext.pipeline import Run


@pytest.fixture
def cli(capsys):
    def call(*arguments: object):
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return stopped.value.code or 0, said.out, said.err

    return call


@pytest.fixture
def copied(demo, tmp_path):
    """A copy of the first run that a test may change."""
    return shutil.copytree(demo.folder, tmp_path / "run")


@pytest.fixture
def same_again(demo, monkeypatch):
    """Stands for the analysis in verify: gives the run's own tables."""

    def analyse(*_, **__):
        return Run(demo.tables(), demo.info())

    monkeypatch.setattr(runs, "analyse", analyse)


def test_verify_runs_it_again(cli, tmp_path):
    """Of the stages without a model, for time's sake; test_main_job compares two whole runs."""
    config = ("--config", DEMO / "cxtext.toml", "--out", tmp_path / "run", "--quiet")
    assert cli("metrics", *config) == (0, "", "")
    assert cli("verify", tmp_path / "run") == (0, "Reproduced: every table is equal.\n", "")


@pytest.mark.usefixtures("no_stage")
def test_verify_names_an_input_that_changed(cli, copied, tmp_path):
    info = json.loads((copied / "run.json").read_text())
    path = next(path for path in info["inputs"] if path.endswith("responses.csv"))
    changed = tmp_path / "responses.csv"
    changed.write_text("other")
    info["inputs"][str(changed)] = info["inputs"].pop(path)
    (copied / "run.json").write_text(json.dumps(info))
    code, out, err = cli("verify", copied)
    assert (code, out) == (2, "")
    assert f"input {changed}: its content has changed" in err


@pytest.mark.usefixtures("same_again")
def test_verify_names_a_table_that_differs(cli, copied):
    path = copied / "tables" / "drivers.parquet"
    drivers = pd.read_parquet(path)
    drivers.assign(n_with=drivers["n_with"] + 1).to_parquet(path, index=False)
    (copied / "tables" / "topics.parquet").unlink()
    code, _, err = cli("verify", copied)
    assert code == 2
    assert "table drivers: differs in n_with" in err
    assert "table topics: only in the new run" in err


@pytest.mark.usefixtures("same_again")
def test_verify_accepts_what_is_equal(cli, copied):
    assert cli("verify", copied) == (0, "Reproduced: every table is equal.\n", "")


@pytest.mark.usefixtures("no_stage")
def test_report_in_another_language(cli, copied):
    before = {path.name: path.read_bytes() for path in (copied / "tables").iterdir()}
    english = (copied / "report.html").read_text(encoding="utf-8")
    code, out, err = cli("report", copied, "--report-lang", "ko")
    assert (code, err) == (0, "")
    assert out == f"Report: {copied / 'report.html'}\n"
    korean = (copied / "report.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in english
    assert '<html lang="ko"' in korean
    assert json.loads((copied / "findings.json").read_text())["lang"] == "ko"
    after = {path.name: path.read_bytes() for path in (copied / "tables").iterdir()}
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {"topics.parquet", "subtopics.parquet"}
    topics = pd.read_parquet(copied / "tables" / "topics.parquet")
    assert topics["name"].str.contains("[가-힣]").all()


@pytest.mark.usefixtures("no_stage")
def test_report_needs_a_run(cli, tmp_path):
    code, out, err = cli("report", tmp_path)
    assert (code, out) == (2, "")
    assert "not the folder of a cxtext run" in err
    assert str(tmp_path) in err


@pytest.mark.usefixtures("no_stage")
def test_drivers_of_a_run(cli, demo, tmp_path):
    code, out, err = cli("drivers", demo.folder, "--out", tmp_path / "drivers")
    assert (code, err) == (0, "")
    one, two = demo.folder / "tables" / "drivers.parquet", tmp_path / "drivers" / "tables" / "drivers.parquet"
    assert one.read_bytes() == two.read_bytes()
    assert not (tmp_path / "drivers" / "report.html").exists()
    assert "What drives NPS, in points:" in out


@pytest.mark.usefixtures("no_stage")
def test_drivers_in_place_draw_the_report_again(cli, copied):
    (copied / "report.html").write_text("old")
    assert cli("drivers", copied, "--quiet") == (0, "", "")
    assert '<html lang="en"' in (copied / "report.html").read_text(encoding="utf-8")

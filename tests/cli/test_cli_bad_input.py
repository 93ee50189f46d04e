"""Whatever is wrong with the input: one sentence that says what, where and what to do, exit code 2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

HEADER = "id,nps,comment\n"
ROWS = "".join(f"r{i},{i % 11},The parcel number {i} came far too late again\n" for i in range(30))
SILENT = "".join(f"r{i},{i % 11},\n" for i in range(30))


def refused(said, *words: str) -> None:
    """An error for people: exit 2, every word in it, no traceback, nothing on standard output."""
    assert said.code == 2, said
    assert said.err.startswith("Error: ")
    assert "Traceback" not in said.err
    assert said.out == ""
    for word in words:
        assert word in said.err


def untouched(out) -> None:
    """Nothing under the final name, and no draft beside it."""
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "flags", "words"),
    [
        ("", [], ["is empty", "where:", "dump.csv", "do:"]),
        ("\n\n \n", [], ["is empty", "dump.csv", "do:"]),
        (HEADER, [], ["a header and no rows", "dump.csv", "id, nps, comment", "do:"]),
        ("id,comment\n1,The parcel came far too late\n2,Nobody answers\n", [], ["score", "--score", "do:"]),
        (HEADER + ROWS + "x,11,too much\n", [], ["11", "nps", "dump.csv", "do:"]),
        (HEADER + ROWS + "x,very good,so\n", [], ["very good", "nps", "dump.csv", "do:"]),
        (HEADER + ROWS, ["--encoding", "utf-88"], ["'utf-88'", "--encoding", "Did you mean utf-8?"]),
        (HEADER + ROWS + "r3,4,A second answer\n", ["--id", "id"], ["id", "r3", "--on-duplicate"]),
        (HEADER + ROWS, ["--id", "key"], ["key", "--id", "do:"]),
        (HEADER + ROWS, ["--score", "nps=NSP"], ["NSP", "nps"]),
        (HEADER + ROWS, ["--score", "nps"], ["METRIC=COL", "'nps'", "do:"]),
        (HEADER + ROWS, ["--missing", "nps"], ["COL=V,V", "'nps'", "do:"]),
        (HEADER + ROWS, ["--where", "nps >> 3"], ["--where", "nps >> 3"]),
    ],
)
def test_a_dump_that_cannot_be_read(cli, dump, out, content, flags, words):
    refused(cli("run", dump(content), "--out", out, *flags), *words)
    untouched(out)


def test_no_file_at_all(cli, out, tmp_path):
    refused(cli("run", "--out", out), "No input file", "do:")
    refused(cli("run", tmp_path / "gone.csv", "--out", out), "gone.csv", "No such file", "do:")
    refused(cli("run", tmp_path, "--out", out), "holds no file", str(tmp_path))
    untouched(out)


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_without_permission(cli, dump, out):
    path = dump(HEADER + ROWS)
    path.chmod(0)
    refused(cli("run", path, "--out", out), "Permission denied", "dump.csv", "do:")


@pytest.mark.parametrize(
    "command", [[sys.executable, "-m", "cxtext"], [Path(sys.executable).with_name("cxtext")]]
)
def test_a_real_process_says_the_same(dump, out, command):
    arguments = ["run", dump(HEADER), "--out", out]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    said = SimpleNamespace(code=done.returncode, out=done.stdout, err=done.stderr)
    refused(said, "a header and no rows", "dump.csv", "do:")
    untouched(out)


def test_a_file_that_the_system_refuses(cli, dump, out, monkeypatch):
    """The same as above, also for root: opening the file is refused."""
    path = dump(HEADER + ROWS)
    opened = type(path).open

    def refuse(self, *rest, **more):
        if self == path:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(self, *rest, **more)

    monkeypatch.setattr(type(path), "open", refuse)
    refused(cli("run", path, "--out", out), "cannot be read", "Permission denied", "dump.csv", "do:")
    untouched(out)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--match", "foo"], ["--match", "'foo'", "'float-id'"]),
        (["--device", "foo"], ["--device", "'foo'", "'auto', 'cpu', 'cuda'"]),
        (["--report-lang", "xx"], ["--report-lang", "'xx'", "'zh-Hant'"]),
        (["--report-lang", "zh"], ["--report-lang", "'zh'", "Did you mean zh-Hant?"]),
        (["--on-duplicate", "last"], ["--on-duplicate", "'last'", "'latest'"]),
        (["--max-rows", "0"], ["--max-rows needs 1 or more.", "'0'"]),
        (["--max-rows", "many"], ["--max-rows needs a whole number.", "'many'"]),
        (["--seed", "abc"], ["--seed needs a whole number.", "'abc'"]),
        (["--scroe", "nps=nps"], ["--scroe", "--score"]),
        (["--seed"], ["--seed", "requires an argument"]),
    ],
)
def test_a_flag_with_a_wrong_value(cli, dump, out, flags, words):
    said = cli("run", dump(HEADER + ROWS), "--out", out, *flags)
    refused(said, *words, "where:", "--help")
    assert "Value error" not in said.err
    assert "Input should" not in said.err
    untouched(out)


def test_a_refit_without_the_run_to_refit(cli, dump, out):
    refused(cli("run", dump(HEADER + ROWS), "--out", out, "--refit"), "--refit", "--topics RUN", "do:")
    untouched(out)


def test_an_unknown_command_is_told_the_nearest(cli):
    refused(cli("rum"), "'rum'", "'run'")
    refused(cli("--unknown"), "--unknown", "--help")


def test_results_need_a_place(cli, dump):
    refused(cli("run", dump(HEADER + ROWS)), "--out DIR")


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("scores = ['nps=nps']", ["'scores'", "Did you mean score?", "c.toml"]),
        ("seed = 'x'", ["'seed' needs a whole number", "c.toml"]),
        ("offline = 'x'", ["'offline' needs true or false", "c.toml"]),
        ("device = 'tpu'", ["'device'", "'cuda'", "c.toml"]),
        ("max-rows = 0", ["'max-rows' needs 1 or more"]),
        ("join = 3", ["join", "c.toml"]),
        ("score = 3", ["score", "c.toml"]),
        ("score = [", ["TOML", "c.toml"]),
    ],
)
def test_a_config_that_cannot_be_followed(cli, dump, out, toml, words):
    refused(cli("run", dump(HEADER + ROWS), "--config", dump(toml, "c.toml"), "--out", out), *words)
    untouched(out)


def test_a_config_that_is_not_there(cli, out, tmp_path):
    refused(cli("run", "--config", tmp_path / "c.toml", "--out", out), "c.toml", "No such file")


@pytest.mark.usefixtures("no_models")
@pytest.mark.parametrize(
    ("rows", "note"),
    [
        (SILENT, "Too few comments for topics: 0"),
        (SILENT.replace(",\n", ",N/A\n"), "Too few comments for topics: 0"),
        (SILENT + "x,9,It came far too late and nobody told me\n", "Too few comments for topics: 1"),
        (SILENT + ROWS[: ROWS.index("r10,")].replace("r", "s"), "Too few comments for topics: 10"),
    ],
    ids=["blank", "fillers", "one comment", "ten comments"],
)
def test_too_little_text_still_gives_metrics(cli, dump, out, rows, note):
    said = cli("run", dump(HEADER + rows), "--id", "id", "--out", out)
    assert (said.code, said.err) == (0, "")
    assert note in said.out
    assert "NPS" in said.out
    assert {path.name for path in out.iterdir()} == {
        "run.json", "tables", "findings.json", "report.html", "report.xlsx", "rejected.csv", "orphans.csv",
    }  # fmt: skip
    assert (
        note in json.loads((out / "findings.json").read_text())["notes"][0]
        or note in (out / "report.html").read_text()
    )


@pytest.mark.usefixtures("no_models")
def test_zero_is_a_value(cli, dump, out):
    """A flag of 0 wins over the config's value, like any other."""
    config = dump("seed = 7", "c.toml")
    assert cli("run", dump(HEADER + ROWS), "--config", config, "--seed", 0, "--out", out).code == 0
    assert json.loads((out / "run.json").read_text())["seed"] == 0


@pytest.mark.usefixtures("no_models")
def test_a_scale_that_the_answers_do_not_fill_is_doubted_wherever_warnings_are(cli, dump, out):
    """20 x 1, 20 x 2 ... 20 x 5: the two best codes of 0-10 have none of 100, those of 1-5 have 40."""
    path = dump("rating,comment\n" + "".join(f"{i % 5 + 1},\n" for i in range(100)))
    said = cli("run", path, "--score", "csat=rating@0-10", "--out", out)
    note = "rating: no answer above 5 of 100 on the scale 0-10; "
    note += 'if 1-5 was asked, say --score "csat=rating@1-5"'
    assert said.code == 0
    assert "CSAT, top two: 0.0" in said.out
    assert note in said.out.splitlines()
    issues = json.loads((out / "findings.json").read_text())["quality"]["issues"]
    warned = {issue["code"]: issue["example"] for issue in issues if issue["severity"] == "warning"}
    assert warned["W_SCALE_TOO_LONG"] == note
    assert note in cli("metrics", path, "--score", "csat=rating@0-10").out
    right = cli("run", path, "--score", "csat=rating@1-5", "--out", out)
    assert "CSAT, top two: 40.0" in right.out
    assert "no answer above" not in right.out + (out / "report.html").read_text()

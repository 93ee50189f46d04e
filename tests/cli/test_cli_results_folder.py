"""Results come whole or not at all, and nobody's files are touched."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time

import pytest

DUMP = "id,nps,comment\n" + "".join(f"r{i},{i % 11},\n" for i in range(30))


@pytest.fixture
def untouched(out):
    """After the test the parent folder holds what it held before."""
    before = sorted(out.parent.iterdir())
    yield
    assert sorted(out.parent.iterdir()) == before


def test_out_is_a_file(cli, dump, out):
    out.write_text("mine")
    said = cli("run", dump(DUMP), "--out", out)
    assert said.code == 2
    assert "is a file" in said.err
    assert str(out) in said.err
    assert out.read_text() == "mine"


def test_out_lies_under_a_file(cli, dump, out):
    out.write_text("mine")
    said = cli("run", dump(DUMP), "--out", out / "deeper")
    assert said.code == 2
    assert "cannot be written" in said.err


def test_out_holds_other_files(cli, dump, out):
    out.mkdir()
    (out / "thesis.doc").write_text("mine")
    said = cli("run", dump(DUMP), "--out", out)
    assert said.code == 2
    assert "not a cxtext run" in said.err
    assert "thesis.doc" in said.err
    assert [path.name for path in out.iterdir()] == ["thesis.doc"]


@pytest.mark.usefixtures("no_models")
def test_an_earlier_run_is_replaced_but_not_what_was_put_beside_it(cli, dump, out):
    path = dump(DUMP)
    assert cli("metrics", path, "--out", out).code == 0
    old = (out / "run.json").stat().st_ino
    assert cli("metrics", path, "--out", out).code == 0
    assert (out / "run.json").stat().st_ino != old
    assert [p.name for p in out.parent.iterdir()] == ["run"]
    (out / "notes.txt").write_text("mine")
    said = cli("metrics", path, "--out", out)
    assert said.code == 2
    assert "notes.txt" in said.err
    assert (out / "notes.txt").read_text() == "mine"


def test_out_is_looked_at_before_the_work(cli, dump, out, monkeypatch):
    out.write_text("mine")
    monkeypatch.setattr("cxtext.pipeline.analyse", lambda *_, **__: pytest.fail("read before it looked"))
    for command in ("run", "metrics", "classify", "topics", "drivers"):
        assert cli(command, dump(DUMP), "--out", out).code == 2


@pytest.mark.usefixtures("untouched")
def test_out_without_permission(cli, dump, out, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, *_: path != out.parent)  # root may write anywhere
    said = cli("run", dump(DUMP), "--out", out)
    assert said.code == 2
    assert "cannot be written" in said.err
    assert "no permission" in said.err


@pytest.mark.usefixtures("untouched", "no_models")
@pytest.mark.parametrize("place", ["tables", "report", "run.json"])
def test_a_full_disk(cli, dump, out, monkeypatch, place):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def full_workbook(*_, **__):
        from xlsxwriter.exceptions import FileCreateError

        raise FileCreateError(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    target, refuse = {
        "tables": ("pandas.DataFrame.to_parquet", full),
        "report": ("cxtext.report.write_report", full_workbook),
        "run.json": ("cxtext.runfolder.write_json", full),
    }[place]
    monkeypatch.setattr(target, refuse)
    said = cli("run", dump(DUMP), "--comment", "comment", "--out", out)
    assert said.code == 2
    assert "disk is full" in said.err
    assert "No space left on device" in said.err
    assert str(out) in said.err
    assert "do:" in said.err


@pytest.mark.usefixtures("no_models")
def test_a_disk_that_is_really_full(cli, dump, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(small)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs a Linux system on which this user may mount a small disk")
    try:
        said = cli("run", dump(DUMP), "--comment", "comment", "--out", small / "run")
        assert said.code == 2
        assert "disk is full" in said.err
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.usefixtures("untouched", "no_models")
@pytest.mark.parametrize(
    "stage",
    ["cxtext.load.load", "cxtext.text.split_mentions", "cxtext.drivers.find_drivers",
     "cxtext.report.write_report", "cxtext.runfolder.write_json"],
)  # fmt: skip
def test_ctrl_c_in_a_stage(cli, dump, out, monkeypatch, stage):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, interrupt)
    said = cli("run", dump(DUMP), "--comment", "comment", "--out", out)
    assert said == (130, "", "Interrupted: no results were written.\n")


@pytest.mark.usefixtures("no_models")
def test_ctrl_c_leaves_the_earlier_run(cli, dump, out, monkeypatch):
    path = dump(DUMP)
    assert cli("metrics", path, "--out", out).code == 0
    before = (out / "run.json").read_bytes()

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("cxtext.runfolder.write_tables", interrupt)
    assert cli("metrics", path, "--out", out).code == 130
    assert (out / "run.json").read_bytes() == before
    assert [p.name for p in out.parent.iterdir()] == ["run"]


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
@pytest.mark.usefixtures("untouched")
def test_ctrl_c_while_the_model_reads(dump, out, tmp_path):
    """A real process with the real model, interrupted while it reads comments, slowly enough."""
    text = "".join(
        f"r{i},{i % 11},Order {i} came {i} days late and nobody said a word\n" for i in range(1000)
    )
    path = dump("id,nps,comment\n" + text)
    started = tmp_path / "started"
    script = (
        # a test run in the background ignores the signal, and what it starts would too
        "import signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import sys, time, pathlib, cxtext.pipeline as p\n"
        "real = p.partial\n"
        "def partial(function, what, *rest):\n"
        "    if what == 'Reading comments':\n"
        f"        return lambda *_: (pathlib.Path({str(started)!r}).touch(), time.sleep(0.3))\n"
        "    return real(function, what, *rest)\n"
        "p.partial = partial\n"
        "from cxtext.cli import main\n"
        f"main(['run', {str(path)!r}, '--out', {str(out)!r}])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"CXTEXT_CACHE": str(tmp_path / "cache")},
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not started.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    said, err = process.communicate(timeout=60)
    assert started.exists()
    assert (process.returncode, said, err) == (130, "", "Interrupted: no results were written.\n")

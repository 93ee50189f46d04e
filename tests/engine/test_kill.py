"""Killed with -9 at random points: nothing lost, nothing doubled, the same bytes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

JOB = Path(__file__).with_name("stand_in_job.py")
ROWS = 1500


@pytest.fixture
def start(tmp_path):
    """``start(out, cache)`` begins the job on a file of ROWS rows, with a cache of its own."""
    path = tmp_path / "in.csv"
    path.write_text("id,t\n" + "".join(f"{k},text {k % 1100} of {k % 13}\n" for k in range(ROWS)), "utf-8")

    def begin(out: Path, cache: Path) -> subprocess.Popen:
        arguments = [sys.executable, str(JOB), str(path), str(out)]
        environment = {**os.environ, "CXTEXT_CACHE": str(cache)}
        return subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE)

    return begin


def kill_at(start, tmp_path: Path, rng: random.Random) -> None:
    """One job, killed some time after some part, begun again until it ends."""
    out, cache = tmp_path / f"{rng.random()}.csv", tmp_path / f"cache {rng.random()}"
    work = start(out, cache)
    folder = out.with_name(f"{out.name}.parts")
    wanted = rng.randrange(1, ROWS // 20)
    while work.poll() is None and len(list(folder.glob("*.parquet"))) < wanted:
        pass
    try:
        work.wait(rng.random() * 0.02)
    except subprocess.TimeoutExpired:
        work.kill()
    work.communicate()
    again = start(out, cache)
    _, complaint = again.communicate()
    assert again.returncode == 0, complaint.decode()
    assert not folder.exists()
    rows = out.read_text("utf-8").splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == [str(k) for k in range(ROWS)]
    whole = tmp_path / "whole.csv"
    if not whole.exists():
        uninterrupted = start(whole, tmp_path / "other cache")
        uninterrupted.communicate()
        assert uninterrupted.returncode == 0
    assert out.read_bytes() == whole.read_bytes()


def test_killed_three_times(start, tmp_path):
    rng = random.Random(1)
    for _ in range(3):
        kill_at(start, tmp_path, rng)


@pytest.mark.soak
def test_killed_twenty_times(start, tmp_path):
    rng = random.Random(2)
    for _ in range(20):
        kill_at(start, tmp_path, rng)


def test_two_at_once_are_told_apart(start, tmp_path):
    out = tmp_path / "r.csv"
    first = start(out, tmp_path / "cache")
    lock = tmp_path / "r.csv.parts" / "manifest.json"
    while first.poll() is None and not lock.exists():
        pass
    second = start(out, tmp_path / "cache")
    _, complaint = second.communicate()
    first.kill()
    first.communicate()
    assert second.returncode
    assert "Another process is at work" in complaint.decode()

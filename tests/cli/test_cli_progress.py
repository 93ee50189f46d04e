"""A bar with the time left, only on a terminal and only for work that takes longer than two seconds."""

from __future__ import annotations

import io

import pytest

from cxtext.cli import show


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def bar(monkeypatch):
    """What a job of ``seconds`` shows on a stream."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")

    def run(stream: io.StringIO, seconds: float, **given: bool) -> str:
        now = [100.0]
        monkeypatch.setattr(show.sys, "stderr", stream)
        monkeypatch.setattr(show.time, "monotonic", lambda: now[0])
        with show.progress_bar(given) as progress:
            for done in range(5):
                progress("Reading comments", done, 4)
                now[0] += seconds / 4
        return stream.getvalue()

    return run


def test_long_work_on_a_terminal_has_a_bar_with_the_time_left(bar):
    text = bar(Terminal(), 8)
    assert "Reading comments" in text
    assert "100%" in text
    assert ":" in text.rpartition("%")[2]


def test_quick_work_has_none(bar):
    assert bar(Terminal(), 1.5) == ""


def test_without_a_terminal_nothing_is_printed(bar):
    assert bar(io.StringIO(), 100) == ""


@pytest.mark.parametrize("flag", ["quiet", "as_json"])
def test_silence_is_kept(bar, flag):
    assert bar(Terminal(), 100, **{flag: True}) == ""

"""The cache: what went in comes out; what is damaged, foreign or half-written holds nothing."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading

import numpy as np
import pytest

from cxtext.inference import cache_folder, cache_size, purge_cache
from cxtext.inference.cache import _path, read_rows, write_rows

ROWS = np.arange(12, dtype=np.float32).reshape(4, 3) / 7
TEXTS = ["a", "b", "배송", "\ud83d"]


def test_rows_come_back_in_any_order(tmp_path):
    assert write_rows(tmp_path, "model", TEXTS, ROWS)
    rows, found = read_rows(tmp_path, "model", ["배송", "new", "a", "배송", "\ud83d"], 3)
    np.testing.assert_array_equal(found, [True, False, True, True, True])
    np.testing.assert_array_equal(rows, [ROWS[2], [0, 0, 0], ROWS[0], ROWS[2], ROWS[3]])


def test_another_model_or_width_holds_nothing(tmp_path):
    write_rows(tmp_path, "model", TEXTS, ROWS)
    assert not read_rows(tmp_path, "model fp16", TEXTS, 3)[1].any()
    assert not read_rows(tmp_path, "model", TEXTS, 4)[1].any()
    assert not read_rows(tmp_path / "nowhere", "model", TEXTS, 3)[1].any()


@pytest.mark.parametrize("damage", [b"", b"not a database, but long enough to be read as one" * 40])
def test_a_damaged_file_is_replaced(tmp_path, damage):
    write_rows(tmp_path, "model", TEXTS, ROWS)
    _path(tmp_path, "model").write_bytes(damage)
    assert not read_rows(tmp_path, "model", TEXTS, 3)[1].any()
    assert write_rows(tmp_path, "model", TEXTS, ROWS)
    assert read_rows(tmp_path, "model", TEXTS, 3)[1].all()


def test_a_write_that_was_cut_off_leaves_what_was_there(tmp_path):
    write_rows(tmp_path, "model", TEXTS[:2], ROWS[:2])
    database = sqlite3.connect(_path(tmp_path, "model"))
    database.execute("INSERT INTO rows VALUES (x'00', x'00')")
    database.close()  # without commit, as when a process dies
    assert read_rows(tmp_path, "model", TEXTS, 3)[1].tolist() == [True, True, False, False]
    assert cache_size(tmp_path).rows == 2


def test_several_writers(tmp_path):
    texts = [f"text {i}" for i in range(400)]
    rows = np.arange(1200, dtype=np.float32).reshape(400, 3)
    threads = [
        threading.Thread(target=write_rows, args=(tmp_path, "model", texts[k : k + 200], rows[k : k + 200]))
        for k in (0, 100, 200)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found, hits = read_rows(tmp_path, "model", texts, 3)
    assert hits.all()
    np.testing.assert_array_equal(found, rows)


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert write_rows(blocked / "cache", "model", TEXTS, ROWS) is False


def test_size_and_purge_touch_only_the_cache(tmp_path):
    write_rows(tmp_path, "model", TEXTS, ROWS)
    write_rows(tmp_path, "other", TEXTS[:1], ROWS[:1])
    (tmp_path / "mine.txt").write_text("keep")
    size = cache_size(tmp_path)
    assert (size.files, size.rows) == (2, 5)
    assert size.bytes == sum(p.stat().st_size for p in tmp_path.glob("*.sqlite"))
    assert purge_cache(tmp_path).rows == 5
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
    assert cache_size(tmp_path).rows == 0


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_only_the_user_may_read(tmp_path):
    folder = tmp_path / "cache"
    write_rows(folder, "model", TEXTS, ROWS)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(_path(folder, "model").stat().st_mode) == 0o600


def test_the_folder_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("CXTEXT_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("CXTEXT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr("sys.platform", "linux")
    assert cache_folder() == tmp_path / "xdg" / "cxtext"

"""A cache that is damaged, half written or not writable: slower, never wrong."""

import sqlite3

import pytest
from bulk_rows import read, rows


@pytest.mark.usefixtures("stand")
def test_a_cache_that_cannot_be_written_costs_time_only(job, tmp_path, monkeypatch):
    monkeypatch.setattr("cxtext.engine.readings.write_rows", lambda *_: False)
    job(rows(60))
    assert len(read(tmp_path / "r.csv")) == 60


@pytest.mark.usefixtures("stand")
@pytest.mark.parametrize("content", [b"not a database", b"SQLite format 3\0" + b"\0" * 90])
def test_a_damaged_cache_holds_nothing(job, tmp_path, content):
    job(rows(30))
    want = (tmp_path / "r.csv").read_bytes()
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(content)
    job(None)
    assert (tmp_path / "r.csv").read_bytes() == want


def damage_cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])


def damage_layout(path):
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE rows (id INTEGER, text TEXT)")
        database.execute("INSERT INTO rows VALUES (1, 'a')")
    database.close()


def damage_width(path):
    with sqlite3.connect(path) as database:
        database.execute("UPDATE rows SET value = substr(value, 1, 8)")
    database.close()


@pytest.mark.usefixtures("stand")
@pytest.mark.parametrize("damage", [damage_cut, damage_layout, damage_width])
def test_a_cache_half_written_or_of_another_layout_holds_nothing(job, tmp_path, damage):
    given = rows(200)
    job(given)
    want = (tmp_path / "r.csv").read_bytes()
    (path,) = (tmp_path / "cache").glob("v*.sqlite")
    damage(path)
    # Texts that no earlier run saw as well: what cannot be kept must not be lost.
    job([*given, {"id": "x", "t": "a new parcel", "x": ""}])
    assert (tmp_path / "r.csv").read_bytes().startswith(want)
    assert len(read(tmp_path / "r.csv")) == 201

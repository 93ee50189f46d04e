"""Inputs that are no single file: folders, patterns, data sets, standard input, queries; and drift."""

import io
import sqlite3
import sys

import pandas as pd
import pytest

from cxtext.config import make_config, read_config
from cxtext.errors import ConfigError, CxtextError, InputError
from cxtext.load import load, sources
from cxtext.runfolder import sha256

JAN = {"id": ["a", "b"], "nps": ["9", "0"], "why": ["fine", "slow"]}
FEB = {"id": ["c"], "nps": ["5"], "why": ["so so"]}
ROWS = [("a", "9", "fine"), ("b", "0", "slow"), ("c", "5", "so so")]


def written(path, columns):
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(columns, dtype="str").to_csv(path, index=False)
    return path


def loaded(*inputs, **config):
    keys = {"id": "id", "score": ["nps=nps@0-10"], "comment": ["why"], **config}
    return load(make_config({"inputs": list(inputs), **{k.replace("_", "-"): v for k, v in keys.items()}}))


def rows(found):
    frame = found.scores.merge(found.comments, on="response_id")
    return sorted(zip(frame["response_id"], frame["raw"], frame["text"], strict=True))


def test_a_folder_and_a_pattern_are_their_files(tmp_path):
    written(tmp_path / "2026-01.csv", JAN)
    written(tmp_path / "2026-02.csv", FEB)
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / ".hidden.csv").write_text("x")
    for given in (tmp_path, tmp_path / "2026-*.csv"):
        found = loaded(given)
        assert rows(found) == ROWS
        assert list(found.counts["files"]) == ["2026-01.csv", "2026-02.csv"]
    named = sources.input_names(make_config({"inputs": [tmp_path]}))
    assert [sha256(path) for path in named.values()] == [sha256(tmp_path / f"2026-0{i}.csv") for i in (1, 2)]


def test_case_91_a_glob_with_zero_files(tmp_path):
    with pytest.raises(InputError, match="No file fits the pattern") as error:
        loaded(tmp_path / "*.csv")
    assert error.value.where == tmp_path / "*.csv"
    assert error.value.found == f"in {tmp_path}: nothing"
    (tmp_path / "jan.tsv").write_text("nps")
    with pytest.raises(InputError) as error:
        loaded(tmp_path / "**" / "2026-*.csv")
    assert error.value.found == f"in {tmp_path}: jan.tsv"
    with pytest.raises(InputError) as error:
        loaded(tmp_path / "q3" / "*.csv")
    assert error.value.found == f"there is no folder {tmp_path / 'q3'}"
    (tmp_path / "c.toml").write_text('inputs = ["q4-?.csv"]\n')  # relative to the config
    with pytest.raises(InputError, match="No file fits the pattern") as error:
        load(read_config(tmp_path / "c.toml"))
    assert error.value.where == tmp_path / "q4-?.csv"
    # Beside a file that is there, too: nothing is left out in silence.
    with pytest.raises(InputError, match="No file fits the pattern"):
        loaded(written(tmp_path / "a.csv", JAN), tmp_path / "b*.csv")


def test_case_91_a_folder_without_files(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    with pytest.raises(InputError, match="no file that can be read") as error:
        loaded(tmp_path)
    assert error.value.found == "x.pdf"


def test_case_91_columns_that_appear_vanish_or_change_their_kind_stop(tmp_path):
    jan = written(tmp_path / "jan.csv", {k: v * 5 for k, v in JAN.items()} | {"id": list("abcdefghij")})
    feb = written(
        tmp_path / "feb.csv",
        {"id": list("klmno"), "nps": ["5"] * 5, "why": ["1", "2", "3", "4", "5"], "store": ["x"] * 5},
    )
    with pytest.raises(InputError, match="do not have the same columns") as error:
        loaded(jan, feb)
    assert error.value.found == "'store' appears (feb.csv); 'why' holds numbers, in jan.csv text (feb.csv)"
    assert "--allow-drift" in error.value.do
    found = loaded(jan, feb, allow_drift=True, segment="store")
    assert len(found.responses) == 15
    assert found.responses["seg_store"].isna().sum() == 10
    drift = found.issues[found.issues["code"] == "W_DRIFT"]
    assert drift[["file", "column", "severity"]].to_numpy().tolist() == [
        ["feb.csv", "store", "warning"], ["feb.csv", "why", "warning"],
    ]  # fmt: skip
    with pytest.raises(InputError) as error:
        loaded(feb, jan)
    assert "'store' is missing (jan.csv)" in error.value.found


def test_a_parquet_data_set(tmp_path):
    frame = pd.DataFrame(ROWS, columns=["id", "nps", "why"]).assign(month=["01", "01", "02"])
    frame.to_parquet(tmp_path / "data", partition_cols=["month"])
    found = loaded(tmp_path / "data", segment="month")
    assert rows(found) == ROWS
    assert found.responses["seg_month"].nunique() == 2
    odd = pd.DataFrame({"id": ["z"], "nps": [1.5], "why": ["x"]})
    (tmp_path / "data" / "month=03").mkdir()
    odd.to_parquet(tmp_path / "data" / "month=03" / "z.parquet")
    with pytest.raises(InputError, match="same columns") as error:
        loaded(tmp_path / "data")
    assert "nps" in error.value.found
    for i, part in enumerate((JAN, FEB)):
        (tmp_path / "flat").mkdir(exist_ok=True)
        pd.DataFrame(part).to_parquet(tmp_path / "flat" / f"{i}.parquet")
    assert rows(loaded(tmp_path / "flat")) == ROWS


def test_standard_input(monkeypatch):
    text = pd.DataFrame(ROWS, columns=["id", "nps", "why"]).to_csv(index=False)
    sources._standard_input.cache_clear()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    found = loaded("-")
    sources._standard_input.cache_clear()
    assert rows(found) == ROWS
    assert list(found.counts["files"]) == ["standard input"]


@pytest.fixture
def query(tmp_path):
    path = tmp_path / "feedback.sql"
    path.write_text("SELECT id, nps, why FROM feedback WHERE id <> 'x:y' ORDER BY id;")
    return path


def fill(connection):
    connection.execute("CREATE TABLE feedback (id TEXT, nps DOUBLE PRECISION, why TEXT)")
    for row in [*ROWS, ("x:y", 1, "left out"), ("d", None, "no score")]:
        connection.execute("INSERT INTO feedback VALUES (?, ?, ?)", row)
    connection.commit()
    connection.close()


def test_a_query_of_sqlite(tmp_path, query):
    pytest.importorskip("sqlalchemy")
    fill(sqlite3.connect(tmp_path / "a.db"))
    found = loaded(sql=f"sqlite:///{tmp_path / 'a.db'}", query=query)
    assert rows(found) == ROWS
    assert found.counts["files"]["feedback.sql"]["rows_read"] == 4


def test_a_query_of_duckdb(tmp_path, query):
    pytest.importorskip("duckdb_engine")
    import duckdb

    fill(duckdb.connect(str(tmp_path / "a.duckdb")))
    assert rows(loaded(sql=f"duckdb:///{tmp_path / 'a.duckdb'}", query=query)) == ROWS


def test_a_query_of_postgresql():
    pytest.skip("needs a PostgreSQL server; none is started by the tests")


def test_a_query_changes_nothing(tmp_path):
    pytest.importorskip("sqlalchemy")
    fill(sqlite3.connect(tmp_path / "a.db"))
    query = tmp_path / "delete.sql"
    query.write_text("DELETE FROM feedback")
    with pytest.raises(InputError, match="returns no rows"):
        loaded(sql=f"sqlite:///{tmp_path / 'a.db'}", query=query)
    connection = sqlite3.connect(tmp_path / "a.db")
    assert connection.execute("SELECT count(*) FROM feedback").fetchone() == (5,)
    connection.close()


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("postgresql://kim:secret@host/db", "A password in --sql"),
        ("nonsense", "no database URL"),
        ("sqlite:////nowhere/a.db", "no such database file"),
        ("nosuchdb://host/db", "driver for this database"),
    ],
)
def test_what_cannot_be_asked(query, url, what):
    pytest.importorskip("sqlalchemy")
    with pytest.raises(CxtextError, match=what) as error:
        loaded(sql=url, query=query)
    assert "secret" not in str(error.value)


def test_a_wrong_query_is_the_databases_sentence(tmp_path):
    pytest.importorskip("sqlalchemy")
    fill(sqlite3.connect(tmp_path / "a.db"))
    query = tmp_path / "wrong.sql"
    query.write_text("SELECT word FROM nowhere")
    with pytest.raises(InputError, match="refuses the query") as error:
        loaded(sql=f"sqlite:///{tmp_path / 'a.db'}", query=query)
    assert "no such table: nowhere" in error.value.found


def test_a_database_needs_a_query():
    with pytest.raises(ConfigError, match="go together"):
        make_config({"sql": "sqlite:///a.db"})

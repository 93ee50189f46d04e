"""Rows in, rows out: order, columns, formats, repeats, what goes on after a stop."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bulk_rows import read, rows

from cxtext.errors import ColumnError, CxtextError, InputError, ModelError, RunError


def test_one_row_for_each_in_order_with_its_own_cells(stand, job, tmp_path):
    given = rows(95)
    given[3]["t"] = " "
    report = job(given)
    found = read(tmp_path / "r.csv")
    assert list(found[0]) == [
        "id", "t", "x", "label", "p_negative", "p_neutral", "p_positive", "polarity", "lang", "n_tokens",
        "truncated",
    ]  # fmt: skip
    assert [{k: row[k] for k in ("id", "t", "x")} for row in found] == given
    # Nothing was said, so there is nothing to say of it.
    assert (found[3]["label"], found[3]["p_neutral"], found[3]["lang"]) == ("", "", "und")
    for row in found[:3]:
        logits = stand.logits([row["t"]])[0]
        p = np.exp(logits) / np.exp(logits).sum()
        known = {"the", "parcel", "was", "late", "a", "good", "bad"}
        words = row["t"].split()
        share = sum(w in known for w in words) / len(words)  # a number is one unknown token
        want = share * p + (1 - share) * np.array([0.25, 0.5, 0.25])
        got = [float(row[f"p_{name}"]) for name in ("negative", "neutral", "positive")]
        np.testing.assert_allclose(got, want, atol=2e-6)
        assert float(row["polarity"]) == pytest.approx(want[2] - want[0], abs=2e-6)
        assert row["label"] == ("negative", "neutral", "positive")[want.argmax()]
    assert report.rows == 95


def test_each_distinct_text_is_computed_once_and_never_again(stand, job, tmp_path):
    given = rows(120)
    distinct = len({row["t"] for row in given})
    assert job(given).computed == distinct == len(stand.asked)
    first = (tmp_path / "r.csv").read_bytes()
    assert job(None, "again.csv").computed == 0
    assert (tmp_path / "again.csv").read_bytes() == first
    assert job(None, "third.csv", cache=False).computed == distinct
    assert (tmp_path / "third.csv").read_bytes() == first


@pytest.mark.usefixtures("stand")
def test_formats_keep_what_they_hold(job, tmp_path):
    lines = [{"n": 1, "t": "a good day"}, {"t": None, "tags": ["x"]}, {"t": "parcel", "n": 2.5, "ok": True}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n\n", "utf-8")
    job(None, "r.jsonl", path=tmp_path / "in.jsonl")
    found = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text("utf-8").splitlines()]
    assert [{k: v for k, v in row.items() if k in ("n", "t", "tags", "ok")} for row in found] == lines
    assert [row["label"] is None for row in found] == [False, True, False]

    table = pa.table({"n": pa.array([1, None, 3], pa.int16()), "t": pa.array(["bad", None, "good"])})
    pq.write_table(table, tmp_path / "in.parquet")
    job(None, "r.parquet", path=tmp_path / "in.parquet", keep=("n",))
    got = pq.read_table(tmp_path / "r.parquet")
    assert got.schema.field("n").type == pa.int16()
    assert got.column("n").to_pylist() == [1, None, 3]
    assert "t" not in got.column_names

    pd.DataFrame({"t": ["bad", "good"]}).to_excel(tmp_path / "in.xlsx", index=False)
    job(None, "x.parquet", path=tmp_path / "in.xlsx")
    assert pq.read_table(tmp_path / "x.parquet").column("t").to_pylist() == ["bad", "good"]


@pytest.mark.usefixtures("stand")
def test_what_was_done_before_a_stop_is_not_done_again(job, tmp_path, monkeypatch):
    from cxtext.engine import fill

    job(rows(95), "whole.parquet", cache=False)
    whole = (tmp_path / "whole.parquet").read_bytes()
    write, n = fill.write_part, 0

    def stop(*args):
        nonlocal n
        n += 1
        if n > 4:
            raise KeyboardInterrupt
        write(*args)

    monkeypatch.setattr(fill, "write_part", stop)
    with pytest.raises(KeyboardInterrupt):
        job(None, cache=False, out="r.parquet")
    assert not (tmp_path / "r.parquet").exists()
    monkeypatch.setattr(fill, "write_part", write)
    with pytest.raises(RunError, match="unfinished job") as refused:
        job(None, cache=False, out="r.parquet", keep=("t",))
    assert "keep" in str(refused.value)
    report = job(None, cache=False, out="r.parquet")
    assert report.earlier == 40
    assert (tmp_path / "r.parquet").read_bytes() == whole
    assert not (tmp_path / "r.parquet.parts").exists()


@pytest.mark.usefixtures("stand")
def test_a_full_disk_is_a_sentence_and_the_work_goes_on(job, tmp_path, monkeypatch):
    import errno

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pyarrow.parquet.write_table", full)
        with pytest.raises(RunError, match="disk is full"):
            job(rows(30))
    with monkeypatch.context() as patch:
        patch.setattr("cxtext.engine.results.settle", full)
        with pytest.raises(RunError, match="disk is full"):
            job(None)
    assert [path.name for path in tmp_path.glob("*r.csv*")] == ["r.csv.parts"]
    assert job(None).earlier == 30
    assert len(read(tmp_path / "r.csv")) == 30


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("cut.parquet", b"PAR1" + b"\0" * 100, InputError),
        ("ragged.csv", b"id,t\n1,a\n2,b,c\n", InputError),
        ("quote.csv", b'id,t\n1,"a\n', InputError),
        ("line.jsonl", b'{"t": "a"}\n{"t": \n', InputError),
        ("empty.csv", b"id,t\n", InputError),
        ("other.csv", b"id,text\n1,a\n", ColumnError),
        ("taken.csv", b"t,label\na,b\n", ColumnError),
    ],
)
def test_bad_files_are_refused_before_any_work(stand, job, tmp_path, name, content, error):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error):
        job(None, path=tmp_path / name)
    assert not stand.asked
    assert not list(tmp_path.glob("r.csv*"))


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_a_parquet_file_cut_short_is_refused_before_any_work(stand, job, tmp_path, keep):
    whole, cut = tmp_path / "whole.parquet", tmp_path / "cut.parquet"
    pq.write_table(pa.table({"t": [f"the parcel {k} was late" for k in range(5000)]}), whole)
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * keep)])
    with pytest.raises(InputError, match="damaged or was cut short"):
        job(None, path=cut)
    assert not stand.asked


@pytest.mark.usefixtures("stand")
def test_a_parquet_file_damaged_inside_stops_and_writes_no_result(job, tmp_path):
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"t": [f"the parcel {k} was late" for k in range(5000)]}), path)
    content = bytearray(path.read_bytes())
    content[len(content) // 3 : len(content) // 3 + 2000] = b"\xff" * 2000
    path.write_bytes(bytes(content))
    with pytest.raises(InputError, match="damaged or was cut short"):
        job(None, path=path)
    assert not (tmp_path / "r.csv").exists()


def test_a_text_of_a_megabyte_is_read_in_windows_to_its_end(job, tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("CXTEXT_CACHE", str(tmp_path / "cache"))
    model = f"folder:{tiny(['neg', 'neu', 'pos'])}"
    long = "late parcel " * 44_000 + "good " * 100_000
    assert len(long) > 10**6
    job([{"t": "late"}, {"t": long}, {"t": "good"}], model=model, device="cpu")
    first, second, third = read(tmp_path / "r.csv")
    assert second["n_tokens"] == "188000"
    # The mean of what its two parts' windows say, so it lies between them.
    (tmp_path / "r.csv").unlink()
    job([{"t": "late parcel " * 44_000}, {"t": "good " * 100_000}], model=model, device="cpu")
    one, two = (
        np.log(float(row["p_positive"]) / float(row["p_negative"])) for row in read(tmp_path / "r.csv")
    )
    both = np.log(float(second["p_positive"]) / float(second["p_negative"]))
    assert both == pytest.approx((88 * one + 100 * two) / 188, abs=0.02)
    assert first["label"]
    assert third["label"]


def test_labels_that_say_nothing_are_refused_and_others_stay(job, tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("CXTEXT_CACHE", str(tmp_path / "cache"))
    with pytest.raises(ModelError, match="label names"):
        job(rows(3), model=f"folder:{tiny(None)}", device="cpu")
    job(rows(3), model=f"folder:{tiny(['price', 'taste'])}", device="cpu")
    found = read(tmp_path / "r.csv")
    assert {row["label"] for row in found} <= {"price", "taste"}
    assert all(float(row["p_price"]) + float(row["p_taste"]) == pytest.approx(1, abs=2e-6) for row in found)
    assert {row["polarity"] for row in found} == {""}


def test_windows_cut_off_or_read_to_the_end(job, tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("CXTEXT_CACHE", str(tmp_path / "cache"))
    model = f"folder:{tiny(['neg', 'neu', 'pos'])}"
    given = [{"t": "good " * 3 + "bad " * 9}, {"t": "good good good"}]
    from cxtext.inference.reading import Windows

    job(given, model=model, device="cpu", windows=Windows(5, True))  # [CLS] and [SEP] leave three
    first, second = read(tmp_path / "r.csv")
    assert (first["n_tokens"], first["truncated"], second["truncated"]) == ("12", "true", "false")
    assert first["p_positive"] == second["p_positive"]
    job(given, model=model, device="cpu", windows=Windows(5))
    assert read(tmp_path / "r.csv")[0]["truncated"] == "false"
    assert read(tmp_path / "r.csv")[0]["p_positive"] != first["p_positive"]
    with pytest.raises(CxtextError, match="3 to 16"):
        job(given, model=model, device="cpu", windows=Windows(17))


def test_ten_thousand_same_rows_and_a_very_long_one(stand, job, tmp_path, monkeypatch):
    monkeypatch.setattr("cxtext.engine.blocks.BLOCK_ROWS", 4096)
    job([{"t": "the parcel was late"}] * 10_000 + [{"t": "late parcel " * 90_000}])
    assert len(stand.asked) == 2
    found = read(tmp_path / "r.csv")
    assert len(found) == 10_001
    assert found[-1]["n_tokens"] == "180000"


@pytest.mark.usefixtures("stand")
def test_several_processes_do_what_one_does(job, tmp_path, monkeypatch):
    from cxtext.engine import bulk
    from cxtext.engine.blocks import open_source
    from cxtext.engine.fill import Filled, Share, fill, reader_of

    job(rows(95), "one.csv", cache=False)

    def in_turn(asked, n, _, folder, progress):
        source = open_source(asked.path)
        found = [
            fill(asked, source, reader_of(asked, source), folder, progress, Share(rank, n))
            for rank in reversed(range(n))
        ]
        assert [one.parts for one in found] == [10] * n
        return Filled(0, 0, 0, 10)

    monkeypatch.setattr("cxtext.engine.fill.gpus", lambda _: 3)
    monkeypatch.setattr(bulk, "fill_on_gpus", in_turn)
    job(None, "three.csv", cache=False)
    assert (tmp_path / "three.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()


def test_the_input_is_not_replaced(stand, job):
    with pytest.raises(CxtextError, match="replace the input"):
        job(rows(3), "in.csv")
    assert not stand.asked

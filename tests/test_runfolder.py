"""A run's folder: whole or not at all, read back as it was written."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from cxtext import runfolder
from cxtext.errors import RunError
from cxtext.runfolder import check_free, new_folder, read_run, read_tables, require, write_json, write_tables


@pytest.fixture
def written(tmp_path):
    final = tmp_path / "deep" / "run"
    with new_folder(final) as draft:
        write_tables(draft, {"scores": pd.DataFrame({"response_id": ["007"], "value": [9.0]})})
        write_json(draft / "run.json", {"b": "가", "a": 1})
    return final


def test_what_is_written_is_read(written):
    assert read_run(written) == {"a": 1, "b": "가"}
    table = read_tables(written)["scores"]
    assert table.to_dict("records") == [{"response_id": "007", "value": 9.0}]
    assert str(table["response_id"].dtype) == "str"
    assert [path.name for path in written.parent.iterdir()] == ["run"]


def test_others_may_read_the_folder(written):
    assert written.stat().st_mode & 0o777 == 0o755


def test_a_failing_block_leaves_nothing(tmp_path):
    def half() -> None:
        with new_folder(tmp_path / "run") as draft:
            (draft / "half").touch()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert list(tmp_path.iterdir()) == []


def test_a_failing_move_brings_the_earlier_run_back(written, monkeypatch):
    rename = type(written).rename

    def refuse(self, target):
        if target == written and self.name.startswith(".run.") and "old" not in str(self):
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(type(written), "rename", refuse)
    with pytest.raises(KeyboardInterrupt), new_folder(written) as draft:
        write_json(draft / "run.json", {"a": 2})
    assert read_run(written)["a"] == 1
    assert [path.name for path in written.parent.iterdir()] == ["run"]


def test_an_error_that_is_not_the_disks_is_not_called_so(tmp_path):
    with pytest.raises(FileNotFoundError), new_folder(tmp_path / "run"):
        (tmp_path / "template").read_text()


def test_same_table_same_bytes(tmp_path):
    frame = pd.DataFrame({"text": ["배송이 늦어요", None], "p": [0.1, float("nan")]})
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_tables(tmp_path / name, {"t": frame.copy()})
    one, two = ((tmp_path / n / "tables" / "t.parquet").read_bytes() for n in ("one", "two"))
    assert one == two


def test_json_keys_are_sorted_and_text_is_readable(tmp_path):
    write_json(tmp_path / "x.json", {"b": 1, "a": "배송"})
    assert (tmp_path / "x.json").read_text() == '{\n  "a": "배송",\n  "b": 1\n}\n'


@pytest.mark.parametrize("content", [None, "{", "\udcff"])
def test_not_a_run(tmp_path, content):
    if content is not None:
        (tmp_path / "run.json").write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(RunError, match="not the folder of a cxtext run"):
        read_run(tmp_path)


def test_a_damaged_table_is_named(written):
    (written / "tables" / "scores.parquet").write_bytes(b"PAR1")
    with pytest.raises(RunError, match="table of the run cannot be read") as caught:
        read_tables(written)
    assert "scores.parquet" in str(caught.value)


def test_a_missing_table_is_named(written):
    with pytest.raises(RunError, match="no table drivers, topics"):
        require(read_tables(written), ("drivers", "scores", "topics"), written)


def test_a_place_is_free(tmp_path, written):
    for place in (tmp_path / "new", tmp_path / "very" / "deep", written):
        check_free(place)
    (tmp_path / "empty").mkdir()
    check_free(tmp_path / "empty")


def test_json_has_no_nan(tmp_path):
    """NaN is no JSON; other programs could not read the file."""
    write_json(tmp_path / "x.json", {"a": float("nan"), "b": [float("inf"), {"c": 1.5}]})
    assert json.loads((tmp_path / "x.json").read_text()) == {"a": None, "b": [None, {"c": 1.5}]}


def test_hash_is_sha256(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")  # FIPS 180-4, appendix B.1
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert runfolder.sha256(tmp_path / "x") == digest

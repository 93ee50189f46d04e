"""A job whose texts are all in the cache loads no model; what is remembered of one is never another's."""

from __future__ import annotations

import subprocess
import sys

import pytest
from engine.test_bulk import rows

from cxtext.engine import fill
from cxtext.inference.cache import cache_folder, cache_size, purge_cache


@pytest.fixture
def loads(stand, monkeypatch):
    """How often a model was loaded."""
    counted: list[object] = []
    monkeypatch.setattr(fill, "load_classifier", lambda *given, **_: counted.append(given) or stand)
    return counted


def test_no_model_is_loaded_where_the_cache_holds_all(loads, job, tmp_path):
    job(rows(95))
    first = (tmp_path / "r.csv").read_bytes()
    assert len(loads) == 1
    assert job(None, "again.csv").computed == 0
    assert len(loads) == 1
    assert (tmp_path / "again.csv").read_bytes() == first


def test_new_texts_load_it_once_and_change_nothing_else(loads, job, tmp_path):
    job(rows(95))
    given = [*rows(95), *({"id": str(k), "t": f"parcel number {k}", "x": ""} for k in range(25))]
    report = job(given, "more.csv")
    assert (report.computed, len(loads)) == (25, 2)  # 95 known, 25 new in three blocks
    more = (tmp_path / "more.csv").read_bytes()
    job(given, "alone.csv", cache=False)
    assert (tmp_path / "alone.csv").read_bytes() == more


def test_without_a_cache_nothing_is_remembered(loads, job):
    job(rows(20), cache=False)
    job(None, cache=False)
    assert len(loads) == 2
    assert not cache_size().files


@pytest.mark.parametrize("other", [{"device": "cpu"}, {"exact": False}, {"model": "folder:tiny"}])
def test_other_options_are_another_model(loads, job, tiny, monkeypatch, other):
    monkeypatch.setattr(fill, "fastest", lambda model, *_: (model, None))
    job(rows(20))
    if "model" in other:
        other = {"model": f"folder:{tiny(['neg', 'neu', 'pos'])}"}
    job(None, **other)
    assert len(loads) == 2


def test_a_model_whose_files_changed_is_loaded_again(loads, job, tiny):
    folder = tiny(["neg", "neu", "pos"])
    job(rows(20), model=f"folder:{folder}")
    job(None, model=f"folder:{folder}")
    assert len(loads) == 1
    config = folder / "config.json"
    config.write_text(config.read_text() + " ")
    job(None, model=f"folder:{folder}")
    assert len(loads) == 2


def test_what_is_remembered_wrongly_is_forgotten_and_the_job_begins_again(stand, job, tmp_path):
    job(rows(95), "old.csv")
    stand.identity = "stand-in 2"  # another model, which nothing beside it tells
    stand.logits = lambda texts: [[0.0, 0.0, float(len(text) % 5)] for text in texts]
    given = [*rows(95), {"id": "x", "t": "quite new", "x": ""}]
    found = job(given, "found.csv")
    assert found.computed == len({row["t"] for row in given})  # nothing of the old model's is taken
    job(given, "alone.csv", cache=False)
    assert (tmp_path / "found.csv").read_bytes() == (tmp_path / "alone.csv").read_bytes()
    assert job(None, "again.csv").computed == 0


@pytest.mark.parametrize("content", ["", "{}", "[1]", '["a", ["b"], 1, {"passed": 1}, 0]'])
def test_half_a_memory_is_none(loads, job, content):
    job(rows(20))
    (path,) = cache_folder().glob("model-*.json")
    path.write_text(content)
    job(None)
    assert len(loads) == 2


def test_purge_forgets_too(loads, job):
    job(rows(20))
    purge_cache()
    job(None)
    assert len(loads) == 2


@pytest.mark.usefixtures("stand")
def test_a_job_from_the_cache_imports_neither_torch_nor_pandas(job, tmp_path):
    job(rows(20), device="auto")
    code = (
        "import sys; from pathlib import Path; from cxtext.engine import Asked, classify_file\n"
        "found = classify_file(Asked(Path(sys.argv[1]), 't', Path(sys.argv[2]), exact=True))\n"
        "print(found.computed, sorted({'torch', 'transformers', 'numba', 'pandas'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "in.csv"), str(tmp_path / "two.csv")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "0 []"
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "r.csv").read_bytes()

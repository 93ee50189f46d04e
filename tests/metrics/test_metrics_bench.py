"""The benches compare equal things, and say when a name is unknown."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "bench.py"


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("bench", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_nps_of_a_million_answers_equals_pandas(bench):
    found = bench.nps()
    bench.compare(found)
    assert len(found.ours()) == 101
    assert found.ours()["n"].iloc[0] == 1_000_000


def test_unequal_outputs_are_noticed(bench):
    table = pd.DataFrame({"nps": [1.0]})
    with pytest.raises(AssertionError):
        bench.compare(bench.Bench("", lambda: table, lambda: table + 1e-6, 3))


def test_an_unknown_bench_is_named(bench, capsys):
    assert bench.main(["npz"]) == 2
    assert "There is no bench npz. Known: nps" in capsys.readouterr().out

"""The order of columns changes nothing; reading writes nowhere and asks nobody."""

import itertools
import subprocess
import sys

import pandas as pd
import pytest

from cxtext.config import make_config
from cxtext.load import load

ROWS = {"id": ["a", "b", "c", "c"], "nps": ["9", "0", "5", "5"], "why": ["fine", "slow", "", ""],
        "land": ["kr", "tw", "kr", "kr"]}  # fmt: skip
SPY = """
import sys
def spy(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        print("NETWORK", arguments, file=sys.stderr)
    # O_WRONLY, O_RDWR and O_CREAT in the flags of open
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & 0o103:
        print("WRITES", arguments[0], file=sys.stderr)
sys.addaudithook(spy)
from cxtext.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("order", list(itertools.permutations(ROWS))[1::7])
def test_the_order_of_columns_changes_nothing(tmp_path, order):
    def read(columns):
        pd.DataFrame(ROWS, dtype="str")[list(columns)].to_csv(tmp_path / "a.csv", index=False)
        config = {"inputs": [tmp_path / "a.csv"], "id": "id", "segment": ["land"], "score": ["nps=nps@0-10"]}
        return load(make_config(config))

    one, two = read(ROWS), read(order)
    for name in ("responses", "scores", "comments", "issues"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
    assert one.counts == two.counts
    assert list(two.rejected.columns) == ["file", "row", "code", *(f"cell: {c}" for c in order)]


def test_no_network_and_no_file_outside_the_results(tmp_path):
    pd.DataFrame(ROWS, dtype="str").to_csv(tmp_path / "a.csv", index=False)
    out = tmp_path / "out"
    asked = ["metrics", str(tmp_path / "a.csv"), "--id", "id", "--score", "nps=nps@0-10", "--out", str(out)]
    before = sorted(tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-B", "-c", SPY, *asked], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr
    written = [line.removeprefix("WRITES ") for line in done.stderr.splitlines() if line.startswith("WRITES")]
    # A folder under construction stands beside its final name and starts with a dot.
    assert not [path for path in written if not path.startswith((str(tmp_path / ".out"), str(out), "/dev/"))]
    assert sorted(tmp_path.iterdir()) == sorted([*before, out])
    assert (
        (out / "rejected.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("a.csv,4,D_DUP_ROW")
    )

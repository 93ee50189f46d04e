"""Every row lands in exactly one of kept, dropped, rejected; the order of rows changes nothing."""

import contextlib
import random

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxtext.config import make_config
from cxtext.errors import CxtextError
from cxtext.load import load
from cxtext.load.delimited import DELIMITERS, read_delimited
from cxtext.load.readers import read_file

CELL = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), max_size=8)
LOOSE = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

ROW = st.tuples(
    st.sampled_from(["a", "b", "c", "d", "e", ""]),
    st.sampled_from(["0", "5", "9", "10", "NA", ""]),
    st.sampled_from(["slow", "", "N/A"]),
    st.sampled_from(["kr", "tw", ""]),
)
OTHER = st.tuples(st.sampled_from(["a", "b", "c", "d", "zz", ""]), st.sampled_from(["text", "more", ""]))


def run(folder, rows, others, **config):
    pd.DataFrame(rows, columns=["id", "nps", "why", "land"], dtype="str").to_csv(
        folder / "a.csv", index=False
    )
    pd.DataFrame(others, columns=["id", "said"], dtype="str").to_csv(folder / "b.csv", index=False)
    keys = {
        "inputs": [folder / "a.csv"], "id": "id", "score": ["nps=nps@0-10"], "comment": ["why", "said"],
        "comments": folder / "b.csv", "segment": ["land"], "on-duplicate": "first", **config,
    }  # fmt: skip
    return load(make_config(keys))


@LOOSE
@given(st.lists(ROW, min_size=1, max_size=12), st.lists(OTHER, min_size=1, max_size=12), st.booleans())
def test_kept_dropped_and_rejected_add_up(tmp_path, rows, others, where):
    try:
        found = run(tmp_path, rows, others, **({"where": "land != 'tw'"} if where else {}))
    except CxtextError:
        return
    for name, n in (("a.csv", len(rows)), ("b.csv", len(others))):
        file = found.counts["files"][name]
        assert file["rows_read"] == n
        assert file["kept"] + sum(file["dropped"].values()) + sum(file["rejected"].values()) == n
    assert found.counts["files"]["a.csv"]["kept"] == len(found.responses)
    # Every row that is not kept is shown with its reason, but for blank rows and those that --where excludes.
    for name, shown in (("a.csv", found.rejected), ("b.csv", found.orphans)):
        file = found.counts["files"][name]
        reasons = {k: n for k, n in (file["dropped"] | file["rejected"]).items()
                   if k not in ("D_WHERE", "D_BLANK_ROW")}  # fmt: skip
        assert shown[shown["file"] == name]["code"].value_counts().to_dict() == reasons
    counts = found.counts
    assert counts["responses_with_comment"] + counts["responses_without_comment"] == len(found.responses)
    side = counts["joins"]["b.csv"]
    assert (
        side["rows"]
        == side["attached"] + side["of_responses_left_out"] + side["orphans"] + side["without_key"]
    )
    assert set(found.scores["response_id"]) <= set(found.responses["response_id"])
    assert set(found.comments["response_id"]) <= set(found.responses["response_id"])


@LOOSE
@given(
    st.lists(ROW, min_size=1, max_size=12, unique_by=lambda r: r[0]),
    st.lists(OTHER, min_size=1),
    st.randoms(),
)
def test_shuffling_rows_changes_nothing(tmp_path, rows, others, rng: random.Random):
    rows = [r for r in rows if r[0]]
    if not rows:
        return
    try:
        one = run(tmp_path, rows, others)
    except CxtextError:
        return
    two = run(tmp_path, rng.sample(rows, len(rows)), rng.sample(others, len(others)))
    for name, keys in (("responses", ["response_id"]), ("scores", ["response_id"]), ("comments", None)):
        left, right = getattr(one, name), getattr(two, name)
        if keys is None:
            left, right = (t[["response_id", "question_id", "text"]] for t in (left, right))
        columns = keys or list(left.columns)
        pd.testing.assert_frame_equal(
            left.sort_values(columns).reset_index(drop=True),
            right.sort_values(columns).reset_index(drop=True),
        )
    assert one.counts == two.counts


@LOOSE
@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=10),
    st.sampled_from(DELIMITERS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_table_written_as_csv_reads_back_equal(tmp_path, rows, delimiter, encoding):
    frame = pd.DataFrame(rows, columns=["one", "two", "three"], dtype="str")
    path = tmp_path / "a.csv"
    path.write_text(frame.to_csv(index=False, sep=delimiter, quoting=1), encoding=encoding, newline="")
    header, columns = read_delimited(path, encoding)
    assert header == ["one", "two", "three"]
    assert [c.to_pylist() for c in columns] == [list(c) for c in zip(*rows, strict=True)]


@LOOSE
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_a_sentence(tmp_path, data):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with contextlib.suppress(CxtextError):
        records, _ = read_file(path)
        assert len(records.cells) >= 1

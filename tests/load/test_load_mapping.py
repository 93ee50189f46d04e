"""``inspect --write-mapping`` writes what a load of the same files then needs no guess for."""

import json

import pandas as pd
import pytest
from export_files import LIVE, loaded, qualtrics, written
from test_forms_round_trip import STAR_WRITERS, WRITERS
from test_load_long import HEAD, THREE
from typer.testing import CliRunner

from cxtext.cli.app import app
from cxtext.config import make_config, read_config
from cxtext.load import load

ROWS = [(0, "slow to answer"), (9, "good, quick"), (7, ""), (10, "=easy"), (3, "느려요")]
STARS = [(1, "slow to answer"), (5, "good, quick"), (4, ""), (2, "=hard")]
TABLES = ("responses", "scores", "comments", "original", "rejected", "orphans")


def mapped(tmp_path, path, *flags):
    """The load by the mapping that the command writes for the file."""
    mapping = tmp_path / "mapping.toml"
    done = CliRunner().invoke(app, ["inspect", str(path), *flags, "--write-mapping", str(mapping)])
    assert done.exit_code == 0, done.output
    assert "# open" not in mapping.read_text("utf-8"), mapping.read_text("utf-8")
    return load(read_config(mapping))


def same(one, two):
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(two, table))
    assert one.counts == two.counts
    configs = [json.dumps(f.plan.config.model_dump(mode="json")) for f in (one, two)]
    assert configs[0] == configs[1]


@pytest.mark.parametrize("dialect", [*WRITERS, *STAR_WRITERS])
def test_the_mapping_of_an_export_reproduces_the_load(tmp_path, dialect):
    write, name = (WRITERS | STAR_WRITERS)[dialect]
    path = write(tmp_path / name, STARS if dialect in STAR_WRITERS else ROWS)
    same(loaded(path), mapped(tmp_path, path))


def test_the_mapping_of_a_long_table_reproduces_the_load(tmp_path):
    path = written(tmp_path / "a.csv", [HEAD, *THREE])
    found = mapped(tmp_path, path, "--date", "Sent")
    same(loaded(path, date="Sent"), found)
    config = found.plan.config
    assert (config.layout, config.question_col, config.value_col) == ("long", "Question", ("Answer",))
    assert config.id == "Response ID"
    # As the reference spells the keys.
    keys = {"layout": "long", "question_col": "Question", "value_col": "Answer", "date": "Sent"}
    same(load(make_config({"inputs": [path], **keys})), found)


def test_the_mapping_keeps_words_previews_and_files_beside(tmp_path):
    asked = {"Q1": ("How satisfied are you?", "QID1"), "Q2": ("Any comments?", "QID2_TEXT")}
    rows = [("Very satisfied", "good"), ("Dissatisfied", "bad one"), ("Neutral", "")]
    path = qualtrics(tmp_path / "a.csv", asked, rows, {**LIVE, "Status": "Survey Preview"})
    path.write_bytes(path.read_bytes().replace(b"Survey Preview", b"IP Address", 2))
    said = written(
        tmp_path / "said.csv", [["ResponseId", "said"], ["R_1", "one"], ["R_1", "two"], ["R_9", "x"]]
    )
    flags = ["--comments", str(said), "--comment", "said", "--labels", "Q1=en-satisfaction-5-very"]
    found = mapped(tmp_path, path, *flags)
    same(loaded(path, comments=said, comment="said", labels={"Q1": "en-satisfaction-5-very"}), found)
    assert found.counts["files"]["a.csv"]["dropped"] == {"D_PREVIEW": 1}

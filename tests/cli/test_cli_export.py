"""``cxtext export``: the analyst's own file comes back with columns appended and nothing else changed."""

import codecs
import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from cxtext import runfolder
from cxtext.cli.app import app
from cxtext.config import make_config
from cxtext.errors import InputError, RunError
from cxtext.export import export_like
from cxtext.load import load

SHARED = Path(__file__).parents[3] / "shared" / "data" / "exports" / "qualtrics"
PLAIN = (
    'id;"nps";why;store\r\n'
    'a; 9;"Fast;  and ""clean""\nreally";Seoul\r\n'
    "b;;;\r\n"
    "\r\n"
    "c;3;=slow call 010-1234-5678;Busan\r\n"
    "c;3;=slow call 010-1234-5678;Busan"
)
CONFIG = {"id": "id", "score": ["nps=nps@0-10"], "comment": ["why"]}
CELLS = {
    "cxtext topics": ["Speed; Clean rooms", "", "Speed", "Speed"],
    "cxtext sentiment": ["positive", "", "negative", "negative"],
}


def finished(folder, config, topics_of):
    """A run over the files of ``config``; ``topics_of`` maps a comment's text to its label and its topics."""
    config = make_config(config)
    found = load(config, frozenset())
    comments = found.comments
    sentiments, mentions, links = [], [], []
    for key, text in zip(comments["comment_id"], comments["text"], strict=True):
        label, topics = topics_of(text)
        sentiments.append((key, "comment", label))
        for i, topic in enumerate(topics):
            mentions.append((f"{key}#{i}", key, i))
            links.append((f"{key}#{i}", topic))
    tables = {
        "responses": found.responses, "comments": comments,
        "sentiments": pd.DataFrame(sentiments, columns=["unit_id", "level", "label"]),
        "mentions": pd.DataFrame(mentions, columns=["mention_id", "comment_id", "start"]),
        "mention_topics": pd.DataFrame(links, columns=["mention_id", "topic_id"]),
        "topics": pd.DataFrame({"topic_id": ["t1", "t2"], "name": ["Speed", "Clean rooms"]}),
    }  # fmt: skip
    info = {
        "plan": found.plan.to_dict(), "config": config.model_dump(mode="json", by_alias=True),
        "counts": found.counts, "inputs": {str(p): runfolder.sha256(p) for p in config.inputs},
    }  # fmt: skip
    with runfolder.new_folder(folder) as draft:
        runfolder.write_tables(draft, tables)
        runfolder.write_json(draft / runfolder.RUN_FILE, info)
    return folder


def read_topics(text):
    return ("positive", ["t1", "t2", "t1"]) if "clean" in text else ("negative", ["t1"])


def without_ours(data: bytes, encoding: str, n: int) -> list[list[str]]:
    """The cells of an exported file without the last ``n`` columns."""
    text = data.decode(encoding)
    return [row[:-n] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True) if row]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16-le-bom", "utf-16-be-bom"])
def test_everything_but_the_new_cells_stays(tmp_path, encoding):
    original = tmp_path / "a.csv"
    if encoding.endswith("-bom"):
        codec = encoding.removesuffix("-bom")
        mark = codecs.BOM_UTF16_LE if "le" in codec else codecs.BOM_UTF16_BE
        original.write_bytes(mark + PLAIN.encode(codec))
    else:
        codec, mark = encoding.removesuffix("-sig"), codecs.BOM_UTF8 if encoding.endswith("sig") else b""
        original.write_bytes(PLAIN.encode(encoding))
    run = finished(tmp_path / "run", {"inputs": [original], **CONFIG}, read_topics)
    out = export_like(run, original, tmp_path / "new" / "b.csv")
    data = out.read_bytes()
    assert data.startswith(mark)
    text = data[len(mark) :].decode(codec)
    # Every record starts with what the original has there, up to its line end.
    assert text.startswith('id;"nps";why;store;cxtext topics;cxtext sentiment;cxtext redacted text\r\na; 9;')
    assert '"Fast;  and ""clean""\nreally";Seoul;"Speed; Clean rooms";positive;' in text
    assert "\r\nb;;;;;;\r\n\r\nc;3;" in text
    assert not text.endswith("\n")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    for name, cells in CELLS.items():
        assert [row[name] for row in rows] == cells
    assert [row["cxtext redacted text"] for row in rows][2].startswith("'=slow call")
    assert "010-1234-5678" not in rows[2]["cxtext redacted text"]
    assert without_ours(data[len(mark) :], codec, 3) == [
        row for row in csv.reader(io.StringIO(PLAIN, newline=""), delimiter=";", strict=True) if row
    ]


def test_a_file_that_quotes_every_cell_goes_on_doing_so(tmp_path):
    original = tmp_path / "a.csv"
    original.write_text('"id","nps","why"\n"a","9","clean, fast"\n')
    run = finished(tmp_path / "run", {"inputs": [original], **CONFIG}, read_topics)
    text = export_like(run, original, tmp_path / "b.csv").read_text()
    assert text.splitlines()[1] == '"a","9","clean, fast","Speed; Clean rooms","positive","clean, fast"'


def test_rows_without_an_id_are_told_by_their_number_in_the_unchanged_file(tmp_path):
    original = tmp_path / "a.csv"
    original.write_text("nps,why\n9,clean\n0,slow\n")
    config = {"inputs": [original], "score": ["nps=nps@0-10"], "comment": ["why"]}
    run = finished(tmp_path / "run", config, read_topics)
    text = export_like(run, original, tmp_path / "b.csv").read_text()
    assert text.splitlines()[1:] == [
        "9,clean,Speed; Clean rooms,positive,clean",
        "0,slow,Speed,negative,slow",
    ]
    original.write_text("nps,why\n0,slow\n9,clean\n")
    with pytest.raises(RunError, match="not the one that the run read"):
        export_like(run, original, tmp_path / "c.csv")
    assert not (tmp_path / "c.csv").exists()


def test_what_cannot_be_given_back(tmp_path):
    original = tmp_path / "a.csv"
    original.write_bytes("id,nps,why\na,9,très déçu\n".encode("cp1252"))
    run = finished(
        tmp_path / "run",
        {"inputs": [original], **CONFIG, "encoding": "cp1252"},
        lambda _: ("negative", ["t1"]),
    )
    with pytest.raises(RunError, match="would be overwritten"):
        export_like(run, original, original)
    topics = run / "tables" / "topics.parquet"
    pd.DataFrame({"topic_id": ["t1"], "name": ["배송"]}).to_parquet(topics)
    with pytest.raises(RunError, match="cannot hold what is appended") as error:
        export_like(run, original, tmp_path / "b.csv")
    assert error.value.found == "'배송'"
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"id": "a", "nps": 9, "why": "slow"}\n')
    with pytest.raises(InputError, match="Only CSV, TSV and XLSX"):
        export_like(run, lines, tmp_path / "b.jsonl")


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the sample exports are not beside the project")
def test_header_rows_of_a_survey_platform_stay_and_it_reads_back(tmp_path):
    original = SHARED / "real_csat_choicetext_newlines.csv"
    from cxtext.load.readers import read_file

    before, _ = read_file(original)
    column = max(before.cells.columns, key=lambda c: before.cells[c].str.len().sum())
    run = finished(
        tmp_path / "run", {"inputs": [original], "comment": [column]}, lambda _: ("neutral", ["t1"])
    )
    out = export_like(run, original, tmp_path / original.name)
    after, _ = read_file(out)
    assert after.form.dialect == before.form.dialect
    pd.testing.assert_frame_equal(after.cells[before.cells.columns], before.cells)
    assert list(after.cells.columns[-3:]) == ["cxtext topics", "cxtext sentiment", "cxtext redacted text"]
    assert (
        (after.cells["cxtext topics"] == "Speed").sum() == (after.cells["cxtext sentiment"] != "").sum() > 0
    )


def test_the_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    original = tmp_path / "a.csv"
    original.write_text("id,nps,why\na,9,clean\n")
    finished(tmp_path / "run", {"inputs": [original], **CONFIG}, read_topics)
    done = CliRunner().invoke(app, ["export", "run", "--like", "a.csv"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "a.cxtext.csv").read_text().splitlines()[
        1
    ] == "a,9,clean,Speed; Clean rooms,positive,clean"

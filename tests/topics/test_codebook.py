"""Codebooks: what is read from each form, what is refused and where, and what becomes of their topics."""

from pathlib import Path

import numpy as np
import pytest

from cxtext.codebook import query_phrases, read_codebook
from cxtext.errors import InputError
from cxtext.topics.centre import Space, unit
from cxtext.topics.coded import CodedTopic, coded, joined
from cxtext.topics.edits import Edits, TopicEdit
from cxtext.topics.model import TopicModel
from cxtext.topics.seeds import seeded


def said(topic: CodedTopic) -> list[str]:
    return sorted(phrase for mine in topic.phrases.values() for phrase in mine)


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


TOML = """
[[topic]]
name = "Delivery"
parent = "Logistics"
phrases = ["The parcel came two weeks late", "배송이 너무 늦어요"]

[[topic]]
name = "Price"
"""


def test_toml(tmp_path: Path) -> None:
    delivery, price, logistics = read_codebook(written(tmp_path, "book.toml", TOML))
    assert (delivery.name, delivery.parent) == ("Delivery", "Logistics")
    assert delivery.phrases["ko"] == ("배송이 너무 늦어요",)
    assert said(delivery) == ["Delivery", "The parcel came two weeks late", "배송이 너무 늦어요"]
    assert said(price) == ["Price"]  # stands by its name
    assert logistics == CodedTopic("Logistics", None, {})  # a heading alone


TABLES = {
    "a row a topic": "Topic,Parent,Examples\nDelivery,Logistics,came late; still waiting\nPrice,,\n",
    "a row a phrase": "code,parent,phrase\nDelivery,Logistics,came late\ndelivery,,still waiting\nPrice,,\n",
    "keywords": "Label,Group,Keywords\nDelivery,Logistics,\"came late, still waiting\"\nPrice,,\n",
    "Text iQ": 'Level 1,Level 2,Query\nLogistics,Delivery,"""came late"" OR ""still waiting"""\nPrice,,\n',
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_tables(tmp_path: Path, name: str) -> None:
    delivery, price, *_ = read_codebook(written(tmp_path, "book.csv", TABLES[name]))
    assert (delivery.name, delivery.parent, price.name) == ("Delivery", "Logistics", "Price")
    assert said(delivery) == ["Delivery", "came late", "still waiting"]


def test_workbook(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "book.xlsx")
    sheet = book.add_worksheet()
    for row, cells in enumerate([("topic", "phrases"), ("Delivery", "came late | still waiting")]):
        sheet.write_row(row, 0, cells)
    book.close()
    (delivery,) = read_codebook(tmp_path / "book.xlsx")
    assert said(delivery) == ["Delivery", "came late", "still waiting"]


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ('(late OR "not on time" OR delay*) NOT "late fee"', ["late", "not on time", "delay"]),
        ("parcel AND lost OR courier", ["parcel lost", "courier"]),
        ("late NOT (fee OR charge) OR slow", ["late", "slow"]),
        ("", []),
    ],
)
def test_boolean_queries(query: str, phrases: list[str]) -> None:
    assert query_phrases(query) == phrases


@pytest.mark.parametrize(
    ("file", "text", "place", "what"),
    [
        ("b.toml", '[[topic]]\nname = "A"\n\n[[topic]]\nname = "a"', "line 4", "'a' twice"),
        ("b.toml", '[[topic]]\nname = " "', "line 1", "no name"),
        ("b.toml", '[[topic]]\nname = "A"\n[[topic]]\nphrases = ["x"]', "line 3", "no name"),
        ("b.toml", '[[topic]]\nname = "A"\nphrase = "x"', "line 1", "Unknown codebook key 'phrase'"),
        ("b.toml", '[[topic]]\nname = "A"\nphrases = "x"', "line 1", "list of text"),
        ("b.csv", "topic,parent\nA,B\nB,A\n", "row 2", "circle"),
        ("b.toml", "[[topic]\n", "b.toml", "not valid TOML"),
        ("b.toml", "", "b.toml", "no topics"),
        ("b.csv", "topic,phrases\nA,x;y\nB,z\na,q;r\n", "row 4", "'a' twice"),
        ("b.csv", "topic,phrases\nA,x\nA,x\n", "row 3", "'A' twice"),
        ("b.csv", "topic,phrases\nA,x\n,y\n", "row 3", "no name"),
        ("b.csv", "topic,parent,phrases\nA,B,x\nA,C,y\n", "row 3", "two parents"),
        ("b.csv", "topic,colour\nA,red\n", "row 1", "Unknown codebook column 'colour'"),
        ("b.csv", "phrases,parent\nx,A\n", "b.csv", "no column of topics"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_place(
    tmp_path: Path, file: str, text: str, place: str, what: str
) -> None:
    with pytest.raises(InputError) as error:
        read_codebook(written(tmp_path, file, text))
    assert what in error.value.what
    assert str(error.value.where).endswith(place)


def test_a_codebook_keeps_ids_and_names_that_are_there() -> None:
    edits = Edits().changed("t03", name="Delivery", seeds={"en": ("late",)}, hidden=True)
    book = (CodedTopic("delivery", None, {"en": ("late", "slow")}), CodedTopic("Price", "delivery", {}))
    made, ids = coded(edits, book, last=9)
    assert ids == ("t03", "t10")
    assert made.of("t03") == TopicEdit(
        id="t03", name="Delivery", seeds={"en": ("late", "slow")}, hidden=True, must_have=True, codebook=True
    )
    assert made.of("t10").parent == "t03"
    assert coded(made, book, last=9) == (made, ids)


def model(degrees: list[float]) -> TopicModel:
    """Found topics t11, t12 ... at angles on a circle."""
    angle = np.radians(degrees)
    centres = np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)
    n = len(degrees)
    ids = tuple(f"t{11 + i}" for i in range(n))
    space = Space(("en",), np.zeros((1, 2), dtype=np.float32), np.zeros(2, dtype=np.float32))
    return TopicModel("e", space, ids, centres, np.full(n, 0.2), ("found",) * n, 0.1, 10 + n)


def book_at(*degrees: float) -> tuple[np.ndarray, list[str]]:
    angle = np.radians(degrees)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1), ["en"] * len(degrees)


def test_a_codebook_topic_takes_what_is_near_before_any_found_topic() -> None:
    both = seeded(model([90.0]), {"t01": book_at(-20, 20), "t02": book_at(180)}, frozenset({"t01"}))
    assert both.origins == ("found", "codebook", "curated")
    np.testing.assert_allclose(both.centres[1], [1, 0], atol=1e-6)  # the mean of its phrases
    angle = np.radians([50, 60, 110])
    found = both.assign(unit(np.stack([np.cos(angle), np.sin(angle)], axis=1)), ["en"] * 3)
    # cos 50 = .64 is over .27, and t11 nearer by .12 only (sin 50 = .77); at 60 degrees it is by .37
    assert [both.ids[row] for row in found.row] == ["t01", "t11", "t11"]
    assert found.weight[0] == pytest.approx(0.643, abs=1e-3)


@pytest.mark.parametrize(
    ("degrees", "phrases", "merged"),
    [
        ([50, 90], (0, 0), ("t11",)),  # cos 50 = .64; cos 90 = 0
        ([65, 90], (0, 0), ()),  # cos 65 = .42
        ([65, 90], (0,), ("t11",)),  # by its name alone .35 is enough, for the nearest
        ([65, 40], (0,), ("t12",)),  # and only that; cos 40 = .77
    ],
)
def test_found_topics_join_the_codebook_topic_that_they_are(degrees, phrases, merged) -> None:
    names = tuple(f"phrase {i}" for i in range(len(phrases)))
    edits, ids = coded(Edits(), (CodedTopic("A", None, {"en": names}),), 0)
    both = seeded(model(degrees), {"t01": book_at(*phrases)}, edits.coded)
    assert joined(edits, both, ids).of("t01").merged == merged
    # a found topic about which somebody decided something stays
    for topic in ("t11", "t12"):
        edits = edits.changed(topic, name=f"mine {topic}")
    assert joined(edits, both, ids).of("t01").merged == ()

"""What topics cannot be found in, and decisions that cannot be followed: a sentence, and nothing lost."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pandas as pd
import pytest
from stand_in import read_with

# "the parcel is late again" and the like; no two in one language
LANGUAGES = [
    "The parcel is late again and nobody called", "Le colis est encore en retard cette semaine",
    "Das Paket kommt schon wieder zu spät an", "El paquete llega tarde otra vez esta semana",
    "Il pacco è di nuovo in ritardo questa settimana", "A encomenda está outra vez atrasada hoje",
    "Het pakket is alweer te laat bezorgd", "Paketet är försenat igen den här veckan",
    "Pakken er forsinket igen i denne uge", "Pakken er forsinket igjen denne uka", "Paketti on taas myöhässä",
    "Pakk on jälle hilinenud", "Sūtījums atkal kavējas", "Siuntinys vėl vėluoja šią savaitę",
    "Paczka znowu jest spóźniona w tym tygodniu", "Balík má zase zpoždění tento týden",
    "Balík opäť mešká tento týždeň", "A csomag megint késik ezen a héten", "Coletul a întârziat din nou",
    "Paket opet kasni ovaj tjedan", "Paket spet zamuja ta teden", "Paket bu hafta yine geç kaldı",
    "Paket itu terlambat lagi minggu ini", "Bưu kiện lại đến muộn tuần này", "El paquet torna a arribar tard",
    "Посылка опять опаздывает на этой неделе", "Посилка знову запізнюється цього тижня",
    "Пратката отново закъснява тази седмица",
    "Пакет опет касни ове недеље",
    "Το δέμα άργησε πάλι σήμερα",
    "החבילה שוב מאחרת השבוע", "الطرد متأخر مرة أخرى هذا الأسبوع", "بسته این هفته دوباره دیر رسید",
    "पार्सल इस हफ्ते फिर देर से आया", "পার্সেলটি আবার দেরিতে এসেছে", "พัสดุมาสายอีกแล้วสัปดาห์นี้",
    "소포가 이번 주에 또 늦었어요", "包裹這個禮拜又遲到了", "包裹这个星期又迟到了",
    "荷物が今週もまた遅れました",
]  # fmt: skip

BAD = {
    "all identical": ["The parcel came late."] * 200,
    "12 texts": [f"The parcel number {i} came late to us" for i in range(12)],
    "one character": ["a", "b", "好", "네", "x", "!"] * 30,
    "emoji": ["👍", "😡😡", "🎉👍", "❤️"] * 40,
    "40 languages": [f"{text} {number}" for text in LANGUAGES for number in (1, 2)],
}


@pytest.fixture(autouse=True)
def stand_in(monkeypatch):
    """Vectors from a hash of each text: no model is what these are about."""

    def read(texts):
        rngs = [np.random.default_rng(int(hashlib.md5(text.encode()).hexdigest()[:8], 16)) for text in texts]
        vectors = np.array([rng.normal(size=32) for rng in rngs]).reshape(len(texts), 32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors, np.full((len(texts), 3), 1 / 3)

    read_with(monkeypatch, read)


def table(folder, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / "tables" / f"{name}.parquet")


@pytest.mark.parametrize("name", BAD)
def test_texts_without_topics(cli, dump, out, name) -> None:
    texts = BAD[name]
    nps = [i % 11 for i in range(len(texts))]
    path = dump(pd.DataFrame({"id": range(len(texts)), "comment": texts, "nps": nps}).to_csv(index=False))
    columns = ("--id", "id", "--score", "nps=nps@0-10", "--comment", "comment")
    said = cli("run", path, *columns, "--out", out, "--quiet")
    assert (said.code, said.err) == (0, "")
    assert table(out, "comments")["text"].tolist() == texts  # nothing is lost
    links, mentions = table(out, "mention_topics"), table(out, "mentions")
    info = json.loads((out / "run.json").read_text(encoding="utf-8"))
    if name == "40 languages":
        assert table(out, "comments")["lang"].nunique() >= 25
        found = info["topics"] or {"mentions": len(mentions), "unassigned": len(mentions)}
        assert found["mentions"] == len(mentions) == len(links) + found["unassigned"]
        assert info["topics"] or any("do not fall into topics" in note for note in info["notes"])
    else:
        assert len(table(out, "topics")) == len(links) == 0
        assert any("Too few comments for topics" in note for note in info["notes"])
    assert (out / "report.html").stat().st_size > 1000


MISTAKES = {
    "cycle": ('[[topic]]\nid = "t90"\nmust_have = true\nparent = "t91"\n'
              '[[topic]]\nid = "t91"\nmust_have = true\nparent = "t90"\n', "circle", "line 4"),
    "unknown id": ('[[topic]]\nid = "t77"\nname = "A"\n', "no topic t77", "line 2"),
    "duplicate names": ('[[topic]]\nid = "t90"\nmust_have = true\nname = "A"\n'
                        '[[topic]]\nid = "t91"\nmust_have = true\nname = "a"\n', "same name", "line 8"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_decisions_that_cannot_be_followed(cli, dump, out, name) -> None:
    text, what, line = MISTAKES[name]
    path = dump("comment\n" + "\n".join(f"late parcel {i}" for i in range(80)))
    said = cli("topics", path, "--comment", "comment", "--topics", dump(text, "topics.toml"), "--out", out)
    assert (said.code, said.out) == (2, "")
    assert what in said.err
    assert line in said.err
    assert not out.exists()
    # the same in the file of a run: nothing of the run changes
    assert cli("topics", path, "--comment", "comment", "--out", out, "--quiet").code == 0
    (out / "topics.toml").write_text(text, encoding="utf-8")
    before = {file: file.read_bytes() for file in out.rglob("*") if file.is_file()}
    said = cli("edit-topics", out)
    assert said.code == 2
    assert what in said.err
    assert line in said.err
    assert {file: file.read_bytes() for file in out.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("name", ["all identical", "12 texts"])
def test_a_codebook_with_too_little_text(cli, dump, out, name) -> None:
    path = dump(pd.DataFrame({"comment": BAD[name]}).to_csv(index=False))
    book = dump('[[topic]]\nname = "Delivery"\n', "book.toml")
    said = cli("topics", path, "--comment", "comment", "--codebook", book, "--out", out, "--quiet")
    assert said.code == 0
    notes = json.loads((out / "run.json").read_text(encoding="utf-8"))["notes"]
    assert any("Too few comments for topics" in note for note in notes)


def test_a_codebook_that_cannot_be_read_stops_before_anything_is_written(cli, dump, out) -> None:
    book = dump("topic,colour\nA,red\n", "book.csv")
    path = dump("comment\nlate\nslow\n")
    said = cli("topics", path, "--comment", "comment", "--codebook", book, "--out", out)
    assert (said.code, said.out) == (2, "")
    assert "Unknown codebook column 'colour'" in said.err
    assert not out.exists()
    missing = cli(
        "topics", path, "--comment", "comment", "--codebook", book.with_name("no.toml"), "--out", out
    )
    assert missing.code == 2

"""topics.toml: what is refused and where, what edits do to the tables, what a new fit keeps."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.errors import ConfigError, CxtextError, InputError, RunError
from cxtext.topics.centre import Space, unit
from cxtext.topics.change import changed
from cxtext.topics.edits import Edits, TopicEdit, checked, edits_text, parse_edits
from cxtext.topics.match import match
from cxtext.topics.model import TopicModel, load_model, save_model
from cxtext.topics.quality import coherence, diversity
from cxtext.topics.results import Said, topic_tables
from cxtext.topics.seeds import seeded

KNOWN = {"t01", "t02", "t03"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[[topic]]\nid = "t01"\nparent = "t02"\n[[topic]]\nid = "t02"\nparent = "t01"', 3, "circle"),
        ('[[topic]]\nid = "t01"\nmerged = ["t02"]\n[[topic]]\nid = "t02"\nmerged = ["t01"]', 3, "circle"),
        ('[[topic]]\nid = "t01"\n\n[[topic]]\nid = "t09"', 5, "no topic t09"),
        ('[[topic]]\nid = "t01"\nname = "A"\n[[topic]]\nid = "t02"\nname = "a"', 6, "same name"),
        ('[[topic]]\nid = "t01"\n[[topic]]\nid = "t01"', 4, "twice"),
        ('[[topic]]\nid = "t01"\nnmae = "A"', 3, "Unknown key 'nmae'"),
        ('[[topic]]\nid = "delivery"', 2, "such as t03"),
        ('[[topic]]\nid = "none"', 2, "such as t03"),
        ('[[topic]]\nid = "t01"\nsplit = ["t02", "parts"]', 3, "such as t03"),
        ('[[topic]]\nid = "t01"\n\nparent = "delivery"', 4, "such as t03"),
        ('[[topic]]\nid = "t01"\nhidden = "perhaps"', 3, "hidden"),
        ('[[topic]]\nid = "t01"\nmerged = ["t02"]\n[[topic]]\nid = "t03"\nmerged = ["t02"]', 6, "already"),
        ('[[topic]]\nname = "A"', 1, "id"),
        ("# mine\ntopics = 3", 2, "Unknown key 'topics'"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(text: str, line: int, said: str) -> None:
    with pytest.raises(InputError) as error:
        parse_edits(text, KNOWN, "topics.toml")
    assert said in error.value.what
    assert str(error.value.where).endswith(f"line {line}")


def test_no_toml_is_told_with_its_line() -> None:
    with pytest.raises(InputError, match="line 2"):
        parse_edits("[[topic]]\nid = t01", KNOWN, "topics.toml")


names = st.text(min_size=1, max_size=20).filter(lambda s: s.strip() == s and s.isprintable())


@given(
    st.dictionaries(
        st.sampled_from(sorted(KNOWN)),
        st.tuples(
            st.booleans(), st.booleans(), st.dictionaries(names, st.lists(names, min_size=1, max_size=3))
        ),
    ),
    st.lists(names, min_size=3, max_size=3, unique_by=str.casefold),
)
def test_what_is_written_is_read_again(parts: dict, given_names: list[str]) -> None:
    edits = Edits(topics={
        topic: TopicEdit(id=topic, name=name, hidden=hidden, must_have=must,
                         seeds={lang: tuple(said) for lang, said in seeds.items()})
        for (topic, (hidden, must, seeds)), name in zip(parts.items(), given_names, strict=False)
    })  # fmt: skip
    assert parse_edits(edits_text(edits, {}), KNOWN, "topics.toml") == edits


def test_a_name_of_today_stands_as_a_comment() -> None:
    text = edits_text(Edits(), {"t01": 'late "box"'})
    assert '# name = "late \\"box\\""' in text
    assert parse_edits(text, KNOWN, "f").of("t01").plain


def spoken(topics: list[str], who: list[str]) -> tuple[Said, pd.DataFrame]:
    ids = [f"m{i}" for i in range(len(topics))]
    mentions = pd.DataFrame({"mention_id": ids, "comment_id": ids, "text": ids})
    links = pd.DataFrame({"mention_id": ids, "topic_id": topics, "weight": 0.5, "how": "assigned"})
    words = [[topic] for topic in topics]
    return Said(mentions, np.array(["en"] * len(ids), object), np.array(who, object), words), links


def test_edits_change_the_tables_and_lose_nothing() -> None:
    said, links = spoken(["t01", "t02", "t03", "t04"] * 6, list("aabb" * 6))
    edits = Edits()
    for action, values in [
        ("rename", ["t01", "Delivery"]), ("merge", ["t01", "t02"]), ("hide", ["t03"]),
        ("move", ["t04", "t01"]), ("seed", ["t07", "en", "my dog loved it"]),
    ]:  # fmt: skip
        edits = checked(changed(edits, {"t01", "t02", "t03", "t04"}, action, values), KNOWN | {"t04"})
    tables = topic_tables(said, links, edits, dict.fromkeys(["t01", "t02", "t03", "t04"], 1.0), "en")
    topics = tables["topics"].set_index("topic_id")
    # t01 counts t02's six and, as the parent, t04's six; two people said it all, each counted once
    assert topics["n_mentions"].to_dict() == {"t01": 18, "t04": 6, "t07": 0}
    assert topics["n_respondents"].to_dict() == {"t01": 2, "t04": 1, "t07": 0}
    assert topics.loc["t01", "name"] == "Delivery"
    assert topics.loc["t04", "parent_id"] == "t01"
    assert topics["origin"].to_dict() == {"t01": "curated", "t04": "curated", "t07": "curated"}
    assert tables["mention_topics"]["topic_id"].value_counts().to_dict() == {"t01": 12, "t04": 6}


@pytest.mark.parametrize(
    "words", [["rename", "t01"], ["rename", "t77", "A"], ["merge", "t01"], ["merge", "t01", "t01"],
              ["hide"], ["dance", "t01"], ["part", "t01", "t02"], ["seed", "t01", "en", " "]],
)  # fmt: skip
def test_actions_that_cannot_be_followed_say_so(words: list[str]) -> None:
    with pytest.raises(ConfigError):
        changed(Edits(), KNOWN, words[0], words[1:])


def test_a_circle_of_moves_is_refused() -> None:
    edits = changed(Edits(), KNOWN, "move", ["t01", "t02"])
    with pytest.raises(CxtextError, match="circle"):
        checked(changed(edits, KNOWN, "move", ["t02", "t01"]), KNOWN)


def test_match_tells_kept_merged_split_vanished_and_new() -> None:
    before = np.array([0] * 10 + [1] * 4 + [2] * 10 + [3] * 6 + [-1] * 5)
    now = np.array([0] * 10 + [0] * 4 + [1] * 6 + [2] * 4 + [-1] * 6 + [3] * 5)
    found = match(before, now, np.ones(35, dtype=int), ("t01", "t02", "t03", "t04"))
    assert [line[:4] for line in found] == [
        ("kept", "t01", 0, 10), ("merged", "t02", 0, 4), ("kept", "t03", 1, 6), ("vanished", "t04", -1, 0),
        ("split", "t03", 2, 4), ("new", None, 3, 0),
    ]  # fmt: skip
    assert found[2].of_before == pytest.approx(0.6)


def a_model() -> TopicModel:
    space = Space(("en",), np.zeros((1, 4), dtype=np.float32), np.zeros(4, dtype=np.float32))
    centres = np.eye(4, dtype=np.float32)[:2]
    return TopicModel('an "e5"', space, ("t01", "t05"), centres, np.array([0.5, 0.5]), ("found",) * 2, 0.1, 7)


def test_a_model_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    save_model(a_model(), tmp_path / "topics")
    back = load_model(tmp_path / "topics")
    assert (back.encoder, back.ids, back.origins, back.last) == ('an "e5"', ("t01", "t05"), ("found",) * 2, 7)
    np.testing.assert_array_equal(back.centres, a_model().centres)
    assert back.new_ids(1) == ["t08"]
    meta = tmp_path / "topics" / "model.toml"
    today = meta.read_text()
    meta.write_text(today.replace("version = 1", "version = 0").replace("unassigned = 0.1\n", ""))
    assert load_model(tmp_path / "topics").unassigned == 0.15
    meta.write_text(today.replace("version = 1", "version = 9"))
    with pytest.raises(RunError, match="later cxtext"):
        load_model(tmp_path / "topics")
    (tmp_path / "topics" / "centres.safetensors").write_bytes(b"no")
    meta.write_text(today)
    with pytest.raises(RunError, match="cannot be read"):
        load_model(tmp_path / "topics")


def test_phrases_draw_what_is_nearest_to_them() -> None:
    model = seeded(a_model(), {"t09": (unit(np.array([[0, 0, 1.0, 0.1]])), ["en"])})
    found = model.assign(np.array([[0, 0, 1.0, 0], [1.0, 0, 0.2, 0], [0, 0, 0, 1.0]]), ["en"] * 3)
    assert [model.ids[row] if row >= 0 else None for row in found.row] == ["t09", "t01", None]
    assert seeded(model, {}).ids == ("t01", "t05")
    assert model.last == 9


def test_coherence_and_diversity() -> None:
    terms = pd.DataFrame({"topic_id": ["t01", "t01", "t02"], "lang": "en", "rank": [1, 2, 1],
                          "term": ["late", "box", "late"]})  # fmt: skip
    tokens = [["late", "box"]] * 2 + [["late"]] * 2 + [["x"]] * 4
    # p(late) 4/8, p(box) 2/8, p(both) 2/8: ln(.25 / .125) / -ln .25 = .5; t02 has one term, so no pair
    assert coherence(terms, tokens) == {"t01": pytest.approx(0.5)}
    assert diversity(terms) == pytest.approx(2 / 3)

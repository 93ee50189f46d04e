"""Subtopics: found where there are parts, none in a cloud, counted once, kept under their ids and edits."""

import numpy as np
import pandas as pd
import pytest

from cxtext.topics.centre import Space, unit
from cxtext.topics.change import changed
from cxtext.topics.edits import Edits, checked
from cxtext.topics.model import TopicModel, load_model, save_model
from cxtext.topics.parts import Parts
from cxtext.topics.refit import carried_parts
from cxtext.topics.results import Said, topic_tables
from cxtext.topics.subtopics import cut, find_parts, within
from cxtext.topics.texts import Texts

WIDTH = 30


def planted(groups: int, seed: int = 0, n: int = 240) -> tuple[np.ndarray, np.ndarray]:
    """Texts around ``groups`` centres on top of one topic's centre, and the group of each."""
    rng = np.random.default_rng(seed)
    label = np.arange(n) % groups
    centre = np.eye(WIDTH)[1 : groups + 1] * 1.5 * (groups > 1)
    return unit(3 * np.eye(WIDTH)[0] + centre[label] + 0.35 * rng.standard_normal((n, WIDTH))), label


def test_planted_parts_are_found_and_a_cloud_has_none() -> None:
    from sklearn.metrics import adjusted_rand_score

    for groups in (2, 3, 4):
        vectors, label = planted(groups)
        found = cut(within(vectors, ["en"] * len(vectors)), 0)
        assert found is not None
        assert adjusted_rand_score(label, found.label) > 0.9
        assert min(found.stability) > 0.9
    for seed in range(3):
        assert cut(within(planted(1, seed)[0], ["en"] * 240), 0) is None


def test_a_long_cloud_is_not_cut_although_its_halves_agree() -> None:
    rng = np.random.default_rng(1)
    long = rng.standard_normal((300, WIDTH)) * np.array([4.0, *[0.4] * (WIDTH - 1)])
    assert cut(unit(10 * np.eye(WIDTH)[1] + long).astype(np.float32), 0) is None


def model(parts: Parts, last: int = 3) -> TopicModel:
    space = Space((), np.zeros((1, WIDTH), np.float32), np.zeros(WIDTH, np.float32))
    centres = np.eye(WIDTH, dtype=np.float32)[[0, 29]]
    return TopicModel("e", space, ("t01", "t02"), centres, np.zeros(2), ("found",) * 2, 0.1, last, parts)


def texts(vectors: np.ndarray) -> Texts:
    names = [f"text {i:03d}" for i in range(len(vectors))]
    return Texts.of(names, np.array(["en"] * len(vectors), object), vectors)


def test_small_topics_stay_whole_and_ids_follow_the_last() -> None:
    vectors, _ = planted(2)
    topic = np.array(["t01"] * 240, object)
    many = np.arange(240).astype(str)
    parts = find_parts(texts(vectors), topic, many, model(Parts.none(WIDTH)), 0)
    assert parts.above == {"t04": "t01", "t05": "t01"}
    again = find_parts(texts(vectors), topic, many, model(Parts.none(WIDTH)), 0)
    np.testing.assert_array_equal(parts.centres, again.centres)
    few = np.array(["a", "b"] * 120)  # two respondents
    assert find_parts(texts(vectors), topic, few, model(Parts.none(WIDTH)), 0).ids == ()
    topic[90:] = None  # 90 mentions
    assert find_parts(texts(vectors), topic, many, model(Parts.none(WIDTH)), 0).ids == ()


def test_a_model_with_parts_comes_back(tmp_path) -> None:
    parts = Parts(("t04",), ("t01",), np.eye(WIDTH, dtype=np.float32)[:1], np.array([0.5]), (0.8,))
    save_model(model(parts), tmp_path / "topics")
    back = load_model(tmp_path / "topics").parts
    assert (back.ids, back.parents, back.stability) == (("t04",), ("t01",), (0.8,))
    np.testing.assert_array_equal(back.centres, parts.centres)
    save_model(model(Parts.none(WIDTH)), tmp_path / "topics")
    assert load_model(tmp_path / "topics").parts.ids == ()


def test_a_new_fit_keeps_the_ids_of_parts_and_those_decided_about() -> None:
    vectors, _ = planted(2)
    topic = np.array(["t01"] * 240, object)
    everyone = np.arange(240).astype(str)
    before = find_parts(texts(vectors), topic, everyone, model(Parts.none(WIDTH)), 0)
    lone = before.some([0])._replace(ids=("t09",), centres=np.eye(WIDTH, dtype=np.float32)[20:21])
    earlier = model(before.with_more(lone), last=9)
    edits = changed(Edits(), {"t09"}, "rename", ["t09", "Mine"])
    fresh = find_parts(texts(vectors), topic, everyone, model(Parts.none(WIDTH)), 0)
    parts, told = carried_parts(fresh, topic, texts(vectors), model(Parts.none(WIDTH)), earlier, edits)
    assert parts.ids == ("t04", "t05", "t09")
    assert [(m.status, m.before) for m in told] == [("kept", "t04"), ("kept", "t05"), ("vanished", "t09")]
    turned = fresh._replace(centres=-fresh.centres, limits=np.full(2, 2.0))  # nothing belongs to either
    parts, _ = carried_parts(turned, topic, texts(vectors), model(Parts.none(WIDTH)), earlier, Edits())
    assert parts.ids == ("t10", "t11")  # no id twice


def said() -> tuple[Said, pd.DataFrame]:
    ids = [f"m{i}" for i in range(12)]
    mentions = pd.DataFrame({"mention_id": ids, "comment_id": ids, "text": ids})
    links = pd.DataFrame({
        "mention_id": ids, "topic_id": ["t01"] * 9 + ["t02"] * 3,
        "subtopic_id": ["t04"] * 4 + ["t05"] * 4 + [None] * 4, "weight": 0.5, "how": "assigned",
    })  # fmt: skip
    who = np.array(list("aabbaabbcddd"), object)
    return Said(mentions, np.array(["en"] * 12, object), who, [["w"]] * 12), links


@pytest.mark.parametrize(
    ("actions", "topics", "parts"),
    [
        # a and b say both parts and c neither: the topic has three people, not five
        ([], {"t01": (9, 3), "t02": (3, 1)}, {"t04": ("t01", 4, 2), "t05": ("t01", 4, 2)}),
        ([("hide", ["t04"])], {"t01": (9, 3), "t02": (3, 1)}, {"t05": ("t01", 4, 2)}),
        ([("hide", ["t01"])], {"t02": (3, 1)}, {}),
        ([("move", ["t04", "none"]), ("hide", ["t01"])], {"t02": (3, 1), "t04": (4, 2)}, {}),
        ([("merge", ["t04", "t05"])], {"t01": (9, 3), "t02": (3, 1)}, {"t04": ("t01", 8, 2)}),
        ([("merge", ["t02", "t05"])], {"t01": (5, 3), "t02": (7, 3)}, {"t04": ("t01", 4, 2)}),
        ([("move", ["t05", "t02"])], {"t01": (5, 3), "t02": (7, 3)},
         {"t04": ("t01", 4, 2), "t05": ("t02", 4, 2)}),
        ([("move", ["t05", "none"])], {"t01": (5, 3), "t02": (3, 1), "t05": (4, 2)}, {"t04": ("t01", 4, 2)}),
    ],
)  # fmt: skip
def test_parts_are_counted_once_whatever_was_decided(actions, topics, parts) -> None:
    spoken, links = said()
    known, edits = {"t01", "t02", "t04", "t05"}, Edits()
    for action, values in actions:
        edits = checked(changed(edits, known, action, values), known)
    above = {"t04": "t01", "t05": "t01"}
    tables = topic_tables(spoken, links, edits, dict.fromkeys(known, 0.8), "en", above)
    counted = tables["topics"].set_index("topic_id")[["n_mentions", "n_respondents"]]
    assert {row.Index: tuple(row[1:]) for row in counted.itertuples()} == topics
    found = tables["subtopics"].set_index("topic_id")[["parent_id", "n_mentions", "n_respondents"]]
    assert {row.Index: tuple(row[1:]) for row in found.itertuples()} == parts
    assert tables["mention_topics"]["mention_id"].is_unique

"""One topic, two questions: two rows that keep their own counts."""

import numpy as np
from run_tables import run_tables

from cxtext.tables import TOPIC_TERMS, empty
from cxtext.topics import by_question


def tables():
    said = np.array([1, 1, 1, 0])
    return run_tables({"nps": np.array([9.0, 2, 8, 7])}, {("t01", "negative"): said}) | {
        "topic_terms": empty(TOPIC_TERMS)
    }


def test_topics_split_by_question() -> None:
    run = tables()
    comments = run["comments"].assign(question_id=["why", "improve", "improve", "why"])
    people = run["responses"].assign(respondent=["a", "b", "b", "c"])
    split = by_question(run, run["mentions"], comments, people)
    topics = split["topics"].set_index("topic_id")
    assert topics["n_mentions"].to_dict() == {"t01@improve": 2, "t01@why": 1}
    assert topics["n_respondents"].to_dict() == {"t01@improve": 1, "t01@why": 1}
    assert topics.loc["t01@why", "name"] == "t01 (why)"
    assert set(split["mention_topics"]["topic_id"]) == set(topics.index)


def test_one_question_changes_nothing() -> None:
    run = tables()
    assert by_question(run, run["mentions"], run["comments"], run["responses"]) is run

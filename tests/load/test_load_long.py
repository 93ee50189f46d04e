"""Tables with one row an answer become one row a response."""

import pytest
from export_files import codes, loaded, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxtext.config import make_config
from cxtext.errors import ColumnError, ConfigError, InputError
from cxtext.load import inspect

LIKELY, WHY = "How likely are you to recommend us?", "Why did you give this score?"
HEAD = ["Response ID", "Sent", "Store", "Question ID", "Question", "Answer"]


def answers(*given, store="Seoul"):
    """Two answers of each response: (id, score, reason)."""
    rows = []
    for i, (key, score, why) in enumerate(given):
        sent = f"2026-01-{13 + i}"
        rows += [
            [key, f"{sent} 10:00", store, "q1", LIKELY, score],
            [key, f"{sent} 10:01", store, "q2", WHY, why],
        ]
    return rows


THREE = answers(("a", 9, "quick"), ("b", 0, "slow to answer"), ("c", 5, ""))


def test_detected_and_pivoted(tmp_path):
    found = loaded(written(tmp_path / "a.csv", [HEAD, *THREE]), segment="Store", date="Sent")
    assert found.responses["response_id"].tolist() == ["a", "b", "c"]
    assert found.scores["value"].tolist() == [9, 0, 5]
    assert found.comments[["response_id", "question_id", "text"]].to_numpy().tolist() == [
        ["a", WHY, "quick"], ["b", WHY, "slow to answer"],
    ]  # fmt: skip
    assert found.responses["seg_Store"].tolist() == ["Seoul"] * 3
    assert found.responses["submitted_at"].dt.day.tolist() == [13, 14, 15]  # of the first answer
    assert found.counts["files"]["a.csv"]["rows_read"] == found.counts["files"]["a.csv"]["kept"] == 6
    said = found.issues.set_index("code")["excerpt"]
    assert said["N_LONG"] == (
        "every row is an answer: 6 rows (Question, Answer) are 3 responses (Response ID) to 2 questions"
    )
    assert said["N_LONG_LEFT_OUT"].startswith("Question ID differ")
    assert said["W_LONG_DIFFERS"] == "3 responses have several values: the first is taken"  # of Sent
    assert list(found.original.columns) == ["response_id", "Response ID", "Sent", "Store", LIKELY, WHY]


def test_row_accounts_are_in_rows_of_the_file(tmp_path):
    rows = [HEAD, *THREE, HEAD, *answers(("d", 7, "fine"), store="Busan"), [""] * 6]
    found = loaded(written(tmp_path / "a.csv", rows), where="Store == 'Seoul'")
    account = found.counts["files"]["a.csv"]
    assert account["rows_read"] == 10
    assert (account["kept"], account["dropped"]) == (6, {"D_BLANK_ROW": 1, "D_WHERE": 2, "D_HEADER_ROW": 1})
    assert found.scores["value"].tolist() == [9, 0, 5]


def test_rows_without_an_id_are_responses_of_their_own(tmp_path):
    rows = [
        *THREE,
        ["", "2026-01-20", "Seoul", "q2", WHY, "whose?"],
        ["", "2026-01-20", "Seoul", "q2", WHY, "?"],
    ]
    found = loaded(written(tmp_path / "a.csv", [HEAD, *rows]))
    assert found.responses["response_id"].tolist() == ["a", "b", "c", "a.csv#7", "a.csv#8"]
    assert "E_EMPTY_ID" in codes(found)


def test_files_of_several_months_and_questions_in_other_words(tmp_path):
    head = ["응답 ID", "문항", "응답"]
    one = [
        head,
        ["1", "추천 의향 (NPS)", 9],
        ["1", "의견", "빨라요"],
        ["2", "추천 의향 (NPS)", 0],
        ["2", "의견", "느려요"],
    ]
    two = [
        head,
        ["3", "추천 의향 (NPS)", 8],
        ["3", "의견", "보통"],
        ["4", "추천 의향 (NPS)", 7],
        ["4", "의견", "그냥"],
    ]
    found = loaded(written(tmp_path / "a.csv", one), written(tmp_path / "b.csv", two))
    assert found.scores["value"].tolist() == [9, 0, 8, 7]
    assert found.comments["text"].tolist() == ["빨라요", "느려요", "보통", "그냥"]
    assert [found.counts["files"][f]["kept"] for f in ("a.csv", "b.csv")] == [4, 4]


def test_a_choice_of_several_is_joined_and_two_numbers_stop(tmp_path):
    more = [["a", "", "", "q3", "Which did you buy?", x] for x in ("shoes", "hat", "shoes")]
    found = loaded(written(tmp_path / "a.csv", [HEAD, *THREE, *more]))
    assert found.original["Which did you buy?"].tolist() == ["shoes; hat", "", ""]
    assert "N_LONG_SEVERAL" in codes(found)
    twice = written(tmp_path / "b.csv", [HEAD, *THREE, ["a", "", "", "q1", LIKELY, 3]])
    with pytest.raises(InputError, match="1 questions are answered twice") as error:
        loaded(twice)
    assert error.value.found == f"a says 9 and 3 to {LIKELY!r} (rows 1, 7)"
    assert loaded(twice, on_duplicate="first").scores["value"].tolist() == [9, 0, 5]


def test_the_one_question_that_is_open(tmp_path):
    head = ["Response ID", "Question", "Answer", "Answer text"]
    rows = [
        head,
        ["a", LIKELY, 9, "9/10"],
        ["a", WHY, "", "quick"],
        ["b", LIKELY, 0, "0/10"],
        ["b", WHY, "", "slow"],
    ]
    path = written(tmp_path / "a.csv", rows)
    with pytest.raises(ColumnError, match="which column holds the answer") as error:
        loaded(path)
    assert error.value.found == "could be Answer, Answer text"
    assert '--value-col "Answer"' in error.value.do
    assert "--layout wide" in error.value.do
    found = loaded(path, value_col=["Answer", "Answer text"])
    assert (found.scores["value"].tolist(), found.comments["text"].tolist()) == ([9, 0], ["quick", "slow"])
    # Numbers in one column and texts in the other are no question.
    either = [[*row[:3], row[3].replace("/10", "")] for row in rows]
    found = loaded(written(tmp_path / "c.csv", either))
    assert (found.scores["value"].tolist(), found.comments["text"].tolist()) == ([9, 0], ["quick", "slow"])
    assert found.plan.config.value_col == ("Answer", "Answer text")
    odd = written(
        tmp_path / "b.csv",
        [["who", "what", "said"], *([r[0], r[1], r[2] if r[2] != "" else r[3]] for r in rows[1:])],
    )
    with pytest.raises(ColumnError, match="which column holds the question"):
        loaded(odd, layout="long")
    found = loaded(odd, question_col="what", value_col="said", id="who")
    assert found.scores["value"].tolist() == [9, 0]
    with pytest.raises(ColumnError, match="no column 'answr'"):
        loaded(path, value_col="answr")


def test_the_respondent_may_be_the_key(tmp_path):
    head = ["customer_id", "question", "answer"]
    rows = [head, *([r[0], r[4], r[5]] for r in THREE)]
    found = loaded(written(tmp_path / "a.csv", rows), respondent="customer_id")
    assert found.responses["respondent"].tolist() == ["a", "b", "c"]
    assert found.responses["response_id"].tolist() == ["a.csv#1", "a.csv#3", "a.csv#5"]


def test_a_table_of_responses_is_left_alone(tmp_path):
    # One question and answer a row, and every id once.
    rows = [
        ["id", "question", "nps", "answer"],
        ["1", WHY, 9, "good"],
        ["2", WHY, 0, "bad"],
        ["3", "Why not?", 5, "x"],
    ]
    wide = written(tmp_path / "a.csv", rows)
    assert loaded(wide, comment="answer").scores["value"].tolist() == [9, 0, 5]
    long = written(tmp_path / "b.csv", [HEAD, *THREE])
    assert len(loaded(long, layout="wide", needs=frozenset()).responses) == 6
    assert len(loaded(long, comment="Answer", needs=frozenset({"comments"})).comments) == 5
    with pytest.raises(ConfigError, match="layout long"):
        make_config({"layout": "wide", "value-col": "Answer"})


def test_inspect_says_what_it_saw(tmp_path):
    said = str(inspect(make_config({"inputs": [written(tmp_path / "a.csv", [HEAD, *THREE])]})))
    assert "read: 6 rows; 3 responses count" in said
    assert "read: every row is an answer: 6 rows" in said


WORDS = st.text(st.sampled_from("abc ,;\"'\n느려요慢 é👍=+-"), max_size=12).map(lambda t: t.strip(" \n"))
TABLES = st.lists(st.tuples(st.integers(0, 10), WORDS, st.sampled_from(["KR", "FR"])), max_size=6).map(
    lambda rows: [(0, "slow to answer", "KR"), (9, "good, quick", "FR"), *rows]
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TABLES, st.randoms(use_true_random=False))
def test_any_table_written_long_and_read_back_in_any_order_of_rows(tmp_path, rows, random):
    body = [
        [f"r{i}", country, question, answer]
        for i, (score, text, country) in enumerate(rows)
        for question, answer in ((LIKELY, score), (WHY, text))
    ]
    random.shuffle(body)
    path = written(tmp_path / "a.csv", [["response_id", "country", "question", "answer"], *body])
    found = loaded(path, segment="country")
    keys = [f"r{i}" for i in range(len(rows))]
    assert found.scores.set_index("response_id")["value"].reindex(keys).tolist() == [s for s, _, _ in rows]
    texts = found.comments.set_index("response_id")["text"].to_dict()
    assert texts == {key: t for key, (_, t, _) in zip(keys, rows, strict=True) if t}
    country = found.responses.set_index("response_id")["seg_country"].reindex(keys).tolist()
    assert country == [c for _, _, c in rows]

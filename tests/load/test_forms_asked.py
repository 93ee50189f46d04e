"""What an export leaves open: the one question that is asked, and the flag or column that is offered."""

import pytest
from export_files import ASKED, loaded, qualtrics, scores, written

from cxtext.config import make_config
from cxtext.errors import ColumnError, ScoreError
from cxtext.load import inspect

NEEDS = frozenset({"scores"})


def test_a_score_of_no_metric_is_asked_with_the_flag_that_fits(tmp_path):
    rows = [
        ["email", "country", "Score", "Comment"],
        *(["k@example.com", "KR", s, "slow"] for s in (0, 9, 10)),
    ]
    with pytest.raises(ColumnError, match="obviously a score") as error:
        loaded(written(tmp_path / "a.csv", rows))
    assert '--score "nps=Score@0-10"' in error.value.do
    assert error.value.found.split("\n")[1].startswith("    Score: ")


def test_an_export_without_questions_says_so_once(tmp_path):
    path = qualtrics(tmp_path / "a.csv", {}, [(), ()])
    plan = inspect(make_config({"inputs": [path]}))
    assert [q.what for q in plan.questions] == [
        "The export holds no answers to questions, only the platform's own columns."
    ]


def test_an_export_without_answers_is_one_question(tmp_path):
    plan = inspect(make_config({"inputs": [qualtrics(tmp_path / "a.csv", ASKED, [])]}))
    assert [q.what for q in plan.questions] == ["There is no answer in the files yet."]


WHERE_SCORES_ARE = {
    "explore": (
        ["Ticket ID", "Ticket satisfaction rating", "Ticket satisfaction comment"],
        [["1", "Good", "great"], ["2", "Bad", "awful"], ["3", "Offered", ""]], "zendesk-rating", [2, 1],
    ),
    "korean": (
        ["응답번호", "추천의향(0~10)", "불편했던 점을 적어주세요"],
        [["1", "9", "없음"], ["2", "0", "직원이 불친절했습니다"]], None, [9, 0],
    ),
    "spanish": (
        ["Fecha", "¿Qué tan probable es que nos recomiende?", "¿Por qué?"],
        [["13/01/2026", "9", "todo bien"], ["14/01/2026", "0", "muy lento"]], None, [9, 0],
    ),
    "german": (
        ["Datum", "Würden Sie uns weiterempfehlen?", "Was können wir verbessern?"],
        [["13.01.2026", "9", "alles gut"], ["14.01.2026", "0", "zu langsam"]], None, [9, 0],
    ),
    "chinese": (
        ["提交答卷时间", "来自IP", "您向朋友推荐的可能性有多大", "您的建议"],
        [["2026/1/13", "1.2.3.4(北京)", "9", "很好"], ["2026/1/14", "1.2.3.5(上海)", "0", "太慢"]],
        None, [9, 0],
    ),
    "feed": (
        ["a_surveyid", "q_ltr", "q_comments"],
        [["1", "9", "all good here"], ["2", "0", "slow"]], None, [9, 0],
    ),
    "widget": (
        ["Number", "Date Submitted", "How would you rate your experience?", "What can we improve?"],
        [["1", "2026-01-13", "5", "nothing"], ["2", "2026-01-14", "1", "the search"]], None, [5, 1],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WHERE_SCORES_ARE)
def test_scores_and_comments_where_nobody_says_so(tmp_path, name):
    head, rows, labels, values = WHERE_SCORES_ARE[name]
    found = loaded(written(tmp_path / "a.csv", [head, *rows]))
    assert scores(found) == values
    assert found.plan.config.comment == (head[-1],)
    assert labels in (None, *found.plan.config.labels.values())
    assert "来自IP" not in found.original


def test_the_only_column_of_sentences_is_the_comment(tmp_path):
    said = [f"The {thing} was {how} when I came in" for thing in ("queue", "staff", "shop", "offer", "price")
            for how in ("too long", "fine", "loud", "closed")]  # fmt: skip
    agent = "Mozilla/5.0 (X11; Linux x86_64) visit number"
    rows = [[i, i % 11, f"{agent} {i}", f"Street {i}, Seoul", t] for i, t in enumerate(said)]
    path = written(tmp_path / "a.csv", [["case", "nps", "browser", "place", "Was there a moment?"], *rows])
    found = loaded(path)
    assert found.plan.config.comment == ("Was there a moment?",)
    twice = [[*row, row[-1][::-1]] for row in rows]
    path = written(tmp_path / "b.csv", [["case", "nps", "browser", "place", "A moment?", "Another?"], *twice])
    with pytest.raises(ColumnError, match="Several columns could be the comment"):
        loaded(path)


def test_what_is_suggested_as_missing_is_what_no_scale_has(tmp_path):
    rows = [
        ["satisfaction", "comment"],
        *([s, "x y"] for s in ("Very satisfied", "Dissatisfied", "Who knows")),
    ]
    with pytest.raises(ScoreError, match="No known scale") as error:
        loaded(written(tmp_path / "a.csv", rows))
    assert error.value.do.endswith('--missing "satisfaction=Who knows".')


def test_services_called_phone_are_no_numbers(tmp_path):
    rows = [["PhoneService", "Phone", "nps"], ["Yes", "010-1234-5678", 0], ["No", "010-1234-9999", 9]]
    found = loaded(written(tmp_path / "a.csv", rows), needs=NEEDS)
    assert list(found.original.columns) == ["response_id", "PhoneService", "nps"]


def test_five_labels_and_numbers_of_the_other_direction_stay_a_question(tmp_path):
    rows = [["effort", "comment"], *([s, "x y"] for s in ("1 - Very easy", "5 - Very difficult", "3"))]
    found = loaded(written(tmp_path / "a.csv", rows), score=["ces=effort@1-5"])
    assert found.plan.config.score[0].low_is_good
    bare = [["effort", "comment"], *([s, "x y"] for s in "135")]
    with pytest.raises(ScoreError, match="good or bad"):
        loaded(written(tmp_path / "b.csv", bare), score=["ces=effort@1-5"])

"""Variants of platforms' exports: saved again by a spreadsheet, in other languages, with rows taken away."""

import datetime as dt
import json

import openpyxl
import pytest
from export_files import LIVE, codes, loaded, qualtrics, written

from cxtext.config import make_config
from cxtext.errors import ColumnError, ScoreError
from cxtext.load import inspect

NEEDS = frozenset({"scores"})
ASKED = {"Q1": ("How likely are you to recommend us?", "QID1"), "Q2": ("Any comments?", "QID2_TEXT")}
ROWS = [("0", "slow to answer"), ("9", "good, quick"), ("7", "so; so"), ("10", "")]


def dialect(found):
    return next((n.text.split()[2].strip(",:") for n in found.plan.notes if n.code == "N_DIALECT"), "generic")


def scores(found):
    return found.scores["value"].tolist()


# Qualtrics


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", "\t")])
def test_qualtrics_saved_again_by_a_spreadsheet(tmp_path, encoding, delimiter):
    fixed = {**LIVE, "Finished": "TRUE", "StartDate": "1/13/2026 10:00", "EndDate": "1/13/2026 10:01",
             "RecordedDate": "1/13/2026 10:01"}  # fmt: skip
    asked = {**ASKED, "Q2": ("Möchten Sie noch etwas sagen?", "QID2_TEXT")}
    path = qualtrics(tmp_path / "a.csv", asked, ROWS, fixed, encoding=encoding, delimiter=delimiter)
    found = loaded(path)
    assert dialect(found) == "qualtrics3"
    assert scores(found) == [0, 9, 7, 10]
    assert found.comments["text"].tolist() == ["slow to answer", "good, quick", "so; so"]
    assert found.responses["submitted_at"].dt.day.tolist() == [13] * 4


def test_qualtrics_with_only_the_row_of_labels(tmp_path):
    head = ["Start Date", "End Date", "Response Type", "Progress", "Finished", "Recorded Date", "Response ID",
            "Distribution Channel", "User Language", ASKED["Q1"][0], ASKED["Q2"][0]]  # fmt: skip
    when = "2026-01-13 10:00:00"
    rows = [
        [when, when, kind, "100", "True", when, f"R_{i}", "anonymous", "EN", *row]
        for i, (kind, row) in enumerate(
            zip(["IP Address", "Survey Preview", "Spam", "IP Address"], ROWS, strict=True)
        )
    ]
    found = loaded(written(tmp_path / "a.csv", [head, *rows]))
    assert dialect(found) == "qualtrics3"
    assert scores(found) == [0, 10]
    assert found.counts["files"]["a.csv"]["dropped"] == {"D_PREVIEW": 1, "D_SPAM": 1}


def test_qualtrics_through_pandas_has_a_column_of_row_numbers(tmp_path):
    path = qualtrics(tmp_path / "a.csv", ASKED, ROWS)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([f",{lines[0]}", *(f"{i},{line}" for i, line in enumerate(lines[1:]))]) + "\n")
    found = loaded(path)
    assert dialect(found) == "qualtrics3"
    assert (scores(found), found.plan.config.id) == ([0, 9, 7, 10], "ResponseId")


def test_qualtrics_open_questions_that_are_no_comments(tmp_path):
    asked = {
        "Q1": ASKED["Q1"],
        "Q5": ("How old are you?", "QID5_TEXT"),
        "Q6": ("What went wrong?", "QID6_TEXT"),
    }
    rows = [("0", "34", "nobody answered the phone"), ("9", "51", "nothing at all, really")]
    assert loaded(qualtrics(tmp_path / "a.csv", asked, rows)).plan.config.comment == ("Q6",)


# SurveyMonkey


def test_surveymonkey_today_with_its_nps_question(tmp_path):
    fixed = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address",
             "First Name", "Last Name", "Custom Data 1"]  # fmt: skip
    question = "How likely is it that you would recommend this company to a friend or colleague?"
    head = [[*fixed, question, "Do you have any other comments, questions, or concerns?"],
            [""] * 9 + ["", "Open-Ended Response"]]  # fmt: skip
    answers = [("Not at all likely - 0", "slow"), ("Extremely likely - 10", ""), ("7", "it was fine, mostly")]
    rows = [
        [
            f"11849{i:07d}",
            "400",
            "01/13/2026 10:00:00 AM",
            "01/13/2026 10:05:00 PM",
            "1.2.3.4",
            "",
            "",
            "",
            "",
            *row,
        ]
        for i, row in enumerate(answers)
    ]
    found = loaded(written(tmp_path / "a.csv", [*head, *rows], "utf-8-sig"))
    assert dialect(found) == "surveymonkey"
    assert scores(found) == [0, 10, 7]
    assert found.comments["text"].tolist() == ["slow", "it was fine, mostly"]
    assert found.responses["submitted_at"].dt.hour.tolist() == [22] * 3
    assert "IP Address" not in found.original


def test_surveymonkey_as_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Respondent ID", "End Date", "NPS", "Why?"], [None, None, "Response", "Open-Ended Response"],
                [118490000001, dt.datetime(2026, 1, 13, 10), 0, "slow"],
                [118490000002, dt.datetime(2026, 1, 13, 11), 9, None]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found = loaded(tmp_path / "a.xlsx")
    assert (dialect(found), scores(found)) == ("surveymonkey", [0, 9])
    assert found.responses["response_id"].tolist() == ["118490000001", "118490000002"]


# Forms


@pytest.mark.parametrize(
    ("head", "stamp", "hour"),
    [
        ("타임스탬프", "2026/01/13 3:22:10 오후 GMT+9", 6),
        ("Timestamp", "2026/01/13 3:22:10 PM GMT+9", 6),
        ("Zeitstempel", "13.01.2026 15:22:10", 15),
        ("Zeitstempel", "2026/01/13 3:22:10 PM MEZ", 14),
        ("Marca temporal", "13/1/2026 3:22:10 p. m.", 15),
        ("Horodateur", "13/01/2026 15:22:10", 15),
        ("時間戳記", "2026/1/13 下午 3:22:10", 15),
        ("タイムスタンプ", "2026/01/13 15:22:10", 15),
    ],
)
def test_google_forms_in_other_languages(tmp_path, head, stamp, hour):
    rows = [[head, "NPS", "의견 / Kommentar"], [stamp, 0, "slow to answer"], [stamp, 9, "good"]]
    found = loaded(written(tmp_path / "a.csv", rows))
    assert (dialect(found), scores(found)) == ("gforms", [0, 9])
    assert found.responses["submitted_at"].dt.hour.tolist() == [hour] * 2


@pytest.mark.parametrize(
    "head",
    [
        ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"],
        ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "Uhrzeit der letzten Änderung"],
        [
            "Id",
            "Heure de début",
            "Heure de fin",
            "Adresse de messagerie",
            "Nom",
            "Heure de la dernière modification",
        ],
        ["ID", "시작 시간", "완료 시간", "전자 메일", "이름", "마지막으로 수정한 시간"],
        ["識別碼", "開始時間", "完成時間", "電子郵件", "名稱", "上次修改時間"],
    ],
)
def test_microsoft_forms_in_other_languages(tmp_path, head):
    book, when = openpyxl.Workbook(), dt.datetime(2026, 1, 13, 10)
    book.active.append([*head, "NPS", "Why?", "Which?"])
    for i, (score, why) in enumerate([(0, "slow"), (9, "good;")], 1):
        book.active.append([i, when, when, "anonymous", None, None, score, why, "A;B;"])
    book.save(tmp_path / "a.xlsx")
    found = loaded(tmp_path / "a.xlsx", comment="Why?")
    assert (dialect(found), scores(found)) == ("msforms", [0, 9])
    assert found.responses["submitted_at"].dt.hour.tolist() == [10] * 2
    assert not {head[3], head[4]} & set(found.original.columns)


def test_microsoft_forms_saved_as_csv(tmp_path):
    head = ["ID", "Start time", "Completion time", "Email", "Name", "NPS", "Why did you choose this score?"]
    rows = [[1, "1/13/26 10:00:00", "1/13/26 10:01:23", "anonymous", "", 0, "slow – really"],
            [2, "1/14/26 10:00:00", "1/14/26 10:01:23", "anonymous", "", 9, "good"]]  # fmt: skip
    found = loaded(written(tmp_path / "a.csv", [head, *rows], "cp1252", ";"))
    assert (dialect(found), scores(found)) == ("msforms", [0, 9])
    assert found.comments["text"].tolist() == ["slow – really", "good"]
    assert "W_ENCODING_GUESS" in codes(found)


@pytest.mark.parametrize(
    "head",
    [
        ["id", "submitdate", "lastpage", "startlanguage", "startdate", "datestamp"],
        ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page",
         "startlanguage. Start language", "startdate. Date started", "datestamp. Date last action"],
        ["Response ID", "Date submitted", "Last page", "Start language", "Date started", "Date last action"],
        ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Datum gestartet",
         "Datum letzte Aktivität"],
        ["ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Date de lancement",
         "Date de la dernière action"],
    ],
)  # fmt: skip
def test_limesurvey_with_questions_for_names(tmp_path, head):
    when = "2026-01-13 10:00:00"
    rows = [[1, when, 4, "en", when, when, 0, "slow"], [2, "", 1, "en", when, when, 9, "stopped"],
            [3, when, 4, "de", when, when, 10, "good"]]  # fmt: skip
    path = written(tmp_path / "a.csv", [[*head, "NPS", "Any comments?"], *rows], "utf-8-sig", ";", 1)
    found = loaded(path)
    assert (dialect(found), scores(found)) == ("limesurvey", [0, 10])
    assert found.responses["response_id"].tolist() == ["1", "3"]
    assert found.counts["files"]["a.csv"]["dropped"] == {"D_IN_PROGRESS": 1}


# Helpdesks and reviews


def test_zendesk_tickets_as_csv(tmp_path):
    head = ["Summation column", "Id", "Requester", "Requester id", "Requester email", "Assignee", "Subject",
            "Status", "Created at", "Solved at", "Satisfaction Score", "Reopens"]  # fmt: skip
    rows = [["1", str(100 + i), "Kim", "7", "k@example.com", "Lee", "Where is it?", "Solved",
             "2026-01-13 10:00", "2026-01-14 10:00", said, "0"]
            for i, said in enumerate(["Good", "Offered", "Not Offered", "Bad"])]  # fmt: skip
    found = loaded(written(tmp_path / "a.csv", [head, *rows]), needs=NEEDS)
    assert dialect(found) == "zendesk_ratings"
    assert scores(found) == [2, 1]
    assert found.counts["files"]["a.csv"]["dropped"] == {"D_UNRATED": 2}
    assert not {"Requester", "Requester email"} & set(found.original.columns)


def test_freshdesk_in_words(tmp_path):
    said = ["Extremely Happy", "Neutral", "Extremely Unhappy", "Happy"]
    rows = [["Ticket ID", "Rating", "Feedback"], *([i, s, f"remark {i}"] for i, s in enumerate(said))]
    assert scores(loaded(written(tmp_path / "a.csv", rows))) == [7, 4, 1, 5]


def test_trustpilot_keeps_no_names(tmp_path):
    head = ["Review ID", "Review Created (UTC)", "Review Username", "Review User Email", "Review Title",
            "Review Content", "Review Stars", "Domain URL", "Company Reply"]  # fmt: skip
    rows = [
        ["r1", "2026-01-13 10:00:00", "Kim", "k@example.com", "Late", "It came late", "1", "x.com", "Oh"],
        ["r2", "2026-01-13 11:00:00", "Lee", "l@example.com", "Fine", "All good", "5", "x.com", ""],
    ]
    found = loaded(written(tmp_path / "a.csv", [head, *rows]))
    assert (dialect(found), scores(found)) == ("trustpilot", [1, 5])
    assert set(found.comments["question_id"]) == {"Review Title", "Review Content"}
    assert not {"Review Username", "Review User Email"} & set(found.original.columns)


@pytest.mark.parametrize(
    ("cell", "hour"),
    [
        ("Jan 13, 2026 3:22 PM", 15), ("Tue, 13 Jan 2026 15:22:00 +0000", 15), ("13-Jan-26", 0),
        ("13 janv. 2026 15:22", 15), ("13. März 2026, 15:22 Uhr", 15), ("13 de enero de 2026 15:22", 15),
        ("2026-01-13 15:22:00 +0000 UTC", 15), ("2026-01-13 15:22:00+09", 6), ("20260113152200", 15),
        ("Tue Jan 13 2026 15:22:00 GMT+0100 (CET)", 14), ("2026-01-13T15:22:00.123456+09:00", 6),
    ],
)  # fmt: skip
def test_dates_with_words_in_them(tmp_path, cell, hour):
    found = loaded(written(tmp_path / "a.csv", [["date", "nps"], [cell, 0], [cell, 9]]), needs=NEEDS)
    when = found.responses["submitted_at"]
    assert (when.dt.day.tolist(), when.dt.hour.tolist()) == ([13, 13], [hour, hour])


# What is asked


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


def test_a_json_export_with_a_byte_order_mark(tmp_path):
    body = [{"survey_type": "nps", "score": s, "comment": t, "person": "p", "id": str(s)}
            for s, t in ((0, "slow"), (9, "good"))]  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(body), "utf-8-sig")
    found = loaded(tmp_path / "a.json")
    assert (dialect(found), scores(found)) == ("delighted", [0, 9])

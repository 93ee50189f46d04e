"""Variants of platforms' exports: saved again by a spreadsheet, in other languages, with rows taken away."""

import datetime as dt
import json

import openpyxl
import pytest
from export_files import ASKED, LIVE, codes, dialect, loaded, qualtrics, scores, written

NEEDS = frozenset({"scores"})
ROWS = [("0", "slow to answer"), ("9", "good, quick"), ("7", "so; so"), ("10", "")]


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


def test_a_json_export_with_a_byte_order_mark(tmp_path):
    body = [{"survey_type": "nps", "score": s, "comment": t, "person": "p", "id": str(s)}
            for s, t in ((0, "slow"), (9, "good"))]  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(body), "utf-8-sig")
    found = loaded(tmp_path / "a.json")
    assert (dialect(found), scores(found)) == ("delighted", [0, 9])

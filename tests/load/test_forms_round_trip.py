"""Any table of answers written in a platform's form is read back equal."""

import datetime as dt
import json

import pytest
from export_files import loaded, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LOOSE = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.text(st.sampled_from("abc ,;\"'\n느려요慢 é👍=+-"), max_size=12).map(lambda t: t.strip(" \n"))
# A zero proves the 0-10 scale, and a score above 5 that it is no satisfaction scale.
ROWS = st.lists(st.tuples(st.integers(0, 10), WORDS), min_size=1, max_size=6).map(
    lambda rows: [(0, "slow to answer"), (9, "good, quick"), *rows]
)
ISO = "%Y-%m-%dT%H:%M:%SZ"
WHEN = dt.datetime(2026, 1, 25, 10, tzinfo=dt.UTC)


def stamp(i, form="%Y-%m-%d %H:%M:%S"):
    return (WHEN + dt.timedelta(minutes=i)).strftime(form)


def seconds(i):
    return int((WHEN + dt.timedelta(minutes=i)).timestamp())


def qualtrics(path, rows):
    names = ["RecordedDate", "Status", "Finished", "ResponseId", "Q1", "Q2"]
    texts = ["Erfasst", "Typ", "Fertig", "ID", "How likely are you to recommend us?", "Comments"]
    ids = ["recordedDate", "status", "finished", "_recordId", "QID1", "QID2_TEXT"]
    third = [json.dumps({"ImportId": i} | ({"timeZone": "Z"} if "Date" in i else {})) for i in ids]
    body = [[stamp(i), "0", "1", f"R_{i}", s, t] for i, (s, t) in enumerate(rows)]
    return written(path, [names, texts, third, *body])


def qualtrics_json(path, rows):
    body = [
        {"responseId": f"R_{i}", "labels": {},
         "values": {"recordedDate": stamp(i, ISO), "status": 0, "finished": 1, "QID1": s,
                    "QID1_NPS_GROUP": 1 if s < 7 else 2 if s < 9 else 3, "QID2_TEXT": t}}
        for i, (s, t) in enumerate(rows)
    ]  # fmt: skip
    path.write_text(json.dumps({"responses": body}), "utf-8")
    return path


def legacy(path, rows):
    head = [["V1", "V8", "V9", "V10", "Q1", "Q2", ""],
            ["ResponseID", "StartDate", "EndDate", "Finished", "NPS", "Comments", ""]]  # fmt: skip
    head = [
        ["V1", "V2", *row[1:]] if row[0] == "V1" else ["ResponseID", "ResponseSet", *row[1:]] for row in head
    ]
    body = [[f"R_{i}", "Default", stamp(i), stamp(i), "1", s, t, ""] for i, (s, t) in enumerate(rows)]
    return written(path, [*head, *body], "utf-8-sig")


def surveymonkey(path, rows):
    head = [["Respondent ID", "End Date", "NPS", "Comments", ""], ["", "", "Antwort", "Antwort", "Andere"]]
    body = [[114000000000 + i, stamp(i, "%m/%d/%Y %I:%M:%S %p"), s, t, ""] for i, (s, t) in enumerate(rows)]
    return written(path, [*head, *body])


def surveymonkey_flat(path, rows):
    body = [[114000000000 + i, stamp(i), s, t] for i, (s, t) in enumerate(rows)]
    return written(path, [["RespondentID", "End Date", "NPS", "Comments"], *body])


def typeform(path, rows):
    head = ["#", "How likely are you to recommend us?", "Comments", "Response Type", "Start Date (UTC)",
            "Submit Date (UTC)", "Network ID", "Tags"]  # fmt: skip
    body = [[f"x{i}", s, "'" + t if t[:1] in tuple("=+-@") else t, "completed", stamp(i), stamp(i), "n", ""]
            for i, (s, t) in enumerate(rows)]  # fmt: skip
    return written(path, [head, *body])


def google_forms(path, rows):
    body = [[stamp(i, "%Y/%m/%d %I:%M:%S %p UTC"), s, t] for i, (s, t) in enumerate(rows)]
    return written(path, [["Zeitstempel", "NPS", "Kommentar"], *body], quoting=1)


def microsoft_forms(path, rows):
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.write_row(0, 0, ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "NPS", "Kommentar"])
    for i, (score, text) in enumerate(rows, 1):
        when = (WHEN + dt.timedelta(minutes=i - 1)).replace(tzinfo=None)
        sheet.write_number(i, 0, i)
        for column in (1, 2):
            sheet.write_datetime(i, column, when, day)
        sheet.write_string(i, 3, "anonymous")
        sheet.write_number(i, 5, score)
        sheet.write_string(i, 6, text)
    book.close()
    return path


def limesurvey(path, rows):
    head = ["id", "submitdate", "lastpage", "startlanguage", "startdate", "datestamp", "NPS", "Comments"]
    body = [[i + 1, stamp(i), 4, "en", stamp(i), stamp(i), s, "'" + t if t[:1] == "=" else t]
            for i, (s, t) in enumerate(rows)]  # fmt: skip
    path = written(path, [head, *body], "utf-8-sig", quoting=1)
    path.write_bytes(path.read_bytes() + b"\r\n")
    return path


def asknicely(path, rows):
    body = [{"response_id": str(i), "person_id": f"p{i}", "answer": str(s), "comment": t,
             "note": "call back", "question_type": "nps", "responded": str(seconds(i))}
            for i, (s, t) in enumerate(rows)]  # fmt: skip
    path.write_text(json.dumps({"success": True, "data": body}), "utf-8")
    return path


def delighted(path, rows):
    body = [{"id": str(i), "person": f"p{i}", "survey_type": "nps", "score": s, "comment": t or None,
             "created_at": seconds(i), "person_properties": {"country": "KR"}, "additional_answers": []}
            for i, (s, t) in enumerate(rows)]  # fmt: skip
    path.write_text(json.dumps(body), "utf-8")
    return path


def wootric(path, rows):
    body = [{"id": i, "created_at": stamp(i, "%Y-%m-%d %H:%M:%S +0000"), "score": s, "text": t or None,
             "end_user_id": i, "completed": True, "excluded_from_calculations": False}
            for i, (s, t) in enumerate(rows)]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, body)), "utf-8")
    return path


def qualtrics_sav(path, rows):
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame(
        {
            "RecordedDate": [(WHEN + dt.timedelta(minutes=i)).replace(tzinfo=None) for i in range(len(rows))],
            "Status": 0.0, "Finished": 1.0, "ResponseId": [f"R_{i}" for i in range(len(rows))],
            "Q1": [float(s) for s, _ in rows], "Q2": [t for _, t in rows],
        }
    )  # fmt: skip
    labels = ["Erfasst", "Typ", "Fertig", "ID", "How likely are you to recommend us?", "Comments"]
    values = {"Status": {0.0: "IP Address"}, "Finished": {0.0: "False", 1.0: "True"}}
    pyreadstat.write_sav(frame, str(path), column_labels=labels, variable_value_labels=values)
    return path


def generic(path, rows):
    body = [[f"a{i}", stamp(i), s, t] for i, (s, t) in enumerate(rows)]
    return written(path, [["id", "date", "nps", "comment"], *body])


WRITERS = {
    "qualtrics3": (qualtrics, "a.csv"), "qualtrics_json": (qualtrics_json, "a.json"),
    "qualtrics_sav": (qualtrics_sav, "a.sav"),
    "qualtrics_legacy2": (legacy, "a.csv"), "surveymonkey": (surveymonkey, "a.csv"),
    "surveymonkey_flat": (surveymonkey_flat, "a.csv"), "typeform": (typeform, "a.csv"),
    "gforms": (google_forms, "a.csv"), "msforms": (microsoft_forms, "a.xlsx"),
    "limesurvey": (limesurvey, "a.csv"), "asknicely": (asknicely, "a.json"),
    "delighted": (delighted, "a.json"), "wootric": (wootric, "a.jsonl"), "generic": (generic, "a.csv"),
}  # fmt: skip


@pytest.mark.parametrize("dialect", WRITERS)
@LOOSE
@given(ROWS)
def test_written_and_read_back(tmp_path, dialect, rows):
    write, name = WRITERS[dialect]
    found = loaded(write(tmp_path / name, rows))
    records = [n for n in found.plan.notes if n.code == "N_DIALECT"]
    assert [n.text.split()[2].strip(",:") for n in records] == ([dialect] if dialect != "generic" else [])
    assert found.scores["value"].tolist() == [s for s, _ in rows]
    assert found.scores["scale_max"].eq(10).all()
    assert found.comments["text"].tolist() == [t for _, t in rows if t]
    assert found.responses["submitted_at"].dt.strftime("%Y-%m-%d %H:%M:%S").tolist() == [
        stamp(i) for i in range(len(rows))
    ]


STARS = st.lists(st.tuples(st.integers(1, 5), WORDS), min_size=1, max_size=6).map(
    lambda rows: [(1, "slow to answer"), (5, "good, quick"), *rows]
)


def google_play(path, rows):
    head = ["Package Name", "Reviewer Language", "Review Last Update Date and Time", "Star Rating",
            "Review Title", "Review Text", "Developer Reply Text", "Review Link"]  # fmt: skip
    link = "https://play.google.com/x?reviewId=gp%3A"
    body = [["com.x", "ko", stamp(i, ISO), s, "", t, "thanks", f"{link}{i}&c=1"]
            for i, (s, t) in enumerate(rows)]  # fmt: skip
    return written(path, [head, *body], "utf-16")


def trustpilot(path, rows):
    head = ["Review ID", "Review Created (UTC)", "Review Stars", "Review Text", "Domain URL"]
    return written(path, [head, *([f"r{i}", stamp(i), s, t, "x.com"] for i, (s, t) in enumerate(rows))])


def zendesk_csat(path, rows):
    body = [{"id": f"r{i}", "responder_id": str(i), "subjects": [{"id": "1", "type": "ticket"}],
             "answers": [{"type": "rating_scale", "rating": s, "updated_at": stamp(i, ISO)},
                         {"type": "open_ended", "comment": t, "updated_at": stamp(i, ISO)}]}
            for i, (s, t) in enumerate(rows)]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, body)), "utf-8")
    return path


def intercom(path, rows):
    body = [{"rating": s, "remark": t, "created_at": seconds(i), "contact": {"id": str(i)}}
            for i, (s, t) in enumerate(rows)]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, body)), "utf-8")
    return path


STAR_WRITERS = {"googleplay": (google_play, "a.csv"), "trustpilot": (trustpilot, "a.csv"),
                "zendesk_csat": (zendesk_csat, "a.jsonl"), "intercom": (intercom, "a.jsonl")}  # fmt: skip


@pytest.mark.parametrize("dialect", STAR_WRITERS)
@LOOSE
@given(STARS)
def test_stars_written_and_read_back(tmp_path, dialect, rows):
    write, name = STAR_WRITERS[dialect]
    found = loaded(write(tmp_path / name, rows))
    assert found.scores["value"].tolist() == [s for s, _ in rows]
    assert found.comments["text"].tolist() == [t for _, t in rows if t]
    assert found.responses["submitted_at"].dt.strftime("%Y-%m-%d %H:%M:%S").tolist() == [
        stamp(i) for i in range(len(rows))
    ]


@LOOSE
@given(st.lists(st.tuples(st.booleans(), WORDS), min_size=1, max_size=6))
def test_zendesk_and_freshdesk_ratings_written_and_read_back(tmp_path, rows):
    rows = [(True, "slow to answer"), (False, "good, quick"), *rows]
    zendesk = [{"id": i, "ticket_id": 1, "score": "good" if s else "bad", "comment": t,
                "updated_at": stamp(i, ISO)} for i, (s, t) in enumerate(rows)]  # fmt: skip
    freshdesk = [{"id": i, "ticket_id": 1, "feedback": t, "created_at": stamp(i, ISO),
                  "ratings": {"default_question": 103 if s else -103}}
                 for i, (s, t) in enumerate(rows)]  # fmt: skip
    for body, levels in ((zendesk, (2, 1)), (freshdesk, (7, 1))):
        (tmp_path / "a.json").write_text(json.dumps(body), "utf-8")
        found = loaded(tmp_path / "a.json")
        assert found.scores["value"].tolist() == [levels[0] if s else levels[1] for s, _ in rows]
        assert found.comments["text"].tolist() == [t for _, t in rows if t]


@LOOSE
@given(st.lists(st.tuples(st.sampled_from(["user", "admin", "bot", "lead"]), WORDS), min_size=1, max_size=6))
def test_intercom_messages_written_and_read_back(tmp_path, rows):
    rows = [("user", "where is it?"), ("admin", "on its way"), *rows]
    head = ["message_id", "conversation_id", "message_created_at", "message_author_type", "message_type",
            "message_body"]  # fmt: skip
    body = [[f"m{i}", f"c{i % 2}", stamp(i), who, "comment", t] for i, (who, t) in enumerate(rows)]
    found = loaded(written(tmp_path / "a.csv", [head, *body]), needs=frozenset({"comments"}))
    theirs = [(i, t) for i, (who, t) in enumerate(rows) if who in ("user", "lead")]
    assert found.comments["text"].tolist() == [t for _, t in theirs if t]
    assert found.responses["submitted_at"].dt.strftime("%Y-%m-%d %H:%M:%S").tolist() == [
        stamp(i) for i, _ in theirs
    ]
    assert found.counts["files"]["a.csv"]["dropped"].get("D_STAFF_TEXT") == len(rows) - len(theirs)

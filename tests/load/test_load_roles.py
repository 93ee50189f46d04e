"""Columns are taken where they are obvious; where they are not, the question says what was seen."""

import pandas as pd
import pytest

from cxtext.config import make_config, read_config
from cxtext.errors import ColumnError, InputError, ScoreError
from cxtext.load import inspect, load

KO = ["배송이 너무 느려요", "상담원이 친절했습니다", "앱이 자꾸 꺼져요", "가격이 비쌉니다"] * 3
EN = ["The app keeps crashing", "Friendly staff indeed", "Delivery was late", "Too expensive for me"] * 3


def write(path, **columns):
    n = max(len(v) for v in columns.values())
    frame = pd.DataFrame({name: list(v) * (n // len(v)) for name, v in columns.items()}, dtype="str")
    frame.to_csv(path, index=False)
    return path


def roles(plan):
    return {c.column: c.role for c in plan.columns if c.role != "-"}


def test_an_obvious_file_needs_no_flags(tmp_path):
    path = write(
        tmp_path / "a.csv",
        **{
            "Response ID": [str(i) for i in range(12)],
            "Customer ID": ["u", "v", "w"],
            "Submitted": ["2026-01-05T10:00:00Z"],
            "How likely are you to recommend us to a friend?": ["0", "9", "10"],
            "CSAT": ["1", "5"],
            "Ease (1-7)": ["1", "7"],
            "What is the main reason for your score?": EN,
            "Channel": ["web", "app"],
            "UserLanguage": ["en"],
            "Email": ["a@example.com"],
            "NPS group": ["Detractor", "Promoter"],
        },
    )
    found = load(make_config({"inputs": [path]}))
    assert roles(found.plan) == {
        "Response ID": "id", "Customer ID": "respondent", "Submitted": "date",
        "How likely are you to recommend us to a friend?": "score nps", "CSAT": "score csat",
        "Ease (1-7)": "score ces", "What is the main reason for your score?": "comment", "Channel": "channel",
        "UserLanguage": "language", "Email": "personal",
    }  # fmt: skip
    assert found.scores.groupby("metric")["scale_max"].first().to_dict() == {"ces": 7, "csat": 5, "nps": 10}
    assert found.responses["channel"].tolist()[:2] == ["web", "app"]
    assert found.responses["respondent"].nunique() == 3
    assert "Email" not in found.original.columns
    assert list(found.original.columns[:2]) == ["response_id", "Response ID"]


def test_korean_and_chinese_headers(tmp_path):
    path = write(tmp_path / "k.csv", **{"응답 ID": [f"r{i}" for i in range(12)],
                 "제출 일시": ["2026. 1. 5 오후 3:22:10"],
                 "추천 의향": ["0", "10"], "전반적 만족도": ["1", "5"], "의견": KO,
                 "연락처": ["010-1234-5678"]})  # fmt: skip
    found = load(make_config({"inputs": [path]}))
    assert roles(found.plan) == {
        "응답 ID": "id", "제출 일시": "date", "추천 의향": "score nps", "전반적 만족도": "score csat",
        "의견": "comment", "연락처": "personal",
    }  # fmt: skip
    zh = ["送貨太慢了", "店員很親切", "價格太高", "網站常常當機"] * 3
    path = write(tmp_path / "z.csv", 推薦意願=["0", "10"], 滿意度=["1", "5"], 評論=zh)
    assert roles(load(make_config({"inputs": [path]})).plan) == {
        "推薦意願": "score nps", "滿意度": "score csat", "評論": "comment",
    }  # fmt: skip


def test_two_equal_columns_are_a_question_that_shows_both(tmp_path):
    path = write(tmp_path / "a.csv", rating_food=["1", "5"], rating_staff=["2", "5"], comment=EN)
    with pytest.raises(ColumnError, match="Several columns could be the csat score") as error:
        load(make_config({"inputs": [path]}))
    assert "rating_food: named like csat; whole numbers 1 to 5" in error.value.found
    assert "rating_staff" in error.value.found
    assert '--score "csat=rating_food"' in error.value.do
    path = write(tmp_path / "b.csv", nps=["0", "9"], feedback_app=EN, feedback_shop=EN)
    with pytest.raises(ColumnError, match="Several columns could be the comment") as error:
        load(make_config({"inputs": [path]}))
    assert '--comment "feedback_app" --comment "feedback_shop"' in error.value.do
    both = load(make_config({"inputs": [path], "comment": ["feedback_app", "feedback_shop"]}))
    assert both.comments["question_id"].value_counts().to_dict() == {"feedback_app": 12, "feedback_shop": 12}


def test_no_score_column_shows_every_column(tmp_path):
    path = write(tmp_path / "a.csv", x=["1", "2"], comment=EN)
    with pytest.raises(ColumnError, match="No column is obviously a score") as error:
        load(make_config({"inputs": [path]}))
    assert "x: whole numbers 1 to 2" in error.value.found
    assert "--score" in error.value.do


def test_only_what_is_needed_is_asked(tmp_path):
    path = write(tmp_path / "a.csv", x=["1", "2"], comment=EN)
    found = load(make_config({"inputs": [path]}), needs=frozenset({"comments"}))
    assert len(found.scores) == 0
    assert len(found.comments) == 12
    assert "N_NOT_USED" in set(found.issues["code"])
    path = write(tmp_path / "b.csv", nps=["0", "9"], x=["a"])
    found = load(make_config({"inputs": [path]}), needs=frozenset({"scores"}))
    assert (len(found.scores), len(found.comments)) == (2, 0)
    with pytest.raises(ColumnError, match="No column is obviously a comment"):
        load(make_config({"inputs": [path]}))


@pytest.mark.parametrize(
    ("key", "value"),
    [("id", "Idd"), ("respondent", "use"), ("score", ["nps=np"]), ("comment", ["coment"]),
     ("segment", ["plann"]),
     ("date", "dat"), ("channel", "chanel"), ("weight", "wait"), ("missing", {"npss": ("1",)}),
     ("keep-pii", ["emial"])],
)  # fmt: skip
def test_an_unknown_column_gets_the_nearest_name(tmp_path, key, value):
    path = write(tmp_path / "a.csv", id=["1", "2"], nps=["0", "1"], comment=["x", "y"], plan=["a", "b"],
                 date=["2026-01-01"],
                 email=["e@x.org"])  # fmt: skip
    with pytest.raises(ColumnError, match="There is no column") as error:
        load(make_config({"inputs": [path], key: value}))
    assert f"--{key}" in error.value.where
    assert error.value.do.startswith(("Did you mean", "Known:"))


def test_a_column_named_twice_is_refused(tmp_path):
    path = write(tmp_path / "a.csv", nps=["0", "1"], comment=["x", "y"])
    with pytest.raises(ColumnError, match="named twice"):
        load(make_config({"inputs": [path], "score": ["nps=nps", "csat=nps"]}))
    with pytest.raises(ColumnError, match="named twice"):
        load(make_config({"inputs": [path], "score": ["nps=comment"], "comment": ["comment"]}))


def test_personal_columns_are_kept_on_purpose(tmp_path):
    path = write(
        tmp_path / "a.csv", nps=["0", "9"], Email=["a@x.org", "b@x.org"], phone=["1", "2"], comment=["x", "y"]
    )
    found = load(make_config({"inputs": [path], "keep-pii": ["Email"], "segment": ["phone"]}))
    assert list(found.original.columns) == ["response_id", "nps", "Email", "phone", "comment"]
    assert "seg_phone" in found.responses


def test_the_written_config_reproduces_the_load(tmp_path):
    path = write(tmp_path / "a.csv", id=[str(i) for i in range(12)], nps=["0", "9"], created=["05/13/2026"],
                 **{'say "more"': ["1", "5", "6"], "comment": EN, "plan": ["a", "b"]})  # fmt: skip
    config = make_config(
        {"inputs": [path], "score": ["nps=nps", 'csat=say "more"@1-5:low-is-good'], "segment": ["plan"],
         "missing": {'say "more"': ["6"]}, "where": "plan != 'c'", "on-duplicate": "first"}
    )  # fmt: skip
    plan = inspect(config)
    (tmp_path / "cxtext.toml").write_text(plan.to_config_toml(), encoding="utf-8")
    again = read_config(tmp_path / "cxtext.toml")
    assert again == plan.config
    one, two = load(config), load(again)
    for name in ("responses", "scores", "comments", "original"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
    assert "nps" in str(plan)
    assert plan.to_dict()["config"]["id"] == "id"


def test_inspect_keeps_questions_instead_of_stopping(tmp_path):
    path = write(tmp_path / "a.csv", nps=["1", "9"], feedback_app=EN, feedback_shop=EN)
    plan = inspect(make_config({"inputs": [path]}))
    assert [type(q) for q in plan.questions] == [ScoreError, ColumnError]
    assert "open: Is 'nps' asked on 0-10 or on 1-10?" in str(plan)
    assert "# open: Is 'nps' asked" in plan.to_config_toml()


def test_weights_are_numbers_of_zero_or_more(tmp_path):
    path = write(tmp_path / "a.csv", nps=["0", "9"], w=["0", "1.5"], comment=["a", "b"])
    assert load(make_config({"inputs": [path], "weight": "w"})).responses["weight"].tolist() == [0, 1.5]
    for bad in ("-1", "x", "", "inf"):
        path = write(tmp_path / "a.csv", nps=["0", "9"], w=["1", bad], comment=["a", "b"])
        with pytest.raises(ColumnError, match="1 weights in 'w'") as error:
            load(make_config({"inputs": [path], "weight": "w"}))
        assert error.value.where == "row 2"


def test_all_comments_blank_still_gives_scores(tmp_path):
    path = write(tmp_path / "a.csv", nps=["0", "9"], comment=["", " "])
    found = load(make_config({"inputs": [path]}))
    assert (len(found.scores), len(found.comments)) == (2, 0)
    assert "W_NO_COMMENT" in set(found.issues["code"])


def test_a_scale_that_labels_say_is_not_doubted_and_a_declared_one_is(tmp_path):
    levels = ["Strongly disagree", "Disagree", "Somewhat disagree"] * 10  # 1, 2, 3 of seven
    file = write(tmp_path / "a.csv", easy=levels, rating=["1", "2", "3"] * 10)
    given = {"inputs": [file], "labels": {"easy": "en-agreement-7"}}
    config = make_config({**given, "score": ["ces=easy", "csat=rating@1-7"]})
    loaded = load(config, frozenset({"scores"}))
    assert set(loaded.scores["scale_max"]) == {7}
    doubted = loaded.issues[loaded.issues["code"] == "W_SCALE_TOO_LONG"]
    assert doubted[["column", "severity"]].to_numpy().tolist() == [["rating", "warning"]]
    assert "note: rating: no answer above 5 of 30" in str(inspect(config, frozenset({"scores"})))


def test_one_comment_is_enough(tmp_path):
    path = write(tmp_path / "a.csv", nps=["0"], comment=["Great"])
    found = load(make_config({"inputs": [path]}))
    assert found.comments.iloc[0][["text", "lang", "n_chars", "filler"]].tolist() == [
        "Great",
        "und",
        5,
        False,
    ]


def test_na_words_are_missing_scores_but_comment_text(tmp_path):
    words = ["N/A", "null", "None", "nan", "NA", "-"]
    path = write(tmp_path / "a.csv", nps=["0", *words], comment=["ok", *words])
    found = load(make_config({"inputs": [path]}))
    assert len(found.scores) == 1
    assert found.comments["text"].tolist() == ["ok", *words]


def test_comments_are_composed_trimmed_and_free_of_control_characters(tmp_path):
    path = write(
        tmp_path / "a.csv",
        nps=["0", "1", "2"],
        comment=["\u1112\u1161\u11ab\u0085x\u0007 ", "🤷🏻‍♀️", "a\r\nb"],
    )
    assert load(make_config({"inputs": [path]})).comments["text"].tolist() == ["한\nx", "🤷🏻‍♀️", "a\nb"]


def test_no_input_and_unknown_encoding(tmp_path):
    with pytest.raises(InputError, match="No input file"):
        load(make_config({}))
    path = write(tmp_path / "a.csv", nps=["0"], comment=["x"])
    with pytest.raises(InputError, match="no text encoding 'utf-9'") as error:
        load(make_config({"inputs": [path], "encoding": "utf-9"}))
    assert "Did you mean utf-8?" in error.value.do


def test_no_cell_is_quoted_in_the_issues(tmp_path):
    path = write(
        tmp_path / "a.csv",
        id=["secret-key-1", "secret-key-1", ""],
        nps=["0", "0", "9"],
        comment=["x", "x", "y"],
    )
    found = load(make_config({"inputs": [path], "id": "id"}))
    assert not found.issues["excerpt"].fillna("").str.contains("secret").any()


def test_an_id_that_repeats_is_asked_for_where_comments_need_it(tmp_path):
    a = write(tmp_path / "a.csv", response_id=["1", "1", "2"], nps=["0", "0", "9"])
    b = write(tmp_path / "b.csv", response_id=["1", "2"], comment=["slow app", "good app"])
    config = make_config({"inputs": [a], "comments": b})
    with pytest.raises(ColumnError, match=r"which response a row of b\.csv belongs") as error:
        load(config)
    assert error.value.found == "columns in both files: response_id (1 rows repeat a value)"
    assert error.value.do == 'Give --id "response_id".'
    found = load(make_config({"inputs": [a], "comments": b, "id": "response_id"}))
    assert (len(found.responses), len(found.comments)) == (2, 2)
    assert list(found.original.columns) == ["response_id", "nps"]

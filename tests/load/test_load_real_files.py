"""The real data sets beside the project: what the job is held to."""

import contextlib
from pathlib import Path

import pandas as pd
import pytest

from cxtext.config import make_config
from cxtext.errors import ColumnError, InputError, JoinError, ScoreError
from cxtext.load import inspect, load

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="needs the real data sets in ../shared/data"),
]
MIRO = DATA / "nps_en_miro"


def run(needs=frozenset({"scores", "comments"}), **config):
    return load(make_config({key.replace("_", "-"): value for key, value in config.items()}), needs)


def test_french_retail_on_one_to_ten():
    found = run(inputs=[DATA / "nps_fr_retail" / "nps.csv"], score=["nps=nps@1-10"], encoding="latin-1")
    groups = found.scores["group"].value_counts()
    assert (len(found.responses), len(found.scores)) == (13954, 13612)
    assert (groups["promoter"], groups["detractor"]) == (8465, 1194)
    assert found.counts["files"]["nps.csv"]["kept"] == 13954
    # 3,839 wrote something; the other cells say NA, which is text until fillers are judged.
    assert (found.comments["text"] != "NA").sum() == 3839
    assert found.comments["text"].str.contains("très peu de caisse").any()


def test_french_retail_without_flags_asks_for_the_scale():
    with pytest.raises(ScoreError, match="0-10 or on 1-10"):
        run(inputs=[DATA / "nps_fr_retail" / "nps.csv"])


def test_french_retail_without_the_encoding_is_a_reported_guess():
    found = run(inputs=[DATA / "nps_fr_retail" / "nps.csv"], score=["nps=nps@1-10"])
    assert "W_ENCODING_GUESS" in set(found.issues["code"])
    assert found.comments["text"].str.contains("très peu de caisse").any()


def test_miro_roles_and_segments_join_without_a_flag():
    found = run(inputs=[MIRO / "nps.csv"], join=[MIRO / "roles.csv", MIRO / "segments.csv"])
    for name in ("roles.csv", "segments.csv"):
        assert found.counts["joins"][name]["responses"] == {"rows": 441, "matched": 441, "unmatched": 0}
    assert found.counts["respondents"] == 422
    assert {"seg_functional_role", "seg_segment"} <= set(found.responses.columns)
    conflict = found.issues[found.issues["code"] == "W_JOIN_CONFLICT"].iloc[0]
    assert conflict["excerpt"].startswith("1,310 keys have several values (93 of them in use)")
    roles = found.counts["files"]["roles.csv"]
    assert (roles["rows_read"], roles["dropped"]["D_BLANK_ROW"]) == (4733, 1)


def test_miro_duplicate_ids_stop_until_decided():
    with pytest.raises(InputError, match="ids stand in several rows that differ"):
        run(inputs=[MIRO / "nps.csv"], id="user_id")
    found = run(inputs=[MIRO / "nps.csv"], id="user_id", on_duplicate="first", join=[MIRO / "roles.csv"])
    # 441 rows, 422 ids: 15 rows repeat another wholly, 4 differ from the first of their id.
    assert found.counts["files"]["nps.csv"] == {
        "rows_read": 441, "kept": 422, "dropped": {"D_DUP_ROW": 15, "D_DUP_ID": 4}, "rejected": {},
    }  # fmt: skip
    assert found.counts["joins"]["roles.csv"]["responses"]["matched"] == 441


def test_miro_feature_feedback_stops_and_says_why():
    with pytest.raises(JoinError, match="Only 31 of 1,622 rows") as error:
        run(
            inputs=[MIRO / "nps.csv"],
            id="user_id",
            on_duplicate="first",
            comments=MIRO / "feature_feedback.csv",
        )
    assert "about other people" in error.value.found
    assert error.value.found.count("30744573") == 6


def test_miro_ids_that_went_through_a_float_are_named(tmp_path):
    # Read as numbers, one blank row turns all ids into floats.
    pd.read_csv(MIRO / "roles.csv").to_csv(tmp_path / "roles.csv", index=False)
    with pytest.raises(JoinError) as error:
        run(inputs=[MIRO / "nps.csv"], join=[tmp_path / "roles.csv"])
    assert "in roles.csv keys like 3.0744573462298317e+18 went through a float" in error.value.found
    damaged = pd.read_csv(MIRO / "roles.csv").dropna(subset="user_id").astype({"user_id": "int64"})
    damaged.to_csv(tmp_path / "roles.csv", index=False)
    with pytest.raises(JoinError, match="Only 16 of 422 keys") as error:
        run(inputs=[MIRO / "nps.csv"], join=[tmp_path / "roles.csv"])
    assert "in roles.csv keys like 3074457346229831680 went through a float" in error.value.found
    # Two of the ids become one when rounded, so no match by float is offered or done.
    assert "float-id" not in error.value.do
    with pytest.raises(JoinError, match="makes different response keys equal"):
        run(inputs=[MIRO / "nps.csv"], join=[tmp_path / "roles.csv"], match="float-id")


NHS = {
    "inputs": [DATA / "nhs_px_feedback" / "v6framework_230831.csv"],
    "score": ["fft=FFT categorical answer@1-5:low-is-good"],
    "missing": {"FFT categorical answer": ("6", "7")},
    "respondent": "Respondent ID", "id": "Comment ID", "comment": ["FFT answer"],
    "segment": ["Service type 1"],
}  # fmt: skip


def test_nhs_reversed_scale_missing_codes_and_respondents():
    found = run(**NHS, date="Date")
    assert (len(found.responses), found.counts["respondents"], len(found.scores)) == (7908, 4466, 7908 - 440)
    assert found.scores.groupby("value")["group"].first().to_dict() == {
        1: "top", 2: "top", 3: "middle", 4: "low", 5: "low",
    }  # fmt: skip
    # The file mixes day-first dates with 289 that are month-first beyond doubt: these are left out and said.
    assert found.responses["submitted_at"].isna().sum() == 289
    bad = found.issues[(found.issues["code"] == "E_BAD_DATE") & (found.issues["row"] == 0)].iloc[0]
    assert bad["excerpt"].startswith("289 of 7,908 dates do not fit dmy order")


def test_nhs_codes_six_and_seven_stop_unless_declared():
    with pytest.raises(ScoreError, match="440 scores") as error:
        run(**{**NHS, "missing": {}})
    assert "--missing" in error.value.do


def test_korean_app_reviews_need_no_flags():
    found = run(inputs=[DATA / "ko_shopping_apps" / "ko_shopping_app_reviews.csv"])
    assert (len(found.scores), len(found.comments)) == (6505, 6505)
    assert found.plan.config.id == "review_id"
    assert found.responses["submitted_at"].notna().all()


def test_support_tickets_need_no_flags_and_keep_no_names():
    found = run(inputs=[DATA / "tickets_synth" / "customer_support_tickets.csv"])
    assert (len(found.responses), len(found.scores)) == (8469, 2769)
    assert not {"Customer Name", "Customer Email"} & set(found.original.columns)


def test_many_ratings_are_a_question():
    with pytest.raises(ColumnError, match="Several columns could be the csat score"):
        run(inputs=[DATA / "skytrax_orig" / "lounge.csv"])


@pytest.mark.parametrize(
    "path", sorted(DATA.glob("exports/*/*.*")), ids=lambda p: f"{p.parent.name}-{p.name}"
)
def test_every_export_is_read_or_refused_in_a_sentence(path):
    with contextlib.suppress(InputError):
        plan = inspect(make_config({"inputs": [path]}))
        assert plan.columns

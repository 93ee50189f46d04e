"""The audit: who is drawn, what the sheet looks like, and figures by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cxtext.audit import draw_sample, read_sheet, score_sheet, write_sheet
from cxtext.audit.sheet import COLUMNS
from cxtext.errors import ColumnError, ConfigError, InputError

LABELS = ("negative", "neutral", "positive")


def run_tables(n=600, seed=0):
    """Mentions in two languages and two topics; the second topic and language are rare."""
    rng = np.random.default_rng(seed)
    ids = [f"c{i:03d}" for i in range(n)]
    p = rng.dirichlet([2, 1, 2], n)
    topic = np.where(rng.random(n) < 0.1, "t2", "t1")
    units = pd.DataFrame({
        "unit_id": [f"{c}#0" for c in ids], "level": "mention",
        "p_negative": p[:, 0], "p_neutral": p[:, 1], "p_positive": p[:, 2],
        "label": [LABELS[k] for k in p.argmax(1)],
    })  # fmt: skip
    return {
        "comments": pd.DataFrame(
            {"comment_id": ids, "text": "=1+1 whole", "lang": np.where(rng.random(n) < 0.05, "ko", "en")}
        ),
        "mentions": pd.DataFrame({"mention_id": units["unit_id"], "comment_id": ids, "text": "part"}),
        "sentiments": units,
        "topics": pd.DataFrame({"topic_id": ["t1", "t2"], "name": ["Delivery", "Price"]}),
        "mention_topics": pd.DataFrame({"mention_id": units["unit_id"], "topic_id": topic, "weight": 1.0}),
    }  # fmt: skip


def test_every_language_topic_and_label_is_drawn_and_weights_add_up():
    sheet = draw_sample(run_tables(), n=100)
    assert len(sheet) == 100
    assert list(sheet.columns) == list(COLUMNS)
    assert set(sheet["language"]) == {"en", "ko"}
    assert set(sheet["topic"]) == {"Delivery", "Price"}
    assert set(sheet["predicted"]) == set(LABELS)
    assert sheet["weight"].sum() == pytest.approx(600)  # each mention stands for its stratum
    assert sheet["unit_id"].is_unique
    assert (sheet[["label", "topic_ok", "note"]] == "").all(axis=None)


def test_wavering_mentions_are_drawn_oftener():
    tables = run_tables()
    sheet = draw_sample(tables, n=150)
    near = sheet["stratum"].str.endswith("near")
    clear = sheet["stratum"].str.endswith("clear")
    assert sheet.loc[near, "weight"].mean() < sheet.loc[clear, "weight"].mean()


def test_the_same_seed_the_same_sheet_and_no_more_than_there_are():
    tables = run_tables(30)
    pd.testing.assert_frame_equal(draw_sample(tables, 20, 3), draw_sample(tables, 20, 3))
    assert len(draw_sample(tables, 500)) == 30
    assert (draw_sample(tables, 500)["weight"] == 1).all()
    bare = {name: tables[name] for name in ("comments", "mentions", "sentiments")}
    assert set(draw_sample(bare, 10)["topic"]) == {""}
    with pytest.raises(ConfigError):
        draw_sample(tables, 0)


@pytest.mark.parametrize("name", ["sheet.xlsx", "sheet.csv"])
def test_there_and_back(tmp_path, name):
    sheet = draw_sample(run_tables(), n=40)
    sheet.loc[0, "label"] = " Positive "
    write_sheet(tmp_path / name, sheet)
    assert [p.name for p in tmp_path.iterdir()] == [name]
    again = read_sheet(tmp_path / name)
    assert again["label"][0] == "positive"
    assert again["comment"].tolist() == sheet["comment"].tolist()
    np.testing.assert_allclose(again["weight"], sheet["weight"])


def test_the_workbook_has_drop_downs_and_hides_the_guess(tmp_path):
    from openpyxl import load_workbook

    write_sheet(tmp_path / "s.xlsx", draw_sample(run_tables(), n=40))
    page = load_workbook(tmp_path / "s.xlsx").active
    lists = {str(v.sqref): v.formula1 for v in page.data_validations.dataValidation}
    assert lists == {"F2:F41": '"negative,neutral,positive"', "G2:G41": '"yes,no"'}
    assert page.column_dimensions["I"].hidden
    assert page["I1"].value == "predicted"
    assert page["E2"].data_type == "s"  # =1+1 stays text


def test_bad_sheets_are_named(tmp_path):
    sheet = draw_sample(run_tables(), n=10)
    write_sheet(tmp_path / "s.csv", sheet.assign(label="bad"))
    with pytest.raises(InputError, match="A label is negative"):
        read_sheet(tmp_path / "s.csv")
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ColumnError, match="lacks a column"):
        read_sheet(tmp_path / "t.csv")
    (tmp_path / "u.xlsx").write_bytes(b"no workbook")
    with pytest.raises(InputError, match="cannot be read"):
        read_sheet(tmp_path / "u.xlsx")
    with pytest.raises(ConfigError, match="XLSX or CSV"):
        write_sheet(tmp_path / "s.pdf", sheet)


def filled(rows):
    """(label, predicted, weight, how many) as a sheet of one language and topic."""
    frame = pd.DataFrame(
        [(gold, guess, weight) for gold, guess, weight, k in rows for _ in range(k)],
        columns=["label", "predicted", "weight"],
    )
    frame["unit_id"] = [str(i) for i in range(len(frame))]
    return frame.assign(language="en", topic="Price", topic_ok="", stratum="")


def figure(found, statistic, label="", by="all"):
    row = found[(found["statistic"] == statistic) & (found["label"] == label) & (found["by"] == by)]
    return row.iloc[0]


def test_figures_by_hand():
    # Equal weights: of 25 guessed negative 20 are; of 26 negative 20 are found (metrics.md, section 11).
    counts = [[20, 5, 1], [4, 18, 6], [2, 7, 37]]
    rows = [(LABELS[i], LABELS[j], 1.0, counts[i][j]) for i in range(3) for j in range(3)]
    found = score_sheet(filled(rows))
    assert figure(found, "precision", "negative")["value"] == pytest.approx(100 * 20 / 26)
    assert figure(found, "recall", "positive")["value"] == pytest.approx(100 * 37 / 46)
    agreed = figure(found, "weighted_kappa")
    assert agreed["value"] == pytest.approx(0.7477744807, abs=1e-9)
    assert agreed["high"] - agreed["value"] == pytest.approx(1.959963985 * 0.0588539945, abs=1e-8)
    assert figure(found, "weighted_kappa", by="topic")["text"] == agreed["text"]


def test_weights_undo_the_oversampling():
    # 10 right mentions stand for 90, 10 wrong ones for 10: 90 % right, not 50 %.
    rows = [("negative", "negative", 9.0, 10), ("positive", "negative", 1.0, 10)]
    found = figure(score_sheet(filled(rows)), "precision", "negative")
    assert found["value"] == pytest.approx(90.0)
    # Kish: 100^2 / (10 * 81 + 10) = 12.195 effective labels; Wilson on 90 % of them.
    assert found["low"] == pytest.approx(62.88, abs=0.01)
    assert found["n"] == 20


def test_too_few_labels_are_words():
    found = score_sheet(filled([("negative", "negative", 1.0, 4)]))
    assert figure(found, "precision", "negative")["text"] == "not enough labels: 4, needs 10"
    assert figure(found, "weighted_kappa")["text"] == "not enough labels: 4, needs 50"
    assert found["value"].isna().all()


def test_another_runs_labels_and_topics():
    sheet = filled([("negative", "negative", 1.0, 20)])
    sheet["topic_ok"] = ["yes"] * 15 + ["no"] * 5
    found = score_sheet(sheet, {str(i): "positive" for i in range(20)})
    assert figure(found, "recall", "negative")["value"] == 0
    assert figure(found, "topic_precision")["value"] == pytest.approx(75.0)
    with pytest.raises(InputError, match="Nobody has labelled"):
        score_sheet(filled([("", "negative", 1.0, 3)]))

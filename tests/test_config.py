"""Flags and config files say the same thing, and nothing is swallowed."""

from pathlib import Path

import pytest

from cxtext.config import Config, Score, make_config, read_config
from cxtext.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nps=NPS", Score(metric="nps", column="NPS")),
        ("nps=Q1@0-10", Score(metric="nps", column="Q1", scale_min=0, scale_max=10)),
        (
            "ces=a=b@1-5:low-is-good",
            Score(metric="ces", column="a=b", scale_min=1, scale_max=5, low_is_good=True),
        ),
        ("csat=mail@home", Score(metric="csat", column="mail@home")),
        ("csat=rate: 1-5@1-5", Score(metric="csat", column="rate: 1-5", scale_min=1, scale_max=5)),
        ("x=q:low-is-good?", Score(metric="x", column="q:low-is-good?")),
        ("CSAT=c:high-is-good", Score(metric="csat", column="c", low_is_good=False)),
        ("s=c@-3-3", Score(metric="s", column="c", scale_min=-3, scale_max=3)),
    ],
)
def test_score_splits_at_first_equals_and_reads_suffixes_only_at_the_end(text: str, expected: Score) -> None:
    assert Score.parse(text) == expected


@pytest.mark.parametrize("text", ["nps", "=NPS", "nps=", "nps=Q1@10-0"])
def test_a_score_that_cannot_be_read_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ConfigError, match=r"score|scale") as error:
        Score.parse(text)
    assert error.value.do is not None


def test_unknown_keys_are_refused_with_the_nearest_name(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text('segmnt = ["country"]\n', encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read_config(file)
    assert "segmnt" in error.value.what
    assert error.value.do == "Did you mean segment?"


def test_wrong_type_names_the_key() -> None:
    with pytest.raises(ConfigError, match="max-rows"):
        make_config({"max-rows": "many"})


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({"seed": "abc"}, "'seed' needs a whole number."),
        ({"seed": 1.5}, "'seed' needs a whole number."),
        ({"minimums": {"metric": "few"}}, "'minimums.metric' needs a whole number."),
        ({"offline": "maybe"}, "'offline' needs true or false."),
        ({"max-rows": 0}, "'max-rows' needs 1 or more."),
        ({"report-lang": "zh"}, "'report-lang' needs 'en', 'ko' or 'zh-Hant'."),
    ],
)
def test_what_a_key_needs_is_said_in_our_words(data, what):
    with pytest.raises(ConfigError) as error:
        make_config(data)
    assert error.value.what == f"Config key {what}"
    assert error.value.do == ("Did you mean zh-Hant?" if "report-lang" in data else None)


def test_a_refit_needs_a_run_to_refit() -> None:
    with pytest.raises(ConfigError, match="no run is named") as error:
        make_config({"refit": True})
    assert "--topics RUN" in str(error.value.do)
    assert make_config({"refit": True, "topics": "run"}).refit


def test_paths_in_a_file_are_relative_to_the_file_and_flags_win(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text('inputs = "a.csv"\ncomments = "b.csv"\nseed = 3\n', encoding="utf-8")
    config = read_config(file, seed=5)
    assert config.inputs == (tmp_path / "a.csv",)
    assert config.comments == tmp_path / "b.csv"
    assert config.seed == 5


def test_one_metric_one_question() -> None:
    with pytest.raises(ConfigError, match="csat is given twice"):
        make_config({"score": ["csat=a", "csat=b"]})


def test_config_survives_its_own_json() -> None:
    config = make_config({"inputs": ["a.csv"], "score": ["nps=N@0-10"], "missing": {"N": ["99"]}})
    assert Config.model_validate(config.model_dump(mode="json", by_alias=True)) == config


def test_not_toml_and_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path / "none.toml")
    bad = tmp_path / "bad.toml"
    bad.write_text("= 3", encoding="utf-8")
    with pytest.raises(ConfigError, match="not valid TOML"):
        read_config(bad)

"""The report's words: complete in every language, and numbers as readers expect them."""

import math
import string
import tomllib
from pathlib import Path

import pytest

import cxtext.report
from cxtext.config import REPORT_LANGUAGES
from cxtext.errors import ConfigError
from cxtext.report.words import load_words

FOLDER = Path(cxtext.report.__file__).parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", REPORT_LANGUAGES)
def test_every_language_has_the_same_keys_and_placeholders(lang):
    english, other = load_words("en").entries, load_words(lang).entries
    assert other.keys() == english.keys()
    assert {k: placeholders(v) for k, v in other.items()} == {k: placeholders(v) for k, v in english.items()}
    assert all(value.strip() for key, value in other.items() if key != "page.join")


@pytest.mark.parametrize("lang", ["ko", "zh-Hant"])
def test_sentences_are_translated_and_hold_no_other_script(lang):
    hangul = [k for k, v in load_words("zh-Hant").entries.items() if any("가" <= c <= "힣" for c in v)]
    assert not hangul
    english, other = load_words("en").entries, load_words(lang).entries
    same = {k for k in english if english[k] == other[k] and len(english[k].replace("{", " ").split()) > 3}
    assert same <= {"topics.trend_point"}


def test_templates_use_only_words_that_exist():
    known = load_words("en").entries
    import re

    for template in (FOLDER / "templates").glob("*.j2"):
        for key in re.findall(
            r'\bw\(["\']([a-z_]+\.[a-z_0-9]+)["\']\s*[,)]', template.read_text(encoding="utf-8")
        ):
            assert key in known, f"{template.name}: {key}"


def test_every_word_file_is_used_whole():
    """No entry that nothing says: a key, or its section as in w("section." ~ name), occurs in the sources."""
    import re

    sources = "\n".join(
        p.read_text(encoding="utf-8") for p in [*FOLDER.glob("*.py"), *(FOLDER / "templates").glob("*.j2")]
    )
    by_code = {
        "flag",
        "count",
        "code",
        "lang",
        "statistic",
        "unit",
        "unit_name",
        "metric",
        "metric_long",
        "group",
        "outcome",
        "severity",
        "action",
        "polarity",
        "verdict",
        "trend",
    }
    open_ended = set(re.findall(r"[\"']([a-z]+\.[a-z_]*)[\"'] ~", sources)) | set(
        re.findall(r"f\"([a-z]+\.[a-z_]*)\{", sources)
    )
    unused = [
        key for key in load_words("en").entries
        if key.split(".")[0] not in by_code and key not in sources
        and not any(key.startswith(start) for start in open_ended) and f'"{key.split(".")[1]}"' not in sources
    ]  # fmt: skip
    assert unused == []


def test_numbers():
    words = load_words("en")
    assert words.amount(-12.34, "points", signed=True) == "−12.3 points"
    assert words.amount(12.36, "points", signed=True) == "+12.4 points"
    assert words.amount(-0.04, "points", signed=True) == "0.0 points"  # never a signed zero
    assert words.amount(61.25, "percent") == "61.2%"
    assert words.amount(3.14159, "scale points") == "3.14 points"
    assert words.amount(math.nan, "points") == "–"
    assert words.amount(3, "seconds") == "3.00 seconds"  # a unit without a word keeps its name
    assert words.number(1234567, 0) == "1,234,567"
    assert words.span(-27.58, -17.2, "points") == "95% interval −27.6 to −17.2"
    assert words.span(23.3, 31.2, "percent") == "95% interval 23.3% to 31.2%"
    assert words.span(None, 1.0, "points") == "–"
    assert load_words("ko").amount(-12.34, "points", signed=True) == "−12.3점"
    assert load_words("ko").amount(-1.24, "percentage points", signed=True) == "−1.2%p"
    assert load_words("zh-Hant").amount(1.24, "percentage_points", signed=True) == "+1.2 個百分點"


@pytest.mark.parametrize(
    ("q", "text"),
    [(0.0031, "q = 0.003"), (0.00099, "q < 0.001"), (0.0, "q < 0.001"), (0.001, "q = 0.001"), (None, "–")],
)
def test_chance(q, text):
    assert load_words("en").chance(q) == text


def test_unknown_codes_stay_readable():
    words = load_words("en")
    assert words.name("flag", "some_new_flag") == "some new flag"
    assert words.metric("delight") == "delight"
    assert words.metric("nps (Would you?)") == "NPS (Would you?)"


def test_unknown_language_is_refused_with_a_hint():
    with pytest.raises(ConfigError, match="no report in 'fr'") as caught:
        load_words("fr")
    assert "Known: en, ko, zh-Hant" in caught.value.do


def test_word_files_are_sorted_into_sections_only():
    for lang in REPORT_LANGUAGES:
        data = tomllib.loads((FOLDER / f"words/{lang}.toml").read_text(encoding="utf-8"))
        assert all(isinstance(section, dict) for section in data.values())

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redact_cases import HARMLESS, PERSONAL
from redact_cases_unseen import UNSEEN_HARMLESS, UNSEEN_PERSONAL

from cxtext.text.redact import MASKS, Hit, find, redact

SHARED = Path(__file__).parents[3] / "shared" / "data"
LANGS = ["en", "ko", "zh-Hant", "zh-Hans", "ja", "fr", "de", "es", "und"]


@pytest.mark.parametrize(("lang", "text", "masked"), PERSONAL + UNSEEN_PERSONAL)
def test_personal_data_is_masked(lang, text, masked):
    assert redact(text, lang).text == masked


@pytest.mark.parametrize(("lang", "text"), HARMLESS + UNSEEN_HARMLESS)
def test_what_only_looks_like_it_is_left(lang, text):
    assert redact(text, lang) == (text, [])


def test_the_tables_are_large_enough_to_mean_something():
    assert len(PERSONAL) >= 60
    assert len(HARMLESS) >= 60
    assert {lang for lang, *_ in PERSONAL} >= {"en", "ko", "zh-Hant", "zh-Hans", "ja", "fr", "de"}


@pytest.mark.parametrize(("text", "masked"), [case[1:] for case in PERSONAL + UNSEEN_PERSONAL])
def test_the_language_never_takes_away(text, masked):
    """A reader of the finished report scans without knowing the language."""
    assert redact(text, "und").text == masked
    assert find(masked, "und") == []


def test_hits_are_places_in_the_original():
    text = "제 번호는 ０１０-1234-5678, 메일은 a@example.com"
    assert find(text) == [Hit("phone", 6, 19), Hit("email", 25, 38)]
    assert [text[h.start : h.end] for h in find(text)] == ["０１０-1234-5678", "a@example.com"]


def test_invisible_characters_are_masked_with_the_number():
    assert redact("tel \u202a010-1234\u200b-5678\u202c ok").text == "tel \u202a[phone]\u202c ok"


_PIECES = st.sampled_from(
    [t for _, t, _ in PERSONAL + UNSEEN_PERSONAL] + [t for _, t in HARMLESS] + list(MASKS.values())
    + [" ", "", "-", ".", ",", ":", "/", "(", ")", "[", "]", "@", "tel ", "카드 "]
    + ["0", "1", "12", "+", "\u200b", "\n"]
)  # fmt: skip
_MESSY = st.lists(_PIECES | st.text("0123456789 -.()/@+:[]abtel전", max_size=24), max_size=6).map("".join)


@settings(max_examples=400, deadline=None)
@given(_MESSY | st.text(), st.sampled_from(LANGS))
def test_masked_text_holds_nothing_more_to_mask(text, lang):
    masked = redact(text, lang).text
    assert find(masked, lang) == []
    assert find(masked, "und") == []


@settings(max_examples=400, deadline=None)
@given(_MESSY | st.text(), st.sampled_from(LANGS))
def test_all_else_is_left_as_it_was(text, lang):
    masked, hits = redact(text, lang)
    rebuilt, done = "", 0
    for kind, start, end in hits:
        assert done <= start < end <= len(text)
        rebuilt, done = rebuilt + text[done:start] + MASKS[kind], end
    assert rebuilt + text[done:] == masked


def test_ten_thousand_comments_take_under_three_seconds():
    """Real comments take 0.03 to 1.2 s; those of the tables hold far more numbers than customers write."""
    texts = ([t for _, t, _ in PERSONAL] + [t for _, t in HARMLESS]) * 10
    start = time.perf_counter()
    for text in texts:
        find(text)
    assert (time.perf_counter() - start) / len(texts) * 10_000 < 15
    plain = [
        "배송이 늦고 포장이 엉망이었어요. 3일이나 걸렸습니다",
        "Staff were friendly, 2 minutes of waiting",
    ] * 5000
    start = time.perf_counter()
    for text in plain:
        find(text)
    assert time.perf_counter() - start < 3


@pytest.mark.shared
def test_real_comments_are_hardly_touched():
    """Read by eye: every hit in these 28,000 comments is an address or number of a person or a shop."""
    if not SHARED.exists():
        pytest.skip("../shared/data is not there")
    import csv

    def column(path, name, encoding):
        with (SHARED / path).open(encoding=encoding, newline="") as file:
            return [row[name] for row in csv.DictReader(file)]

    french = column("nps_fr_retail/nps.csv", "explication", "latin-1")
    korean = column("ko_shopping_apps/ko_shopping_app_reviews.csv", "review_content", "utf-8")
    english = column("nhs_px_feedback/v6framework_230831.csv", "FFT answer", "utf-8")
    kinds = [[hit.kind for text in texts for hit in find(text)] for texts in (french, korean, english)]
    assert [sorted(k) for k in kinds] == [["email"] * 4 + ["phone"], ["phone"], []]

"""Language of comments: the script rules, the gate below which nothing is guessed, and real surveys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.text.language import Language, identify

SENTENCES = {
    "ko": [
        "배송이 예정일보다 나흘이나 늦었어요",
        "상담원은 친절한데 연결이 안 돼요",
        "iPhone 앱이 자꾸 꺼져요",
    ],
    "zh-Hant": ["客服態度很差，等了三天才有人回覆", "運費太貴了", "APP 一直閃退，登入不了"],
    "zh-Hans": ["客服态度很差，等了三天才有人回复", "运费太贵了", "APP 一直闪退，登录不了"],
    "ja": ["配送が遅くて困りました", "解約手続きがわかりにくい", "アプリがすぐ落ちる", "不満"],
    "en": ["The delivery was four days late", "CANCELLING IS FAR TOO HARD", "app keeps crashing at checkout"],
    "fr": [
        "La livraison est arrivée en retard",
        "PRIX BEAUCOUP TROP ELEVES",
        "le service client ne répond jamais",
    ],
    "es": ["La entrega llegó cuatro días tarde", "no me gusta la nueva aplicación"],
    "de": ["Die Lieferung kam vier Tage zu spät", "der Kundendienst antwortet einfach nicht"],
    "ru": ["Доставка опоздала на четыре дня"],
    "th": ["การจัดส่งล่าช้ามาก"],
    "el": ["Η παράδοση άργησε πολύ"],
}


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in SENTENCES.items() for text in texts]
)
def test_a_sentence_alone_is_told(code, text):
    assert identify([text])[0].code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "ok",
        "N/A",
        "👍👍👍",
        "12345",
        "4/5",
        "...",
        "Très bien",
        "good",
        "very good",
        "굿",
        "ㅋㅋㅋ",
        "ㅠㅠ",
        "好",
        "https://example.com/how/to/return/things",
        "jane.doe@example.com",
        "\ud800",
        "☆☆☆☆☆",
    ],
)
def test_too_little_is_never_a_guess(text):
    assert identify([text]) == [Language("und", None)]


def test_neighbours_never_lift_a_text_over_the_gate():
    file = SENTENCES["en"] * 30
    assert identify([*file, "very good", "ok"])[-2:] == [Language("und", None)] * 2


def test_shared_han_characters_take_the_files_clear_majority():
    shared = "不好"  # written so in both scripts
    assert identify([shared])[0].code == "zh"
    assert identify([*SENTENCES["zh-Hant"], shared])[-1].code == "zh-Hant"
    assert identify([*SENTENCES["zh-Hans"], shared])[-1].code == "zh-Hans"
    assert identify([*SENTENCES["zh-Hant"], *SENTENCES["zh-Hans"], shared])[-1].code == "zh"


def test_the_files_mix_decides_an_unsure_answer_but_not_a_sure_one():
    unsure = "Print professional service"
    file = [f"{text} number {n}" for n in range(15) for text in SENTENCES["en"]]
    assert identify([unsure])[0].code != "en"
    assert identify([*file, unsure, SENTENCES["es"][0]])[-2:][0].code == "en"
    assert identify([*file, unsure, SENTENCES["es"][0]])[-1].code == "es"


def test_a_lone_no_in_chinese_is_not_japanese():
    assert identify(["鮮の味外送很慢，客服態度也不好"])[0].code == "zh-Hant"


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_gets_a_language_and_a_confidence_that_fits(texts):
    found = identify(texts)
    assert len(found) == len(texts)
    for language in found:
        assert (language.confidence is None) == (language.code == "und")
        assert language.confidence is None or 0 < language.confidence <= 1


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "code", "at_least"),
    # Floors a little under what was measured: 99.95, 100, 100, 99.83 and 99.27 %; what is left was
    # written in another language indeed.
    [
        ("fr", "fr", 0.998),
        ("uci", "en", 0.996),
        ("nhs", "en", 0.997),
        ("ko", "ko", 0.995),
        ("zh", "zh-Hans", 0.98),
    ],
)
def test_real_comments(shared_texts, name, code, at_least):
    codes = [language.code for language in identify(shared_texts(name))]
    told = [found for found in codes if found != "und"]
    assert sum(found == code for found in told) / len(told) >= at_least

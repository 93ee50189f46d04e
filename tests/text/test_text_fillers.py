"""Comments that say nothing, and comments that say little but something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.text.fillers import is_filler, normalised

FILLERS = {
    "en": [
        "N/A",
        "n.a.",
        "None",
        "Nothing.",
        "nothing",
        "No comment",
        "Did not answer",
        "-",
        ".",
        "...",
        "NULL",
        "x",
        "xxx",
        "test",
        "Don’t know",
        "can't think of anything",
        "?",
        "10",
        "１２",
        "Ｎ／Ａ",
    ],
    "ko": [
        "없음",
        "없어요",
        "없습니다.",
        "없 음",
        "모름",
        "잘 모르겠어요~",
        "특별히 없음",
        "해당사항 없음",
        "무",
        "무응답",
    ],
    "zh-Hant": ["無", "沒有", "無意見", "沒有意見。", "不知道"],
    "zh-Hans": ["无", "没有", "没有意见", "暂无"],
    "ja": ["なし", "特になし", "特にありません。", "無し", "ﾅｼ", "わかりません"],
    "fr": [
        "ras",
        "R.A.S.",
        "RAS !",
        "rien",
        "Rien à signaler",
        "rien a signaler",
        "aucun",
        "néant",
        "sans commentaire",
        "NEANT",
    ],
    "es": ["nada", "ninguno", "sin comentarios", "ns/nc"],
    "de": ["nichts", "keine Angabe", "k.A.", "weiß nicht"],
}

SAID = {
    "en": [
        "slow",
        "Nothing works",
        "nothing but trouble",
        "everything",
        "good",
        "👍",
        ":-)",
        ":D",
        "<3",
        "★★★★★",
        "no stock",
        "ok",
    ],
    "ko": ["없는 물건이 많아요", "불만 없음 최고", "굿", "느려요", "ㅠㅠ"],
    "zh-Hant": ["好", "無法登入", "沒有人回覆"],
    "zh-Hans": ["好", "无法登录"],
    "ja": ["なしのつぶて", "高い"],
    "fr": ["nul", "rien ne marche", "trop cher", "bien"],
    "de": ["nichts funktioniert"],
}


@pytest.mark.parametrize(("lang", "text"), [(lang, t) for lang, texts in FILLERS.items() for t in texts])
def test_fillers_are_found_in_their_language_and_where_none_could_be_told(lang, text):
    assert is_filler(text, lang)
    assert is_filler(text, "und")


@pytest.mark.parametrize(("lang", "text"), [(lang, t) for lang, texts in SAID.items() for t in texts])
def test_little_is_not_nothing(lang, text):
    assert not is_filler(text, lang)
    assert not is_filler(text, "und")


def test_another_languages_word_is_no_filler_where_the_language_is_known():
    assert is_filler("sin comentarios", "es")
    assert not is_filler("sin comentarios", "de")
    assert is_filler("Did not answer", "ko")  # what survey tools write


def test_the_end_of_a_long_text_counts():
    assert not is_filler("." * 5000 + "the driver was late")
    assert is_filler("." * 5000)


@given(st.text(max_size=60), st.sampled_from(["und", "en", "ko", "zh-Hant", "xx"]))
def test_any_text_is_judged_and_space_never_matters(text, lang):
    assert is_filler(text, lang) == is_filler(f"  {text}\n", lang)
    assert normalised(normalised(text)) == normalised(text) or not text.isascii()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "low", "high"), [("fr", 0.02, 0.04), ("nhs", 0.22, 0.27), ("ko", 0, 0.001), ("zh", 0, 0.001)]
)
def test_share_on_real_comments(shared_texts, name, low, high):
    texts = shared_texts(name)
    assert low <= sum(map(is_filler, texts)) / len(texts) <= high

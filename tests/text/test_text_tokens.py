"""Topic words: content only, in dictionary form, in the script that they were written in."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.text import phrases, tokenise
from cxtext.text.glossary import Glossary, Words

TOKENS = [
    ("en", "The deliveries were always 3 days late and I couldn't cancel!", ["delivery", "late", "cancel"]),
    (
        "en",
        "See https://example.com or write to help@example.com, parking was bad",
        ["write", "parking", "bad"],
    ),
    (
        "fr",
        "Les caissières sont aimables mais les prix sont trop élevés",
        ["caissier", "aimable", "prix", "élevé"],
    ),
    ("fr", "L'attente aux caisses est longue", ["attente", "caisse", "longue"]),
    ("ko", "배송이 너무 느리고 앱이 자꾸 꺼져요", ["배송", "느리다", "앱", "꺼지다"]),
    ("ko", "App에서 환불을 3번 요청했는데 답변이 없습니다", ["app", "환불", "요청", "답변"]),
    ("ko", "직원분이 친절하고 매장이 깨끗했어요", ["직원", "친절", "매장", "깨끗하다"]),
    ("zh-Hant", "這個月的送貨速度太慢，客服態度也不好。", ["送貨", "速度", "慢", "客服", "態度", "不好"]),
    ("zh-Hant", "訂閱取消很麻煩，退款也等了兩個禮拜", ["訂閱", "取消", "麻煩", "退款"]),
    ("zh-Hant", "優惠券不能用，結帳的時候一直出錯", ["優惠券", "結帳", "出錯"]),
    ("zh-Hans", "APP老是闪退，退款流程太麻烦了", ["APP", "闪退", "退款", "流程", "麻烦"]),
    ("ja", "配送が遅くて困りましたが、対応は良かったです。", ["配送", "遅い", "困る", "対応"]),
    ("ja", "解約の手続きがわかりにくい", ["解約", "手続き"]),
    ("es", "Las entregas llegan tarde", ["entregas", "llegan"]),
    ("und", "느려", ["느리다"]),
    ("und", "太慢", ["慢"]),
    ("und", "👍 5/5 !!", []),
]


@pytest.mark.parametrize(("lang", "text", "expected"), TOKENS)
def test_tokens(lang, text, expected):
    found = tokenise([text], [lang])[0]
    # One word more may be content too (老是, わかる); what is expected must come in this order.
    assert [word for word in found if word in expected] == expected
    assert len(found) <= len(expected) + 1


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "It's the 3rd of those, and so they were not just 30% of it"),
        ("en", "I felt they kept on and it was taken at 10 am, 24 mins, 1 2 3"),
        ("fr", "Il n'est pas dans le 3e, mais c'était pour elle et moi"),
        ("ko", "그것은 이 3개에서 저에게로 하는 것이었습니다"),
        ("zh-Hant", "這個的是不是也在那個的，我們都很，而且還有30%的了"),
        ("zh-Hans", "这个的是不是也在那个的，我们都很，而且还有30%的了"),
        ("ja", "これはそれでありますが、そこにもいるのです"),
    ],
)
def test_function_words_and_numbers_are_no_terms(lang, text):
    assert tokenise([text], [lang]) == [[]]


GLOSSARY = Glossary(
    {
        "und": Words(
            brands=("Acme Go",),
            synonyms={"delivery man": "courier", "riders": "courier"},
            stop=frozenset({"survey"}),
        ),
        "ko": Words(
            brands=("쿠팡이츠",),
            synonyms={"기사님": "배송기사", "배달원": "배송기사"},
            stop=frozenset({"설문"}),
        ),
        "zh": Words(brands=("全家便利商店",), synonyms={"物流士": "外送員"}),
    }
)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "acme go's delivery man was rude in this survey", ["Acme Go", "courier", "rude"]),
        ("en", "The riders of Acme  Go are rude", ["courier", "Acme Go", "rude"]),
        ("en", "acme golf", ["acme", "golf"]),
        ("ko", "쿠팡이츠는 기사님이 친절해요 설문 끝", ["쿠팡이츠", "배송기사", "친절", "끝"]),
        ("ko", "Acme Go가 느려요", ["Acme Go", "느리다"]),
        ("zh-Hant", "在全家便利商店取貨，物流士很親切", ["全家便利商店", "取貨", "外送員", "親切"]),
    ],
)
def test_the_glossary_is_honoured(lang, text, expected):
    assert tokenise([text], [lang], GLOSSARY)[0] == expected


def test_a_language_section_goes_for_that_language_only():
    assert "설문" in tokenise(["설문 참여가 어려워요"], ["ko"])[0]
    assert "설문" not in tokenise(["설문 참여가 어려워요"], ["ko"], GLOSSARY)[0]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["und", "en", "fr", "ko", "ja", "zh-Hant", "th", "xx"]))
def test_any_text_has_tokens_that_are_words(text, lang):
    for word in tokenise([text, text], [lang, lang], GLOSSARY)[0]:
        assert word == word.strip()
        assert any(char.isalpha() for char in word)


def test_one_answer_a_text_in_order():
    texts = ["slow app", "", "앱이 느려요", "slow app"]
    found = tokenise(texts, ["en", "und", "ko", "en"])
    assert found == [["slow", "app"], [], ["앱", "느리다"], ["slow", "app"]]
    found[0].append("x")
    assert found[3] == ["slow", "app"]


def test_a_long_text_in_every_analyser():
    began = time.perf_counter()
    for lang, piece in (
        ("ja", "配送が遅い。"),
        ("zh-Hant", "送貨很慢，"),
        ("en", "late parcels "),
        ("ko", "배송이 느려요 "),
    ):
        assert len(tokenise([piece * 12_000], [lang])[0]) >= 12_000
    assert time.perf_counter() - began < 60


def test_phrases_join_what_occurs_together_and_nothing_else():
    lists = (
        [["customer", "service", "slow"]] * 6
        + [["price", "slow"]] * 6
        + [["price", "app"]] * 6
        + [["app"]] * 12
    )
    # customer service: 6 of 30 lists, each word in 6. NPMI = ln(.2 / .04) / -ln .2 = 1.
    # price slow: 6 of 30, price in 12, slow in 12. NPMI = ln(.2 / .16) / -ln .2 = 0.139.
    joined = phrases(lists)
    assert joined[0] == ["customer service", "slow"]
    assert joined[6] == ["price", "slow"]
    assert phrases(lists, threshold=0.13)[6] == ["price slow"]
    assert phrases(lists, threshold=0.14)[6] == ["price", "slow"]
    assert phrases(lists, min_count=7)[0] == ["customer", "service", "slow"]


def test_phrases_count_lists_and_not_repeats():
    assert phrases([["bad", "app"] * 20, *[["x"]] * 20])[0][:2] == ["bad", "app"]


def test_chinese_phrases_have_no_space_and_korean_ones_do():
    rest = [["x"]] * 20
    assert phrases([["客服", "電話"]] * 6 + rest)[0] == ["客服電話"]
    assert phrases([["고객", "센터"]] * 6 + rest)[0] == ["고객 센터"]


def test_the_tighter_pair_wins():
    lists = (
        [["mobile", "app", "crash"]] * 5 + [["app", "crash"]] * 5 + [["mobile", "plan"]] * 5 + [["x"]] * 15
    )
    # app crash: 10 of 30 with 10 and 10: NPMI 1. mobile app: 5 of 30 with 10 and 10: ln(1.5)/ln(6) = 0.226.
    assert phrases(lists, threshold=0.2)[0] == ["mobile", "app crash"]


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=6), max_size=12))
def test_phrases_only_join(lists):
    joined = phrases(lists, min_count=1, threshold=-1)
    assert [" ".join(tokens).split() for tokens in joined] == lists

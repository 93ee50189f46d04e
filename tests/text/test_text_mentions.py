"""Mentions: what is cut, what is not, and that nothing of a comment is lost."""

import signal
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.tables import COMMENTS, MENTIONS, empty
from cxtext.text import annotate, contrasts, split_mentions
from cxtext.text.mentions import MAX_SIZE, MIN_SIZE, split
from cxtext.text.scripts import size

LANGS = ["und", "en", "fr", "ko", "ja", "zh", "zh-Hant", "zh-Hans", "th", "ar"]

# "|" marks where the comment is to be cut.
CUT = [
    ("en", "The staff was very kind, |but the delivery took three weeks."),
    ("en", "Delivery was very quick. |Two of the eggs were broken though."),
    ("en", "Although the app looks nice, |the checkout keeps crashing."),
    ("en", "the driver never rings the bell |however support always answers fast"),
    ("en", "Love the new recipes\n|Hate that prices went up again"),
    ("en", "I asked Dr. Smith about the refund. |He never called me back."),
    ("en", "The soup is rather bland |and the waiter was never around."),
    ("en", "The view from the roof is lovely, |service was painfully slow."),
    ("en", "We liked the room a lot, |and while the price is steep, |the breakfast was worth it."),
    ("en", "The lobby is bright and modern |while the rooms are dark and stuffy."),
    ("en", "All of it went very well |except the driver lost our second parcel."),
    ("en", "The app itself is very nice; |the website has not worked for days."),
    ("fr", "Le magasin est toujours propre |et les caisses sont fermées à midi."),
    ("es", "La sala era muy bonita |y el personal fue bastante grosero."),
    ("de", "Das Zimmer war sehr sauber |und die Rezeption ist nie besetzt."),
    ("zh-Hant", "雖然店面裝潢很漂亮，|等了一個小時才上菜"),
    ("fr", "La livraison est rapide |mais l'emballage laisse à désirer."),
    ("fr", "Le personnel est très aimable. |Par contre les caisses sont toujours fermées."),
    ("es", "La entrega fue muy rápida |pero el paquete llegó roto."),
    ("de", "Die Lieferung war pünktlich, |aber der Kundendienst antwortet nie."),
    ("ko", "배송은 정말 빨랐는데 |포장이 너무 엉망이라 속상했어요"),
    ("ko", "재료가 신선하고 맛있어요 |근데 레시피 카드가 없을 때가 많아요"),
    ("ko", "앱 화면은 예쁘게 바뀐데 |결제 단계에서 자꾸 멈춰 버려요"),
    ("ko", "상담원이 친절하게 알려줬어요 |환불도 이틀 만에 들어왔습니다"),
    ("zh-Hant", "雖然食材很新鮮，|但份量有點少"),
    ("zh-Hant", "外送員的態度親切。|客服電話卻永遠打不通！"),
    ("zh-Hans", "快递速度非常快，|但是包装全都破了"),
    ("ja", "配送が遅くて困りましたが、|対応はとても良かったです。"),
    ("ja", "値段は高いけど、|品質には満足しています"),
]

WHOLE = [
    ("en", "Good but slow."),
    ("en", "Not only was it fast but also cheap and very well packed."),
    ("en", "Great! Really great!"),
    ("en", "If you order before noon, the parcel is there the next day."),
    ("en", "The waiter at the bar and the cook in the kitchen were kind."),
    ("en", "I waited in all Thursday and the courier never came."),
    ("en", "The bread, which was baked that morning, tasted of nothing."),
    ("en", "Really cheap, the food and the staff were fine."),
    ("fr", "Bien mais cher."),
    ("fr", "Il serait bien que les caisses ouvrent plus tôt, notamment en été."),
    ("ko", "좋은데 비싸요"),
    ("ko", "매장 가운데 진열대에 있던 상품을 골랐습니다"),
    ("zh-Hant", "不但便宜而且送貨快"),
    ("zh-Hant", "好但貴"),
    ("ja", "良いけど高い"),
    ("und", "👍👍 ok"),
]


@pytest.mark.parametrize(("lang", "marked"), CUT)
def test_sentences_and_turns_are_cut(lang, marked):
    text = marked.replace("|", "")
    assert [text[a:b] for a, b in split([text], [lang])[0]] == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(("lang", "text"), WHOLE)
def test_little_and_unturned_text_stays_whole(lang, text):
    assert split([text], [lang]) == [[(0, len(text))]]


def test_a_run_on_is_cut_at_its_commas_and_no_part_is_long():
    text = ", ".join(f"then thing number {n} went wrong with my order" for n in range(20))
    parts = [text[a:b] for a, b in split([text], ["en"])[0]]
    assert all(part.endswith(",") for part in parts[:-1])
    assert all(MIN_SIZE <= size(part) <= MAX_SIZE for part in parts)
    assert len(parts) <= 8  # 180 words are 252 tokens: five parts of 60, more where commas fall early


def test_the_table():
    comments = pd.DataFrame(
        {
            "comment_id": ["1|why|0", "2|why|0", "3|why|0"],
            "response_id": ["1", "2", "3"],
            "question_id": "why",
            "text": [
                "Fast and friendly service. The parcel was torn open though.",
                "N/A",
                "客服一直沒有人接電話",
            ],
            "lang": "und",
            "lang_confidence": None,
            "n_chars": [59, 3, 10],
            "filler": False,
        }
    )
    before = comments.copy(deep=True)
    annotated = annotate(comments)
    pd.testing.assert_frame_equal(comments, before)
    assert annotated["lang"].tolist() == ["en", "und", "zh-Hant"]
    assert annotated["filler"].tolist() == [False, True, False]
    assert annotated["lang_confidence"].isna().tolist() == [False, True, False]
    mentions = split_mentions(annotated)
    assert mentions["mention_id"].tolist() == ["1|why|0#0", "1|why|0#1", "3|why|0#0"]
    texts = dict(zip(comments["comment_id"], comments["text"], strict=True))
    for row in mentions.itertuples():
        assert row.text == texts[row.comment_id][row.start : row.end]


def test_no_comments():
    annotated = annotate(empty(COMMENTS))
    assert annotated.empty
    pd.testing.assert_frame_equal(split_mentions(annotated), empty(MENTIONS))


def test_contrasts_of_a_comment_and_never_across_comments():
    comments = pd.DataFrame(
        {
            "comment_id": ["1", "2", "3", "4"],
            "text": [
                "Although the hall was crowded, the queue moved fast. However the coffee was cold.",
                "But the tickets were cheap enough. The seats were very hard indeed.",
                "매장 직원은 정말 친절했는데 가격이 너무 비싸서 놀랐어요",
                "The tea was cold on arrival. We still had a very good time.",
            ],
            "lang": ["en", "en", "ko", "en"],
            "filler": False,
        }
    )
    mentions = split_mentions(comments)
    assert mentions["comment_id"].tolist() == ["1", "1", "1", "2", "2", "3", "3", "4", "4"]
    # "But" of comment 2 turns against nothing that was said there; Korean contrasts were not seen to oppose.
    assert contrasts(mentions, comments).tolist() == [False, True, True] + [False] * 6
    assert contrasts(mentions, comments, ["ko"]).tolist() == [False] * 6 + [True, False, False]
    assert contrasts(mentions.iloc[:0], comments).tolist() == []


def assert_covers(text, spans):
    covered = "".join(text[a:b] for a, b in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


PIECES = st.lists(
    st.sampled_from(
        [
            "The food was good",
            " but ",
            "however",
            "지만 ",
            "는데 ",
            "배송이 빨라요 ",
            "但是",
            "，",
            "。",
            "が、",
            "けど",
            "mais ",
            "Although ",
            "\n",
            ". ",
            "...",
            "👍🏽",
            "👩‍👩‍👧",
            " ",
            "\u202e",
            "\ud800",
            "é",
            "가" * 30,
            "服務很好",
            "<br>",
            "; ",
            "ไทย",
            "a" * 50,
            "\x85",
            "\u3000",
        ]
    ),
    max_size=30,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=120), PIECES), st.sampled_from(LANGS))
def test_nothing_is_lost_whatever_is_typed(text, lang):
    spans = split([text], [lang])[0]
    assert_covers(text, spans)
    if len(spans) > 1:
        assert min(size(text[a:b]) for a, b in spans) >= MIN_SIZE


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from(LANGS)), max_size=6))
def test_a_texts_mentions_do_not_depend_on_its_neighbours(pairs):
    texts, langs = [t for t, _ in pairs], [lang for _, lang in pairs]
    assert split(texts, langs) == [split([t], [lang])[0] for t, lang in pairs]


@pytest.mark.parametrize(
    ("lang", "piece"),
    [
        ("en", "the parcel came late but the staff was kind. "),
        ("en", "x"),
        ("en", "Although late "),
        ("en", "!?"),
        ("zh-Hant", "客服態度很好，但是送貨太慢"),
        ("ja", "値段は高いけど品質は良い"),
        ("und", "👍"),
        ("fr", "mais "),
        ("ko", "배송은 빨랐는데 포장이 별로예요 "),
    ],
)
def test_a_megabyte_is_cut_and_does_not_hang(lang, piece):
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]

    def late(*_):
        pytest.fail("hangs: longer than two minutes")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(120)
    try:
        spans = split([text], [lang])[0]
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert_covers(text, spans)

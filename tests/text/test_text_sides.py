"""Where a mention might part in two, and what parting keeps."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.tables import MENTIONS
from cxtext.text import divide_mentions, side_places
from cxtext.text.scripts import size
from cxtext.text.sides import SIDE

# "|" marks every place where the mention might part.
PLACES = [
    ("en", "Friendly staff, |long queue"),
    ("en", "Seats are comfy |but leg room is tight"),
    ("en", "Room was clean. |Breakfast was cold."),
    ("en", "We liked it |(the sauna was shut)"),
    ("en", "Slow, kind driver"),  # one word before the pause
    ("en", "It cost us 1,500 euros"),
    ("en", "A kind and very slow driver"),
    ("en", "They called back, which was unexpected"),
    ("en", "If you like noise, good place"),
    ("en", "Good beds, |and the rooms were loud"),
    ("fr", "Accueil parfait |mais prix trop hauts"),
    ("fr", "Accueil parfait, prix trop hauts"),  # pauses were wrong most of the time
    ("ko", "화면은 예쁜데 |너무 느려요"),
    ("ko", "화면이 예뻐요, 너무 느려요"),
    ("zh-Hans", "房间很小，|但是很干净"),
    ("zh-Hant", "房間很小，沒有窗戶"),
    ("und", "빨라요 근데 비싸요"),  # nothing of three words
    ("und", ""),
]


@pytest.mark.parametrize(("lang", "marked"), PLACES)
def test_places(lang, marked):
    text = marked.replace("|", "")
    places = [at - n for n, at in enumerate(i for i, char in enumerate(marked) if char == "|")]
    assert side_places([text], [lang]) == [places]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["good", "food", "but", ", ", ". ", "(", " ", "좋은데", "但是", "房间", "…", "\ud800"]
        )
    ),
    st.sampled_from(["en", "fr", "ko", "zh-Hans", "und"]),
)
def test_both_sides_say_something_and_nothing_is_lost(words, lang):
    text = " ".join(words).strip()
    for at in side_places([text], [lang])[0]:
        first, second = text[:at].rstrip(), text[at:]
        assert size(first) >= SIDE
        assert size(second) >= SIDE
        assert not second[0].isspace()
        assert (first + second).replace(" ", "") == text.replace(" ", "")


def test_divided_mentions_keep_their_spans_and_count_anew():
    text = "Nice view. Friendly staff, long queue. Bye."
    mentions = pd.DataFrame(
        [("a#0", "a", 0, 10), ("a#1", "a", 11, 38), ("a#2", "a", 39, 43), ("b#0", "b", 0, 4)],
        columns=["mention_id", "comment_id", "start", "end"],
    )
    mentions["text"] = [text[0:10], text[11:38], text[39:43], "Okay"]
    divided = divide_mentions(mentions, {1: 16})
    assert divided["mention_id"].tolist() == ["a#0", "a#1", "a#2", "a#3", "b#0"]
    assert divided["text"].tolist() == ["Nice view.", "Friendly staff,", "long queue.", "Bye.", "Okay"]
    of_a = divided[divided["comment_id"] == "a"]
    assert [text[start:end] for start, end in zip(of_a["start"], of_a["end"], strict=True)] == [*of_a["text"]]
    assert divided.columns.tolist() == [column.name for column in MENTIONS.columns]


def test_no_place_leaves_the_table_as_it_is():
    empty = pd.DataFrame({name: [] for name in ("mention_id", "comment_id", "start", "end", "text")})
    assert divide_mentions(empty, {}).empty
    assert side_places([], []) == []

"""How people really type: slips of the finger, habits of spelling, missing spaces."""

from __future__ import annotations

import numpy as np

SLIP_RATE = {"en": 0.14, "ko": 0.14, "zh-Hant": 0.09}
HABITS = {
    "en": {
        " you ": " u ", "Really": "Realy", "really": "realy", "because": "cause", "received": "recieved",
        "definitely": "definately", "straight away": "straightaway", "too ": "to ", "don't": "dont",
        "can't": "cant", "didn't": "didnt", "doesn't": "doesnt", "months": "mnths", "please": "pls",
        "address": "adress",
    },
    "ko": {
        "됐어요": "됬어요", "안 돼": "안되", "깨져": "께져", "됐습니다": "됬습니다", "왔어요": "왓어요",
        "않": "안", "예뻐요": "이뻐요", "너무": "넘", "좋았어요": "조았어요", "걸렸": "걸렷", "됐": "됬",
        "편해요": "편해용", "좋습니다": "좋습니당", "같아요": "같애요", "정말": "증말", "어떻게": "어떡게",
    },
    "zh-Hant": {
        "在": "再", "根本": "跟本", "應該": "因該", "這樣": "醬", "非常": "灰常", "真的": "真滴",
        "已經": "以經", "好像": "好想", "的很": "得很", "得很": "的很", "再": "在", "什麼": "甚麼",
        "沒有": "沒",
    },
}  # fmt: skip


def slip(rng: np.random.Generator, sentence: str, lang: str) -> str:
    """Most often the sentence itself; now and then one slip in it."""
    if rng.random() >= SLIP_RATE[lang]:
        return sentence
    habits = [(right, wrong) for right, wrong in HABITS[lang].items() if right in sentence]
    if habits and (lang == "zh-Hant" or rng.random() < 0.5):
        right, wrong = habits[int(rng.integers(len(habits)))]
        return sentence.replace(right, wrong, 1)
    if lang == "ko":
        return _without_a_space(rng, sentence)
    return _misspelt(rng, sentence) if lang == "en" else sentence


def _without_a_space(rng: np.random.Generator, sentence: str) -> str:
    spaces = [i for i, letter in enumerate(sentence) if letter == " "]
    if not spaces:
        return sentence
    at = spaces[int(rng.integers(len(spaces)))]
    return sentence[:at] + sentence[at + 1 :]


def _misspelt(rng: np.random.Generator, sentence: str) -> str:
    words = sentence.split(" ")
    long = [i for i, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not long:
        return sentence
    which = long[int(rng.integers(len(long)))]
    word = words[which]
    at = int(rng.integers(1, len(word) - 2))
    kind = int(rng.integers(3))
    if kind == 0:
        word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    elif kind == 1:
        word = word[:at] + word[at + 1 :]
    else:
        word = word[:at] + word[at] + word[at:]
    return " ".join([*words[:which], word, *words[which + 1 :]])

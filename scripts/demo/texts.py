"""Comments written out of labels, with the place of every labelled sentence in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from demo.contacts import contact
from demo.phrases import bank, fill, lower_first, pick
from demo.slips import slip

if TYPE_CHECKING:
    import pandas as pd

    from demo.model import Draw

REASON = "What is the main reason for your score?"
IMPROVE = "What could we do better?"
TWO_ANSWERS = 0.35  # share of those with several topics who spread them over both questions
OPENER, CLOSER, OFF_TOPIC, CONTACT = 0.14, 0.16, 0.05, 0.05
LOWER_CASE, UPPER_CASE = 0.10, 0.04
OFF_TOPIC_REMARK = 0.8  # of the remarks of those who mention no topic
FILLER_AFTER, FILLER_SILENT, BLANK_SILENT = 0.08, 0.22, 0.12


class Label(NamedTuple):
    """A topic in a polarity."""

    topic: str
    polarity: str


class Texts(NamedTuple):
    """``verbatims``: response_id, question, comment. ``spans``: one entry a row of it: its kind (topics,
    remark, filler, blank), the labelled sentences with their places, and the contacts that it carries."""

    verbatims: pd.DataFrame
    spans: list[dict[str, object]]


class Written(NamedTuple):
    """A comment in the making."""

    text: str
    spans: list[dict[str, object]]
    contacts: list[dict[str, str]]


def write_texts(draw: Draw, rng: np.random.Generator) -> Texts:
    """The comments of a draw: one or two a commenter, a filler, a blank or none for the silent."""
    import pandas as pd

    labels: dict[str, list[Label]] = {}
    for response, topic, polarity in draw.labels.itertuples(index=False):
        labels.setdefault(response, []).append(Label(topic, polarity))
    rows: list[tuple[str, str, str]] = []
    truth: list[dict[str, object]] = []

    def add(response: str, question: str, kind: str, written: Written) -> None:
        rows.append((response, question, written.text))
        entry = {"response_id": response, "kind": kind, "spans": written.spans}
        truth.append(entry | ({"contacts": written.contacts} if written.contacts else {}))

    for person in draw.responses.itertuples(index=False):
        response, lang, luck = person.response_id, person.language, rng.random()
        filler = Written(pick(rng, bank("remarks")[lang]["filler"]), [], [])
        if not person.commenter:
            if luck < FILLER_SILENT:
                add(response, pick(rng, [REASON, IMPROVE]), "filler", filler)
            elif luck < FILLER_SILENT + BLANK_SILENT:
                add(response, REASON, "blank", Written(pick(rng, ["", "", " "]), [], []))
            continue
        said = labels.get(response, [])
        if not said:
            add(response, REASON, "remark", Written(_remark(rng, person.nps, lang), [], []))
            continue
        said = [said[i] for i in rng.permutation(len(said))]
        later: list[Label] = []
        if len(said) > 1 and luck < TWO_ANSWERS:
            said.sort(key=lambda label: label.polarity == "negative")
            said, later = said[:-1], said[-1:]
        add(response, REASON, "topics", _comment(rng, said, lang, person.country))
        if later:
            add(response, IMPROVE, "topics", _comment(rng, later, lang, person.country))
        elif rng.random() < FILLER_AFTER:
            add(response, IMPROVE, "filler", filler)
    return Texts(pd.DataFrame(rows, columns=["response_id", "question", "comment"]), truth)


def _remark(rng: np.random.Generator, nps: float, lang: str) -> str:
    """A remark about nothing in particular, now and then in the mood of the score.

    Mostly off topic: praise that only a promoter writes would be a driver that nobody planted.
    """
    remarks = bank("remarks")[lang]
    if np.isnan(nps) or rng.random() < OFF_TOPIC_REMARK:
        return fill(rng, pick(rng, remarks["offtopic"]), lang)
    mood, ends = ("neutral", [""])
    if nps >= 9:
        mood, ends = "praise", remarks["cheer"]
    elif nps <= 6:
        mood, ends = "complaint", remarks["groan"]
    return pick(rng, remarks[mood]) + (pick(rng, ends) if rng.random() < 0.4 else "")


def _sentence(rng: np.random.Generator, label: Label, lang: str, first: bool) -> str:
    sentence = fill(rng, pick(rng, bank(label.topic)[lang][label.polarity]), lang)
    if first and rng.random() < OPENER:
        rest = lower_first(sentence) if lang == "en" else sentence
        sentence = pick(rng, bank("remarks")[lang][f"opener_{label.polarity}"]) + rest
    return slip(rng, sentence, lang)


def _comment(rng: np.random.Generator, said: list[Label], lang: str, country: str) -> Written:
    remarks = bank("remarks")[lang]
    case = _case(rng, said, lang)
    text, spans = "", []
    for number, label in enumerate(said):
        sentence = _sentence(rng, label, lang, first=number == 0)
        if number:
            turns = label.polarity != said[number - 1].polarity
            glue = pick(rng, remarks["but" if turns else "and"][2 if number > 1 else 0 :])
            goes_on = lang == "en" and glue not in {". ", "\n"}
            sentence = lower_first(sentence) if goes_on else sentence
            text += glue
        spans.append(
            {"topic": label.topic, "polarity": label.polarity, "start": len(text), "text": case(sentence)}
        )
        text += sentence
    closer, stop = rng.random() < CLOSER, pick(rng, remarks["stop"])
    text += "" if closer else stop
    contacts: list[dict[str, str]] = []
    if rng.random() < OFF_TOPIC:
        text = _closed(text, lang) + fill(rng, pick(rng, remarks["offtopic"]), lang)
    if rng.random() < CONTACT:
        addition, kind, thing = contact(rng, lang, country)
        text = _closed(text, lang) + addition
        contacts.append({"kind": kind, "text": case(thing)})
    if closer:
        text += pick(rng, remarks["cheer" if said[-1].polarity == "positive" else "groan"])
    return Written(case(text), spans, contacts)


def _closed(text: str, lang: str) -> str:
    if text.endswith((".", "。", "!", "?")):
        return text if lang == "zh-Hant" else text + " "
    return text + ("。" if lang == "zh-Hant" else ". ")


def _case(rng: np.random.Generator, said: list[Label], lang: str) -> Callable[[str], str]:
    luck = rng.random()
    if lang == "en" and luck < LOWER_CASE:
        return str.lower
    angry = all(label.polarity == "negative" for label in said)
    if lang == "en" and angry and luck > 1 - UPPER_CASE:
        return str.upper
    return str

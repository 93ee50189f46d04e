"""The language of a comment: by script where the script tells, by letter statistics where it does not.

Korean, Japanese and Chinese are told by their characters, Traditional and Simplified Chinese by those that
only one of them uses. Languages that share a script are told apart by py3langid. Text that holds too little
to tell is ``und``, never a guess.

A file is judged as a whole in two places, both documented here because they make a comment's language depend
on its neighbours: Han text whose characters do not decide (``服務`` does, ``不好`` does not) takes the file's
clear majority, and languages that are frequent among the file's confident answers weigh more for an unsure
one. Neither ever lifts text over the minimum content.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cxtext.text.chinese_scripts import japanese_only, only_simplified, only_traditional
from cxtext.text.scripts import main_script, safe, script, script_counts, without_links

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MIN_LETTERS = 12
MIN_WORDS = 3
MIN_EAST_ASIAN = 2
MIN_PROBABILITY = 0.5
CONFIDENT = 0.9
MIN_CONFIDENT = 20  # confident answers before a file's mix is believed
MIX_FLOOR = 0.05  # weight that a language keeps when nobody in the file seems to write it
MAJORITY = 2 / 3

# The languages that each shared script is told apart into: those that surveys are commonly answered in.
# A longer list costs accuracy on short text.
CANDIDATES = {
    "latin": (
        "ca", "cs", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it",
        "lt", "lv", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv", "tr", "vi",
    ),
    "cyrillic": ("bg", "ru", "sr", "uk"),
    "arabic": ("ar", "fa", "ur"),
    "devanagari": ("hi", "mr", "ne"),
}  # fmt: skip
ONE_LANGUAGE = {
    "thai": "th", "greek": "el", "hebrew": "he", "georgian": "ka", "armenian": "hy", "bengali": "bn",
    "tamil": "ta", "telugu": "te", "khmer": "km", "lao": "lo", "myanmar": "my",
}  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+")


class Language(NamedTuple):
    """A BCP 47 code (``und`` where too little is said) and how sure, 0 to 1 (None for ``und``)."""

    code: str
    confidence: float | None


UND = Language("und", None)


def identify(texts: Sequence[str]) -> list[Language]:
    """The language of every text of one file.

    >>> file = ["배송이 너무 느려요", "客服態度很差", "The app is far too slow", "ok", "👍"]
    >>> [found.code for found in identify(file)]
    ['ko', 'zh-Hant', 'en', 'und', 'und']
    """
    unique = list(dict.fromkeys(texts))
    found: dict[str, Language] = {}
    undecided_han: dict[str, float] = {}
    shared: dict[str, dict[str, str]] = {name: {} for name in CANDIDATES}
    for text in unique:
        clean = without_links(safe(text))
        counts = script_counts(clean)
        name, share = main_script(counts)
        if name == "hangul":
            found[text] = Language("ko", share) if counts["hangul"] >= MIN_EAST_ASIAN else UND
        elif name in ("han", "kana"):
            code, evidence = _han_or_kana(clean, counts)
            if code is None:
                undecided_han[text] = share
            else:
                found[text] = Language(code, share * evidence) if code != "und" else UND
        elif name in CANDIDATES:
            words = [w for w in _WORD.findall(clean) if script(w[0]) == name]
            if len(words) >= MIN_WORDS and sum(map(len, words)) >= MIN_LETTERS:
                shared[name][text] = " ".join(words)
            else:
                found[text] = UND
        elif name in ONE_LANGUAGE and counts[name] >= MIN_LETTERS // 2:
            found[text] = Language(ONE_LANGUAGE[name], share)
        else:
            found[text] = UND
    found |= _by_majority(undecided_han, found, Counter(texts))
    for name, subset in shared.items():
        found |= _by_letters(name, subset)
    return [found[text] for text in texts]


def _han_or_kana(text: str, counts: Counter[str]) -> tuple[str | None, float]:
    """Japanese or Chinese and the share of evidence for it; None where all characters are shared."""
    kana, han = counts["kana"], counts["han"]
    if kana + han < MIN_EAST_ASIAN:
        return "und", 0.0
    # A lone の is a fashion of Chinese shop names.
    if kana >= MIN_EAST_ASIAN and kana >= 0.1 * (kana + han):
        return "ja", 1.0
    chars = Counter(char for char in text if script(char) == "han")
    japanese = sum(n for char, n in chars.items() if japanese_only(char))
    traditional = sum(n for char, n in chars.items() if char in only_traditional())
    simplified = sum(n for char, n in chars.items() if char in only_simplified())
    best = max(japanese, traditional, simplified)
    if not best:
        return None, 0.0
    evidence = best / (japanese + traditional + simplified)
    if japanese == best:
        return "ja", evidence
    return ("zh-Hant" if traditional == best else "zh-Hans"), evidence


def _by_majority(
    undecided: dict[str, float], found: dict[str, Language], times: Counter[str]
) -> dict[str, Language]:
    mix: Counter[str] = Counter()
    for text, language in found.items():
        if language.code in ("ja", "zh-Hant", "zh-Hans"):
            mix[language.code] += times[text]
    code, n = max(sorted(mix.items()), key=lambda item: item[1], default=("zh", 0))
    share = n / max(mix.total(), 1)
    if share < MAJORITY:
        return {text: Language("zh", script_share) for text, script_share in undecided.items()}
    return {text: Language(code, script_share * share) for text, script_share in undecided.items()}


def _by_letters(name: str, texts: dict[str, str]) -> dict[str, Language]:
    if not texts:
        return {}
    import numpy as np

    identifier = _identifier(name)
    labels = identifier.labels
    probability = np.empty((len(texts), len(labels)))
    for row, words in enumerate(texts.values()):
        upper = sum(map(str.isupper, words))
        ranked = dict(identifier.rank(words.lower() if upper > 0.5 * len(words) else words))
        probability[row] = [ranked[label] for label in labels]
    confident = probability.argmax(axis=1)[probability.max(axis=1) >= CONFIDENT]
    if len(confident) >= MIN_CONFIDENT:
        mix = np.bincount(confident, minlength=len(labels)) / len(confident)
        probability = probability * (mix + MIX_FLOOR)
        probability = probability / probability.sum(axis=1, keepdims=True)
    best = probability.argmax(axis=1)
    return {
        text: Language(labels[k], float(row[k])) if row[k] >= MIN_PROBABILITY else UND
        for text, row, k in zip(texts, probability, best, strict=True)
    }


@cache
def _identifier(name: str) -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(CANDIDATES[name])
    return identifier

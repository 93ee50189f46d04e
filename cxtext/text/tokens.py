"""Content words of texts, for topic terms: language-aware, in dictionary form, without stop words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from cxtext.text import chinese, japanese, korean, spaced
from cxtext.text.chinese_scripts import to_simplified
from cxtext.text.cuts import rules_for
from cxtext.text.glossary import Glossary, Words
from cxtext.text.scripts import safe, script, without_links
from cxtext.text.terms import Term, stop_words

_DIGIT = re.compile(r"\d")


def tokenise(texts: list[str], langs: list[str], glossary: Glossary | None = None) -> list[list[str]]:
    """The content words of every text, in order: what topic terms are made of.

    Korean by Kiwi (nouns, foreign words, stems as 느리다), Chinese by jieba (in the script it was written
    in), Japanese by Sudachi (dictionary forms), other languages by spaCy's rules and lemma lists in lower
    case. Left out are stop words, particles, numbers, links, single letters, and single Chinese characters
    except those listed in ``words.toml``. Text in ``und`` is read by its script, Latin text as the most
    common language of the list that is written with spaces.

    The glossary's brands stay whole and as they are spelled, its synonyms are folded into the word that they
    belong to, and its stop words are left out.

    >>> texts = ["The deliveries are always slow", "배송이 너무 느려요", "客服的態度很不好"]
    >>> tokenise(texts, ["en", "ko", "zh-Hant"])
    [['delivery', 'slow'], ['배송', '느리다'], ['客服', '態度', '不好']]
    """
    glossary = glossary or Glossary()
    rules = [rules_for(text, lang) for text, lang in zip(texts, langs, strict=True)]
    spaced_rules = Counter(lang for lang in rules if lang not in ("ko", "zh", "ja", "xx"))
    common = min(spaced_rules, key=lambda lang: (-spaced_rules[lang], lang), default="xx")
    found: dict[tuple[str, str], list[str]] = {}
    groups: dict[tuple[str, str], dict[str, None]] = {}
    keys = [(common if rule == "xx" else rule, lang) for rule, lang in zip(rules, langs, strict=True)]
    for key, text in zip(keys, texts, strict=True):
        groups.setdefault(key, {})[text] = None
    for (rule, lang), unique in groups.items():
        batch = list(unique)
        words = glossary.words(lang if lang != "und" else rule)
        clean = [without_links(safe(text)) for text in batch]
        for text, plain, terms in zip(batch, clean, _terms(clean, rule), strict=True):
            found[text, lang] = _choose(plain, terms, rule, words)
    return [list(found[text, lang]) for text, lang in zip(texts, langs, strict=True)]


def _terms(texts: list[str], rule: str) -> list[list[Term]]:
    analysers = {"ko": korean.terms, "zh": chinese.terms, "ja": japanese.terms}
    return analysers[rule](texts) if rule in analysers else spaced.terms(texts, rule)


def _choose(text: str, terms: list[Term], rule: str, words: Words) -> list[str]:
    stop = stop_words(rule)
    chosen = [
        (term.start, term.end, _folded(term, text, words))
        for term in terms
        if _is_word(term.word, rule) and not _stopped(term, text, stop)
    ]
    phrases = _phrases(words.brands, tuple(words.synonyms))
    if phrases:
        names = {brand.casefold(): brand for brand in words.brands}
        fixed = [
            (m.start(), m.end(), words.synonyms.get(_key(m[0])) or names[_key(m[0])])
            for m in phrases.finditer(text)
        ]
        chosen = [
            item for item in chosen if not any(item[0] < end and start < item[1] for start, end, _ in fixed)
        ]
        chosen = sorted([*chosen, *fixed])
    return [word for _, _, word in chosen if word.casefold() not in words.stop]


def _is_word(word: str, rule: str) -> bool:
    if _DIGIT.search(word) or not any(script(char) for char in word):
        return False
    return len(word) > 1 or (rule in ("ko", "zh", "ja") and script(word) != "latin")


def _stopped(term: Term, text: str, stop: frozenset[str]) -> bool:
    surface = text[term.start : term.end].lower().replace("’", "'")
    return term.word in stop or surface in stop or surface.translate(to_simplified()) in stop


def _folded(term: Term, text: str, words: Words) -> str:
    surface = text[term.start : term.end].casefold()
    return words.synonyms.get(surface) or words.synonyms.get(term.word.casefold()) or term.word


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


@cache
def _phrases(brands: tuple[str, ...], variants: tuple[str, ...]) -> re.Pattern[str] | None:
    """Brands and synonyms as they stand in a text: whole words, but particles may follow Korean."""
    entries = sorted({*brands, *variants}, key=lambda entry: (-len(entry), entry))
    if not entries:
        return None
    return re.compile("|".join(map(_bounded, entries)), re.IGNORECASE)


def _bounded(entry: str) -> str:
    body = r"\s+".join(map(re.escape, entry.split()))
    first, last = script(entry[0]), script(entry[-1])
    before = "" if first in ("han", "kana") else r"(?<![^\W\u3041-\u9fff])"
    after = "" if last in ("han", "kana", "hangul") else r"(?![^\W\u3041-\u9fff\uac00-\ud7a3])"
    return before + body + after

"""jieba, loaded once: content words of Chinese text in the script that it was written in.

jieba's dictionary is Simplified. Traditional text is segmented through its character-by-character Simplified
form; the words are then cut from the original by their offsets.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cxtext.text.chinese_scripts import to_simplified
from cxtext.text.scripts import script
from cxtext.text.terms import Term, word_list

if TYPE_CHECKING:
    from jieba import Tokenizer

# jieba's tags of words that name nothing: adverbs, pronouns, numbers, measures, particles, times, places.
FUNCTION_TAGS = frozenset({
    "c", "d", "df", "e", "f", "h", "k", "m", "mg", "mq", "o", "p", "q", "r", "rg", "rr", "rz",
    "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "vq", "y", "zg",
})  # fmt: skip


class Dictionary(NamedTuple):
    """The segmenter and the tag of each of its words."""

    tokenizer: Tokenizer
    tags: dict[str, str]


def terms(texts: list[str]) -> list[list[Term]]:
    """Content words of each text.

    >>> [[term.word for term in found] for found in terms(["外送員的態度很好", "送货太慢了"])]
    [['外送員', '態度'], ['送货', '慢']]
    """
    return [_terms(text) for text in texts]


def _terms(text: str) -> list[Term]:
    simplified = text.translate(to_simplified())
    found = []
    for word, start, end in dictionary().tokenizer.tokenize(simplified):
        start, end = _trimmed(word, start, end)
        if _is_content(simplified[start:end]):
            found.append(Term(text[start:end], start, end))
    return found


def _trimmed(word: str, start: int, end: int) -> tuple[int, int]:
    """Without the function words at its ends: jieba glues 太慢, 很漂亮 and, guessing, 我订."""
    tags, known = dictionary().tags, word in dictionary().tags
    rest = word[1:]
    describes = rest in word_list("zh", "single") or (len(rest) > 1 and tags.get(rest, "").startswith("a"))
    if word[0] in word_list("zh", "degrees") and (not known or describes):
        start += 1
    elif not known:
        empty = [tags.get(char, "n") in FUNCTION_TAGS for char in word]
        while empty and empty[0]:
            start, empty = start + 1, empty[1:]
        while empty and empty[-1]:
            end, empty = end - 1, empty[:-1]
    return start, end


def _is_content(word: str) -> bool:
    if not word or not any(script(char) for char in word):
        return False
    if len(word) == 1 and script(word) == "han":
        return word in word_list("zh", "single")
    return word in word_list("zh", "keep") or dictionary().tags.get(word, "n") not in FUNCTION_TAGS


@cache
def dictionary() -> Dictionary:
    """jieba's dictionary with our additions, read without jieba's own cache file in the temporary folder."""
    import jieba

    tokenizer = jieba.Tokenizer()
    frequency: dict[str, int] = {}
    tags: dict[str, str] = {}
    with tokenizer.get_dict_file() as lines:
        for line in lines:
            word, count, tag = line.decode("utf-8").split()
            frequency[word], tags[word] = int(count), tag
            for end in range(1, len(word)):
                frequency.setdefault(word[:end], 0)
    tokenizer.FREQ, tokenizer.total = frequency, sum(frequency.values())
    tokenizer.initialized = True
    for word in word_list("zh", "words"):
        tokenizer.add_word(word, tag="n")
        tags[word] = "n"
    return Dictionary(tokenizer, tags)

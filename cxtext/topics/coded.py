"""A codebook's topics among a person's decisions, and the found topics that are the same as one of them."""

from __future__ import annotations

from typing import NamedTuple

from cxtext.topics.edits import Edits
from cxtext.topics.model import TopicModel

SAME = 0.5  # cosine of a found topic's centre to a codebook topic's from which they are the same
SAME_NAME = 0.35  # the same for a topic that stands by its name alone, whose nearest found topic this must be


class CodedTopic(NamedTuple):
    """One topic of a codebook: ``parent`` a name, ``phrases`` by language; none for a heading alone."""

    name: str
    parent: str | None
    phrases: dict[str, tuple[str, ...]]


def coded(edits: Edits, codebook: tuple[CodedTopic, ...], last: int) -> tuple[Edits, tuple[str, ...]]:
    """The edits with the codebook's topics, and their ids in its order.

    A topic takes the id of the one that bears its name already, whose example phrases it adds to; the others
    take numbers after ``last`` and after those that the edits use. All are kept without a mention.

    >>> book = (CodedTopic("Delivery", None, {"en": ("late",)}), CodedTopic("Couriers", "Delivery", {}))
    >>> edits, ids = coded(Edits(), book, 7)
    >>> ids, edits.of("t09").parent, edits.of("t08").seeds
    (('t08', 't09'), 't08', {'en': ('late',)})
    """
    ids = {edit.name.casefold(): edit.id for edit in edits.topics.values() if edit.name}
    number = max(last, edits.last)
    for topic in codebook:
        if topic.name.casefold() not in ids:
            number += 1
            ids[topic.name.casefold()] = f"t{number:02d}"
    for topic in codebook:
        mine = edits.of(ids[topic.name.casefold()])
        seeds = {
            lang: tuple(dict.fromkeys([*mine.seeds.get(lang, ()), *topic.phrases.get(lang, ())]))
            for lang in dict.fromkeys([*mine.seeds, *topic.phrases])
        }
        parent = ids[topic.parent.casefold()] if topic.parent else mine.parent
        edits = edits.changed(
            mine.id, name=mine.name or topic.name, parent=parent, must_have=True, codebook=True, seeds=seeds
        )
    return edits, tuple(ids[topic.name.casefold()] for topic in codebook)


def joined(edits: Edits, model: TopicModel, ids: tuple[str, ...]) -> Edits:
    """The edits with found topics merged into the codebook's topics ``ids`` that they are the same as.

    The cosine of their centres is .5 at least, or .35 where the codebook gave a name alone and there is no
    nearer found topic. Found topics about which somebody decided something stay. ``model`` is ``seeded``.
    """
    row = {topic: i for i, (topic, origin) in enumerate(zip(model.ids, model.origins, strict=True))
           if origin == "codebook"}  # fmt: skip
    books = [topic for topic in ids if topic in row]
    parts = {gone for edit in edits.topics.values() for gone in edit.split}
    free = [i for i, topic in enumerate(model.ids) if model.origins[i] == "found" and edits.of(topic).plain
            and topic not in edits.into and topic not in parts]  # fmt: skip
    if not books or not free:
        return edits
    cosine = model.centres[free] @ model.centres[[row[topic] for topic in books]].T
    for i, best in enumerate(cosine.argmax(axis=1)):
        topic = edits.of(books[best])
        alone = sum(map(len, topic.seeds.values())) == 1 and cosine[:, best].argmax() == i
        if cosine[i, best] >= (SAME_NAME if alone else SAME):
            edits = edits.changed(topic.id, merged=(*topic.merged, model.ids[free[i]]))
    return edits

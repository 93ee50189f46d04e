"""The parts of one job that are not there yet: blocks read, classified and written one by one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxtext.engine.blocks import Source
from cxtext.engine.reader import Reader, open_reader
from cxtext.engine.readings import read_blocks
from cxtext.engine.rows import result_rows, texts_of
from cxtext.engine.shards import part, write_part
from cxtext.inference.cache import cache_folder
from cxtext.inference.classifier import SequenceClassifier, load_classifier
from cxtext.inference.precision import fastest
from cxtext.inference.quality_gate import Verdict
from cxtext.inference.quick import quick_classifier
from cxtext.inference.reading import WHOLE, Windows, windowed

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Asked:
    """What to do: the file, its column of texts, and where the result goes."""

    path: Path
    text: str
    out: Path
    keep: tuple[str, ...] | None = None  # the input's columns in the result; None is all
    model: str = "default"
    device: str = "auto"
    offline: bool = False
    encoding: str | None = None
    windows: Windows = WHOLE
    cache: bool = True
    exact: bool = False  # float32 throughout


class Step(NamedTuple):
    """How far the work is, in rows; ``earlier`` of them were done by a run before this one."""

    done: int
    total: int
    earlier: int


class Share(NamedTuple):
    """Which blocks a process does: every ``of``-th, from ``rank`` on."""

    rank: int = 0
    of: int = 1


class Filled(NamedTuple):
    """What was done."""

    earlier: int  # rows that an interrupted run had finished
    distinct: int  # texts, summed over blocks
    computed: int  # texts that a model ran on
    parts: int  # of the whole job


ALL = Share()


def gpus(device: str) -> int:
    """How many GPUs may work; 0 where the CPU does."""
    if device == "cpu":
        return 0
    import torch

    return torch.cuda.device_count()


def reader_of(asked: Asked, source: Source) -> Reader:
    """The reader of the model that is asked for; it is loaded when it must be (see reader.py)."""
    return open_reader(
        asked.model, asked.device, asked.exact, asked.windows, lambda: load(asked, source), asked.cache
    )


def load(asked: Asked, source: Source) -> tuple[SequenceClassifier, Verdict | None, int]:
    """The classifier that is asked for, reading texts as asked, as fast as the first texts allow; GPUs."""
    folder = cache_folder() if asked.cache else None
    if (
        folder
        and not asked.exact
        and (found := quick_classifier(asked.model, asked.device, asked.windows, folder))
    ):
        return *found, 0
    loaded = load_classifier(asked.model, asked.device, asked.offline, any_labels=True)
    classifier = windowed(loaded, asked.windows)
    if asked.exact:
        return classifier, None, gpus(asked.device)
    first = texts_of(next(source.blocks()), asked.text)
    return *fastest(classifier, first, folder), gpus(asked.device)


def fill(
    asked: Asked,
    source: Source,
    reader: Reader,
    folder: Path,
    progress: Callable[[Step], None],
    share: Share = ALL,
) -> Filled:
    """Write the parts of this share that are not there yet."""
    # Without a cache of the user's, repeats are still computed once: in a cache that goes with the parts.
    cache = cache_folder() if asked.cache else folder / "cache"
    keep = source.columns if asked.keep is None else asked.keep
    held: deque[tuple[int, pa.Table, list[str]]] = deque()
    done = earlier = distinct = computed = number = 0

    def waiting() -> Iterator[list[str]]:
        nonlocal done, earlier, number
        for number, block in enumerate(source.blocks(), 1):
            if part(folder, number - 1).exists():
                done, earlier = done + len(block), earlier + len(block)
                progress(Step(done, source.n_rows, earlier))
                continue
            if (number - 1) % share.of != share.rank:
                continue
            held.append((number - 1, block, texts_of(block, asked.text)))
            yield held[-1][2]

    for readings in read_blocks(waiting(), reader, asked.windows, cache):
        here, block, texts = held.popleft()
        write_part(folder, here, result_rows(block, texts, keep, readings, reader.known, asked.windows))
        done += len(block)
        distinct += len(readings.place)
        computed += readings.computed
        progress(Step(done, source.n_rows, earlier))
    return Filled(earlier, distinct, computed, number)

"""What a job has to know of its model, and the model itself as soon as a text must be computed.

Loading torch, transformers and a model takes seconds. A job whose texts are all in the cache needs none of
them, only what the cache's key is made of. That is remembered beside the cache, for these files of the model,
these libraries and this machine.
"""

from __future__ import annotations

import dataclasses
import gc
import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from cxtext.inference.cache import cache_folder, keep_file
from cxtext.inference.cards import Card, read_card
from cxtext.inference.classifier import SequenceClassifier
from cxtext.inference.quality_gate import Verdict
from cxtext.inference.reading import Windows

VERSION = 1
_LIBRARIES = ("cxtext", "torch", "transformers", "tokenizers", "numba")


class Known(NamedTuple):
    """Of a model that was loaded once."""

    identity: str  # what a result depends on besides the text
    names: tuple[str, ...]  # of what comes out
    room: int  # a text's own tokens in one window
    verdict: Verdict | None  # on the fast precision; None where it was not asked for
    gpus: int  # that may work; 0 where the CPU does


class Reader(NamedTuple):
    """What is known of a model, and a way to have it loaded, once."""

    known: Known
    load: Callable[[], SequenceClassifier]


class Changed(Exception):
    """The model that was loaded is not the one that was remembered."""


def open_reader(
    model: str,
    device: str,
    exact: bool,
    windows: Windows,
    load: Callable[[], tuple[SequenceClassifier, Verdict | None, int]],
    remember: bool,
) -> Reader:
    """The reader of a model: from memory where that is allowed and there is one, else loaded at once.

    ``load`` gives the classifier, the verdict on its precision, and the number of GPUs. The reader's ``load``
    raises Changed, and forgets, where the classifier is not the one that was remembered.
    """
    place = _place(read_card(model, "sentiment"), model, device, exact, windows) if remember else None
    held = _remembered(place) if place else None

    @cache
    def loaded() -> tuple[SequenceClassifier, Known]:
        with _uncollected():
            classifier, verdict, gpus = load()
        room = classifier.tokens.room
        known = Known(classifier.identity, tuple(classifier.names), room, verdict, gpus)
        if held and known != held:
            assert place
            place.unlink(missing_ok=True)
            raise Changed
        return classifier, known

    if held:
        return Reader(held, lambda: loaded()[0])
    known = loaded()[1]
    if place and (known.verdict is None or known.verdict.passed):
        keep_file(place, json.dumps(known._replace(verdict=known.verdict and known.verdict._asdict())))  # type: ignore[arg-type]
    return Reader(known, lambda: loaded()[0])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Imports and a vocabulary are millions of objects that stay: looking for garbage there takes seconds."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _place(card: Card, model: str, device: str, exact: bool, windows: Windows) -> Path | None:
    """Where a model's facts lie; None for a hub model, whose newest commit only the hub knows."""
    files = _files(card)
    if files is None:
        return None
    facts: list[Any] = [VERSION, dataclasses.asdict(card), model, device, exact, windows, *_machine()]
    facts += [[str(path), path.stat().st_size, path.stat().st_mtime_ns] for path in files]
    digest = hashlib.blake2b(json.dumps(facts, default=str).encode(), digest_size=12).hexdigest()
    return cache_folder() / f"model-{digest}.json"


def _files(card: Card) -> list[Path] | None:
    """All files that a model is made of, its encoder's among them."""
    if card.kind == "hub":
        return None
    found = [path for path in sorted(card.folder.rglob("*")) if path.is_file()] if card.folder else []
    if card.kind == "package":
        found.append(card.path())
    if card.kind == "tuned":
        below = _files(read_card(card.encoder or "default", "embedding"))
        return None if below is None else found + below
    return found


def _machine() -> list[Any]:
    """What decides on device and precision, as far as it can be had without torch."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8", errors="replace").splitlines() if about.exists() else []
    processor = sorted({line for line in lines if line.startswith(("model name", "flags", "Features"))})
    gpus = sorted(path.name for path in Path("/dev").glob("nvidia[0-9]*"))
    seen = os.environ.get("CUDA_VISIBLE_DEVICES")
    return [platform.node(), platform.machine(), processor, gpus, seen, *map(_version, _LIBRARIES)]


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _remembered(path: Path) -> Known | None:
    try:
        identity, names, room, verdict, gpus = json.loads(path.read_text(encoding="utf-8"))
        return Known(identity, tuple(names), room, verdict and Verdict(**verdict), gpus)
    except (OSError, ValueError, TypeError):
        return None

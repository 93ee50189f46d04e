"""Ctrl-C: heard at once, and again at the next step of the work where a library swallowed it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

_asked = threading.Event()


@contextmanager
def listening() -> Iterator[None]:
    """Remember a Ctrl-C in the block. One that this process was told to ignore (nohup) stays ignored."""
    in_main = threading.current_thread() is threading.main_thread()
    usual = in_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if usual:
        signal.signal(signal.SIGINT, _heard)
    try:
        yield
    finally:
        _asked.clear()
        if usual:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def obey() -> None:
    """Raises KeyboardInterrupt where there was a Ctrl-C.

    Python raises it wherever it is just then; in the middle of an import some libraries catch everything, and
    the work would go on to its end.
    """
    if _asked.is_set():
        raise KeyboardInterrupt


def _heard(*_: object) -> NoReturn:
    _asked.set()
    raise KeyboardInterrupt

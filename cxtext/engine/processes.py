"""Several GPUs: one process each, every n-th block its own. What they share is the folder of parts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from cxtext.engine.blocks import BLOCK_ROWS, open_source
from cxtext.engine.fill import Asked, Filled, Share, Step, fill, reader_of

_LOOK = 1.0  # seconds between two counts of the parts


def fill_on_gpus(asked: Asked, n: int, total: int, folder: Path, progress: Callable[[Step], None]) -> Filled:
    """Write all parts with ``n`` processes. An error of one of them is raised here."""
    seen = os.environ.get("CUDA_VISIBLE_DEVICES", ",".join(map(str, range(n)))).split(",")
    earlier = min(_count(folder) * BLOCK_ROWS, total)
    with ProcessPoolExecutor(n, get_context("spawn")) as pool:
        work = [pool.submit(_work, asked, folder, Share(rank, n), seen[rank]) for rank in range(n)]
        while not all(one.done() for one in work):
            progress(Step(min(_count(folder) * BLOCK_ROWS, total), total, earlier))
            time.sleep(_LOOK)
        found = [one.result() for one in work]
    return Filled(
        found[0].earlier,
        sum(one.distinct for one in found),
        sum(one.computed for one in found),
        found[0].parts,
    )


def _work(asked: Asked, folder: Path, share: Share, gpu: str) -> Filled:
    # Before torch is imported, which this module does not do.
    os.environ["CUDA_VISIBLE_DEVICES"] = gpu
    source = open_source(asked.path, asked.encoding)
    return fill(asked, source, reader_of(asked, source), folder, lambda _: None, share)


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.glob("*.parquet"))

"""Long jobs over files of any size: blocks of rows in, shards out, resumable after a kill."""

from __future__ import annotations

from cxtext.engine.bulk import Report, classify_file
from cxtext.engine.fill import Asked, Step

__all__ = ["Asked", "Report", "Step", "classify_file"]

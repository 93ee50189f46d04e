"""cxtext: which topics in customers' comments drive detractors, low CSAT and high effort.

>>> import cxtext
>>> config = cxtext.make_config({"inputs": ["dump.csv"], "score": ["nps=NPS@0-10"], "comment": ["Why?"]})
>>> config.score[0].metric
'nps'

``cxtext.analyse(config)`` computes the tables, ``cxtext.write(run, folder)`` writes them with the report.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {
    "Config": "config",
    "make_config": "config",
    "read_config": "config",
    "CxtextError": "errors",
    "Run": "pipeline",
    "analyse": "pipeline",
    "read": "runs",
    "redraw": "runs",
    "verify": "runs",
    "write": "runs",
}
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'cxtext' has no attribute {name!r}")
    return getattr(import_module(f"cxtext.{_WHERE[name]}"), name)

"""Drivers: which topics cost or earn a score, and who comments at all."""

from cxtext.drivers.bias import compare_commenters
from cxtext.drivers.find import find_drivers

__all__ = ["compare_commenters", "find_drivers"]

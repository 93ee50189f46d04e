"""Probabilities to the sentiments table, and that table held against the scores."""

from cxtext.sentiment.contrast import in_pairs
from cxtext.sentiment.polarity import to_sentiments

__all__ = ["in_pairs", "to_sentiments"]

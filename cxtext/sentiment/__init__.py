"""Probabilities to the sentiments table, and that table held against the scores."""

from cxtext.sentiment.blank import blank_units
from cxtext.sentiment.contrast import in_pairs
from cxtext.sentiment.polarity import decided, to_sentiments
from cxtext.sentiment.signals import to_signals

__all__ = ["blank_units", "decided", "in_pairs", "to_sentiments", "to_signals"]

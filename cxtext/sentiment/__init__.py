"""Probabilities to the sentiments table, and that table held against the scores."""

from cxtext.sentiment.polarity import to_sentiments

__all__ = ["to_sentiments"]

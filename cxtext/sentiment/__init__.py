"""Probabilities to the sentiments table."""

from cxtext.sentiment.polarity import to_sentiments

__all__ = ["to_sentiments"]

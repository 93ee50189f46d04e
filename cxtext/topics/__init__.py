"""Topics: what the comments are about."""

from cxtext.topics.find import Found, find_topics

__all__ = ["Found", "find_topics"]

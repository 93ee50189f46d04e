"""Topics: what the comments are about."""

from cxtext.topics.find import Found, find_topics
from cxtext.topics.names import renamed
from cxtext.topics.questions import by_question

__all__ = ["Found", "by_question", "find_topics", "renamed"]

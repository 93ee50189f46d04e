"""Topics: what the comments are about."""

from cxtext.topics.again import again
from cxtext.topics.change import changed
from cxtext.topics.coded import CodedTopic, coded
from cxtext.topics.edits import Edits, checked, read_edits
from cxtext.topics.find import Found, Wanted, find_topics
from cxtext.topics.names import renamed
from cxtext.topics.questions import by_question
from cxtext.topics.seeds import phrases
from cxtext.topics.split import split
from cxtext.topics.store import Kept
from cxtext.topics.store import load as load_kept
from cxtext.topics.store import save as save_kept
from cxtext.topics.trends import topic_trends

__all__ = [
    "CodedTopic", "Edits", "Found", "Kept", "Wanted", "again", "by_question", "changed", "checked", "coded",
    "find_topics", "load_kept", "phrases", "read_edits", "renamed", "save_kept", "split", "topic_trends",
]  # fmt: skip

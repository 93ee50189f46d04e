"""The text stage: language, fillers, mentions, tokens. Redaction is in ``cxtext.text.redact``."""

from cxtext.text.collocations import phrases
from cxtext.text.comments import annotate
from cxtext.text.contrasts import contrasts
from cxtext.text.fillers import is_filler
from cxtext.text.glossary import Glossary, read_glossary
from cxtext.text.mentions import split_mentions
from cxtext.text.tokens import tokenise

__all__ = [
    "Glossary", "annotate", "contrasts", "is_filler", "phrases", "read_glossary", "split_mentions",
    "tokenise",
]  # fmt: skip

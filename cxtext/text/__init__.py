"""The text stage: language, fillers, mentions, tokens. Redaction is in ``cxtext.text.redact``."""

from cxtext.text.collocations import phrases
from cxtext.text.comments import annotate
from cxtext.text.contrasts import contrasts
from cxtext.text.fillers import is_filler
from cxtext.text.glossary import Glossary, read_glossary
from cxtext.text.mentions import divide_mentions, split_mentions
from cxtext.text.sides import side_places
from cxtext.text.tokens import tokenise

__all__ = [
    "Glossary", "annotate", "contrasts", "divide_mentions", "is_filler", "phrases", "read_glossary",
    "side_places", "split_mentions", "tokenise",
]  # fmt: skip

"""``python -m cxtext`` is ``cxtext``."""

from cxtext.cli import main

main()

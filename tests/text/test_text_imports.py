"""The text stage loads its analysers only when it is used."""

import subprocess
import sys


def test_importing_the_stage_loads_nothing_heavy():
    code = "import sys, cxtext.text; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = {"pandas", "numpy", "spacy", "kiwipiepy", "jieba", "sudachipy", "py3langid", "opencc", "torch"}
    assert not heavy & set(loaded)

"""Reads a page as a strict reader would: tags nest, sections are there, sentences have no holes."""

import re
from html.parser import HTMLParser

from report_example import example_run

from cxtext.report.findings import findings
from cxtext.report.html import render

SECTIONS = ["metrics", "drivers", "priority", "topics", "bias", "quality", "reading", "run"]
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Tree(HTMLParser):
    """Fails on tags that do not nest; keeps ids, texts and the verbatim ones."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.text, self.verbatim, self.links = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.links += [attrs[k] for k in ("href", "src", "xlink:href") if k in attrs]
        if tag not in VOID:
            self.open.append((tag, "verbatim" in (attrs.get("class") or "").split(), attrs.get("lang")))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if data.strip() and not any(tag == "style" for tag, *_ in self.open):
            self.text.append(data.strip())
            if any(verbatim for _, verbatim, _ in self.open):
                self.verbatim.append(
                    (data.strip(), next((lang for _, _, lang in reversed(self.open) if lang), None))
                )


def read(page):
    tree = Tree()
    tree.feed(page)
    tree.close()
    assert tree.open == []
    return tree


def drawn(tables, run=None, lang="en"):
    page = render(findings(tables, run or example_run(lang), lang))
    tree = read(page)
    assert [i for i in tree.ids if i in SECTIONS] == SECTIONS
    assert not re.search(r"\bnan\b|\bNone\b|\{[a-z_]+\}", " ".join(tree.text)), "a hole in a sentence"
    return page, tree

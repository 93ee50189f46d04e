"""Phone numbers in a text of plain signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_S = r"(?: ?[-./)·] ?| )"  # between two groups
_LEFT = r"(?<![0-9A-Za-z])(?<![0-9][.,:/-])(?<!\b[A-Za-z][-_])(?<![$€£¥₩#])"
_RIGHT = r"(?![0-9])(?![.,:/-][0-9])"
_ALONE = r"(?<![0-9] )"  # not one of a row of numbers
_FORMS = (
    # Korea: mobile; area code; 070, 080, 050x; 15xx-, 16xx- and 18xx- service numbers (not years)
    rf"\(?01[016789]\)?{_S}?[0-9]{{3,4}}{_S}?[0-9]{{4}}",
    rf"\(?0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4])\)?{_S}[0-9]{{3,4}}{_S}?[0-9]{{4}}",
    rf"0(?:70|80|50[0-9]?){_S}?[0-9]{{3,4}}{_S}?[0-9]{{4}}",
    r"(?:15(?:22|33|44|66|77|88|99)|16(?:11|44|6[0168]|70|88)|18(?:11|33|55|77|99)) ?- ?[0-9]{4}",
    r"1[68]00 ?- ?(?!1[5-9][0-9]{2}|20[0-9]{2}|[0-9]00)[0-9]{4}",
    # Taiwan
    rf"09[0-9]{{2}}{_S}?[0-9]{{3}}{_S}?[0-9]{{3}}",
    rf"\(?0(?:[2-8]|37|49|89|82[69]?|836)\)?{_S}[0-9]{{3,4}}{_S}?[0-9]{{3,4}}",
    rf"080[09]{_S}?[0-9]{{3}}{_S}?[0-9]{{3}}",
    # China: mobile; area code; 400 and 800
    rf"1[3-9][0-9](?:[0-9]{{8}}|{_S}[0-9]{{4}}{_S}?[0-9]{{4}}|{_S}[0-9]{{3}}{_S}[0-9]{{5}})",
    rf"\(?0(?:10|2[0-9]|[3-9][0-9]{{2}})\)?{_S}[0-9]{{3,4}}{_S}?[0-9]{{4}}",
    r"[48]00[ -](?:[0-9]{3}[ -][0-9]{4}|[0-9]{4}[ -][0-9]{3}|[0-9]{7})",
    # Japan: mobile and IP; area code; toll-free
    rf"0[5-9]0{_S}?[0-9]{{4}}{_S}?[0-9]{{4}}",
    rf"\(?0(?:[1-9]\)?{_S}[0-9]{{4}}|[1-9][0-9]\)?{_S}[0-9]{{3}}|[1-9][0-9]{{2}}\)?{_S}[0-9]{{2}}|"
    rf"[1-9][0-9]{{3}}\)?{_S}[0-9]){_S}[0-9]{{4}}",
    rf"0(?:120|800|570|990){_S}?[0-9]{{2,3}}{_S}?[0-9]{{3,4}}",
    # a country's code without its sign
    rf"82{_S}?10{_S}?[0-9]{{4}}{_S}?[0-9]{{4}}|86{_S}?1[3-9][0-9]{_S}?[0-9]{{4}}{_S}?[0-9]{{4}}|"
    rf"886{_S}9[0-9]{{2}}{_S}?[0-9]{{3}}{_S}?[0-9]{{3}}|33 [1-9](?: [0-9]{{2}}){{4}}",
    # United States and Canada
    r"(?:1[-. ]?)?\([2-9][0-9]{2}\)[-. ]?[0-9]{3}(?: ?[-. ] ?)?[0-9]{4}",
    r"(?:1[-. ])?[2-9][0-9]{2}([-.])[0-9]{3}\1[0-9]{4}",
    rf"{_ALONE}(?:1 )?[2-9][0-9]{{2}} [0-9]{{3}}[- ][0-9]{{4}}(?! [0-9])",
    # France; Britain; Germany; Italy; Spain and Portugal
    rf"0[1-9](?:{_S}?[0-9]{{2}}){{4}}",
    rf"\(?0[1-9][0-9]{{1,3}}\)?{_S}[0-9]{{3,4}}{_S}[0-9]{{3,4}}|07[0-9]{{3}}{_S}?[0-9]{{3}}{_S}?[0-9]{{3}}",
    rf"\(?0[1-9][0-9]{{1,4}}\)?{_S}[0-9]{{5,8}}|"
    r"0[1-9][0-9]{1,4} ?/ ?[0-9]{2,4}(?:[ -][0-9]{2,4}){1,3}",
    rf"{_ALONE}3[2-9][0-9][ .-][0-9]{{3}}[ .-]?[0-9]{{4}}(?! [0-9])",
    rf"{_ALONE}[679][0-9]{{2}}([ -])(?:[0-9]{{3}}\1[0-9]{{3}}|[0-9]{{2}}\1[0-9]{{2}}\1[0-9]{{2}})(?! [0-9])",
)
_NATIONAL = [re.compile(_LEFT + f"(?:{form})" + _RIGHT) for form in _FORMS]
_BARE = re.compile(r"(?<![0-9A-Za-z])0[1-9][0-9]{8,9}(?![0-9A-Za-z])")
_INTERNATIONAL = re.compile(
    rf"(?:(?<![0-9A-Za-z+])\+ ?|{_LEFT}00 ?)[1-9][0-9]{{0,2}}{_S}?\(?(?:0\) ?)?"
    rf"[0-9](?:{_S}?\(?[0-9]){{6,12}}(?![0-9])"
)
_PHONE_WORD = re.compile(
    r"(?i)(?:(?<!\[)\bphone|telephone|\btel\b|\bcall\b|mobile|\bcell\b|whatsapp|hotline|\bfax|"
    r"전화|연락|핸드폰|휴대폰|폰번호|電話|手機|手机|电话|聯絡|联系|专线|專線|热线|熱線|客服|携帯|連絡先|ケータイ|"
    r"téléphone|portable|numéro est|joindre au|appele[rz]|telefon|handy|rufnummer|teléfono|móvil|llam)"
    r"[.．]?[^0-9\[\]\0\n+.。!?,，;]{0,12}$"
)
_ORDER_AFTER = r"(?!.{0,6}(?:order|订单|訂單|주문|注文))"
_NUMBER = re.compile(_LEFT + rf"[0-9](?:{_S}?[0-9]){{6,11}}" + _RIGHT + _ORDER_AFTER)

_MATCHED = re.compile(r"(?<![0-9])\(?0[1-9][0-9() ./-]{6,}[0-9]")
_EVERYWHERE = ("GB", "DE", "IT", "NL", "BE")
_REGIONS = {
    "es": ("ES", "MX", "AR", "CO"), "pt": ("PT", "BR"), "it": ("IT", "CH"), "nl": ("NL", "BE"), "pl": ("PL",),
    "sv": ("SE",), "da": ("DK",), "nb": ("NO",), "no": ("NO",), "fi": ("FI",), "cs": ("CZ",), "hu": ("HU",),
    "el": ("GR",), "ro": ("RO",), "vi": ("VN",), "th": ("TH",), "id": ("ID",), "tr": ("TR",), "ru": ("RU",),
}  # fmt: skip


def phones(text: str, lang: str) -> Iterator[Span]:
    """Phone numbers: own forms, libphonenumber for further countries, then any number after a phone word.

    A language adds the countries that speak it; it never takes away.
    """
    for pattern in (_INTERNATIONAL, *_NATIONAL, _BARE):
        for match in pattern.finditer(text):
            span = _with_bracket(text, match.span())
            text = _blank(text, span)
            yield span
    regions = _REGIONS.get(lang.split("-")[0], ())
    if regions or _MATCHED.search(text):
        for region in (*_EVERYWHERE, *regions):
            for span in _library(text, region, anywhere=region in regions):
                span = _with_bracket(text, span)
                text = _blank(text, span)
                yield span
    for match in _NUMBER.finditer(text):
        if _PHONE_WORD.search(text[max(0, match.start() - 24) : match.start()]):
            yield match.span()


def _with_bracket(text: str, span: Span) -> Span:
    """The span with the bracket that opens it: "(0711) 98..." may be found from the 0 on."""
    start, end = span
    opened = text[max(0, start - 1) : start] == "(" and ")" in text[start:end] and "(" not in text[start:end]
    return start - opened, end


def _library(text: str, region: str, anywhere: bool) -> Iterator[Span]:
    from phonenumbers import Leniency, PhoneNumberMatcher

    for found in PhoneNumberMatcher(text, region, leniency=Leniency.STRICT_GROUPING):
        number = found.raw_string
        n_digits = sum(c.isdigit() for c in number)
        if (number.startswith(("0", "(0")) and n_digits >= (10 if number.isdigit() else 9)) or (
            anywhere and n_digits >= 8
        ):
            yield found.start, found.end


def _blank(text: str, span: Span) -> str:
    return text[: span[0]] + "\0" * (span[1] - span[0]) + text[span[1] :]

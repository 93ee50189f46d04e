"""E-mail addresses, IP addresses and web addresses in a text of plain signs."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

Span = tuple[int, int]

# Latin, Greek and Cyrillic letters: a Korean or Chinese word that touches the address is not part of it.
_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u04ff"
_LOCAL = rf"(?<![{_LETTER}0-9])[{_LETTER}0-9][{_LETTER}0-9._%+'-]*"
_AT = r"(?:@|\s?[(\[]\s?at\s?[)\]]\s?)"
_DOMAIN = rf"(?:[{_LETTER}0-9](?:[{_LETTER}0-9-]*[{_LETTER}0-9])?\.)+(?:[{_LETTER}]{{2,24}})"
_EAST_DOMAIN = r"[\w-]+\.(?:한국|中国|中國|公司|网络|台灣|台湾|香港|みんな|世界|[a-z]{2,})"
_MAILERS = (
    r"(?:gmail|naver|daum|hanmail|nate|kakao|yahoo|hotmail|outlook|live|icloud|me|aol|gmx|web|free|orange|"
    r"wanadoo|laposte|proton|protonmail|qq|163|126|sina|foxmail|docomo|ezweb|softbank)"
)
_MAIL_SIGN = re.compile(r"@|[(\[]\s?at\s?[)\]]|\bdot\b", re.IGNORECASE)
_TOP = r"(?:com|net|co|fr|de|jp|kr|tw|ne)\b(?:\.[a-z]{2,3}\b)?"
_EMAIL = re.compile(rf"{_LOCAL}{_AT}(?:{_DOMAIN}|{_EAST_DOMAIN})", re.IGNORECASE)
_SPELT_OUT = re.compile(
    rf"{_LOCAL}\s{{0,2}}(?:@|\bat\b)\s{{0,2}}{_MAILERS}\s?(?:\.|\bdot\b)\s?{_TOP}", re.IGNORECASE
)

_URL = re.compile(
    r"(?:(?<![A-Za-z0-9])[a-z][a-z0-9+-]{1,15}://|(?<![A-Za-z0-9@.])www\.|"
    r"(?<![A-Za-z0-9@./-])(?:[a-z0-9-]+\.)+[a-z]{2,12}(?::[0-9]+)?(?=[/?]))"
    r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*[A-Za-z0-9/=&_~%-]",
    re.IGNORECASE,
)
_SECRET_NAME = re.compile(
    r"(?i)(?:^|[?&#;/_.-])(?:[a-z0-9_]*(?:token|session|passwd|password|signature|secret|e?mail|apikey)[a-z0-9_]*|"
    r"(?:(?:api|access|auth|private|secret|reset|activation|invite)[_-]?)?key|sess|[jp]?sid|(?:jsession|php?sess)id|"
    r"o?auth[0-9]*|sig|pass|pwd|jwt|otp|phone|tel|mobile|user|user[_-]?id|uid|login|ssn)="
)
_UUID = re.compile(r"(?i)(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])")
_MESSENGER = re.compile(r"(?i)(?:wa\.me|api\.whatsapp\.com|t\.me)/\+?[0-9]{7}|(?:phone|tel)[=/]\+?[0-9]{7}")

_IPV4 = re.compile(r"(?<![0-9A-Za-z])(?<![0-9][.,-])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9A-Za-z]|[.,-][0-9])")
_VERSION_BEFORE = re.compile(
    r"(?i)(?:\bv|version|versione?n?|ver\.?|build|release|firmware|software|update|android|ios|windows|"
    r"chrome|app|버전|버젼|업데이트|펌웨어|版|版本|版號|更新|固件|韌體|バージョン|アップデート|section|chapter|clause|"
    r"mise à jour)[^0-9\n]{0,6}$"
)
_IPV6 = re.compile(
    r"(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?:\.[0-9]{1,3}){3})?(?![0-9A-Za-z:])"
)


def emails(text: str) -> Iterator[Span]:
    """Addresses with ``@``, with ``(at)``, and spelt out for the large mail services."""
    for pattern in (_EMAIL, _SPELT_OUT) if _MAIL_SIGN.search(text) else ():
        for match in pattern.finditer(text):
            text = text[: match.start()] + "\0" * len(match[0]) + text[match.end() :]
            yield match.span()


def secret_urls(text: str) -> Iterator[Span]:
    """Web addresses that carry a token, a key, an e-mail address or a long opaque part."""
    yield from (span for span in plain_urls(text) if _carries_secret(text[slice(*span)]))


def plain_urls(text: str) -> Iterator[Span]:
    """Every web address, secret or not."""
    for match in _URL.finditer(text):
        yield match.span()


def ip_addresses(text: str) -> Iterator[Span]:
    """IPv4 and IPv6 addresses; four numbers after the word version are a version."""
    for match in _IPV6.finditer(text):
        if _is_ipv6(match[0]):
            text = text[: match.start()] + "\0" * len(match[0]) + text[match.end() :]
            yield match.span()
    for match in _IPV4.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if all(int(part) <= 255 for part in match[0].split(".")) and not _VERSION_BEFORE.search(before):
            yield match.span()


def _is_ipv6(address: str) -> bool:
    groups = [group for group in address.split(":") if group]
    # "1::2" and "10:30" are typing, not addresses.
    if len(groups) < 2 or (len(groups) == 2 and len(groups[0]) < 3):
        return False
    try:
        ipaddress.IPv6Address(address)
    except ValueError:
        return False
    return True


def _carries_secret(url: str) -> bool:
    address, _, rest = url.partition("?")
    path = re.sub(r"(?i)^[a-z][a-z0-9+-]*://", "", address)
    host, _, path = path.partition("/")
    if "@" in host or "@" in rest or "%40" in url.lower() or _EMAIL.search(path):
        return True
    if (
        _SECRET_NAME.search("?" + rest)
        or _SECRET_NAME.search(path)
        or _UUID.search(url)
        or _MESSENGER.search(url)
    ):
        return True
    return any(_opaque(part) for part in re.split(r"[/?&=#.;:,+]", path + "/" + rest))


def _opaque(part: str) -> bool:
    """A run that no person wrote: 16 or more letters and digits that change places often, or very long."""
    for run in re.split(r"[-_~!$'()*%]", part):
        changes = len(re.findall(r"(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])", run))
        if len(run) >= 16 and changes >= 3:
            return True
    return len(part) >= 40 and bool(re.search(r"[0-9]", part)) and part.count("-") < 3

"""Card numbers and national ids by their check digits; prices, dates and times, which are neither."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator

Span = tuple[int, int]

_LEFT = r"(?<![0-9A-Za-z])(?<![0-9][.,-])"
_RIGHT = r"(?![0-9A-Za-z])(?![.,-][0-9])"


def cards(text: str) -> Iterator[Span]:
    """Payment card numbers: a known issuer's prefix and length and a right Luhn digit.

    Four groups of four after the word card are taken without the Luhn digit: people mistype.
    """
    for match in _CARD.finditer(text):
        digits = _digits(match[0])
        if (_ISSUER.fullmatch(digits) and luhn(digits)) or (
            len(digits) == 16 and _before(_CARD_WORD, text, match.start())
        ):
            yield match.span()


def national_ids(text: str) -> Iterator[Span]:
    """Korean, Taiwanese, Chinese, Japanese, US and French personal numbers, and IBANs."""
    for pattern, is_id in _IDS:
        for match in pattern.finditer(text):
            if is_id(match[0], text[max(0, match.start() - 24) : match.start()]):
                yield match.span()
                text = text[: match.start()] + "\0" * len(match[0]) + text[match.end() :]


def amounts_and_dates(text: str) -> Iterator[Span]:
    """Prices, dates and times: never a phone number, however many digits they have."""
    for match in _AMOUNT_OR_DATE.finditer(text):
        yield match.span()


def luhn(digits: str) -> bool:
    """Every second digit from the right doubled and its digits added: the sum is divisible by 10 (ISO 7812).

    >>> luhn("4111111111111111"), luhn("4111111111111112")
    (True, False)
    """
    doubled = [int(d) * 2 for d in digits[-2::-2]]
    return (sum(int(d) for d in digits[::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def _korean(number: str, before: str) -> bool:
    digits = _digits(number)
    if not _is_date("20" + digits[:6]):  # 2000 is a leap year and the century is not known
        return False
    if len(digits) < 13 or "-" in number:
        return True
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    check = (11 - sum(w * int(d) for w, d in zip(weights, digits, strict=False)) % 11) % 10
    return check == int(digits[12]) or bool(_ID_WORD.search(before))


def _chinese(number: str, _before: str) -> bool:
    """ISO 7064 MOD 11-2 over the weights 2^(17-i) mod 11."""
    number = re.sub("[ -]", "", number).upper()
    remainder = sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(number[:17])) % 11
    return _is_date(number[6:14]) and number[17] == "10X98765432"[remainder]


def _taiwanese(number: str, _before: str) -> bool:
    """The letter stands for two digits, A=10 on, in the order below; weights 1 9 8 7 6 5 4 3 2 1 1."""
    letter = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(number[0].upper()) + 10
    digits = [letter // 10, letter % 10, *(int(d) for d in number[1:])]
    return sum(w * d for w, d in zip((1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), digits, strict=True)) % 10 == 0


def _japanese(number: str, before: str) -> bool:
    """My Number: weights 6 5 4 3 2 7 6 5 4 3 2, check digit 11 - sum mod 11 (0 where that is 10 or 11)."""
    digits = _digits(number)
    remainder = sum(w * int(d) for w, d in zip((6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), digits, strict=False)) % 11
    check = 0 if remainder <= 1 else 11 - remainder
    return check == int(digits[11]) and (len(number) == 14 or bool(_ID_WORD.search(before)))


def _american(number: str, before: str) -> bool:
    digits = _digits(number)
    usable = (
        digits[:3] not in ("000", "666") and digits[0] != "9" and digits[3:5] != "00" and digits[5:] != "0000"
    )
    return usable and (number.count("-") == 2 or bool(_ID_WORD.search(before)))


def _french(number: str, _before: str) -> bool:
    """97 - (13 digits mod 97); the Corsican departments 2A and 2B count as 19 and 18."""
    number = number.replace(" ", "").upper().replace("2A", "19").replace("2B", "18")
    return int(number[13:]) == 97 - int(number[:13]) % 97


def _iban(number: str, _before: str) -> bool:
    """ISO 13616: country and check digits moved to the end, letters as 10 to 35, remainder 1 by 97."""
    number = number.replace(" ", "").upper()
    return (
        15 <= len(number) <= 34 and int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1
    )


def _is_date(yyyymmdd: str) -> bool:
    try:
        datetime.date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:8]))
    except ValueError:
        return False
    return 1850 <= int(yyyymmdd[:4]) <= 2100


def _digits(number: str) -> str:
    return re.sub("[^0-9]", "", number)


def _before(word: re.Pattern[str], text: str, start: int) -> bool:
    return bool(word.search(text[max(0, start - 24) : start]))


_ID_WORD = re.compile(
    r"(?i)(?:주민|등록번호|외국인|身份證|身份证|身分證|個人番号|マイナンバー|ssn|social security|"
    r"sécu|personal number)[^0-9\[\]\0\n]{0,16}$"
)
_CARD_WORD = re.compile(r"(?i)(?:card|carte|karte|tarjeta|카드|卡|カード)[^0-9\[\]\0\n]{0,16}$")
_CARD = re.compile(
    _LEFT + r"(?:[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{1,4}(?:[ -]?[0-9]{1,3})?|"
    r"[0-9]{4}[ -]?[0-9]{6}[ -]?[0-9]{4,5})" + _RIGHT
)  # fmt: skip
_ISSUER = re.compile(
    r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})|5[1-5][0-9]{14}|"
    r"2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|"
    r"35(?:2[89]|[3-8][0-9])[0-9]{12}|6(?:0|4|5)[0-9]{14}|62[0-9]{14,17}|(?:5[06-8]|6[37])[0-9]{14}|9[0-9]{15}"
)
_IDS: tuple[tuple[re.Pattern[str], Callable[[str, str], bool]], ...] = (
    (re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,4})?(?![0-9A-Za-z])"),
     _iban),
    (re.compile(_LEFT + r"[1-9][0-9]{5}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx]" + _RIGHT), _chinese),
    (re.compile(_LEFT + r"[0-9]{6} ?-? ?[1-8](?:[0-9]{6}|[*xX]{6})(?![0-9A-Za-z])"), _korean),
    (re.compile(_LEFT + r"[A-Za-z][1289][0-9]{8}" + _RIGHT), _taiwanese),
    (re.compile(_LEFT + r"[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-9][0-9]) ?(?:[0-9]{2}|2[ABab]) ?"
                r"[0-9]{3} ?[0-9]{3} ?[0-9]{2}" + _RIGHT), _french),
    (re.compile(r"(?<![0-9] )" + _LEFT + r"[0-9]{4}([ -]?)[0-9]{4}\1[0-9]{4}(?! [0-9])" + _RIGHT), _japanese),
    (re.compile(_LEFT + r"[0-9]{3}([ -]?)[0-9]{2}\1[0-9]{4}" + _RIGHT), _american),
)  # fmt: skip

_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12][0-9]|3[01])"
_CURRENCY = (
    r"(?:원|만원|천원|元|圓|円|块|塊|€|\$|£|₩|¥|%|(?:eur|usd|krw|twd|ntd|cny|rmb|jpy|gbp|euros?|dollars?|won|yen|"
    r"yuan|bucks?|pounds?)\b)"
)
_ALONE_LEFT, _ALONE_RIGHT = r"(?<![0-9])(?<![0-9][-./ )])", r"(?![0-9])(?![-./][0-9])"
_AMOUNT_OR_DATE = re.compile(
    "|".join((
        rf"{_ALONE_LEFT}{_YEAR}([-./]|\. | ){_MONTH}\1{_DAY}\.?{_ALONE_RIGHT}",
        rf"{_ALONE_LEFT}(?:{_DAY}([-./]){_MONTH}\2|{_MONTH}([-./]){_DAY}\3)(?:{_YEAR}|[0-9]{{2}}){_ALONE_RIGHT}",
        rf"{_ALONE_LEFT}{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[0-9]{{4}}|[0-9]{{6}})?{_ALONE_RIGHT}",
        rf"{_ALONE_LEFT}{_YEAR} ?[-~/] ?{_YEAR}{_ALONE_RIGHT}",
        r"(?<![0-9])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9])",
        r"[$€£¥₩] ?[0-9][0-9.,']*(?: [0-9]{3}(?![0-9]))*(?! ?[-][0-9])",
        rf"{_ALONE_LEFT}[0-9]{{1,3}}(?:[,.'][0-9]{{3}})+(?:[.,][0-9]{{1,2}})?{_ALONE_RIGHT}",
        rf"{_ALONE_LEFT}[1-9][0-9]{{0,2}}(?: [0-9]{{3}})+(?:,[0-9]{{2}})? ?{_CURRENCY}",
        rf"{_ALONE_LEFT}[1-9][0-9]*(?:[.,][0-9]+)? ?{_CURRENCY}",
    )),
    re.IGNORECASE,
)  # fmt: skip

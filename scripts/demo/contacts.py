"""Invented e-mail addresses, phone numbers and order numbers.

Addresses use the domains reserved for examples. US numbers are in the block kept for fiction (555-01xx);
no block is kept for that in Korea and Taiwan, so theirs have the right form in corners of the number
space that are unlikely to be in use (010-00xx-xxxx, 0900-000-xxx).
"""

from __future__ import annotations

import numpy as np

from demo.phrases import bank, pick

NAMES = {
    "en": ["j.miller", "anna.w", "sam_porter", "kate.hughes", "ben1987", "lucy.b"],
    "ko": ["minji.k", "jhpark", "sooyeon88", "hana.lee", "dohyun_c"],
    "zh-Hant": ["yating.lin", "chen.wei", "meiling99", "kevin.hsu", "jessie.wu"],
}
DOMAINS = ("example.com", "example.org", "example.net", "mail.example.com")
AREAS = ("312", "503", "617", "206")


def contact(rng: np.random.Generator, lang: str, country: str) -> tuple[str, str, str]:
    """A sentence that carries one, its kind (email, phone, order) and the thing itself."""
    kind = pick(rng, ["email", "email", "phone", "phone", "order"])
    if kind == "phone" and country in {"GB", "AU"}:
        kind = "email"
    if kind == "email":
        thing = f"{pick(rng, NAMES[lang])}@{pick(rng, list(DOMAINS))}"
    elif kind == "order":
        thing = f"HZ-{int(rng.integers(100_000, 999_999))}"
    else:
        thing = _phone(rng, country)
    return pick(rng, bank("remarks")[lang][kind]).format(**{kind: thing}), kind, thing


def _phone(rng: np.random.Generator, country: str) -> str:
    last = int(rng.integers(10_000))
    if country == "KR":
        return pick(rng, ["010-00{:02d}-{:04d}", "01000{:02d}{:04d}"]).format(int(rng.integers(10, 99)), last)
    if country == "TW":
        return pick(rng, ["0900-000-{:03d}", "0900000{:03d}", "0900 000 {:03d}"]).format(last % 1000)
    form = pick(rng, ["({}) 555-01{:02d}", "{}-555-01{:02d}", "+1 {} 555 01{:02d}"])
    return form.format(pick(rng, list(AREAS)), last % 100)

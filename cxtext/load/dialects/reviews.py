"""Store and review sites: Google Play's monthly reviews and Trustpilot."""

from __future__ import annotations

from cxtext.load.dialects.base import NO, Answers, Dialect, Fit, Hint, Raw, has_columns, places

_STARS = Hint("score", "one to five stars", "csat", (1, 5))
_PLAY = {
    "Star Rating": _STARS,
    "Review Title": Hint("comment", "title of the review"),
    "Review Text": Hint("comment", "the review"),
    "Review Submit Date and Time": Hint("started", "first written", zone="UTC"),
    "Review Last Update Date and Time": Hint("date", "last changed", zone="UTC"),
    "Review Submit Millis Since Epoch": Hint("meta", "the same time as a number"),
    "Review Last Update Millis Since Epoch": Hint("meta", "the same time as a number"),
    "Reviewer Language": Hint("language", "language of the reviewer"),
    "Developer Reply Date and Time": Hint("staff", "the developer's reply"),
    "Developer Reply Millis Since Epoch": Hint("staff", "the developer's reply"),
    "Developer Reply Text": Hint("staff", "the developer's reply"),
    "Review Link": Hint("meta", "link to the review; the id is read from it"),
}
_LINK_ID = "reviewId"
_TRUSTPILOT = {
    "Review ID": Hint("id", "the platform's review id"),
    "Review Created (UTC)": Hint("date", "when it was written", zone="UTC"),
    "Review Stars": _STARS,
    "Review Title": Hint("comment", "title of the review"),
    "Review Content": Hint("comment", "the review"),
    "Review Text": Hint("comment", "the review"),
    "Review User Name": Hint("personal", "a person's name"),
    "Review Username": Hint("personal", "a person's name"),
    "Review User Email": Hint("personal", "an e-mail address"),
    "Review Consumer User ID": Hint("respondent", "the platform's id of the person"),
    "Consumer Name": Hint("personal", "a person's name"),
    "Business Reply Date (UTC)": Hint("staff", "the business's reply"),
    "Business Reply": Hint("staff", "the business's reply"),
    "Company Reply": Hint("staff", "the business's reply"),
    "Company Reply Date (UTC)": Hint("staff", "the business's reply"),
    "Reference Number": Hint("meta", "typed by the customer"),
    "Reference Id": Hint("meta", "typed by the customer"),
    "Review Language": Hint("language", "language of the review"),
}


def _on_five_stars(fit: Fit, raw: Raw, column: str) -> Fit:
    """A header whose cells contradict it counts for less."""
    if not fit.score:
        return fit
    cells = raw.cells(raw.names.index(column))
    if any(cell not in ("1", "2", "3", "4", "5") for cell in cells):
        return Fit(0.4, (*fit.reasons, f"but {column} holds other things than 1 to 5"))
    return fit


def _play_fits(raw: Raw) -> Fit:
    if raw.kind == "json":
        return NO
    more = ("Package Name", "Reviewer Language", "Review Submit Millis Since Epoch")
    return _on_five_stars(
        has_columns(raw, ("Star Rating", "Review Text", "Review Link"), more), raw, "Star Rating"
    )


def _play_read(raw: Raw) -> Answers:
    import pyarrow as pa
    import pyarrow.compute as pc

    links = raw.columns[raw.names.index("Review Link")]
    found = pc.extract_regex(links, r"[?&]reviewId=(?P<id>[^&#]+)")
    ids = pc.fill_null(pc.struct_field(found, "id"), "")
    for code, sign in (("%3A", ":"), ("%3a", ":"), ("%2D", "-"), ("%5F", "_")):
        ids = pc.replace_substring(ids, code, sign)
    hints = places(raw, _PLAY)
    header, columns = list(raw.header), list(raw.columns)
    # An edited review comes again in a later month, under the same id.
    on_duplicate = None
    if _LINK_ID not in raw.names and any(ids.to_pylist()):
        hints[len(header)] = Hint("id", "from Review Link")
        header.append(_LINK_ID)
        columns.append(ids if isinstance(ids, pa.ChunkedArray) else pa.chunked_array([ids]))
        on_duplicate = "latest" if "Review Last Update Date and Time" in raw.names else None
    return Answers(header, columns, hints, {}, None, (), on_duplicate)


def _trustpilot_fits(raw: Raw) -> Fit:
    if raw.kind == "json":
        return NO
    more = ("Review Created (UTC)", "Domain URL")
    return _on_five_stars(has_columns(raw, ("Review ID", "Review Stars"), more), raw, "Review Stars")


def _trustpilot_read(raw: Raw) -> Answers:
    return Answers(raw.header, raw.columns, places(raw, _TRUSTPILOT))


GOOGLE_PLAY = Dialect("googleplay", True, _play_fits, _play_read)
TRUSTPILOT = Dialect("trustpilot", True, _trustpilot_fits, _trustpilot_read)

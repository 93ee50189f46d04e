"""What the columns of a Qualtrics export are, by ImportId."""

from __future__ import annotations

import re

from cxtext.load.dialects.base import Hint

FIXED = {
    "startDate": Hint("started", "start date"),
    "endDate": Hint("meta", "end date; the recorded date is used"),
    "recordedDate": Hint("date", "recorded date"),
    "status": Hint("meta", "kind of response"),
    "progress": Hint("meta", "progress"),
    "duration": Hint("meta", "duration"),
    "finished": Hint("meta", "finished or not"),
    "_recordId": Hint("id", "the platform's response id"),
    "externalDataReference": Hint("respondent", "the customer key"),
    "distributionChannel": Hint("channel", "how it was sent"),
    "userLanguage": Hint("language", "language of the survey"),
    "ipAddress": Hint("personal", "IP address"),
    "recipientLastName": Hint("personal", "a person's name"),
    "recipientFirstName": Hint("personal", "a person's name"),
    "recipientEmail": Hint("personal", "an e-mail address"),
    "locationLatitude": Hint("personal", "where somebody was"),
    "locationLongitude": Hint("personal", "where somebody was"),
    "locationAccuracy": Hint("meta", "accuracy of the place"),
    "responseSet": Hint("meta", "response set"),
}
# Names in row 1 that people seldom change, for files without the row of ImportIds.
PLAIN_NAMES = {
    "StartDate": "startDate", "EndDate": "endDate", "RecordedDate": "recordedDate", "Status": "status",
    "IPAddress": "ipAddress", "Progress": "progress", "Duration (in seconds)": "duration",
    "Duration__in_seconds_": "duration", "Finished": "finished", "ResponseId": "_recordId",
    "RecipientLastName": "recipientLastName", "RecipientFirstName": "recipientFirstName",
    "RecipientEmail": "recipientEmail", "ExternalReference": "externalDataReference",
    "LocationLatitude": "locationLatitude", "LocationLongitude": "locationLongitude",
    "DistributionChannel": "distributionChannel", "UserLanguage": "userLanguage",
    **{key: key for key in FIXED},
}  # fmt: skip
# Row 2 of an English account, for files whose first row somebody took away.
LABEL_NAMES = {
    "Start Date": "startDate", "End Date": "endDate", "Response Type": "status", "IP Address": "ipAddress",
    "Progress": "progress", "Duration (in seconds)": "duration", "Finished": "finished",
    "Recorded Date": "recordedDate", "Response ID": "_recordId", "Recipient Last Name": "recipientLastName",
    "Recipient First Name": "recipientFirstName", "Recipient Email": "recipientEmail",
    "External Data Reference": "externalDataReference", "Location Latitude": "locationLatitude",
    "Location Longitude": "locationLongitude", "Distribution Channel": "distributionChannel",
    "User Language": "userLanguage",
}  # fmt: skip
LEGACY = {
    "ResponseID": "_recordId", "ResponseSet": "responseSet", "Name": "recipientLastName",
    "ExternalDataReference": "externalDataReference", "EmailAddress": "recipientEmail",
    "IPAddress": "ipAddress", "Status": "status", "StartDate": "startDate", "EndDate": "endDate",
    "Finished": "finished", "LocationLatitude": "locationLatitude",
    "LocationLongitude": "locationLongitude", "LocationAccuracy": "locationAccuracy",
}  # fmt: skip
_GROUP = "_NPS_GROUP"
_VENDOR_ID = re.compile(
    r"_[0-9a-f]{12,}(?:Topics|ParTopics|Sen|Topic|Action|Effort|Emotion)\w*$|_DERIVED", re.I
)
_VENDOR_NAME = re.compile(
    r"(?: - |_)(?:Parent ?Topics|Topics|Sentiment(?: ?Polarity| ?Score)?|Topic ?Sentiment ?(?:Label|Score)"
    r"|Topic ?Hierarchy ?Level ?\d+|Actionability|Effort(?: ?Numeric)?|Emotion(?: ?Intensity)?)$"
)
_META_ID = re.compile(
    r"_A?DO(?:_|$)|_(?:FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|BROWSER|VERSION|OS|RESOLUTION)$"
)
_META_NAME = re.compile(
    r"_A?DO_|_(?:First Click|Last Click|Page Submit|Click Count|Browser|Version|Operating System|Resolution)$"
)
_FILE = re.compile(r"_FILE_(?:ID|NAME|SIZE|TYPE)$")
_TEXT = re.compile(r"^((?:\d+_)?QID\d+)(?P<part>.*)_TEXT$")


def column_hint(name: str, key: str, keys: list[str], zone: str | None) -> Hint | None:
    """What a column is, by its ImportId and, where that says nothing, its name."""
    if key in FIXED:
        hint = FIXED[key]
        return hint._replace(zone=_zone(zone)) if hint.role in ("date", "started") else hint
    if key.endswith(_GROUP) or name.endswith(_GROUP):
        return Hint("group", "derived from the score")
    if _VENDOR_ID.search(key) or _VENDOR_NAME.search(name):
        return Hint("vendor", "the platform's own text analysis")
    if _META_ID.search(key) or (not key and _META_NAME.search(name)):
        return Hint("meta", "timing, browser or order of display")
    if _FILE.search(key):
        return Hint("personal", "an uploaded file")
    if match := _TEXT.match(key):
        if match["part"] or match[1] in keys:
            return Hint("other", "text beside a choice")
        return Hint("text", "a text entry")
    if not key and re.search(r"_\d+_TEXT$", name):
        return Hint("other", "text beside a choice")
    return None


def group_metrics(names: list[str], keys: list[str]) -> dict[int, Hint]:
    """The 0-10 columns whose group the export gives: these are NPS scores, whatever they are called."""
    found = {}
    for base, others in ((keys, keys), (names, names)):
        for i, value in enumerate(base):
            if value and value + _GROUP in others:
                found[i] = Hint("score", "its NPS group is beside it", "nps", (0, 10))
    return found


def _zone(stated: str | None) -> str | None:
    return "UTC" if stated == "Z" else stated

"""Phone numbers and national IDs: text made of digits, and what spreadsheets do to it."""

import re

_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}")
_SEPARATORS = re.compile(r"[\s.()-]")
_BETWEEN_PHONES = re.compile(
    r"\s*[/;,\n]\s*|\s+-\s+|(?<=[0-9]{9})-(?=0[0-9]{8})|\s+(?:ho\u1eb7c|hay|v\u00e0)\s+"
)
_PHONE = re.compile(r"0[0-9]{7,10}")
_OLD_MOBILE = re.compile(r"01[2689][0-9]{8}")  # eleven digits, until September 2018
_COUNTRY = re.compile(r"(?:\+84|0084)0?|84(?=[0-9]{9,10}$)")
# Ten digits, eleven of a landline. Ten that begin with 01 are nobody's: invented, as the demo's.
_RIGHT = re.compile(r"0[135789][0-9]{8}|02[0-9]{9}")
_LOST_ZERO = re.compile(r"[35789][0-9]{8}|2[0-9]{9}")
_JOINED_BY = " / "
_PROVINCES = range(1, 97)  # first three digits of a 12-digit ID: 001 to 096


def is_scientific(text: str) -> bool:
    return bool(_SCIENTIFIC.fullmatch(text))


def read_phones(text: str) -> tuple[str, str | None] | None:
    """(numbers, what to say of them); None when this is no phone number."""
    read = [_read_phone(part) for part in _BETWEEN_PHONES.split(text) if part]
    phones = [phone for phone in read if phone]
    if not phones or len(phones) < len(read):
        return None
    code = next((code for _, code in phones if code), None)
    return _JOINED_BY.join(number for number, _ in phones), code


def _read_phone(text: str) -> tuple[str, str | None] | None:
    digits = _SEPARATORS.sub("", text)
    if _LOST_ZERO.fullmatch(digits):
        return "0" + digits, "PHONE_ZERO_ADDED"
    digits = _COUNTRY.sub("0", digits, count=1) if _COUNTRY.match(digits) else digits
    if not _PHONE.fullmatch(digits):
        return None
    if _OLD_MOBILE.fullmatch(digits):
        return digits, "PHONE_OLD_PREFIX"
    return digits, None if _RIGHT.fullmatch(digits) else "PHONE_ODD"


def read_national_id(text: str) -> tuple[str, bool] | None:
    """(id, were leading zeros put back); None when it is neither 12 nor 9 digits.

    A spreadsheet cuts the zeros of the province code: one of 011 to 096, two of 001 to 009
    (Ha Noi is 001).
    """
    digits = re.sub(r"\s", "", text)
    if re.fullmatch(r"[0-9]{12}|[0-9]{9}", digits):
        return digits, False
    if not re.fullmatch(r"[1-9][0-9]{9,10}", digits):
        return None
    whole = digits.zfill(12)
    return (whole, True) if int(whole[:3]) in _PROVINCES else None

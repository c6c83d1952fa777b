"""One form to keep, one to match, one to search."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text.fold import clean, fold_header, fold_key, fold_search

vietnamese = st.text("aàảãáạăằâầbcdđeêghiklmnoôơòóọỏõpqrstuưùúủũụvxyýỳỵ AĐƠƯ", max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"), ("Thuỵ", "Thụy"), ("uỷ ban", "Ủy ban"), ("khoẻ", "khỏe"),
        ("Ðức", "Đức"), ("Nguyễn", unicodedata.normalize("NFD", "Nguyễn")),
        ("  Lê   Văn\u00a0An ", "lê văn an"), ("An\u200b", "An"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_word(one, other):
    assert fold_key(one) == fold_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoa", "Hòa"), ("Hoàn", "Hòan "), ("quý", "qúy"), ("Duc", "Đức"), ("Má", "Mà")],
)
def test_two_words(one, other):
    assert fold_key(one) != fold_key(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [("Nguyễn Thị Hòa", "nguyen thi hoa"), ("Ðặng", "dang"), ("TDP số 05", "tdp so 05")],
)
def test_search_form(text, found):
    assert fold_search(text) == found


def test_header_form():
    assert fold_header("  Ngày/tháng  năm sinh (*)") == "ngay thang nam sinh"


@given(st.text(max_size=30))
def test_clean_is_nfc_and_idempotent(text):
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(vietnamese)
def test_forms_do_not_depend_on_composition(text):
    apart = unicodedata.normalize("NFD", text)
    assert fold_key(text) == fold_key(apart)
    assert fold_search(text) == fold_search(apart)
    assert fold_search(fold_key(text)) == fold_search(text)

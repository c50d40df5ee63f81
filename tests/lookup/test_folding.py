"""Which spellings are one name; oracle: Unicode's own normal forms and case mappings."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lunargraph.lookup import fold

MARKS = st.text(alphabet="'’ʻ´.-–/,()·  　", max_size=3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chang'e-5", "Chang'e 5"),
        ("Chang’e 6", "change6"),
        ("Hawai'i", "HawaiʻI"),
        ("Türkiye", "TURKIYE"),
        ("Tu\u0308rkiye", "Türkiye"),
        ("ＫＡＩＳＴ", "kaist"),
        ("Straße", "STRASSE"),
        ("Tromsø", "Tromso"),
        ("Yıldız", "YILDIZ"),
        ("Łódź", "Lodz"),
        ("嫦娥五号", "嫦娥5号"),
        ("阿波罗 11号", "阿波罗11号"),
        ("٢٠٢٤", "2024"),
        ("Ёлка", "елка"),
        ("ポリ", "ﾎﾟﾘ"),
    ],
)
def test_one_name(one: str, other: str) -> None:
    assert fold(one).letters == fold(other).letters


@pytest.mark.parametrize(
    ("one", "other"),
    [("Chang'e 5", "Chang'e 6"), ("Iran", "Iraq"), ("が", "か"), ("한국", "하국"), ("कि", "क")],
)
def test_two_names(one: str, other: str) -> None:
    assert fold(one).letters != fold(other).letters


def test_words() -> None:
    assert fold("INFN–Laboratori, (Frascati)").words == ("infn", "laboratori", "frascati")
    assert fold("U.S. Congress").words == ("us", "congress")
    assert fold(" … ?! ") == ((), "")


@given(st.text())
@example("\u0345")
@example("ŉ")
@example("\u1e9b\u0323")
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded.spaced) == folded
    assert "".join(folded.words) == folded.letters


@given(st.text())
def test_case_and_normal_form_do_not_count(text: str) -> None:
    folded = fold(text)
    assert fold(text.casefold()) == folded
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        if not any(
            mark in text for mark in "´＇．｀\u1fbd\u1ffd"
        ):  # taken apart, they hold a space
            assert fold(unicodedata.normalize(form, text)).letters == folded.letters


@given(st.lists(st.text(alphabet="abcéЖ嫦5", min_size=1)), st.lists(MARKS, min_size=20))
def test_marks_do_not_count(words: list[str], marks: list[str]) -> None:
    marked = "".join(a + b for a, b in zip(words, marks, strict=False))
    assert fold(marked).letters == fold("".join(words[: len(marks)])).letters

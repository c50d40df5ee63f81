"""Names to IRIs and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunargraph.errors import UnknownNameError, UsageError
from lunargraph.namespaces import LG, LGI, PREFIXES, compact, expand, is_iri


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("nasa", LGI + "nasa"),
        ("lg:Mission", LG + "Mission"),
        ("http://example.org/a#b", "http://example.org/a#b"),
        ("<http://example.org/a>", "http://example.org/a"),
        ("urn:isbn:1", "urn:isbn:1"),
    ],
)
def test_a_name_becomes_an_iri(text: str, iri: str) -> None:
    assert expand(text) == iri


@pytest.mark.parametrize("text", ["", "a b", "http://a/ b", "lg:a b", "<>", "nasa> . <x", "a{b"])
def test_what_is_no_resource_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        expand(text)


def test_an_unknown_prefix_offers_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="no prefix is called 'lgj'") as caught:
        expand("lgj:nasa")
    assert set(caught.value.suggestions) & {"lg", "lgi", "lgs"}


LOCAL_NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,12}", fullmatch=True)


@given(st.sampled_from(sorted(PREFIXES)), LOCAL_NAMES)
@settings(derandomize=True)
def test_a_curie_survives_the_way_there_and_back(prefix: str, local: str) -> None:
    assert expand(compact(PREFIXES[prefix] + local)) == PREFIXES[prefix] + local


@given(st.text(max_size=12))
@settings(derandomize=True)
def test_whatever_is_expanded_is_an_iri(text: str) -> None:
    try:
        iri = expand(text)
    except UsageError:
        return
    assert is_iri(iri)

"""Records that are trusted less than asked for are left out, and what follows from them too."""

from pathlib import Path

import pytest

from lunargraph import LunarGraph
from lunargraph.errors import ParameterError, UnknownNameError

JAPAN = "ASK { lgi:osaka-university lg:underJurisdictionOf ?c . lgi:loan-osaka lg:stage ?s }"


def test_low_confidence_is_left_out(graph_cache: object) -> None:
    everything = LunarGraph.open()
    medium = LunarGraph.open(min_confidence="medium")
    high = LunarGraph.open(min_confidence="high")
    count = "SELECT ?r { ?r lg:confidence ?c }"
    sizes = [len(graph.sparql(count)) for graph in (everything, medium, high)]  # type: ignore[arg-type]
    assert sizes[0] > sizes[1] > sizes[2] > 0
    assert everything.sparql(JAPAN)
    assert not high.sparql(JAPAN)  # the loan to Osaka is of medium confidence
    assert not high.sparql("ASK { ?r lg:confidence ?c FILTER(?c != lgi:confidence-high) }")


def test_unverified_records_are_left_out_with_what_follows(graph_cache: object) -> None:
    verified = LunarGraph.open(verified_only=True)
    assert not verified.sparql("ASK { ?r lg:verification lgi:verification-unverified }")
    states = verified.query("accords-signatories").column("state")
    assert "Senegal" in states
    assert "Thailand" not in states  # its day of signature is from background knowledge
    assert [row.state for row in verified.query("double-members")] == ["Senegal"]


def test_sources_stay(graph_cache: object) -> None:
    verified = LunarGraph.open(verified_only=True, min_confidence="high")
    assert len(verified.sparql("SELECT ?s { ?s lg:readIn ?how }")) == 188  # type: ignore[arg-type]


def test_an_unknown_confidence_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no confidence is called 'hihg'"):
        LunarGraph.open(min_confidence="hihg").asserted()


@pytest.mark.parametrize("asked", [{"min_confidence": "low"}, {"verified_only": True}])
def test_a_record_that_states_no_judgement_is_not_trusted(
    tmp_path: Path, asked: dict[str, object]
) -> None:
    path = tmp_path / "facts.trig"
    path.write_text(
        """
        PREFIX ex: <http://example.org/> PREFIX lg: <https://w3id.org/lunargraph/ns#>
        ex:bare a lg:Record . ex:list a lg:BibliographicRecord .
        GRAPH ex:bare { ex:moon a lg:CelestialBody } GRAPH ex:list { ex:paper a lg:Source }
        """,
        "utf-8",
    )
    things = {quad.subject.value for quad in LunarGraph.open(path, **asked).asserted()}  # type: ignore[arg-type, union-attr]
    assert things == {"http://example.org/list", "http://example.org/paper"}


def test_what_is_left_out_is_named_and_no_more(graph: LunarGraph) -> None:
    """Trusted records speak of it, so that an answer calls it by its name, and lists it nowhere."""
    verified = LunarGraph.open(verified_only=True)
    assert not verified.sparql(
        "ASK { GRAPH <https://w3id.org/lunargraph/graph/missions/luna-16> { ?s ?p ?o } }"
    )
    said = verified.sparql("SELECT ?p { lgi:luna-16 ?p ?o }")
    assert {row.p for row in said} >= {"http://www.w3.org/2000/01/rdf-schema#label"}  # type: ignore[union-attr]
    assert not verified.sparql("ASK { lgi:luna-16 a ?class }")
    unverified = "?r lg:verification lgi:verification-unverified"
    whole = graph.sparql(f"ASK {{ ?r lg:describes lgi:luna-16 . {unverified} }}")
    assert whole
    missions = verified.query("missions")
    every = graph.sparql(
        "SELECT ?m { ?r lg:describes ?m ; lg:verification lgi:verification-sourced . ?m a lg:Mission }"
    )
    assert len(missions) == len(every)  # type: ignore[arg-type]
    institutions = verified.query("institutions-behind-findings").column("institution")
    assert "Institute of Geology and Geophysics, Chinese Academy of Sciences" in institutions


def test_a_data_set_says_how_many_records_it_lacks(graph: LunarGraph) -> None:
    verified = LunarGraph.open(verified_only=True)
    unverified = graph.sparql("SELECT ?r { ?r lg:verification lgi:verification-unverified }")
    assert verified.left_out() == len(unverified)  # type: ignore[arg-type]
    assert verified.left_out("accords") == 61 - len(verified.query("accords-signatories"))
    part = verified.export("ntriples", layer="asserted", dataset="accords").decode()
    assert (
        "<https://w3id.org/lunargraph/graph/accords> <https://w3id.org/lunargraph/ns#recordsLeftOut>"
        in part
    )
    assert graph.left_out() == 0


def test_what_is_left_out_is_no_stranger() -> None:
    verified = LunarGraph.open(verified_only=True)
    assert len(verified.query("mission", mission="change-6")) == 0
    assert len(verified.query("mission", mission="apollo-11")) == 0
    with pytest.raises(ParameterError, match="nothing is called lgi:change-66"):
        verified.query("mission", mission="change-66")

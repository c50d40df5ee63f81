"""Provenance of facts that come without any: who gets a record, and what it says."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from lunargraph.errors import UsageError
from lunargraph.namespaces import GRAPH, LG, LGI, PREFIXES
from lunargraph.workspace.folders import Workspace
from lunargraph.workspace.records import Provenance, recorded

OURS = Workspace(Path("/w"), "notes")
OTHERS = Workspace(Path("/w"), "notes", ("own.ttl",))
TWO = "ex:b ex:of ex:part . ex:part ex:name 'p' . ex:a ex:has [ ex:name 'x' ] ."


def stored(text: str, provenance: Provenance, workspace: Workspace = OURS) -> list[Quad]:
    data = f"@prefix ex: <http://example.org/> .\n{text}"
    quads = list(parse(data, RdfFormat.TRIG))
    return recorded(quads, workspace, "mine", provenance, name="mine.trig")


def graphs_of(quads: list[Quad]) -> dict[str, set[str]]:
    """Return the subjects in each graph, both without their bases."""
    found: dict[str, set[str]] = {}
    for quad in quads:
        subject = str(quad.subject).strip("<>").removeprefix("http://example.org/")
        graph = getattr(quad.graph_name, "value", "").removeprefix(GRAPH)
        found.setdefault(graph, set()).add(subject if not subject.startswith("_:") else "_:")
    return found


def said_of(quads: list[Quad], record: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.subject == NamedNode(GRAPH + record):
            value = getattr(quad.object, "value", "")
            found.setdefault(quad.predicate.value, set()).add(value)
    return found


def test_each_thing_gets_a_record_with_what_only_it_refers_to() -> None:
    graphs = graphs_of(stored(TWO, Provenance()))
    assert graphs == {
        "notes": {f"{GRAPH}notes/mine/a", f"{GRAPH}notes/mine/b"},
        "notes/mine/a": {"a", "_:"},
        "notes/mine/b": {"b", "part"},
    }


RECORDED = """@prefix lg: <https://w3id.org/lunargraph/ns#> .
@prefix g: <https://w3id.org/lunargraph/graph/> .
g:demo\\/a { ex:a ex:name 'a' }
g:demo\\/a a lg:Record ; lg:belongsTo g:demo ; lg:note "n" ; ex:how [ ex:name "by hand" ] .
g:demo a lg:DataSet ; ex:name "a demo" ."""


def test_provenance_in_the_file_stays_with_its_records_and_gets_none_of_its_own() -> None:
    quads = stored(RECORDED, Provenance())
    assert graphs_of(quads) == {
        "demo": {f"{GRAPH}demo", f"{GRAPH}demo/a", "_:"},
        "demo/a": {"a"},
    }
    with pytest.raises(UsageError, match="bring their own graphs"):
        stored(RECORDED, Provenance(citation="x"))
    mixed = graphs_of(stored(RECORDED + " ex:b ex:name 'b' .", Provenance()))
    assert mixed["notes/mine"] == {"b"}
    assert mixed["notes"] == {f"{GRAPH}notes/mine"}
    others = stored("ex:g { ex:a ex:name 'a' } ex:g ex:from ex:book .", Provenance(), OTHERS)
    assert {str(quad.graph_name) for quad in others} == {"<http://example.org/g>"}


def test_one_thing_alone_has_the_record_of_its_file() -> None:
    assert set(graphs_of(stored("ex:a ex:name 'x' .", Provenance()))) == {"notes", "notes/mine"}


def test_what_two_refer_to_is_a_thing_of_its_own() -> None:
    graphs = graphs_of(stored("ex:a ex:x ex:c . ex:b ex:x ex:c . ex:c ex:name 'c' .", Provenance()))
    assert graphs["notes/mine/c"] == {"c"}


def test_a_circle_belongs_to_its_first() -> None:
    graphs = graphs_of(stored("ex:a ex:x ex:b . ex:b ex:x ex:c . ex:c ex:x ex:a .", Provenance()))
    assert graphs["notes/mine"] == {"a", "b", "c"}


def test_things_of_one_slug_have_different_records() -> None:
    graphs = graphs_of(stored("<urn:x:A> ex:p 1 . <urn:y:a> ex:p 1 . [] ex:p 1 .", Provenance()))
    assert set(graphs) == {"notes", "notes/mine/a", "notes/mine/a-2", "notes/mine/thing-3"}


def test_what_nobody_says_is_claimed_least() -> None:
    said = said_of(stored("ex:a ex:name 'x' .", Provenance()), "notes/mine")
    assert said == {
        PREFIXES["rdf"] + "type": {LG + "Record"},
        LG + "belongsTo": {GRAPH + "notes"},
        LG + "describes": {"http://example.org/a"},
        LG + "confidence": {LGI + "confidence-low"},
        LG + "verification": {LGI + "verification-unverified"},
        LG + "unverifiedColumn": {"all"},
    }


def test_what_somebody_says_is_said() -> None:
    given = Provenance((LGI + "nasa-1", LGI + "nasa-2"), "page 4", None, "high", "sourced")
    said = said_of(stored("ex:a ex:name 'x' .", given), "notes/mine")
    assert said[LG + "restsOn"] == {LGI + "nasa-1", LGI + "nasa-2"}
    assert said[LG + "note"] == {"page 4"}
    assert said[LG + "confidence"] == {LGI + "confidence-high"}
    assert said[LG + "verification"] == {LGI + "verification-sourced"}
    assert LG + "unverifiedColumn" not in said


def test_a_citation_alone_makes_a_source_and_says_how_it_was_read() -> None:
    with pytest.raises(UsageError, match="how that was read"):
        stored("ex:a ex:name 'x' .", Provenance(citation="Notes of a meeting"))
    quads = stored("ex:a ex:name 'x' .", Provenance(citation="Notes of a meeting", read="original"))
    source = LGI + "notes-mine-source"
    assert said_of(quads, "notes/mine")[LG + "restsOn"] == {source}
    about = {
        (q.predicate.value, getattr(q.object, "value", ""))
        for q in quads
        if q.subject == NamedNode(source)
    }
    assert (LG + "title", "Notes of a meeting") in about
    assert (LG + "readIn", LGI + "reading-original") in about
    assert LG + "confidence" not in said_of(quads, "notes/mine-source")


def test_graphs_that_facts_bring_are_kept_as_they_are() -> None:
    text = "ex:g { ex:a ex:name 'x' }"
    [quad] = stored(text, Provenance())
    assert quad.graph_name == NamedNode("http://example.org/g")
    with pytest.raises(UsageError, match="own graphs"):
        stored(text, Provenance(sources=(LGI + "nasa-1",)))


def test_inferred_statements_of_an_export_are_left_out() -> None:
    assert stored(f"<{GRAPH}inferred> {{ ex:a ex:name 'x' }}", Provenance()) == []


def test_other_ontologies_get_dublin_core_and_only_what_was_said() -> None:
    assert set(graphs_of(stored("ex:a ex:name 'x' .", Provenance(), OTHERS))) == {"notes/mine"}
    given = Provenance(("http://example.org/book",), "page 4")
    said = said_of(stored("ex:a ex:name 'x' .", given, OTHERS), "notes/mine")
    assert said == {
        PREFIXES["dcterms"] + "source": {"http://example.org/book"},
        PREFIXES["dcterms"] + "bibliographicCitation": {"page 4"},
    }
    with pytest.raises(UsageError, match="shipped ontology"):
        stored("ex:a ex:name 'x' .", Provenance(confidence="high"), OTHERS)

"""Provenance of facts that come without: each thing gets a record, as rows of a data set have one.

The statements of a file that stand in no named graph are parted by the thing that they are about:
one that nothing else in the file refers to, with all that only it refers to. One thing alone has
its record in ``graph/<workspace>/<file>``, several in ``graph/<workspace>/<file>/<thing>``.

What such statements say of records and data sets is no fact to be recorded, but the provenance of
others: it goes where the shipped data have it, into the graph of the data set.
"""

from __future__ import annotations

__all__ = [
    "CONFIDENCES",
    "READINGS",
    "VERIFICATIONS",
    "Provenance",
    "describe_data_set",
    "recorded",
]

import re
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from lunargraph.errors import UsageError
from lunargraph.namespaces import INFERRED, LG, LGI, PREFIXES, graph_iri
from lunargraph.store.loading import refuse_reserved
from lunargraph.workspace.folders import readable_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lunargraph.workspace.folders import Workspace

CONFIDENCES = ("high", "medium", "low")
VERIFICATIONS = ("sourced", "unverified")
READINGS = ("original", "mirror", "background")
"""The concepts of the ontology's schemes, by the names that the options take."""

_DEFAULT = DefaultGraph()
_INFERRED = NamedNode(INFERRED)
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_DCTERMS = PREFIXES["dcterms"]
_BELONGS_TO = NamedNode(LG + "belongsTo")
_DESCRIBING = {NamedNode(LG + name) for name in ("Record", "BibliographicRecord", "DataSet")}

_Node = NamedNode | BlankNode | Triple  # the last never comes: readers refuse RDF 1.2


class Provenance(NamedTuple):
    """What the records of some facts say of where these are from and how far to trust them.

    *sources* are IRIs. *citation* says where in them; without any it is itself the title of a
    source, of which *read* then says how it was read. What nobody says is claimed least: the lowest
    confidence, and nothing verified.
    """

    sources: tuple[str, ...] = ()
    citation: str | None = None
    read: str | None = None
    confidence: str = "low"
    verification: str = "unverified"


NOTHING_SAID = Provenance()


def recorded(
    quads: Iterable[Quad], workspace: Workspace, stem: str, provenance: Provenance, *, name: str
) -> list[Quad]:
    """Return *quads* with those that stand in no named graph in records, and with these described.

    Inferred statements, as an export has them, are left out: they are worked out anew. Where the
    workspace stands on other ontologies than ours, a record is described in Dublin Core, and only
    by what somebody said of it.

    :param stem: the name of the file that is to hold them.
    :param name: what the facts are called in errors.
    :raises UsageError: provenance for facts that bring their own graphs, or a citation of nothing.
    :raises ParseError: statements in a graph whose name is reserved.
    """
    if provenance.citation is not None and not provenance.citation.strip():
        raise UsageError(
            "the citation is empty", where=name, expected="where in the source, or its title",
            got=repr(provenance.citation), mend="say it with --cite TEXT, or leave that out",
        )  # fmt: skip
    given = [quad for quad in dict.fromkeys(quads) if quad.graph_name != _INFERRED]
    homes = _homes(given)
    bare = [quad for quad in given if quad.graph_name == _DEFAULT and quad.subject not in homes]
    if not bare and provenance != NOTHING_SAID:
        raise UsageError(
            "these facts bring their own graphs",
            where=name,
            mend="describe the graphs in the file, or leave the options of provenance out",
        )
    result = [quad for quad in given if quad.graph_name != _DEFAULT]
    result += [
        quad_in(homes[quad.subject], quad)
        for quad in given
        if quad.graph_name == _DEFAULT and quad.subject in homes
    ]
    refuse_reserved(result, name)
    if any(quad.graph_name == _INFERRED for quad in result):
        raise UsageError(
            "what follows is no data set: nothing can belong to it",
            where=name,
            got=f"<{INFERRED}>",
            mend="let the record belong to a data set of your own",
        )
    owners = _owners(bare)
    roots = sorted({owners[quad.subject] for quad in bare}, key=str)
    data_set = NamedNode(graph_iri(workspace.name))
    graphs = _graphs(roots, workspace.name, stem)
    result += [quad_in(graphs[owners[quad.subject]], quad) for quad in bare]
    if roots and not workspace.in_our_terms:
        _refuse_judgements(provenance)
        result += [each for root in roots for each in _in_dublin_core(graphs[root], provenance)]
    elif roots:
        sources, about = _sources(workspace.name, stem, provenance)
        result += about
        for root in roots:
            result += _record(graphs[root], root, data_set, sources, provenance)
    return result


def describe_data_set(
    workspace: str, title: str, licence: str | None, known_until: Literal | None
) -> list[Quad]:
    """Return the description of the data set of a workspace; what is not known is not said."""
    node = NamedNode(graph_iri(workspace))
    said: list[tuple[str, NamedNode | Literal]] = [
        (PREFIXES["rdf"] + "type", NamedNode(LG + "DataSet")),
        (PREFIXES["rdfs"] + "label", Literal(title, language="en")),
    ]
    if licence is not None:
        said.append((PREFIXES["dcterms"] + "license", NamedNode(licence)))
    if known_until is not None:
        said.append((LG + "knownUntil", known_until))
    return [Quad(node, NamedNode(predicate), value, node) for predicate, value in said]


def quad_in(graph: NamedNode, quad: Quad) -> Quad:
    """Return the statement of *quad* in another graph."""
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def _homes(quads: list[Quad]) -> dict[_Node, NamedNode]:
    """Return, for each record, data set and part of these, the graph in which it is described."""
    sets: dict[_Node, NamedNode] = {
        quad.subject: quad.object
        for quad in quads
        if quad.predicate == _BELONGS_TO and isinstance(quad.object, NamedNode)
    }
    described = {quad.graph_name for quad in quads} | sets.keys() | set(sets.values())
    described |= {
        quad.subject for quad in quads if quad.predicate == _TYPE and quad.object in _DESCRIBING
    }
    homes: dict[_Node, NamedNode] = {
        node: sets.get(node, node) for node in described if isinstance(node, NamedNode)
    }
    parts: dict[_Node, list[BlankNode]] = {}
    for quad in quads:
        if isinstance(quad.object, BlankNode) and quad.graph_name == _DEFAULT:
            parts.setdefault(quad.subject, []).append(quad.object)
    todo = list(homes)
    while todo:
        node = todo.pop()
        for part in parts.get(node, ()):
            if part not in homes:
                homes[part] = homes[node]
                todo.append(part)
    return homes


def _owners(quads: list[Quad]) -> dict[_Node, _Node]:
    """Return, for each subject, the thing whose record its statements belong in."""
    subjects = {quad.subject for quad in quads}
    users: dict[_Node, set[_Node]] = {}
    for quad in quads:
        if quad.object in subjects and quad.object != quad.subject:
            users.setdefault(quad.object, set()).add(quad.subject)  # type: ignore[arg-type]
    owners: dict[_Node, _Node] = {}
    for subject in subjects:
        way, owner = _way_up(subject, users, owners)
        owners |= dict.fromkeys(way, owner)
    return owners


def _way_up(
    node: _Node, users: Mapping[_Node, set[_Node]], owners: Mapping[_Node, _Node]
) -> tuple[list[_Node], _Node]:
    """Go up from *node* as long as one thing alone refers to it; return the way and its owner.

    A circle belongs to its first; where the owner of a node on the way is known, that is it.
    """
    way: dict[_Node, None] = {}
    while node not in owners and node not in way:
        way[node] = None
        above = users.get(node, set())
        if len(above) != 1 and not (above and _is_blank(node)):
            return list(way), node
        node = min(above, key=str)
    passed = list(way)
    return passed, owners.get(node) or min(passed[passed.index(node) :], key=str)


def _is_blank(node: _Node) -> bool:
    return isinstance(node, BlankNode)


def _graphs(roots: list[_Node], workspace: str, stem: str) -> dict[_Node, NamedNode]:
    if len(roots) == 1:
        return {roots[0]: NamedNode(graph_iri(workspace, stem))}
    taken: dict[_Node, NamedNode] = {}
    used: set[str] = set()
    for number, root in enumerate(roots, 1):
        name = _slug(root) or f"thing-{number}"
        while name in used:
            name += f"-{number}"
        used.add(name)
        taken[root] = NamedNode(graph_iri(workspace, f"{stem}/{name}"))
    return taken


def _slug(node: _Node) -> str:
    if not isinstance(node, NamedNode):
        return ""
    last = re.split(r"[/#:]", node.value.rstrip("/#"))[-1]
    return readable_name(last)


def _in_dublin_core(graph: NamedNode, provenance: Provenance) -> Iterator[Quad]:
    for source in provenance.sources:
        yield Quad(graph, NamedNode(_DCTERMS + "source"), NamedNode(source), graph)
    if provenance.citation is not None:
        citation = Literal(provenance.citation)
        yield Quad(graph, NamedNode(_DCTERMS + "bibliographicCitation"), citation, graph)


def _refuse_judgements(provenance: Provenance) -> None:
    if provenance._replace(sources=(), citation=None) != NOTHING_SAID:
        raise UsageError(
            "confidence, verification and reading are said in the terms of the shipped ontology",
            mend='leave them out, or let the base in lunargraph.toml begin with "ontology"',
        )


def _record(
    graph: NamedNode,
    thing: _Node,
    data_set: NamedNode,
    sources: tuple[NamedNode, ...],
    provenance: Provenance,
) -> Iterator[Quad]:
    def say(name: str, value: NamedNode | Literal) -> Quad:
        return Quad(graph, NamedNode(LG + name), value, data_set)

    yield Quad(graph, _TYPE, NamedNode(LG + "Record"), data_set)
    yield say("belongsTo", data_set)
    if isinstance(thing, NamedNode):
        yield say("describes", thing)
    for source in sources:
        yield say("restsOn", source)
    yield say("confidence", NamedNode(f"{LGI}confidence-{provenance.confidence}"))
    yield say("verification", NamedNode(f"{LGI}verification-{provenance.verification}"))
    if provenance.verification == "unverified":
        yield say("unverifiedColumn", Literal("all"))
    if provenance.citation is not None and provenance.sources:
        yield say("note", Literal(provenance.citation))


def _sources(
    workspace: str, stem: str, provenance: Provenance
) -> tuple[tuple[NamedNode, ...], list[Quad]]:
    """Return what the records rest on, and the description of a source that is only cited."""
    if provenance.sources or provenance.citation is None:
        return tuple(map(NamedNode, provenance.sources)), []
    if provenance.read is None:
        raise UsageError(
            "a citation alone makes a source, and it is not said how that was read",
            expected="--read " + ", --read ".join(READINGS),
            mend="say so, or name a source that the graph knows with --source",
        )
    source = NamedNode(f"{LGI}{workspace}-{stem}-source")
    graph, data_set = (
        NamedNode(graph_iri(workspace, f"{stem}-source")),
        NamedNode(graph_iri(workspace)),
    )
    text = provenance.citation
    facts: list[tuple[NamedNode, NamedNode | Literal]] = [
        (_TYPE, NamedNode(LG + "Source")),
        (_LABEL, Literal(text, language="en")),
        (NamedNode(LG + "title"), Literal(text)),
        (NamedNode(LG + "readIn"), NamedNode(f"{LGI}reading-{provenance.read}")),
    ]
    about = [
        (_TYPE, NamedNode(LG + "BibliographicRecord")),
        (NamedNode(LG + "belongsTo"), data_set),
        (NamedNode(LG + "describes"), source),
        (NamedNode(LG + "restsOn"), source),
    ]
    said = [Quad(source, verb, value, graph) for verb, value in facts]
    return (source,), said + [Quad(graph, verb, value, data_set) for verb, value in about]

"""Whether new facts use terms that exist, in the positions they are made for."""

from __future__ import annotations

__all__ = ["check_use", "check_vocabulary", "uses_ours"]

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode
from rdflib import URIRef
from rdflib.namespace import (
    DCAT,
    DCTERMS,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    VANN,
    VOID,
    XSD,
)

from lunargraph.errors import nearest
from lunargraph.namespaces import BASE, GRAPH, LG, LGI, ONTOLOGY, PREFIXES, SHAPES, compact
from lunargraph.validation.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term
    from lunargraph.validation.findings import Place
    from lunargraph.validation.lookups import Lookup
    from lunargraph.validation.names import Names

    Similar = Callable[[str, str, str], Iterable[str]]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_KINDS: dict[Term, str] = {
    NamedNode(PREFIXES[prefix] + name): kind
    for prefix, name, kind in (
        ("owl", "Class", "class"),
        ("rdfs", "Class", "class"),
        ("rdfs", "Datatype", "class"),
        ("rdf", "Property", "property"),
        ("owl", "ObjectProperty", "property"),
        ("owl", "DatatypeProperty", "property"),
        ("owl", "AnnotationProperty", "property"),
    )
}
_CLOSED = {"rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD}
"""Vocabularies that no longer grow: a term that is not there is an error."""
_GROWING = {"dcat": DCAT, "dcterms": DCTERMS, "org": ORG, "prov": PROV, "schema": SDO, "sh": SH}
_GROWING |= {"skos": SKOS, "vann": VANN, "void": VOID}
"""Vocabularies that may have grown since rdflib listed their terms."""
_EXISTING = {**_CLOSED, **_GROWING}
_HOUSE = r"(?i)\bw3id\.org/+lunargraph\b"


def check_vocabulary(
    new: Iterable[Triple],
    known: Lookup,
    names: Names,
    place_of: Callable[[Term], Place | None],
    similar: Similar | None = None,
) -> list[Finding]:
    """Return a finding for each term of the *new* triples that does not exist or is misplaced.

    Terms of the ontology must be declared by the *known* triples or by the new ones themselves;
    an individual that nothing describes is a warning.

    :param similar: gives the IRIs with a base, a name or a label that may be meant; all that are
        known are looked through without it.
    """
    new = list(new)
    terms = _Terms(known, new, names, similar)
    findings = []
    for iri, positions in sorted(_uses(new).items()):
        place = place_of(NamedNode(iri))
        for severity, message, expected, mend in _complaints(iri, positions, terms):
            finding = Finding(severity, "vocabulary", message, place, expected, compact(iri), mend)
            findings.append(finding._replace(focus=iri))
    return findings


def check_use(new: Iterable[Triple], known_ours: Callable[[], bool]) -> list[Finding]:
    """Return a note if the *new* triples use none of our terms and what is known has some."""
    new = list(new)
    if not new or uses_ours(new) or not known_ours():
        return []
    return [
        Finding(
            "info",
            "vocabulary",
            "nothing here uses a term of the ontology, so little could be checked",
            expected=f"terms that begin with {LG}",
            mend="write the facts with the terms of docs/reference/ontology.md",
        )
    ]


def uses_ours(triples: Iterable[Triple]) -> bool:
    """Tell whether some of *triples* use a term of the ontology."""
    return any(iri.startswith(LG) for iri in _uses(triples))


def _uses(triples: Iterable[Triple]) -> dict[str, set[str]]:
    """Return the positions in which each IRI stands: subject, property, class, object, datatype."""
    uses: dict[str, set[str]] = {}
    for triple in triples:
        last = "class" if triple.predicate == _TYPE else "object"
        positions = [(triple.subject, "subject"), (triple.predicate, "property")]
        for term, position in [*positions, (triple.object, last)]:
            if isinstance(term, NamedNode):
                uses.setdefault(term.value, set()).add(position)
            elif isinstance(term, Literal):
                uses.setdefault(term.datatype.value, set()).add("datatype")
    return uses


_Complaint = tuple[str, str, str, str | None]
"""Severity, message, what was expected, how to mend it."""


def _complaints(iri: str, positions: set[str], nearby: _Terms) -> Iterator[_Complaint]:
    curie = compact(iri)
    if iri.startswith(LG):
        asked, kinds = positions & {"class", "property"}, nearby.kinds(iri)
        if kinds is None:
            said = f"{curie} is not a term of the ontology"
            yield "violation", said, "a term of the ontology", nearby.term(iri, asked)
        for position in sorted(asked - (kinds or asked)):
            [kind] = (kinds or set()) - {position} or {position}
            said = f"{curie} is a {kind} and is used as a {position}"
            yield "violation", said, f"a {position}", nearby.term(iri, {position})
    elif iri.startswith(LGI):
        for position in sorted(positions & {"class", "property"}):
            said = f"{curie} is an individual and is used as a {position}"
            yield "violation", said, f"a {position} of the ontology", nearby.term(iri, {position})
        if positions == {"object"} and not nearby.describes(iri):
            said = f"nothing describes {curie}, neither here nor in the graph"
            yield "warning", said, "an individual that is known", nearby.individual(iri)
    elif (
        re.search(_HOUSE, iri)
        and not iri.startswith((GRAPH, ONTOLOGY[:-1], SHAPES))
        and iri != BASE
    ):
        yield (
            "violation",
            f"{iri} is close to the IRIs of lunargraph and is none of them",
            f"an IRI that begins with {LG} (a term) or {LGI} (an individual)",
            "mend the prefix of the file",
        )
    else:
        yield from _foreign(iri, curie)


def _foreign(iri: str, curie: str) -> Iterator[_Complaint]:
    for prefix, vocabulary in _EXISTING.items():
        local = iri.removeprefix(PREFIXES[prefix])
        if local and local != iri and not _exists(local, prefix):
            grave = prefix in _CLOSED
            existing = [str(term).removeprefix(PREFIXES[prefix]) for term in dir(vocabulary)]
            mend = _did_you_mean(f"{prefix}:{name}" for name in nearest(local, existing))
            said = f"{curie} is not a term of {_TITLES.get(prefix, prefix)}"
            said += "" if grave else " as far as is known here"
            severity = "violation" if grave else "warning"
            yield severity, said, f"a term of {_TITLES.get(prefix, prefix)}", mend


_TITLES = {"rdf": "RDF", "rdfs": "RDFS", "owl": "OWL 2", "xsd": "XML Schema", "skos": "SKOS"}
_TITLES |= {"dcterms": "DCMI Terms", "prov": "PROV-O", "org": "ORG", "dcat": "DCAT"}
_TITLES |= {"schema": "schema.org", "sh": "SHACL", "void": "VoID", "vann": "VANN"}


def _exists(local: str, prefix: str) -> bool:
    if prefix == "rdf" and re.fullmatch(r"_[1-9]\d*", local):
        return True  # membership in a container
    return URIRef(PREFIXES[prefix] + local) in _EXISTING[prefix]


def _did_you_mean(names: Iterable[str]) -> str | None:
    found = list(dict.fromkeys(names))[:3]
    return "did you mean " + " or ".join(found) + "?" if found else None


class _Terms:
    """The terms and individuals that exist, to be found by a name or label that is close."""

    def __init__(
        self, known: Lookup, new: Iterable[Triple], names: Names, similar: Similar | None
    ) -> None:
        self._known = known
        self._similar = similar
        self._names = names
        self._new: dict[str, set[str]] = {}
        self._described: set[str] = set()
        for triple in new:
            if isinstance(triple.subject, NamedNode):
                self._described.add(triple.subject.value)
                kind = _KINDS.get(triple.object) if triple.predicate == _TYPE else None
                if kind is not None:
                    self._new.setdefault(triple.subject.value, set()).add(kind)

    def kinds(self, iri: str) -> set[str] | None:
        """Return what a term is declared to be, class or property; None if it is not declared."""
        types = [triple.object for triple in self._known.stated(NamedNode(iri), _TYPE, None)]
        if not types and iri not in self._new:
            return None
        said = {_KINDS[each] for each in types if each in _KINDS}
        return said | self._new.get(iri, set())

    def describes(self, iri: str) -> bool:
        """Tell whether anything is said of an individual."""
        if iri in self._described:
            return True
        return next(iter(self._known.stated(NamedNode(iri), None, None)), None) is not None

    def term(self, iri: str, asked: set[str]) -> str | None:
        """Offer terms of the ontology, of the kinds that were *asked* for if any."""
        candidates = {each for each, kinds in self._new.items() if kinds & asked or not asked}
        for triple in self._known.stated(None, _TYPE, None):
            fits = not asked or _KINDS.get(triple.object) in asked
            if fits and isinstance(triple.subject, NamedNode):
                candidates.add(triple.subject.value)
        candidates = {each for each in candidates if each.startswith(LG)}
        return self._offer(re.split("[#/]", iri)[-1], candidates, LG)

    def individual(self, iri: str) -> str | None:
        """Offer individuals that something is said of."""
        local = iri.removeprefix(LGI)
        if self._similar is not None:
            found = self._similar(LGI, local, _words(local))
            candidates = {each for each in found if self.describes(each)}
        else:
            subjects = {triple.subject for triple in self._known.stated(None, None, None)}
            candidates = {each.value for each in subjects if isinstance(each, NamedNode)}
            candidates = {each for each in candidates | self._described if each.startswith(LGI)}
        return self._offer(local, candidates, LGI)

    def _offer(self, local: str, candidates: set[str], base: str) -> str | None:
        by_name = {iri.removeprefix(base): iri for iri in sorted(candidates)}
        words = _words(local)
        labelled = ((self._label(iri), iri) for iri in sorted(candidates))
        by_label = {label: iri for label, iri in labelled if label is not None}
        close = [by_name[name] for name in nearest(local, by_name)]
        close += [by_label[label] for label in nearest(words, by_label)]
        return _did_you_mean(self._title(iri) for iri in close)

    def _label(self, iri: str) -> str | None:
        return self._names.label(NamedNode(iri))

    def _title(self, iri: str) -> str:
        label = self._label(iri)
        return compact(iri) if label is None else f"{compact(iri)} ({label})"


def _words(local: str) -> str:
    """Return what a name would be as a label.

    >>> _words("landedOn"), _words("change-6")
    ('landed On', 'change 6')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).replace("-", " ")

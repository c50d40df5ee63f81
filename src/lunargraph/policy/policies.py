"""The policies of a graph: instruments, the clauses that they carry, and the elements of these."""

from __future__ import annotations

__all__ = ["Clause", "Element", "Instrument", "Policies", "Reading", "load_policies"]

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import LG, LGI, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lunargraph.store.worlds import World

    _Term = TypeVar("_Term")

EFFECTS = {
    NamedNode(f"{LG}{name}"): effect
    for name, effect in (
        ("Prohibition", "prohibits"),
        ("Requirement", "requires"),
        ("Permission", "permits"),
        ("Exception", "excepts"),
    )
}
"""What a clause does, by its class."""
_TYPE = NamedNode(PREFIXES["rdf"] + "type")


class Reading(NamedTuple):
    """How somebody understands an element that is contested: as met, or as not met."""

    iri: NamedNode
    label: str
    met: bool
    words: str | None
    quote: str | None
    taken_by: NamedNode | None


class Element(NamedTuple):
    """What a clause asks of an activity; the classes and properties are those of ``lg:Element``.

    *silence* is ``presumed-not-met`` or ``none-on-record``; None leaves it unknown.
    """

    iri: NamedNode
    label: str
    question: str
    asks_for: NamedNode | None
    met_by: tuple[NamedNode, ...]
    not_met_by: tuple[NamedNode, ...]
    contested_by: tuple[NamedNode, ...]
    met_towards: tuple[NamedNode, ...]
    not_met_towards: tuple[NamedNode, ...]
    silence: str | None
    readings: tuple[Reading, ...]


class Clause(NamedTuple):
    """A clause with the *elements* that must all be met.

    *lifts* are the clauses that it excepts from, *incorporates* those whose words it takes over.
    """

    iri: NamedNode
    label: str
    effect: str
    place: str
    regulates: str
    quote: str | None
    evidence: str | None
    elements: tuple[Element, ...]
    lifts: tuple[NamedNode, ...]
    incorporates: tuple[NamedNode, ...]

    @property
    def name(self) -> str:
        """Where the clause is found, such as ``Wolf Amendment, (a)``."""
        return self.label.partition(": ")[0]


class Instrument(NamedTuple):
    """An instrument with the *clauses* that it carries, its own and those of its family."""

    iri: NamedNode
    label: str
    citation: str | None
    family: NamedNode | None
    family_label: str | None
    binding: bool
    afterwards: str | None
    carries_terms_of: NamedNode | None
    implements: NamedNode | None
    validity: NamedNode | None
    clauses: tuple[Clause, ...]


class Policies(NamedTuple):
    """All instruments by IRI, in the order of their IRIs."""

    instruments: dict[NamedNode, Instrument]

    def implemented(self) -> set[NamedNode]:
        """Return the instruments and families that others implement."""
        found = (each.implements for each in self.instruments.values())
        return {iri for iri in found if iri is not None}

    def lifting(self, clause: NamedNode) -> list[tuple[Instrument, Clause]]:
        """Return the clauses that except from *clause*, each with an instrument that carries it."""
        return [
            (instrument, each)
            for instrument in self.instruments.values()
            for each in instrument.clauses
            if clause in each.lifts
        ]


def load_policies(world: World) -> Policies:
    """Return the policies of a *world*, which knows what follows too."""
    loader = _Loader(world)
    return Policies({iri: loader.instrument(iri) for iri in loader.members("Instrument")})


class _Loader:
    def __init__(self, world: World) -> None:
        self._world = world
        self._elements: dict[NamedNode, Element] = {}
        self._clauses: dict[NamedNode, Clause] = {}
        self._carried: dict[NamedNode, list[NamedNode]] = {}
        for clause in self.members("Clause"):
            for carrier in self._things(clause, "clauseOf"):
                self._carried.setdefault(carrier, []).append(clause)

    def members(self, name: str) -> list[NamedNode]:
        """Return the members of a class, sorted."""
        found = self._world.triples(None, _TYPE, NamedNode(LG + name))
        things = {each.subject for each in found if isinstance(each.subject, NamedNode)}
        return sorted(things, key=lambda each: each.value)

    def instrument(self, iri: NamedNode) -> Instrument:
        family = self._first(self._things(iri, "family"))
        carriers = [iri, *([family] if family is not None else [])]
        carried = (clause for carrier in carriers for clause in self._carried.get(carrier, []))
        clauses = [each for each in carried if iri not in self._things(each, "notCarriedBy")]
        implements = [*self._things(iri, "implements")]
        if family is not None:
            implements += self._things(family, "implements")
        return Instrument(
            iri,
            self._label(iri),
            self._text(iri, "citation"),
            family,
            self._label(family) if family is not None else None,
            NamedNode(LG + "BindingInstrument") in set(self._objects(iri, _TYPE)),
            self._text(family, "appliesAfterwards") if family is not None else None,
            self._first(self._things(iri, "carriesTermsOf")),
            self._first(implements),
            self._first(self._things(iri, "validity")),
            tuple(self._clause(each) for each in clauses),
        )

    def _clause(self, iri: NamedNode) -> Clause:
        if iri not in self._clauses:
            kinds = set(self._objects(iri, _TYPE))
            elements = self._things(iri, "element")
            self._clauses[iri] = Clause(
                iri,
                self._label(iri),
                next((effect for kind, effect in EFFECTS.items() if kind in kinds), "regulates"),
                self._text(iri, "clauseLabel") or "",
                self._text(iri, "regulates") or "",
                self._text(iri, "quote"),
                self._text(iri, "evidenceRequired"),
                tuple(self._element(each) for each in elements),
                tuple(self._things(iri, "exceptionTo")),
                tuple(self._things(iri, "incorporates")),
            )
        return self._clauses[iri]

    def _element(self, iri: NamedNode) -> Element:
        if iri not in self._elements:
            silence = self._first(self._things(iri, "silence"))
            self._elements[iri] = Element(
                iri,
                self._label(iri),
                self._text(iri, "question") or "",
                self._first(self._things(iri, "asksFor")),
                tuple(self._things(iri, "metBy")),
                tuple(self._things(iri, "notMetBy")),
                tuple(self._things(iri, "contestedBy")),
                tuple(self._things(iri, "metTowards")),
                tuple(self._things(iri, "notMetTowards")),
                silence.value.removeprefix(LGI + "silence-") if silence is not None else None,
                tuple(self._readings(iri)),
            )
        return self._elements[iri]

    def _readings(self, element: NamedNode) -> Iterable[Reading]:
        found = self._world.triples(None, NamedNode(LG + "readingOf"), element)
        readings = {each.subject for each in found if isinstance(each.subject, NamedNode)}
        for iri in sorted(readings, key=lambda each: each.value):
            taken = self._first(self._things(iri, "takesAs"))
            if taken is not None:
                yield Reading(
                    iri,
                    self._label(iri),
                    taken == NamedNode(LGI + "decision-met"),
                    self._text(iri, "understoodAs"),
                    self._text(iri, "quote"),
                    self._first(self._things(iri, "takenBy")),
                )

    def _things(self, subject: NamedNode, name: str) -> list[NamedNode]:
        found = {
            each
            for each in self._objects(subject, NamedNode(LG + name))
            if isinstance(each, NamedNode)
        }
        return sorted(found, key=lambda each: each.value)

    def _text(self, subject: NamedNode, name: str) -> str | None:
        found = self._objects(subject, NamedNode(LG + name))
        return self._first(sorted(each.value for each in found if isinstance(each, Literal)))

    def _objects(self, subject: NamedNode, predicate: NamedNode) -> list[object]:
        return [each.object for each in self._world.triples(subject, predicate)]

    def _label(self, subject: NamedNode) -> str:
        found = self._objects(subject, NamedNode(PREFIXES["rdfs"] + "label"))
        labels = [each for each in found if isinstance(each, Literal)]
        best = sorted((each.language != "en", each.value) for each in labels)
        return best[0][1] if best else subject.value

    @staticmethod
    def _first(found: Iterable[_Term]) -> _Term | None:
        return next(iter(found), None)

"""The policy book: what the graph makes of each clause, for a lawyer who reads no Turtle.

By family and instrument: each clause with its quote beside its elements, what meets them and what
does not, its exceptions, the instruments that carry it, how far all that is verified, the sources,
and the scenarios of ``tests/scenarios`` that exercise it.
"""

from __future__ import annotations

__all__ = ["TITLE", "blocks"]

import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pages import Heading, Items, Link, Mark, Paragraph, Quote, Table
from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import LG, LGI, PREFIXES
from lunargraph.policy.policies import load_policies
from lunargraph.policy.records import records_of
from lunargraph.policy.rules import load_rules
from lunargraph.store.worlds import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pages import Block, Span, Text

    from lunargraph import LunarGraph
    from lunargraph.policy.policies import Clause, Element, Instrument, Reading
    from lunargraph.policy.rules import Rule

TITLE = "The policy book"
SCENARIOS = Path(__file__).parent.parent / "tests" / "scenarios"
EFFECTS = {
    "prohibits": "prohibits",
    "requires": "requires",
    "permits": "permits",
    "excepts": "excepts from other clauses",
    "regulates": "regulates",
}
SILENCE = {
    "presumed-not-met": "Where the facts are silent it counts as not met, and the answer says so.",
    "none-on-record": "It needs an act on record: where none is, it counts as not met.",
    None: "Where the facts are silent it is unknown.",
}
OUTCOMES = {"met": "met", "not-met": "not met", "contested": "contested", "undecided": "open"}
_VARIABLE = re.compile(r"\{(\w+)\}")
_CONCLUDES = re.compile(r"\?activity\s+(a\s+)?lg:(\w+)")


class Scenario(NamedTuple):
    """A scenario with what each clause comes to in it."""

    name: str
    description: str
    day: str
    verdict: str
    outcomes: dict[str, str]


def blocks(graph: LunarGraph) -> list[Block]:
    """Return the book of a graph."""
    return list(_Book(graph).blocks())


def _scenarios() -> Iterator[Scenario]:
    for path in sorted(SCENARIOS.glob("*.toml")):
        said = tomllib.loads(path.read_text("utf-8"))
        stated = said["expected"].get("clauses", {})
        yield Scenario(
            path.stem,
            said["description"],
            said["on"],
            said["expected"]["verdict"],
            {clause: outcome for outcome, clauses in stated.items() for clause in clauses},
        )


class _Book:
    def __init__(self, graph: LunarGraph) -> None:
        self._dataset = graph.dataset
        self._world = World(graph.dataset)
        self._policies = load_policies(self._world)
        self._rules: dict[str, list[Rule]] = defaultdict(list)
        for stratum in load_rules():
            for rule in stratum:
                for _, name in _CONCLUDES.findall(rule.template):
                    self._rules[name].append(rule)
        self._scenarios = list(_scenarios())
        self._cited: dict[str, str] = {}

    def blocks(self) -> Iterator[Block]:
        binding, other = self._chapters()
        yield Heading(1, TITLE, "policy-book")
        yield from self._preface()
        yield Heading(2, "Contents", "contents")
        yield Items([*map(self._entry, binding)])
        yield Paragraph("Not law, so that it never decides:")
        yield Items([*map(self._entry, other)])
        yield Paragraph((Link("Scenarios", "scenarios"), " · ", Link("Sources", "sources")))
        for chapter in (*binding, *other):
            yield from self._chapter(*chapter)
        yield from self._list_of_scenarios()
        yield from self._list_of_sources()

    @staticmethod
    def _preface() -> Iterator[Block]:
        yield Paragraph((
            "Made by ", Mark("make docs", "code"), " from the tables, classes and rules by which ",
            Mark("lunargraph assess", "code"), " decides. It is no legal advice. Where it departs ",
            "from the law, the graph does too, and this is the place to see it.",
        ))  # fmt: skip
        yield Paragraph(
            "A clause has effect if all of its elements are met. An element is met, not met, "
            "contested (readers of the law differ) or unknown. What shows the one or the other is "
            "a class of activities with its definition, or a rule that compares dates, counts "
            "parties or reads an absence; what a rule takes as absent is said after it."
        )
        yield Paragraph((
            "Such a mark says what was not verified in a source, by the columns of the table, or ",
            "has less than high confidence: ",
            Mark("medium confidence; not verified: citation", "caution"),
            ". Without a mark, all was read in the sources named, with high confidence.",
        ))  # fmt: skip

    # --- chapters ---------------------------------------------------------------------------------

    def _chapters(self) -> tuple[list[tuple[NamedNode, list[Instrument]]], ...]:
        """Return the families and the instruments without one, each with its instruments."""
        found: dict[NamedNode, list[Instrument]] = defaultdict(list)
        for instrument in self._policies.instruments.values():
            found[instrument.family or instrument.iri].append(instrument)
        for members in found.values():
            members.sort(
                key=lambda each: (self._text(each.iri, "inForceFrom") or "9", each.iri.value)
            )
        chapters = sorted(found.items(), key=self._order)
        law = [each for each in chapters if any(one.binding for one in each[1])]
        return law, [each for each in chapters if each not in law]

    def _order(self, chapter: tuple[NamedNode, list[Instrument]]) -> tuple[bool, bool, bool, str]:
        """First what others implement, then what implements it, then what has clauses."""
        iri, members = chapter
        implemented = {each.implements for each in self._policies.instruments.values()}
        return (
            iri not in implemented,
            all(each.implements is None for each in members),
            not any(each.clauses for each in members),
            self._label(iri),
        )

    def _entry(self, chapter: tuple[NamedNode, list[Instrument]]) -> Text:
        iri, members = chapter
        clauses = len({clause.iri for each in members for clause in each.clauses})
        count = (
            f"{clauses} {'clause' if clauses == 1 else 'clauses'}"
            if clauses
            else "no clause recorded"
        )
        return (Link(self._label(iri), _slug(iri)), f" ({count})")

    def _chapter(self, iri: NamedNode, members: list[Instrument]) -> Iterator[Block]:
        yield Heading(2, self._label(iri), _slug(iri))
        definition = self._text(iri, "definition", "skos")
        if definition:
            yield Paragraph(f"{_capital(definition)}.")
        for each in self._things(iri, "implements"):
            yield Paragraph(("It applies the ", self._linked(each), "."))
        through = self._text(iri, "knownThrough")
        if through:
            yield Paragraph((
                f"Known through {through}; for a later day the answer is unknown. ",
                *self._caution(NamedNode(f"{LGI}scope-{_slug(iri)}")),
            ))  # fmt: skip
        yield Table(
            ("Instrument", "Citation", "In force", "Notice", "Addresses", "Form and status"),
            [self._row(each) for each in members],
        )
        clauses = {clause.iri: clause for each in members for clause in each.clauses}
        for clause in clauses.values():
            yield from self._clause(
                clause, [each for each in members if clause in each.clauses], members
            )

    def _row(self, instrument: Instrument) -> list[Text | list[Text]]:
        iri = instrument.iri
        title = self._text(iri, "title")
        names: list[Text] = [Mark(instrument.label, "strong")]
        if title and title != instrument.label:
            names.append(title)
        names += [
            ("with the terms of the ", self._linked(each))
            for each in self._things(iri, "carriesTermsOf")
        ]
        notes = [each for record in self._records(iri) for each in record.notes]
        caution = self._caution(iri)
        return [
            [*names, tuple(caution)] if caution else names,
            instrument.citation or "none recorded",
            self._time(instrument),
            f"{days} days" if (days := self._text(iri, "noticeDays")) else "",
            ", ".join(sorted(map(self._label, self._things(iri, "binds")))),
            [
                "; ".join(
                    self._label(each)
                    for name in ("legalForm", "validity")
                    for each in self._things(iri, name)
                ),
                *notes,
                ("Sources: ", *_spans(self._sources([iri]))),
            ],
        ]

    def _time(self, instrument: Instrument) -> Text | list[Text]:
        start, end = (self._text(instrument.iri, name) for name in ("inForceFrom", "inForceTo"))
        lines: list[Text] = [("from ", Mark(start, "day")) if start else "first day not recorded"]
        if end:
            lines.append(("to ", Mark(end, "day")))
        for each in self._things(instrument.iri, "succeededBy"):
            later = self._text(each, "inForceFrom")
            on: tuple[Span, ...] = (" on ", Mark(later, "day")) if later else ()
            lines.append((f"until {self._label(each)}", *on))
        year = self._text(instrument.iri, "fiscalYear")
        if year:
            lines.append(f"fiscal year {year}")
        usable = self._text(instrument.iri, "usableUntil")
        if usable:
            lines.append(("can be used until ", Mark(usable, "day")))
        return lines

    # --- clauses ----------------------------------------------------------------------------------

    def _clause(
        self, clause: Clause, carriers: Sequence[Instrument], members: Sequence[Instrument]
    ) -> Iterator[Block]:
        slug = _slug(clause.iri)
        yield Heading(3, clause.name, slug)
        where = f"Found at {clause.place}; it {EFFECTS[clause.effect]}. "
        yield Paragraph(
            (
                Mark(where.strip(), "strong"),
                " Name in the graph: ",
                Mark(slug, "code"),
                ". ",
                *self._caution(clause.iri),
            )
        )
        if clause.quote:
            yield Quote(f"“{clause.quote}”")
        else:
            yield Paragraph("No words of it are quoted: none were read.")
        facts = list(self._facts(clause))
        law = "" if any(each.binding for each in carriers) else "; it is not law and never decides"
        facts.append(f"Carried by: {self._carried(carriers, members)}{law}")
        yield Items(facts)
        yield Heading(4, "Elements: all must be met", f"{slug}-elements")
        if clause.elements:
            yield Table(
                ("Element", "Met by", "Not met by", "Contested, or silent"),
                [self._element(each) for each in clause.elements],
            )
        else:
            yield Paragraph("None is recorded, so that nothing decides it.")
        yield Heading(4, "Scenarios", f"{slug}-scenarios")
        found = sorted(
            (each for each in self._scenarios if slug in each.outcomes),
            key=lambda each: (each.day, each.name),
        )
        for outcome, word in OUTCOMES.items():
            told = [each for each in found if each.outcomes[slug] == outcome]
            if told and outcome != "not-met":
                yield Paragraph((Mark(f"{_capital(word)}:", "outcome"),))
                yield Items([self._told(each) for each in told])
            elif told:
                links = [span for each in told for span in ("; ", _named(each))]
                yield Paragraph((Mark(f"{_capital(word)}:", "outcome"), " ", *links[1:], "."))
        if not found:
            yield Paragraph(Mark("No scenario exercises it.", "caution"))

    @staticmethod
    def _told(scenario: Scenario) -> Text:
        verdict = scenario.verdict.replace("-", " ")
        return (f"{scenario.day}: {scenario.description} ", _named(scenario), f" ({verdict})")

    def _facts(self, clause: Clause) -> Iterator[Text]:
        if clause.regulates:
            yield f"About: {clause.regulates}"
        for name, word in (("boundParty", "Addresses"), ("counterparty", "In dealings with")):
            agents = sorted(map(self._label, self._things(clause.iri, name)))
            if agents:
                yield f"{word}: {', '.join(agents)}"
        for name, word in (
            ("fundingCondition", "Money"),
            ("placeCondition", "Place"),
            ("evidenceRequired", "Evidence asked for"),
        ):
            said = self._text(clause.iri, name)
            if said:
                yield f"{word}: {said}"
        if clause.lifts:
            yield ("Lifts: ", *self._links(clause.lifts))
        if clause.incorporates:
            yield ("Takes over the words of: ", *self._links(clause.incorporates))
        lifting = {each.iri: each for _, each in self._policies.lifting(clause.iri)}
        if lifting:
            yield ("Lifted by: ", *self._links(lifting))
        elif clause.effect in ("prohibits", "requires"):
            yield "Lifted by no clause that is recorded"
        for record in self._records(clause.iri):
            yield from (f"Note: {each}" for each in record.notes)
        yield ("Sources: ", *_spans(self._sources([clause.iri])))

    def _carried(self, carriers: Sequence[Instrument], members: Sequence[Instrument]) -> str:
        if len(carriers) == len(members) > 1:
            return f"all {len(members)} instruments above"
        left_out = [each.label for each in members if each not in carriers]
        if len(carriers) > len(left_out):
            rest = f", not {', '.join(left_out)}" if left_out else ""
            return (
                f"{carriers[0].label} to {carriers[-1].label}{rest}"
                if len(carriers) > 1
                else carriers[0].label
            )
        return ", ".join(each.label for each in carriers)

    def _element(self, element: Element) -> list[Text | list[Text]]:
        iri = element.iri
        caution = self._caution(iri)
        return [
            [
                Mark(_capital(element.label), "strong"),
                element.question,
                *(each for record in self._records(iri) for each in record.notes),
                ("Sources: ", *_spans(self._sources([iri]))),
                *([tuple(caution)] if caution else []),
            ],
            self._shown((*element.met_by, *element.met_towards)),
            self._shown((*element.not_met_by, *element.not_met_towards)),
            [
                *self._shown(element.contested_by),
                *map(self._reading, element.readings),
                SILENCE[element.silence],
            ],
        ]

    def _shown(self, terms: Iterable[NamedNode]) -> list[Text]:
        return [self._term(each) for each in terms]

    def _term(self, term: NamedNode) -> Text:
        """Return what a class or property means, and the rules that give it."""
        definition = self._text(term, "definition", "skos") or ""
        spans: list[Span] = [Mark(_capital(self._label(term)), "strong"), f": {definition}."]
        for rule in self._rules.get(term.value.removeprefix(LG), ()):
            spans += [" Rule: ", *_sentence(rule.says)]
            if rule.absent:
                spans.append(f", where {rule.absent}")
            spans.append(".")
        return tuple(spans)

    def _reading(self, reading: Reading) -> Text:
        outcome = "met" if reading.met else "not met"
        spans: list[Span] = [Mark(outcome, "outcome"), f" in {reading.label}"]
        if reading.words:
            spans.append(f": {reading.words}")
        if reading.quote:
            spans.append(f" (“{reading.quote}”)")
        sources = _spans(self._sources([reading.iri]))
        return (*spans, ". Sources: ", *sources, ". ", *self._caution(reading.iri))

    # --- scenarios and sources --------------------------------------------------------------------

    def _list_of_scenarios(self) -> Iterator[Block]:
        yield Heading(2, "Scenarios", "scenarios")
        yield Paragraph(
            "Each is a small file that the tests run: the facts, the day, and what must come out."
        )
        known = {
            clause.iri.value.removeprefix(LGI): clause.iri
            for each in self._policies.instruments.values()
            for clause in each.clauses
        }
        for each in self._scenarios:
            yield Heading(3, each.name, f"scenario-{each.name}")
            yield Paragraph(
                (f"On {each.day}: {each.description} Verdict: ", Mark(each.verdict, "outcome"))
            )
            told: dict[str, list[Span]] = defaultdict(list)
            for clause, outcome in each.outcomes.items():
                if clause in known:
                    told[outcome] += ["; ", self._linked(known[clause], short=True)]
            if told:
                yield Items([
                    (f"{_capital(OUTCOMES[outcome])}: ", *spans[1:])
                    for outcome, spans in told.items()
                ])  # fmt: skip

    def _list_of_sources(self) -> Iterator[Block]:
        yield Heading(2, "Sources", "sources")
        for iri, title in sorted(
            self._cited.items(), key=lambda each: (each[1].casefold(), each[0])
        ):
            source = NamedNode(iri)
            parts = [self._text(source, name) for name in ("publisherName", "publishedOn")]
            said = ", ".join(part for part in parts if part)
            yield Heading(4, title, _source(iri))
            spans: list[Span] = [f"{said}. " if said else ""]
            spans += [f"Read: {self._label(each)}. " for each in self._things(source, "readIn")]
            address = self._text(source, "availableAt")
            if address and address.startswith("http"):
                spans.append(Link(address, address))
            yield Paragraph(tuple(spans))

    def _sources(self, things: Iterable[NamedNode]) -> Text:
        """Return the sources of things by title, each with its place in the list."""
        spans: list[Span] = []
        for thing in things:
            for record in self._records(thing):
                for iri, title in record.sources:
                    self._cited[iri] = title or iri
                    spans += ["; ", Link(title or iri, _source(iri))]
        return tuple(spans[1:]) if spans else "none recorded"

    # --- the graph --------------------------------------------------------------------------------

    def _records(self, thing: NamedNode) -> list:
        return records_of(self._dataset, [thing]).get(thing, [])

    def _caution(self, thing: NamedNode) -> list[Span]:
        cautions = dict.fromkeys(each.caution for each in self._records(thing) if each.caution)
        return [span for each in cautions for span in (" ", Mark(each, "caution"))][1:]

    def _links(self, things: Iterable[NamedNode]) -> list[Span]:
        spans: list[Span] = []
        for each in things:
            spans += ["; ", self._linked(each, short=True)]
        return spans[1:]

    def _linked(self, thing: NamedNode, *, short: bool = False) -> Span:
        label = self._label(thing)
        name = label.partition(": ")[0] if short else label
        instrument = self._policies.instruments.get(thing)
        return Link(name, _slug(instrument.family or thing) if instrument else _slug(thing))

    def _things(self, subject: NamedNode, name: str) -> list[NamedNode]:
        found = {each.object for each in self._world.triples(subject, NamedNode(LG + name))}
        return sorted(
            (each for each in found if isinstance(each, NamedNode)), key=lambda each: each.value
        )

    def _text(self, subject: NamedNode, name: str, prefix: str = "lg") -> str | None:
        found = self._world.triples(subject, NamedNode(PREFIXES[prefix] + name))
        return min(
            (each.object.value for each in found if isinstance(each.object, Literal)), default=None
        )

    def _label(self, subject: NamedNode) -> str:
        found = self._world.triples(subject, NamedNode(PREFIXES["rdfs"] + "label"))
        labels = sorted(
            (each.object.language != "en", each.object.value)
            for each in found
            if isinstance(each.object, Literal)
        )
        return labels[0][1] if labels else _slug(subject)


def _named(scenario: Scenario) -> Link:
    return Link(scenario.name, f"scenario-{scenario.name}")


def _spans(text: Text) -> tuple[Span, ...]:
    return (text,) if isinstance(text, str | Link | Mark) else text


def _sentence(says: str) -> Iterator[Span]:
    """Yield the sentence of a rule, its variables as names."""
    for place, part in enumerate(_VARIABLE.split(says)):
        if part:
            yield Mark(part, "name") if place % 2 else part


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _slug(thing: NamedNode) -> str:
    return thing.value.removeprefix(LGI)


def _source(iri: str) -> str:
    return f"source-{iri.removeprefix(LGI)}"

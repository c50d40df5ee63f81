"""Generated ontologies with data, as Turtle, for the tests of reasoners.

There are few names of each kind, so that axioms and facts meet. ``PLAIN`` graphs have what most
ontologies use, ``RICH`` ones all constructs of OWL 2 RL but keys, ``KEYED`` ones many keys, and
``CLASHING`` ones much that contradicts itself; some of the others do so too.

Hypothesis draws one number a graph, and the graph is made from it. Drawn word by word, graphs came
out much alike: of 60 of them half the rules found nothing to do. What is lost is that hypothesis
makes a failing graph smaller; :func:`smallest` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from typing import TypeAlias

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from pyoxigraph import Triple

from lunargraph.formats import parse_quads
from lunargraph.namespaces import PREFIXES
from rule_steps import STEPS

HEADER = "".join(f"prefix {name}: <{base}>\n" for name, base in PREFIXES.items())

reasoned = settings(
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
"""The settings of a test that reasons over generated graphs, but for ``max_examples``."""


def triples(turtle: str) -> list[Triple]:
    """Return the triples of some Turtle; its blank nodes have the same labels each time."""
    data = (HEADER + turtle).encode()
    return [quad.triple for quad in parse_quads(data, "turtle", name="ontology.ttl")]


def smallest(graph: str, fails: Callable[[str], bool]) -> str:
    """Return *graph*, which fails, without all sentences that it fails without."""
    lines = graph.splitlines()
    for line in list(lines):
        fewer = [other for other in lines if other is not line]
        if fails("\n".join(fewer)):
            lines = fewer
    return "\n".join(lines)


# --- sentences -----------------------------------------------------------------------------------

Maker: TypeAlias = Callable[[Random], str]


def sentence(template: str, *parts: Sequence[str] | Maker) -> Maker:
    """Return a maker of sentences: *template*, filled with one of each of the *parts*."""

    def make(random: Random) -> str:
        chosen = (part(random) if callable(part) else random.choice(part) for part in parts)
        return template.format(*chosen)

    return make


def listed(template: str, names: Sequence[str]) -> Maker:
    """Return a maker of sentences: *template* with a list of one to four of *names*."""
    return lambda random: template.format(" ".join(random.sample(names, random.randint(1, 4))))


def on(filler: str) -> str:
    return "[ a owl:Restriction ; owl:onProperty {1} ; " + filler + " ]"


CLASSES = [f"lg:C{n}" for n in range(4)]
LINKS = [f"lg:p{n}" for n in range(4)]
THINGS = [f"lgi:x{n}" for n in range(4)]
VALUES = ["1", "2", "'a'", "'2024'^^xsd:gYear"]
DATATYPES = ["xsd:integer", "xsd:string"]
TRAITS = ["Functional", "InverseFunctional", "Symmetric", "Transitive"]

AXIOMS = [
    sentence("{} rdfs:subClassOf {} .", CLASSES, CLASSES),
    sentence("{} owl:equivalentClass {} .", CLASSES, CLASSES),
    sentence("{} rdfs:subPropertyOf {} .", LINKS, LINKS),
    sentence("{} owl:equivalentProperty {} .", LINKS, LINKS),
    sentence("{} owl:inverseOf {} .", LINKS, LINKS),
    sentence("{} owl:propertyChainAxiom ( {} {} ) .", LINKS, LINKS, LINKS),
    sentence("{} a owl:{}Property .", LINKS, TRAITS),
    sentence("{} rdfs:domain {} .", LINKS, CLASSES),
    sentence("{} rdfs:range {} .", LINKS, CLASSES),
    sentence("lg:d rdfs:range {} .", DATATYPES),
    sentence("{} owl:intersectionOf ( {} {} ) .", CLASSES, CLASSES, CLASSES),
    sentence("{} owl:unionOf ( {} {} ) .", CLASSES, CLASSES, CLASSES),
    sentence("{} owl:oneOf ( {} {} ) .", CLASSES, THINGS, THINGS),
    sentence("{0} rdfs:subClassOf " + on("owl:allValuesFrom {2}") + " .", CLASSES, LINKS, CLASSES),
    sentence(on("owl:someValuesFrom {2}") + " rdfs:subClassOf {0} .", CLASSES, LINKS, CLASSES),
    sentence("{0} owl:equivalentClass " + on("owl:hasValue {2}") + " .", CLASSES, LINKS, THINGS),
    sentence("{0} owl:equivalentClass [ owl:onProperty lg:d ; owl:hasValue {1} ] .", CLASSES, VALUES),
    sentence("[ owl:onProperty lg:d ; owl:someValuesFrom {1} ] rdfs:subClassOf {0} .", CLASSES, DATATYPES),
    sentence("{0} rdfs:subClassOf " + on("owl:maxCardinality 1") + " .", CLASSES, LINKS),
    sentence("{0} rdfs:subClassOf " + on("owl:maxQualifiedCardinality 1 ; owl:onClass {2}") + " .", CLASSES, LINKS, CLASSES),
    sentence("{} owl:disjointWith {} .", CLASSES, CLASSES),
    sentence("{} owl:complementOf {} .", CLASSES, CLASSES),
    sentence("{} rdfs:subClassOf owl:Nothing .", CLASSES),
    sentence("{0} rdfs:subClassOf " + on("owl:maxCardinality 0") + " .", CLASSES, LINKS),
    sentence("{} owl:propertyDisjointWith {} .", LINKS, LINKS),
    sentence("{} a owl:AsymmetricProperty , owl:IrreflexiveProperty .", LINKS),
    sentence("{} rdfs:subPropertyOf owl:sameAs .", LINKS),
    sentence("{} rdfs:subPropertyOf _:b . _:b rdfs:subPropertyOf {} .", LINKS, LINKS),
]  # fmt: skip
FACTS = [
    sentence("{} a {} .", THINGS, CLASSES),
    sentence("{} {} {} .", THINGS, LINKS, THINGS),
    sentence("{} lg:d {} .", THINGS, VALUES),
    sentence("{} owl:sameAs {} .", THINGS, THINGS),
    sentence("{} owl:differentFrom {} .", THINGS, THINGS),
    sentence("[] owl:sourceIndividual {} ; owl:assertionProperty {} ; owl:targetIndividual {} .", THINGS, LINKS, THINGS),
    sentence("{} {} _:someone .", THINGS, LINKS),
    sentence("{} rdfs:label 'a thing' .", THINGS),
]  # fmt: skip

# --- all constructs of OWL 2 RL ------------------------------------------------------------------

SPELLINGS = ["1", "01", "1.0", "'1'^^xsd:nonNegativeInteger", "'1'", "true"]
MORE_DATATYPES = ["xsd:decimal", "xsd:nonNegativeInteger", "xsd:string", "rdfs:Literal"]


def nested(random: Random) -> str:
    """Return a class expression, one in three times with others inside."""
    if random.random() < 2 / 3:
        return random.choice([*CLASSES, "owl:Thing"])
    expressions = [
        sentence("[ owl:onProperty {} ; owl:someValuesFrom {} ]", LINKS, nested),
        sentence("[ owl:onProperty {} ; owl:allValuesFrom {} ]", LINKS, nested),
        sentence("[ owl:onProperty {} ; owl:hasValue {} ]", LINKS, THINGS),
        sentence("[ owl:intersectionOf ( {} {} {} ) ]", nested, nested, nested),
        sentence("[ owl:unionOf ( {} {} ) ]", nested, nested),
        sentence("[ owl:complementOf {} ]", nested),
    ]
    return random.choice(expressions)(random)


RICH_AXIOMS = [
    sentence("{} rdfs:subClassOf {} .", nested, CLASSES),
    sentence("{} rdfs:subClassOf {} .", CLASSES, nested),
    sentence("{} owl:equivalentClass {} .", CLASSES, nested),
    sentence("{} owl:propertyChainAxiom ( {} {} {} ) .", LINKS, LINKS, LINKS, LINKS),
    sentence("{} owl:propertyChainAxiom ( {} ) .", LINKS, LINKS),
    sentence("{} owl:intersectionOf ( {} {} {} ) .", CLASSES, CLASSES, CLASSES, CLASSES),
    sentence("{} owl:unionOf ( {} {} {} ) .", CLASSES, CLASSES, CLASSES, CLASSES),
    listed("lg:C0 owl:oneOf ( {} ) .", THINGS),
    listed("[] a owl:AllDifferent ; owl:members ( {} ) .", THINGS),
    listed("[] a owl:AllDifferent ; owl:distinctMembers ( {} ) .", THINGS),
    listed("[] a owl:AllDisjointClasses ; owl:members ( {} ) .", CLASSES),
    listed("[] a owl:AllDisjointProperties ; owl:members ( {} ) .", LINKS),
    sentence("{} owl:sameAs {} .", CLASSES, CLASSES),
    sentence("{} owl:sameAs {} .", LINKS, LINKS),
    sentence("{} a owl:Class .", CLASSES),
    sentence("{} a owl:ObjectProperty .", LINKS),
    sentence("lg:d a owl:DatatypeProperty ; rdfs:range {} .", MORE_DATATYPES),
    sentence("lg:d rdfs:subPropertyOf lg:e . lg:e rdfs:domain {} .", CLASSES),
    sentence("lg:d a owl:FunctionalProperty ; rdfs:domain {} .", CLASSES),
    sentence("{0} owl:equivalentClass [ owl:onProperty lg:d ; owl:hasValue {1} ] .", CLASSES, SPELLINGS),
    sentence("[ owl:onProperty lg:d ; owl:someValuesFrom {1} ] rdfs:subClassOf {0} .", CLASSES, MORE_DATATYPES),
    sentence("{0} rdfs:subClassOf [ owl:onProperty lg:d ; owl:allValuesFrom {1} ] .", CLASSES, MORE_DATATYPES),
    sentence("{0} rdfs:subClassOf " + on("owl:maxCardinality '1'^^xsd:nonNegativeInteger") + " .", CLASSES, LINKS),
    sentence("{0} rdfs:subClassOf " + on("owl:maxQualifiedCardinality 1 ; owl:onClass owl:Thing") + " .", CLASSES, LINKS),
    sentence("{0} rdfs:subClassOf " + on("owl:maxQualifiedCardinality 0 ; owl:onClass {2}") + " .", CLASSES, LINKS, CLASSES),
    sentence("{0} rdfs:subClassOf " + on("owl:maxQualifiedCardinality 0 ; owl:onClass owl:Thing") + " .", CLASSES, LINKS),
]  # fmt: skip
RICH_FACTS = [
    sentence("{} lg:d {} .", THINGS, SPELLINGS),
    sentence("{} a {} .", THINGS, nested),
    sentence("[] owl:sourceIndividual {} ; owl:assertionProperty lg:d ; owl:targetValue {} .", THINGS, SPELLINGS),
    # one name for a class, a property and a thing
    sentence("{} a {} .", CLASSES, CLASSES),
    sentence("{} {} {} .", CLASSES, LINKS, THINGS),
    sentence("{} {} {} .", LINKS, LINKS, CLASSES),
    sentence("{} a {} .", LINKS, CLASSES),
]  # fmt: skip
KEYS = [
    sentence("{} owl:hasKey ( lg:d ) .", CLASSES),
    sentence("{} owl:hasKey ( {} ) .", CLASSES, LINKS),
    sentence("{} owl:hasKey ( {} lg:d ) .", CLASSES, LINKS),
    sentence("{} owl:hasKey ( {} {} ) .", CLASSES, LINKS, LINKS),
]

# --- what rules ask for --------------------------------------------------------------------------

POOLS = (
    ("abcd", THINGS),
    ("CDEF", CLASSES),
    ("pqrs", LINKS),
    ("RS", [*CLASSES[:2], "_:r0", "_:r1"]),  # restrictions
    (("all", "n"), [f"_:n{n}" for n in range(9)]),  # axioms
)
"""What the names in ``rule_steps`` become."""


def premises(rules: Iterable[str]) -> list[Maker]:
    """Return makers of what each of *rules* asks for, about things, classes and properties."""
    texts = [text.partition("->")[0].strip() for rule in rules for text in STEPS[rule]]
    return [_renamed(text) for text in texts if re.search(r"(^|\. ):", text)]


def _renamed(text: str) -> Maker:
    def make(random: Random) -> str:
        names: dict[str, str] = {}
        for old, new in POOLS:
            names |= zip(old, random.sample(new, len(old)), strict=True)
        return _turtle(text, names)

    return make


def _turtle(text: str, names: Mapping[str, str]) -> str:
    """Return the premises of a step, but for those that RDF cannot write."""
    parts = text.split(" . ")
    items = " ".join(part.removeprefix("list :l ") for part in parts if part.startswith("list"))
    written = " . ".join(part for part in parts if part.startswith(":"))
    inline = re.sub(r"(?<!\S):l\b", f"( {items} )", written)
    named = re.sub(r"(?<!\S):(\w+)", lambda match: names[match[1]], inline)
    return named.replace(" = ", " owl:sameAs ") + " ."


FALSE_RULES = [rule for rule, (text, *_) in STEPS.items() if text.endswith("-> false")]
TRUE_RULES = [rule for rule in STEPS if rule not in FALSE_RULES and rule != "prp-key"]

# --- graphs --------------------------------------------------------------------------------------


def graphs(
    axioms: Sequence[Sequence[Maker]], facts: Sequence[Maker], size: int
) -> st.SearchStrategy[str]:
    """Return graphs of up to *size* axioms, of each kind as many, and as many facts."""

    def make(seed: int) -> str:
        random = Random(seed)  # noqa: S311  # no secret
        makers = [random.choice(random.choice(axioms)) for _ in range(random.randint(1, size))]
        makers += [random.choice(facts) for _ in range(random.randint(2, size))]
        return "\n".join(maker(random) for maker in makers)

    return st.integers(0, 2**32 - 1).map(make)


_ALL_AXIOMS = AXIOMS + RICH_AXIOMS
_ALL_FACTS = FACTS * 2 + RICH_FACTS
_TRUE = premises(TRUE_RULES)

PLAIN = graphs([AXIOMS], FACTS, 6)
RICH = graphs([_ALL_AXIOMS, _TRUE, _TRUE], _ALL_FACTS, 12)
KEYED = graphs([_ALL_AXIOMS, _TRUE, KEYS, premises(["prp-key"])], _ALL_FACTS, 12)
CLASHING = graphs([_ALL_AXIOMS, _TRUE, premises(FALSE_RULES)], _ALL_FACTS, 12)

"""For each rule of OWL 2 RL/RDF one right step or more, as text.

A step reads ``premise . premise -> conclusion``, where ``a`` and ``=`` stand for ``rdf:type`` and
``owl:sameAs``, ``list :l :a :b`` for the cells of a list with two items, and ``false`` for itself.
Written by hand from the specification, as what the checker and the oracle are held against.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from rdf_terms import Statement, Term, named

STEPS: dict[str, tuple[str, ...]] = {
    "eq-ref": (
        ":a :p :b -> :a = :a",
        ":a :p :b -> :p = :p",
        ":a :p :b -> :b = :b",
        ':a :p "1" -> "1" = "1"',
    ),
    "eq-sym": (":a = :b -> :b = :a",),
    "eq-trans": (":a = :b . :b = :c -> :a = :c",),
    "eq-rep-s": (":a = :b . :a :p :c -> :b :p :c",),
    "eq-rep-p": (":p = :q . :a :p :b -> :a :q :b",),
    "eq-rep-o": (
        ":b = :c . :a :p :b -> :a :p :c",
        '"01"^^xsd:integer = "1"^^xsd:integer . :a :p "01"^^xsd:integer -> :a :p "1"^^xsd:integer',
    ),
    "eq-diff1": (":a = :b . :a owl:differentFrom :b -> false",),
    "eq-diff2": (
        ":all a owl:AllDifferent . :all owl:members :l . list :l :a :b . :a = :b -> false",
        ":all a owl:AllDifferent . :all owl:members :l . list :l :a :b :c . :a = :c -> false",
        ":all a owl:AllDifferent . :all owl:members :l . list :l :a :b :c . :b = :c -> false",
    ),
    "eq-diff3": (
        ":all a owl:AllDifferent . :all owl:distinctMembers :l . list :l :a :b :c . :b = :c"
        " -> false",
    ),
    "prp-ap": (
        "-> rdfs:label a owl:AnnotationProperty",
        "-> owl:incompatibleWith a owl:AnnotationProperty",
    ),
    "prp-dom": (":p rdfs:domain :C . :a :p :b -> :a a :C",),
    "prp-rng": (
        ":p rdfs:range :C . :a :p :b -> :b a :C",
        ":p rdfs:range xsd:string . :a :p 1 -> 1 a xsd:string",
    ),
    "prp-fp": (":p a owl:FunctionalProperty . :a :p :b . :a :p :c -> :b = :c",),
    "prp-ifp": (":p a owl:InverseFunctionalProperty . :b :p :a . :c :p :a -> :b = :c",),
    "prp-irp": (":p a owl:IrreflexiveProperty . :a :p :a -> false",),
    "prp-symp": (":p a owl:SymmetricProperty . :a :p :b -> :b :p :a",),
    "prp-asyp": (":p a owl:AsymmetricProperty . :a :p :b . :b :p :a -> false",),
    "prp-trp": (":p a owl:TransitiveProperty . :a :p :b . :b :p :c -> :a :p :c",),
    "prp-spo1": (":p rdfs:subPropertyOf :q . :a :p :b -> :a :q :b",),
    "prp-spo2": (
        ":p owl:propertyChainAxiom :l . list :l :q . :a :q :b -> :a :p :b",
        ":p owl:propertyChainAxiom :l . list :l :q :r . :a :q :b . :b :r :c -> :a :p :c",
        ":p owl:propertyChainAxiom :l . list :l :q :r :s . :a :q :b . :b :r :c . :c :s :d"
        " -> :a :p :d",
    ),
    "prp-eqp1": (":p owl:equivalentProperty :q . :a :p :b -> :a :q :b",),
    "prp-eqp2": (":p owl:equivalentProperty :q . :a :q :b -> :a :p :b",),
    "prp-pdw": (":p owl:propertyDisjointWith :q . :a :p :b . :a :q :b -> false",),
    "prp-adp": (
        ":all a owl:AllDisjointProperties . :all owl:members :l . list :l :p :q :r"
        " . :a :q :b . :a :r :b -> false",
        ":all a owl:AllDisjointProperties . :all owl:members :l . list :l :p :q"
        " . :a :p :b . :a :q :b -> false",
    ),
    "prp-inv1": (":p owl:inverseOf :q . :a :p :b -> :b :q :a",),
    "prp-inv2": (":p owl:inverseOf :q . :a :q :b -> :b :p :a",),
    "prp-key": (
        ":C owl:hasKey :l . list :l :p . :a a :C . :b a :C . :a :p 1 . :b :p 1 -> :a = :b",
        ":C owl:hasKey :l . list :l :p :q . :a a :C . :b a :C . :a :p 1 . :b :p 1"
        " . :a :q :c . :b :q :c -> :a = :b",
    ),
    "prp-npa1": (
        ":n owl:sourceIndividual :a . :n owl:assertionProperty :p . :n owl:targetIndividual :b"
        " . :a :p :b -> false",
    ),
    "prp-npa2": (
        ":n owl:sourceIndividual :a . :n owl:assertionProperty :p . :n owl:targetValue 1"
        " . :a :p 1 -> false",
    ),
    "cls-thing": ("-> owl:Thing a owl:Class",),
    "cls-nothing1": ("-> owl:Nothing a owl:Class",),
    "cls-nothing2": (":a a owl:Nothing -> false",),
    "cls-int1": (
        ":C owl:intersectionOf :l . list :l :D . :a a :D -> :a a :C",
        ":C owl:intersectionOf :l . list :l :D :E :F . :a a :D . :a a :E . :a a :F -> :a a :C",
    ),
    "cls-int2": (
        ":C owl:intersectionOf :l . list :l :D :E :F . :a a :C -> :a a :D",
        ":C owl:intersectionOf :l . list :l :D :E :F . :a a :C -> :a a :F",
    ),
    "cls-uni": (
        ":C owl:unionOf :l . list :l :D :E :F . :a a :D -> :a a :C",
        ":C owl:unionOf :l . list :l :D :E :F . :a a :F -> :a a :C",
    ),
    "cls-com": (":C owl:complementOf :D . :a a :C . :a a :D -> false",),
    "cls-svf1": (
        ":R owl:someValuesFrom :C . :R owl:onProperty :p . :a :p :b . :b a :C -> :a a :R",
        ":R owl:someValuesFrom xsd:integer . :R owl:onProperty :p . :a :p 1 . 1 a xsd:integer"
        " -> :a a :R",
    ),
    "cls-svf2": (":R owl:someValuesFrom owl:Thing . :R owl:onProperty :p . :a :p :b -> :a a :R",),
    "cls-avf": (":R owl:allValuesFrom :C . :R owl:onProperty :p . :a a :R . :a :p :b -> :b a :C",),
    "cls-hv1": (":R owl:hasValue :b . :R owl:onProperty :p . :a a :R -> :a :p :b",),
    "cls-hv2": (":R owl:hasValue :b . :R owl:onProperty :p . :a :p :b -> :a a :R",),
    "cls-maxc1": (
        ':R owl:maxCardinality "0"^^xsd:nonNegativeInteger . :R owl:onProperty :p'
        " . :a a :R . :a :p :b -> false",
    ),
    "cls-maxc2": (
        ':R owl:maxCardinality "1"^^xsd:nonNegativeInteger . :R owl:onProperty :p'
        " . :a a :R . :a :p :b . :a :p :c -> :b = :c",
        ":R owl:maxCardinality 1 . :R owl:onProperty :p . :a a :R . :a :p :b . :a :p :c -> :b = :c",
    ),
    "cls-maxqc1": (
        ':R owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger . :R owl:onProperty :p'
        " . :R owl:onClass :C . :a a :R . :a :p :b . :b a :C -> false",
    ),
    "cls-maxqc2": (
        ':R owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger . :R owl:onProperty :p'
        " . :R owl:onClass owl:Thing . :a a :R . :a :p :b -> false",
    ),
    "cls-maxqc3": (
        ':R owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger . :R owl:onProperty :p'
        " . :R owl:onClass :C . :a a :R . :a :p :b . :b a :C . :a :p :c . :c a :C -> :b = :c",
    ),
    "cls-maxqc4": (
        ':R owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger . :R owl:onProperty :p'
        " . :R owl:onClass owl:Thing . :a a :R . :a :p :b . :a :p :c -> :b = :c",
    ),
    "cls-oo": (
        ":C owl:oneOf :l . list :l :a :b :c -> :a a :C",
        ":C owl:oneOf :l . list :l :a :b :c -> :c a :C",
        ":C owl:oneOf :l . list :l 1 -> 1 a :C",
    ),
    "cax-sco": (":C rdfs:subClassOf :D . :a a :C -> :a a :D",),
    "cax-eqc1": (":C owl:equivalentClass :D . :a a :C -> :a a :D",),
    "cax-eqc2": (":C owl:equivalentClass :D . :a a :D -> :a a :C",),
    "cax-dw": (":C owl:disjointWith :D . :a a :C . :a a :D -> false",),
    "cax-adc": (
        ":all a owl:AllDisjointClasses . :all owl:members :l . list :l :C :D :E"
        " . :a a :D . :a a :E -> false",
        ":all a owl:AllDisjointClasses . :all owl:members :l . list :l :C :D :E"
        " . :a a :C . :a a :E -> false",
    ),
    "dt-type1": (
        "-> xsd:integer a rdfs:Datatype",
        "-> rdfs:Literal a rdfs:Datatype",
        "-> rdf:PlainLiteral a rdfs:Datatype",
    ),
    "dt-type2": (
        "-> 1 a xsd:decimal",
        '-> "1.0"^^xsd:decimal a xsd:unsignedByte',
        '-> "a"@en a rdf:PlainLiteral',
        '-> "2024-06"^^xsd:gYearMonth a rdfs:Literal',
    ),
    "dt-eq": (
        '-> 1 = "+1.0"^^xsd:decimal',
        '-> "true"^^xsd:boolean = "1"^^xsd:boolean',
        '-> "a" = "a"^^xsd:token',
    ),
    "dt-diff": (
        "-> 1 owl:differentFrom 2",
        '-> 1 owl:differentFrom "1"',
        '-> "a" owl:differentFrom "a"@en',
    ),
    "dt-not-type": (
        "1 a xsd:string -> false",
        '"-1"^^xsd:integer a xsd:nonNegativeInteger -> false',
        '"one"^^xsd:integer a xsd:integer -> false',
    ),
    "scm-cls": (
        ":C a owl:Class -> :C rdfs:subClassOf :C",
        ":C a owl:Class -> :C owl:equivalentClass :C",
        ":C a owl:Class -> :C rdfs:subClassOf owl:Thing",
        ":C a owl:Class -> owl:Nothing rdfs:subClassOf :C",
    ),
    "scm-sco": (":C rdfs:subClassOf :D . :D rdfs:subClassOf :E -> :C rdfs:subClassOf :E",),
    "scm-eqc1": (
        ":C owl:equivalentClass :D -> :C rdfs:subClassOf :D",
        ":C owl:equivalentClass :D -> :D rdfs:subClassOf :C",
    ),
    "scm-eqc2": (":C rdfs:subClassOf :D . :D rdfs:subClassOf :C -> :C owl:equivalentClass :D",),
    "scm-op": (
        ":p a owl:ObjectProperty -> :p rdfs:subPropertyOf :p",
        ":p a owl:ObjectProperty -> :p owl:equivalentProperty :p",
    ),
    "scm-dp": (
        ":p a owl:DatatypeProperty -> :p rdfs:subPropertyOf :p",
        ":p a owl:DatatypeProperty -> :p owl:equivalentProperty :p",
    ),
    "scm-spo": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r -> :p rdfs:subPropertyOf :r",),
    "scm-eqp1": (
        ":p owl:equivalentProperty :q -> :p rdfs:subPropertyOf :q",
        ":p owl:equivalentProperty :q -> :q rdfs:subPropertyOf :p",
    ),
    "scm-eqp2": (
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p -> :p owl:equivalentProperty :q",
    ),
    "scm-dom1": (":p rdfs:domain :C . :C rdfs:subClassOf :D -> :p rdfs:domain :D",),
    "scm-dom2": (":q rdfs:domain :C . :p rdfs:subPropertyOf :q -> :p rdfs:domain :C",),
    "scm-rng1": (":p rdfs:range :C . :C rdfs:subClassOf :D -> :p rdfs:range :D",),
    "scm-rng2": (":q rdfs:range :C . :p rdfs:subPropertyOf :q -> :p rdfs:range :C",),
    "scm-hv": (
        ":R owl:hasValue :a . :R owl:onProperty :p . :S owl:hasValue :a . :S owl:onProperty :q"
        " . :p rdfs:subPropertyOf :q -> :R rdfs:subClassOf :S",
    ),
    "scm-svf1": (
        ":R owl:someValuesFrom :C . :R owl:onProperty :p . :S owl:someValuesFrom :D"
        " . :S owl:onProperty :p . :C rdfs:subClassOf :D -> :R rdfs:subClassOf :S",
    ),
    "scm-svf2": (
        ":R owl:someValuesFrom :C . :R owl:onProperty :p . :S owl:someValuesFrom :C"
        " . :S owl:onProperty :q . :p rdfs:subPropertyOf :q -> :R rdfs:subClassOf :S",
    ),
    "scm-avf1": (
        ":R owl:allValuesFrom :C . :R owl:onProperty :p . :S owl:allValuesFrom :D"
        " . :S owl:onProperty :p . :C rdfs:subClassOf :D -> :R rdfs:subClassOf :S",
    ),
    "scm-avf2": (
        ":R owl:allValuesFrom :C . :R owl:onProperty :p . :S owl:allValuesFrom :C"
        " . :S owl:onProperty :q . :p rdfs:subPropertyOf :q -> :S rdfs:subClassOf :R",
    ),
    "scm-int": (
        ":C owl:intersectionOf :l . list :l :D :E :F -> :C rdfs:subClassOf :D",
        ":C owl:intersectionOf :l . list :l :D :E :F -> :C rdfs:subClassOf :F",
    ),
    "scm-uni": (
        ":C owl:unionOf :l . list :l :D :E :F -> :D rdfs:subClassOf :C",
        ":C owl:unionOf :l . list :l :D :E :F -> :F rdfs:subClassOf :C",
    ),
}


class Step(NamedTuple):
    """Premises, cells of lists included, and a conclusion (None: false)."""

    premises: tuple[Statement, ...]
    conclusion: Statement | None


def step(text: str) -> Step:
    before, _, after = text.partition("-> ")
    premises = (s for part in before.strip().split(" . ") if part for s in statements(part))
    conclusion = None if after == "false" else statements(after)[0]
    return Step(tuple(premises), conclusion)


def statements(text: str) -> list[Statement]:
    """Return one statement, or the cells of a list."""
    words = text.split()
    if words[0] == "list":
        return _cells(words[1], words[2:])
    subject, predicate, object_ = map(term, words)
    return [(subject, predicate, object_)]


def _cells(head: str, items: list[str]) -> list[Statement]:
    cells = [term(head), *(term(f"{head}{n}") for n in range(1, len(items))), named("rdf:nil")]
    firsts: list[Statement] = [
        (cell, named("rdf:first"), term(item)) for cell, item in zip(cells, items, strict=False)
    ]
    rests: list[Statement] = [(cell, named("rdf:rest"), rest) for cell, rest in pairwise(cells)]
    return firsts + rests


def term(word: str) -> Term:
    if literal := re.fullmatch(r'"(.*)"(?:@(\w+)|\^\^(\S+))?', word):
        text, language, datatype = literal.groups()
        return Literal(text, language=language, datatype=named(datatype) if datatype else None)
    if word.isdecimal():
        return Literal(int(word))
    if word.startswith(":"):
        return NamedNode("http://example.org/" + word[1:])
    return named({"a": "rdf:type", "=": "owl:sameAs"}.get(word, word))

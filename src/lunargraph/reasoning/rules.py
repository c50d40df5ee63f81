"""The OWL 2 RL/RDF rules as data: one entry a rule, all 78, named as in the specification.

A rule is text. Its body is a list of patterns, its head the statements that follow, and a rule
without a head concludes *false*. ``a`` is ``rdf:type``, a number is a literal of that value, and
what begins with ``?`` is a variable. Lists of any length have patterns of their own:

========================  =========================================================================
``item ?l ?e``            ``?e`` is a member of the list ``?l``
``each ?l ?y``            ``?y`` belongs to each member of ``?l``
``path ?l ?u ?v``         the members of ``?l`` are properties that lead, one after the other,
                          from ``?u`` to ``?v``
``agree ?l ?x ?y``        ``?x`` and ``?y`` have a value in common for each member of ``?l``
``pair ?l ?x ?y``         ``?x`` and ``?y`` are members of ``?l``, at two places
========================  =========================================================================

Source: OWL 2 Web Ontology Language Profiles (Second Edition), section 4.3, tables 4 to 9.
"""

from __future__ import annotations

__all__ = ["RULES", "Rule", "rule_named"]

from typing import NamedTuple


class Rule(NamedTuple):
    """A rule: its name, what it asks for, what it concludes, and how it is carried out.

    *how* is ``"join"`` for the rules that become SQL. The others are carried out by what is faster
    for the same outcome: ``"same"`` (a representative for each set of equal things), ``"axiom"``
    (statements that hold without a premise) and ``"value"`` (the value spaces of literals).
    """

    name: str
    body: tuple[str, ...]
    head: tuple[str, ...]
    says: str
    how: str = "join"

    @property
    def table(self) -> str:
        """The part of the specification that it stands in, such as ``"prp"``."""
        return self.name.partition("-")[0]

    @property
    def is_false(self) -> bool:
        """Whether it concludes that the statements contradict each other."""
        return not self.head and self.how in {"join", "value"} and self.name != "dt-eq"


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(" . ") if part.strip())


def _rule(name: str, body: str, head: str, says: str, how: str = "join") -> Rule:
    return Rule(name, _split(body), _split(head), says, how)


_EQUALITY = (
    _rule("eq-ref", "?s ?p ?o", "?s owl:sameAs ?s . ?p owl:sameAs ?p . ?o owl:sameAs ?o",
          "everything is itself", "same"),
    _rule("eq-sym", "?x owl:sameAs ?y", "?y owl:sameAs ?x", "sameness goes both ways", "same"),
    _rule("eq-trans", "?x owl:sameAs ?y . ?y owl:sameAs ?z", "?x owl:sameAs ?z",
          "what is the same as a third is the same", "same"),
    _rule("eq-rep-s", "?s owl:sameAs ?t . ?s ?p ?o", "?t ?p ?o",
          "what holds of a thing holds of it under its other name", "same"),
    _rule("eq-rep-p", "?p owl:sameAs ?q . ?s ?p ?o", "?s ?q ?o",
          "a property may go by its other name", "same"),
    _rule("eq-rep-o", "?o owl:sameAs ?t . ?s ?p ?o", "?s ?p ?t",
          "what a thing relates to may go by its other name", "same"),
    _rule("eq-diff1", "?x owl:sameAs ?y . ?x owl:differentFrom ?y", "",
          "two things are the same and different"),
    _rule("eq-diff2", "?d a owl:AllDifferent . ?d owl:members ?l . pair ?l ?x ?y"
          " . ?x owl:sameAs ?y", "", "two things of a list of different ones are the same"),
    _rule("eq-diff3", "?d a owl:AllDifferent . ?d owl:distinctMembers ?l . pair ?l ?x ?y"
          " . ?x owl:sameAs ?y", "", "two things of a list of different ones are the same"),
)  # fmt: skip

_PROPERTIES = (
    _rule("prp-ap", "", "?p a owl:AnnotationProperty",
          "the built-in annotation properties are such", "axiom"),
    _rule("prp-dom", "?p rdfs:domain ?c . ?x ?p ?y", "?x a ?c",
          "what has the property belongs to its domain"),
    _rule("prp-rng", "?p rdfs:range ?c . ?x ?p ?y", "?y a ?c",
          "what is a value of the property belongs to its range"),
    _rule("prp-fp", "?p a owl:FunctionalProperty . ?x ?p ?y . ?x ?p ?z", "?y owl:sameAs ?z",
          "a functional property has one value"),
    _rule("prp-ifp", "?p a owl:InverseFunctionalProperty . ?x ?p ?z . ?y ?p ?z",
          "?x owl:sameAs ?y", "one thing has a value of an inverse functional property"),
    _rule("prp-irp", "?p a owl:IrreflexiveProperty . ?x ?p ?x", "",
          "nothing stands in an irreflexive relation to itself"),
    _rule("prp-symp", "?p a owl:SymmetricProperty . ?x ?p ?y", "?y ?p ?x",
          "a symmetric property holds both ways"),
    _rule("prp-asyp", "?p a owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x", "",
          "an asymmetric property holds one way only"),
    _rule("prp-trp", "?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z", "?x ?p ?z",
          "a transitive property carries on"),
    _rule("prp-spo1", "?p rdfs:subPropertyOf ?q . ?x ?p ?y", "?x ?q ?y",
          "what holds by a property holds by the wider one"),
    _rule("prp-spo2", "?p owl:propertyChainAxiom ?l . path ?l ?u ?v", "?u ?p ?v",
          "the links of a chain make one link"),
    _rule("prp-eqp1", "?p owl:equivalentProperty ?q . ?x ?p ?y", "?x ?q ?y",
          "equivalent properties hold together"),
    _rule("prp-eqp2", "?p owl:equivalentProperty ?q . ?x ?q ?y", "?x ?p ?y",
          "equivalent properties hold together"),
    _rule("prp-pdw", "?p owl:propertyDisjointWith ?q . ?x ?p ?y . ?x ?q ?y", "",
          "disjoint properties never hold together"),
    _rule("prp-adp", "?d a owl:AllDisjointProperties . ?d owl:members ?l . pair ?l ?p ?q"
          " . ?x ?p ?y . ?x ?q ?y", "", "disjoint properties never hold together"),
    _rule("prp-inv1", "?p owl:inverseOf ?q . ?x ?p ?y", "?y ?q ?x",
          "the inverse holds the other way round"),
    _rule("prp-inv2", "?p owl:inverseOf ?q . ?x ?q ?y", "?y ?p ?x",
          "the inverse holds the other way round"),
    _rule("prp-key", "?c owl:hasKey ?l . ?x a ?c . ?y a ?c . agree ?l ?x ?y", "?x owl:sameAs ?y",
          "members that agree in the key are the same"),
    _rule("prp-npa1", "?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p"
          " . ?n owl:targetIndividual ?y . ?x ?p ?y", "", "a statement holds that is denied"),
    _rule("prp-npa2", "?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p"
          " . ?n owl:targetValue ?y . ?x ?p ?y", "", "a statement holds that is denied"),
)  # fmt: skip

_CLASSES = (
    _rule("cls-thing", "", "owl:Thing a owl:Class", "owl:Thing is a class", "axiom"),
    _rule("cls-nothing1", "", "owl:Nothing a owl:Class", "owl:Nothing is a class", "axiom"),
    _rule("cls-nothing2", "?x a owl:Nothing", "", "nothing belongs to owl:Nothing"),
    _rule("cls-int1", "?c owl:intersectionOf ?l . each ?l ?y", "?y a ?c",
          "what belongs to every part belongs to the intersection"),
    _rule("cls-int2", "?c owl:intersectionOf ?l . item ?l ?d . ?y a ?c", "?y a ?d",
          "what belongs to the intersection belongs to every part"),
    _rule("cls-uni", "?c owl:unionOf ?l . item ?l ?d . ?y a ?d", "?y a ?c",
          "what belongs to a part belongs to the union"),
    _rule("cls-com", "?c owl:complementOf ?d . ?x a ?c . ?x a ?d", "",
          "nothing belongs to a class and to its complement"),
    _rule("cls-svf1", "?r owl:someValuesFrom ?c . ?r owl:onProperty ?p . ?u ?p ?v . ?v a ?c",
          "?u a ?r", "what has such a value belongs to the restriction"),
    _rule("cls-svf2", "?r owl:someValuesFrom owl:Thing . ?r owl:onProperty ?p . ?u ?p ?v",
          "?u a ?r", "what has any value belongs to the restriction"),
    _rule("cls-avf", "?r owl:allValuesFrom ?c . ?r owl:onProperty ?p . ?u a ?r . ?u ?p ?v",
          "?v a ?c", "all its values belong to the class that the restriction names"),
    _rule("cls-hv1", "?r owl:hasValue ?y . ?r owl:onProperty ?p . ?u a ?r", "?u ?p ?y",
          "a member of the restriction has its value"),
    _rule("cls-hv2", "?r owl:hasValue ?y . ?r owl:onProperty ?p . ?u ?p ?y", "?u a ?r",
          "what has the value belongs to the restriction"),
    _rule("cls-maxc1", "?r owl:maxCardinality 0 . ?r owl:onProperty ?p . ?u a ?r . ?u ?p ?y", "",
          "a thing has a value where none is allowed"),
    _rule("cls-maxc2", "?r owl:maxCardinality 1 . ?r owl:onProperty ?p . ?u a ?r . ?u ?p ?y"
          " . ?u ?p ?z", "?y owl:sameAs ?z", "where one value is allowed, two are the same"),
    _rule("cls-maxqc1", "?r owl:maxQualifiedCardinality 0 . ?r owl:onProperty ?p"
          " . ?r owl:onClass ?c . ?u a ?r . ?u ?p ?y . ?y a ?c", "",
          "a thing has such a value where none is allowed"),
    _rule("cls-maxqc2", "?r owl:maxQualifiedCardinality 0 . ?r owl:onProperty ?p"
          " . ?r owl:onClass owl:Thing . ?u a ?r . ?u ?p ?y", "",
          "a thing has a value where none is allowed"),
    _rule("cls-maxqc3", "?r owl:maxQualifiedCardinality 1 . ?r owl:onProperty ?p"
          " . ?r owl:onClass ?c . ?u a ?r . ?u ?p ?y . ?y a ?c . ?u ?p ?z . ?z a ?c",
          "?y owl:sameAs ?z", "where one such value is allowed, two are the same"),
    _rule("cls-maxqc4", "?r owl:maxQualifiedCardinality 1 . ?r owl:onProperty ?p"
          " . ?r owl:onClass owl:Thing . ?u a ?r . ?u ?p ?y . ?u ?p ?z", "?y owl:sameAs ?z",
          "where one value is allowed, two are the same"),
    _rule("cls-oo", "?c owl:oneOf ?l . item ?l ?y", "?y a ?c",
          "what an enumeration lists belongs to it"),
)  # fmt: skip

_CLASS_AXIOMS = (
    _rule("cax-sco", "?c rdfs:subClassOf ?d . ?x a ?c", "?x a ?d",
          "what belongs to a class belongs to the wider one"),
    _rule("cax-eqc1", "?c owl:equivalentClass ?d . ?x a ?c", "?x a ?d",
          "equivalent classes have the same members"),
    _rule("cax-eqc2", "?c owl:equivalentClass ?d . ?x a ?d", "?x a ?c",
          "equivalent classes have the same members"),
    _rule("cax-dw", "?c owl:disjointWith ?d . ?x a ?c . ?x a ?d", "",
          "disjoint classes have no members in common"),
    _rule("cax-adc", "?z a owl:AllDisjointClasses . ?z owl:members ?l . pair ?l ?c ?d . ?x a ?c"
          " . ?x a ?d", "", "disjoint classes have no members in common"),
)  # fmt: skip

_DATATYPES = (
    _rule("dt-type1", "", "?d a rdfs:Datatype", "the datatypes of OWL 2 RL are datatypes", "axiom"),
    _rule("dt-type2", "", "?l a ?d", "a literal belongs to the datatypes that hold its value",
          "value"),
    _rule("dt-eq", "", "?l owl:sameAs ?m", "two spellings of one value are the same", "value"),
    _rule("dt-diff", "", "?l owl:differentFrom ?m", "two values are different", "value"),
    _rule("dt-not-type", "?l a ?d", "", "a literal is given a datatype that does not hold it",
          "value"),
)  # fmt: skip

_SCHEMA = (
    _rule("scm-cls", "?c a owl:Class", "?c rdfs:subClassOf ?c . ?c owl:equivalentClass ?c"
          " . ?c rdfs:subClassOf owl:Thing . owl:Nothing rdfs:subClassOf ?c",
          "a class lies between owl:Nothing and owl:Thing"),
    _rule("scm-sco", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e", "?c rdfs:subClassOf ?e",
          "being a narrower class carries on"),
    _rule("scm-eqc1", "?c owl:equivalentClass ?d",
          "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c",
          "equivalent classes are narrower than each other"),
    _rule("scm-eqc2", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c",
          "?c owl:equivalentClass ?d", "classes narrower than each other are equivalent"),
    _rule("scm-op", "?p a owl:ObjectProperty",
          "?p rdfs:subPropertyOf ?p . ?p owl:equivalentProperty ?p",
          "a property is as wide as it is"),
    _rule("scm-dp", "?p a owl:DatatypeProperty",
          "?p rdfs:subPropertyOf ?p . ?p owl:equivalentProperty ?p",
          "a property is as wide as it is"),
    _rule("scm-spo", "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r",
          "?p rdfs:subPropertyOf ?r", "being a narrower property carries on"),
    _rule("scm-eqp1", "?p owl:equivalentProperty ?q",
          "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p",
          "equivalent properties are narrower than each other"),
    _rule("scm-eqp2", "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p",
          "?p owl:equivalentProperty ?q", "properties narrower than each other are equivalent"),
    _rule("scm-dom1", "?p rdfs:domain ?c . ?c rdfs:subClassOf ?d", "?p rdfs:domain ?d",
          "a class wider than a domain is one"),
    _rule("scm-dom2", "?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q", "?p rdfs:domain ?c",
          "a narrower property has the domain of the wider"),
    _rule("scm-rng1", "?p rdfs:range ?c . ?c rdfs:subClassOf ?d", "?p rdfs:range ?d",
          "a class wider than a range is one"),
    _rule("scm-rng2", "?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q", "?p rdfs:range ?c",
          "a narrower property has the range of the wider"),
    _rule("scm-hv", "?c owl:hasValue ?i . ?c owl:onProperty ?p . ?d owl:hasValue ?i"
          " . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q", "?c rdfs:subClassOf ?d",
          "the value of a narrower property is one of the wider"),
    _rule("scm-svf1", "?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?z"
          " . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z", "?c rdfs:subClassOf ?d",
          "some value in a narrower class is one in the wider"),
    _rule("scm-svf2", "?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y"
          " . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q", "?c rdfs:subClassOf ?d",
          "some value of a narrower property is one of the wider"),
    _rule("scm-avf1", "?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?z"
          " . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z", "?c rdfs:subClassOf ?d",
          "all values in a narrower class are in the wider"),
    _rule("scm-avf2", "?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y"
          " . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q", "?d rdfs:subClassOf ?c",
          "all values of a wider property are all of the narrower"),
    _rule("scm-int", "?c owl:intersectionOf ?l . item ?l ?d", "?c rdfs:subClassOf ?d",
          "an intersection is narrower than its parts"),
    _rule("scm-uni", "?c owl:unionOf ?l . item ?l ?d", "?d rdfs:subClassOf ?c",
          "a part is narrower than the union"),
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    *_EQUALITY, *_PROPERTIES, *_CLASSES, *_CLASS_AXIOMS, *_DATATYPES, *_SCHEMA,
)  # fmt: skip
"""All rules, in the order of the specification."""

_BY_NAME = {rule.name: rule for rule in RULES}


def rule_named(name: str) -> Rule:
    """Return the rule of this *name*.

    >>> rule_named("cax-sco").head
    ('?x a ?d',)
    """
    return _BY_NAME[name]

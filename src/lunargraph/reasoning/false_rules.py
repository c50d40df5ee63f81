"""The rules of OWL 2 RL that conclude *false*, asked of statements closed under the other rules.

Written here and not left to an engine: owlrl 7.6.2 words its findings as text, never compares the
last member of an ``owl:AllDifferent`` or ``owl:AllDisjointProperties``, and knows no two literals
to be different (``dt-diff``).

Source: OWL 2 Profiles, section 4.3, tables 4 to 8, the rules whose conclusion is *false*.
"""

from __future__ import annotations

__all__ = ["find_clashes"]

from itertools import combinations
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.reasoning.clashes import Clash, as_triple
from lunargraph.reasoning.datatypes import belongs, differ, is_well_written, value_of
from lunargraph.reasoning.index import Index, owl, rdf, rdfs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lunargraph.reasoning.clashes import Statement, Term


def find_clashes(statements: Iterable[Statement]) -> list[Clash]:
    """Return every clash in *statements*, which must be closed under the other rules, sorted.

    >>> from lunargraph.namespaces import LG, LGI
    >>> moon, place, agent = map(NamedNode, (LGI + "moon", LG + "Place", LG + "Agent"))
    >>> apart = owl("disjointWith")
    >>> [clash] = find_clashes([(moon, _TYPE, place), (moon, _TYPE, agent), (place, apart, agent)])
    >>> print(clash.sentence(lambda term: term.value.rpartition("/")[2]))
    moon belongs to ns#Agent and to ns#Place, which have no members in common
    """
    closed = Index(statements)
    every = sorted(
        (clash for rule in _RULES for clash in rule(closed)),
        key=lambda clash: [clash.rule, *map(str, clash[1:])],
    )
    once = {clash[:3]: clash for clash in reversed(every)}  # an axiom may be stated both ways
    return list(reversed(once.values()))


_TYPE = rdf("type")
_SAME = owl("sameAs")
_DIFFERENT = owl("differentFrom")
_MEMBERS = owl("members")
_ON = owl("onProperty")
_NOTHING = owl("Nothing")
_THING = owl("Thing")
_RANGE = rdfs("range")


def _clash(rule: str, individuals: Iterable[Term], terms: Iterable[Term], *why: Statement) -> Clash:
    triples = (triple for triple in map(as_triple, why) if triple is not None)
    return Clash(rule, tuple(individuals), tuple(terms), tuple(sorted(triples, key=str)))


def _same_and_different(closed: Index) -> Iterator[Clash]:
    for one, other in closed.pairs(_DIFFERENT):
        if closed.are_same(one, other):
            yield _both(closed, "eq-diff1", one, other, (one, _DIFFERENT, other))
    for rule, listing in (("eq-diff2", _MEMBERS), ("eq-diff3", owl("distinctMembers"))):
        for axiom in closed.members(owl("AllDifferent")):
            for head in closed.objects(axiom, listing):
                for one, other in closed.item_pairs(head):
                    if closed.are_same(one, other):
                        yield _both(closed, rule, one, other, (axiom, listing, head))


def _both(closed: Index, rule: str, one: Term, other: Term, axiom: Statement) -> Clash:
    """A thing that is different from itself was, as a rule, stated to be so under another name."""
    if one == other:
        other = min((same for same in closed.objects(one, _SAME)), key=str, default=one)
    first, second = sorted((one, other), key=str)
    why = [axiom] if first == second else [axiom, (first, _SAME, second)]
    return _clash(rule, (first, second), (), *why)


def _two_values(closed: Index) -> Iterator[Clash]:
    """Two literals where one value is allowed: the same by that axiom, different by dt-diff."""
    for property_ in closed.members(owl("FunctionalProperty")):
        axiom = (property_, _TYPE, owl("FunctionalProperty"))
        for subject in {subject for subject, _ in closed.pairs(property_)}:
            values = closed.objects(subject, property_)
            yield from _differing(closed, subject, property_, values, axiom)
    for restriction, member, property_, filler, why in _at_most(closed, 1):
        values = closed.objects(member, property_)
        if filler not in {None, _THING}:
            values = [value for value in values if (value, _TYPE, filler) in closed]
        yield from _differing(closed, member, property_, values, (member, _TYPE, restriction), *why)


def _differing(
    closed: Index, subject: Term, property_: Term, values: Iterable[Term], *why: Statement
) -> Iterator[Clash]:
    literals = sorted((value for value in values if isinstance(value, Literal)), key=str)
    for one, other in combinations(literals, 2):
        if differ(one, other):
            both = [(subject, property_, one), (subject, property_, other)]
            yield _clash("eq-diff1", (subject, one, other), (property_,), *both, *why)


def _bad_properties(closed: Index) -> Iterator[Clash]:
    for property_ in closed.members(irreflexive := owl("IrreflexiveProperty")):
        for one, other in closed.pairs(property_):
            if one == other:
                why = (one, property_, one), (property_, _TYPE, irreflexive)
                yield _clash("prp-irp", [one], [property_], *why)
    for property_ in closed.members(asymmetric := owl("AsymmetricProperty")):
        for one, other in closed.pairs(property_):
            if (other, property_, one) in closed:
                both = (one, property_, other), (other, property_, one)
                pair = sorted((one, other), key=str)
                yield _clash("prp-asyp", pair, [property_], *both, (property_, _TYPE, asymmetric))
    for one, other in closed.pairs(disjoint := owl("propertyDisjointWith")):
        yield from _shared_pairs(closed, "prp-pdw", one, other, (one, disjoint, other))
    for axiom in closed.members(owl("AllDisjointProperties")):
        for head in closed.objects(axiom, _MEMBERS):
            for one, other in closed.item_pairs(head):
                yield from _shared_pairs(closed, "prp-adp", one, other, (axiom, _MEMBERS, head))


def _shared_pairs(
    closed: Index, rule: str, one: Term, other: Term, axiom: Statement
) -> Iterator[Clash]:
    first, second = sorted((one, other), key=str)
    for subject, object_ in closed.pairs(first):
        for other in closed.objects(subject, second):
            if _is_same(object_, other):
                both = (subject, first, object_), (subject, second, other)
                yield _clash(rule, (subject, object_), (first, second), *both, axiom)


def _denied(closed: Index) -> Iterator[Clash]:
    source, target = owl("sourceIndividual"), owl("assertionProperty")
    axioms = [("prp-npa1", "targetIndividual"), ("prp-npa2", "targetValue")]
    for rule, name in axioms:
        for axiom, object_ in closed.pairs(owl(name)):
            for subject in closed.objects(axiom, source):
                for property_ in closed.objects(axiom, target):
                    for value in closed.objects(subject, property_):
                        if _is_same(value, object_):
                            why = (subject, property_, value), (axiom, source, subject)
                            yield _clash(rule, (subject, object_), [property_], *why)


def _is_same(one: Term, other: Term) -> bool:
    """Tell whether two terms are one, or two literals of one value."""
    if one == other:
        return True
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return False
    value = value_of(one)
    return value is not None and value == value_of(other)


def _bad_members(closed: Index) -> Iterator[Clash]:
    for member in closed.members(_NOTHING):
        yield _clash("cls-nothing2", [member], [_NOTHING], (member, _TYPE, _NOTHING))
    for one, other in closed.pairs(complement := owl("complementOf")):
        yield from _shared_members(closed, "cls-com", one, other, (one, complement, other))
    for one, other in closed.pairs(disjoint := owl("disjointWith")):
        yield from _shared_members(closed, "cax-dw", one, other, (one, disjoint, other))
    for axiom in closed.members(owl("AllDisjointClasses")):
        for head in closed.objects(axiom, _MEMBERS):
            for one, other in closed.item_pairs(head):
                yield from _shared_members(closed, "cax-adc", one, other, (axiom, _MEMBERS, head))


def _shared_members(
    closed: Index, rule: str, one: Term, other: Term, axiom: Statement
) -> Iterator[Clash]:
    pair = sorted((one, other), key=str)
    for member in closed.members(one):
        if (member, _TYPE, other) in closed:
            both = (member, _TYPE, one), (member, _TYPE, other)
            yield _clash(rule, [member], pair, *both, axiom)


def _at_most(
    closed: Index, limit: int
) -> Iterator[tuple[Term, Term, Term, Term | None, list[Statement]]]:
    """Yield restriction, member, property, class of the values (None: any) and the axiom."""
    for name in ("maxCardinality", "maxQualifiedCardinality"):
        for restriction, number in closed.pairs(owl(name)):
            if not (isinstance(number, Literal) and value_of(number) == ("number", limit)):
                continue
            fillers: list[Term | None] = [None]
            if name == "maxQualifiedCardinality":
                fillers = list(closed.objects(restriction, owl("onClass")))
            for property_ in closed.objects(restriction, _ON):
                for filler in fillers:
                    why: list[Statement] = [(restriction, _ON, property_)]
                    why += [(restriction, owl(name), number)]
                    for member in closed.members(restriction):
                        yield restriction, member, property_, filler, why


def _too_many(closed: Index) -> Iterator[Clash]:
    for restriction, member, property_, filler, axiom in _at_most(closed, 0):
        for value in closed.objects(member, property_):
            why = (member, property_, value), (member, _TYPE, restriction), *axiom
            if filler is None:
                yield _clash("cls-maxc1", (member, value), [property_], *why)
            elif filler == _THING:
                yield _clash("cls-maxqc2", (member, value), [property_], *why)
            elif (value, _TYPE, filler) in closed:
                terms = [property_, filler]
                yield _clash("cls-maxqc1", (member, value), terms, *why, (value, _TYPE, filler))


def _bad_values(closed: Index) -> Iterator[Clash]:
    """Literals whose text does not fit, or that a range or restriction puts in a wrong datatype."""
    uses: dict[Literal, list[Statement]] = {}
    for statement in closed:
        if isinstance(statement[2], Literal) and not isinstance(statement[0], Literal):
            uses.setdefault(statement[2], []).append(statement)
    for literal, statements in uses.items():
        wrong: set[Term] = {
            class_
            for class_ in closed.objects(literal, _TYPE)
            if isinstance(class_, NamedNode) and belongs(literal, class_.value) is False
        }
        if not is_well_written(literal):
            wrong = {literal.datatype}
        for datatype in wrong:
            guilty = [use for use in statements if (use[1], _RANGE, datatype) in closed]
            for subject, property_, _ in guilty or statements:
                why = (subject, property_, literal), (property_, _RANGE, datatype)
                used = why if guilty else why[:1]
                yield _clash("dt-not-type", (subject, literal), (property_, datatype), *used)


_RULES: tuple[Callable[[Index], Iterator[Clash]], ...] = (
    _same_and_different,
    _two_values,
    _bad_properties,
    _denied,
    _bad_members,
    _too_many,
    _bad_values,
)

"""Small ontologies, and all their models over two things: an oracle for what cannot follow.

A conclusion that some model of the premises does not satisfy is not entailed, whatever a reasoner
says. Axioms are tuples, such as ``("sub", ("some", "p", "A"), "B")``; expressions are class names
or tuples. The semantics is written out here from OWL 2 Direct Semantics, section 2, and shares
nothing with the code under test.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Axiom: TypeAlias = tuple[Any, ...]
Expression: TypeAlias = Any

CLASSES = ("A", "B")
PROPERTIES = ("p", "q")
INDIVIDUALS = ("a", "b")
SIZE = 2
EVERYTHING = (1 << SIZE) - 1
DECLARATIONS = "".join(f":{name} a owl:Class . " for name in CLASSES) + "".join(
    f":{name} a owl:ObjectProperty . " for name in PROPERTIES
)


class Model(NamedTuple):
    """Classes are sets of things as bits, properties such a set for each thing."""

    classes: dict[str, int]
    properties: dict[str, tuple[int, ...]]
    individuals: dict[str, int]


def models() -> Iterator[Model]:
    sets = range(EVERYTHING + 1)
    for classes in product(sets, repeat=len(CLASSES)):
        for flat in product(sets, repeat=SIZE * len(PROPERTIES)):
            for individuals in product(range(SIZE), repeat=len(INDIVIDUALS)):
                links = (flat[n * SIZE : (n + 1) * SIZE] for n in range(len(PROPERTIES)))
                yield Model(
                    dict(zip(CLASSES, classes, strict=True)),
                    dict(zip(PROPERTIES, links, strict=True)),
                    dict(zip(INDIVIDUALS, individuals, strict=True)),
                )


MODELS = tuple(models())


def countermodel(premises: Iterable[Axiom], conclusion: Axiom) -> Model | None:
    premises = list(premises)
    for model in MODELS:
        if all(holds(axiom, model) for axiom in premises) and not holds(conclusion, model):
            return model
    return None


# --- semantics -----------------------------------------------------------------------------------


def members(expression: Expression, model: Model) -> int:
    match expression:
        case "Thing":
            return EVERYTHING
        case "Nothing":
            return 0
        case str():
            return model.classes[expression]
        case ("not", one):
            return EVERYTHING & ~members(one, model)
        case ("and", one, other):
            return members(one, model) & members(other, model)
        case ("or", one, other):
            return members(one, model) | members(other, model)
        case ("one", *names):
            return sum({1 << model.individuals[name] for name in names})
        case ("value", role, name):
            wanted = 1 << model.individuals[name]
            return _where(role, model, lambda values: bool(values & wanted))
        case ("some", role, filler):
            inside = members(filler, model)
            return _where(role, model, lambda values: bool(values & inside))
        case ("all", role, filler):
            inside = members(filler, model)
            return _where(role, model, lambda values: not values & ~inside)
        case ("max", number, role, filler):
            inside = members(filler, model)
            return _where(role, model, lambda values: (values & inside).bit_count() <= number)
        case ("min", number, role, filler):
            inside = members(filler, model)
            return _where(role, model, lambda values: (values & inside).bit_count() >= number)
    raise AssertionError(expression)


def _where(role: Any, model: Model, test: Any) -> int:
    links = successors(role, model)
    return sum(1 << thing for thing in range(SIZE) if test(links[thing]))


def successors(role: Any, model: Model) -> tuple[int, ...]:
    if isinstance(role, str):
        return model.properties[role]
    links = model.properties[role[1]]  # ("inverse", name)
    return tuple(
        sum(1 << one for one in range(SIZE) if links[one] >> other & 1) for other in range(SIZE)
    )


def holds(axiom: Axiom, model: Model) -> bool:  # one branch an axiom, in the order of OWL 2
    things = range(SIZE)

    def linked(role: Any, one: int, other: int) -> bool:
        return bool(successors(role, model)[one] >> other & 1)

    match axiom:
        case ("sub", one, other):
            return not members(one, model) & ~members(other, model)
        case ("equivalent", one, other):
            return members(one, model) == members(other, model)
        case ("disjoint", one, other):
            return not members(one, model) & members(other, model)
        case ("domain", role, class_):
            inside = members(class_, model)
            return all(inside >> x & 1 for x in things if successors(role, model)[x])
        case ("range", role, class_):
            inside = members(class_, model)
            return all(not successors(role, model)[x] & ~inside for x in things)
        case ("subproperty", one, other):
            return all(not successors(one, model)[x] & ~successors(other, model)[x] for x in things)
        case ("equivalent-property", one, other):
            return successors(one, model) == successors(other, model)
        case ("inverse", one, other):
            return successors(one, model) == successors(("inverse", other), model)
        case ("disjoint-properties", one, other):
            return all(not successors(one, model)[x] & successors(other, model)[x] for x in things)
        case ("chain", role, one, other):
            return all(
                linked(role, x, z)
                for x, y, z in product(things, repeat=3)
                if linked(one, x, y) and linked(other, y, z)
            )
        case ("kind", "Functional", role):
            return all(values.bit_count() <= 1 for values in successors(role, model))
        case ("kind", "InverseFunctional", role):
            return all(v.bit_count() <= 1 for v in successors(("inverse", role), model))
        case ("kind", "Symmetric", role):
            return successors(role, model) == successors(("inverse", role), model)
        case ("kind", "Asymmetric", role):
            pairs = product(things, repeat=2)
            return not any(linked(role, x, y) and linked(role, y, x) for x, y in pairs)
        case ("kind", "Transitive", role):
            return holds(("chain", role, role, role), model)
        case ("kind", "Reflexive", role):
            return all(linked(role, x, x) for x in things)
        case ("kind", "Irreflexive", role):
            return not any(linked(role, x, x) for x in things)
        case ("type", name, class_):
            return bool(members(class_, model) >> model.individuals[name] & 1)
        case ("link", one, role, other):
            return linked(role, model.individuals[one], model.individuals[other])
        case ("no-link", one, role, other):
            return not linked(role, model.individuals[one], model.individuals[other])
        case ("same", one, other):
            return model.individuals[one] == model.individuals[other]
        case ("different", one, other):
            return model.individuals[one] != model.individuals[other]
        case ("some-link", one, role, class_):  # one role _:x . _:x a class_
            return holds(("type", one, ("some", role, class_)), model)
    raise AssertionError(axiom)


# --- Turtle --------------------------------------------------------------------------------------


def turtle(axioms: Iterable[Axiom]) -> str:
    return "\n".join(f"{_turtle(axiom)} ." for axiom in axioms)


_WORDS = {
    "sub": "rdfs:subClassOf",
    "equivalent": "owl:equivalentClass",
    "disjoint": "owl:disjointWith",
    "domain": "rdfs:domain",
    "range": "rdfs:range",
    "subproperty": "rdfs:subPropertyOf",
    "equivalent-property": "owl:equivalentProperty",
    "inverse": "owl:inverseOf",
    "disjoint-properties": "owl:propertyDisjointWith",
    "type": "a",
    "same": "owl:sameAs",
    "different": "owl:differentFrom",
}


def _turtle(axiom: Axiom) -> str:
    match axiom:
        case ("chain", role, one, other):
            return f":{role} owl:propertyChainAxiom ( :{one} :{other} )"
        case ("kind", kind, role):
            return f":{role} a owl:{kind}Property"
        case ("link", one, role, other):
            return f":{one} :{role} :{other}"
        case ("no-link", one, role, other):
            return (
                f"[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :{one} ;"
                f" owl:assertionProperty :{role} ; owl:targetIndividual :{other}"
            )
        case ("some-link", one, role, class_):
            return f":{one} :{role} [ a {_class(class_)} ]"
        case (word, one, other):
            return f"{_class(one)} {_WORDS[word]} {_class(other)}"
    raise AssertionError(axiom)


def _class(expression: Expression) -> str:
    match expression:
        case "Thing" | "Nothing":
            return f"owl:{expression}"
        case str():
            return f":{expression}"
        case ("not", one):
            return f"[ a owl:Class ; owl:complementOf {_class(one)} ]"
        case ("and" | "or" as word, one, other):
            name = {"and": "intersectionOf", "or": "unionOf"}[word]
            return f"[ a owl:Class ; owl:{name} ( {_class(one)} {_class(other)} ) ]"
        case ("one", *names):
            return f"[ a owl:Class ; owl:oneOf ( {' '.join(f':{name}' for name in names)} ) ]"
        case ("inverse", role):
            return f"[ owl:inverseOf :{role} ]"
        case ("value" | "some" | "all" as word, role, filler):
            name = {"value": "hasValue", "some": "someValuesFrom", "all": "allValuesFrom"}[word]
            on = f"a owl:Restriction ; owl:onProperty {_class(role)}"
            return f"[ {on} ; owl:{name} {_class(filler)} ]"
        case ("max" | "min" as word, number, role, filler):
            on = f"a owl:Restriction ; owl:onProperty {_class(role)} ; owl:onClass {_class(filler)}"
            return f'[ {on} ; owl:{word}QualifiedCardinality "{number}"^^xsd:nonNegativeInteger ]'
    raise AssertionError(expression)


# --- strategies ----------------------------------------------------------------------------------

_names = st.sampled_from((*CLASSES, "Thing", "Nothing"))
_roles = st.sampled_from(PROPERTIES)
_any_roles = st.one_of(_roles, _roles, _roles.map(lambda role: ("inverse", role)))
_things = st.sampled_from(INDIVIDUALS)
_numbers = st.integers(0, 2)


def _larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(("and", "or")), inner, inner),
        st.tuples(st.sampled_from(("some", "all")), _any_roles, inner),
        st.tuples(st.sampled_from(("max", "min")), _numbers, _any_roles, inner),
        st.tuples(st.just("value"), _any_roles, _things),
        st.tuples(st.just("one"), _things, _things),
    )


expressions = st.recursive(_names, _larger, max_leaves=3)
_kinds = ("Functional", "InverseFunctional", "Symmetric", "Asymmetric", "Transitive", "Reflexive",
          "Irreflexive")  # fmt: skip
axioms: st.SearchStrategy[Axiom] = st.one_of(
    st.tuples(st.sampled_from(("sub", "equivalent", "disjoint")), expressions, expressions),
    st.tuples(st.sampled_from(("domain", "range")), _roles, expressions),
    st.tuples(
        st.sampled_from(("subproperty", "equivalent-property", "inverse", "disjoint-properties")),
        _roles,
        _roles,
    ),
    st.tuples(st.just("chain"), _roles, _roles, _roles),
    st.tuples(st.just("kind"), st.sampled_from(_kinds), _roles),
    st.tuples(st.just("type"), _things, expressions),
    st.tuples(st.just("type"), _things, expressions),
    st.tuples(st.sampled_from(("link", "no-link")), _things, _roles, _things),
    st.tuples(st.sampled_from(("same", "different")), _things, _things),
    st.tuples(st.just("some-link"), _things, _roles, expressions),
)

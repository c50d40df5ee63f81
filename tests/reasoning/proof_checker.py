"""Check proofs against the rule table of OWL 2 RL/RDF, and against nothing else.

``RULES`` transcribes OWL 2 Profiles, section 4.3, tables 4 to 9. A rule reads ``premises ->
conclusions``: premises are joined by ``.``, alternative conclusions parted by ``|``, and ``a`` and
``=`` stand for ``rdf:type`` and ``owl:sameAs``. Of the list ``?l``, with items e1, ..., en:

* ``?e in ?l``: ``?e`` is one of the items; ``?e then ?f in ?l``: ei and ej with i < j
* ``?y a every ?l``: ``?y a ei`` for each i
* ``?u along ?l to ?v``: ``?u e1 ?u2``, ``?u2 e2 ?u3``, ..., ``?un en ?v``
* ``?x and ?y agree on ?l``: ``?x ei ?zi`` and ``?y ei ?zi`` for each i

Each of them also asks for the ``rdf:first`` and ``rdf:rest`` of each cell, down to ``rdf:nil``.
A number is any literal of that value: by ``dt-eq`` and ``eq-rep-o`` all its spellings are one.
A last part in braces is a condition on the terms themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, partial
from itertools import combinations, product
from typing import NamedTuple, Protocol, TypeAlias

from pyoxigraph import Literal, NamedNode

from literal_values import DATATYPES, belongs, different_values, same_value
from rdf_terms import Statement, Term, named

RULES = {
    # table 4: equality
    "eq-ref": "?s ?p ?o -> ?s = ?s | ?p = ?p | ?o = ?o",
    "eq-sym": "?x = ?y -> ?y = ?x",
    "eq-trans": "?x = ?y . ?y = ?z -> ?x = ?z",
    "eq-rep-s": "?s = ?t . ?s ?p ?o -> ?t ?p ?o",
    "eq-rep-p": "?p = ?q . ?s ?p ?o -> ?s ?q ?o",
    "eq-rep-o": "?o = ?n . ?s ?p ?o -> ?s ?p ?n",
    "eq-diff1": "?x = ?y . ?x owl:differentFrom ?y -> false",
    "eq-diff2": "?x a owl:AllDifferent . ?x owl:members ?l . ?y then ?z in ?l . ?y = ?z -> false",
    "eq-diff3": "?x a owl:AllDifferent . ?x owl:distinctMembers ?l . ?y then ?z in ?l . ?y = ?z"
    " -> false",
    # table 5: properties
    "prp-ap": "-> ?p a owl:AnnotationProperty { annotating ?p }",
    "prp-dom": "?p rdfs:domain ?c . ?x ?p ?y -> ?x a ?c",
    "prp-rng": "?p rdfs:range ?c . ?x ?p ?y -> ?y a ?c",
    "prp-fp": "?p a owl:FunctionalProperty . ?x ?p ?y . ?x ?p ?z -> ?y = ?z",
    "prp-ifp": "?p a owl:InverseFunctionalProperty . ?x ?p ?z . ?y ?p ?z -> ?x = ?y",
    "prp-irp": "?p a owl:IrreflexiveProperty . ?x ?p ?x -> false",
    "prp-symp": "?p a owl:SymmetricProperty . ?x ?p ?y -> ?y ?p ?x",
    "prp-asyp": "?p a owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x -> false",
    "prp-trp": "?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z -> ?x ?p ?z",
    "prp-spo1": "?p rdfs:subPropertyOf ?q . ?x ?p ?y -> ?x ?q ?y",
    "prp-spo2": "?p owl:propertyChainAxiom ?l . ?u along ?l to ?v -> ?u ?p ?v",
    "prp-eqp1": "?p owl:equivalentProperty ?q . ?x ?p ?y -> ?x ?q ?y",
    "prp-eqp2": "?p owl:equivalentProperty ?q . ?x ?q ?y -> ?x ?p ?y",
    "prp-pdw": "?p owl:propertyDisjointWith ?q . ?x ?p ?y . ?x ?q ?y -> false",
    "prp-adp": "?a a owl:AllDisjointProperties . ?a owl:members ?l . ?p then ?q in ?l"
    " . ?x ?p ?y . ?x ?q ?y -> false",
    "prp-inv1": "?p owl:inverseOf ?q . ?x ?p ?y -> ?y ?q ?x",
    "prp-inv2": "?p owl:inverseOf ?q . ?x ?q ?y -> ?y ?p ?x",
    "prp-key": "?c owl:hasKey ?l . ?x a ?c . ?y a ?c . ?x and ?y agree on ?l -> ?x = ?y",
    "prp-npa1": "?a owl:sourceIndividual ?x . ?a owl:assertionProperty ?p"
    " . ?a owl:targetIndividual ?y . ?x ?p ?y -> false",
    "prp-npa2": "?a owl:sourceIndividual ?x . ?a owl:assertionProperty ?p"
    " . ?a owl:targetValue ?y . ?x ?p ?y -> false",
    # table 6: classes
    "cls-thing": "-> owl:Thing a owl:Class",
    "cls-nothing1": "-> owl:Nothing a owl:Class",
    "cls-nothing2": "?x a owl:Nothing -> false",
    "cls-int1": "?c owl:intersectionOf ?l . ?y a every ?l -> ?y a ?c",
    "cls-int2": "?c owl:intersectionOf ?l . ?d in ?l . ?y a ?c -> ?y a ?d",
    "cls-uni": "?c owl:unionOf ?l . ?d in ?l . ?y a ?d -> ?y a ?c",
    "cls-com": "?c owl:complementOf ?d . ?x a ?c . ?x a ?d -> false",
    "cls-svf1": "?x owl:someValuesFrom ?y . ?x owl:onProperty ?p . ?u ?p ?v . ?v a ?y -> ?u a ?x",
    "cls-svf2": "?x owl:someValuesFrom owl:Thing . ?x owl:onProperty ?p . ?u ?p ?v -> ?u a ?x",
    "cls-avf": "?x owl:allValuesFrom ?y . ?x owl:onProperty ?p . ?u a ?x . ?u ?p ?v -> ?v a ?y",
    "cls-hv1": "?x owl:hasValue ?y . ?x owl:onProperty ?p . ?u a ?x -> ?u ?p ?y",
    "cls-hv2": "?x owl:hasValue ?y . ?x owl:onProperty ?p . ?u ?p ?y -> ?u a ?x",
    "cls-maxc1": "?x owl:maxCardinality 0 . ?x owl:onProperty ?p . ?u a ?x . ?u ?p ?y -> false",
    "cls-maxc2": "?x owl:maxCardinality 1 . ?x owl:onProperty ?p . ?u a ?x . ?u ?p ?y . ?u ?p ?z"
    " -> ?y = ?z",
    "cls-maxqc1": "?x owl:maxQualifiedCardinality 0 . ?x owl:onProperty ?p . ?x owl:onClass ?c"
    " . ?u a ?x . ?u ?p ?y . ?y a ?c -> false",
    "cls-maxqc2": "?x owl:maxQualifiedCardinality 0 . ?x owl:onProperty ?p"
    " . ?x owl:onClass owl:Thing . ?u a ?x . ?u ?p ?y -> false",
    "cls-maxqc3": "?x owl:maxQualifiedCardinality 1 . ?x owl:onProperty ?p . ?x owl:onClass ?c"
    " . ?u a ?x . ?u ?p ?y . ?y a ?c . ?u ?p ?z . ?z a ?c -> ?y = ?z",
    "cls-maxqc4": "?x owl:maxQualifiedCardinality 1 . ?x owl:onProperty ?p"
    " . ?x owl:onClass owl:Thing . ?u a ?x . ?u ?p ?y . ?u ?p ?z -> ?y = ?z",
    "cls-oo": "?c owl:oneOf ?l . ?y in ?l -> ?y a ?c",
    # table 7: class axioms
    "cax-sco": "?c rdfs:subClassOf ?d . ?x a ?c -> ?x a ?d",
    "cax-eqc1": "?c owl:equivalentClass ?d . ?x a ?c -> ?x a ?d",
    "cax-eqc2": "?c owl:equivalentClass ?d . ?x a ?d -> ?x a ?c",
    "cax-dw": "?c owl:disjointWith ?d . ?x a ?c . ?x a ?d -> false",
    "cax-adc": "?a a owl:AllDisjointClasses . ?a owl:members ?l . ?c then ?d in ?l"
    " . ?x a ?c . ?x a ?d -> false",
    # table 8: datatypes
    "dt-type1": "-> ?d a rdfs:Datatype { datatype ?d }",
    "dt-type2": "-> ?l a ?d { contained ?l ?d }",
    "dt-eq": "-> ?l = ?m { same ?l ?m }",
    "dt-diff": "-> ?l owl:differentFrom ?m { different ?l ?m }",
    "dt-not-type": "?l a ?d -> false { excluded ?l ?d }",
    # table 9: schema vocabulary
    "scm-cls": "?c a owl:Class -> ?c rdfs:subClassOf ?c | ?c owl:equivalentClass ?c"
    " | ?c rdfs:subClassOf owl:Thing | owl:Nothing rdfs:subClassOf ?c",
    "scm-sco": "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e -> ?c rdfs:subClassOf ?e",
    "scm-eqc1": "?c owl:equivalentClass ?d -> ?c rdfs:subClassOf ?d | ?d rdfs:subClassOf ?c",
    "scm-eqc2": "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c -> ?c owl:equivalentClass ?d",
    "scm-op": "?p a owl:ObjectProperty -> ?p rdfs:subPropertyOf ?p | ?p owl:equivalentProperty ?p",
    "scm-dp": "?p a owl:DatatypeProperty"
    " -> ?p rdfs:subPropertyOf ?p | ?p owl:equivalentProperty ?p",
    "scm-spo": "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r -> ?p rdfs:subPropertyOf ?r",
    "scm-eqp1": "?p owl:equivalentProperty ?q"
    " -> ?p rdfs:subPropertyOf ?q | ?q rdfs:subPropertyOf ?p",
    "scm-eqp2": "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p"
    " -> ?p owl:equivalentProperty ?q",
    "scm-dom1": "?p rdfs:domain ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:domain ?d",
    "scm-dom2": "?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q -> ?p rdfs:domain ?c",
    "scm-rng1": "?p rdfs:range ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:range ?d",
    "scm-rng2": "?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q -> ?p rdfs:range ?c",
    "scm-hv": "?c owl:hasValue ?i . ?c owl:onProperty ?p . ?d owl:hasValue ?i"
    " . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q -> ?c rdfs:subClassOf ?d",
    "scm-svf1": "?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?z"
    " . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z -> ?c rdfs:subClassOf ?d",
    "scm-svf2": "?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y"
    " . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q -> ?c rdfs:subClassOf ?d",
    "scm-avf1": "?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?z"
    " . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z -> ?c rdfs:subClassOf ?d",
    "scm-avf2": "?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y"
    " . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q -> ?d rdfs:subClassOf ?c",
    "scm-int": "?c owl:intersectionOf ?l . ?d in ?l -> ?c rdfs:subClassOf ?d",
    "scm-uni": "?c owl:unionOf ?l . ?d in ?l -> ?d rdfs:subClassOf ?c",
}
"""The 78 rules by name."""


class ProofNode(Protocol):
    """One step of a proof: *statement* (None: false) follows by *rule* from *premises*.

    The rule of a leaf is ``asserted``, or one that has no premises.
    """

    @property
    def statement(self) -> Statement | None: ...
    @property
    def rule(self) -> str: ...
    @property
    def premises(self) -> Sequence[ProofNode]: ...


def check_step(
    rule: str, premises: Iterable[Statement], conclusion: Statement | None
) -> str | None:
    """Return None if *rule* leads from *premises* to *conclusion* (None: false), else what is wrong.

    *premises* are all that the rule asks for, cells of lists included, in any order, and no more. One
    that the rule asks for twice may be given once or twice.
    """
    if rule not in RULES:
        return f"there is no rule {rule}"
    table = _parsed(rule)
    if conclusion is None or table.conclusions == ():
        if conclusion is not None or table.conclusions != ():
            return f"{rule} does not conclude {_said(conclusion)}"
        starts: list[_Bindings] = [{}]
    else:
        tries = (_unify(pattern, conclusion, {}) for pattern in table.conclusions)
        starts = [bindings for bindings in tries if bindings is not None]
        if not starts:
            return f"{rule} does not conclude {_said(conclusion)}"
    search = _Search(premises)
    for start in starts:
        for bindings, used in search.matches(table.premises, start):
            if not _holds(table.condition, bindings):
                terms = " and ".join(str(bindings[name]) for name in table.condition[1:])
                search.note(0, f"{table.condition[0]} does not hold of {terms}")
            elif superfluous := search.given - used:
                search.note(1, f"it does not ask for {_said(min(superfluous, key=str))}")
            else:
                return None
    return f"{rule}: {search.problem}"


def check_proof(proof: ProofNode, asserted: Set[Statement]) -> str | None:
    """Return None if *proof* rests on *asserted* and each step is right, else what is wrong.

    A statement must not be among those that it is proved from. Nodes may share premises.
    """
    done: dict[int, _Done] = {}
    path = [(proof, tuple(proof.premises))]
    on_path = {proof.statement}
    while path:
        node, premises = path[-1]
        next_ = next((premise for premise in premises if id(premise) not in done), None)
        if next_ is not None:
            if next_.statement in on_path:
                return f"{_said(next_.statement)} is used to prove itself"
            path.append((next_, tuple(next_.premises)))
            on_path.add(next_.statement)
            continue
        if (wrong := _check_node(node, premises, asserted)) is not None:
            return wrong
        below = frozenset(premise.statement for premise in premises)
        below = below.union(*(done[id(premise)].below for premise in premises))
        if node.statement in below:
            return f"{_said(node.statement)} is used to prove itself"
        done[id(node)] = _Done(node, below)
        path.pop()
        on_path.remove(node.statement)
    return None


class _Done(NamedTuple):
    """A *node* that is right (kept, so that its id stays its own), and what it is proved from."""

    node: ProofNode
    below: frozenset[Statement | None]


def _check_node(
    node: ProofNode, premises: Sequence[ProofNode], asserted: Set[Statement]
) -> str | None:
    if node.rule == "asserted":
        if premises:
            return f"{_said(node.statement)} is asserted and has premises"
        return None if node.statement in asserted else f"{_said(node.statement)} is not asserted"
    known = [p.statement for p in premises if p.statement is not None]
    if len(known) < len(premises):
        return f"{_said(node.statement)} is proved from false"
    return check_step(node.rule, known, node.statement)


def _said(statement: Sequence[object] | None) -> str:
    return "false" if statement is None else " ".join(map(str, statement))


# --- the rules, parsed ---------------------------------------------------------------------------

_Part: TypeAlias = str | int | Term
"""A variable (``?x``), the value of a number, or a term."""
_Pattern: TypeAlias = tuple[_Part, _Part, _Part]
_Bindings: TypeAlias = Mapping[str, Term]
_Reading: TypeAlias = tuple[tuple[_Pattern, ...], tuple[tuple[str, Term], ...]]
"""What else has to hold if a list is read in one way: patterns, and what variables stand for."""


class _Listing(NamedTuple):
    """A premise about the items of the list ``?l``: the ways to read it, given its variables."""

    readings: Callable[..., Iterator[_Reading]]
    variables: tuple[str, ...]


class _Rule(NamedTuple):
    premises: tuple[_Pattern | _Listing, ...]
    conclusions: tuple[_Pattern, ...]  # none: false
    condition: tuple[str, ...]


@cache
def _parsed(rule: str) -> _Rule:
    body, _, rest = RULES[rule].partition("->")
    heads, _, condition = rest.partition("{")
    return _Rule(
        tuple(map(_premise, filter(None, body.strip().split(" . ")))),
        tuple(map(_pattern, (h for h in heads.strip().split(" | ") if h != "false"))),
        tuple(condition.strip(" }").split()),
    )


def _premise(text: str) -> _Pattern | _Listing:
    for form, readings in _LISTINGS.items():
        if match := re.fullmatch(form, text):
            return _Listing(readings, match.groups())
    return _pattern(text)


def _pattern(text: str) -> _Pattern:
    subject, predicate, object_ = map(_part, text.split())
    return subject, predicate, object_


def _part(word: str) -> _Part:
    if word.startswith("?"):
        return word
    if word.isdecimal():
        return int(word)
    return named({"a": "rdf:type", "=": "owl:sameAs"}.get(word, word))


# --- lists ---------------------------------------------------------------------------------------

_Items: TypeAlias = tuple[Term, ...]


def _one(items: _Items, one: str) -> Iterator[_Reading]:
    for item in items:
        yield (), ((one, item),)


def _two(items: _Items, one: str, other: str) -> Iterator[_Reading]:
    for item, later in combinations(items, 2):
        yield (), ((one, item), (other, later))


def _every(items: _Items, member: str) -> Iterator[_Reading]:
    yield tuple((member, _TYPE, item) for item in items), ()


def _along(items: _Items, start: str, end: str) -> Iterator[_Reading]:
    stops = [start, *(f"?stop{n}" for n in range(1, len(items))), end]
    yield tuple(zip(stops, items, stops[1:], strict=False)), ()


def _agree(items: _Items, one: str, other: str) -> Iterator[_Reading]:
    shared = [(key, f"?value{n}") for n, key in enumerate(items)]
    yield tuple((who, key, value) for key, value in shared for who in (one, other)), ()


_LISTINGS: dict[str, Callable[..., Iterator[_Reading]]] = {
    r"(\?\w) in \?l": _one,
    r"(\?\w) then (\?\w) in \?l": _two,
    r"(\?\w) a every \?l": _every,
    r"(\?\w) along \?l to (\?\w)": _along,
    r"(\?\w) and (\?\w) agree on \?l": _agree,
}
_TYPE, _FIRST, _REST, _NIL = map(named, ("rdf:type", "rdf:first", "rdf:rest", "rdf:nil"))


# --- conditions ----------------------------------------------------------------------------------

_ANNOTATING = frozenset(
    map(
        named,
        (
            "rdfs:label",
            "rdfs:comment",
            "rdfs:seeAlso",
            "rdfs:isDefinedBy",
            "owl:deprecated",
            "owl:versionInfo",
            "owl:priorVersion",
            "owl:backwardCompatibleWith",
            "owl:incompatibleWith",
        ),
    )
)
"""The built-in annotation properties. Source: OWL 2 Structural Specification, section 5.5."""


def _contains(literal: Term, datatype: Term, answer: bool) -> bool:
    if not (isinstance(literal, Literal) and isinstance(datatype, NamedNode)):
        return False
    return belongs(literal, datatype.value) is answer


def _compared(by: Callable[[Literal, Literal], bool]) -> Callable[[Term, Term], bool]:
    return lambda one, other: (
        isinstance(one, Literal) and isinstance(other, Literal) and by(one, other)
    )


_CONDITIONS: dict[str, Callable[..., bool]] = {
    "annotating": lambda term: term in _ANNOTATING,
    "datatype": lambda term: isinstance(term, NamedNode) and term.value in DATATYPES,
    "contained": partial(_contains, answer=True),
    "excluded": partial(_contains, answer=False),
    "same": _compared(same_value),
    "different": _compared(different_values),
}


def _holds(condition: tuple[str, ...], bindings: _Bindings) -> bool:
    if not condition:
        return True
    name, *variables = condition
    return _CONDITIONS[name](*(bindings[variable] for variable in variables))


# --- matching ------------------------------------------------------------------------------------


def _unify(pattern: _Pattern, statement: Statement, bindings: _Bindings) -> _Bindings | None:
    """Return *bindings* and what else makes *pattern* the *statement*; None if nothing does."""
    found: dict[str, Term] = {}
    for part, term in zip(pattern, statement, strict=True):
        if isinstance(part, str):
            if bindings.get(part, found.setdefault(part, term)) != term:
                return None
        elif isinstance(part, int):
            if not (isinstance(term, Literal) and same_value(term, Literal(part))):
                return None
        elif part != term:
            return None
    return {**bindings, **found}


class _Search:
    """The ways to find the premises of a rule in what is given, and what was nearest to one."""

    def __init__(self, premises: Iterable[Statement]) -> None:
        self.given = frozenset(premises)
        self.problem = "a premise is missing"
        self._rank = len(self.given) + 3
        self._by_place: dict[tuple[int, Term], list[Statement]] = {}
        for statement in self.given:
            for place, term in enumerate(statement):
                self._by_place.setdefault((place, term), []).append(statement)

    def _near(self, pattern: _Pattern, bindings: _Bindings) -> Collection[Statement]:
        """Return what is given of a term that *pattern* names, of the one with the least."""
        near: Collection[Statement] = self.given
        for place, part in enumerate(pattern):
            term = bindings.get(part) if isinstance(part, str) else part
            if term is not None and not isinstance(term, int):
                near = min(near, self._by_place.get((place, term), ()), key=len)
        return near

    def note(self, rank: int, problem: str) -> None:
        """Keep *problem*, unless one of a lower *rank* is known."""
        if rank < self._rank:
            self._rank, self.problem = rank, problem

    def matches(
        self, premises: Sequence[_Pattern | _Listing], start: _Bindings
    ) -> Iterator[tuple[_Bindings, frozenset[Statement]]]:
        """Yield what the variables stand for, and which of the given statements that takes."""
        open_ = [(tuple(premises), start, frozenset[Statement]())]
        while open_:
            (todo, bindings, used) = open_.pop()
            if not todo:
                yield bindings, used
            elif isinstance(todo[0], _Listing):
                for patterns, found, cells in self._read(todo[0], bindings):
                    open_.append((patterns + todo[1:], found, used | cells))
            else:
                near = self._near(todo[0], bindings)
                tried = [(_unify(todo[0], s, bindings), s) for s in near]
                fitting = [(found, s) for found, s in tried if found is not None]
                open_ += [(todo[1:], found, used | {s}) for found, s in fitting]
                if not fitting:
                    wanted = (bindings.get(str(part), part) for part in todo[0])
                    rank = 2 + len(self.given - used)
                    self.note(rank, f"nothing given is {_said(tuple(wanted))}")

    def _read(
        self, listing: _Listing, bindings: _Bindings
    ) -> Iterator[tuple[tuple[_Pattern, ...], _Bindings, frozenset[Statement]]]:
        for items, cells in self._lists(bindings["?l"]):
            for patterns, equations in listing.readings(items, *listing.variables):
                found = dict(bindings)
                if all(found.setdefault(name, term) == term for name, term in equations):
                    yield patterns, found, cells

    def _lists(self, head: Term) -> Iterator[tuple[_Items, frozenset[Statement]]]:
        """Yield items and cells of each complete list that starts at *head*."""
        open_: list[tuple[Term, _Items, frozenset[Statement]]] = [(head, (), frozenset())]
        complete = False
        while open_:
            cell, items, cells = open_.pop()
            for item, rest in product(self._objects(cell, _FIRST), self._objects(cell, _REST)):
                here = {(cell, _FIRST, item), (cell, _REST, rest)}
                if rest == _NIL:
                    complete = True
                    yield (*items, item), cells | here
                elif not here <= cells:  # not round in a circle
                    open_.append((rest, (*items, item), cells | here))
        if not complete:
            self.note(2, f"the list {head} has no end")

    def _objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        near = self._by_place.get((0, subject), ())
        return [o for _, p, o in near if p == predicate]

"""Checks the JSON of an assessment without the code that made it.

Every step of every proof is checked: those of OWL by the checker of proofs, those of rules beyond
OWL against the text of the rule. Then elements, clauses, exceptions, instruments and the verdict
are worked out again from the proofs, the asserted statements and DESIGN section 7.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from lunargraph import resources
from lunargraph.namespaces import LG, LGI, PREFIXES
from proof_checker import check_step

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    Statement = tuple[Any, Any, Any]

ORDER = ("prohibited", "unknown", "permitted-with-conditions", "permitted", "not-covered")
TYPE = NamedNode(PREFIXES["rdf"] + "type")
FORCES = {
    "in-force": "fallsUnder",
    "perhaps-in-force": "mayFallUnder",
    "not-known": "beyondKnowledgeOf",
    "not-law": "wouldFallUnder",
}


class Law(NamedTuple):
    """What is asserted of instruments, clauses and elements: objects by subject and property."""

    objects: Mapping[tuple[str, str], frozenset[str]]

    def of(self, subject: str, name: str) -> frozenset[str]:
        return self.objects.get((subject, LG + name), frozenset())


def law_of(asserted: Iterable[Triple]) -> Law:
    found: dict[tuple[str, str], set[str]] = {}
    for triple in asserted:
        if isinstance(triple.subject, NamedNode) and not isinstance(triple.object, BlankNode):
            value = triple.object.value  # type: ignore[union-attr]
            found.setdefault((triple.subject.value, triple.predicate.value), set()).add(value)
    return Law({key: frozenset(values) for key, values in found.items()})


def problems(document: dict[str, Any], asserted: Collection[Triple], law: Law) -> list[str]:
    """Return what is wrong with an assessment, nothing if all is well."""
    return [*_Checker(document, asserted, law).problems()]


class _Checker:
    def __init__(self, document: dict[str, Any], asserted: Collection[Triple], law: Law) -> None:
        self._document = document
        self._law = law
        self._nodes = {node["id"]: node for node in document["proofs"]}
        self._given = {_triple(each) for each in document["facts"]}
        self._asserted = asserted

    def problems(self) -> Iterator[str]:
        for node in self._nodes.values():
            problem = self._node(node)
            if problem is not None:
                yield f"node {node['id']} ({node['text']}): {problem}"
        for instrument in self._document["instruments"]:
            yield from self._instrument(instrument)
        if self._document["verdict"] is None:
            if not self._document["contradictions"]:
                yield "no verdict, and no contradiction"
            return
        found = [each["verdict"] for each in self._document["instruments"] if _law(each)]
        expected = min(found, key=ORDER.index, default="not-covered")
        if self._document["verdict"] != expected:
            yield f"the verdict is {self._document['verdict']}, not {expected}"

    # --- proofs ----------------------------------------------------------------------------------

    def _node(self, node: dict[str, Any]) -> str | None:
        statement = None if node["statement"] is None else _triple(node["statement"])
        premises = [self._nodes[each] for each in node["premises"]]
        if any(each["id"] >= node["id"] for each in premises):
            return "a premise stands after what follows from it"
        known = [_triple(each["statement"]) for each in premises]
        if node["rule"] == "asserted":
            if known:
                return "it is asserted and has premises"
            return (
                None if statement in self._asserted or statement in self._given else "not asserted"
            )
        if not node["beyond_owl"]:
            parts = None if statement is None else (*statement,)
            return check_step(node["rule"], [(*each,) for each in known], parts)
        return None if statement is None else _rule(node["rule"]).problem(statement, known)

    def _shown(self, number: int) -> Triple:
        return _triple(self._nodes[number]["statement"])

    # --- judgements ------------------------------------------------------------------------------

    def _instrument(self, judged: dict[str, Any]) -> Iterator[str]:
        name = judged["label"]
        shown = self._shown(judged["force_proof"])
        allowed = {LG + FORCES[judged["force"]]}
        if judged["force"] == "in-force":
            allowed.add(LG + "carriedOnUnder")
        if shown.predicate.value not in allowed or shown.object != NamedNode(judged["instrument"]):
            yield f"{name}: what shows that it is {judged['force']} is {shown}"
        expected = self._carried(judged)
        listed = {each["clause"] for each in judged["clauses"]}
        if listed != expected:
            yield f"{name}: it carries {sorted(expected ^ listed)} as well, or not"
        effects: list[tuple[str, str]] = []
        for clause in judged["clauses"]:
            yield from self._clause(clause, judged["instrument"])
            effect = _effect(clause)
            if effect == "prohibited" and judged["force"] in ("perhaps-in-force", "not-known"):
                effect = "unknown"
            if effect is not None:
                effects.append((effect, clause["clause"]))
        verdict = min((each for each, _ in effects), key=ORDER.index, default="not-covered")
        if judged["verdict"] != verdict:
            yield f"{name}: {judged['verdict']}, not {verdict}"
        deciding = {clause for effect, clause in effects if effect == verdict}
        if set(judged["deciding"]) != deciding:
            yield f"{name}: it is decided by {sorted(deciding)}"

    def _carried(self, judged: dict[str, Any]) -> set[str]:
        carriers = {judged["instrument"], *self._law.of(judged["instrument"], "family")}
        return {
            clause
            for (clause, name), objects in self._law.objects.items()
            if name == LG + "clauseOf"
            and not carriers.isdisjoint(objects)
            and judged["instrument"] not in self._law.of(clause, "notCarriedBy")
        }

    def _clause(self, judged: dict[str, Any], instrument: str) -> Iterator[str]:
        name = f"{judged['label']} under {instrument.removeprefix(LGI)}"
        elements = judged["elements"]
        if {each["element"] for each in elements} != self._law.of(judged["clause"], "element"):
            yield f"{name}: not the elements of the clause"
        for element in elements:
            yield from self._element(element, instrument, name)
        outcomes = {each["outcome"] for each in elements}
        expected = (
            "not-met" if "not-met" in outcomes
            else "undecided" if "unknown" in outcomes or not outcomes
            else "contested" if "contested" in outcomes
            else "met"
        )  # fmt: skip
        if judged["outcome"] != expected:
            yield f"{name}: {judged['outcome']}, not {expected}"
        for exception in judged["exceptions"]:
            if judged["clause"] not in self._law.of(exception["clause"], "exceptionTo"):
                yield f"{name}: {exception['label']} is no exception to it"
            yield from self._clause(exception, exception["instrument"])
        lifting = {each["outcome"] for each in judged["exceptions"] if each["certain"]}
        perhaps = {each["outcome"] for each in judged["exceptions"]} - {"not-met"}
        lifted = "yes" if "met" in lifting else "unknown" if perhaps else "no"
        if judged["lifted"] != lifted:
            yield f"{name}: lifted is {judged['lifted']}, not {lifted}"

    def _element(self, judged: dict[str, Any], instrument: str, where: str) -> Iterator[str]:
        element, outcome = judged["element"], judged["outcome"]
        silence = {each.removeprefix(LGI + "silence-") for each in self._law.of(element, "silence")}
        if judged["proof"] is None:
            if "none-on-record" in silence and self._is_stated(element):
                silence = set()
            expected = ("not-met", silence) if silence else ("unknown", {None})
            if (outcome, {judged["silence"]}) != expected:
                yield f"{where}: {judged['label']} is {outcome} without a proof"
            return
        shown = self._shown(judged["proof"])
        if shown.predicate == TYPE:
            classes = {
                "met": self._law.of(element, "metBy"),
                "not-met": self._law.of(element, "notMetBy"),
                "contested": self._law.of(element, "contestedBy"),
            }[outcome]
            if judged["disjoint"] is not None:
                one, other = judged["disjoint"]
                fits = (
                    outcome == "not-met"
                    and one in self._above(getattr(shown.object, "value", ""))
                    and self._are_disjoint(one, other)
                    and any(other in self._above(each) for each in self._law.of(element, "metBy"))
                )
            else:
                fits = shown.object in {NamedNode(each) for each in classes}
        else:
            properties = {
                "met": self._law.of(element, "metTowards"),
                "not-met": self._law.of(element, "notMetTowards"),
            }.get(outcome, frozenset())
            fits = shown.predicate.value in properties and shown.object == NamedNode(instrument)
        if not fits:
            yield f"{where}: {judged['label']} is not {outcome} by {shown}"

    def _is_stated(self, element: str) -> bool:
        asked = self._law.of(element, "asksFor")
        if not self._law.of(element, "notMetBy") | self._law.of(element, "notMetTowards"):
            return False
        activity = self._document["activity"]
        facts = [_triple(each) for each in self._document["facts"]]
        return any(
            fact.subject == NamedNode(activity) and fact.predicate.value in asked for fact in facts
        )

    def _above(self, class_: str) -> set[str]:
        found, left = {class_}, [class_]
        while left:
            key = (left.pop(), PREFIXES["rdfs"] + "subClassOf")
            new = self._law.objects.get(key, frozenset()) - found
            found |= new
            left += new
        return found

    def _are_disjoint(self, one: str, other: str) -> bool:
        disjoint = PREFIXES["owl"] + "disjointWith"
        pairs = ((one, other), (other, one))
        if any(b in self._law.objects.get((a, disjoint), ()) for a, b in pairs):
            return True
        return any({one, other} <= members for members in _listed(frozenset(self._asserted)))


@cache
def _listed(asserted: frozenset[Triple]) -> list[set[str]]:
    """Return the members of each list of classes that are all disjoint."""
    first: dict[object, object] = {
        t.subject: t.object for t in asserted if t.predicate.value == PREFIXES["rdf"] + "first"
    }
    rest: dict[object, object] = {
        t.subject: t.object for t in asserted if t.predicate.value == PREFIXES["rdf"] + "rest"
    }
    found = []
    kinds = {
        t.subject
        for t in asserted
        if t.predicate == TYPE and t.object == NamedNode(PREFIXES["owl"] + "AllDisjointClasses")
    }
    for triple in asserted:
        if triple.subject in kinds and triple.predicate.value == PREFIXES["owl"] + "members":
            members: set[str] = set()
            cell: object = triple.object
            while cell in first:
                members.add(getattr(first[cell], "value", ""))
                cell = rest[cell]
            found.append(members)
    return found


def _law(judged: dict[str, Any]) -> bool:
    return bool(judged["binding"]) and judged["force"] != "not-law"


def _effect(judged: dict[str, Any]) -> str | None:
    outcome, effect = judged["outcome"], judged["effect"]
    if outcome == "not-met":
        return None
    if effect == "prohibits":
        if judged["lifted"] == "yes":
            return "permitted-with-conditions" if _has_conditions(judged) else "permitted"
        return (
            "unknown" if outcome == "undecided" or judged["lifted"] == "unknown" else "prohibited"
        )
    if outcome == "undecided" or (effect == "requires" and judged["lifted"] == "yes"):
        return None
    return {"requires": "permitted-with-conditions", "permits": "permitted"}.get(effect)


def _has_conditions(judged: dict[str, Any]) -> bool:
    lifting = [each for each in judged["exceptions"] if each["outcome"] == "met"]
    return any(_EVIDENCE(each["clause"]) for each in lifting)


def _EVIDENCE(clause: str) -> bool:  # noqa: N802 - set by the tests, which know the tables
    return clause in EVIDENCE


EVIDENCE: set[str] = set()
"""The clauses that require evidence; :func:`law_of` cannot tell, since texts are no names."""


def _triple(statement: dict[str, Any]) -> Triple:
    return Triple(*(_term(statement[part]) for part in ("subject", "predicate", "object")))


def _term(term: dict[str, Any]) -> Any:
    if term["type"] == "uri":
        return NamedNode(term["value"])
    if term["type"] == "bnode":
        return BlankNode(term["value"])
    if "xml:lang" in term:
        return Literal(term["value"], language=term["xml:lang"])
    return Literal(term["value"], datatype=NamedNode(term["datatype"]))


# --- rules beyond OWL ----------------------------------------------------------------------------


class _Rule(NamedTuple):
    conclusions: tuple[Triple, ...]
    premises: tuple[Triple, ...]
    optional: frozenset[str]

    def problem(self, statement: Triple, known: list[Triple]) -> str | None:
        """Return None if premises that fit the rule's lead to *statement*; else what is wrong."""
        for conclusion in self.conclusions:
            bindings = _match(conclusion, statement, {})
            if bindings is not None and self._fits(list(self.premises), known, bindings, set()):
                return None
        return "the premises are not those of the rule"

    def _fits(
        self, patterns: list[Triple], known: list[Triple], bindings: dict[str, Any], used: set[int]
    ) -> bool:
        if not patterns:
            return used == set(range(len(known)))
        pattern, *others = patterns
        for number, triple in enumerate(known):
            more = _match(pattern, triple, bindings)
            if more is not None and self._fits(others, known, more, used | {number}):
                return True
        # Where the query has a path of no or one step, a thing stands to itself without a premise.
        if pattern.predicate.value not in self.optional:
            return False
        one, other = _name(pattern.subject) or "", _name(pattern.object) or ""
        subject = bindings.get(one, bindings.get(other))
        object_ = bindings.get(other, subject)
        if subject is None or subject != object_:
            return False
        return self._fits(others, known, {**bindings, one: subject, other: object_}, used)


_VARIABLES = "urn:variable:"


def _name(term: object) -> str | None:
    value = getattr(term, "value", "")
    return value.removeprefix(_VARIABLES) if value.startswith(_VARIABLES) else None


def _match(pattern: Triple, triple: Triple, bindings: dict[str, Any]) -> dict[str, Any] | None:
    found = dict(bindings)
    for part, term in zip(pattern, triple, strict=True):
        name = _name(part)
        if name is None:
            if part != term:
                return None
        elif found.setdefault(name, term) != term:
            return None
    return found


@cache
def _rule(name: str) -> _Rule:
    """Read a rule anew: what it constructs, and its premises, all of which stand in its query."""
    text = (resources.root() / "ontology" / "rules" / f"{name}.rq").read_text("utf-8")
    header = "\n".join(line[2:] for line in text.splitlines() if line.startswith("#+"))
    template = re.search(r"CONSTRUCT \{([^}]*)\}", text)
    assert template is not None
    optional = frozenset(LG + each for each in re.findall(r"lg:(\w+)\?\s", text))
    return _Rule(_patterns([template[1]]), _patterns(tomllib.loads(header)["premises"]), optional)


def _patterns(texts: Iterable[str]) -> tuple[Triple, ...]:
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    body = "".join(f"{each.strip().rstrip('.')} .\n" for each in texts)
    filled = re.sub(r"\?(\w+)", rf"<{_VARIABLES}\1>", body)
    quads = parse(input=prologue + filled, format=RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)

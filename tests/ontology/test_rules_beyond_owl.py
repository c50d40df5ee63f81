"""The rules of ``ontology/rules``: a proof can only name what the query of its rule has looked at.

The premises and the sentence of a rule stand in its header, beside the query; here they are held
against the query as rdflib parses it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from rdflib import Graph, URIRef, Variable
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from lunargraph.namespaces import PREFIXES
from lunargraph.policy.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.policy.rules import Rule

RULES = {rule.name: rule for stratum in load_rules() for rule in stratum}
NAMED = "http://example.org/variable/"
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())

Pattern: TypeAlias = tuple[Any, Any, Any]

each_rule = pytest.mark.parametrize("name", RULES)


@cache
def asked(name: str) -> list[Pattern]:
    """Return the patterns that a rule's query needs, as rdflib understands it."""
    text = RULES[name].select.replace("(?activity) { }", "(?activity) { (UNDEF) }")
    return list(needed(prepareQuery(text).algebra["p"]))


def needed(part: Any) -> Iterator[Pattern]:
    """Yield the patterns that must match: none that is optional, one of several, or absent."""
    if not isinstance(part, CompValue) or part.name == "Union":
        return
    yield from dict.get(part, "triples") or ()
    for name in ("p1",) if part.name == "LeftJoin" else ("p", "p1", "p2"):
        for pattern in needed(dict.get(part, name)):
            yield pattern
            if part.name == "AggregateJoin":
                yield _renamed(pattern, _least(part))
            elif part.name == "Extend" and isinstance(part["expr"], Variable):
                yield _renamed(pattern, {part["expr"]: part["var"]})


def _least(part: CompValue) -> dict[Any, Any]:
    """Return what the least values of variables are called: each is one of the values."""
    kinds = ("Aggregate_Min", "Aggregate_Sample")
    return {each["vars"]: each["res"] for each in part["A"] if each.name in kinds}


def _renamed(pattern: Pattern, names: dict[Any, Any]) -> Pattern:
    subject, predicate, object_ = (
        names.get(term, term) if isinstance(term, Variable) else term for term in pattern
    )
    return subject, predicate, object_


def stands_in(premise: Pattern, pattern: Pattern) -> bool:
    """Tell whether a premise is what a pattern asks for; one step of a path, where it has one."""
    subject, predicate, object_ = pattern
    if isinstance(predicate, PropertyPath):
        predicate = getattr(predicate, "path", None)
    return premise == (subject, predicate, object_)


def premises(rule: Rule) -> list[Pattern]:
    """Return the premises of a rule, with variables."""
    text = "".join(f"{each.rstrip(' .')} .\n" for each in rule.premises)
    turtle = PROLOGUE + re.sub(r"\?(\w+)", rf"<{NAMED}\1>", text)
    graph = Graph().parse(data=turtle, format="turtle")
    return sorted(tuple(_variable(term) for term in triple) for triple in graph)


def _variable(term: Any) -> Any:
    if isinstance(term, URIRef) and term.startswith(NAMED):
        return Variable(term.removeprefix(NAMED))
    return term


@each_rule
def test_a_premise_stands_in_the_query(name: str) -> None:
    missing = [
        each
        for each in premises(RULES[name])
        if not any(stands_in(each, pattern) for pattern in asked(name))
    ]
    assert not missing, f"{name}.rq does not ask for its premises {missing}"


@each_rule
def test_the_sentence_and_the_conclusion_name_what_the_query_binds(name: str) -> None:
    rule = RULES[name]
    bound = {term for pattern in asked(name) for term in pattern}
    said = re.findall(r"\{(\w+)\}", rule.says) + re.findall(r"\?(\w+)", rule.template)
    assert {Variable(each) for each in said} <= bound


@each_rule
def test_a_rule_gives_what_the_ontology_knows_about_the_activity(name: str) -> None:
    assert RULES[name].template.startswith("?activity ")


def test_a_premise_that_the_query_does_not_ask_for_is_found() -> None:
    patterns = asked("certified-in-time")
    activity, certified = Variable("activity"), Variable("certified")
    there = (activity, URIRef(PREFIXES["lg"] + "certifiedOn"), certified)
    beside = (activity, URIRef(PREFIXES["lg"] + "startsOn"), certified)
    assert any(stands_in(there, each) for each in patterns)
    assert not any(stands_in(beside, each) for each in patterns)

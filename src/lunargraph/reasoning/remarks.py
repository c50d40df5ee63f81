"""What the rules of OWL 2 RL pass over in an ontology, and axioms that cannot be meant.

The rules are sound for any ontology, but they say nothing of what OWL 2 RL leaves out: a class that
demands a value, a choice between classes, a count above one. Each kind is said once.

Source: OWL 2 Profiles, section 4.2.
"""

from __future__ import annotations

__all__ = ["remarks"]

from typing import TYPE_CHECKING

from lunargraph.namespaces import PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duckdb import DuckDBPyConnection

    from lunargraph.reasoning.dictionary import Dictionary
    from lunargraph.reasoning.instances import Instances

_PASSED_OVER = {
    "owl:minCardinality": "a least number of values",
    "owl:minQualifiedCardinality": "a least number of values",
    "owl:cardinality": "an exact number of values",
    "owl:qualifiedCardinality": "an exact number of values",
    "owl:hasSelf": "a relation to itself",
    "owl:disjointUnionOf": "a disjoint union",
    "owl:onProperties": "a restriction on several properties",
    "owl:withRestrictions": "a datatype with facets",
    "owl:datatypeComplementOf": "the complement of a datatype",
}
_DEMANDED = {
    "owl:someValuesFrom": "that its members have such a value",
    "owl:unionOf": "that its members belong to one of several classes",
    "owl:oneOf": "that its members are among those listed",
}
_COUNTED = ("owl:maxCardinality", "owl:maxQualifiedCardinality")
_UPPER = ("rdfs:subClassOf", "rdfs:domain", "rdfs:range")
_LOOKED_AT = (
    *_COUNTED, *_UPPER, "rdf:type", "owl:ReflexiveProperty", "owl:disjointWith",
    "owl:propertyChainAxiom",
)  # fmt: skip


def remarks(
    sql: DuckDBPyConnection, dictionary: Dictionary, instances: Instances
) -> tuple[str, ...]:
    """Return a sentence for each kind of axiom that is passed over or cannot be meant, sorted."""
    names = _Names(dictionary)
    found = [*_passed_over(sql, names), *_demanded(sql, names), *_odd(sql, names)]
    for broken in instances.broken_lists:
        subject, predicate = names.said(broken.subject), names.said(broken.predicate)
        found.append(f"the list of {subject} {predicate} says nothing: {broken.what}")
    return tuple(sorted(set(found)))


class _Names:
    """Short names for numbers."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        texts = {curie: _text(curie) for curie in (*_PASSED_OVER, *_DEMANDED, *_LOOKED_AT)}
        ids = dictionary.ids(texts.values())
        self._numbers = {curie: ids.get(text) for curie, text in texts.items()}

    def number(self, curie: str) -> int | None:
        return self._numbers[curie]

    def said(self, number: int) -> str:
        text = self._dictionary.texts([number]).get(number, "")
        return compact(text[1:-1]) if text.startswith("<") else "an unnamed expression"


def _text(curie: str) -> str:
    prefix, _, name = curie.partition(":")
    return f"<{PREFIXES[prefix]}{name}>"


def _rows(sql: DuckDBPyConnection, query: str, parameters: Iterable[int]) -> list[tuple[int, ...]]:
    return sql.execute(query, list(parameters)).fetchall()


def _passed_over(sql: DuckDBPyConnection, names: _Names) -> Iterator[str]:
    for curie, meaning in _PASSED_OVER.items():
        if (number := names.number(curie)) is None:
            continue
        rows = _rows(sql, "SELECT s FROM asserted WHERE p = $1 ORDER BY s", [number])
        if rows:
            yield f"OWL 2 RL passes over {curie} ({meaning}), used {_times(len(rows))}"
    for curie in _COUNTED:
        if (number := names.number(curie)) is not None:
            rows = _rows(
                sql,
                "SELECT a.s FROM asserted a JOIN term t ON t.id = a.o WHERE a.p = $1"
                " AND NOT regexp_matches(t.text, '^\"[+-]?0*[01](\\.0*)?\"') ORDER BY a.s",
                [number],
            )
            if rows:
                yield f"OWL 2 RL passes over {curie} above 1, used {_times(len(rows))}"
    type_, reflexive = names.number("rdf:type"), names.number("owl:ReflexiveProperty")
    if reflexive is not None and type_ is not None:
        query = "SELECT s FROM asserted WHERE p = $1 AND o = $2 ORDER BY s"
        for (number,) in _rows(sql, query, [type_, reflexive]):
            yield f"OWL 2 RL passes over that {names.said(number)} is an owl:ReflexiveProperty"


def _demanded(sql: DuckDBPyConnection, names: _Names) -> Iterator[str]:
    """Yield what superclasses demand and no rule can give: only members are looked for."""
    for curie, meaning in _DEMANDED.items():
        number = names.number(curie)
        for upper in _UPPER:
            above = names.number(upper)
            if number is None or above is None:
                continue
            query = """SELECT DISTINCT a.s FROM asserted a JOIN asserted b ON b.s = a.o
                WHERE a.p = $1 AND b.p = $2 ORDER BY a.s"""
            for (subject,) in _rows(sql, query, [above, number]):
                yield (
                    f"OWL 2 RL passes over the demand of {names.said(subject)} {upper}"
                    f" [{curie}]: {meaning}"
                )


def _odd(sql: DuckDBPyConnection, names: _Names) -> Iterator[str]:
    apart, chain = names.number("owl:disjointWith"), names.number("owl:propertyChainAxiom")
    if apart is not None:
        query = "SELECT s FROM asserted WHERE p = $1 AND s = o ORDER BY s"
        for (number,) in _rows(sql, query, [apart]):
            yield f"{names.said(number)} is disjoint with itself, so that it can have no members"
    if chain is not None:
        query = """SELECT a.s FROM asserted a JOIN item i ON i.l = a.o WHERE a.p = $1
            GROUP BY a.s, a.o HAVING count(*) = 1 ORDER BY a.s"""
        for (number,) in _rows(sql, query, [chain]):
            yield f"a chain of {names.said(number)} has one link: write rdfs:subPropertyOf"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"

"""What is missing: rules that would give a statement if one more premise held."""

from __future__ import annotations

__all__ = ["gaps"]

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lunargraph.reasoning.patterns import TYPE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lunargraph.reasoning.compiler import CompiledRule
    from lunargraph.reasoning.justifying import Justifier, Key

Open: TypeAlias = tuple[int | None, int | None, int | None]
_MOST = 3
"""How many ways to look at for each premise that is missing."""


class NumberedGap(NamedTuple):
    """A gap in numbers; see :class:`lunargraph.reasoning.proofs.Gap`."""

    rule: str
    present: tuple[Key, ...]
    missing: tuple[Open, ...]


def gaps(justifier: Justifier, key: Key, anonymous: Collection[int]) -> list[NumberedGap]:
    """Return rules of which one premise, or for an intersection up to three classes, are missing.

    The closest first: those with the fewest missing premises, then with the most present ones. What
    is missing is never membership in a class without a name: the rules behind it are looked at.

    :param anonymous: the classes without a name.
    """
    found: dict[tuple[Open, ...], NumberedGap] = {}
    waiting: list[tuple[Key, tuple[Key, ...]]] = [(key, ())]
    seen = {key}
    while waiting:
        wanted, above = waiting.pop(0)
        for gap in _gaps_at(justifier, wanted):
            whole = gap._replace(present=(*above, *gap.present))
            if not seen.isdisjoint(gap.missing):
                continue  # it would follow from itself
            behind = [each for each in gap.missing if each[2] in anonymous]
            if not behind:
                found.setdefault(gap.missing, whole)
            elif len(gap.missing) == 1 and None not in behind[0] and behind[0] not in seen:
                seen.add(behind[0])  # type: ignore[arg-type]  # all three are known
                waiting.append((behind[0], whole.present))  # type: ignore[arg-type]  # as above
    return sorted(found.values(), key=lambda gap: (len(gap.missing), -len(gap.present), gap.rule))


def _gaps_at(justifier: Justifier, key: Key) -> Iterator[NumberedGap]:
    nothing = justifier.ids["owl:Nothing"]
    for rule in justifier.rules:
        for head in rule.patterns.head:
            bound = justifier.unify(head, key)
            if bound is not None and justifier.may_apply(rule, bound):
                for gap in _gaps_of(justifier, rule, bound):
                    if key not in gap.missing and all(nothing not in each for each in gap.missing):
                        yield gap


def _gaps_of(
    justifier: Justifier, rule: CompiledRule, bound: dict[str, int]
) -> Iterator[NumberedGap]:
    listing = rule.patterns.listing
    if listing is not None and listing.kind == "each":
        yield from _without_classes(justifier, rule, bound)
    elif listing is not None and listing.kind == "path":
        yield from _without_link(justifier, rule, bound)
    elif listing is None:
        for part in range(len(rule.patterns.data)):
            yield from _without_part(justifier, rule, bound, part)


def _without_part(
    justifier: Justifier, rule: CompiledRule, bound: dict[str, int], part: int
) -> Iterator[NumberedGap]:
    """Yield the ways in which all of a rule holds but one *part* of its data."""
    data = rule.patterns.data
    others = [atom for n, atom in enumerate(data) if n != part]
    scope = justifier.scope(rule)
    tables = [f"{rule.table} i"] if rule.patterns.schema else []
    for n, atom in enumerate(others):
        tables.append(f"every a{n}")
        scope.bind(atom, f"a{n}")
    tests = [*scope.conditions]
    tests += [f"{scope.places[v]} = {n}" for v, n in bound.items() if v in scope.places]
    names = list(rule.variables) if rule.patterns.schema else []
    columns = [f"i.{name[1:]}" for name in names]
    columns += [f"a{n}.{c}" for n in range(len(others)) for c in ("s", "p", "o")]
    open_terms = [_place(term, scope.places, bound, justifier) for term in data[part].terms]
    for row in justifier.rows(tables, tests, [*columns, *open_terms], _MOST):
        values = dict(zip(names, row, strict=False))
        rest = row[len(names) : len(columns)]
        present = [(rest[k], rest[k + 1], rest[k + 2]) for k in range(0, len(rest), 3)]
        schema = justifier.schema_premises(rule, bound | values, None)
        if schema is not None:
            missing = (row[len(columns)], row[len(columns) + 1], row[len(columns) + 2])
            yield NumberedGap(rule.rule.name, (*schema, *present), (missing,))


def _place(term: str, places: dict[str, str], bound: dict[str, int], justifier: Justifier) -> str:
    if not term.startswith("?"):
        return str(justifier.ids[term])
    if term in bound:
        return str(bound[term])
    return places.get(term, "NULL")


def _without_classes(
    justifier: Justifier, rule: CompiledRule, bound: dict[str, int]
) -> Iterator[NumberedGap]:
    type_ = justifier.ids[TYPE]
    for values, head in justifier.lists(rule, bound):
        needed = [(bound["?y"], type_, member) for member in justifier.members(head)]
        present = [key for key in needed if justifier.rank(key) is not None]
        missing = [key for key in needed if key not in present]
        schema = justifier.schema_premises(rule, values, None)
        if schema is not None and missing and len(missing) <= 3:
            spine = justifier.list_statements(head)
            yield NumberedGap(rule.rule.name, (*schema, *spine, *present), tuple(missing))


def _without_link(
    justifier: Justifier, rule: CompiledRule, bound: dict[str, int]
) -> Iterator[NumberedGap]:
    for values, head in justifier.lists(rule, bound):
        members = justifier.members(head)
        for gone in range(len(members)):
            yield from _broken_chain(
                justifier, rule, values, members, (bound["?u"], bound["?v"]), gone
            )


def _broken_chain(
    justifier: Justifier,
    rule: CompiledRule,
    values: dict[str, int],
    members: list[int],
    ends: tuple[int, int],
    gone: int,
) -> Iterator[NumberedGap]:
    """Yield the ways in which all links of a chain hold but number *gone*."""
    kept = [n for n in range(len(members)) if n != gone]
    tests = [f"a{n}.p = {members[n]}" for n in kept]
    tests += [f"a{n}.s = a{n - 1}.o" for n in kept if n - 1 in kept]
    tests += [f"a0.s = {ends[0]}"] * (0 in kept) + [f"a{len(members) - 1}.o = {ends[1]}"] * (
        len(members) - 1 in kept
    )
    start = f"a{gone - 1}.o" if gone else str(ends[0])
    end = f"a{gone + 1}.s" if gone + 1 < len(members) else str(ends[1])
    columns = [f"a{n}.{c}" for n in kept for c in ("s", "p", "o")]
    tables = [f"every a{n}" for n in kept]
    for row in justifier.rows(tables, tests, [*columns, start, end], _MOST):
        present = [(row[k], row[k + 1], row[k + 2]) for k in range(0, len(columns), 3)]
        schema = justifier.schema_premises(rule, values, None)
        if schema is not None:
            spine = justifier.list_statements(values["?l"])
            missing = (row[len(columns)], members[gone], row[len(columns) + 1])
            yield NumberedGap(rule.rule.name, (*schema, *spine, *present), (missing,))

"""Finding proofs: from a statement back to what was asserted, rule by rule.

Statements stand in the tables under representatives. A proof is about the names that were asked
for, so that the rules of equality, which the tables leave out, are put in where names change.
"""

from __future__ import annotations

__all__ = ["Prover"]

from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING

from lunargraph.reasoning.axioms import axiom_of
from lunargraph.reasoning.compiler import BY_VALUE
from lunargraph.reasoning.equality import Equality
from lunargraph.reasoning.gaps import gaps
from lunargraph.reasoning.justifying import Justifier
from lunargraph.reasoning.proofs import ASSERTED, Proof

if TYPE_CHECKING:
    from collections.abc import Collection

    from lunargraph.reasoning.answers import Answers
    from lunargraph.reasoning.clashes import Clash, Statement
    from lunargraph.reasoning.dictionary import Dictionary
    from lunargraph.reasoning.fixpoint import Fixpoint
    from lunargraph.reasoning.gaps import NumberedGap
    from lunargraph.reasoning.justifying import Justification, Key

_ANY = 2**31 - 1
"""Above all ranks."""
_REPLACING = ("eq-rep-s", "eq-rep-p", "eq-rep-o")


class Prover:
    """Finds proofs in the tables of a closure."""

    def __init__(self, answers: Answers, dictionary: Dictionary, fixpoint: Fixpoint) -> None:
        self._answers = answers
        self._dictionary = dictionary
        self._equality = fixpoint.equality
        self._justifier = Justifier(answers, fixpoint.instances)
        self._by_value = fixpoint.instances.by_value
        self._same = fixpoint.ids["owl:sameAs"]
        self._axiomatic = {
            fixpoint.ids[name] for name in ("rdf:type", "owl:sameAs", "owl:differentFrom")
        }
        self._edges: dict[int, list[tuple[int, int]]] | None = None
        self._values: dict[int, int] | None = None
        self._equalities: dict[int, Equality] = {}
        self._steps: dict[Key, tuple[str, tuple[Key, ...]]] = {}

    def prove(self, key: Key) -> Proof | None:
        """Return a proof of the statement (s, p, o), None if it does not hold."""
        if not self.holds(key):
            return None
        self._explain([key])
        return self._assemble(key)

    def ways(self, key: Key, limit: int = 100) -> list[tuple[str, tuple[Key, ...]]]:
        """Return the ways in which the statement follows in one step, each once."""
        found: dict[tuple[str, tuple[Key, ...]], None] = {}
        if self._is_asserted(key):
            found[ASSERTED, ()] = None
        for way in self._justifier.justifications(self._canonical(key), _ANY, limit):
            if self._canonical(key) not in way.premises:
                found[way.rule, self._spelt(way)] = None
        if not found or self._canonical(key) != key:
            self._steps.pop(key, None)
            self._step(key)
            found[self._steps[key]] = None
        return list(found)

    def gaps(self, key: Key) -> list[NumberedGap]:
        """Return the rules that would give the statement if a little more held."""
        rows = self._answers.rows("SELECT id FROM blank")
        return gaps(self._justifier, self._canonical(key), {number for (number,) in rows})

    def contradiction(self, clash: Clash) -> Proof | None:
        """Return the proof of *false* that a clash stands for."""
        texts = [str(term) for term in (*clash.individuals, *clash.terms)]
        ids = self._dictionary.ids(texts)
        individuals = [ids[str(term)] for term in clash.individuals if str(term) in ids]
        terms = [ids[str(term)] for term in clash.terms if str(term) in ids]
        premises = self._premises_of(clash.rule, individuals, terms)
        if premises is None:
            return None
        self._explain(premises)
        return Proof(None, clash.rule, tuple(self._assemble(key) for key in premises))

    def _premises_of(
        self, rule: str, individuals: list[int], terms: list[int]
    ) -> tuple[Key, ...] | None:
        if rule == "eq-diff1":
            one, other = individuals[-2], individuals[-1]
            return self._different(one, other)
        if rule in ("eq-diff2", "eq-diff3"):
            return self._listed_as_different(rule, individuals)
        if rule == "dt-not-type":
            use = (individuals[0], terms[0], individuals[1])
            return self._misplaced(use, terms[1]) if len(terms) > 1 else (use,)
        same = [self._equality.find(number) for number in individuals]
        way = next(self._justifier.contradictions(rule, same), None)
        return None if way is None else self._spelt(way)

    def _different(self, one: int, other: int) -> tuple[Key, ...]:
        """Return the premises of eq-diff1: sameness, and difference said one way or the other."""
        apart = self._justifier.ids["owl:differentFrom"]
        for first, second in ((one, other), (other, one)):
            if self._is_asserted((first, apart, second)):
                return (first, self._same, second), (first, apart, second)
        return (one, self._same, other), (one, apart, other)

    def _misplaced(self, use: Key, datatype: int) -> tuple[Key, ...]:
        """Return why the literal of *use* is said to belong to a datatype, by ranges mostly.

        Where nothing says so, the literal does not even fit the datatype that it names itself.
        """
        typed = (use[2], self._justifier.ids["rdf:type"], datatype)
        if self._justifier.rank(typed) is None:
            step = self._by_range(use[2], datatype) or self._by_restriction(use[2], datatype)
            if step is None:
                return (use,)
            self._steps[typed] = step
        return (typed,)

    def _by_range(self, literal: int, datatype: int) -> tuple[str, tuple[Key, ...]] | None:
        range_ = self._justifier.ids["rdfs:range"]
        rows = self._answers.rows(
            """SELECT f.s, f.p FROM every f JOIN every r ON r.s = f.p
            WHERE f.o = $1 AND r.p = $2 AND r.o = $3 ORDER BY ALL LIMIT 1""",
            [literal, range_, datatype],
        )
        for subject, property_ in rows:
            return "prp-rng", ((property_, range_, datatype), (subject, property_, literal))
        return None

    def _by_restriction(self, literal: int, datatype: int) -> tuple[str, tuple[Key, ...]] | None:
        ids = self._justifier.ids
        all_, on, type_ = ids["owl:allValuesFrom"], ids["owl:onProperty"], ids["rdf:type"]
        rows = self._answers.rows(
            """SELECT a.s, f.s, f.p FROM every a JOIN every b ON b.s = a.s JOIN every t ON t.o = a.s
            JOIN every f ON f.s = t.s AND f.p = b.o
            WHERE a.p = $1 AND a.o = $2 AND b.p = $3 AND t.p = $4 AND f.o = $5
            ORDER BY ALL LIMIT 1""",
            [all_, datatype, on, type_, literal],
        )
        for restriction, subject, property_ in rows:
            demand = ((restriction, all_, datatype), (restriction, on, property_))
            member = (subject, type_, restriction)
            return "cls-avf", (*demand, member, (subject, property_, literal))
        return None

    def _listed_as_different(self, rule: str, individuals: list[int]) -> tuple[Key, ...] | None:
        ids, find = self._justifier.ids, self._equality.find
        listing = ids["owl:members" if rule == "eq-diff2" else "owl:distinctMembers"]
        thing = find(individuals[0])
        rows = self._answers.rows(
            """SELECT DISTINCT l.s, l.o FROM fact t JOIN fact l ON l.s = t.s
            JOIN item a ON a.l = l.o JOIN item b ON b.l = l.o AND a.n <> b.n
            WHERE t.p = $1 AND t.o = $2 AND l.p = $3 AND a.e = $4 AND b.e = $4 ORDER BY ALL""",
            [ids["rdf:type"], ids["owl:AllDifferent"], listing, thing],
        )
        for axiom, head in rows:
            spine = self._spine_as_asserted(head)
            members = [key[2] for key in spine if key[1] == ids["rdf:first"]]
            pair = [each for each in members if find(each) == thing]
            if len(pair) > 1:
                declared = (axiom, ids["rdf:type"], ids["owl:AllDifferent"])
                same = (pair[0], self._same, pair[1])
                return (declared, (axiom, listing, head), *spine, same)
        return None

    def _spine_as_asserted(self, head: int) -> list[Key]:
        """Return the statements of a list, with the names by which its members were listed."""
        return [
            self._under_names("asserted", key, _ANY) or key
            for key in self._justifier.list_statements(head)
        ]

    # --- from a statement to what it follows from ---------------------------------------------

    def holds(self, key: Key) -> bool:
        """Tell whether the statement (s, p, o) is asserted or follows."""
        if self._is_asserted(key) or self._axiom(key) is not None:
            return True
        if key[1] == self._same:
            return self._equality.find(key[0]) == self._equality.find(key[2]) or (
                self._literal_edge(key)
            )
        return self._justifier.rank(self._canonical(key)) is not None

    def _literal_edge(self, key: Key) -> bool:
        reverse = (key[2], key[1], key[0])
        return any(self._justifier.rank(each) is not None for each in (key, reverse))

    def _axiom(self, key: Key) -> str | None:
        """Return the rule by which a statement holds without a premise."""
        if key[1] not in self._axiomatic:
            return None
        terms = self._answers.terms(key)
        return axiom_of((terms[key[0]], terms[key[1]], terms[key[2]]))

    def _explain(self, keys: Collection[Key]) -> None:
        """Note a step for each of these statements and, in turn, for what they follow from."""
        waiting, seen = deque(keys), set(keys)
        while waiting:
            key = waiting.popleft()
            if key not in self._steps:
                self._step(key)
            waiting.extend(each for each in self._steps[key][1] if each not in seen)
            seen.update(self._steps[key][1])

    def _step(self, key: Key) -> None:
        if self._is_asserted(key):
            self._steps[key] = (ASSERTED, ())
        elif (rule := self._axiom(key)) is not None:
            self._steps[key] = (rule, ())
        elif key[1] == self._same:
            self._equal(key)
        elif (rank := self._justifier.rank(key)) is None:
            self._rename(self._said_of_the_same(key), key)
        elif rank == 0:
            self._rename(self._asserted_under_another_name(key), key)
        else:
            self._derive(key, rank)

    def _derive(self, key: Key, rank: int) -> None:
        way = next(self._justifier.justifications(key, rank), None)
        if way is not None:
            self._steps[key] = (way.rule, self._spelt(way))
        elif (other := self._retired_under_another_name(key, rank)) is not None:
            self._rename(other, key)
        elif (other := self._other_spelling(key, rank)) is not None:
            self._steps[key] = ("eq-rep-s", ((other[0], self._same, key[0]), other))

    def _is_asserted(self, key: Key) -> bool:
        query = "SELECT 1 FROM asserted WHERE s = $1 AND p = $2 AND o = $3"
        return bool(self._answers.rows(query, key))

    def _canonical(self, key: Key) -> Key:
        s, p, o = (self._equality.find(number) for number in key)
        return (key[0], p, key[2]) if p == self._same else (s, p, o)

    def _under_names(self, table: str, key: Key, below: int, condition: str = "") -> Key | None:
        """Return a statement of *table* that says *key* of the same things by any names.

        :param below: only names that links of lower ranks make the same.
        """
        rows = self._answers.rows(
            f"""SELECT t.s, t.p, t.o FROM {table} t LEFT JOIN canon cs ON cs.id = t.s
            LEFT JOIN canon cp ON cp.id = t.p LEFT JOIN canon co ON co.id = t.o
            WHERE coalesce(cs.rep, t.s) = $1 AND coalesce(cp.rep, t.p) = $2
            AND coalesce(co.rep, t.o) = $3 {condition} ORDER BY ALL""",
            self._canonical(key),
        )
        same = self._equality_below(below)
        alike = [
            row
            for row in rows
            if all(same.find(a) == same.find(b) for a, b in zip(row, key, strict=True))
        ]
        return min(alike, key=lambda row: _differences(row, key), default=None)

    def _equality_below(self, rank: int) -> Equality:
        """Return what the links of ranks less than *rank* make the same."""
        if rank not in self._equalities:
            links = self._links().items()
            pairs = [(one, two) for one, far in links for r, two in far if r < rank]
            self._equalities[rank] = Equality()
            self._equalities[rank].join(sorted(pairs))
        return self._equalities[rank]

    def _said_of_the_same(self, key: Key) -> Key:
        """Return a statement of the same things that stands under other names, of low rank.

        Sameness counts too: what links of lower ranks make the same comes first. So the proof of
        a link never asks for a statement that only that link gives.
        """
        for rank in sorted({0, *(rank for far in self._links().values() for rank, _ in far)}):
            found: list[Key] = []
            for table in ("asserted", "retired", "fact"):
                condition = "" if table == "asserted" else f"AND rank <= {rank}"
                alike = self._under_names(table, key, rank + 1, condition)
                found += [alike] if alike is not None and alike != key else []
            if found:
                return min(found, key=lambda other: _differences(other, key))
        return self._canonical(key)

    def _asserted_under_another_name(self, key: Key) -> Key:
        found = self._under_names("asserted", key, 1)
        return found if found is not None else key

    def _retired_under_another_name(self, key: Key, rank: int) -> Key | None:
        return self._under_names("retired", key, rank, f"AND rank < {rank}")

    def _other_spelling(self, key: Key, rank: int) -> Key | None:
        """Return the same said of another spelling of the literal that *key* is about."""
        same = [
            one
            for one, value in self._value_classes().items()
            if value == self._value_classes().get(key[0])
        ]
        others = [(one, key[1], key[2]) for one in same if one != key[0]]
        found = [(r, other) for other in others if (r := self._justifier.rank(other)) is not None]
        return min(found)[1] if found and min(found)[0] < rank else None

    # --- names ------------------------------------------------------------------------------------

    def _rename(self, source: Key, target: Key) -> None:
        """Note the step to *target* from what differs in one name less from *source*."""
        places = [place for place in (0, 1, 2) if source[place] != target[place]]
        if places:
            place = places[-1]
            nearer = _with(target, place, source[place])
            equal = (source[place], self._same, target[place])
            self._steps[target] = (_REPLACING[place], (equal, nearer))

    def _equal(self, key: Key) -> None:
        """Note the steps to a statement of sameness: along the links that made the set."""
        one, _, other = key
        if one < 0 or other < 0:
            self._equal_literals(key)
            return
        path = self._path(one, other)
        for n, (start, end) in enumerate(pairwise(path)):
            link, far = (start, self._same, end), (one, self._same, end)
            self._link(link)
            if n:
                self._steps.setdefault(far, ("eq-trans", ((one, self._same, start), link)))
        if one == other:
            self._reflexive(key)

    def _reflexive(self, key: Key) -> None:
        rows = self._answers.rows(
            "SELECT s, p, o FROM asserted WHERE s = $1 OR p = $1 OR o = $1 ORDER BY ALL LIMIT 1",
            [key[0]],
        )
        for s, p, o in rows:
            self._steps[key] = ("eq-ref", ((s, p, o),))

    def _equal_literals(self, key: Key) -> None:
        rank = self._justifier.rank(key)
        if rank is None:
            self._steps[key] = ("eq-sym", ((key[2], self._same, key[0]),))
        else:
            self._derive(key, rank)

    def _link(self, link: Key) -> None:
        """Note the step to one link: asserted, derived, or one of those the other way round."""
        if link in self._steps:
            return
        reverse = (link[2], self._same, link[0])
        rank, back = self._justifier.rank(link), self._justifier.rank(reverse)
        if self._is_asserted(link):
            self._steps[link] = (ASSERTED, ())
        elif rank is None or (back is not None and back < rank):
            self._steps[link] = ("eq-sym", (reverse,))
        else:
            self._derive(link, rank)

    def _path(self, one: int, other: int) -> list[int]:
        """Return the way from one name to another whose highest link is as low as can be."""
        graph = self._links()
        for limit in sorted({rank for links in graph.values() for rank, _ in links}):
            came: dict[int, int] = {one: one}
            waiting = deque([one])
            while waiting and other not in came:
                here = waiting.popleft()
                for rank, there in graph.get(here, []):
                    if rank <= limit and there not in came:
                        came[there] = here
                        waiting.append(there)
            if other in came:
                way = [other]
                while way[-1] != one:
                    way.append(came[way[-1]])
                return way[::-1]
        return [one]

    def _links(self) -> dict[int, list[tuple[int, int]]]:
        if self._edges is None:
            edges: dict[int, list[tuple[int, int]]] = {}
            rows = self._answers.rows(
                "SELECT s, o, min(rank) FROM every WHERE p = $1 AND s > 0 AND o > 0 AND s <> o"
                " GROUP BY s, o ORDER BY ALL", [self._same],
            )  # fmt: skip
            for one, other, rank in rows:
                edges.setdefault(one, []).append((rank, other))
                edges.setdefault(other, []).append((rank, one))
            self._edges = edges
        return self._edges

    # --- spellings --------------------------------------------------------------------------------

    def _value_classes(self) -> dict[int, int]:
        if self._values is None:
            self._values = dict(self._answers.rows("SELECT id, same FROM value_of"))
        return self._values

    def _spelt(self, way: Justification) -> tuple[Key, ...]:
        """Return the premises of a rule, each value spelt as where it stands first."""
        if not self._by_value or way.rule not in BY_VALUE:
            return way.premises
        values, premises = self._value_classes(), []
        spelling: dict[int, int] = {}
        for key in way.premises:
            value = values.get(key[2])
            chosen = key[2] if value is None else spelling.setdefault(value, key[2])
            changed = (key[0], key[1], chosen)
            if changed != key and not self._is_asserted(changed):
                equal = (key[2], self._same, chosen)
                self._steps[changed] = ("eq-rep-o", (equal, key))  # in the place of any other way
            premises.append(changed)
        return tuple(premises)

    # --- the whole --------------------------------------------------------------------------------

    def _assemble(self, key: Key) -> Proof:
        """Build the proof of *key* from the steps, premises before conclusions."""
        order, needed = self._in_order(key)
        terms = self._answers.terms({number for each in needed for number in each})
        made: dict[Key, Proof] = {}
        for each in order:
            rule, premises = self._steps[each]
            s, p, o = (terms[number] for number in each)
            statement: Statement = (s, p, o)
            made[each] = Proof(statement, rule, tuple(made[premise] for premise in premises))
        return made[key]

    def _in_order(self, key: Key) -> tuple[list[Key], set[Key]]:
        order: list[Key] = []
        seen: set[Key] = set()
        stack = [(key, False)]
        while stack:
            current, ready = stack.pop()
            if ready:
                order.append(current)
            elif current not in seen:
                seen.add(current)
                if current not in self._steps:  # of a step that took the place of another
                    self._step(current)
                stack.append((current, True))
                stack += [(premise, False) for premise in reversed(self._steps[current][1])]
        return order, seen


def _with(key: Key, place: int, number: int) -> Key:
    """Return *key* with another *number* at a place."""
    s, p, o = (number if n == place else each for n, each in enumerate(key))
    return s, p, o


def _differences(one: Key, other: Key) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))

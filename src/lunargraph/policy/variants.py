"""One activity in several ways: what stands in a dimension is another thing in each."""

from __future__ import annotations

__all__ = ["DIMENSIONS", "Description", "Variant", "find_variants"]

from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from lunargraph.errors import UnknownNameError, UsageError, nearest
from lunargraph.explaining.phrases import joined
from lunargraph.namespaces import LG, PREFIXES
from lunargraph.policy.cases import ACTIVITY, Wishes, given_case
from lunargraph.policy.days import read_day, read_period
from lunargraph.policy.questions import find_case
from lunargraph.policy.stretches import over_days
from lunargraph.store.worlds import World
from lunargraph.validation.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from lunargraph.policy.cases import Case
    from lunargraph.policy.rulings import Ground
    from lunargraph.reasoning.clashes import Term

UNSAID = "?"
"""The value that stands for saying nothing."""
_ON = "on"
_FIELDS = {
    "actor": ("actor", "carriedOutBy"),
    "bilateral": ("bilateral", None),
    "funded-by": ("funders", "fundedBy"),
    "kind": ("kind", None),
    "place": ("place", "takesPlaceAt"),
    "starts": ("starts", "startsOn"),
    "subject": ("subjects", "hasSubject"),
    "with": ("partners", "carriedOutWith"),
}
DIMENSIONS = tuple(sorted([_ON, *_FIELDS]))
"""What can be compared over, besides any property of activities."""
_SEVERAL = ("funders", "partners", "subjects")
_FORMATS = {"yes": True, "no": False}
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBPROPERTY = NamedNode(PREFIXES["rdfs"] + "subPropertyOf")
_ASSESSED_ON = NamedNode(LG + "assessedOn")
_HAS_PARTY = NamedNode(LG + "hasParty")
_OF_PARTIES = (NamedNode(LG + "carriedOutBy"), NamedNode(LG + "carriedOutWith"))
_DATE = NamedNode(PREFIXES["xsd"] + "date")
_NO_FACTS = frozenset(
    NamedNode(LG + name) for name in ("assessedOn", "allPartiesStated", "allFundersStated")
)


class Description(NamedTuple):
    """How an activity is described: by a *file*, as one of the graph, or by *wishes*; on a day."""

    file: Path | None
    activity: str | None
    wishes: Wishes
    on: str | None

    @property
    def by_wishes(self) -> bool:
        """Whether options describe it."""
        return self.file is None and self.activity is None


class Variant(NamedTuple):
    """The activity with one *value*, which is called *label*; *until* is the last day of a stretch.

    *without* are the properties in whose place the value stands.
    """

    value: str
    label: str
    case: Case
    until: str | None = None
    without: tuple[NamedNode, ...] = ()


def find_variants(
    dimension: str, values: Sequence[str], described: Description, ground: Ground
) -> list[Variant]:
    """Return the activity with each of *values* in a *dimension*.

    A value of ``funded-by``, ``with`` or ``subject`` may name several things: ``nasa+nsf``; ``?``
    says nothing. A value of ``on`` may be a period, ``2011-01..2026-12``: it gives a variant for
    each of its days on which the law can change.

    :raises UsageError: no such dimension, or nothing is called so; the activity is described in a
        way in which this cannot be changed.
    """
    if not values:
        raise UsageError("there is nothing to compare", where=dimension, mend="name some values")
    if dimension == _ON:
        return [*_on_days(values, described, ground)]
    find = _with_wishes if described.by_wishes else _with_facts
    return [find(dimension, value, described, ground) for value in values]


# --- days -----------------------------------------------------------------------------------------


def _on_days(values: Sequence[str], described: Description, ground: Ground) -> Iterator[Variant]:
    if described.on is not None:
        raise UsageError("the day is what is compared", where="--on", mend="leave --on out")
    periods = [read_period(value, _ON) for value in values]
    days = [period or read_day(value, _ON) for period, value in zip(periods, values, strict=True)]
    first = days[0] if isinstance(days[0], str) else days[0].first
    case = _found(described._replace(on=first), ground)
    for value, day in zip(values, days, strict=True):
        if isinstance(day, str):
            yield Variant(value, day, _on_day(case, day))
            continue
        for turn, last in over_days(World(ground.dataset), day, case.facts):
            yield Variant(value, turn, _on_day(case, turn), until=last)


def _on_day(case: Case, day: str) -> Case:
    others = (
        fact
        for fact in case.facts
        if (fact.subject, fact.predicate) != (case.activity, _ASSESSED_ON)
    )
    on = Triple(case.activity, _ASSESSED_ON, Literal(day, datatype=_DATE))
    return case._replace(day=day, facts=(*others, on))


def _found(described: Description, ground: Ground) -> Case:
    file, activity, wishes, on = described
    return find_case(file, activity, wishes, on, ground.triples, ground.reader)


# --- everything else ------------------------------------------------------------------------------


def _with_wishes(dimension: str, value: str, described: Description, ground: Ground) -> Variant:
    wishes = _changed(described.wishes, dimension, value, ground)
    case = given_case(wishes, described.on, ground.reader)
    return Variant(value, _label(dimension, value, case.facts, ground), case)


def _changed(wishes: Wishes, dimension: str, value: str, ground: Ground) -> Wishes:
    """Return *wishes* with another value in a dimension."""
    said = value != UNSAID
    if dimension == "bilateral":
        if said and value not in _FORMATS:
            raise UnknownNameError("value", value, [*_FORMATS, UNSAID], where=dimension)
        return wishes._replace(bilateral=_FORMATS.get(value))
    if dimension in _FIELDS:
        field = _FIELDS[dimension][0]
        several = tuple(each.strip() for each in value.split("+")) if said else ()
        new: Any = several if field in _SEVERAL else value if said else None
        return wishes._replace(**{field: new})
    _property(dimension, ground)
    others = [pair for pair in wishes.given if pair[0] != dimension]
    return wishes._replace(given=(*others, (dimension, value)) if said else tuple(others))


def _with_facts(dimension: str, value: str, described: Description, ground: Ground) -> Variant:
    if dimension in _FIELDS and _FIELDS[dimension][1] is None:
        raise UsageError(
            f"the {dimension} of an activity that a file or the graph describes stays what it is",
            where="--compare",
            mend="describe the activity by options",
        )
    property_ = _property(dimension, ground)
    case = _found(described, ground)
    _refuse_derived(case, property_, dimension, ground)
    kept = [
        fact for fact in case.facts if (fact.subject, fact.predicate) != (case.activity, property_)
    ]
    wishes = _changed(Wishes(), dimension, value, ground)
    new = given_case(wishes, case.day, ground.reader)
    facts = [
        Triple(case.activity if fact.subject == ACTIVITY else fact.subject, *[*fact][1:])
        for fact in new.facts
        if fact.predicate not in _NO_FACTS and (fact.subject, fact.predicate) != (ACTIVITY, _TYPE)
    ]
    return Variant(
        value,
        _label(dimension, value, new.facts, ground),
        case._replace(facts=(*facts, *kept)),
        without=(property_,),
    )


def _property(dimension: str, ground: Ground) -> NamedNode:
    """Return the property that a dimension is the values of."""
    name = _FIELDS[dimension][1] if dimension in _FIELDS else None
    if name is not None:
        return NamedNode(LG + name)
    try:
        return ground.reader.property(dimension)
    except UnknownNameError as error:
        near = [*nearest(dimension, DIMENSIONS), *error.suggestions]
        raise UsageError(
            f"nothing can be compared over {dimension!r}",
            where="--compare",
            expected=f"{joined(DIMENSIONS, 'or')}, or a property of activities",
            mend=f"did you mean {joined([repr(each) for each in near], 'or')}?" if near else None,
        ) from error


def _refuse_derived(case: Case, property_: NamedNode, dimension: str, ground: Ground) -> None:
    """Refuse to replace values that follow from others, which would stay."""
    world = World(ground.dataset)
    follows = any(not world.is_asserted(each) for each in world.triples(case.activity, property_))
    below = {property_}
    left = [property_]
    while left:
        for triple in world.triples(
            None, NamedNode(PREFIXES["rdfs"] + "subPropertyOf"), left.pop()
        ):
            if isinstance(triple.subject, NamedNode) and triple.subject not in below:
                below.add(triple.subject)
                left.append(triple.subject)
    special = any(fact.predicate in below - {property_} for fact in case.facts)
    if follows or special or (property_ in _OF_PARTIES and _has_other_parties(case, world)):
        raise UsageError(
            f"what stands in {dimension} follows from other facts of the activity",
            where="--compare",
            mend="describe the activity by options",
        )


def _has_other_parties(case: Case, world: World) -> bool:
    """Tell whether somebody takes part who is not stated to do it or to do it with others."""
    stated = {
        triple.object
        for triple in (*world.stated(case.activity), *case.facts)
        if triple.subject == case.activity and triple.predicate in _OF_PARTIES
    }
    parties = (triple.object for triple in world.triples(case.activity, _HAS_PARTY))
    return any(party not in stated for party in parties)


def _label(dimension: str, value: str, facts: Iterable[Triple], ground: Ground) -> str:
    """Return what a value is called, as the facts have it."""
    if value == UNSAID:
        return "not said"
    if dimension == "bilateral":
        return "bilateral" if _FORMATS[value] else "multilateral"
    kinds = dimension == "kind"
    property_ = _TYPE if kinds else _property(dimension, ground)
    facts = [*facts]
    names = Names(facts, World(ground.dataset))
    found: list[Term] = [
        fact.object for fact in facts if (fact.subject, fact.predicate) == (ACTIVITY, property_)
    ]
    if kinds:
        found = found[:1]
    return joined([_called(term, names) for term in found]) or value


def _called(term: Term, names: Names) -> str:
    if isinstance(term, Literal):
        return term.value
    return names.label(term) or str(term)

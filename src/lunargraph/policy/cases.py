"""What is to be judged: the facts of an activity, from options, from a file or from the graph."""

from __future__ import annotations

__all__ = ["Case", "Wishes", "given_case", "recorded_case", "stated_case"]

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from lunargraph.errors import UsageError
from lunargraph.namespaces import LG, LGI, PREFIXES
from lunargraph.reasoning.datatypes import is_well_written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lunargraph.explaining.questions import Reader

ACTIVITY = NamedNode(LGI + "assessed-activity")
"""The activity that options describe."""
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
TRUE = Literal("true", datatype=NamedNode(PREFIXES["xsd"] + "boolean"))
_DATE = NamedNode(PREFIXES["xsd"] + "date")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_DESCRIBED = re.compile(r"(?P<name>[^\[\]]+?)\s*\[(?P<kind>[^\[\],]+),(?P<country>[^\[\],]+)\]")


_CLOSING = (
    ("hasParty", "allPartiesStated", "parties"),
    ("fundedBy", "allFundersStated", "funders"),
    ("attendedByNationalOf", "allNationalitiesStated", "nationalities"),
)
CLOSED_BY = {NamedNode(LG + name): NamedNode(LG + closing) for name, closing, _ in _CLOSING}
"""By which property it is said that what is stated with another is all there is."""
COMPLETE = {NamedNode(LG + closing): words for _, closing, words in _CLOSING}
"""What such a property says that all of them are stated."""


class Case(NamedTuple):
    """An *activity*, its *day*, and the facts of it that the graph does not hold itself.

    *answered* are elements whose questions were answered by yes or no.
    """

    activity: NamedNode
    day: str
    facts: tuple[Triple, ...]
    answered: tuple[tuple[NamedNode, bool], ...] = ()


class Wishes(NamedTuple):
    """What options say of an activity, as words."""

    kind: str | None = None
    actor: str | None = None
    partners: Sequence[str] = ()
    funders: Sequence[str] = ()
    subjects: Sequence[str] = ()
    place: str | None = None
    bilateral: bool | None = None
    starts: str | None = None
    given: Sequence[tuple[str, str]] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is said."""
        return any(value not in (None, (), []) for value in self)


def lg(name: str) -> NamedNode:
    """Return a term of the ontology."""
    return NamedNode(LG + name)


def given_case(wishes: Wishes, on: str | None, reader: Reader) -> Case:
    """Return the case that options describe.

    The parties and the funders that are named are taken as all there are; where the activity is
    multilateral, others take part as well.

    :param on: the day; that on which it starts unless said.
    :raises UsageError: a name means nothing or too much, a date is none, no day is given.
    """
    words = _Words(reader)
    about = ACTIVITY
    facts = [Triple(about, _TYPE, words.kind(wishes.kind) if wishes.kind else lg("Activity"))]
    if wishes.actor:
        facts.append(Triple(about, lg("carriedOutBy"), words.agent(wishes.actor, "--actor")))
    for flag, name, values in (
        ("--with", "carriedOutWith", wishes.partners),
        ("--funded-by", "fundedBy", wishes.funders),
    ):
        facts += [Triple(about, lg(name), words.agent(each, flag)) for each in values]
    subjects = (words.thing(each, "--subject") for each in wishes.subjects)
    facts += [Triple(about, lg("hasSubject"), each) for each in subjects]
    if wishes.place:
        facts.append(Triple(about, lg("takesPlaceAt"), words.agent(wishes.place, "--place")))
    if wishes.bilateral is not None:
        kind = "BilateralActivity" if wishes.bilateral else "MultilateralActivity"
        facts.append(Triple(about, _TYPE, lg(kind)))
    if wishes.starts:
        facts.append(Triple(about, lg("startsOn"), _day(wishes.starts, "--starts")))
    facts += [words.statement(about, *each) for each in wishes.given]
    if (wishes.actor or wishes.partners) and wishes.bilateral is not False:
        facts.append(Triple(about, lg("allPartiesStated"), TRUE))
    if wishes.funders:
        facts.append(Triple(about, lg("allFundersStated"), TRUE))
    day = _chosen(on, facts, about)
    facts = _without_day(facts, about)
    return Case(about, day, (*facts, *words.described, _on(about, day)))


def stated_case(
    facts: Sequence[Triple], activity: NamedNode, on: str | None, known: Iterable[Triple] = ()
) -> Case:
    """Return the case of an *activity* that a file describes, with all the *facts* of the file.

    :param known: what the graph says of the activity besides.
    """
    day = _chosen(on, [*facts, *known], activity)
    return Case(activity, day, (*_without_day(facts, activity), _on(activity, day)))


def recorded_case(activity: NamedNode, on: str | None, known: Iterable[Triple]) -> Case:
    """Return the case of an *activity* of the graph, of which *known* is stated there."""
    day = _chosen(on, known, activity)
    return Case(activity, day, (_on(activity, day),))


def _without_day(facts: Iterable[Triple], activity: NamedNode) -> list[Triple]:
    """Return *facts* without the day on which an activity is judged: there is one."""
    return [
        each for each in facts if (each.subject, each.predicate) != (activity, lg("assessedOn"))
    ]


def _on(activity: NamedNode, day: str) -> Triple:
    return Triple(activity, lg("assessedOn"), Literal(day, datatype=_DATE))


def _day(text: str, where: str) -> Literal:
    if not _DAY.fullmatch(text):
        raise UsageError(
            "this is no day", where=where, expected="a day such as 2025-05-15", got=text
        )
    literal = Literal(text, datatype=_DATE)
    if not is_well_written(literal):
        raise UsageError("there is no such day", where=where, got=text)
    return literal


def _chosen(on: str | None, facts: Iterable[Triple], activity: NamedNode) -> str:
    """Return the day on which an activity is judged."""
    if on is not None:
        return _day(on, "--on").value
    for name in ("assessedOn", "startsOn", "happenedOn"):
        for triple in facts:
            value = triple.object
            about = (triple.subject, triple.predicate) == (activity, lg(name))
            if not about or not isinstance(value, Literal) or value.datatype != _DATE:
                continue
            if _DAY.fullmatch(value.value):
                return value.value
    raise UsageError(
        "on which day?",
        mend="say it with --on, such as --on 2025-05-15; no clock is read, so that the same "
        "question has the same answer",
    )


class _Words:
    """Reads names as ``find`` does, and takes down what the graph does not know."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.described: list[Triple] = []

    def thing(self, word: str, where: str) -> NamedNode:
        return self._reader.thing(word, where)

    def kind(self, word: str) -> NamedNode:
        """Return the class of activities that *word* names."""
        return self._reader.thing(word, "--kind", classes_first=True)

    def agent(self, word: str, where: str) -> NamedNode:
        """Return an agent of the graph, or a new one: ``Name [kind, country]``."""
        found = _DESCRIBED.fullmatch(word)
        if found is None:
            try:
                return self._reader.thing(word, where)
            except UsageError as error:
                if not error.what.startswith("nothing is called"):
                    raise
                mend = f"{error.mend}; or describe it: {where} '{word} [university, france]'"
                raise UsageError(error.what, where=where, mend=mend) from error
        name = found["name"].strip()
        digest = hashlib.sha256(" ".join(word.split()).encode()).hexdigest()[:12]
        agent = NamedNode(f"{LGI}assessed-agent-{digest}")
        kind = self._reader.thing(found["kind"].strip(), where, classes_first=True)
        country = self._reader.thing(found["country"].strip(), where)
        self.described += [
            Triple(agent, _TYPE, kind),
            Triple(agent, _LABEL, Literal(name, language="en")),
            Triple(agent, lg("underJurisdictionOf"), country),
        ]
        return agent

    def statement(self, subject: NamedNode, name: str, value: str) -> Triple:
        """Return what ``--given name=value`` says of the activity."""
        predicate = self._reader.property(name)
        return Triple(subject, predicate, self._reader.object(value, subject, predicate))

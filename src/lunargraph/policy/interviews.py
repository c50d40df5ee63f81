"""An interview: one question after the other, while an answer can still change the verdict.

An answer becomes facts of the activity, with which it is assessed again, so that an interview ends
in an assessment like any other, with the same proofs.
"""

from __future__ import annotations

__all__ = ["Answered", "Interview"]

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode, Triple

from lunargraph.errors import UsageError
from lunargraph.namespaces import PREFIXES
from lunargraph.policy.cases import CLOSED_BY, TRUE, lg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lunargraph.explaining.questions import Reader
    from lunargraph.policy.assessing import Assessment, OpenQuestion
    from lunargraph.policy.cases import Case
    from lunargraph.policy.policies import Element

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_YES, _NO, _UNKNOWN, _NOBODY = ("yes", "y"), ("no", "n"), ("?", "unknown", ""), ("none", "nobody")


class Answered(NamedTuple):
    """A *question* that was asked, the *answer* as it was given, and the *facts* that it became."""

    question: OpenQuestion
    answer: str
    facts: tuple[Triple, ...]


class Interview:
    """An *assessment* and the *question* that would bring it on most; both change with answers.

    >>> from lunargraph.graph import LunarGraph
    >>> talk = LunarGraph.open().interview(
    ...     kind="joint-study", actor="brown-university", partners=["cas"], on="2024-06-01")
    >>> talk.assessment.verdict, talk.question.text
    ('unknown', 'Is any of the work done under an award of NASA, or charged to one?')
    >>> talk.answer("nsf")
    >>> talk.assessment.verdict, talk.question
    ('not-covered', None)
    """

    def __init__(
        self, assessment: Assessment, again: Callable[[Case], Assessment], reader: Reader
    ) -> None:
        """:param again: assesses a case with more facts."""
        self.assessment = assessment
        self.answered: list[Answered] = []
        self._again = again
        self._reader = reader

    @property
    def question(self) -> OpenQuestion | None:
        """The most decisive question that was not asked yet; None when the verdict stands."""
        asked = {each.question.text for each in self.answered}
        return next((each for each in self.assessment.questions if each.text not in asked), None)

    @property
    def takes_names(self) -> bool:
        """Whether the question may be answered with the names of things."""
        question = self.question
        element = question.element if question is not None else None
        return element is not None and element.asks_for is not None and element.asks_for != _TYPE

    def answer(self, text: str) -> None:
        """Take an answer: ``yes``, ``no``, ``?``, ``none`` or names with commas between them.

        :raises UsageError: there is no question, or the answer cannot be understood; the question
            then stands.
        """
        question = self.question
        if question is None:
            raise UsageError("there is no question left")
        said = text.strip()
        facts = tuple(self._facts(question, said))
        self.answered.append(Answered(question, said, facts))
        if facts:
            case = self.assessment.case
            self.assessment = self._again(case._replace(facts=(*case.facts, *facts)))

    def _facts(self, question: OpenQuestion, said: str) -> Iterator[Triple]:
        word = said.lower()
        if word in _UNKNOWN:
            return
        element, activity = question.element, self.assessment.case.activity
        if element is None:
            if word in _YES:
                yield from (
                    Triple(activity, lg("fallsUnder"), each) for each in question.instruments
                )
            elif word not in _NO:
                raise _unclear(said, "yes, no or ?")
            return
        if word in _YES or word in _NO:
            yield from self._testified(element, question.instruments, met=word in _YES)
        elif not self.takes_names:
            raise _unclear(said, "yes, no or ?")
        elif element.asks_for is not None:
            if word not in _NOBODY:
                for name in said.split(","):
                    if not name.strip():
                        raise _unclear(said, "names with commas between")
                    thing = self._reader.thing(name.strip(), "answer")
                    yield Triple(activity, element.asks_for, thing)
            closing = CLOSED_BY.get(element.asks_for)
            if closing is not None:
                yield Triple(activity, closing, TRUE)

    def _testified(
        self, element: Element, instruments: Sequence[NamedNode], *, met: bool
    ) -> Iterator[Triple]:
        """Yield the facts by which an element is met, or not."""
        activity = self.assessment.case.activity
        classes = element.met_by if met else element.not_met_by
        properties = element.met_towards if met else element.not_met_towards
        if classes:
            yield Triple(activity, _TYPE, classes[0])
        elif properties:
            yield from (Triple(activity, properties[0], each) for each in instruments)


def _unclear(said: str, expected: str) -> UsageError:
    return UsageError("this answers no question", where="answer", expected=expected, got=said)

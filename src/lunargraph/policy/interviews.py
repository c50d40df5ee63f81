"""An interview: one question after the other, while an answer can still change the verdict.

Names become facts of the activity. Yes and no decide the element that was asked about and nothing
else, since what a class of activities means besides was not asked. Then it is assessed again, so
that an interview ends in an assessment like any other.
"""

from __future__ import annotations

__all__ = ["Answered", "Interview"]

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Triple

from lunargraph.errors import UsageError
from lunargraph.policy.cases import CLOSED_BY, TRUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import NamedNode

    from lunargraph.explaining.questions import Reader
    from lunargraph.policy.assessing import Assessment, OpenQuestion
    from lunargraph.policy.cases import Case

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
    ('unknown', 'Who pays for the activity, all of them?')
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
        """Whether the question is answered with the names of things."""
        question = self.question
        return question is not None and question.takes_names

    def answer(self, text: str) -> None:
        """Take an answer: ``yes``, ``no``, ``?``, ``none`` or names with commas between them.

        :raises UsageError: there is no question, or the answer cannot be understood; the question
            then stands.
        """
        question = self.question
        if question is None:
            raise UsageError("there is no question left")
        said = text.strip()
        case = self.assessment.case
        facts = tuple(self._facts(question, said))
        decided = self._decided(question, said)
        self.answered.append(Answered(question, said, facts))
        if facts or decided:
            more = case._replace(facts=(*case.facts, *facts), answered=(*case.answered, *decided))
            self.assessment = self._again(more)

    @staticmethod
    def _decided(question: OpenQuestion, said: str) -> tuple[tuple[NamedNode, bool], ...]:
        """Return the element that yes or no decides, and which of them it was."""
        word = said.lower()
        if word not in (*_YES, *_NO):
            return ()
        decided = question.instruments if question.element is None else (question.element.iri,)
        return tuple((iri, word in _YES) for iri in decided)

    def _facts(self, question: OpenQuestion, said: str) -> Iterator[Triple]:
        word = said.lower()
        if word in _UNKNOWN:
            return
        element, activity = question.element, self.assessment.case.activity
        if element is None:
            if word not in (*_YES, *_NO):
                raise _unclear(said, "yes, no or ?")
            return
        if word in (*_YES, *_NO):
            if self.takes_names:
                raise _unclear(said, "names with commas between, none or ?")
            return
        if not self.takes_names:
            raise _unclear(said, "yes, no or ?")
        if element.asks_for is not None:
            if word not in _NOBODY:
                for name in said.split(","):
                    if not name.strip():
                        raise _unclear(said, "names with commas between")
                    thing = self._reader.thing(name.strip(), "answer")
                    yield Triple(activity, element.asks_for, thing)
            closing = CLOSED_BY.get(element.asks_for)
            if closing is not None:
                yield Triple(activity, closing, TRUE)


def _unclear(said: str, expected: str) -> UsageError:
    return UsageError("this answers no question", where="answer", expected=expected, got=said)

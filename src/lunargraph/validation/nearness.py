"""The nearest alternative of a shape, and what it lacks, in words."""

from __future__ import annotations

__all__ = ["nearest_in_words"]

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph.namespaces import compact
from lunargraph.reasoning.datatypes import is_well_written
from lunargraph.validation.constraints import VAGUE, listed

if TYPE_CHECKING:
    from lunargraph.validation.alternatives import Alternative, Lack, Nearest
    from lunargraph.validation.constraints import Constraints
    from lunargraph.validation.names import Names
    from lunargraph.validation.shacl import Result

_MOST = 3
_PLAIN = {"Class", "Datatype", "HasValue", "In", "NodeKind", "Pattern"}


def nearest_in_words(
    result: Result, nearest: Nearest, constraints: Constraints, names: Names
) -> str | None:
    """Return what is nearest to a way out of *result*; None if that says nothing new."""
    words = _Words(constraints, names)
    if nearest.fits:
        return words.fitting(result, nearest)
    return words.lacking(result, nearest)


class _Words:
    def __init__(self, constraints: Constraints, names: Names) -> None:
        self._constraints = constraints
        self._names = names

    def fitting(self, result: Result, nearest: Nearest) -> str | None:
        """Tell what fits though it must not."""
        if result.component == "QualifiedMaxCount":
            values = list(dict.fromkeys(self._names.name(e.value) for e in nearest.alternatives))
            return f"these count: {listed(values[:_MOST], 'and')}"
        told = [self._constraints.shape(each.shape) for each in nearest.alternatives]
        if VAGUE in told or result.component == "Not":
            return None if result.component == "Not" else f"it fits {len(told)} of them"
        return f"it is {listed(told, 'and')}"

    def lacking(self, result: Result, nearest: Nearest) -> str | None:
        """Tell what the nearest alternatives lack."""
        best = nearest.alternatives
        if result.component in {"And", "Node"}:
            lacks = [self._whole(each) for each in best]
            return "; ".join(dict.fromkeys(lacks[:_MOST]))
        if len(best) == nearest.of > 1 and all(map(_is_plain, best)):
            return None  # all are as far away as they can be, and were named
        if result.component == "QualifiedMinCount":
            return f"nearest: {self._names.name(best[0].value)}, but {self._lacks(best[0])}"
        told = [self._alternative(each) for each in best[:_MOST]]
        return "nearest: " + "; or ".join(dict.fromkeys(told))

    def _whole(self, alternative: Alternative) -> str:
        """Tell what a value lacks that must have all of it; a text cannot."""
        value = alternative.value
        if isinstance(value, Literal) and any(lack.result.path for lack in alternative.lacks):
            return f"a text such as {self._names.name(value)} names no thing"
        return self._lacks(alternative)

    def _alternative(self, alternative: Alternative) -> str:
        name = self._constraints.shape(alternative.shape)
        lacks = self._lacks(alternative)
        if lacks == f"it must be {name}":
            return f"{name}, but {self._names.name(alternative.value)} is not"
        return lacks if name == VAGUE else f"{name}, but {lacks}"

    def _lacks(self, alternative: Alternative) -> str:
        told = [self._lack(lack, alternative) for lack in alternative.lacks]
        return listed(list(dict.fromkeys(told)), "and")

    def _lack(self, lack: Lack, alternative: Alternative) -> str:
        result = lack.result
        value = None if result.value is None else self._names.name(result.value)
        if result.component == "Datatype" and isinstance(result.value, Literal):
            return self._datatype(result, result.value)
        must, _ = self._constraints.must(result)
        of_its_own = result.path is None and result.focus == alternative.value
        if result.component == "Not":
            must = self._not(result, must)
        told = f"it {must}" if of_its_own else must
        if result.focus != alternative.value:
            told = f"{self._names.name(result.focus)}: {told}"
        inner = None
        if lack.nearest is not None:
            inner = nearest_in_words(result, lack.nearest, self._constraints, self._names)
        if of_its_own and inner is not None and must.endswith("conditions"):
            return inner.removeprefix("nearest: ")
        got = f", not {value}" if value and not of_its_own else ""
        return told + got + (f" ({inner})" if inner else "")

    def _not(self, result: Result, must: str) -> str:
        [*_, shape] = self._constraints.values(result.shape, "not")
        what = self._constraints.shape(shape, deep=True)
        return must if what == VAGUE else f"must not be {what}"

    def _datatype(self, result: Result, value: Literal) -> str:
        """Tell whether the text does not fit the datatype, or fits and bears another."""
        [*_, wanted] = self._constraints.values(result.shape, "datatype")
        assert isinstance(wanted, NamedNode)  # noqa: S101  # pySHACL refuses others
        path = "" if result.path is None else f"{self._constraints.path(result.path)}: "
        if not is_well_written(Literal(value.value, datatype=wanted)):
            return f'{path}"{value.value}" is not one'
        return f"{path}{self._names.name(value)} is not of the datatype {compact(wanted.value)}"


def _is_plain(alternative: Alternative) -> bool:
    return all(each.result.component in _PLAIN for each in alternative.lacks)

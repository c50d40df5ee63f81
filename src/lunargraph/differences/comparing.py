"""The difference between two states: what is asserted, and what follows."""

from __future__ import annotations

__all__ = ["Difference", "compare"]

from typing import TYPE_CHECKING, NamedTuple

from lunargraph.differences.pairing import pair
from lunargraph.errors import UnknownNameError, UsageError
from lunargraph.formats.rdf_patch import Patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Quad, Triple

    from lunargraph.differences.states import State
    from lunargraph.reasoning import Closure
    from lunargraph.store import Layer

_LAYERS = ("asserted", "inferred", "all")


class Difference(NamedTuple):
    """What the second of two states says and the first does not, and the other way round.

    Blank nodes bear the canonical labels of the first state, those that it lacks ``n0``, ``n1``.
    *removed* and *added* are asserted, *lost* and *gained* hold without being asserted; all are
    sorted, and None where the layer leaves them out. *context*: statements that have the labels of
    things. *changed*: the statements of both states that blank nodes hang on.
    """

    before: str
    after: str
    removed: tuple[Quad, ...] | None
    added: tuple[Quad, ...] | None
    lost: tuple[Triple, ...] | None
    gained: tuple[Triple, ...] | None
    context: tuple[Triple, ...]
    patch: Patch

    @property
    def equal(self) -> bool:
        """Whether there is no difference in the layers that were looked at."""
        return not (self.removed or self.added or self.lost or self.gained)

    def write(self, format_name: str = "text") -> str:
        """Return the difference as ``text``, ``json`` or ``patch``.

        The shape of the JSON is that of ``difference.schema.json``. The patch is an RDF Patch of
        what is asserted: applied to the first state it gives the second.

        :raises UnknownNameError: another format.
        :raises UsageError: a patch of what is inferred: that is not to be applied to anything.
        """
        from lunargraph.differences.writing import FORMATS

        if format_name not in FORMATS:
            raise UnknownNameError("format", format_name, FORMATS)
        if format_name == "patch" and self.added is None:
            raise UsageError(
                "a patch holds what is asserted: what follows from it need not be said",
                mend="leave --layer inferred out, or choose text or json",
            )
        return FORMATS[format_name](self)


def compare(
    before: State,
    after: State,
    *,
    known: Iterable[Triple] = (),
    closure: Callable[[Iterable[Triple]], Closure],
    layer: Layer = "all",
) -> Difference:
    """Return what is different between two states.

    :param known: what is asserted beside either state; what follows, follows together with it.
    :param closure: makes the closure of what is known and some more statements; called only if
        something asserted is different.
    :param layer: ``"asserted"``, ``"inferred"`` or ``"all"``.
    :raises UnknownNameError: no such layer.
    :raises FileError: blank nodes that are too alike to be told apart.
    """
    if layer not in _LAYERS:
        raise UnknownNameError("layer", layer, _LAYERS)
    old, new = pair(before.quads, after.quads)
    removed, added = old - new, new - old
    common = set(known)
    lost: tuple[Triple, ...] = ()
    gained: tuple[Triple, ...] = ()
    if layer != "asserted" and (removed or added):
        lost, gained = _consequences(old, new, common, closure)
    context = (*common, *(quad.triple for quad in old | new))
    asserted, inferred = layer != "inferred", layer != "asserted"
    return Difference(
        before.name,
        after.name,
        tuple(sorted(removed, key=str)) if asserted else None,
        tuple(sorted(added, key=str)) if asserted else None,
        lost if inferred else None,
        gained if inferred else None,
        context,
        Patch(frozenset(removed), frozenset(added)),
    )


def _consequences(
    old: set[Quad],
    new: set[Quad],
    known: set[Triple],
    closure: Callable[[Iterable[Triple]], Closure],
) -> tuple[tuple[Triple, ...], tuple[Triple, ...]]:
    """Return what holds no more and what newly holds, apart from what is asserted."""
    first, second = ({quad.triple for quad in side} - known for side in (old, new))
    gone, come = first - second, second - first
    if not gone and not come:
        return (), ()  # only the records are others
    world = closure(first)
    lost: set[Triple] = set()
    gained: set[Triple] = set()
    if gone:
        change = world.remove(gone)
        lost, gained = set(change.lost), set(change.gained)
    if come:
        change = world.add(come)
        lost, gained = (
            (lost - set(change.gained)) | (set(change.lost) - gained),
            (gained - set(change.lost)) | (set(change.gained) - lost),
        )
    said = gone | come
    return tuple(sorted(lost - said, key=str)), tuple(sorted(gained - said, key=str))

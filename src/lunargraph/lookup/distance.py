"""How far two spellings are apart, and how far a typing mistake may reach."""

from __future__ import annotations

__all__ = ["closeness", "edit_distance", "edits_allowed"]


def edits_allowed(length: int) -> int:
    """Return how many edits of so many letters may be typing mistakes: two at most, three in ten.

    >>> [edits_allowed(len(name)) for name in ("eu", "nasa", "türkiye")]
    [0, 1, 2]
    """
    return min(2, length * 3 // 10)


def edit_distance(one: str, other: str, most: int) -> int | None:
    """Return the edits from *one* to *other*, ``None`` if they are more than *most*.

    An edit inserts, deletes or replaces a letter, or swaps two neighbours that nothing else
    touches.

    Source: Damerau, "A technique for computer detection and correction of spelling errors" (1964),
    as the optimal string alignment distance.

    >>> edit_distance("turkey", "turkiye", 2), edit_distance("colonge", "cologne", 2)
    (2, 1)
    """
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        here = [row]
        for column, opposite in enumerate(other, 1):
            cost = min(
                above[column] + 1,
                here[column - 1] + 1,
                above[column - 1] + (char != opposite),
            )
            if row > 1 < column and char == other[column - 2] and one[row - 2] == opposite:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > most and min(above) > most:
            return None
        before, above = above, here
    return above[-1] if above[-1] <= most else None


def closeness(one: str, other: str) -> float:
    """Return 1 for the same letters, less the more edits lie between them, 0 beyond all tolerance.

    A number is never a misspelt other number: digits have to agree.

    >>> closeness("stoney", "stony"), closeness("change5", "change6")
    (0.8333333333333334, 0.0)
    """
    if one == other:
        return 1.0
    most = edits_allowed(max(len(one), len(other)))
    # Each edit changes at most two members of the sets of letters: cheap, and sorts out nearly all.
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return 0.0
    if not most or _digits(one) != _digits(other):
        return 0.0
    edits = edit_distance(one, other, most)
    return 0.0 if edits is None else 1 - edits / max(len(one), len(other))


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))

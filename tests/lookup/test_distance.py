"""Edit distance against its definition, and what may be a typing mistake."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunargraph.lookup.distance import closeness, edit_distance, edits_allowed

SHORT = st.text(alphabet="abc5", max_size=7)


@cache
def defined(one: str, other: str) -> int:
    """Optimal string alignment as its recurrence defines it."""
    if not one or not other:
        return len(one) + len(other)
    costs = [
        defined(one[:-1], other) + 1,
        defined(one, other[:-1]) + 1,
        defined(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if one[-2:] == other[-2:][::-1] and len(one) > 1 < len(other):
        costs.append(defined(one[:-2], other[:-2]) + 1)
    return min(costs)


@given(SHORT, SHORT, st.integers(0, 8))
def test_the_distance_is_the_defined_one(one: str, other: str, most: int) -> None:
    distance = defined(one, other)
    assert edit_distance(one, other, most) == (distance if distance <= most else None)


@given(SHORT, SHORT)
def test_closeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert closeness(one, other) == closeness(other, one)
    assert 0 <= closeness(one, other) <= 1
    assert (closeness(one, other) == 1) == (one == other)


@given(SHORT, SHORT)
def test_closeness_loses_nothing_to_its_shortcuts(one: str, other: str) -> None:
    longer = max(len(one), len(other))
    digits = [[char for char in text if char.isdecimal()] for text in (one, other)]
    edits = defined(one, other)
    tolerable = edits <= edits_allowed(longer) and digits[0] == digits[1]
    expected = 1 - edits / longer if longer and tolerable else float(one == other)
    assert closeness(one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("turkey", "turkiye", True),
        ("colonge", "cologne", True),
        ("stoney", "stony", True),
        ("iraq", "iran", True),
        ("china", "chile", False),
        ("esa", "isa", False),
        ("change5", "change6", False),
        ("survey", "turkey", False),
    ],
)
def test_typing_mistakes(one: str, other: str, close: bool) -> None:
    assert bool(closeness(one, other)) is close

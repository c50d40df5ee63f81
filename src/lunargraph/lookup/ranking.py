"""Which of many names a text may mean, and how well each of them fits."""

from __future__ import annotations

__all__ = ["HOWS", "Hit", "rank"]

from collections import Counter
from math import log
from typing import TYPE_CHECKING, NamedTuple

from lunargraph.lookup.distance import closeness
from lunargraph.lookup.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lunargraph.lookup.folding import Folded
    from lunargraph.lookup.names import Name, Thing

HOWS = ("exact", "initials", "prefix", "word", "substring", "similar")
"""How a text may be matched, from the best way to the least."""
_EXACT, _INITIALS, _PREFIX, _WORD, _SUBSTRING, _SIMILAR = range(len(HOWS))
_UNCOUNTED = frozenset(("and", "for", "of", "the"))
"""Words that initials often leave out."""
_SHORT = 3
"""A part of a word has at least so many letters, unless each of them is a syllable or more."""
_LEAST_WEIGHT, _LEAST_LETTERS = 0.6, 0.5
"""So much of a text has to be like words of a name: "Yale University" is not like another one,
since the weight is in the rare word, nor "Chang'e 9" like another 9, since letters count too."""


class _Fit(NamedTuple):
    """How well a text fits the best of the names of a thing; *score* tells similar ones apart."""

    how: int
    score: float
    name: Name


class Hit(NamedTuple):
    """A *thing* that a text may mean, the *name* that fits it best, and *how* it does."""

    thing: Thing
    name: Name
    how: str


def rank(
    text: Folded,
    things: Sequence[Thing],
    levels_of: Callable[[list[str]], Mapping[str, int]] = lambda _: {},
) -> list[Hit]:
    """Return the *things* that *text* may mean, each once, the best first.

    Those whose name holds the text come first: as the whole of it, as its initials, at its
    beginning, as words of it, as another part of it. Misspelt ones are looked for only if nothing
    is called exactly so; those with the fewest mistakes and the fewest other words come first.

    :param levels_of: gives 0 for what the graph is about, more for what is said about that, by IRI.
        It settles ties; then the shorter name does, then labels and IRIs.
    """
    fits = {thing.iri: fit for thing in things if (fit := _holding(text, thing))}
    if all(fit.how != _EXACT for fit in fits.values()):
        fits |= _similar(text, [thing for thing in things if thing.iri not in fits])

    levels = levels_of(list(fits))

    def order(thing: Thing) -> tuple[object, ...]:
        how, score, name = fits[thing.iri]
        level, length = levels.get(thing.iri, 0), len(name.folded.letters)
        label = thing.label.value
        return how, -score, level, length, fold(label).spaced, label, thing.iri

    best = sorted((thing for thing in things if thing.iri in fits), key=order)
    return [Hit(thing, fits[thing.iri].name, HOWS[fits[thing.iri].how]) for thing in best]


# --- names that hold the text ---------------------------------------------------------------------


def _holding(text: Folded, thing: Thing) -> _Fit | None:
    fits = [(how, name) for name in thing.names if (how := _how(text, name)) is not None]
    if not fits:
        return None
    how, name = min(fits, key=lambda fit: fit[0])
    return _Fit(how, 1.0, name)


def _how(text: Folded, name: Name) -> int | None:
    words, letters = name.folded
    if letters == text.letters:
        return _EXACT
    if name.reach in ("slug", "code"):
        return None
    if _are_initials(text.letters, words):
        return _INITIALS
    inside = text.letters in letters
    run = _run_of_words(text.letters, words) if inside else None
    spaced = name.folded.spaced
    if inside and (run == 0 or spaced.startswith(text.spaced)):
        return _PREFIX
    if set(text.words) <= set(words):
        return _WORD
    if len(text.letters) < _SHORT and text.letters.isascii():
        return None
    scattered = all(any(word.startswith(part) for word in words) for part in text.words)
    return _SUBSTRING if scattered or (inside and text.spaced in spaced) or run else None


def _are_initials(letters: str, words: Sequence[str]) -> bool:
    if not 1 < len(letters) <= len(words) or letters[0] != words[0][0]:
        return False
    counted = [word for word in words if word not in _UNCOUNTED]
    return letters in ("".join(word[0] for word in each) for each in (words, counted))


def _run_of_words(letters: str, words: Sequence[str]) -> int | None:
    """Return the first of the *words* that spell *letters* if they are written as one."""
    for start in range(len(words)):
        spelt = ""
        for word in words[start:]:
            spelt += word
            if len(spelt) >= len(letters):
                break
        if spelt == letters:
            return start
    return None


# --- names that are like the text -----------------------------------------------------------------


def _similar(text: Folded, things: Sequence[Thing]) -> dict[str, _Fit]:
    """Return how well each thing fits that has a similar name.

    A name is as similar as its letters are to those of the text, or as many of the letters of both
    stand in words that the two have in common. Codes have no similar ones.
    """
    names = [(thing, name) for thing in things for name in thing.names if name.reach != "code"]
    words = _Words(text, [name.folded for _, name in names if name.reach != "slug"])
    fits: dict[str, _Fit] = {}
    for thing, name in names:
        score = closeness(text.letters, name.folded.letters)
        if name.reach != "slug":
            score = max(score, words.share(name.folded))
        if score > 0 and (thing.iri not in fits or score > fits[thing.iri].score):
            fits[thing.iri] = _Fit(_SIMILAR, round(score, 6), name)
    return fits


class _Words:
    """The words of a text with those like them in a body of names, and what each is worth.

    Source: Cohen, Ravikumar and Fienberg, "A Comparison of String Distance Metrics for
    Name-Matching Tasks" (2003), SoftTFIDF; here the weights decide whether a name is similar, and
    Dice's coefficient of letters how much.
    """

    def __init__(self, text: Folded, names: Sequence[Folded]) -> None:
        self._names = len(names)
        self._holders = Counter(word for name in names for word in set(name.words))
        self._like = {part: dict(self._words_like(part)) for part in dict.fromkeys(text.words)}
        self._known = {word for like in self._like.values() for word in like}
        # A misspelt word weighs as much as the most common word that it may stand for.
        self._weights = {
            part: min(map(self._weight, like), default=self._weight(part))
            for part, like in self._like.items()
        }
        self._weight_of_all = sum(self._weights.values())
        self._letters = sum(map(len, self._like))

    def share(self, name: Folded) -> float:
        """Return the part of the letters of text and *name* that stand in common words."""
        if self._known.isdisjoint(name.words):
            return 0.0
        best = {
            part: max(like.get(word, 0.0) for word in name.words)
            for part, like in self._like.items()
        }
        weight = sum(self._weights[part] * score for part, score in best.items())
        letters = sum(len(part) * score for part, score in best.items())
        if weight < _LEAST_WEIGHT * self._weight_of_all or letters < _LEAST_LETTERS * self._letters:
            return 0.0
        return 2 * letters / (self._letters + len(name.letters))

    def _words_like(self, part: str) -> Iterator[tuple[str, float]]:
        for word in self._holders:
            score = closeness(part, word)
            if score:
                yield word, score

    def _weight(self, word: str) -> float:
        return log(1 + self._names / max(self._holders[word], 1))

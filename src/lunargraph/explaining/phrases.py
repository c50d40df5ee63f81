"""Sentences from labels: what a property's label makes of its subject and its object.

Labels are verb phrases ("participates in"), participles ("signed by") or nouns ("target"), and each
kind makes another sentence. Where a label fits none of them the sentence is clumsy, never wrong.
"""

from __future__ import annotations

__all__ = ["a", "clause", "joined", "sentence"]

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PREPOSITION_LIST = """
about above against among around as at before behind below between by during for from in into like
near of off on onto over since to toward towards under until upon via with within without
"""
_PREPOSITIONS = frozenset(_PREPOSITION_LIST.split())
_PARTICIPLE_LIST = """
built drawn flown given held known led lost made met paid read said seen sent set shown sold taken
told won written
"""
_PARTICIPLES = frozenset(_PARTICIPLE_LIST.split())
_NO_VERBS = ("ss", "us", "is")
"""Endings of nouns that look like verbs in the third person."""
_LIKE_A = ("a", "e", "i", "o", "u", "xsd")
_LIKE_YOU = ("eu", "one", "uni", "use", "usu")
"""Beginnings of words whose first vowel sounds like a consonant."""
_NAMED_WITH_A_VOWEL = frozenset("AEFHILMNORSX")
_UNCOUNTED = frozenset(("equipment", "evidence", "information", "knowledge", "law", "research"))


def sentence(subject: str, label: str, object_: str) -> str:
    """Return what a property called *label* says of two things.

    >>> sentence("Senegal", "participates in", "ILRS"), sentence("Senegal", "part of", "Africa")
    ('Senegal participates in ILRS', 'Senegal is part of Africa')
    >>> sentence("Senegal", "made signature", "sc-1"), sentence("Luna 9", "target", "Moon")
    ('Senegal has made signature: sc-1', 'Luna 9: target Moon')
    """
    words = label.split()
    if not _is_verb(words) and not _is_participle(words) and words[-1] not in _PREPOSITIONS:
        return f"{subject}: {label} {object_}"
    noun = len(words) > 1 and words[-1] not in _PREPOSITIONS
    return f"{subject} {_verb(words)}{':' if noun else ''} {object_}"


def clause(label: str, object_: str) -> str:
    """Return what a property called *label* says of a thing, to follow "whatever".

    >>> clause("held by", "a state"), clause("target", "Moon")
    ('is held by a state', 'has target Moon')
    """
    return f"{_verb(label.split())} {object_}"


def _verb(words: Sequence[str]) -> str:
    label = " ".join(words)
    if _is_verb(words):
        return label
    ends_open = words[-1] in _PREPOSITIONS
    if _is_participle(words) and (len(words) > 2 or not ends_open):
        return f"has {label}"
    return f"is {label}" if ends_open else f"has {label}"


def _is_verb(words: Sequence[str]) -> bool:
    return words[0].islower() and words[0] not in _PREPOSITIONS and _has_s(words[0])


def _is_participle(words: Sequence[str]) -> bool:
    return words[0] in _PARTICIPLES or (words[0].islower() and words[0].endswith("ed"))


def _has_s(word: str) -> bool:
    """Tell whether a *word* ends like a plural, or like a verb in the third person."""
    return word.endswith("s") and not word.endswith(_NO_VERBS)


def a(noun: str) -> str:
    """Return a *noun* with its indefinite article, or without one if it takes none.

    >>> a("state"), a("Artemis Accords signatory"), a("university"), a("agency rules")
    ('a state', 'an Artemis Accords signatory', 'a university', 'agency rules')
    >>> a("call for applications"), a("background knowledge"), a("ESA mission"), a("月球样品")
    ('a call for applications', 'background knowledge', 'an ESA mission', '月球样品')
    """
    words = noun.split()
    if not words:
        return noun
    ends = [n for n, word in enumerate(words) if n and word in _PREPOSITIONS]
    head = words[min(ends, default=len(words)) - 1]
    if head in _UNCOUNTED or _has_s(head) or not noun[:1].isascii():
        return noun
    first = words[0].partition("-")[0]
    if len(first) > 1 and first.isupper():
        vowel = first[0] in _NAMED_WITH_A_VOWEL
    else:
        folded = noun.lower()
        vowel = folded.startswith(_LIKE_A) and not folded.startswith(_LIKE_YOU)
    return f"{'an' if vowel else 'a'} {noun}"


def joined(parts: Sequence[str], word: str = "and") -> str:
    """Return *parts* as an enumeration.

    >>> joined(["2"]), joined(["2", "4"]), joined(["2", "4", "5"])
    ('2', '2 and 4', '2, 4 and 5')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"

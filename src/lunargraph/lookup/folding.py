"""When two spellings are one name: folding of case, accents, punctuation, width and numerals."""

from __future__ import annotations

__all__ = ["Folded", "fold"]

import unicodedata
from typing import NamedTuple

# Apostrophes and full stops join the letters around them; all other marks part words.
_JOINERS = dict.fromkeys(map(ord, "'’‘ʼʻʹʾʿ′`´＇.．"))
_ASCII = {code: " " for code in range(128) if not chr(code).isalnum()} | _JOINERS
_ACCENTS = range(0x300, 0x370)
# Letters that Unicode does not take apart, and the numerals of Chinese names (嫦娥五号, 嫦娥5号).
_LETTERS = dict(zip(map(ord, "ıøłđðħŧ〇一二三四五六七八九"), "iolddht0123456789", strict=True))
_LETTERS |= {ord("þ"): "th", ord("æ"): "ae", ord("œ"): "oe"}


class Folded(NamedTuple):
    """A name without differences that mean nothing: its *words*, and the *letters* of them all."""

    words: tuple[str, ...]
    letters: str

    @property
    def spaced(self) -> str:
        """The words with one space between them."""
        return " ".join(self.words)


def fold(text: str) -> Folded:
    """Return *text* with case, accents, punctuation and width folded.

    Two texts are one name if their ``letters`` are the same; spaces and marks do not count.

    Source: Unicode Standard, section 3.13.5 (compatibility caseless matching); accents as in
    Unicode Technical Standard 10, section 1.1 (primary strength).

    >>> fold("Chang'e-5").letters == fold("ＣＨＡＮＧ’Ｅ 5").letters == fold("change5").letters
    True
    >>> fold("Türkiye").words, fold("Centre national d'études spatiales").words
    (('turkiye',), ('centre', 'national', 'detudes', 'spatiales'))
    """
    plain = text.lower() if text.isascii() else _fold_letters(text)
    words = tuple(plain.translate(_ASCII).split())
    return Folded(words, "".join(words))


def _fold_letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_JOINERS).casefold())
    decomposed = unicodedata.normalize("NFKD", decomposed.casefold())
    bare = "".join(char for char in decomposed if ord(char) not in _ACCENTS)
    whole = unicodedata.normalize("NFKC", bare.translate(_LETTERS))
    return "".join(map(_fold_char, whole))


def _fold_char(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    # The vowel signs of Indic scripts are marks, and parts of their words.
    return (
        char
        if char.isalnum() or unicodedata.category(char)[0] == "M"
        else char
        if char.isascii()
        else " "
    )

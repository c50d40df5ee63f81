"""The formats of a graph: names, file suffixes, media types."""

from __future__ import annotations

__all__ = ["FORMATS", "Format", "format_of", "format_of_media_type"]

import os
from pathlib import Path
from typing import NamedTuple

from lunargraph.errors import UnknownNameError


class Format(NamedTuple):
    """A way to write a graph as bytes.

    *suffixes* and *media_types* begin with the one to use, the others are understood too.
    *holds_graphs*: named graphs survive. *readable*: can also be parsed.
    """

    name: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    holds_graphs: bool
    readable: bool = True

    @property
    def media_type(self) -> str:
        """The media type to send."""
        return self.media_types[0]


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("turtle", (".ttl", ".turtle"), ("text/turtle", "application/x-turtle"), False),
        Format("trig", (".trig",), ("application/trig", "application/x-trig"), True),
        Format("ntriples", (".nt",), ("application/n-triples",), False),
        Format("nquads", (".nq",), ("application/n-quads",), True),
        Format("jsonld", (".jsonld", ".json"), ("application/ld+json", "application/json"), True),
        Format(
            "rdfxml",
            (".rdf", ".owl", ".xml"),
            ("application/rdf+xml", "application/xml", "text/xml"),
            False,
        ),
        Format("csv", (".csv",), ("text/csv",), True, readable=False),
        Format("parquet", (".parquet",), ("application/vnd.apache.parquet",), True, readable=False),
        Format("graphml", (".graphml",), ("application/graphml+xml",), False, readable=False),
    )
}
"""Every format by the name that ``--format`` takes."""

_BY_SUFFIX = {suffix: form for form in FORMATS.values() for suffix in form.suffixes}
_BY_MEDIA_TYPE = {kind: form for form in FORMATS.values() for kind in form.media_types}


def format_of(name: str | os.PathLike[str]) -> Format:
    """Return the format called *name*, or that of a file of this name by its suffix.

    :raises UnknownNameError: neither; the nearest names or suffixes are offered.

    >>> format_of("trig").media_type, format_of(Path("graph.TTL")).name
    ('application/trig', 'turtle')
    """
    if isinstance(name, str) and name.lower() in FORMATS:
        return FORMATS[name.lower()]
    text = os.fspath(name)
    suffix = Path(text).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if suffix:
        raise UnknownNameError("format", suffix, _BY_SUFFIX, where=text)
    raise UnknownNameError("format", text, FORMATS)


def format_of_media_type(text: str) -> Format:
    """Return the format of a ``Content-Type`` header; its parameters are not looked at.

    :raises UnknownNameError: not a media type of a graph.

    >>> format_of_media_type("text/turtle; charset=utf-8").name
    'turtle'
    """
    kind = text.partition(";")[0].strip().lower()
    if kind not in _BY_MEDIA_TYPE:
        raise UnknownNameError("format of media type", kind, _BY_MEDIA_TYPE)
    return _BY_MEDIA_TYPE[kind]

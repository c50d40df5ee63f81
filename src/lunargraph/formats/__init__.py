"""RDF in and out: the formats, parsing with errors for people, canonical and stable writing."""

from lunargraph.formats.canonical import canonical_bytes, format_text
from lunargraph.formats.media import FORMATS, Format, format_of, format_of_media_type
from lunargraph.formats.reading import (
    Document,
    load_document,
    load_quads,
    parse_document,
    parse_quads,
)
from lunargraph.formats.scanning import comments_of
from lunargraph.formats.turtle import write_trig, write_turtle
from lunargraph.formats.writing import serialize

__all__ = [
    "FORMATS",
    "Document",
    "Format",
    "canonical_bytes",
    "comments_of",
    "format_of",
    "format_of_media_type",
    "format_text",
    "load_document",
    "load_quads",
    "parse_document",
    "parse_quads",
    "serialize",
    "write_trig",
    "write_turtle",
]

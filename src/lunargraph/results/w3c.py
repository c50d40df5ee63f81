"""The four results formats of SPARQL 1.1: JSON, XML, CSV and TSV.

Each takes the columns and the rows of terms, ``None`` where unbound. JSON and XML have one row a
line, so that a result under version control changes by the line.
"""

from __future__ import annotations

__all__ = [
    "write_boolean_json",
    "write_boolean_xml",
    "write_csv",
    "write_json",
    "write_tsv",
    "write_xml",
]

import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from lunargraph.errors import UsageError
from lunargraph.namespaces import PREFIXES
from lunargraph.results.values import syntax_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lunargraph.results.values import Term

_XSD = PREFIXES["xsd"]
_UNTYPED = frozenset(
    (_XSD + "string", PREFIXES["rdf"] + "langString", PREFIXES["rdf"] + "dirLangString")
)
"""The datatypes that go without saying."""

# --- JSON -----------------------------------------------------------------------------------------

# Written by hand: to import json takes 1.2 ms of a start-up of 20. The C1 controls (7f to 9f) are
# escaped as well, although JSON allows them, because they can drive a terminal.
_JSON_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(0x20), *range(0x7F, 0xA0))}
_JSON_ESCAPES |= str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _json_text(text: str) -> str:
    return f'"{text.translate(_JSON_ESCAPES)}"'


def _json_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f'{{"type":"uri","value":{_json_text(term.value)}}}'
    if isinstance(term, BlankNode):
        return f'{{"type":"bnode","value":{_json_text(term.value)}}}'
    if isinstance(term, Literal):
        extra = "".join(
            f",{_json_text(name)}:{_json_text(value)}" for name, value in _qualities(term)
        )
        return f'{{"type":"literal","value":{_json_text(term.value)}{extra}}}'
    parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    inner = ",".join(f'"{name}":{_json_term(part)}' for name, part in parts)
    return f'{{"type":"triple","value":{{{inner}}}}}'


def _qualities(literal: Literal) -> list[tuple[str, str]]:
    """Return what a literal has besides its text, under the names that JSON and XML share."""
    if literal.language:
        direction = [("its:dir", str(literal.direction))] if literal.direction else []
        return [("xml:lang", literal.language), *direction]
    datatype = literal.datatype.value
    return [] if datatype in _UNTYPED else [("datatype", datatype)]


def write_json(columns: Sequence[str], terms: Iterable[Sequence[Term | None]]) -> str:
    """Return SPARQL 1.1 Query Results JSON."""
    names = [_json_text(name) for name in columns]
    rows = [
        ",".join(
            f"{name}:{_json_term(term)}"
            for name, term in zip(names, row, strict=True)
            if term is not None
        )
        for row in terms
    ]
    bindings = ",".join(f"\n{{{row}}}" for row in rows)
    return f'{{"head":{{"vars":[{",".join(names)}]}},"results":{{"bindings":[{bindings}\n]}}}}\n'


def write_boolean_json(word: str) -> str:
    """Return the JSON form of ``true`` or ``false``."""
    return f'{{"head":{{}},"boolean":{word}}}\n'


# --- XML ------------------------------------------------------------------------------------------

_XML_HEAD = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
# A bare CR would be read as LF.
_XML_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
# XML 1.0, section 2.2
_XML_IMPOSSIBLE = (frozenset(map(chr, range(0x20))) - set("\t\n\r")) | set("\ufffe\uffff")


def _xml_text(text: str) -> str:
    if not _XML_IMPOSSIBLE.isdisjoint(text):
        found = min(_XML_IMPOSSIBLE.intersection(text))
        raise UsageError(
            "XML cannot hold this result",
            expected="characters that XML 1.0 allows",
            got=f"U+{ord(found):04X} in {text[:40]!r}",
            mend="choose the format json",
        )
    escaped = text.translate(_XML_ESCAPES)
    if escaped[:1].isspace():  # some readers trim white space that is written as such
        escaped = f"&#{ord(escaped[0])};{escaped[1:]}"
    return f"{escaped[:-1]}&#{ord(escaped[-1])};" if escaped[-1:].isspace() else escaped


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, Literal):
        extra = "".join(f' {name}="{_xml_text(value)}"' for name, value in _qualities(term))
        if term.direction:
            extra += ' xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
        return f"<literal{extra}>{_xml_text(term.value)}</literal>"
    parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    return f"<triple>{''.join(f'<{tag}>{_xml_term(part)}</{tag}>' for tag, part in parts)}</triple>"


def write_xml(columns: Sequence[str], terms: Iterable[Sequence[Term | None]]) -> str:
    """Return SPARQL Query Results XML.

    :raises UsageError: a character that XML 1.0 cannot hold.
    """
    names = [_xml_text(name) for name in columns]
    head = "".join(f'<variable name="{name}"/>' for name in names)
    rows = [
        "".join(
            f'<binding name="{name}">{_xml_term(term)}</binding>'
            for name, term in zip(names, row, strict=True)
            if term is not None
        )
        for row in terms
    ]
    results = "".join(f"<result>{row}</result>\n" for row in rows)
    return f"{_XML_HEAD}<head>{head}</head>\n<results>\n{results}</results>\n</sparql>\n"


def write_boolean_xml(word: str) -> str:
    """Return the XML form of ``true`` or ``false``."""
    return f"{_XML_HEAD}<head/>\n<boolean>{word}</boolean>\n</sparql>\n"


# --- CSV and TSV ----------------------------------------------------------------------------------

_CSV_SPECIAL = frozenset('",\r\n')
# The forms that need no quotes, as SPARQL 1.1 writes them (productions 134, 146 to 148); compiled
# by re when first needed.
_TSV_BARE = {
    _XSD + "integer": r"[+-]?[0-9]+",
    _XSD + "decimal": r"[+-]?[0-9]*\.[0-9]+",
    _XSD + "double": r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+",
    _XSD + "boolean": r"true|false",
}


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = term.value if isinstance(term, NamedNode | Literal) else syntax_of(term)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if not _CSV_SPECIAL.isdisjoint(text) else text


def write_csv(columns: Sequence[str], terms: Iterable[Sequence[Term | None]]) -> str:
    """Return SPARQL 1.1 Query Results CSV: plain text of each term, lines ended by CR LF.

    An empty cell that is alone in its row is written ``""``: readers skip blank lines.
    """
    lines = [",".join(columns), *(",".join(map(_csv_cell, row)) for row in terms)]
    if len(columns) == 1:
        lines = [line or '""' for line in lines]
    return "".join(f"{line}\r\n" for line in lines)


def _tsv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        bare = _TSV_BARE.get(term.datatype.value)
        if bare and re.fullmatch(bare, term.value):
            return term.value
    return syntax_of(term)


def write_tsv(columns: Sequence[str], terms: Iterable[Sequence[Term | None]]) -> str:
    """Return SPARQL 1.1 Query Results TSV: each term as SPARQL writes it, an unbound cell empty."""
    lines = [
        "\t".join(f"?{name}" for name in columns),
        *("\t".join(map(_tsv_cell, row)) for row in terms),
    ]
    return "".join(f"{line}\n" for line in lines)

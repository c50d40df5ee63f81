"""RDF/XML in and out, with the guards that its parser lacks."""

from __future__ import annotations

__all__ = ["escape_xml", "read_rdf_xml", "write_rdf_xml"]

import re
from typing import TYPE_CHECKING
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from lunargraph.errors import FileError, ParseError
from lunargraph.formats.complaints import bytes_seen, excerpt, explain
from lunargraph.formats.guards import DEEPEST, place_of, too_deep
from lunargraph.formats.labels import with_canonical_labels
from lunargraph.formats.terms import RDF, XSD, refuse_new_terms, usable_prefixes
from lunargraph.namespaces import PREFIXES, is_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONGEST_ENTITY = 256
_CURES = {
    "no element found": "the file ends before its last closing tag: check that it is complete",
    "mismatched tag": "close the elements in the order in which they were opened",
    "unbound prefix": 'declare the prefix: xmlns:prefix="..." on the first element',
    "undefined entity": "write the character itself: only &amp; &lt; &gt; &quot; &apos; have names",
    "not well-formed (invalid token)": "write & as &amp; and < as &lt;",
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_RESERVED_NAMES = """
RDF Description ID about bagID parseType resource nodeID datatype li aboutEach aboutEachPrefix
"""
_RESERVED = frozenset(RDF + name for name in _RESERVED_NAMES.split())
# RDF 1.1 XML Syntax, section 5: the names that cannot be properties
_XMLNS = "http://www.w3.org/2000/xmlns/"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}


def read_rdf_xml(text: str, name: str) -> tuple[list[Quad], dict[str, str]]:
    """Return the statements and the prefixes of an RDF/XML document.

    :raises ParseError: bad XML or RDF, an entity other than a namespace, too deep, a relative IRI.
    """
    data = text.encode()
    _check_xml(data, name)
    parser = parse(data, RdfFormat.RDF_XML)
    try:
        return list(parser), parser.prefixes
    except SyntaxError as error:
        seen = bytes_seen(data, RdfFormat.RDF_XML, b">", until=lambda _: False)
        place = place_of(data, max(data.rfind(b"<", 0, seen), 0))
        raise explain(error, text, name, parser.prefixes, place) from None


def write_rdf_xml(quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return *quads* as RDF/XML, their graphs merged, one element a statement, all sorted.

    :raises FileError: RDF 1.2, a predicate that is no XML name, or a character that XML lacks.
    """
    merged = {Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    refuse_new_terms(merged)
    triples = with_canonical_labels(merged)
    names = _Names({quad.predicate.value for quad in triples}, prefixes)
    nodes: dict[str, list[str]] = {}
    for quad in triples:
        node = nodes.setdefault(_resource(quad.subject, "about"), [])
        node.append(_property(names.of[quad.predicate.value], quad))
    body = "".join(
        f"  <rdf:Description {title}>\n{''.join(sorted(nodes[title]))}  </rdf:Description>\n"
        for title in sorted(nodes)
    )
    declared = "".join(
        f'\n    xmlns:{name}="{escape_xml(iri)}"' for name, iri in sorted(names.declared.items())
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n{body}</rdf:RDF>\n'


def escape_xml(text: str, about: str = "") -> str:
    """Return *text* for the inside of an element or an attribute.

    :raises FileError: it holds a character that XML 1.0 cannot hold; *about* tells whose it is.
    """
    illegal = _ILLEGAL.search(text)
    if illegal:
        raise FileError(
            "a text holds a character that XML cannot hold",
            where=about or None,
            got=f"U+{ord(illegal[0]):04X} in {text!r:.60}",
            mend="take the character out, or export to another format, such as turtle",
        )
    return re.sub(r'[&<>"\r]', lambda char: _ESCAPES[char[0]], text)


class _Names:
    """The XML names of predicates, and the prefixes that these names need."""

    def __init__(self, predicates: Iterable[str], prefixes: Mapping[str, str]) -> None:
        known = {
            base: name
            for base, name in usable_prefixes({**prefixes, "rdf": RDF})
            if name and not name.lower().startswith("xml")
        }
        self.of: dict[str, str] = {}
        self.declared: dict[str, str] = {"rdf": RDF}
        for predicate in sorted(predicates):
            base, local = _split(predicate)
            if base not in known:
                known[base] = self._unused(known.values())
            self.declared[known[base]] = base
            self.of[predicate] = f"{known[base]}:{local}"

    @staticmethod
    def _unused(taken: Iterable[str]) -> str:
        names = set(taken)
        return next(name for n in range(len(names) + 1) if (name := f"ns{n}") not in names)


def _split(predicate: str) -> tuple[str, str]:
    """Return the namespace and the local name of a *predicate*, the longest that XML allows."""
    local = _NAME.search(predicate)
    base = predicate[: local.start()] if local else ""
    if not local or predicate in _RESERVED or base == _XMLNS:
        raise FileError(
            "this predicate cannot be written as RDF/XML",
            got=predicate,
            expected="an IRI that ends in a name of letters, digits, _ . and -",
            mend="export to another format, such as turtle, or rename the property",
        )
    return base, local[0]


def _property(name: str, quad: Quad) -> str:
    term = quad.object
    if not isinstance(term, Literal):
        return f"    <{name} {_resource(term, 'resource')}/>\n"
    kind = ""
    if term.language:
        kind = f' xml:lang="{term.language}"'
    elif term.datatype.value != XSD + "string":
        kind = f' rdf:datatype="{escape_xml(term.datatype.value)}"'
    text = escape_xml(term.value, f"{quad.subject} {quad.predicate}")
    return f"    <{name}{kind}>{text}</{name}>\n"


def _resource(term: object, attribute: str) -> str:
    if isinstance(term, NamedNode):
        return f'rdf:{attribute}="{escape_xml(term.value)}"'
    return f'rdf:nodeID="{str(term).removeprefix("_:")}"'


def _check_xml(data: bytes, name: str) -> None:
    """Refuse XML that is not well-formed, declares entities other than namespaces, or is too deep.

    pyoxigraph names no line in XML, takes a file that ends early for a whole one, and expands
    entities without a limit.
    """
    guard = _Guard(name)
    try:
        guard.parser.Parse(data, True)
    except (LookupError, ValueError) as error:  # an encoding that the declaration names
        raise ParseError(
            f"the XML names an encoding that cannot be read: {error}",
            path=name,
            line=1,
            expected='encoding="UTF-8"',
            mend="save the file as UTF-8 and say so in its first line",
        ) from None
    except ExpatError as error:
        reason = ErrorString(error.code)
        line, column = error.lineno, error.offset + 1
        raise ParseError(
            f"the XML is not well-formed: {reason}",
            path=name,
            line=line,
            column=column,
            got=excerpt(data.decode(), line, column),
            mend=_CURES.get(reason),
        ) from None


class _Guard:
    """Watches over an XML parser."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.EntityDeclHandler = self._entity
        self.parser.StartElementHandler = self._enter
        self.parser.EndElementHandler = self._leave

    def _entity(self, entity: str, is_parameter: bool, value: str | None, *_: str | None) -> None:
        """Let pass only entities that stand for a namespace, as old ontologies declare them."""
        text = value or ""
        if not is_parameter and len(text) <= _LONGEST_ENTITY and "&" not in text and is_iri(text):
            return
        line, column = self._place()
        raise ParseError(
            f"the entity {entity!r} is refused",
            path=self._name,
            line=line,
            column=column,
            expected="no entities, or such as stand for a namespace IRI",
            mend="write out what the entity stands for",
        )

    def _enter(self, _tag: str, _attributes: object) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise too_deep(self._name, *self._place())

    def _leave(self, _tag: str) -> None:
        self._depth -= 1

    def _place(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

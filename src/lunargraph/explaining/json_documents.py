"""An explanation as JSON, in the shape of ``why.schema.json``: every statement of the proof."""

from __future__ import annotations

__all__ = ["VERSION", "write_json"]

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Variable

from lunargraph.explaining.schema import is_axiom, is_part
from lunargraph.explaining.summaries import reason, verdict
from lunargraph.reasoning.proofs import ASSERTED
from lunargraph.reasoning.rules import rule_named

if TYPE_CHECKING:
    from lunargraph.explaining.explanations import Explanation, Outline
    from lunargraph.explaining.grounds import Ground
    from lunargraph.explaining.points import Pattern, Place, Way
    from lunargraph.reasoning.clashes import Statement
    from lunargraph.reasoning.proofs import Proof

VERSION = 1
"""The version of the JSON; raised when a program that reads the old one could stumble."""


def write_json(explanation: Explanation) -> str:
    """Return an explanation as JSON; nothing of the proof is left out."""
    outline = explanation.outline()
    document = _Document(outline)
    nodes = [] if explanation.proof is None else document.nodes(explanation.proof)
    ways = [document.way(way) for way in outline.root.ways]
    statement = explanation.statement
    text = {
        "format": VERSION,
        "statement": None if statement is None else document.pattern(statement),
        "text": verdict(explanation, outline),
        "holds": explanation.holds,
        "asserted": explanation.asserted,
        "root": nodes[0]["id"] if nodes else None,
        "nodes": nodes,
        "ways": ways if explanation.holds and explanation.every_way else None,
        "closest": None if explanation.holds else ways,
        "instead": [document.stated(each) for each in outline.instead],
        "links": [[document.stated(each) for each in link] for link in outline.links],
    }
    return json.dumps(text, ensure_ascii=False, indent=2) + "\n"


class _Document:
    def __init__(self, outline: Outline) -> None:
        self._wording = outline.wording
        self._grounds = outline.grounds
        self._outline = outline

    def nodes(self, proof: Proof) -> list[dict[str, Any]]:
        """Return a node for each statement, the root first and premises after conclusions."""
        parts = [*proof.walk()][::-1]
        ids = {id(part): number for number, part in enumerate(parts, 1)}
        return [
            {
                "id": ids[id(part)],
                **self.stated(part.statement),
                "role": _role(part.statement),
                **_rules((part.rule,) if part.rule != ASSERTED else ()),
                "premises": [ids[id(premise)] for premise in part.premises],
            }
            for part in parts
        ]

    def way(self, way: Way) -> dict[str, Any]:
        """Return a way to the statement, one step back."""
        return {
            **_rules(way.rules),
            "text": reason(way, self._outline),
            "axioms": [self.stated(axiom) for axiom in way.axioms],
            "premises": [self.stated(point.statement) for point in way.premises],
            "missing": [
                {"statement": self.pattern(each), "text": self._wording.pattern(each)}
                for each in way.missing
            ],
        }

    def stated(self, statement: Statement | None) -> dict[str, Any]:
        """Return a statement in words and terms, with where it stands."""
        grounds = () if statement is None else self._grounds.of(statement)
        return {
            "statement": None if statement is None else self.pattern(statement),
            "text": self._wording.statement(statement),
            "grounds": [_ground(ground) for ground in grounds],
        }

    def pattern(self, pattern: Pattern) -> dict[str, Any]:
        """Return the terms of a statement; None where anything may stand."""
        places = zip(("subject", "predicate", "object"), pattern, strict=True)
        return {name: self._term(place) for name, place in places}

    def _term(self, term: Place) -> dict[str, Any] | None:
        """Return a term as in the JSON of SPARQL results, with its label."""
        if isinstance(term, Literal):
            said = {"type": "literal", "value": term.value}
            if term.language:
                return {**said, "xml:lang": term.language}
            return {**said, "datatype": term.datatype.value}
        if isinstance(term, NamedNode):
            return {"type": "uri", "value": term.value, "label": self._wording.label(term)}
        if isinstance(term, BlankNode):
            return {"type": "bnode", "value": term.value, "label": None}
        return {"type": "variable", "value": term.value} if isinstance(term, Variable) else None


def _rules(names: tuple[str, ...]) -> dict[str, Any]:
    return {"rules": [{"name": name, "says": rule_named(name).says} for name in names]}


def _role(statement: Statement | None) -> str:
    if statement is None:
        return "contradiction"
    return "part" if is_part(statement) else "axiom" if is_axiom(statement) else "fact"


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        "graph": ground.graph.value,
        "confidence": ground.confidence,
        "verification": ground.verification,
        "unverified": list(ground.unverified),
        "sources": [
            {
                "iri": source.term.value if isinstance(source.term, NamedNode) else None,
                "title": source.title,
                "address": source.address,
                "published": source.published,
            }
            for source in ground.sources
        ],
    }

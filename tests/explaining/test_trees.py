"""An explanation as text: worked out by hand for small graphs."""

import json
import re

import pytest

from explained import EX, explained, quads_of
from lunargraph.explaining import explain_clash
from lunargraph.reasoning.closure import Closure
from lunargraph.results.text import display_width

CHAIN = """
    ex:signed owl:propertyChainAxiom ( ex:made ex:of ) ; rdfs:label "signatory of" .
    ex:made owl:inverseOf ex:by ; rdfs:label "made" . ex:by rdfs:label "signed by" .
    ex:of rdfs:label "signature of" . ex:sn rdfs:label "Senegal" . ex:sig rdfs:label "signature" .
    lgi:confidence-high rdfs:label "high" . lgi:paper rdfs:label "A paper" .
    <https://w3id.org/lunargraph/graph/set/a> lg:restsOn lgi:paper ; lg:confidence lgi:confidence-high .
    <https://w3id.org/lunargraph/graph/set/a> { ex:sig ex:by ex:sn ; ex:of ex:accords . }
"""


def test_a_proof() -> None:
    text = explained(CHAIN, "ex:sn ex:signed ex:accords").write("text")
    assert (
        text
        == f"""\
Senegal is signatory of accords: it follows.
  {EX}sn {EX}signed {EX}accords

1. Senegal is signatory of accords
│  from 2 and 4, as 'made' followed by 'signature of' makes 'signatory of' (prp-spo2;
│    file/test.trig)
├─ 2. Senegal has made signature
│  │  from 3, as 'made' is the inverse of 'signed by' (prp-inv2; file/test.trig)
│  └─ 3. signature is signed by Senegal
│        asserted in set/a: confidence high
│        source: A paper (paper)
└─ 4. signature is signature of accords
      asserted in set/a, as 3

It rests on 2 asserted statements in 1 record, and on 2 axioms of the ontology. All of that is of
high confidence.

Rules of OWL 2 RL:
  prp-inv2  the inverse holds the other way round
  prp-spo2  the links of a chain make one link
"""
    )


def test_a_statement_that_is_asserted() -> None:
    text = explained(CHAIN, "ex:sig ex:by ex:sn").write("text")
    assert text.splitlines()[0] == "signature is signed by Senegal: it is asserted."
    assert text.endswith(
        "1. signature is signed by Senegal\n"
        "   asserted in set/a: confidence high\n"
        "   source: A paper (paper)\n"
    )


def test_a_statement_that_does_not_hold() -> None:
    trig = CHAIN + "ex:jo ex:made ex:sig2 . ex:jo ex:signed ex:treaty ."
    text = explained(trig, "ex:jo ex:signed ex:accords").write("text")
    assert "jo is signatory of accords: it does not follow." in text
    assert "└─ missing: jo has made signature\n" in text
    assert "├─ 2. jo has made sig2\n" in text
    assert "└─ missing: sig2 is signature of accords\n" in text
    assert "Asserted of the same subject and property:\n  jo is signatory of treaty" in text


def test_every_way() -> None:
    trig = "ex:A rdfs:subClassOf ex:C . ex:B rdfs:subClassOf ex:C . ex:x a ex:A , ex:B ."
    text = explained(trig, "ex:x a ex:C", every_way=True).write("text")
    assert text.splitlines()[0] == "x is a C: it follows in 2 ways."
    assert re.findall(r"^Way (\d): as every (\w) is a C", text, re.MULTILINE) == [
        ("1", "A"),
        ("2", "B"),
    ]
    assert re.findall(r"└─ (\d)\. x is an? (\w)", text) == [("1", "A"), ("2", "B")]


def test_a_premise_that_follows_is_told_how_to_ask_for() -> None:
    trig = "ex:A rdfs:subClassOf ex:B . ex:p rdfs:range ex:A . ex:y ex:p ex:x ."
    text = explained(trig, "ex:x a ex:B", every_way=True).write("text")
    assert f"follows: lunargraph why {EX}x a {EX}A" in text


def test_a_part_shown_before_is_referred_to() -> None:
    trig = """ex:p rdfs:domain ex:A . ex:A rdfs:subClassOf ex:B .
              ex:C owl:intersectionOf ( ex:A ex:B ) . ex:x ex:p ex:x ."""
    text = explained(trig, "ex:x a ex:C").write("text")
    assert text.count("3. x: p x\n") == 1
    assert text.count("see 3: x: p x\n") == 1


def test_in_full_statements_stand_in_their_terms() -> None:
    short = explained(CHAIN, "ex:sn ex:signed ex:accords").write("text")
    full = explained(CHAIN, "ex:sn ex:signed ex:accords").write("text", full=True)
    assert f"{EX}sig {EX}by {EX}sn" not in short
    assert f"{EX}sig {EX}by {EX}sn" in full


@pytest.mark.parametrize("width", [40, 60, 100])
def test_lines_fit(width: int) -> None:
    trig = CHAIN + 'ex:accords rdfs:label "月球样品 of the very long name of a treaty" .'
    for line in (
        explained(trig, "ex:sn ex:signed ex:accords").write("text", width=width).splitlines()
    ):
        assert display_width(line) <= width or " " not in line.strip("│├└─ ").strip()


def test_a_deep_proof_keeps_room_for_words() -> None:
    links = " ".join(f"ex:C{n} rdfs:subClassOf ex:C{n + 1} ." for n in range(2))
    properties = " ".join(f"ex:p{n} rdfs:subPropertyOf ex:p{n + 1} ." for n in range(60))
    explanation = explained(f"{links} {properties} ex:x ex:p0 ex:y .", "ex:x ex:p60 ex:y")
    text = explanation.write("text", full=True, width=60)
    assert max(map(display_width, text.splitlines())) <= 60


def test_nothing_drives_the_terminal() -> None:
    trig = 'ex:A rdfs:subClassOf ex:B . ex:x a ex:A ; rdfs:label "\\u001b[2J\\nMoon" .'
    text = explained(trig, "ex:x a ex:B").write("text")
    assert "\x1b" not in text
    assert "\\u001B[2J\\u000AMoon is a B: it follows." in text


def test_a_contradiction() -> None:
    trig = "ex:A owl:disjointWith ex:B . ex:p rdfs:range ex:B . ex:x a ex:A . ex:y ex:p ex:x ."
    quads = quads_of(trig)
    closure = Closure.of_triples({quad.triple for quad in quads})
    [clash] = closure.clashes()
    explanation = explain_clash(closure, quads, clash)
    assert explanation.write("text").startswith(
        "The statements contradict each other.\n\n"
        "1. a contradiction\n"
        "│  from 2 and 3, as nothing is both an A and a B (cax-dw; file/test.trig)\n"
    )
    document = json.loads(explanation.write("json"))
    assert document["statement"] is document["nodes"][0]["statement"] is None
    assert "prov:wasGeneratedBy" in explanation.write("turtle")
    assert '"a contradiction"' in explanation.write("mermaid")


def test_what_the_rules_say_alone_rests_on_nothing_else() -> None:
    text = explained("ex:x a ex:A .", "owl:Thing a owl:Class").write("text")
    assert "It rests on nothing but rules." in text

"""What is accepted in words: the supported claims that no other table holds, as their table puts them."""

import csv

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lunargraph import resources
from lunargraph.namespaces import GRAPH, INFERRED, LG, LGI
from lunargraph.results import Table
from lunargraph.store import Dataset
from query_answers import load_real_data

DATA = resources.root() / "data"
CHECKS = {path.stem: path.read_text("utf-8") for path in resources.check_files()}


def rows(name: str) -> dict[str, dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


STATEMENTS = rows("statements/statements.csv")
CLAIMS = rows("claims/claims.csv")
EVIDENCE = rows("evidence/claim_links.csv").values()
CONTRADICTED = [name for name, claim in CLAIMS.items() if claim["assessment"] == "contradicted"]


def as_put(claim: dict[str, str]) -> str:
    """Return subject, predicate and object of *claim* as one sentence."""
    return f"{claim['subject']} {claim['predicate']} {claim['object']}"


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_says_what_one_supported_claim_says_and_rests_on_its_evidence(
    name: str,
) -> None:
    statement = STATEMENTS[name]
    [claim] = [CLAIMS[each["claim_id"]] for each in EVIDENCE if each["record_ids"] == name]
    assert claim["assessment"] == "supported"
    assert statement["words"] == as_put(claim)
    assert statement["source_ids"] == claim["evidence_source_ids"]
    assert statement["confidence"] == claim["confidence"]
    assert statement["verification"] == claim["verification"]
    assert statement["note"] == claim["assessment_note"]


def test_every_supported_claim_agrees_with_a_record() -> None:
    agreeing = {each["claim_id"] for each in EVIDENCE if each["relation"] == "agrees-with"}
    supported = {name for name, claim in CLAIMS.items() if claim["assessment"] == "supported"}
    assert len(supported) == 40
    assert supported <= agreeing


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return load_real_data().quads()


def violations(quads: list[Quad], more: list[Quad]) -> set[str]:
    """Return the claims that the two checks find asserted, and things that say their words."""
    inferred = NamedNode(INFERRED)
    dataset = Dataset.from_quads(
        [quad for quad in [*quads, *more] if quad.graph_name != inferred],
        [quad.triple for quad in quads if quad.graph_name == inferred],
    )
    found = set()
    for check in ("contradicted-claims-asserted", "contradicted-claims-in-words"):
        table = dataset.query(CHECKS[check])
        assert isinstance(table, Table)
        found |= {str(row[0]).removeprefix(LGI) for row in table.rows}
    return found


def formal(claim: str) -> list[Quad]:
    """Return what *claim* says as one statement, where its evidence puts it so."""
    for each in EVIDENCE:
        if each["claim_id"] == claim and each["formal_predicate"]:
            thing, predicate = each["formal_subject"], each["formal_predicate"]
            value = each["formal_date"] or each["formal_number"] or each["formal_text"]
            return [
                Quad(
                    NamedNode(LGI + thing),
                    NamedNode(LG + predicate.removeprefix("lg:")),
                    Literal(value) if value else NamedNode(LGI + each["formal_object"]),
                    NamedNode(GRAPH + "new"),
                )
            ]
    return []


def test_what_a_contradicted_claim_says_is_found_when_it_is_asserted(quads: list[Quad]) -> None:
    assert len(CONTRADICTED) == 9
    assert violations(quads, []) == set()
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    graph = NamedNode(GRAPH + "new")
    statements = []
    for claim in CONTRADICTED:
        for form, words in (("put", as_put(CLAIMS[claim])), ("said", CLAIMS[claim]["quote"])):
            thing = NamedNode(f"{LGI}{claim}-{form}")
            statements.append(Quad(thing, kind, NamedNode(LG + "StatementInWords"), graph))
            statements.append(Quad(thing, NamedNode(LG + "inWords"), Literal(words), graph))
    put_formally = {claim for claim in CONTRADICTED if formal(claim)}
    assert put_formally >= {"sc-019", "sc-024", "sc-051", "sc-057"}
    statements += [quad for claim in put_formally for quad in formal(claim)]
    found = violations(quads, statements)
    assert found >= put_formally
    assert {f"{claim}-{form}" for claim in CONTRADICTED for form in ("put", "said")} <= found

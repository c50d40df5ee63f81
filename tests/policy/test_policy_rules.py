"""The rules beyond OWL: what a rule file is, and what each rule gives and does not give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from lunargraph import resources
from lunargraph.errors import DataError
from lunargraph.namespaces import PREFIXES, compact
from lunargraph.policy.rules import load_rules
from lunargraph.store import Dataset

if TYPE_CHECKING:
    from pathlib import Path

    from lunargraph.policy.rules import Rule

RULES = {rule.name: rule for stratum in load_rules() for rule in stratum}
ACTIVITY = NamedNode("http://example.org/a")
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
AGENTS = """
lgi:us a lg:Country . lgi:cn a lg:Country . lgi:fr a lg:Country . lgi:hk a lg:Country ; lg:partOf lgi:cn .
lgi:nasa a lg:NasaEntity ; lg:underJurisdictionOf lgi:us . lgi:jsc lg:partOf lgi:nasa ; a lg:NasaEntity .
lgi:brown lg:underJurisdictionOf lgi:us . lgi:nsf lg:underJurisdictionOf lgi:us .
lgi:cnsa lg:underJurisdictionOf lgi:cn ; a lg:ChineseEntity , lg:ChineseGovernment .
lgi:hku lg:underJurisdictionOf lgi:hk , lgi:cn ; a lg:ChineseEntity , lg:University , lg:ResearchInstitution .
lgi:cas lg:underJurisdictionOf lgi:cn ; a lg:ChineseEntity , lg:ResearchInstitution .
lgi:ipgp lg:underJurisdictionOf lgi:fr . lgi:esa a lg:IntergovernmentalOrganisation .
lgi:rider a lg:AppropriationsRider ; lg:binds lgi:nasa ; lg:noticeDays 30 ; lg:fiscalYear 2018 ;
  lg:inForceFrom "2018-03-23"^^xsd:date ; lg:succeededBy lgi:next .
lgi:next a lg:AppropriationsRider ; lg:inForceFrom "2019-02-15"^^xsd:date .
"""
DAY = 'lg:assessedOn "{}"^^xsd:date'
BOTH = "lg:allPartiesStated true ; lg:hasParty lgi:brown , lgi:cnsa"

GIVES = [
    ("in-force", DAY.format("2018-03-23"), "lg:fallsUnder lgi:rider"),
    ("in-force", DAY.format("2018-09-30"), "lg:fallsUnder lgi:rider"),
    ("carried-on", DAY.format("2018-10-01"), "lg:carriedOnUnder lgi:rider"),
    ("carried-on", DAY.format("2019-02-14"), "lg:carriedOnUnder lgi:rider"),
    ("two-sides", BOTH, "a lg:BilateralActivity"),
    ("two-sides", "lg:allPartiesStated true ; lg:hasParty lgi:hku ; lg:fundedBy lgi:nasa",
     "a lg:BilateralActivity"),
    ("three-sides", "lg:hasParty lgi:brown , lgi:cnsa , lgi:ipgp", "a lg:MultilateralActivity"),
    ("several-states", "lg:hasParty lgi:esa", "a lg:MultilateralActivity"),
    ("nasa-award", "lg:fundedBy lgi:jsc", "a lg:NasaAwardActivity"),
    ("funders-not-nasa", "lg:allFundersStated true ; lg:fundedBy lgi:nsf",
     "a lg:ActivityWithoutNasaAward"),
    ("with-chinese-institute", "lg:hasParty lgi:cas", "a lg:ActivityWithChina"),
    ("funds-bound", "lg:fallsUnder lgi:rider ; lg:fundedBy lgi:jsc", "lg:usesFundsUnder lgi:rider"),
    ("funds-not-bound", "lg:fallsUnder lgi:rider ; lg:fundedBy lgi:nsf ; lg:allFundersStated true",
     "lg:usesNoFundsUnder lgi:rider"),
    ("certified-in-time", DAY.format("2018-05-31") + ' ; lg:fallsUnder lgi:rider ; '
     'lg:certifiedOn "2018-05-31"^^xsd:date ; '
     'lg:startsOn "2018-06-30"^^xsd:date', "lg:certifiedInTimeUnder lgi:rider"),
    ("certified-too-late", 'lg:fallsUnder lgi:rider ; lg:certifiedOn "2018-06-01"^^xsd:date ; '
     'lg:startsOn "2018-06-30"^^xsd:date', "lg:certifiedTooLateUnder lgi:rider"),
    ("place-elsewhere", "lg:takesPlaceAt lgi:brown", "a lg:ActivityElsewhere"),
]  # fmt: skip
GIVES_NOT = [
    ("in-force", DAY.format("2018-03-22")),
    ("in-force", DAY.format("2018-10-01")),
    ("carried-on", DAY.format("2018-09-30")),
    ("two-sides", "lg:hasParty lgi:brown , lgi:cnsa"),
    ("two-sides", "lg:allPartiesStated true ; lg:hasParty lgi:cnsa , lgi:hku"),
    ("two-sides", f"{BOTH} , lgi:ipgp"),
    ("two-sides", f"{BOTH} ; a lg:MultilateralActivity"),
    ("three-sides", "lg:hasParty lgi:brown , lgi:cnsa , lgi:hku"),
    ("nasa-award", "lg:fundedBy lgi:nasa ; a lg:ActivityOfNasa"),
    ("funders-not-nasa", "lg:fundedBy lgi:nsf"),
    ("funders-not-nasa", "lg:allFundersStated true ; lg:fundedBy lgi:nsf , lgi:jsc"),
    ("with-chinese-institute", "lg:hasParty lgi:hku"),
    ("parties-not-chinese", "lg:hasParty lgi:brown"),
    ("parties-not-chinese", f"{BOTH}"),
    ("funds-not-bound", "lg:fallsUnder lgi:rider ; lg:fundedBy lgi:nsf"),
    ("certified-in-time", DAY.format("2018-05-30") + ' ; lg:fallsUnder lgi:rider ; '
     'lg:certifiedOn "2018-05-31"^^xsd:date ; lg:startsOn "2018-06-30"^^xsd:date'),
    ("certified-in-time", DAY.format("2018-06-01") + ' ; lg:fallsUnder lgi:rider ; '
     'lg:certifiedOn "2018-06-01"^^xsd:date ; '
     'lg:startsOn "2018-06-30"^^xsd:date'),
    ("certified-too-late", 'lg:fallsUnder lgi:rider ; lg:certifiedOn "2018-05-31"^^xsd:date ; '
     'lg:startsOn "2018-06-30"^^xsd:date'),
    ("place-elsewhere", "lg:takesPlaceAt lgi:jsc"),
]  # fmt: skip


def conclusions(rule: Rule, facts: str) -> set[str]:
    document = f"{PROLOGUE}{AGENTS}<{ACTIVITY.value}> {facts} ."
    quads = [*parse(document.encode(), RdfFormat.TURTLE)]
    dataset = Dataset.from_quads(Quad(*quad.triple) for quad in quads)
    found = rule.conclusions(dataset, ACTIVITY)
    return {
        f"{'a' if each.statement.predicate.value.endswith('type') else compact(each.statement.predicate.value)}"
        f" {compact(str(each.statement.object)[1:-1])}"
        for each in found
    }


@pytest.mark.parametrize(("name", "facts", "expected"), GIVES)
def test_what_a_rule_gives(name: str, facts: str, expected: str) -> None:
    assert expected in conclusions(RULES[name], facts)


@pytest.mark.parametrize(("name", "facts"), GIVES_NOT)
def test_what_a_rule_does_not_give(name: str, facts: str) -> None:
    assert conclusions(RULES[name], facts) == set()


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_uses_its_own_variables_and_terms_that_exist(name: str) -> None:
    """A premise in the header stands in the query too; its sentence names nothing else."""
    import re

    rule = RULES[name]
    used = set(re.findall(r"\?(\w+)", rule.select))
    assert set(re.findall(r"\{(\w+)\}", rule.says)) <= used
    for premise in rule.premises:
        assert set(re.findall(r"\?(\w+)", premise)) <= used
        for term in re.findall(r"lg:\w+", premise):
            assert term in rule.select, premise
    ontology = "".join(path.read_text("utf-8") for path in resources.ontology_files())
    for term in set(re.findall(r"\blg:\w+", f"{rule.select} {rule.template}")):
        assert re.search(rf"^{term}$", ontology, re.MULTILINE), term


def test_what_is_absent_is_said_where_it_counts() -> None:
    """A rule that reads a closed world says what it takes to be absent."""
    for rule in RULES.values():
        if "NOT EXISTS" in rule.select:
            assert rule.absent, rule.name


@pytest.mark.parametrize(
    "text", ["SELECT * WHERE { ?s ?p ?o }", '#+ says = "x"\nCONSTRUCT { ?a a ?b . } WHERE { }']
)
def test_what_is_no_rule_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.rq"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match="a rule is a CONSTRUCT query"):
        load_rules([path])

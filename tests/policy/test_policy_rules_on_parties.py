"""Whom an instrument binds on a day, and what samples and missions an activity is about."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from lunargraph.namespaces import PREFIXES
from lunargraph.policy.rules import load_rules
from lunargraph.store import Dataset

RULES = {rule.name: rule for stratum in load_rules() for rule in stratum}
ACTIVITY = NamedNode("http://example.org/a")
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
KNOWN = """
lgi:us a lg:Country , lg:PublicBody . lgi:nl a lg:Country , lg:PublicBody .
lgi:state-cn a lg:Country , lg:PublicBody , lg:ChineseEntity .
lgi:nasa a lg:Organisation , lg:PublicBody ; lg:underJurisdictionOf lgi:us .
lgi:jsc a lg:Organisation , lg:PublicBody ; lg:partOf lgi:nasa ; lg:underJurisdictionOf lgi:us .
lgi:nso a lg:Organisation , lg:PublicBody ; lg:underJurisdictionOf lgi:nl .
lgi:brown a lg:Organisation ; lg:underJurisdictionOf lgi:us .
lgi:leiden a lg:Organisation ; lg:underJurisdictionOf lgi:nl .
lgi:cnsa a lg:Organisation , lg:PublicBody , lg:ChineseEntity ; lg:underJurisdictionOf lgi:state-cn .
lgi:hku a lg:Organisation , lg:ChineseEntity ; lg:underJurisdictionOf lgi:state-cn .
lgi:statute a lg:Statute ; lg:binds lgi:nasa .
lgi:itar a lg:Regulation ; lg:binds lgi:role-us-persons . lgi:role-us-persons a lg:Role .
lgi:role-accords-signatories a lg:Role . lgi:role-states-parties a lg:Role .
lgi:accords a lg:PoliticalCommitment ; lg:binds lgi:role-accords-signatories ; lg:listsAllParties true .
lgi:by-us lg:signatureOf lgi:accords ; lg:signedBy lgi:us ; lg:signedOn "2020-10-13"^^xsd:date .
lgi:by-nl lg:signatureOf lgi:accords ; lg:signedBy lgi:nl ; lg:signedOn "2023-11"^^xsd:gYearMonth .
lgi:moon a lg:Treaty ; lg:binds lgi:nl ; lg:listsAllParties true .
lgi:moon-nl lg:adherenceTo lgi:moon ; lg:adheredBy lgi:nl ; lg:leftOn "2024-01-05"^^xsd:date .
lgi:registration a lg:Treaty ; lg:binds lgi:role-states-parties .
lgi:bill a lg:Bill ; lg:binds lgi:nasa .
lgi:apollo a lg:Mission ; lg:flownFor lgi:us . lgi:change a lg:Mission ; lg:flownFor lgi:state-cn .
lgi:loan lg:providedBy lgi:cnsa . lgi:gift a lg:Gift ; lg:providedBy lgi:state-cn .
"""
ALL = "lg:fallsUnder lgi:statute , lgi:accords , lgi:moon , lgi:registration , lgi:itar"
STUDY = "a lg:SampleAnalysis , lg:ActivityOnChineseSamples ; lg:carriedOutBy lgi:brown"


def on(day: str, *parties: str) -> str:
    """Return the facts of an activity of all these parties on a day."""
    named = " , ".join(f"lgi:{party}" for party in parties)
    return (
        f'{ALL} ; lg:assessedOn "{day}"^^xsd:date ; lg:allPartiesStated true ; lg:hasParty {named}'
    )


CASES = [
    ("party-bound", on("2024-06-01", "jsc", "hku"), {"statute"}),
    ("party-bound", on("2024-06-01", "brown", "nso"), set()),
    ("party-bound-by-signature", on("2020-10-12", "nasa"), set()),
    ("party-bound-by-signature", on("2020-10-13", "nasa"), {"accords"}),
    ("party-bound-by-signature", on("2020-10-13", "us"), {"accords"}),
    ("party-bound-by-signature", on("2023-11-30", "nso"), set()),
    ("party-bound-by-signature", on("2023-12-01", "nso"), {"accords"}),
    ("party-bound-by-signature", on("2024-06-01", "brown", "leiden", "cnsa"), set()),
    ("party-bound-by-adherence", on("2024-01-04", "nso", "hku"), {"moon"}),
    ("party-bound-by-adherence", on("2024-01-05", "nso", "hku"), set()),
    ("party-bound-by-adherence", on("2024-01-04", "leiden"), set()),
    ("no-party-bound", on("2024-06-01", "brown", "hku"), {"statute", "accords", "moon", "registration"}),
    ("no-party-bound", on("2024-06-01", "brown", "cnsa"), {"statute", "accords", "moon"}),
    ("no-party-bound", on("2023-11-15", "nso"), {"statute", "moon"}),
    ("no-party-bound", on("2024-06-01", "brown", "nobody-known"), set()),
    ("no-party-bound", on("2024-06-01", "brown").replace("true", "false"), set()),
    ("funds-bound-by-bill", "lg:wouldFallUnder lgi:bill ; lg:fundedBy lgi:jsc", {"bill"}),
    ("funds-bound-by-bill", "lg:wouldFallUnder lgi:bill ; lg:fundedBy lgi:brown", set()),
    ("funds-not-bound-by-bill", "lg:wouldFallUnder lgi:bill ; lg:fundedBy lgi:brown", set()),
    ("funds-not-bound-by-bill", "lg:wouldFallUnder lgi:bill ; lg:fundedBy lgi:brown ; "
     "lg:allFundersStated true", {"bill"}),
    ("missions-not-chinese", "lg:hasSubject lgi:apollo", {"ActivityOnOtherMissions"}),
    ("missions-not-chinese", "lg:hasSubject lgi:apollo , lgi:change", set()),
    ("missions-not-chinese", "lg:hasSubject lgi:apollo , lgi:loan", set()),
    ("missions-not-chinese", "lg:hasSubject lgi:ilrs", set()),
    ("samples-borrowed", f"{STUDY} ; lg:hasParty lgi:cnsa", {"ActivityOnBorrowedSamples"}),
    ("samples-borrowed", f"{STUDY} ; lg:hasParty lgi:hku", set()),
    ("samples-borrowed", f"{STUDY} ; lg:hasParty lgi:cnsa ; a lg:JointAnalysis", set()),
    ("samples-borrowed", f"{STUDY} ; lg:hasParty lgi:cnsa ; lg:hasSubject lgi:gift", set()),
    ("party-abroad", "lg:hasParty lgi:brown , lgi:hku", {"ActivityWithPartyAbroad"}),
    ("party-abroad", "lg:hasParty lgi:cnsa , lgi:hku", set()),
    ("parties-all-chinese", on("2024-06-01", "cnsa", "hku"), {"ActivityOfChinaAlone"}),
    ("parties-all-chinese", on("2024-06-01", "cnsa", "brown"), set()),
    ("parties-all-chinese", "lg:hasParty lgi:cnsa", set()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "facts", "expected"), CASES)
def test_what_a_rule_gives(name: str, facts: str, expected: set[str]) -> None:
    document = f"{PROLOGUE}{KNOWN}<{ACTIVITY.value}> {facts} ."
    quads = [*parse(document.encode(), RdfFormat.TURTLE)]
    dataset = Dataset.from_quads(Quad(*quad.triple) for quad in quads)
    found = RULES[name].conclusions(dataset, ACTIVITY)
    objects = {str(each.statement.object)[1:-1] for each in found}
    assert {each.replace("#", "/").rpartition("/")[2] for each in objects} == expected

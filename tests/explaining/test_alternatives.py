"""The other ways to a statement, and what is closest to one that does not hold."""

from pyoxigraph import Literal

from explained import explained
from lunargraph.explaining.points import Way
from lunargraph.explaining.summaries import reason

ONTOLOGY = """
    ex:made owl:inverseOf ex:by .
    ex:signed owl:propertyChainAxiom ( ex:made ex:of ) .
    ex:Signatory owl:equivalentClass [ owl:intersectionOf (
        ex:Agent [ owl:onProperty ex:signed ; owl:hasValue ex:accords ] ) ] .
    ex:Bloc owl:equivalentClass [ owl:intersectionOf ( ex:Signatory ex:Partner ) ] .
    ex:State rdfs:subClassOf ex:Agent . ex:signed rdfs:domain ex:Agent .
    ex:sn a ex:State . ex:jo a ex:State .
    ex:sig-sn ex:by ex:sn ; ex:of ex:accords .
"""
MANY = ONTOLOGY + " ".join(f"ex:sig{n} ex:by ex:s{n} ; ex:of ex:accords ." for n in range(5))


def missing(way: Way) -> list[str]:
    return [" ".join(_short(place) for place in pattern) for pattern in way.missing]


def _short(place: object) -> str:
    return str(place).rpartition("/")[2].rpartition("#")[2].rstrip(">")


def test_each_way_is_one_step_back() -> None:
    explanation = explained(ONTOLOGY, "ex:sn a ex:Agent", every_way=True)
    outline = explanation.outline()
    told = {reason(way, outline) for way in outline.root.ways}
    assert told == {
        "every State is an Agent",
        "whatever has a value of 'signed' is an Agent",
    }
    assert all(not each.ways for way in outline.root.ways for each in way.premises)


def test_ways_that_only_the_reasoner_tells_apart_are_one() -> None:
    outline = explained(ONTOLOGY, "ex:sn a ex:Signatory", every_way=True).outline()
    assert len(outline.root.ways) == 1


def test_ways_that_start_from_the_statement_are_counted_and_left_out() -> None:
    outline = explained(ONTOLOGY, "ex:sn ex:signed ex:accords", every_way=True).outline()
    [way] = outline.root.ways
    assert way.rules == ("prp-spo2",)
    assert outline.circular > 0  # a signatory has signed, but is one for that


def test_what_is_asserted_may_follow_as_well() -> None:
    trig = "ex:A rdfs:subClassOf ex:B . ex:x a ex:A , ex:B ."
    explanation = explained(trig, "ex:x a ex:B", every_way=True)
    root = explanation.outline().root
    assert explanation.asserted
    assert root.asserted
    assert len(root.ways) == 1


def test_what_is_missing_is_named() -> None:
    root = explained(ONTOLOGY, "ex:sn a ex:Bloc").outline().root
    assert [missing(way) for way in root.ways] == [["sn type Partner"]]
    [present] = root.ways[0].premises
    assert present.statement is not None
    assert _short(present.statement[2]) == "Signatory"


def test_the_one_thing_to_go_through_is_named() -> None:
    root = explained(ONTOLOGY, "ex:jo ex:signed ex:accords").outline().root
    assert missing(root.ways[0]) == ["jo made sig-sn"]


def test_one_of_many_to_go_through_is_a_variable() -> None:
    outline = explained(MANY, "ex:jo ex:signed ex:accords").outline()
    assert missing(outline.root.ways[0]) == ["jo made ?x", "?x of accords"]
    assert outline.root.ways[0].premises == ()


def test_nobody_is_told_to_find_what_would_itself_follow() -> None:
    outline = explained(MANY, "ex:jo ex:signed ex:accords").outline()
    wanted = [line for way in outline.root.ways for line in missing(way)]
    assert "jo type Signatory" not in wanted
    assert outline.circular > 0


def test_what_people_do_assert_is_worth_finding() -> None:
    trig = MANY + "ex:us a ex:Signatory ."
    outline = explained(trig, "ex:jo ex:signed ex:accords").outline()
    assert ["jo type Signatory"] in [missing(way) for way in outline.root.ways]


def test_a_stranger_has_nothing_close() -> None:
    assert explained(ONTOLOGY, "ex:nobody ex:knows ex:nothing").outline().root.ways == ()


def test_what_is_asserted_instead() -> None:
    trig = "ex:x ex:age 5 , 6 ; a ex:A . ex:y ex:age 7 ."
    instead = explained(trig, "ex:x ex:age 8").outline().instead
    assert [each[2].value for each in instead if isinstance(each[2], Literal)] == ["5", "6"]
    assert explained(trig, "ex:x a ex:B").outline().instead == ()
    assert explained(trig, "ex:x ex:age 5").outline().instead == ()


def test_what_is_recorded_of_both() -> None:
    trig = (
        MANY
        + """ex:note ex:denies ex:jo ; ex:speaksOf ex:accords ; a ex:Denial .
        ex:other ex:denies ex:jo . ex:accords ex:drawnUpBy ex:jo ."""
    )
    links = explained(trig, "ex:jo ex:signed ex:accords").outline().links
    assert [[str(each[0]).rpartition("/")[2].strip(">") for each in link] for link in links] == [
        ["accords"],
        ["note", "note"],
    ]
    assert explained(trig, "ex:accords ex:drawnUpBy ex:jo").outline().links == ()

"""The stored queries: each answers from the sample as worked out by hand, and from the real data.

``<name>.csv`` beside a query holds the rows that its sample must give, with each required parameter
at its example. ``sample.trig`` mixes real things with Utopia, which is invented.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from lunargraph import resources
from lunargraph.errors import ParameterError
from lunargraph.interop import to_rdflib
from lunargraph.reasoning import close
from lunargraph.results import Table
from lunargraph.store import Dataset
from lunargraph.store.loading import load_asserted
from lunargraph.stored_queries import StoredQuery, find_query, load_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import rdflib

Rows = list[tuple[str, ...]]

PATHS = resources.query_files()
EVERY = pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
PUBLIC = {
    "accords-signatories": ["state", "signedOn"],
    "ilrs-participants": ["participant", "kind", "since"],
    "double-members": ["state", "accordsSince", "ilrsSince"],
    "sample-transfers": ["sample", "from", "to", "kind", "approvedOn", "signedOn", "receivedOn"],
    "missions": ["mission", "operator", "launchedOn"],
    "mission": ["property", "value"],
    "claims": ["claim", "quote", "assessment"],
    "sources-of": ["statement", "source", "confidence"],
}
RDFLIB_WARNS = r"ignore:Dataset\.(default_context|contexts) is deprecated:DeprecationWarning"
"""rdflib 7.6 warns of its own calls."""
LISTS = {"claimedIn", "columns", "countries", "instruments", "names", "operator"}


@pytest.fixture(scope="module")
def sample() -> Dataset:
    return close_over([resources.root() / "queries" / "sample.trig"])


@pytest.fixture(scope="module")
def real() -> Dataset:
    return close_over(folder / "graph.trig" for folder in resources.dataset_folders())


@pytest.fixture(scope="module")
def sample_in_rdflib(sample: Dataset) -> rdflib.Dataset:
    quads = sample.quads()
    merged = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    return to_rdflib([*quads, *merged])


def close_over(files: Iterable[Path]) -> Dataset:
    asserted = load_asserted([*resources.ontology_files(), *files])
    return Dataset.from_quads(asserted, close({quad.triple for quad in asserted}).inferred)


def by_name(name: str) -> StoredQuery:
    return find_query(name, PATHS)


def bound(query: StoredQuery, values: Mapping[str, str] | None = None) -> str:
    """Return the text with *values*, and with examples for what is required besides."""
    required = [each for each in query.parameters.values() if each.required]
    return query.bind({each.name: each.example for each in required} | dict(values or {}))


def ask(dataset: Dataset, text: str, *, inference: bool = True) -> Table:
    answer = dataset.query(text, inference=inference)
    assert isinstance(answer, Table)
    return answer


def lexical(table: Table) -> Rows:
    """Return the header and the rows; what is unbound is an empty text, as in a CSV file."""
    return [tuple(table.columns), *(tuple(map(lexical_form, row)) for row in table.terms)]


def lexical_form(term: object) -> str:
    assert isinstance(term, NamedNode | Literal | None)
    return "" if term is None else term.value


def ask_rdflib(dataset: rdflib.Dataset, text: str) -> Rows:
    answer = dataset.query(text)
    assert answer.vars is not None
    rows = [tuple("" if term is None else str(term) for term in row) for row in answer]  # type: ignore[union-attr]
    return [tuple(map(str, answer.vars)), *rows]


def expected(path: Path) -> Rows:
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, strict=True)]


# --- the files ------------------------------------------------------------------------------------


def test_a_query_and_its_rows_come_in_pairs() -> None:
    folder = resources.root() / "queries"
    assert {path.with_suffix("") for path in PATHS} == {
        path.with_suffix("") for path in folder.glob("*/*.csv")
    }
    assert len(PATHS) >= 24


@EVERY
def test_the_file_keeps_the_rules(path: Path) -> None:
    query = load_query(path)
    assert query.min_rows > 0
    assert query.question.endswith("?")
    assert len(query.text) < 4000, "the store looks more closely at longer texts"
    code = re.sub(r'#[+ ].*|"[^"\n]*"|<[^>\s]*>', "", query.text)
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*", code)
    assert "ORDER BY" in code[code.rindex("}") :]
    keywords = re.findall(r"(?<![?:\w-])[a-z]{2,}(?![:\w-])", code)
    assert not keywords, "keywords stand in capitals"
    for prefix in re.findall(r"PREFIX (\w+):", code):
        assert len(re.findall(rf"\b{prefix}:", code)) > 1, f"{prefix}: is not used"


@pytest.mark.parametrize("name", PUBLIC)
def test_public_columns_stay(name: str) -> None:
    columns = expected(by_name(name).path)[0]
    assert list(columns[: len(PUBLIC[name])]) == PUBLIC[name]


# --- answers from the sample ----------------------------------------------------------------------


@EVERY
def test_the_sample_gives_the_expected_rows(path: Path, sample: Dataset) -> None:
    assert lexical(ask(sample, bound(load_query(path)))) == expected(path)


@pytest.mark.filterwarnings(RDFLIB_WARNS)
@EVERY
def test_rdflib_gives_the_same_rows(path: Path, sample_in_rdflib: rdflib.Dataset) -> None:
    assert ask_rdflib(sample_in_rdflib, bound(load_query(path))) == expected(path)


@pytest.mark.filterwarnings(RDFLIB_WARNS)
@pytest.mark.parametrize(
    "name",
    [
        path.stem
        for path in PATHS
        if "required = true" in path.read_text(encoding="utf-8")
        and path.stem != "sources-of"  # all of it takes rdflib six seconds
    ],
)
def test_a_file_runs_as_it_is(name: str, sample: Dataset, sample_in_rdflib: rdflib.Dataset) -> None:
    """Without a value, what a required parameter would narrow is all listed."""
    text = by_name(name).text
    assert lexical(ask(sample, text)) == ask_rdflib(sample_in_rdflib, text)


ACCORDS = ["United States", "Bahrain", "Thailand", "Utopia", "Senegal"]
ILRS = [
    "China",
    "International Lunar Observatory Association",
    "Egypt",
    "Thailand",
    "Senegal",
    "Ten institutions of Egypt, Thailand and the United States",
    "Utopia",
]
CASES: list[tuple[str, dict[str, str], list[tuple[str, ...]]]] = [
    # A signature counts on its day; Utopia's is of 2025-03 and counts once the month has ended.
    ("accords-signatories", {"on": "2020-10-12"}, []),
    ("accords-signatories", {"on": "2024-12-16"}, [(state,) for state in ACCORDS[:3]]),
    ("accords-signatories", {"on": "2025-03-31"}, [(state,) for state in ACCORDS[:3]]),
    ("accords-signatories", {"on": "2025-04-01"}, [(state,) for state in ACCORDS[:4]]),
    ("ilrs-participants", {"on": "2023-07-31"}, [(ILRS[0],)]),
    ("ilrs-participants", {"on": "2023-08-01"}, [(name,) for name in ILRS[:2]]),
    # No day of signature is known for Utopia in the ILRS, only a report of 2025-04-28.
    ("ilrs-participants", {"on": "2025-04-27"}, [(name,) for name in ILRS[:6]]),
    ("ilrs-participants", {"on": "2025-04-28"}, [(name,) for name in ILRS]),
    ("double-members", {"on": "2024-12-15"}, []),
    ("double-members", {"on": "2025-04-27"}, [("Thailand", "2024-12-16", "2024-04-05")]),
    (
        "double-members",
        {"on": "2025-04-28"},
        [("Thailand", "2024-12-16", "2024-04-05"), ("Utopia", "2025-03", "")],
    ),
    (
        "standing-of",
        {"agent": "state-th"},
        [
            ("Artemis Accords", "Thailand", "signatory", "signed", "2024-12-16"),
            ("International Lunar Research Station", "Thailand", "member", "member", "2024-04-05"),
            (
                "International Lunar Research Station",
                "Ten institutions of Egypt, Thailand and the United States",
                "participant",
                "participant",
                "2024-09-05",
            ),
        ],
    ),
    (
        "cooperation-partners",
        {"agent": "esa"},
        [
            (
                "National Aeronautics and Space Administration",
                "adds a part to a mission of",
                "Artemis I",
                "2022-11-16",
            )
        ],
    ),
    (
        "cooperation-partners",
        {"agent": "lgi:state-fr"},
        [("China", "received a sample from", "gift, Chang'e-5 lunar sample, France", "2023-04")],
    ),
    ("cooperation-partners", {"agent": "stony-brook-university"}, []),  # approved, not received
    (
        "sample-transfers",
        {"kind": "gift"},
        [("Chang'e-5 lunar sample (gift, France)", "China", "France", "gift")],
    ),
    (
        "sample-transfers",
        {"kind": "loan"},
        [
            ("Chang'e-5 lunar sample (loan, Hythloday-Kallipolis University)",),
            ("Chang'e-5 lunar sample (loan, Institut de Physique du Globe de Paris)",),
            ("Chang'e-5 lunar sample (loan, Stony Brook University)",),
            ("Chang'e-6 lunar sample (loan, Hythloday-Kallipolis University)",),
        ],
    ),
    (
        "transfers-to-country",
        {"country": "state-hk"},
        [("32 research groups of 25 institutions", "Hong Kong")],
    ),
    ("missions", {"status": "planned"}, [("Chang'e 7", "China National Space Administration")]),
    ("missions", {"status": "failure"}, []),
    (
        "mission",
        {"mission": "change-7"},
        [
            ("flown for", "China"),
            ("kind", "lunar mission"),
            ("kind", "mission"),
            ("latitude", "-88.8"),
            ("launch planned for", "2026"),
            ("name", "Chang'e 7"),
            ("name", "嫦娥七号"),
            ("operated by", "China National Space Administration"),
            ("other name", "CE-7"),
            ("profile", "landing"),
            ("site name", "Rim of Shackleton crater, south pole"),
            ("status", "planned"),
            ("target", "Moon"),
        ],
    ),
    ("mission", {"mission": "nasa"}, []),
    (
        "events",
        {"from": "2024-06-01", "until": "2024-09-04"},
        [("2024-06-01", "landing of Chang'e 6"), ("2024-06-25", "return of Chang'e 6")],
    ),
    (
        "events",  # the period touches a month, and two years
        {"from": "2025-03-10", "until": "2025-03-20"},
        [("2025-03", "signature of the Artemis Accords by Utopia")],
    ),
    ("events", {"until": "1970-09-12"}, [("1970-09-12", "launch of Luna 16")]),
    (
        "events",
        {"from": "2026-03-03"},
        [
            ("2026", "Chang'e 7"),
            ("2026", "loan, Chang'e-6 lunar sample, Hythloday-Kallipolis University"),
        ],
    ),
    (
        "claims",
        {"assessment": "contradicted"},
        [
            ("claim that Egypt is signatory of Artemis Accords",),
            ("claim that European Union has joined ILRS",),
        ],
    ),
    ("claims", {"assessment": "unverifiable"}, []),
    (
        "claims-about",
        {"word": "egypt"},
        [
            ("claim that Egypt and Bahrain are members of ILRS",),
            ("claim that Egypt is signatory of Artemis Accords",),
        ],
    ),
    ("claims-about", {"word": '" } UNION { ?about ?p ?o } #'}, []),
    (
        "organisations",  # a university of Hong Kong is under the jurisdiction of China too
        {"country": "state-cn"},
        [
            ("China National Space Administration", "space-agency", "China"),
            ("University of Hong Kong", "university", "China; Hong Kong"),
        ],
    ),
    (
        "resting-on",
        {"source": "paper-che-2021"},
        [("joint analysis, Chang'e-5 lunar sample, International consortium", "Sample facts", "1")],
    ),
    (
        "sources-of",
        {"about": "eu"},
        [
            (
                "European Union: is also named EU",
                "Russia, China secure support from 13 countries",
                "high",
            ),
            (
                "European Union: is named European Union",
                "Russia, China secure support from 13 countries",
                "high",
            ),
            (
                "European Union: is of kind intergovernmental organisation",
                "Russia, China secure support from 13 countries",
                "high",
            ),
            (
                "ILRS standing of European Union: regards European Union",
                "Russia, China secure support from 13 countries",
                "high",
            ),
        ],
    ),
    ("sources-of", {"about": "no-such-thing"}, []),
]


@pytest.mark.parametrize(
    ("name", "values", "rows"), CASES, ids=[f"{name}-{values}" for name, values, _ in CASES]
)
def test_a_value_changes_the_answer(
    name: str, values: dict[str, str], rows: list[tuple[str, ...]], sample: Dataset
) -> None:
    """*rows* hold the first columns."""
    answer = lexical(ask(sample, bound(by_name(name), values)))[1:]
    width = len(rows[0]) if rows else 0
    assert [row[:width] for row in answer] == rows


def test_every_parameter_is_tried() -> None:
    declared = {(path.stem, name) for path in PATHS for name in load_query(path).parameters}
    tried = {(name, parameter) for name, values, _ in CASES for parameter in values}
    assert declared == tried


@pytest.mark.parametrize(
    ("name", "values", "cure"),
    [
        ("claims", {"assessment": "contradictd"}, "did you mean 'contradicted'"),
        ("missions", {"status": "plan"}, "did you mean 'planned'"),
        ("double-members", {"on": "2024"}, "date: a day of the calendar"),
        ("mission", {}, "give mission=change-6"),
        ("sources-of", {"abuot": "nasa"}, "did you mean 'about'"),
    ],
)
def test_a_refusal_names_the_cure(name: str, values: dict[str, str], cure: str) -> None:
    with pytest.raises(ParameterError) as caught:
        by_name(name).bind(values)
    assert cure in str(caught.value)


@pytest.mark.parametrize(
    "name", ["cooperation-partners", "double-members", "far-side-missions", "sample-holders"]
)
def test_the_answer_needs_inference(name: str, sample: Dataset) -> None:
    text = bound(by_name(name))
    assert len(ask(sample, text)) > 0
    assert len(ask(sample, text, inference=False)) == 0


def test_choices_are_the_values_of_the_ontology(sample: Dataset) -> None:
    for name, parameter, scheme in (
        ("claims", "assessment", "assessment-scheme"),
        ("missions", "status", "status-scheme"),
    ):
        text = f"""PREFIX lgi: <https://w3id.org/lunargraph/id/>
            PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
            SELECT ?notation {{ ?value skos:inScheme lgi:{scheme} ; skos:notation ?notation }}"""
        notations = {row[0] for row in lexical(ask(sample, text))[1:]}
        assert set(by_name(name).parameters[parameter].choices) == notations


PLAIN = """
prefix lg: <https://w3id.org/lunargraph/ns#>
prefix lgi: <https://w3id.org/lunargraph/id/>
prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#>
prefix xsd: <http://www.w3.org/2001/XMLSchema#>
lgi:s a lg:Signature ; lg:signatureOf lgi:artemis-accords ; lg:signedBy lgi:state-xu ;
  lg:signedOn "2025-03-01"^^xsd:date .
lgi:m a lg:Mission ; rdfs:label "Raphael"@en ; lg:status lgi:status-planned .
lgi:i lg:towards lgi:ilrs ; lg:heldBy lgi:state-xu .
"""


@pytest.mark.parametrize(
    ("name", "row"),
    [
        # Where there is no label, the IRI stands; where there is no record, no source.
        ("accords-signatories",
         ("https://w3id.org/lunargraph/id/state-xu", "2025-03-01", "", "", "",
          "https://w3id.org/lunargraph/id/s")),
        ("ilrs-participants",
         ("https://w3id.org/lunargraph/id/state-xu", "", "", "", "", "", "", "",
          "https://w3id.org/lunargraph/id/i")),
        ("missions",
         ("Raphael", "", "", "", "", "", "", "https://w3id.org/lunargraph/id/status-planned", "",
          "", "https://w3id.org/lunargraph/id/m")),
    ],
)  # fmt: skip
def test_a_plain_turtle_file_without_records_or_ontology(name: str, row: tuple[str, ...]) -> None:
    dataset = Dataset.from_quads(parse(PLAIN.encode(), RdfFormat.TURTLE))
    assert lexical(ask(dataset, bound(by_name(name))))[1:] == [row]


# --- answers from the real data -------------------------------------------------------------------


@EVERY
def test_the_real_data_reach_the_floor(path: Path, real: Dataset) -> None:
    query = load_query(path)
    header, *rows = lexical(ask(real, bound(query)))
    assert len(rows) >= query.min_rows
    assert len(rows) == len(set(rows))
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        slugs = cells.get("sources", "").split()
        assert slugs == sorted(set(slugs))
        for column in LISTS & cells.keys():
            parts = cells[column].split("; ")
            assert parts == sorted(set(parts))


@pytest.mark.parametrize("name", PUBLIC)
def test_sources_stand_behind_each_row(name: str, real: Dataset) -> None:
    header, *rows = lexical(ask(real, bound(by_name(name))))
    column = header.index("source" if name == "sources-of" else "sources")
    assert all(row[column] for row in rows)


def firsts(dataset: Dataset, name: str, **values: str) -> list[str]:
    return [row[0] for row in lexical(ask(dataset, bound(by_name(name), values)))[1:]]


def test_claims_about_members_do_not_become_answers(real: Dataset) -> None:
    signatories = set(firsts(real, "accords-signatories"))
    participants = set(firsts(real, "ilrs-participants"))
    double = set(firsts(real, "double-members"))
    assert {"Senegal", "Thailand"} <= double <= signatories & participants
    assert not signatories & {"Egypt", "China", "European Union", "European Space Agency"}
    assert not participants & {
        "Bahrain", "European Space Agency", "European Union", "Kazakhstan", "Kenya", "Switzerland",
        "United Arab Emirates",
    }  # fmt: skip
    assert set(firsts(real, "ilrs-standings-in-doubt")).isdisjoint(participants)


def test_approval_is_not_receipt(real: Dataset) -> None:
    header, *rows = lexical(ask(real, bound(by_name("sample-transfers"))))
    stages = {row[header.index("about")]: row[header.index("stage")] for row in rows}
    arrived = lexical(ask(real, bound(by_name("completed-transfers"))))
    assert {row[-1] for row in arrived[1:]} == {
        about for about, stage in stages.items() if stage in {"received", "done"}
    }
    abroad = lexical(ask(real, bound(by_name("sample-holders"))))
    assert not [row for row in abroad if row[1] == "Chang'e 6"]


def test_a_body_of_hong_kong_is_found_under_china(real: Dataset) -> None:
    china = set(firsts(real, "organisations", country="state-cn"))
    assert set(firsts(real, "organisations", country="state-hk")) < china

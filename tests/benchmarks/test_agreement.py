from pathlib import Path

import pytest

from agreement import compare, conclusions
from lunargraph.namespaces import LG, LGI, PREFIXES

A, B, P, C = f"<{LGI}bench-a>", f"<{LGI}bench-b>", f"<{LG}partOf>", f"<{LG}Sample>"
TYPE = f"<{PREFIXES['rdf']}type>"
SAME = f"<{PREFIXES['owl']}sameAs>"
LABEL = f"<{PREFIXES['rdfs']}label>"
XSD = PREFIXES["xsd"]

COMPARED = {
    "a link": f"{A} {P} {B}",
    "a value": f'{A} {P} "1"^^<{XSD}integer>',
    "a value with a dot": f'{A} {P} "ends with ."',
    "a label": f'{A} {LABEL} "a \\" b"@en',
    "a class": f"{A} {TYPE} {C}",
    "another name": f"{A} {SAME} {B}",
}
LEFT_OUT = {
    "itself": f"{A} {SAME} {A}",
    "a thing": f"{A} {TYPE} <{PREFIXES['owl']}Thing>",
    "an anonymous class": f"{A} {TYPE} _:b0",
    "a class above a class": f"{C} <{PREFIXES['rdfs']}subClassOf> {C}",
    "an axiom": f"{P} {TYPE} <{PREFIXES['owl']}ObjectProperty>",
    "a literal as subject": f'"1" {P} {A}',
    "a statement on a blank node": f"_:b0 {P} {A}",
    "a property of somebody else": f"{A} <https://example.org/p> {B}",
}


def written(tmp_path: Path, name: str, *statements: str) -> Path:
    path = tmp_path / name
    path.write_text("".join(f"{statement} .\n" for statement in statements), "utf-8")
    return path


@pytest.mark.parametrize("kind", COMPARED)
def test_what_is_compared(kind: str, tmp_path: Path) -> None:
    path = written(tmp_path, "closure.nt", COMPARED[kind])
    assert list(conclusions(path)) == [COMPARED[kind].encode()]


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_what_is_left_out(kind: str, tmp_path: Path) -> None:
    assert not list(conclusions(written(tmp_path, "closure.nt", LEFT_OUT[kind])))


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (f'"1"^^<{XSD}int>', f'"1"^^<{XSD}integer>'),
        (f'"1"^^<{XSD}long>', f'"1"^^<{XSD}integer>'),
        (f'"x"^^<{XSD}string>', '"x"'),
    ],
)
def test_spellings_of_one_value_are_one(theirs: str, ours: str, tmp_path: Path) -> None:
    path = written(tmp_path, "closure.nt", f"{A} {P} {theirs}")
    assert list(conclusions(path)) == [f"{A} {P} {ours}".encode()]


def test_the_same_closures_agree(tmp_path: Path) -> None:
    path = written(tmp_path, "one.nt", *COMPARED.values())
    other = written(tmp_path, "two.nt", *reversed(COMPARED.values()), *LEFT_OUT.values())
    assert str(compare(set(conclusions(path)), other)) == f"same {len(COMPARED)}"


def test_differences_are_counted_and_shown(tmp_path: Path) -> None:
    reference = {f"{A} {P} <{LGI}bench-{n}>".encode() for n in range(4)}
    path = written(tmp_path, "theirs.nt", f"{A} {P} <{LGI}bench-0>", f"{A} {SAME} {B}")
    difference = compare(reference, path)
    assert str(difference) == "3 missing, 1 more"
    assert difference.examples == (
        "- lgi:bench-a lg:partOf lgi:bench-1",
        "- lgi:bench-a lg:partOf lgi:bench-2",
        "+ lgi:bench-a owl:sameAs lgi:bench-b",
    )

import csv
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from pyoxigraph import Literal, NamedNode, Quad

from lunargraph.errors import FileError
from lunargraph.formats import parse_quads, serialize
from rdf_strategies import datasets, few

TRIG = """
@prefix e: <http://e/> .
e:a e:p e:b , "x, \\"y\\"\\nz"@en .
e:g { e:a e:p 1 , "" . [] e:p _:x }
"""
HEADER = "subject,predicate,object,datatype,language,graph\n"
RDF_LANG = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
XSD = "http://www.w3.org/2001/XMLSchema#"


def sample() -> list[Quad]:
    return parse_quads(TRIG.encode(), "trig", name="-")


def test_a_data_set_as_csv() -> None:
    assert serialize(sample(), "csv").decode() == (
        HEADER
        + "_:c14n0,http://e/p,_:c14n1,,,http://e/g\n"
        + f"http://e/a,http://e/p,,{XSD}string,,http://e/g\n"
        + f"http://e/a,http://e/p,1,{XSD}integer,,http://e/g\n"
        + "http://e/a,http://e/p,http://e/b,,,\n"
        + f'http://e/a,http://e/p,"x, ""y""\nz",{RDF_LANG},en,\n'
    )


@few
@given(datasets())
def test_every_csv_cell_is_read_back(quads: list[Quad]) -> None:
    text = serialize(quads, "csv").decode()
    rows = list(csv.reader(StringIO(text, newline=""), strict=True))
    literals = sorted(quad.object.value for quad in set(quads) if isinstance(quad.object, Literal))
    assert sorted(row[2] for row in rows[1:] if row[3]) == literals
    assert len(rows) == 1 + len(set(quads))
    assert {len(row) for row in rows} == {6}


def test_parquet_holds_the_rows_of_the_csv(tmp_path: Path) -> None:
    path = tmp_path / "graph.parquet"
    path.write_bytes(serialize(sample(), "parquet"))
    with duckdb.connect() as database:
        table = database.read_parquet(str(path))
        assert ",".join(table.columns) + "\n" == HEADER
        rows = table.fetchall()
    text = StringIO(serialize(sample(), "csv").decode(), newline="")
    cells = [tuple(row) for row in csv.reader(text)][1:]
    assert [tuple(cell or "" for cell in row) for row in rows] == cells
    assert rows[3][3:] == (None, None, None)
    assert rows[1][2] == ""


def test_parquet_is_always_the_same_bytes() -> None:
    a = NamedNode("http://e/a")
    quads = [Quad(a, a, Literal(number)) for number in range(5000)]
    data = serialize(quads, "parquet")
    assert data == serialize(reversed(quads), "parquet")
    assert data[:4] == b"PAR1"


def test_the_empty_graph_has_columns_and_no_rows(tmp_path: Path) -> None:
    assert serialize([], "csv").decode() == HEADER
    (tmp_path / "graph.parquet").write_bytes(serialize([], "parquet"))
    with duckdb.connect() as database:
        table = database.read_parquet(str(tmp_path / "graph.parquet"))
        assert (len(table.columns), table.fetchall()) == (6, [])


def test_a_failure_of_duckdb_is_told_in_our_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise duckdb.IOException("no space left")

    monkeypatch.setattr(duckdb, "connect", refuse)
    with pytest.raises(FileError, match="no space left"):
        serialize(sample(), "parquet")

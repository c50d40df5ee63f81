"""Terms as Python values, and rows."""

from __future__ import annotations

import copy
import math
import pickle
from decimal import Decimal

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lunargraph.errors import UnknownNameError
from lunargraph.namespaces import LGI, PREFIXES
from lunargraph.results import Iri, Table
from lunargraph.results.values import value_of


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + datatype))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (NamedNode(LGI + "nasa"), Iri(LGI + "nasa")),
        (BlankNode("b0"), "_:b0"),
        (Literal("Mond", language="de"), "Mond"),
        (Literal(""), ""),
        (typed("007", "integer"), 7),
        (typed("-12", "nonPositiveInteger"), -12),
        (typed("1935.30", "decimal"), Decimal("1935.30")),
        (typed("3", "decimal"), Decimal(3)),
        (typed("1e3", "double"), 1000.0),
        (typed("-INF", "float"), -math.inf),
        (typed("true", "boolean"), True),
        (typed("0", "boolean"), False),
        (typed("2020-12-17", "date"), "2020-12-17"),
        (typed("2020-12", "gYearMonth"), "2020-12"),
        (typed("2020", "gYear"), "2020"),
        (typed("2020-12-16T17:59:00Z", "dateTime"), "2020-12-16T17:59:00Z"),
        # What breaks its type stays the text it was, also where Python would read a number.
        (typed("many", "integer"), "many"),
        (typed("1_000", "integer"), "1_000"),
        (typed("١", "integer"), "١"),
        (typed("9" * 5000, "integer"), "9" * 5000),
        (typed("Infinity", "double"), "Infinity"),
        (typed("1e3", "decimal"), "1e3"),
        (typed("yes", "boolean"), "yes"),
    ],
)
def test_a_term_becomes_the_python_value_of_its_type(
    term: NamedNode | BlankNode | Literal | None, value: object
) -> None:
    assert value_of(term) == value
    assert type(value_of(term)) is type(value)


def test_not_a_number_is_a_float() -> None:
    value = value_of(typed("NaN", "double"))
    assert isinstance(value, float)
    assert math.isnan(value)


def test_a_triple_term_becomes_its_text() -> None:
    term = Triple(NamedNode("http://a"), NamedNode("http://b"), Literal("c"))
    assert value_of(term) == '<<( <http://a> <http://b> "c" )>>'


@pytest.fixture
def table() -> Table:
    return Table(
        ["from", "to", "count", "_note"],
        [
            (NamedNode(LGI + "cnsa"), NamedNode(LGI + "nasa"), Literal(2), None),
            (NamedNode(LGI + "nasa"), None, Literal(1), Literal("a gift")),
        ],
    )


def test_cells_are_reached_by_position_name_and_attribute(table: Table) -> None:
    row = table.rows[0]
    assert row.to == row["to"] == row[1] == LGI + "nasa"
    assert row.from_ == row["from"] == LGI + "cnsa"
    number: object = row.count  # a column hides the method of tuple
    assert number == 2
    assert row["_note"] is None
    assert row[-1] is None
    assert row[1:3] == (LGI + "nasa", 2)
    assert row == (LGI + "cnsa", LGI + "nasa", 2, None)


def test_an_unknown_column_offers_the_nearest() -> None:
    row = Table(["launchedOn"], [(Literal("2024"),)]).rows[0]
    with pytest.raises(UnknownNameError, match="did you mean 'launchedOn'"):
        row["launchedon"]
    with pytest.raises(AttributeError, match="did you mean 'launchedOn'"):
        row.lanchedOn  # noqa: B018  reading it is the test
    assert not hasattr(row, "__array__")


def test_rows_survive_copying_and_pickling(table: Table) -> None:
    for twin in (copy.deepcopy(table.rows[0]), pickle.loads(pickle.dumps(table.rows[0]))):  # noqa: S301  our own bytes
        assert twin == table.rows[0]
        assert twin.from_ == LGI + "cnsa"
    assert repr(table.rows[1]) == f"Row(from={LGI + 'nasa'!r}, to=None, count=1, _note='a gift')"


def test_a_row_cannot_be_changed(table: Table) -> None:
    with pytest.raises(AttributeError):
        table.rows[0].to = "elsewhere"  # type: ignore[attr-defined]  # the test is that it fails

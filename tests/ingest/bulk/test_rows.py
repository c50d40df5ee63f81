"""Reading the tables of a source: what is no table at all, and that no row gets lost."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from launch_tables import LAUNCHES, SPUTNIK, import_launches, launches_in, write_tables
from lunargraph import LunarGraph
from lunargraph.errors import FileError, ParseError, UnknownNameError, UsageError
from lunargraph.ingest.bulk.results import LEFT_OUT, Import, ImportedTable, RowFinding


@pytest.mark.parametrize(
    ("data", "line", "complaint"),
    [
        (b"", 1, "the table is empty"),
        (LAUNCHES.encode(), 1, "the table has no rows"),
        (LAUNCHES.encode() + b"\n\n\n", 1, "the table has no rows"),
        (b"\x89PNG\r\n\x1a\n\x00", 1, "this is not UTF-8"),
        (f"{LAUNCHES}\n{SPUTNIK}\n".encode() + b"1958,\xff\n", 3, "this is not UTF-8"),
        (b"@prefix a: <http://example.org/> .\na:b a a:c .\n", 1, "this is not a table of launches"),
        (LAUNCHES.replace(",", ";").encode(), 1, "this is not a table of launches"),
        (LAUNCHES.replace("JD", "jd").encode() + b"\n", 1, "it lacks the column 'JD'"),
        (f"{LAUNCHES},tag\n".encode(), 1, "the column 'tag' stands twice"),
        (f'{LAUNCHES}\n{SPUTNIK}\n"1958 ALP"x,\n'.encode(), 3, "expected after"),
        (f'{LAUNCHES}\n{SPUTNIK}\n"1958 ALP,\n'.encode(), 3, "unexpected end of data"),
        (f"{LAUNCHES}\n{SPUTNIK}\n1958 ALP,24362".encode(), 3, "the file ends inside this row"),
    ],
)  # fmt: skip
def test_what_is_no_such_table_is_refused(
    tmp_path: Path, data: bytes, line: int, complaint: str
) -> None:
    files = write_tables(tmp_path, SPUTNIK)
    files["launches"].write_bytes(data)
    with pytest.raises(ParseError) as caught:
        LunarGraph.import_tables("space-launches", files)
    assert complaint in caught.value.what
    assert (caught.value.path, caught.value.line) == (str(files["launches"]), line)
    assert caught.value.mend or caught.value.expected


def test_a_column_of_a_similar_name_is_offered(tmp_path: Path) -> None:
    files = write_tables(tmp_path, SPUTNIK)
    files["launches"].write_text(f"{LAUNCHES.replace('launch_date', 'launchdate')}\n{SPUTNIK}\n")
    with pytest.raises(ParseError) as caught:
        LunarGraph.import_tables("space-launches", files)
    assert "is it 'launchdate' for 'launch_date'?" in str(caught.value)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_the_marks_of_other_systems_do_no_harm(tmp_path: Path, begin: str, end: str) -> None:
    files = write_tables(tmp_path, SPUTNIK)
    text = files["launches"].read_text("utf-8").replace("\n", end)
    files["launches"].write_bytes((begin + text + end).encode())
    outcome = LunarGraph.import_tables("space-launches", files)
    assert outcome.findings == ()
    assert launches_in(outcome) == {"launch-1957-alpha"}


def test_a_last_line_without_an_end_is_noted(tmp_path: Path) -> None:
    files = write_tables(tmp_path, SPUTNIK)
    files["launches"].write_text(f"{LAUNCHES}\n{SPUTNIK}", "utf-8")
    outcome = LunarGraph.import_tables("space-launches", files)
    (noted,) = outcome.findings
    assert (noted.line, noted.outcome, noted.reason) == (2, "noted", "no-line-end")
    assert launches_in(outcome) == {"launch-1957-alpha"}


def test_a_row_of_another_length_is_left_out(tmp_path: Path) -> None:
    outcome = import_launches(tmp_path, SPUTNIK, SPUTNIK + ",more", "1958 ALP")
    assert [(each.line, each.reason) for each in outcome.findings] == [
        (3, "wrong-length"), (4, "wrong-length"),
    ]  # fmt: skip


def test_lines_are_counted_through_cells_of_several_lines(tmp_path: Path) -> None:
    long = SPUTNIK.replace("PS-1", '"PS\n1"')
    outcome = import_launches(tmp_path, long, SPUTNIK)
    assert [(each.line, each.reason) for each in outcome.findings] == [(4, "duplicate-key")]


def test_files_and_tables_fit(tmp_path: Path) -> None:
    files = write_tables(tmp_path, SPUTNIK)
    with pytest.raises(UsageError, match="no file is given for the table 'agencies'"):
        LunarGraph.import_tables("space-launches", {"launches": files["launches"]})
    with pytest.raises(UnknownNameError, match="no table is called 'lunches'"):
        LunarGraph.import_tables("space-launches", {**files, "lunches": files["launches"]})
    with pytest.raises(FileError, match="no such file"):
        LunarGraph.import_tables("space-launches", {**files, "launches": tmp_path / "none.csv"})


CELLS = [
    st.sampled_from(["1957 ALP", "1957 BET", "1957-F01", "2001-001", "", "NA", "💫", "a,b", '"']),
    st.sampled_from(["2436116.31", "2436145.6", "", "NA", "x", "1e9"]),
    st.sampled_from(["1957-10-04", "1957-11-03", "", "1957-13-01", "NA"]),
    st.sampled_from(["1957", "2001", "", "x"]),
    st.sampled_from(["R-7", "", "NA"]),
    st.just(""),
    st.sampled_from(["PS-1", "", "two\nlines", "\\"]),
    st.sampled_from(["ACME", "", "NA", "US", "XYZ"]),
    st.sampled_from(["SU", "US", "NA", "", "I-ELDO"]),
    st.sampled_from(["O", "F", "", "P"]),
    st.sampled_from(["state", "", "navy"]),
]
ROWS = st.lists(
    st.one_of(st.tuples(*CELLS).map(list), st.lists(st.sampled_from(["1957 ALP", ""]), min_size=1)),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS)
def test_every_row_is_mapped_or_told(tmp_path: Path, rows: list[list[str]]) -> None:
    files = write_tables(tmp_path)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    files["launches"].write_text(f"{LAUNCHES}\n{text.getvalue()}", "utf-8")
    outcome = LunarGraph.import_tables("space-launches", files)
    _, table = outcome.tables
    told = {each.line for each in outcome.findings if each.outcome == LEFT_OUT}
    assert table.mapped + table.left_out == len(rows)
    assert table.left_out == len(told) == outcome.left_out
    assert len(launches_in(outcome)) == table.mapped


def test_the_report_is_a_table_and_the_summary_shows_a_few() -> None:
    findings = tuple(
        RowFinding("launches", line, f"K{line}", LEFT_OUT, "bad-date", "day", "x, y", "no day")
        for line in range(2, 9)
    )
    table = ImportedTable("launches", "some/launches.csv", "0" * 64, 1000, 7)
    outcome = Import("source", [], (table,), findings)
    rows = list(csv.DictReader(io.StringIO(outcome.report())))
    assert len(rows) == 7
    assert rows[0] == {
        "table": "launches", "line": "2", "key": "K2", "outcome": "left-out", "reason": "bad-date",
        "column": "day", "value": "x, y", "detail": "no day",
    }  # fmt: skip
    assert outcome.summary() == "\n".join((
        "launches: 1,007 rows read, 1,000 mapped, 7 left out",
        "left out:",
        "  bad-date in day: 7 rows of launches",
        *(f"    some/launches.csv:{line}: K{line}: no day" for line in range(2, 7)),
        "    ... and 2 more",
    ))  # fmt: skip
    assert "more" not in outcome.summary(everything=True)
    tricky = findings[0]._replace(key="\x1b[2J")
    assert "\\x1b[2J: no day" in outcome._replace(findings=(tricky,)).summary()
    assert outcome.summary(everything=True).endswith("launches.csv:8: K8: no day")

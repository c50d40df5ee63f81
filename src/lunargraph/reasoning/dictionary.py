"""Terms as integers: the table ``term`` (``id``, ``text``) of a DuckDB connection.

A term is its canonical N-Triples text. Literals have negative numbers and all others positive ones,
in the order of their texts, so that sorting numbers sorts texts and a sign tells a literal. Terms
that come later are numbered beyond the ends.
"""

from __future__ import annotations

__all__ = ["Dictionary", "term_of", "text_of"]

from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from lunargraph.reasoning.patterns import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from duckdb import DuckDBPyConnection
    from pyoxigraph import Triple

    from lunargraph.reasoning.clashes import Term

_SORTED = """CREATE TEMP TABLE sorted AS
    SELECT text FROM (FROM word UNION ALL
        SELECT text FROM (SELECT unnest($1::VARCHAR[]) AS text) ANTI JOIN word USING (text))
    ORDER BY text"""
"""The quote that a literal begins with comes before what any other term begins with."""
_NUMBERED = """INSERT INTO term
    SELECT CASE WHEN rowid < literals THEN rowid - literals ELSE rowid - literals + 1 END, text
    FROM sorted, (SELECT count(*) AS literals FROM sorted WHERE starts_with(text, '"'))
    ORDER BY rowid"""

_SHORT = "hash({})"
"""What stands for a text while many are numbered: to compare the texts themselves takes longer."""

_HASH = "(md5_number_lower(text) & 2147483647)::INTEGER"


class Dictionary:
    """The numbers of terms, and the terms of numbers."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._sql = connection
        self._vocabulary: dict[str, int] | None = None
        self.in_order = True
        """Whether all terms are numbered in the order of their texts."""
        self._hashed = False
        self._ends: tuple[int, int] | None = None
        """The least and the greatest number, if they were asked for."""

    def state(self) -> dict[str, Any]:
        """Return what is known besides the table, as JSON can hold it."""
        known = {
            "in_order": self.in_order,
            "hashed": self._hashed,
            "ends": self._least_and_greatest(),
        }
        return {**known, "vocabulary": self.vocabulary}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what :meth:`state` returned; the table is there."""
        self.in_order, self._hashed = bool(state["in_order"]), bool(state["hashed"])
        self._ends = state["ends"]
        self._vocabulary = dict(state["vocabulary"])

    def hash(self) -> None:
        """Note the hashes of all texts, so that a few are found without reading the others."""
        self._sql.execute(f"""CREATE OR REPLACE TABLE hashed AS
            SELECT {_HASH} AS hash, id FROM term ORDER BY ALL""")
        self._hashed = True

    def create(self) -> None:
        """Make the table, and number each text of the table ``word`` and of the vocabulary."""
        vocabulary = [f"<{iri}>" for iri in VOCABULARY.values()]
        self._sql.execute("CREATE TABLE term (id INTEGER, text VARCHAR)")
        self._sql.execute(_SORTED, [vocabulary])
        self._sql.execute(_NUMBERED)
        self._sql.execute("DROP TABLE sorted")

    def numbered(self, triples: str) -> str:
        """Return the SELECT of (p, s, o) of a table of texts that all have numbers, each once."""
        short = _SHORT.format("text")
        [alike] = self._sql.execute(
            f"SELECT count(*) - count(DISTINCT {short}) FROM term"
        ).fetchone() or (0,)
        terms = "term"
        if not alike:
            shortened = ", ".join(f"{_SHORT.format(column)} AS {column}" for column in "spo")
            terms = f"(SELECT id, {short} AS text FROM term)"
            triples = f"(SELECT {shortened} FROM {triples})"
        return f"""SELECT DISTINCT p.id AS p, s.id AS s, o.id AS o FROM {triples} t
            JOIN {terms} s ON s.text = t.s JOIN {terms} p ON p.text = t.p
            JOIN {terms} o ON o.text = t.o"""

    def number_triples(
        self, triples: Iterable[Triple]
    ) -> tuple[list[tuple[int, int, int]], list[str]]:
        """Return a few *triples* as (p, s, o), each once, numbering the terms that are new.

        :returns: the triples, and the texts of the new terms, sorted.
        """
        wanted = dict.fromkeys(
            (str(each.predicate), str(each.subject), str(each.object)) for each in triples
        )
        texts = {text for row in wanted for text in row}
        ids = self.ids(texts)
        new = sorted(texts - set(ids))
        if new:
            self.in_order = False
            self._number_new(new, ids)
        rows = [(ids[p], ids[s], ids[o]) for p, s, o in wanted]
        return rows, new

    def _number_new(self, texts: list[str], ids: dict[str, int]) -> None:
        least, most = self._least_and_greatest()
        for text in texts:
            if text.startswith('"'):
                ids[text] = least = min(least, 0) - 1
            else:
                ids[text] = most = max(most, 0) + 1
        self._ends = least, most
        self._sql.execute(
            "INSERT INTO term SELECT unnest($1::INTEGER[]), unnest($2::VARCHAR[])",
            [[ids[text] for text in texts], texts],
        )
        if self._hashed:
            self._sql.execute(
                f"INSERT INTO hashed SELECT {_HASH}, id FROM"
                " (SELECT unnest($1::INTEGER[]) AS id, unnest($2::VARCHAR[]) AS text)",
                [[ids[text] for text in texts], texts],
            )

    def _least_and_greatest(self) -> tuple[int, int]:
        if self._ends is None:
            ends = self._sql.execute("SELECT min(id), max(id) FROM term").fetchone()
            self._ends = ends or (0, 0)
        return self._ends

    @property
    def vocabulary(self) -> dict[str, int]:
        """The numbers of the names that rules mention, such as ``rdfs:domain``."""
        if self._vocabulary is None:
            ids = self.ids(f"<{iri}>" for iri in VOCABULARY.values())
            self._vocabulary = {name: ids[f"<{iri}>"] for name, iri in VOCABULARY.items()}
        return self._vocabulary

    def ids(self, texts: Iterable[str]) -> dict[str, int]:
        """Return the numbers of those *texts* that have one."""
        wanted = sorted(set(texts))
        query = "SELECT text, id FROM term WHERE text IN (SELECT unnest($1::VARCHAR[]))"
        if self._hashed:
            query = f"""SELECT text, id FROM term WHERE id IN (SELECT id FROM hashed WHERE hash IN
                (SELECT {_HASH} FROM (SELECT unnest($1::VARCHAR[]) AS text)))"""
        found = dict(self._sql.execute(query, [wanted]).fetchall())
        return {text: found[text] for text in wanted if text in found}

    def texts(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the texts of those *ids* that have one."""
        wanted = sorted(set(ids))
        query = "SELECT id, text FROM term WHERE id IN (SELECT unnest($1::INTEGER[]))"
        return dict(self._sql.execute(query, [wanted]).fetchall())

    def terms(self, ids: Iterable[int]) -> dict[int, Term]:
        """Return the terms of those *ids* that have one."""
        return {number: term_of(text) for number, text in self.texts(ids).items()}


def text_of(term: Term) -> str:
    """Return the canonical N-Triples text of a *term*.

    >>> text_of(Literal("Moon", language="en"))
    '"Moon"@en'
    """
    return str(term)


def term_of(text: str) -> Term:
    """Return the term of a canonical N-Triples *text*; the inverse of :func:`text_of`.

    >>> term_of('"Moon"@en')
    <Literal value=Moon language=en>
    """
    if text.startswith("<") and not text.startswith("<<"):
        return NamedNode(text[1:-1])
    if text.startswith("_:"):
        return BlankNode(text[2:])
    if text.startswith('"') and text.endswith('"') and "\\" not in text:
        return Literal(text[1:-1])
    line = f"<urn:s> <urn:p> {text} .".encode()
    term: Term = next(iter(parse(line, RdfFormat.N_TRIPLES))).object
    return term

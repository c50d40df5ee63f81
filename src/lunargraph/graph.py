"""LunarGraph: the facade that the command line, the web, notebooks and programs call.

What a query does not need (the RDF writers, the reasoner, validation) is imported by the method
that uses it, so that a query from a cold shell starts quickly.
"""

from __future__ import annotations

__all__ = ["LunarGraph"]

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lunargraph import resources
from lunargraph.errors import (
    EndpointError,
    LunarGraphError,
    ParameterError,
    StoreError,
    UnknownNameError,
    UsageError,
)
from lunargraph.namespaces import graph_iri
from lunargraph.results import Table
from lunargraph.store.trust import Trust, sift
from lunargraph.stored_queries import find_query, load_queries

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any, TypeVar

    import rdflib
    from pyoxigraph import Quad, Triple

    from lunargraph.changing import Transaction
    from lunargraph.differences import Difference
    from lunargraph.explaining import Explanation
    from lunargraph.ingest.bulk import Import
    from lunargraph.policy import Assessment, Case, Interview
    from lunargraph.policy.comparing import Comparison
    from lunargraph.policy.impacts import Impact
    from lunargraph.policy.rulings import Ground
    from lunargraph.policy.sweeping import Sweep
    from lunargraph.reasoning import Closure, Inference, Progress
    from lunargraph.reasoning.entailment import Entailment
    from lunargraph.results import Triples
    from lunargraph.store import Answer, Dataset, Layer
    from lunargraph.store.trust import Sifted
    from lunargraph.stored_queries import Foundation, StoredQuery
    from lunargraph.validation import Report
    from lunargraph.workspace import Announce, Cache
    from lunargraph.workspace.change_log import Entry
    from lunargraph.workspace.folders import Workspace

    _Read = TypeVar("_Read")

ENGINE = "duckdb"
"""The reasoning engine that a graph is built with."""


_ALL = Trust()


def _silent(sentence: str) -> None:
    """Take note of nothing: what a program hears unless it asks for more."""


class LunarGraph:
    """A graph with everything that follows from it, ready to be asked.

    Open the shipped graph with :meth:`open`, or exactly the files that you name. The first opening
    reasons over the files and keeps the result in the cache; later ones take milliseconds.

    >>> from lunargraph import resources
    >>> sample = LunarGraph.open(resources.root() / "queries" / "sample.trig")
    >>> sample.info()["datasets"] != []
    True
    """

    def __init__(
        self,
        files: Sequence[Path],
        *,
        in_our_terms: bool,
        with_shipped_data: bool,
        cache: str | os.PathLike[str] | None = None,
        announce: Announce = _silent,
        progress: Progress | None = None,
        trust: Trust = _ALL,
        workspace: Workspace | None = None,
    ) -> None:
        self._files = tuple(files)
        self._workspace = workspace
        self._in_our_terms = in_our_terms
        self._with_shipped_data = with_shipped_data
        self._cache = cache
        self._announce = announce
        self._progress = progress
        self._trust = trust
        self._dataset: Dataset | None = None
        self._place: tuple[int, int] | None = None
        self._closure: Closure | None = None

    @classmethod
    def open(
        cls,
        *files: str | os.PathLike[str],
        cache: str | os.PathLike[str] | None = None,
        announce: Announce = _silent,
        progress: Progress | None = None,
        min_confidence: str | None = None,
        verified_only: bool = False,
        workspace: str | os.PathLike[str] | None = None,
    ) -> LunarGraph:
        """Return the shipped graph, or the graph of exactly these RDF *files*, or of a workspace.

        :param workspace: the folder of a workspace, whose facts stand on top of its base.
        :param min_confidence: ``"high"``, ``"medium"`` or ``"low"``: records of less are left out,
            and so is what would follow from them. A record counts as a whole, with what is better
            known in it; a thing that is left out is still named where others speak of it.
        :param verified_only: leave out records that rest in part on background knowledge.
        :param cache: the folder of the cache; ``LUNARGRAPH_CACHE`` or the user's cache otherwise.
        :param announce: told, in a sentence, what takes long or was repaired.
        :param progress: told how far a build got.
        :raises WorkspaceError: there is no workspace in the folder, or a damaged one.
        :raises UsageError: files and a workspace at once.
        """
        from pathlib import Path

        paths = [Path(file) for file in files]
        found = None
        if workspace is not None:
            if paths:
                raise UsageError(
                    "a graph is that of some files or that of a workspace, not both",
                    mend="leave the workspace out, or list the files as its base",
                )
            from lunargraph.workspace.folders import SHIPPED, Workspace  # as for the formats

            found = Workspace.open(workspace)
        return cls(
            paths or _shipped_files(),
            in_our_terms=not paths if found is None else found.in_our_terms,
            with_shipped_data=not paths if found is None else SHIPPED in found.base,
            cache=cache,
            announce=announce,
            progress=progress,
            trust=Trust(min_confidence, verified_only),
            workspace=found,
        )

    # --- asking -----------------------------------------------------------------------------------

    def query(
        self, name: str, /, *, endpoint: str | None = None, timeout: float | None = None,
        **parameters: object,
    ) -> Table:  # fmt: skip
        """Run the stored query *name* and return its table.

        Values are text; each becomes the RDF term that its parameter declares, and one left out
        keeps its default. Asserted and inferred statements are both searched. A query that may be
        asked about one statement reads its three words as :meth:`why` does, and is told what the
        statement rests on, by the proof that :meth:`why` gives.

        :param name: file name without ``.rq``, such as ``"double-members"``.
        :param endpoint: a SPARQL 1.1 server to ask instead of this graph.
        :param timeout: seconds after which the query is given up.
        :returns: *n* rows by *k* columns, in ``SELECT`` and ``ORDER BY`` order; masses are
            ``Decimal`` grams, dates keep their precision, an unbound cell is ``None``.
        :raises UnknownNameError: no such query; the message offers the nearest names.
        :raises ParameterError: not declared, refused by its type, or there is no row and a value
            names an individual that the graph does not mention; the nearest are offered.
        :raises UsageError: a server was asked for a proof, or a word of a statement means nothing.

        Source: SPARQL 1.1 Query Language, section 10.2 (inline data).

        >>> from lunargraph import resources
        >>> sample = LunarGraph.open(resources.root() / "queries" / "sample.trig",
        ...                          *resources.ontology_files())
        >>> sample.query("double-members").rows[0].state
        'Senegal'
        """
        stored = find_query(name, resources.query_files())
        values = {key: str(value) for key, value in parameters.items()}
        try:
            words = stored.asked(values)
            text = stored.bind(values, words and self._foundations(words, endpoint))
        except ParameterError:
            if endpoint is None:
                self._refuse_strangers(stored, values)
            raise
        answer = self.sparql(text, endpoint=endpoint, timeout=timeout, name=f"query {name}")
        if not isinstance(answer, Table):
            raise UsageError(f"the stored query {name!r} is not a SELECT", where=str(stored.path))
        if not answer.terms and endpoint is None:
            self._refuse_strangers(stored, values)
        if not answer.terms and endpoint is not None:
            self._refuse_foreign(endpoint, timeout)
        return answer

    def _foundations(self, words: tuple[str, str, str], endpoint: str | None) -> list[Foundation]:
        """Return what the statement of three *words* rests on; say so if it does not hold."""
        from lunargraph.explaining import foundations  # as for validate

        if endpoint is not None:
            raise UsageError(
                "a server gives no proof of a statement",
                where=endpoint,
                mend="leave --endpoint out, or ask about a thing",
            )
        explanation = self.why(*words)
        if not explanation.holds:
            self._announce(f"{explanation.write().splitlines()[0]} `lunargraph why` tells more")
        return foundations(explanation)

    def _refuse_foreign(self, endpoint: str, timeout: float | None) -> None:
        """Say so where no answer is due to a server that does not show what a query looks at."""
        known = "ASK { ?s a ?type FILTER(STRSTARTS(STR(?type), STR(lg:))) }"
        if not self.sparql(known, endpoint=endpoint, timeout=timeout, name="query"):
            raise EndpointError(
                "the default graph of this server holds nothing of lunargraph",
                where=endpoint,
                mend="load an export in Turtle or N-Triples, or let the server's default graph be "
                "the union of its named graphs",
            )

    def _refuse_strangers(self, stored: StoredQuery, values: Mapping[str, str]) -> None:
        """Say so where no answer is due to a name that nothing bears, trusted or not."""
        from lunargraph.lookup import refuse_strangers  # an answer with rows never needs it

        refuse_strangers(self._whole().dataset, stored, values)

    def sparql(
        self,
        text: str,
        /,
        *,
        inference: bool = True,
        endpoint: str | None = None,
        timeout: float | None = None,
        name: str = "query",
    ) -> Answer:
        """Run any SPARQL 1.1 query and return a table, a truth value or triples.

        The default graph is the union of all asserted and inferred graphs; ``GRAPH`` reaches each
        graph by name. Nothing is written, and no other server is called.

        :param inference: False leaves the inferred statements out.
        :param endpoint: a SPARQL 1.1 server to ask instead of this graph.
        :param timeout: seconds after which the query is given up.
        :param name: what the query is called in errors.
        :raises QuerySyntaxError: with the position of what does not parse.
        :raises StoreError: the store is damaged, or the timeout is over.

        Source: SPARQL 1.1 Query Language.
        """
        if endpoint is not None:
            if not inference:
                raise UsageError(
                    "a server decides itself what it infers",
                    mend="leave --no-inference out, or ask the graph of this machine",
                )
            if self._trust != _ALL:
                raise UsageError(
                    "a server answers from all its records, however far they can be trusted",
                    got=str(self._trust),
                    mend="leave --min-confidence and --verified-only out, or ask the graph of this "
                    "machine",
                )
            from lunargraph.store.endpoint import Endpoint  # HTTP: only when asked

            server = Endpoint(endpoint) if timeout is None else Endpoint(endpoint, timeout)
            return server.query(text, name=name)
        return self.dataset.query(text, inference=inference, timeout=timeout, name=name)

    def find(self, text: str, *, kind: str | None = None, limit: int = 10) -> Table:
        """Find individuals by any of their names, in any language, however it is spelt.

        Names are labels, titles and what else a thing is called; the slug, a CURIE, the IRI and
        codes such as those of ISO 3166 do as well. Case, accents, punctuation, spaces and the width
        of letters do not count. Misspelt names are looked for unless a name fits exactly.

        :param kind: only members of this class: its label, its name, a CURIE or its IRI.
        :returns: at most *limit* rows, each thing once, the best first: its English label, its most
            specific class, its country, its IRI, how it matched (``exact``, ``initials``,
            ``prefix``, ``word``, ``substring`` or ``similar``, from best to least) and the name
            that did. Among equals, agents, missions and instruments come before events, documents
            and concepts.
        :raises UnknownNameError: no such class; the message offers the nearest.

        >>> from lunargraph import resources
        >>> sample = LunarGraph.open(resources.root() / "queries" / "sample.trig",
        ...                          *resources.ontology_files())
        >>> sample.find("senegall", limit=1).rows[0].name
        'Senegal'
        """
        from lunargraph.lookup import find  # the Unicode tables: a query never needs them

        return find(self.dataset, text, kind=kind, limit=limit, announce=self._announce)

    def why(
        self, subject: str, predicate: str, object_: str, /, *, every_way: bool = False
    ) -> Explanation:
        """Explain why a statement holds, or what is closest to it if it does not.

        :param subject: a slug, a CURIE, an IRI, or a name that nothing else bears.
        :param predicate: the same, or the bare name of a property; ``a`` is ``rdf:type``.
        :param object_: as the others, or a literal: ``2024-06-02``, ``"2024-06-02"^^xsd:date`` or
            ``"Moon"@en``; what it leaves open is taken from the values that the graph has.
        :param every_way: look for every rule that gives the statement at once, not for one proof
            that ends in what is asserted.
        :returns: what ``holds``, its ``proof``, and ``write(format_name)`` for text, JSON, PROV-O
            in Turtle and Mermaid.
        :raises UnknownNameError: no such property or class; the message offers the nearest.
        :raises UsageError: nothing, or more than one thing, is called so; candidates are offered.

        Source: OWL 2 Profiles, section 4.3, for the rules that steps are named after.

        >>> from lunargraph import resources
        >>> sample = LunarGraph.open(resources.root() / "queries" / "sample.trig",
        ...                          *resources.ontology_files())
        >>> explanation = sample.why("senegal", "signatoryOf", "artemis-accords")
        >>> explanation.holds, len(explanation.proof.leaves())
        (True, 8)
        """
        from lunargraph.explaining import explain, read_statement  # as for validate

        asserted = self.asserted()
        triples = [quad.triple for quad in asserted]
        words = (subject, predicate, object_)
        statement = read_statement(words, triples, lambda: self.dataset)
        explanation = explain(self.closure(), asserted, statement, every_way=every_way)
        self._finish()
        return explanation

    def contradictions(self) -> list[Explanation]:
        """Explain how statements of the graph contradict each other, each contradiction once.

        >>> from lunargraph import resources
        >>> sample = LunarGraph.open(resources.root() / "queries" / "sample.trig",
        ...                          *resources.ontology_files())
        >>> sample.contradictions()
        []
        """
        from lunargraph.explaining import explain_clash  # as for validate

        closure, asserted = self.closure(), self.asserted()
        return [explain_clash(closure, asserted, clash) for clash in closure.clashes()]

    @staticmethod
    def queries() -> Mapping[str, StoredQuery]:
        """Return all stored queries by name."""
        return load_queries(resources.query_files())

    @staticmethod
    def import_tables(
        source: str | os.PathLike[str],
        files: Mapping[str, str | os.PathLike[str]],
        *,
        progress: Progress | None = None,
    ) -> Import:
        """Turn tables that others publish into statements, as a bulk source describes them.

        Nothing is stored. Every row is mapped, or left out and listed among the findings.

        :param source: the name of a source, such as ``"space-launches"``, or the folder of one.
        :param files: the file of each table that the source takes, by the name of the table.
        :param progress: told how many rows of a table are done.
        :raises UnknownNameError: no such source, or a table that it does not take.
        :raises FileError: a file cannot be read, or does not hold the table that it should.
        :raises DataError: the source itself is wrong.

        >>> from lunargraph import resources
        >>> folder = resources.root() / "examples" / "space-launches"
        >>> tables = {name: folder / f"{name}.csv" for name in ("launches", "agencies")}
        >>> LunarGraph.import_tables("space-launches", tables).left_out
        3
        """
        from lunargraph.ingest.bulk import find_source, import_tables  # as for export

        return import_tables(find_source(source), files, progress=progress)

    # --- the graph as data ------------------------------------------------------------------------

    def export(
        self, format_name: str = "turtle", *, layer: Layer = "all", dataset: str | None = None
    ) -> bytes:
        """Return the graph in one of ``lunargraph.formats.FORMATS``; same graph, same bytes.

        :param layer: ``"asserted"``, ``"inferred"`` or ``"all"``.
        :param dataset: only the records of this data set, such as ``"accords"``.
        :raises UnknownNameError: no such format or data set.
        """
        from lunargraph.formats import serialize  # the RDF writers: a query never needs them

        return serialize(self.quads(layer=layer, dataset=dataset), format_name)

    def quads(self, *, layer: Layer = "all", dataset: str | None = None) -> list[Quad]:
        """Return statements: asserted ones from the files, so that literals keep their spelling.

        Inferred statements stand in the graph ``namespaces.INFERRED`` and belong to no data set.

        :raises UnknownNameError: no such layer or data set.
        """
        if layer not in ("asserted", "all"):
            return self.dataset.quads(layer, dataset)
        if dataset is None:
            inferred = self.dataset.quads("inferred") if layer == "all" else []
            return self.asserted() + inferred
        known = self.dataset.datasets()
        if dataset not in known:
            raise UnknownNameError("data set", dataset, known)
        whole = graph_iri(dataset) + "/"
        return [quad for quad in self.asserted() if f"{_graph_of(quad)}/".startswith(whole)]

    def to_rdflib(self, *, layer: Layer = "all") -> rdflib.Dataset:
        """Return a copy of the graph as an rdflib ``Dataset``, literals spelt as they are."""
        from lunargraph.interop import to_rdflib  # rdflib is slow to import

        return to_rdflib(self.quads(layer=layer))

    def reason(self, *, engine: str = ENGINE) -> Inference:
        """Compute the closure of the asserted statements anew and return what follows.

        :raises UnknownNameError: no such engine.
        """
        from lunargraph.reasoning import close

        sifted = self._sift()
        triples = {quad.triple for quad in sifted.quads}
        inference = close(triples, engine=engine, progress=self._progress)
        self._finish()
        return inference._replace(inferred=tuple(sifted.without_classes(inference.inferred)))

    def closure(self) -> Closure:
        """Return the closure of this graph, to be asked for proofs or to be changed; a copy.

        >>> from lunargraph import resources
        >>> sample = LunarGraph.open(resources.root() / "queries" / "sample.trig",
        ...                          *resources.ontology_files())
        >>> sample.closure().statistics().derived > 0
        True
        """
        from lunargraph.reasoning import Closure
        from lunargraph.workspace import closure_beside

        kept = closure_beside(self.dataset)
        if kept is not None:
            try:
                return Closure.load(kept, self._progress)
            except StoreError as error:
                self._announce(f"{error.what}: {kept}; working it out again")
        return self.compute_closure()

    def compute_closure(self, *, as_labelled: bool = False) -> Closure:
        """Compute the closure anew, apart from the cache.

        :param as_labelled: read a single file of N-Triples at full speed, and keep the labels of
            its blank nodes; otherwise they are those of :meth:`asserted`.
        """
        from lunargraph.reasoning import Closure

        alone = len(self.files) == 1 and self.files[0].suffix == ".nt"
        if as_labelled and alone and not str(self._trust):
            closure = Closure.of_files(self.files, self._progress)
        else:
            triples = {quad.triple for quad in self.asserted()}
            closure = Closure.of_triples(triples, self._progress)
        self._finish()
        return closure

    def entails(self, file: str | os.PathLike[str]) -> Entailment:
        """Tell whether all that *file* says follows from the asserted statements, and how.

        Blank nodes of the file stand for anything, its named graphs do not count.

        :raises FileError: the file cannot be read or does not parse.

        Source: OWL 2 RDF-Based Semantics; what follows here follows there, not the other way round.

        >>> from lunargraph import resources
        >>> graph = LunarGraph.open(resources.root() / "examples" / "questions" / "facts.ttl")
        >>> answer = graph.entails(resources.root() / "examples" / "questions" / "follows.ttl")
        >>> answer.holds, answer.missing
        (True, ())
        """
        from lunargraph.formats import load_quads
        from lunargraph.reasoning.entailment import entails
        from lunargraph.validation.names import Names  # as for reason and validate

        asserted = {quad.triple for quad in self.asserted()}
        asked = [quad.triple for quad in load_quads(file)]
        inferred = [quad.triple for quad in self.dataset.quads("inferred")]
        names = Names([*asserted, *asked])
        answer = entails(asserted, asked, known=inferred, name=names.name)
        self._finish()
        return answer

    def asserted(self) -> list[Quad]:
        """Read the asserted statements from the files themselves, each in its named graph."""
        return self._sift().quads

    def _sift(self) -> Sifted:
        from lunargraph.store.loading import load_asserted

        return sift(self._steadily(lambda: load_asserted(self.files)), self._trust)

    def left_out(self, dataset: str | None = None) -> int:
        """Return how many records are trusted less than was asked for, in all or of a data set.

        >>> from lunargraph import resources
        >>> accords = resources.root() / "data" / "accords" / "graph.trig"
        >>> LunarGraph.open(accords, verified_only=True).left_out("accords")
        27
        """
        counts = self.sparql("SELECT ?set ?records { ?set lg:recordsLeftOut ?records }")
        assert isinstance(counts, Table)  # noqa: S101 - a SELECT
        wanted = None if dataset is None else graph_iri(dataset)
        return sum(int(str(row.records)) for row in counts if wanted in {None, row.set})

    # --- keeping it sound -------------------------------------------------------------------------

    def validate(
        self,
        *files: str | os.PathLike[str],
        shapes: Sequence[str | os.PathLike[str]] = (),
        why: bool = False,
    ) -> Report:
        """Check whether the new facts in *files* hold together with all that this graph knows.

        :param shapes: SHACL files to check against besides the shipped shapes; with a graph of
            other files, instead of them.
        :param why: let each finding of a shape tell why the shape looked there, with the proof of
            what nobody wrote.
        :raises FileError: a file cannot be read (one that does not parse is a finding).
        """
        from lunargraph.explaining import clash_prover, prover
        from lunargraph.validation import validate  # rdflib and pySHACL are slow to import
        from lunargraph.workspace import scratch_beside

        in_files = self._in_our_terms or self._workspace is not None
        report = validate(
            [_path(file) for file in files],
            self,
            shapes=self._shapes(shapes) if in_files else [_path(each) for each in shapes],
            own_shapes=not in_files,
            checks=self._in_our_terms,
            own=self.own_among(self.files),
            beside=scratch_beside(self.dataset),
            progress=self._progress,
            prover=prover if why else None,
            clash_prover=clash_prover,
        )
        self._finish()
        return report.below(self.root)

    def check(self, *, shapes: Sequence[str | os.PathLike[str]] = (), why: bool = False) -> Report:
        """Check the health of the whole graph: shapes, consistency, profile, hygiene, queries.

        :param why: as for :meth:`validate`.
        """
        from lunargraph.health import check  # as for validate

        report = check(self, shapes=self._shapes(shapes), progress=self._progress, why=why)
        self._finish()
        return report.below(self.root)

    def prover(self) -> Callable[[Triple], str | None]:
        """Return what proves statements of this graph as text.

        It gives the numbered steps, and None for a statement that does not hold.

        >>> from lunargraph import resources
        >>> sample = LunarGraph.open(resources.root() / "queries" / "sample.trig",
        ...                          *resources.ontology_files())
        >>> member = sample.closure().inferred()[0]
        >>> sample.prover()(member).startswith("1. ")
        True
        """
        from lunargraph.explaining import prover  # as for validate

        return prover(self.closure(), self.asserted())

    def _shapes(self, more: Sequence[str | os.PathLike[str]]) -> list[Path]:
        """Return the shapes to check against: ours, or those that stand in the files themselves."""
        return self.shape_files([_path(each) for each in more])

    def shape_files(self, more: Sequence[Path] = ()) -> list[Path]:
        """Return the files of the shapes that facts are checked against, and *more*."""
        if self._workspace is not None:
            return [*self._workspace.shape_files(), *more]
        return [*(resources.shape_files() if self._in_our_terms else self._files), *more]

    def diff(
        self,
        before: str | os.PathLike[str],
        after: str | os.PathLike[str] | None = None,
        *,
        paths: Sequence[str] = (),
        layer: Layer = "all",
        alone: bool = False,
    ) -> Difference:
        """Compare two states: files, folders, git revisions, log entries of a workspace.

        What follows, follows together with the statements of this graph, save those of its files
        that are compared themselves.

        :param after: left out, a revision or an entry is compared with the files as they are now.
        :param paths: only these files and folders of revisions.
        :param layer: ``"asserted"``, ``"inferred"`` or ``"all"``.
        :param alone: infer from each side alone.
        :returns: what was ``removed`` and ``added``, what is ``lost`` and ``gained``, and
            ``write(format_name)`` for text, JSON and RDF Patch.
        :raises FileError: a file is missing, unreadable or does not parse, a folder holds no RDF,
            git is not installed.
        :raises UnknownNameError: no such revision, log entry or layer.

        >>> from lunargraph import resources
        >>> graph = LunarGraph.open(resources.root() / "examples" / "questions" / "facts.ttl")
        >>> file = resources.root() / "examples" / "good.ttl"
        >>> graph.diff(file, file).equal
        True
        """
        from lunargraph.differences import compare, find_states  # as for reason

        root = self._workspace.root if self._workspace is not None else None
        old, new = self._steadily(lambda: find_states(before, after, paths, workspace=root))
        compared = old.files | new.files
        others = [file for file in self.files if alone or file.resolve() not in compared]
        beside = self.of_files([] if alone else others)
        same = len(others) == len(self.files) and not alone
        known = {quad.triple for quad in beside.asserted()}

        def close(more: Iterable[Triple]) -> Closure:
            from lunargraph.reasoning import Closure

            if not same:
                return Closure.of_triples({*known, *more}, self._progress)
            closure = self.closure()
            closure.add(more)
            return closure

        difference = compare(old, new, known=known, closure=close, layer=layer)
        self._finish()
        return difference

    def description(self) -> Triples:
        """Return the description of the graph and its data sets in VoID and DCAT.

        Source: Describing Linked Datasets with the VoID Vocabulary; DCAT version 3.
        """
        from lunargraph.about import describe_as_rdf  # as for info

        return describe_as_rdf(self)

    def info(self) -> dict[str, Any]:
        """Return versions, counts, the digest of the graph and the date up to which it knows.

        The shape is that of ``info.schema.json``.
        """
        from lunargraph.about import describe  # importlib.metadata is slow to import

        return describe(self)

    # --- policies ---------------------------------------------------------------------------------

    def assess(
        self,
        file: str | os.PathLike[str] | None = None,
        *,
        activity: str | None = None,
        kind: str | None = None,
        actor: str | None = None,
        partners: Sequence[str] = (),
        funded_by: Sequence[str] = (),
        subjects: Sequence[str] = (),
        place: str | None = None,
        bilateral: bool | None = None,
        starts: str | None = None,
        given: Sequence[tuple[str, str]] = (),
        on: str | None = None,
        instruments: Sequence[str] = (),
    ) -> Assessment:
        """Assess whether an activity is allowed on a day, under which clause, and why.

        The activity is described by the parameters, by an RDF *file*, or recorded in the graph.
        What is not given stays unknown; only the parties and the funders that the parameters name
        are taken as all there are.

        :param activity: an activity of the graph, or which one of the file is meant.
        :param kind: a class of activities, such as ``"sample-analysis"``.
        :param actor: who does it; *partners* are those with whom, *funded_by* those who pay. Names
            are read as :meth:`why` reads them; ``"Name [university, france]"`` describes an agent
            that the graph does not know.
        :param subjects: samples, transfers, missions or programmes that it is about.
        :param place: a place, or the agent whose facility it is.
        :param bilateral: False if it is multilateral; None leaves it to the parties.
        :param given: further properties of the activity, each with its value.
        :param on: the day, such as ``"2025-05-15"``; that on which it starts unless said.
        :param instruments: only these instruments or families; all of them unless said.
        :returns: the ``verdict``, what was ``deciding``, ``conditions``, ``questions`` and more;
            ``write(format_name)`` gives text, JSON and PROV-O in Turtle.
        :raises UnknownNameError: no such class or property; the nearest are offered.
        :raises UsageError: a name means nothing or too much, or no day is given.
        :raises FileError: the file cannot be read or does not parse.

        >>> graph = LunarGraph.open()
        >>> with_nasa = graph.assess(kind="visit", actor="nasa", partners=["cnsa"], on="2024-06-01")
        >>> with_nasa.verdict, with_nasa.deciding[0].deciding[0].clause.name
        ('prohibited', 'Wolf Amendment, (a)')
        """
        return self._interview(
            file, activity, on, instruments,
            kind=kind, actor=actor, partners=tuple(partners), funders=tuple(funded_by),
            subjects=tuple(subjects), place=place, bilateral=bilateral, starts=starts,
            given=tuple(given),
        ).assessment  # fmt: skip

    def interview(
        self,
        file: str | os.PathLike[str] | None = None,
        *,
        activity: str | None = None,
        on: str | None = None,
        instruments: Sequence[str] = (),
        funded_by: Sequence[str] = (),
        **wishes: Any,
    ) -> Interview:
        """Begin to ask what is still missing for a verdict, the most decisive question first.

        The parameters and the errors are those of :meth:`assess`.

        :returns: the ``assessment`` so far, the next ``question`` (None when the verdict stands),
            and ``answer(text)``.
        """
        return self._interview(file, activity, on, instruments, funders=tuple(funded_by), **wishes)

    def _interview(
        self,
        file: str | os.PathLike[str] | None,
        activity: str | None,
        on: str | None,
        instruments: Sequence[str],
        **wishes: Any,
    ) -> Interview:
        from lunargraph.explaining.questions import Reader
        from lunargraph.policy import Interview, Wishes, assess, situated  # as for validate
        from lunargraph.policy.questions import find_case, find_instruments
        from lunargraph.workspace import scratch_beside

        triples = [quad.triple for quad in self.asserted()]
        path = None if file is None else _path(file)
        reader = Reader(triples, lambda: self.dataset)
        case = find_case(path, activity, Wishes(**wishes), on, triples, reader)
        only = find_instruments(instruments, reader)

        def judged(case: Case) -> Assessment:
            with situated(
                self.dataset, self.closure(), case.activity, case.facts,
                beside=scratch_beside(self.dataset),
            ) as situation:  # fmt: skip
                assessment = assess(situation, case, only=only)
            self._finish()
            return assessment

        return Interview(judged(case), judged, reader)

    def compare(
        self,
        dimension: str,
        values: Sequence[str],
        file: str | os.PathLike[str] | None = None,
        *,
        activity: str | None = None,
        kind: str | None = None,
        actor: str | None = None,
        partners: Sequence[str] = (),
        funded_by: Sequence[str] = (),
        subjects: Sequence[str] = (),
        place: str | None = None,
        bilateral: bool | None = None,
        starts: str | None = None,
        given: Sequence[tuple[str, str]] = (),
        on: str | None = None,
        instruments: Sequence[str] = (),
    ) -> Comparison:
        """Assess an activity several times, each with another of *values* in one *dimension*.

        :param dimension: ``"on"``, ``"funded-by"``, ``"with"``, ``"actor"``, ``"place"``,
            ``"kind"``, ``"subject"``, ``"starts"``, ``"bilateral"`` (``"yes"`` or ``"no"``), or a
            property of activities; what another parameter says of it gives way.
        :param values: as the parameters of :meth:`assess` have them; ``"?"`` says nothing, and
            ``"nasa+nsf"`` names several. A value of ``on`` may be a period, such as
            ``"2011-01..2026-12"``: each of its days is then in one of the rows.
        :returns: ``rows`` of values, verdicts and deciding clauses, the ``changes`` from day to
            day, and ``write(format_name)`` for text, JSON, CSV and Markdown.
        :raises: as :meth:`assess`.

        >>> by_money = LunarGraph.open().compare(
        ...     "funded-by", ["nasa", "?"], kind="joint-study", actor="brown-university",
        ...     partners=["cnsa"], on="2024-06-01", instruments=["wolf-amendment"])
        >>> [row.verdict for row in by_money.rows]
        ['prohibited', 'unknown']
        """
        from lunargraph.policy import Wishes  # as for validate
        from lunargraph.policy.comparing import compare
        from lunargraph.policy.questions import find_instruments
        from lunargraph.policy.variants import Description

        wishes = Wishes(
            kind, actor, tuple(partners), tuple(funded_by), tuple(subjects), place, bilateral,
            starts, tuple(given),
        )  # fmt: skip
        ground = self._ground()
        described = Description(None if file is None else _path(file), activity, wishes, on)
        only = find_instruments(instruments, ground.reader)
        comparison = compare(dimension, values, described, ground, only=only)
        self._finish()
        return comparison

    def sweep(
        self,
        on: str | None = None,
        *,
        kind: str | None = None,
        instruments: Sequence[str] = (),
    ) -> Sweep:
        """Assess every recorded activity of which policies speak, and show what became of it.

        :param on: the day for all of them; without it each is judged on its own day. One of which
            no day is recorded is not judged on any, but on every day that its dates may mean.
        :param kind: only activities of this class, such as ``"transfer"``.
        :param instruments: only these instruments or families; all of them unless said.
        :returns: what was ``judged``, in the order of names, the ``counts`` of verdicts, what is
            ``undated`` or ``left_out``, and ``write(format_name)`` for text, JSON, CSV, Markdown.
        :raises UsageError: a name means nothing or too much, or *on* is no day.

        >>> graph = LunarGraph.open()
        >>> graph.sweep("1960-01-01", kind="loan", instruments=["wolf-amendment"]).counts
        {'not-covered': 11}
        """
        from lunargraph.policy.questions import find_instruments  # as for validate
        from lunargraph.policy.sweeping import sweep

        ground = self._ground()
        class_ = None if kind is None else ground.reader.thing(kind, "--kind", classes_first=True)
        only = find_instruments(instruments, ground.reader)
        swept = sweep(ground, on, kind=class_, only=only)
        self._finish()
        return swept

    def impact(
        self,
        file: str | os.PathLike[str],
        *,
        on: str | None = None,
        instruments: Sequence[str] = (),
    ) -> Impact:
        """Tell which verdicts of recorded activities the facts in *file* would change.

        Nothing is stored. The facts are an RDF file: a new act, a certification, a new member, a
        clause with its elements, a class of OWL.

        :param on: as for :meth:`sweep`.
        :param instruments: only these instruments or families, of the file too; all unless said.
        :returns: what is ``changed``, before and after, and ``write(format_name)`` for text, JSON,
            CSV and Markdown; or the ``contradictions`` that the facts bring about.
        :raises FileError: the file cannot be read or does not parse.
        :raises UsageError: a name means nothing or too much, or *on* is no day.

        >>> from lunargraph import resources
        >>> nothing_new = resources.root() / "data" / "states" / "graph.trig"
        >>> LunarGraph.open().impact(nothing_new, on="2024-06-01").changed
        ()
        """
        from lunargraph.explaining import explain_clash  # as for validate
        from lunargraph.explaining.questions import Reader
        from lunargraph.formats import load_quads
        from lunargraph.policy.impacts import Impact, impact
        from lunargraph.policy.questions import find_instruments
        from lunargraph.store.worlds import Outcome

        path = _path(file)
        quads = [*dict.fromkeys(load_quads(path))]
        new = {quad.triple for quad in quads}
        ground = self._ground()
        ready = self.closure()
        change = ready.add(new, clashes=True)
        if change.clashes:
            known = [*self.asserted(), *quads]
            proofs = [explain_clash(ready, known, clash) for clash in change.clashes]
            return Impact(str(file), on, (), 0, tuple(proofs))
        stock = [ready]

        def closure() -> Closure:
            if stock:
                return stock.pop()
            another = self.closure()
            another.add(new)
            return another

        outcome = Outcome(quads, gained=change.gained, lost=change.lost)
        triples = [*dict.fromkeys((*ground.triples, *new))]
        reader = Reader(triples, lambda: self.dataset)
        after = ground._replace(triples=triples, reader=reader, closure=closure, outcome=outcome)
        only = find_instruments(instruments, reader)
        found = impact(str(file), ground, after, on, only=only)
        self._finish()
        return found

    def _ground(self) -> Ground:
        """Return this graph as what many activities are judged in."""
        from lunargraph.explaining.questions import Reader  # as for validate
        from lunargraph.policy.rulings import Ground
        from lunargraph.workspace import scratch_beside

        triples = [quad.triple for quad in self.asserted()]
        reader = Reader(triples, lambda: self.dataset)
        return Ground(self.dataset, triples, reader, self.closure, scratch_beside(self.dataset))

    # --- changing a workspace ---------------------------------------------------------------------

    @classmethod
    def init(
        cls,
        folder: str | os.PathLike[str],
        *,
        name: str | None = None,
        title: str | None = None,
        base: Sequence[str | os.PathLike[str]] = (),
        licence: str | None = None,
        known_until: str | None = None,
        cache: str | os.PathLike[str] | None = None,
        announce: Announce = _silent,
    ) -> LunarGraph:
        """Make a workspace in *folder* and return its graph.

        :param name: of the data set that the facts are, a slug; that of the folder unless said.
        :param title: the same for people; *name* unless said.
        :param base: what the facts stand on: ``shipped``, ``ontology``, or RDF files.
        :param licence: the IRI of the licence of the facts.
        :param known_until: a day, month or year, such as ``2026-11``.
        :raises UsageError: there is a workspace already, or a value cannot be.
        :raises FileError: the folder cannot be written.
        """
        from lunargraph.workspace.beginning import init_workspace  # as for export

        workspace = init_workspace(
            folder, name=name, title=title, base=base, licence=licence,
            known_until=known_until, announce=announce,
        )  # fmt: skip
        return cls.open(workspace=workspace.root, cache=cache, announce=announce)

    def add(
        self,
        *files: str | os.PathLike[str],
        sources: Sequence[str] = (),
        citation: str | None = None,
        read: str | None = None,
        confidence: str = "low",
        verification: str = "unverified",
        replace: bool = False,
        shapes: Sequence[str | os.PathLike[str]] = (),
        message: str = "",
        who: str | None = None,
        accept_warnings: bool = False,
        dry_run: bool = False,
        wait: float = 60.0,
    ) -> Transaction:
        """Check the facts in *files* and store them in the workspace, all or none of them.

        Statements in no named graph get a record for each thing, which the parameters describe;
        what they do not say is claimed least. A file in ``facts/`` that was changed by hand is
        taken as it is: the change becomes part of the log.

        :param sources: slugs, CURIEs or IRIs of sources that the graph knows.
        :param citation: where in the sources; without any, the title of a source to make, and
            *read* says how it was read: ``original``, ``mirror`` or ``background``.
        :param replace: let a file take the place of one of its name.
        :param message: why, for the log; *who* is taken from git unless said.
        :param accept_warnings: store it in spite of warnings; never in spite of violations.
        :param dry_run: check and show, and store nothing.
        :param wait: seconds to wait for somebody else's change to end.
        :returns: whether it was ``stored``, the ``report``, the ``difference`` in what is asserted
            and what follows, the ``entry`` of the log.
        :raises UsageError: a file of that name is there already, and more of that kind.
        :raises LockedError: somebody else is changing the workspace.
        :raises FileError: something cannot be read or written; nothing was changed.
        """
        from lunargraph.changing import Terms, add_facts  # as for validate
        from lunargraph.namespaces import expand
        from lunargraph.workspace.records import Provenance

        said = Provenance(tuple(map(expand, sources)), citation, read, confidence, verification)
        terms = Terms(message, who, accept_warnings, dry_run, wait)
        more = [_path(each) for each in shapes]
        paths = [_path(file) for file in files]
        with self._changing() as whole:
            return add_facts(whole, paths, said, terms, shapes=more, replace=replace)

    def remove(
        self,
        *names: str,
        statements: str | os.PathLike[str] | None = None,
        shapes: Sequence[str | os.PathLike[str]] = (),
        message: str = "",
        who: str | None = None,
        accept_warnings: bool = False,
        dry_run: bool = False,
        wait: float = 60.0,
    ) -> Transaction:
        """Take back facts of the workspace: whole files, or statements wherever they stand.

        :param names: such as ``mine`` or ``facts/mine.trig``.
        :param statements: an RDF file; those in no named graph are taken out of all graphs.
        :returns: and raises as :meth:`add`.
        """
        from lunargraph.changing import Terms, remove_facts  # as for validate

        if bool(names) == (statements is not None):
            raise UsageError("name files of facts to remove, or one file of statements")
        terms = Terms(message, who, accept_warnings, dry_run, wait)
        more = [_path(each) for each in shapes]
        file = None if statements is None else _path(statements)
        with self._changing() as whole:
            return remove_facts(whole, names, file, terms, shapes=more)

    def undo(
        self, *, message: str = "", who: str | None = None, dry_run: bool = False,
        wait: float = 60.0,
    ) -> Transaction:  # fmt: skip
        """Take back the last change of the workspace that was not taken back yet.

        The log keeps both. Returns and raises as :meth:`add`.
        """
        from lunargraph.changing import Terms, undo_change  # as for validate

        with self._changing() as whole:
            return undo_change(whole, Terms(message, who, dry_run=dry_run, wait=wait))

    def log(self) -> tuple[Entry, ...]:
        """Return the changes of the workspace, the first one first.

        :raises WorkspaceError: an entry was altered or is missing.
        """
        from lunargraph.workspace.change_log import Log

        workspace = self.workspace
        return self._steadily(lambda: Log(workspace).entries)

    def strays(self) -> list[str]:
        """Return what in the facts is not what the log says, a sentence each.

        :raises WorkspaceError: an entry was altered or is missing.
        """
        from lunargraph.workspace.transactions import Transactions

        workspace = self.workspace
        return self._steadily(lambda: Transactions(workspace).strays())

    # --- the cache --------------------------------------------------------------------------------

    @property
    def engine(self) -> str:
        """The reasoning engine that the graph is built with."""
        return ENGINE

    @property
    def in_our_terms(self) -> bool:
        """Whether the shipped ontology is in it: then its shapes and its checks of records count.

        So it is with the shipped graph and with a workspace on the ontology, and not with files
        that somebody named.
        """
        return self._in_our_terms

    @property
    def with_shipped_data(self) -> bool:
        """Whether all the shipped data are in it, so that stored queries have rows to give."""
        return self._with_shipped_data

    @property
    def trust(self) -> Trust:
        """Which of its records the graph counts."""
        return self._trust

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that the graph is made of."""
        if self._workspace is None:
            return self._files
        return (*self._workspace.base_files(), *self._workspace.fact_files())

    def own_among(self, files: Iterable[Path]) -> list[Path]:
        """Return those of *files* that a workspace may add to: all but its base."""
        if self._workspace is None:
            return []
        base = set(self._workspace.base_files())
        return [file for file in files if file not in base]

    @property
    def workspace(self) -> Workspace:
        """The workspace that the graph is that of.

        :raises UsageError: it is of none.
        """
        if self._workspace is None:
            raise UsageError(
                "this needs a workspace, and here is none",
                mend="go into one, name it with --workspace DIR, or make one with "
                "`lunargraph init DIR`",
            )
        return self._workspace

    @property
    def root(self) -> Path:
        """The folder of the workspace, or the working one."""
        return _path(".") if self._workspace is None else self._workspace.root

    @property
    def in_workspace(self) -> bool:
        """Whether the graph is that of a workspace."""
        return self._workspace is not None

    @property
    def announce(self) -> Announce:
        """Told, in a sentence, what takes long or was repaired."""
        return self._announce

    @property
    def progress(self) -> Progress | None:
        """Told how far a build got."""
        return self._progress

    def of_files(self, files: Sequence[Path]) -> LunarGraph:
        """Return the graph of other files, checked and built as this one is."""
        return LunarGraph(
            files, in_our_terms=self._in_our_terms, with_shipped_data=self._with_shipped_data,
            cache=self._cache, announce=self._announce, progress=self._progress, trust=self._trust,
        )  # fmt: skip

    def keep_changed(
        self, before: Dataset, changed: Mapping[Path, str | None], after: Dataset, closure: Closure
    ) -> None:
        """Put what a change made of this graph into the cache, so that it need not be built.

        :param before: the dataset that was changed.
        :param changed: the SHA-256 of each file that is another now, None for one that is gone.
        """
        from lunargraph.store.worlds import checkpoint
        from lunargraph.workspace import layout

        def fill(folder: Path) -> None:
            checkpoint(after, folder / "store")
            closure.save(folder / layout.CLOSURE)

        cache = self._open_cache()
        try:
            inputs = cache.manifest(before)["inputs"]
            known = {_path(path): str(sha) for path, (*_, sha) in inputs.items()}
            now = {**known, **changed}
            expected = {path: sha for path, sha in now.items() if sha is not None}
            cache.derive(self.files, expected, fill, engine=self._maker(), announce=self._announce)
        except LunarGraphError as error:  # the change is stored; only the next command takes longer
            self._announce(f"{error.what}; the graph will be built again")

    def forget(self) -> None:
        """Read the files again when the graph is next asked."""
        self._dataset = None

    @property
    def dataset(self) -> Dataset:
        """The store, built first if the cache does not have it, or has it no more."""
        if self._dataset is None or _place(self._dataset) != self._place:
            self._dataset = self._steadily(
                lambda: self._open_cache().open(
                    self.files,
                    self._build,
                    engine=self._maker(),
                    announce=self._announce,
                    keep=self._keep,
                )
            )
            self._place = _place(self._dataset)
            self._finish()
        return self._dataset

    def _steadily(self, read: Callable[[], _Read]) -> _Read:
        """Return what *read* reads of the files while no change of the workspace is half done."""
        if self._workspace is None:
            return read()
        from lunargraph.workspace.folders import read_steadily

        return read_steadily(self._workspace, read, announce=self._announce)

    def prepare(self) -> LunarGraph:
        """Build the graph now if the cache does not have it, and return it; queries do so too."""
        _ = self.dataset
        return self

    def _whole(self) -> LunarGraph:
        """Return the graph with all its records, however far they are trusted."""
        if self._trust == _ALL:
            return self
        return LunarGraph(
            self._files, in_our_terms=self._in_our_terms,
            with_shipped_data=self._with_shipped_data, cache=self._cache, announce=self._announce,
            progress=self._progress, workspace=self._workspace,
        )  # fmt: skip

    @contextmanager
    def _changing(self) -> Iterator[LunarGraph]:
        """Yield the graph to change, which has all records; read the files again afterwards."""
        try:
            yield self._whole()
        finally:
            self.forget()

    def _finish(self) -> None:
        if self._progress is not None:
            self._progress("done", 1)

    @property
    def digest(self) -> str:
        """The SHA-256 digest of all that the graph was made from: files, engine, versions."""
        return str(self._open_cache().manifest(self.dataset)["key"])

    def _maker(self) -> str:
        """Return what makes the graph out of its files, as the cache tells generations apart."""
        return f"{ENGINE}; {self._trust}" if str(self._trust) else ENGINE

    def _open_cache(self) -> Cache:
        from lunargraph.workspace import Cache  # here, so that --endpoint needs no cache

        return Cache(self._cache)

    def _keep(self, path: Path) -> None:
        """Save the closure that was just computed beside the store made of it."""
        if self._closure is not None:
            self._closure.save(path)
            self._closure = None

    def _build(self) -> tuple[Iterable[Quad], Iterable[Triple]]:
        """Read the files and reason: what the cache calls when it has nothing to offer."""
        from lunargraph.reasoning import Closure

        sifted = self._sift()
        triples = {quad.triple for quad in sifted.quads}
        closure = Closure.of_triples(triples, self._progress)
        self._closure = closure
        inference = closure.inference()
        for note in inference.notes:
            self._announce(note)
        if inference.clashes:
            self._announce(
                f"the graph contradicts itself in {len(inference.clashes)} places; "
                "`lunargraph check` shows them"
            )
        return sifted.quads, sifted.without_classes(inference.inferred)


def _shipped_files() -> list[Path]:
    graphs = [folder / "graph.trig" for folder in resources.dataset_folders()]
    return [*resources.ontology_files(), *graphs]


def _place(dataset: Dataset) -> tuple[int, int] | None:
    """Return what tells the folder of a store from another that took its place, None without one.

    Another command may collect a generation and build it again, while a graph still reads the old.
    """
    if dataset.folder is None or not dataset.folder.exists():
        return None
    found = dataset.folder.stat()
    return found.st_dev, found.st_ino


def _graph_of(quad: Quad) -> str:
    return getattr(quad.graph_name, "value", "")  # the default graph has no name


def _path(file: str | os.PathLike[str]) -> Path:
    from pathlib import Path

    return Path(file)

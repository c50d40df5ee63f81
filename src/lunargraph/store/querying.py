"""One SPARQL query on one Oxigraph store: what it may see, what it may not do."""

from __future__ import annotations

__all__ = ["evaluate", "is_damage"]

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Store

from lunargraph.errors import UsageError
from lunargraph.namespaces import INFERRED, PREFIXES
from lunargraph.store.grammar import uses_keyword

if TYPE_CHECKING:
    from typing import TypeAlias, TypedDict

    from pyoxigraph import BlankNode, QueryBoolean, QuerySolutions, QueryTriples

    Raw: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples

    class _Scope(TypedDict, total=False):
        default_graph: list[NamedNode | BlankNode | DefaultGraph]
        named_graphs: list[NamedNode | BlankNode]


_INFERRED = NamedNode(INFERRED)
_LONG = 4_000
"""Shorter texts cannot nest deep enough to matter; nearly all of the project's own are shorter."""
_DEEPEST = 500
_MOST_OPERATORS = 1_000


def evaluate(store: Store, text: str, *, inference: bool, name: str) -> Raw:
    """Run the query *text* and return the engine's answer, still to be read from the store.

    :raises QuerySyntaxError: with position; *name* says where the text is from.
    :raises UsageError: an update, a call of another server, or an unknown function.
    :raises OSError, RuntimeError: the storage is damaged; ``is_damage`` tells.
    """
    _refuse_excess(text, name)
    if uses_keyword("service", text):
        raise _explained(text, name)
    try:
        return store.query(text, prefixes=PREFIXES, **_scope(store, text, inference, name))
    except SyntaxError as error:
        raise _explained(text, name) from error
    except UnicodeEncodeError as error:
        raise UsageError(
            "the query is not valid Unicode text", where=name, mend="write it in UTF-8"
        ) from error
    except RuntimeError as error:
        if is_damage(error):
            raise
        raise UsageError(
            "the query cannot be run", where=name, got=str(error), mend="see SPARQL 1.1, section 17"
        ) from error


def is_damage(error: Exception) -> bool:
    """Tell whether an *error* of the engine says that the storage itself is broken."""
    return isinstance(error, OSError) or "Corruption" in str(error)


def _scope(store: Store, text: str, inference: bool, name: str) -> _Scope:
    """Return the graphs that the query sees, in the words of pyoxigraph.

    The union of all graphs would give a triple once for each graph that holds it; so the default
    graph holds all asserted triples once, and the inferred graph only others.
    """
    if uses_keyword("from", text):
        if not inference:
            # A text that does not parse says nothing about its graphs.
            Store().query(text, prefixes=PREFIXES)
            raise UsageError(
                "the query names its own graphs, so inference cannot be left out",
                where=name,
                mend="remove FROM and FROM NAMED, or ask with inference",
            )
        return {}
    if inference:
        return {"default_graph": [DefaultGraph(), _INFERRED]}
    scope: _Scope = {"default_graph": [DefaultGraph()]}
    if "graph" in text.lower():
        scope["named_graphs"] = [graph for graph in store.named_graphs() if graph != _INFERRED]
    return scope


def _explained(text: str, name: str) -> UsageError:
    from lunargraph.store.syntax import explain_syntax  # only on the way to an error

    return explain_syntax(text, name)


def _refuse_excess(text: str, name: str) -> None:
    """Refuse what would overflow the engine's stack, which ends the whole process.

    Measured on a stack of 8 MB with pyoxigraph 0.5.13: 2,100 nested groups, 2,500 OPTIONAL or
    6,500 operators in a row.
    """
    if len(text) < _LONG:
        return
    from lunargraph.store.syntax import complexity

    depth, operators = complexity(text)
    if depth > _DEEPEST or operators > _MOST_OPERATORS:
        raise UsageError(
            "the query is too large for the engine",
            where=name,
            expected=f"brackets at most {_DEEPEST} deep and {_MOST_OPERATORS} operators",
            got=f"{depth} deep, {operators} operators",
            mend="give long lists with VALUES or IN",
        )

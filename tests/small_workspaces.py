"""Workspaces on a tiny base, and the moments at which a change of one can be cut off."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lunargraph.formats import parse_document
from lunargraph.workspace import journal
from lunargraph.workspace.beginning import init_workspace
from lunargraph.workspace.folders import Workspace
from lunargraph.workspace.records import NOTHING_SAID, Provenance
from lunargraph.workspace.transactions import Transactions

BASE = """
@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Cat rdfs:subClassOf ex:Animal ; rdfs:label "cat"@en .
"""


class KilledError(BaseException):
    """Ends a change at a step as a kill does: nothing is tidied up on the way out."""


def ignore(_: str) -> None:
    """Hear nothing."""


def small_workspace(folder: Path) -> Workspace:
    folder.mkdir(parents=True, exist_ok=True)
    base = folder / "base.ttl"
    base.write_text(BASE, "utf-8")
    return init_workspace(folder / "w", base=[base], who="tester", announce=ignore)


@contextmanager
def begun(workspace: Workspace, announce: Callable[[str], None] = ignore) -> Iterator[Transactions]:
    with Transactions.begin(workspace, "test", announce=announce, timeout=5) as transactions:
        yield transactions


def add(
    workspace: Workspace,
    name: str,
    text: str,
    provenance: Provenance = NOTHING_SAID,
    *,
    replace: bool = False,
) -> None:
    """Add a Turtle text, prefix ``ex``, as the facts *name*."""
    data = f"@prefix ex: <http://example.org/> .\n{text}".encode()
    document = parse_document(data, "turtle", name=name)
    with begun(workspace) as transactions:
        plan = transactions.plan_add([(Path(f"{name}.ttl"), document)], provenance, replace=replace)
        transactions.carry_out(plan, who="tester")


@contextmanager
def killed_at(number: int) -> Iterator[list[str]]:
    """Raise `KilledError` at the step of this *number* from 1 on; yield the steps gone by."""
    steps: list[str] = []

    def reach(step: str) -> None:
        steps.append(step)
        if len(steps) == number:
            raise KilledError(step)

    before = journal.reach
    journal.reach = reach
    try:
        yield steps
    finally:
        journal.reach = before


def contents(workspace: Workspace) -> dict[str, bytes]:
    """Return all that git would see of a workspace."""
    return {
        str(path.relative_to(workspace.root)): path.read_bytes()
        for path in sorted(workspace.root.rglob("*"))
        if path.is_file() and ".lunargraph" not in path.parts
    }

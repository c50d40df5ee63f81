"""The import order of DESIGN section 3, the lean start of `query`, and honest `__all__`s."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "lunargraph"

# A module imports only from those above it; the names are files or folders of the package.
ORDER = [
    "errors",
    "namespaces",
    "resources",
    "files",
    "formats",
    "interop",
    "results",
    "stored_queries",
    "store",
    "lookup",
    "reasoning",
    "ingest",
    "validation",
    "workspace",
    "differences",
    "explaining",
    "policy",
    "health",
    "about",
    "changing",
    "graph",
    "cli",
    "__main__",
]
# The facade is handed to these, which only describe it: they name its type and no more.
ONLY_FOR_TYPES = {("about", "graph"), ("changing", "graph"), ("health", "graph")}


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            base = node.module
            found |= {f"{base}.{alias.name}" for alias in node.names} | {base}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.startswith("lunargraph.")}


def test_every_module_has_its_place() -> None:
    rooms = {room(path) for path in sources()} - {"__init__"}
    assert rooms == set(ORDER)


@pytest.mark.parametrize("path", sources(), ids=module_name)
def test_a_module_imports_only_from_those_above_it(path: Path) -> None:
    own = room(path)
    if own == "__init__":  # the package itself offers the facade
        return
    for name in imports(ast.parse(path.read_text("utf-8"))):
        other = name.split(".")[1]
        if other in ORDER and (own, other) not in ONLY_FOR_TYPES:
            assert ORDER.index(other) <= ORDER.index(own), f"{own} imports {name}"


@pytest.mark.parametrize("path", sources(), ids=module_name)
def test_no_import_is_relative(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not [n.lineno for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level]


PROGRAMS = {"lunargraph.__main__", "lunargraph.ingest.__main__"}


@pytest.mark.parametrize("name", sorted({module_name(path) for path in sources()} - PROGRAMS))
def test_all_lists_what_is_there(name: str) -> None:
    module = importlib.import_module(name)
    listed = module.__all__
    assert len(set(listed)) == len(listed)
    assert [entry for entry in listed if not hasattr(module, entry)] == []


def test_query_starts_without_the_heavy_libraries(graph_cache: Path) -> None:
    script = (
        "import sys; from lunargraph.cli import run; "
        "code = run(['query', 'accords-signatories', '--format', 'csv']); "
        "heavy = {'rdflib', 'owlrl', 'pyshacl', 'duckdb'} & set(sys.modules); "
        "sys.exit(f'imported {sorted(heavy)}' if heavy else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={"LUNARGRAPH_CACHE": str(graph_cache), "PATH": ""},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("state,signedOn")


def test_a_plain_query_starts_without_click(graph_cache: Path) -> None:
    script = (
        "import sys; from lunargraph.cli import run; "
        "run(['query', 'missions', '--format', 'csv', '-o', '/dev/null']); "
        "sys.exit('click' in sys.modules)"
    )
    environment = {"LUNARGRAPH_CACHE": str(graph_cache), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    assert done.returncode == 0

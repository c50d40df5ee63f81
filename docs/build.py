"""Write the reference pages below ``docs/reference`` from what the project itself says.

``python docs/build.py`` writes them; with ``--check`` a page that is not up to date is a finding.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import click
import pages
import policy_book
from pyoxigraph import Literal, NamedNode

from lunargraph import LunarGraph, resources
from lunargraph.cli.app import COMMANDS, lunargraph
from lunargraph.files import write_atomically
from lunargraph.formats import load_quads
from lunargraph.namespaces import LG, ONTOLOGY, PREFIXES, compact
from lunargraph.reasoning.rules import RULES

HERE = Path(__file__).parent / "reference"
EXIT_CODES = """Every command ends with one of these exit codes: **0** fine; **1** findings
(violations, contradictions, a statement that does not hold); **2** wrong usage; **3** it could not
run (an unreadable file, a server that is gone)."""
TESTS = Path(__file__).parent.parent / "tests"
CARRIED_OUT = {
    "same": "one representative for each set of equal things, and all names on the way out",
    "axiom": "what is known without a premise",
    "value": "the value spaces of literals",
}
KINDS = {
    "owl:Class": "class",
    "owl:ObjectProperty": "object property",
    "owl:DatatypeProperty": "datatype property",
}
SHOWN = {
    "rdfs:subClassOf": "below",
    "rdfs:subPropertyOf": "below",
    "rdfs:domain": "domain",
    "rdfs:range": "range",
    "owl:inverseOf": "inverse of",
    "skos:example": "example",
    "skos:scopeNote": "note",
    "dcterms:source": "source",
}


def commands() -> str:
    """Return the help of every command."""
    parts = ["# Commands", "", "Made by `make docs` from the program itself.", "", EXIT_CODES]
    parent = click.Context(lunargraph, info_name="lunargraph", max_content_width=96)
    parts += ["", "```text", lunargraph.get_help(parent), "```"]
    for name in COMMANDS:
        command = lunargraph.get_command(parent, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=parent, max_content_width=96)
        parts += ["", f"## {name}", "", "```text", command.get_help(context), "```"]
        if isinstance(command, click.Group):
            parts += _subcommands(command, context)
    return "\n".join(line.rstrip() for line in "\n".join(parts).splitlines()) + "\n"


def _subcommands(group: click.Group, parent: click.Context) -> list[str]:
    parts = []
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=parent, max_content_width=96)
        heading = f"### {parent.info_name} {name}"
        parts += ["", heading, "", "```text", command.get_help(context), "```"]
    return parts


def queries() -> str:
    """Return what each stored query asks, answers and takes, by theme."""
    themes = defaultdict(list)
    for query in LunarGraph.queries().values():
        themes[query.theme].append(query)
    parts = ["# Stored queries", "", "Made by `make docs` from the headers of `queries/*/*.rq`."]
    for theme in sorted(themes):
        parts += ["", f"## {theme}"]
        for query in sorted(themes[theme], key=lambda each: each.name):
            parts += ["", f"### {query.name}", "", query.question, "", f"Answers: {query.answers}."]
            for parameter in query.parameters.values():
                need = "required" if parameter.required else "optional"
                parts.append(
                    f"\n- `{parameter.name}` ({parameter.type}, {need}): {parameter.about}"
                )
    return "\n".join(parts) + "\n"


def rules() -> str:
    """Return every rule of OWL 2 RL with its sentence, how it is carried out, and its test."""
    cases = tomllib.loads((TESTS / "reasoning" / "rules.toml").read_text("utf-8"))
    parts = [(HERE.parent / "parts" / "rules.md").read_text("utf-8").rstrip()]
    for rule in RULES:
        case = cases[rule.name]
        parts += ["", f"### {rule.name}", "", f"{rule.says[0].upper()}{rule.says[1:]}."]
        follows = "*false*" if rule.is_false else " . ".join(f"`{each}`" for each in rule.head)
        body = " . ".join(f"`{each}`" for each in rule.body) or "nothing"
        parts += ["", f"- From {body}", f"- follows {follows or 'a statement about values'}"]
        if rule.how != "join":
            parts.append(f"- carried out by {CARRIED_OUT[rule.how]}")
        near = "no contradiction" if rule.is_false else "does not follow"
        so = "a contradiction" if rule.is_false else f"follows: {case['follows']}"
        parts += [
            "",
            "```turtle",
            f"{case['given']}",
            f"# {so}",
            f"# {near}: {case['near']}",
            "```",
        ]
    return "\n".join(parts) + "\n"


def ontology() -> str:
    """Return every term with its kind, definition, axioms and source, by module."""
    parts = [
        "# Ontology terms",
        "",
        "Made by `make docs` from `ontology/*.ttl`. Terms have the prefix `lg`, "
        f"`{LG}`; see the [guide](../ontology.md) for how they fit together.",
    ]
    for path in resources.ontology_files():
        if path.parent.name == "alignments" or path.stem == "lunargraph":
            continue
        said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in load_quads(path):
            if isinstance(quad.subject, NamedNode):
                said[quad.subject.value][compact(quad.predicate.value)].append(_shown(quad.object))
        parts += ["", f"## {path.stem}", "", said[ONTOLOGY + path.stem]["skos:definition"][0] + "."]
        for iri in sorted(said):
            if iri.startswith(LG):
                parts += _term(compact(iri), said[iri])
        parts += _concepts(said)
    return "\n".join(parts) + "\n"


def context() -> str:
    """Return the JSON-LD context of the ontology: a name and, where one is known, a type a term."""
    terms: dict[str, object] = {"@version": 1.1, **PREFIXES}
    for path in resources.ontology_files():
        quads = load_quads(path)
        ranges = {q.subject: q.object for q in quads if compact(q.predicate.value) == "rdfs:range"}
        for quad in quads:
            iri, kind = quad.subject, quad.object
            if not (isinstance(iri, NamedNode) and isinstance(kind, NamedNode)):
                continue
            name = iri.value.removeprefix(LG)
            if compact(quad.predicate.value) != "rdf:type" or name == iri.value:
                continue
            if compact(kind.value) == "owl:Class":
                terms[name] = f"lg:{name}"
            elif compact(kind.value) == "owl:ObjectProperty":
                terms[name] = {"@id": f"lg:{name}", "@type": "@id"}
            elif compact(kind.value) in {"owl:DatatypeProperty", "owl:AnnotationProperty"}:
                value = ranges.get(iri)
                typed = isinstance(value, NamedNode) and not value.value.endswith("#string")
                definition = {"@id": f"lg:{name}"}
                if typed and isinstance(value, NamedNode):
                    definition["@type"] = compact(value.value)
                terms[name] = definition
    ordered = dict(sorted(terms.items()))
    return json.dumps({"@context": ordered}, indent=2, ensure_ascii=False) + "\n"


def book() -> str:
    """Return the policy book as Markdown."""
    return pages.markdown(policy_book.blocks(LunarGraph.open()))


def printed_book() -> str:
    """Return the policy book as one HTML file."""
    return pages.html(policy_book.TITLE, policy_book.blocks(LunarGraph.open()))


def _shown(term: object) -> str:
    if isinstance(term, Literal):
        return term.value
    return f"`{compact(term.value)}`" if isinstance(term, NamedNode) else ""


def _term(name: str, said: dict[str, list[str]]) -> list[str]:
    kind = next((word for iri, word in KINDS.items() if f"`{iri}`" in said["rdf:type"]), "term")
    lines = ["", f"### {name}", "", f"*{kind}*: {'; '.join(said['skos:definition'])}.", ""]
    for predicate, word in SHOWN.items():
        values = sorted(filter(None, said.get(predicate, [])))
        if values:
            lines.append(f"- {word}: {', '.join(values)}")
    return lines


def _concepts(said: dict[str, dict[str, list[str]]]) -> list[str]:
    schemes: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(said):
        for scheme in said[iri].get("skos:inScheme", []):
            schemes[scheme].append(f"- `{compact(iri)}`: {said[iri]['skos:definition'][0]}")
    lines = []
    for scheme in sorted(schemes):
        about = said[scheme.strip("`").replace("lgi:", PREFIXES["lgi"])]
        lines += ["", f"### {scheme.strip('`')}", "", about["skos:definition"][0] + ":", ""]
        lines += schemes[scheme]
    return lines


def main(arguments: list[str]) -> int:
    """Write the pages, or check them; return the exit code."""
    contents = {
        "commands.md": commands,
        "context.jsonld": context,
        "ontology.md": ontology,
        "queries.md": queries,
        "policy-book.html": printed_book,
        "policy-book.md": book,
        "../rules.md": rules,
    }
    HERE.mkdir(exist_ok=True)
    stale = 0
    for name, make in contents.items():
        path, text = HERE / name, make().encode()
        if path.exists() and path.read_bytes() == text:
            continue
        stale += 1
        if "--check" in arguments:
            sys.stderr.write(f"docs/reference/{name} is stale; run `make docs`\n")
        else:
            write_atomically(path, text)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

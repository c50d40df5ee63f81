#!/bin/sh
# What `make demo` shows: build the graph, ask it, export it, validate facts against it.
set -eu
LUNARGRAPH="${BIN:-.venv/bin}/lunargraph"
mkdir -p demo

show() { printf '\n$ lunargraph'; printf ' %s' "$@"; printf '\n'; "$LUNARGRAPH" "$@"; }

echo "Building the graph: reading the ontology and the records, reasoning, storing."
show info --format table
echo
echo "Who is in both the Artemis Accords and the ILRS, since when, says who?"
show query double-members --format table
echo
echo "Which lunar samples changed hands? Approval, signature and receipt are different days."
show query sample-transfers --format table
echo
echo "The whole graph as Turtle: the same graph gives the same bytes."
show export --format turtle -o demo/lunargraph.ttl
wc -l demo/lunargraph.ttl
echo
echo "New facts are checked against all that is known. A good file:"
show validate examples/good.ttl
echo
echo "And a bad one (exit code 1 is expected):"
show validate examples/bad.ttl || test $? -eq 1

cat <<'TEXT'

What to try next:
  .venv/bin/lunargraph query --list                          the questions it can answer
  .venv/bin/lunargraph query mission -p mission=change-6     all that is known of a mission
  .venv/bin/lunargraph query sources-of -p about=loan-osaka  who says so, and how sure it is
  .venv/bin/lunargraph sparql 'SELECT ?m WHERE { ?m a lg:FarSideMission }'
  docs/tutorial.md                                           the whole tour
TEXT

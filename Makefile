# `make demo` and `make test` are all a newcomer needs: each sets up what it uses.
# All packages are fetched once into .venv/wheels, so that later runs, and the test that installs
# the wheel into an environment of its own, need no network.

PYTHON ?= python3
BIN := .venv/bin
WHEELS := .venv/wheels
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
JOBS ?= auto

.PHONY: demo test test-all lint fmt data docs bench clean

demo: .venv/demo.stamp
	@BIN=$(BIN) sh examples/demo.sh

test: .venv/dev.stamp
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(PYTEST)

# The same tests, which look at several times as much of what they choose or generate.
test-all: export LUNARGRAPH_THOROUGH = 4
test-all: test

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lunargraph fmt --check ontology/*.ttl ontology/alignments/*.ttl benchmarks/templates/*.ttl data/*/graph.trig queries/*/*.rq queries/*.trig
	$(BIN)/python -m lunargraph.ingest --check
	$(BIN)/python docs/build.py --check

fmt: .venv/dev.stamp
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format --quiet .
	$(BIN)/lunargraph fmt ontology/*.ttl ontology/alignments/*.ttl benchmarks/templates/*.ttl data/*/graph.trig queries/*/*.rq queries/*.trig

data: .venv/dev.stamp
	$(BIN)/python -m lunargraph.ingest

docs: .venv/dev.stamp
	$(BIN)/python docs/build.py

bench: .venv/bench.stamp
	$(BIN)/python benchmarks/cold_query.py
	$(BIN)/python benchmarks/closure.py $(BENCH)

clean:
	rm -rf .venv demo build dist

.venv/bin/python:
	@echo "making .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "lunargraph needs Python 3.11 or later")'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "install python3-venv, or name another PYTHON=..."; exit 1; }

# Wheels of the dependencies first, then everything from them, without the network.
.venv/demo.stamp: pyproject.toml | .venv/bin/python
	@echo "fetching and installing the packages (once)"
	@$(PIP) wheel --wheel-dir $(WHEELS) hatchling editables -e .
	@$(PIP) install --no-index --find-links $(WHEELS) -e .
	@touch $@

.venv/dev.stamp: pyproject.toml | .venv/bin/python
	@echo "fetching and installing the packages for development (once)"
	@$(PIP) wheel --wheel-dir $(WHEELS) hatchling editables -e '.[dev]'
	@$(PIP) install --no-index --find-links $(WHEELS) -e '.[dev]'
	@touch $@ .venv/demo.stamp

# What the benchmarks compare with, in an environment of its own; one that cannot be had is named.
.venv/bench.stamp: benchmarks/peers/requirements.txt .venv/dev.stamp
	@echo "fetching and installing the peers (once)"
	@$(PYTHON) -m venv .venv/bench
	@while read -r peer; do \
	  .venv/bench/bin/python -m pip --disable-pip-version-check --quiet install "$$peer" \
	    || echo "could not install $$peer" >&2; \
	done < $<
	@touch $@

# Everything is done from here. `make help` says what there is.
# A fresh machine needs python3.11 (with venv), git and make; the race suite also Java 17 and Node 20.

PYTHON ?= python3.11
PY := .venv/bin/python
ADVANCE ?= 24h
ARGS ?=
# In this order: what is shipped decides the versions of the rest.
LOCKED := requirements requirements-dev local/requirements-ministack

.DEFAULT_GOAL := help
.PHONY: help setup run reset clock stories test race soak bench lint format types openapi reference package lock check

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.stamp ## Make .venv with every pinned requirement (again when one changes)

run: setup ## Run the whole cloud on this machine, tell the first story, stay up until Ctrl-C
	@exec $(PY) -m local.run

reset: ## Forget the local cloud's data (stop `make run` first)
	@$(PYTHON) -m local.reset

clock: setup ## Move the local cloud's clock forward: make clock ADVANCE=24h
	@$(PY) -m local.advance $(ADVANCE)

stories: setup ## Tell every story, each on a fresh local cloud; fails when a promise is broken
	@exec $(PY) -m local.stories $(ARGS)

test: setup .local/node/.stamp ## Run every test but the soak: make test ARGS='-k coupons'
	$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

race: setup ## Run the race suite alone, on the real DynamoDB Local engine (Java 17, Node 20)
	$(PY) -m pytest tests/race $(ARGS)

soak: setup ## Run the races, state machines and crash sweeps for minutes
	$(PY) -m pytest tests/race tests/crash tests/stateful -m soak $(ARGS)

bench: setup ## Measure what we claim; prints a table
	$(PY) -m benchmarks $(ARGS)

lint: setup ## Check style, and the packaged template with cfn-lint
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m infra.package
	.venv/bin/cfn-lint -r us-east-1 cn-north-1 -t dist/template.yaml

format: setup ## Put the source into the one style
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: setup ## Check types, strictly
	$(PY) -m mypy

openapi: setup ## Write docs/openapi.json from the routes
	$(PY) -m infra.openapi

reference: setup ## Write docs/reference and events/facts from what the rooms declare
	$(PY) -m infra.reference

lock: setup ## Write the pins and hashes of requirements*.txt from requirements*.in (a version changes in an .in file alone)
	@for name in $(LOCKED); do \
	  echo "$$name.in -> $$name.txt"; \
	  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --custom-compile-command 'make lock' $$name.in --output-file $$name.txt || exit 1; \
	done

package: setup ## Make dist/: what CloudFormation deploys, checked in a clean interpreter
	$(PY) -m infra.package

check: lint types test stories ## Everything that must be green before a merge

.venv/.stamp: requirements-dev.txt
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) with venv is missing. Debian, Ubuntu: apt-get install python3.11 python3.11-venv; or say which: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# The official Node library of WeCom's callback encryption, a peer in tests/contract, which skips without it.
.local/node/.stamp:
	@mkdir -p .local/node
	@if command -v npm >/dev/null; then npm install --silent --no-fund --no-audit --prefix .local/node @wecom/crypto@1.0.1; \
	else echo "npm is missing: the tests that need Node or Java are skipped (Debian, Ubuntu: apt-get install nodejs npm openjdk-17-jre-headless)"; fi
	@touch $@

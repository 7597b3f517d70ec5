# Everything a contributor types. Nothing is needed beforehand but Python 3.11 or newer, git and make.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
DEMO := build/bistro
SITE := build/site
DEMO_INPUTS := generator blueprints partials samples
JUDGES := helm helm3 buf spectral redocly kubernetes-validate sarif-schema yaml-language-server

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: install
install: run-environment ## put the msgen command into .venv/bin

.PHONY: demo
demo: run-environment ## generate the sample system and start it (CHECK=1: check it and stop)
	@if [ ! -e $(DEMO)/.msgen/lock.json ] || [ -n "$$(find $(DEMO_INPUTS) -type f ! -path '*/__pycache__/*' \
	    -newer $(DEMO)/.msgen/lock.json -print -quit)" ]; then \
	    rm -rf $(DEMO); .venv/bin/msgen new $(DEMO) --sample bistro --yes; fi
	$(if $(CHECK),.venv/bin/python tools/demo_check.py $(DEMO),.venv/bin/msgen up $(DEMO))

.PHONY: test
test: dev-environment ## run every check: style, types, imports, tests
	@.venv/bin/python tools/gate.py

.PHONY: lint
lint: dev-environment ## run the checks that execute nothing
	@.venv/bin/python tools/gate.py static

.PHONY: format
format: dev-environment ## put the code into shape
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

.PHONY: soak
soak: dev-environment ## kill a thousand updates, try ten thousand, and see that nothing is lost (MSGEN_SOAK=N: N updates)
	.venv/bin/pytest -m soak tests/merging
	@.venv/bin/python tools/update_figures.py

.PHONY: verify
verify: dev-environment ## hold the generated sample against helm, buf, spectral and other outside judges
	@tools="$$(tools/install $(JUDGES))"; PATH="$$tools:$$PATH" MSGEN_JUDGES="$(JUDGES)" \
	    .venv/bin/pytest tests/verify tests/contracts

.PHONY: site
site: docs-environment ## build the documentation into build/site; a link that leads nowhere is an error
	@build/docs-environment/bin/python tools/site/build.py $(SITE)

.PHONY: site-pictures
site-pictures: site ## show the documentation as a browser does, in build/site-pictures (needs Chromium)
	@build/docs-environment/bin/python tools/site/pictures.py

.PHONY: pins
pins: dev-environment ## resolve the dependencies of generated services anew
	PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/python tools/pins/resolve.py

.PHONY: requirements
requirements: ## resolve msgen's own dependencies (UPGRADE=1: take newer releases)
	tools="$$(tools/install uv)"; PATH="$$tools:$$PATH" PYTHONPATH=generator \
	    $(PYTHON) tools/pins/requirements.py $(if $(UPGRADE),--upgrade)

.PHONY: benchmarks
benchmarks: dev-environment ## measure the targets of docs/performance.md
	@failed=0; for name in startup lint generation update route up; do .venv/bin/python "benchmarks/$$name.py" || failed=1; done; exit $$failed

.PHONY: clean
clean: ## remove what the other targets made, the environment included
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

.PHONY: run-environment dev-environment docs-environment
run-environment dev-environment docs-environment: %-environment: interpreter
	@$(PYTHON) tools/environment.py $*

.PHONY: interpreter
interpreter:
	@[ -n "$(PYTHON)" ] || { echo 'msgen needs Python 3.11 or newer; install one, or name it: make PYTHON=...' >&2; exit 3; }

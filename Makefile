# Certkeeper. `make help` lists what is here; every target first makes the environments that it needs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# What the functions run on: RUNTIME=python3.12 ARCHITECTURE=x86_64, or what the stack has, or the template's defaults.
platform = $(if $(RUNTIME),--runtime "$(RUNTIME)") $(if $(ARCHITECTURE),--architecture "$(ARCHITECTURE)")
STACK ?= certkeeper

bin := .venv/bin
python := $(bin)/python
# Tests of what is written: words, docstrings, links, commands, sizes. They are gates, and run once.
documents := tests/architecture/repository tests/architecture/documents
# Warnings are errors, among them a link to a file or an anchor that is not there.
sphinx := $(python) -m sphinx -q --fail-on-warning --jobs auto -c docs

.PHONY: help setup demo up down dns inbox test pythons check docs generate format bench search fuzz soak build deploy delete probe lock pictures screenshots clean

help: ## Show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

setup: ## Make the environments, unless they are current (PYTHON=path chooses the interpreter)
	@interpreter=$$(sh infra/bootstrap/interpreter.sh) && "$$interpreter" -m infra.bootstrap

demo: setup ## Order, verify and issue a certificate on this machine, with everything deployed from the template
	@$(python) -m infra.local.demo

up: setup ## Start the local world, leave it running, and print how to call it
	@$(python) -m infra.local.up

down: setup ## Stop the local world
	@$(python) -m infra.local.down

# As with SET below: the values go through the environment as they were written, with dashes, quotes and dollar signs.
dns: export RECORD_NAME = $(value NAME)
dns: export RECORD_TYPE = $(value TYPE)
dns: export RECORD_VALUE = $(value VALUE)
dns: setup ## Set a record in the running world's DNS: make dns NAME=... TYPE=TXT VALUE=... (no VALUE removes)
	@$(python) -m infra.local.dns.set_record "$$RECORD_NAME" "$$RECORD_TYPE" "$$RECORD_VALUE"

inbox: setup ## Show the notices that SNS has delivered in the running world
	@$(python) -m infra.local.inbox

test: check ## The gates, then every test (ARGS="-k name" narrows the tests)
	@$(python) -m infra.bootstrap.chromium >/dev/null || echo "The tests of the page are skipped."
	$(python) -m pytest $(addprefix --ignore=,$(documents)) $(ARGS)

pythons: setup ## The quick tests on each other supported Python that is found here (about two minutes for each, on two cores)
	@$(python) -m infra.bootstrap.every_python $(ARGS)

check: setup ## The gates: generated files, format, lint, types, imports, the template, the page, documents, words
	@$(python) -m tools.generate --check
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/cfn-lint template.yaml infra/access.yaml infra/deployer.yaml
	$(sphinx) -b dummy -d .build/site-check . .build/site-check/none
	@$(python) -m tools.page
	$(python) -m pytest -q $(documents)

docs: setup ## Build the site of the documentation, and say where it is
	$(sphinx) -b html -d .build/site-pages . .build/site
	@echo "Open .build/site/index.html in a browser."

# Twice: docs/reference/command-line.md is made from the program, which imports the words that the first run writes.
generate: setup ## Write all files that are generated: the API's contract, events, words, settings, the template
	@$(python) -m tools.generate
	@$(python) -m tools.generate

format: setup ## Format, and fix what the linter can fix
	$(bin)/ruff format .
	$(bin)/ruff check --fix .

bench: setup ## Count what uploads, DNS, an issuance, sweeps, a year, a flood, the list and cold starts cost (needs valgrind; ARGS=cold-starts for one table; BEFORE=commit compares)
	@$(python) -m tools.bench $(if $(BEFORE),--before "$(BEFORE)") $(ARGS)

search: setup ## Search for new counterexamples to the properties in the tests (ARGS="tests/unit/domain" narrows it)
	$(python) -m pytest --hypothesis-profile=searching $(or $(ARGS),tests/unit)

fuzz: setup ## Upload 100,000 mutated files to the reader, for minutes (ARGS="--inputs 1000 --seed 1" narrows it)
	$(python) -m tools.fuzz $(ARGS)

soak: setup ## Simulate a year of 10,000 certificates in minutes (ARGS="--certificates 1000 --seed 1" narrows it)
	$(python) -m tools.soak $(ARGS)

build: setup ## Build for Lambda, for RUNTIME and ARCHITECTURE, from any machine (UNCOMPILED=1: also without the runtime's Python)
	@$(python) -m infra.deploy.build $(platform)

# SET goes through the environment as it was written: its quotes are read by the program, not by the shell.
deploy: export CERTKEEPER_SET = $(value SET)
deploy: setup ## Build, and deploy to your AWS account: asks for new parameters (SET="Name=value" changes some, STACK=name, ARGS go to sam)
	@$(python) -m infra.deploy --stack="$(STACK)" $(platform) -- $(ARGS)

delete: setup ## Delete the stack STACK from your AWS account: shows what goes, what stays and costs, and asks (YES=1 and CONFIRM=name for scripts)
	@$(python) -m infra.deploy.delete --stack="$(STACK)" $(if $(YES),--yes) $(if $(CONFIRM),--confirm="$(CONFIRM)") $(ARGS)

probe: setup ## Try in your AWS account what no emulator can say, and print a report (STACK=name; ARGS=--write orders and uploads too)
	@$(python) -m infra.probe --stack="$(STACK)" $(ARGS)

lock: setup ## Compile pyproject.toml to the hashed requirements (ARGS=--upgrade takes newer releases)
	$(python) -m infra.bootstrap.lock $(ARGS)
	@$(MAKE) setup

pictures: setup ## Render the Mermaid sources in docs/design to docs/images (needs npm, and Chromium as the tests do)
	@$(python) -m tools.pictures $(ARGS)

screenshots: setup ## Take the pictures of the page for the README (needs Chromium; as root it is installed)
	@$(python) -m tools.screenshots

clean: ## Remove what make has made: environments, layers, caches
	rm -rf .venv .build .aws-sam .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

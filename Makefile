# Everything a day's work needs. `make` lists the targets; only Python 3.11 or later and make itself have to be there.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
BIN := .venv/bin

.PHONY: help setup run quick test faults fuzz bench screenshots pictures check lint format lock audit

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/installed ## Install everything into .venv (the others do it by themselves)

.venv/installed: requirements-dev.lock
	@.ci/setup

run: .venv/installed ## Start the site with its worker and services; takes up changed code; Ctrl-C ends all of it
	@exec $(PYTHON) manage.py run

quick: .venv/installed ## Run the fast tests: what is pure, and the rules of the repository (half a minute)
	@QUICK=1 $(PYTHON) -m pytest tests/unit tests/repository --numprocesses auto --maxprocesses 4 -q -m "not slow"

test: .venv/installed ## Run every check and every test
	@$(MAKE) --no-print-directory check
	@echo "== Tests"
	@$(PYTHON) -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup -m "not serial"
	@echo "== Tests that need the machine to themselves"
	@$(PYTHON) -m pytest -m serial --ignore tests/faults
	@echo "== Faults, one of each (make faults: twenty)"
	@$(PYTHON) -m pytest tests/faults

faults: .venv/installed ## Hurt a running import in every way at 20 moments each (over an hour); FAULT_POINTS, FAULT_SEED, ONLY=kill_9
	@FAULT_LONG=1 FAULT_POINTS=$(or $(FAULT_POINTS),20) $(PYTHON) -m pytest tests/faults -k "$(ONLY)"

fuzz: .venv/installed ## Damage files in every way and read them (a minute); SECONDS=900 SEED=7 REPLAY=.local/fuzz/<file>
	@SECONDS=$(SECONDS) SEED=$(SEED) REPLAY=$(REPLAY) $(PYTHON) -m tests.fuzz

bench: .venv/installed ## Measure speed and memory (some minutes); ROWS=1000000 for a million rows
	@exec $(PYTHON) -m tests.benchmarks

screenshots: .venv/installed ## Take each page and state in light, dark and phone width into .local/screenshots; ONLY=people for some
	@SCREENSHOTS=.local/screenshots ONLY=$(ONLY) $(PYTHON) -m pytest tests/browser/test_every_page.py -q

pictures: .venv/installed ## Renew the pictures of README.md and docs/: the ten steps and three pages, as they look now
	@PICTURES=docs/pictures $(PYTHON) -m pytest tests/browser/test_pictures.py -q

audit: .venv/installed ## Look the locked packages up among known vulnerabilities (needs the network)
	@exec $(PYTHON) -m tests.audit

check: .venv/installed ## Run linters, types and import directions (fast)
	@echo "== Style (ruff)"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "== Templates (djlint)"
	@$(BIN)/djlint --quiet --lint templates
	@echo "== Import directions (import-linter)"
	@$(BIN)/lint-imports --no-logo
	@echo "== Types (mypy)"
	@$(BIN)/mypy
	@echo "== Migrations"
	@$(PYTHON) manage.py makemigrations --check --dry-run

lint: .venv/installed ## Mend what the linters can mend by themselves
	@$(BIN)/ruff check --fix .

format: .venv/installed ## Format the Python code
	@$(BIN)/ruff check --fix --select I .
	@$(BIN)/ruff format .

lock: ## Renew the locks after a change of pyproject.toml (needs uv); LOCK=--upgrade for newer versions
	uv pip compile pyproject.toml --all-extras -o requirements.lock $(LOCKED)
	uv pip compile pyproject.toml --all-extras --group dev -o requirements-dev.lock $(LOCKED)
	uv pip compile --group bench -o requirements-bench.lock --constraints requirements-dev.lock $(LOCKED) $(BESIDE)
LOCKED := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $(LOCK)
BESIDE := $(addprefix --no-emit-package ,django asgiref sqlparse tzdata) # they are in .venv

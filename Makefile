# Everything a day's work needs. `make` lists the targets; only Python 3.11 or later and make itself have to be there.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
BIN := .venv/bin

.PHONY: help setup run test check lint format lock

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/installed ## Install everything into .venv (the others do it by themselves)

.venv/installed: requirements-dev.lock
	@.ci/setup

run: .venv/installed ## Start the site with its worker and services; Ctrl-C ends all of it
	@exec $(PYTHON) manage.py run

test: .venv/installed ## Run every check and every test
	@$(MAKE) --no-print-directory check
	@echo "== Tests"
	@$(PYTHON) -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup -m "not serial"
	@echo "== Tests that need the machine to themselves"
	@$(PYTHON) -m pytest -m serial

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
	uv pip compile pyproject.toml -o requirements.lock $(LOCKED)
	uv pip compile pyproject.toml --group dev -o requirements-dev.lock $(LOCKED)
LOCKED := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $(LOCK)

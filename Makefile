# Everything a developer needs, on a machine that has only Python (3.11 or later) and make.
# Another interpreter: make test PYTHON=python3.12

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/installed.stamp
# A few test processes: more only cost start-up time; the long tests stand together, so whoever is free takes from
# the others. One, with a debugger: make test PYTEST_FLAGS=
PYTEST_FLAGS ?= --numprocesses=auto --maxprocesses=4 --dist=worksteal
# What to change in the lock: make lock LOCK_FLAGS=--upgrade, or LOCK_FLAGS="--upgrade-package lark"
LOCK_FLAGS   ?=
PIP     := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/python -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header $(LOCK_FLAGS)

.DEFAULT_GOAL := help
.PHONY: help install test test-long test-packaging demo bench fmt lock clean

help: ## show this help
	@echo "make <target> [PYTHON=python3]"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' Makefile

install: $(STAMP) ## make or refresh .venv from the lock file, with the project as an editable install

test: $(STAMP) ## lint, format check, type check, tests, and the worked cases of the regulations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest $(PYTEST_FLAGS)
	$(BIN)/ajx test

# pytest exits with 5 when no test was collected; a project without long-running tests is not broken.
test-long: $(STAMP) ## the long-running tests (marker "long"), but for those of packaging
	$(BIN)/pytest $(PYTEST_FLAGS) -m long --ignore=tests/packaging || test $$? -eq 5

test-packaging: $(STAMP) ## the built wheel, the editable install and the plain checkout, each in an environment of its own
	$(BIN)/pytest -m long tests/packaging

# The example ledger holds breaches, so the check inside exits with 1; anything else is a failure.
demo: $(STAMP) ## check the example ledger and show the report
	@$(BIN)/ajx check examples/gd-insurer.json --as-of 2026-11-23; code=$$?; \
	test $$code -eq 1 || { echo "make demo: ajx check exited with $$code, expected 1 (breaches found)" >&2; exit 1; }

bench: $(STAMP) ## measure start-up, compilation and checking
	$(BIN)/python benchmarks/run.py

fmt: $(STAMP) ## format the code and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: | $(BIN)/python ## write the lock files from pyproject.toml (LOCK_FLAGS=--upgrade for new versions)
	$(PIP) install "uv>=0.5"
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraints requirements.lock --output-file requirements-dev.lock

clean: ## remove .venv, caches and build products
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -type d -name __pycache__ -prune -exec rm -rf {} +

$(STAMP): requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --requirement requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Python 3.11 or later is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

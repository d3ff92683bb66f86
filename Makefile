# Two commands for a newcomer: `make demo` runs the main job, `make test` proves it. Each builds .venv first.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := build/demo.db

.PHONY: demo test setup fast rules bench docs clean

demo: $(STAMP)
	@bash .ci/demo $(BIN) $(DEMO)

test: $(STAMP)
	@bash .ci/test $(BIN)

setup: $(STAMP)

$(STAMP): pyproject.toml .ci/setup
	@bash .ci/setup $(PYTHON) $(VENV)
	@touch $(STAMP)

fast: $(STAMP)   ## the tests without notebooks and packaging, for a quick look while working
	$(BIN)/python -m pytest -q -n auto -m "not slow"

rules: $(STAMP)  ## check the proof of every rule
	$(BIN)/vanban rules check

bench: $(STAMP)  ## print speed figures; nothing here is a test
	$(BIN)/python benchmarks/rules_speed.py
	$(BIN)/python benchmarks/pdf_speed.py

docs: $(STAMP)   ## write the generated parts of docs/ again
	$(BIN)/python docs/build_reference.py
	$(BIN)/python docs/build_accuracy.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .import_linter_cache

# `make` lists the targets. Each of them sets up what it needs: Python 3.11 or later, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Python compiles what it imports; to compile all that was installed takes half a minute and is mostly for nothing.
INSTALL := $(BIN)/pip install --quiet --no-compile --disable-pip-version-check --constraint deployments/constraints.txt
LAKE ?= data/lake

.DEFAULT_GOAL := help
.PHONY: help demo test pytest check bench ui clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.ready ## find the campaigns in the sample lake and say where to look
	@mkdir -p $(LAKE) && cp -R data/sample/landing $(LAKE)/
	@$(BIN)/python -m flows.backfill --lake $(LAKE) --start 2026-09-07 --end 2026-09-09
	@echo
	@echo "Tables:    $(LAKE)/campaigns, members, evidence ... (Parquet; data/README.md says what each holds)"
	@echo "Gates:     $(LAKE)/_gates/index.html (open in a browser)"
	@echo "In the UI: run 'make ui', open http://127.0.0.1:4200/v2/artifacts for summaries and campaign cards"

# Types are checked, which keeps one processor busy, beside the first tests.
test: $(VENV)/.dev ## check the code and run the tests
	@$(MAKE) --no-print-directory -j 2 check pytest

pytest: $(VENV)/.dev
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 3 --dist loadfile # two processors: one of three mostly waits

check: $(VENV)/.dev ## lint, formatting and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: $(VENV)/.dev ## measure speed and memory against bare reads of the same files, land a thousand fuzzed ones, run the long tests
	@$(BIN)/python -m tests.bench
	@FUZZ_BATCHES=3 FUZZ_DAYS=10 $(BIN)/python -m pytest tests/fuzz
	@$(BIN)/python -m pytest -m long

ui: $(VENV)/.ready ## run flows from Prefect's UI on loopback, on the lake LAKE, until Ctrl-C
	@$(BIN)/python -m flows.ui --lake $(LAKE)

clean: ## remove the environment, caches and the demo's lake
	rm -rf $(VENV) data/lake *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find flows tasks tests -name __pycache__ -type d -exec rm -rf {} +

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	  { echo "Portcullis needs Python 3.11 to 3.13; name one: make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: $(VENV)/bin/pip pyproject.toml deployments/constraints.txt
	@echo "setting up the environment in $(VENV) (a minute or two the first time)"
	@$(INSTALL) --editable . && touch $@

# One run of pip for both: what a test needs holds what a demo needs.
$(VENV)/.dev: $(VENV)/bin/pip pyproject.toml deployments/constraints.txt
	@echo "setting up the environment and the tools of the tests in $(VENV) (a minute or two the first time)"
	@$(INSTALL) --editable '.[dev,phone,mysql,producers,evaluation,dask,storage]' && touch $(VENV)/.ready $@

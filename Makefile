# `make` alone lists what there is.
PYTHON ?= python3
# The corpus of `make demo` and the folder of corpora of `make eval`.
DEMO ?= examples/brannock-plant-fire
CORPORA ?= examples
HOME_DIR ?= rashomon-home
# Numbers of articles of the generated corpora of `make bench`.
SIZES ?= 100
# The Pythons that `make lock` resolves for.
PYTHONS ?= 3.11 3.12 3.13

BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check faults audit sbom format docs eval bench lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with everything, at exactly the locked versions

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; (3, 11) <= sys.version_info < (3, 14) or sys.exit("rashomon: Python %d.%d: use 3.11, 3.12 or 3.13, for example make PYTHON=python3.12" % sys.version_info[:2])'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## read the demo corpus and write a discrepancy report
	$(BIN)/rashomon run $(DEMO) --home $(HOME_DIR)

test: $(READY) ## run the tests
	$(BIN)/python -m pytest

check: $(READY) ## format, lint, strict types, import contract, docs and tests: yes or no
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tests.audit
	$(BIN)/python -m pytest

faults: $(READY) ## fifty killed runs, a reader through ten, the server's docs as written
	RASHOMON_LONG=1 $(BIN)/python -m pytest tests/flows/test_flow_faults.py tests/flows/test_flow_server_docs.py

audit: $(READY) ## is everything installed as locked, and without a known hole?
	$(BIN)/python -m tests.audit --strict

sbom: $(READY) ## write sbom.json, what all this is made of (CycloneDX)
	$(BIN)/python -m tests.sbom sbom.json

format: $(READY) ## format the code and order its imports
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY) ## write docs/schema.md from the comments of the warehouse
	$(BIN)/python -m tests.schema_page docs/schema.md

eval: $(READY) ## score the conflicts against gold files: make eval CORPORA=folder
	$(BIN)/python -m tests.eval $(CORPORA)

bench: $(READY) ## time stages and whole runs: make bench SIZES=100,1000
	$(BIN)/python -m tests.bench --sizes $(SIZES)

lock: ## resolve requirements.lock anew, under each Python of PYTHONS
	@dir=$$(mktemp -d) && pairs= && for v in $(PYTHONS); do \
	  python$$v -m venv $$dir/$$v && $$dir/$$v/bin/pip install --quiet pip-tools && \
	  { [ ! -f $$dir/last ] || cp $$dir/last $$dir/$$v.txt; } && \
	  $$dir/$$v/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	    --output-file $$dir/$$v.txt pyproject.toml requirements-dev.in >/dev/null && \
	  cp $$dir/$$v.txt $$dir/last && pairs="$$pairs $$v=$$dir/$$v.txt" || exit 1; done && \
	$(PYTHON) -m tests.lock $$pairs > requirements.lock.new && mv requirements.lock.new requirements.lock

clean: ## remove what make made, but never a home
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache

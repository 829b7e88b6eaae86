# Needs Python 3.11 or newer and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup demo run test check bench soak mutants docs lock clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $(READY)

demo: setup        ## the tour, then end
	$(BIN)/orders demo --once

run: setup         ## the tour, then serve on
	$(BIN)/orders demo

test: setup        ## every test; the browser's where Chromium is found
	$(BIN)/python -m pytest --numprocesses 4 --dist loadgroup

check: setup       ## lint, types, walls, coverage
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/coverage run -m pytest --quiet --numprocesses 2 tests/unit
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

bench: setup       ## against peers and the floor; writes docs/benchmarks.md
	$(BIN)/python -m benchmarks

soak: setup        ## crashes, crowds and faults a hundred times, and laws looked at for long
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -q tests/unit/use_cases/test_life_of_cancellations.py
	ORDERS_CRASHES=400 $(BIN)/python -m pytest -q -x -rP tests/integration/crashes/test_killed_at_random.py
	ORDERS_REPEAT=100 $(BIN)/python -m pytest -q -x tests/integration/crashes tests/integration/faults

mutants: setup     ## what the tests of the cancellation policy do not notice
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt mutmut
	HYPOTHESIS_PROFILE=mutants $(BIN)/mutmut run --max-children 2

docs: setup        ## the documentation, into build/docs; warnings are errors
	$(BIN)/sphinx-build -W --keep-going -b html docs build/docs

lock: setup        ## pin what is installed now, without addresses
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --upgrade-strategy eager --editable '.[dev,spark]' mutmut
	$(BIN)/python -m pip freeze --exclude-editable --disable-pip-version-check > constraints.txt

clean:
	rm -rf .venv

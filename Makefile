# Run, test and measure SymGUI. Needs Python 3.11 to 3.14; everything else is installed into .venv.

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' \
	>/dev/null 2>&1 && echo $$p && break; done)
SCREEN := xvfb-run -a -s "-screen 0 1600x1000x24"

.PHONY: help run test lint unit verify screen-tests walk bench screenshot clean

help:
	@echo "make run [FILE=x.symgui.json]   open the window with a lesson, or with a file"
	@echo "make test                       style, types and all tests, and verify"
	@echo "make lint                       style and types only"
	@echo "make verify                     compute every published number, and compare"
	@echo "make walk [N=20000] [SEED=1]    random acts at the window, until something fails"
	@echo "make bench                      measure against the budgets"
	@echo "make screenshot                 draw docs/screenshot.png"
	@echo "make clean                      remove what make and the tests made"

run: $(VENV)/.program
	$(BIN)/symgui $(or $(FILE),--lesson hidden-layer)

test: lint unit verify screen-tests

lint: $(VENV)/.tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: $(VENV)/.tools
	$(BIN)/python -m pytest

verify: $(VENV)/.tools
	$(BIN)/python -m symgui verify

# The same window on a real (virtual) screen; left out where there is no Xvfb.
screen-tests: $(VENV)/.tools
	@if command -v xvfb-run >/dev/null; then \
		QT_QPA_PLATFORM=xcb $(SCREEN) $(BIN)/python -m pytest --screen; \
	else echo "xvfb-run is not installed: the tests that need a screen are left out"; fi

# N acts in walks of 2500, each in a process of its own. With PYTHONMALLOC=debug in the environment Python's
# memory is checked too, slower.
walk: $(VENV)/.tools
	@seed=$(or $(SEED),1); left=$(or $(N),20000); while [ $$left -gt 0 ]; do \
		$(BIN)/python tests/walk/walker.py --seed $$seed --acts $$((left < 2500 ? left : 2500)) \
			|| { echo "seed $$seed failed"; exit 1; }; \
		seed=$$((seed + 1)); left=$$((left - 2500)); done

bench: $(VENV)/.tools
	$(BIN)/python -m benchmarks

screenshot: $(VENV)/.program
	QT_QPA_PLATFORM=offscreen $(BIN)/python docs/screenshot.py

clean:
	rm -rf $(VENV) build dist artifacts .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "SymGUI needs Python 3.11 to 3.14 with its venv module" \
		"(Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.program: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tools: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.program

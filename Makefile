# The two commands: make run, make test. The others are for whoever works on the program.

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
PO := locale/vi/LC_MESSAGES/messages.po
SOURCES := app.py lib pages

.PHONY: run ward test check bench soak demo guides lock catalogue chromium postgresql
.DEFAULT_GOAL := run

run: .venv/installed
	$(BIN)/python -m streamlit run app.py --server.port $(PORT) $(OPTIONS)

test: .venv/installed-dev chromium postgresql
	$(BIN)/python -m pytest -n 2

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_catalogue.py

bench: .venv/installed-dev chromium
	$(BIN)/python bench/run.py

soak: .venv/installed-dev chromium postgresql
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -n 2

ward: .venv/installed
	$(BIN)/python -m lib.cli ward

demo: .venv/installed
	$(BIN)/python data/demo/generate.py

guides: .venv/installed-dev chromium
	$(BIN)/python docs/guides/make.py

lock: .venv/installed-dev
	for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-annotate --no-header --output-file $$name.txt $$name.in || exit 1; \
	done

# Without places and dates, which change with every edit and mean nothing here.
catalogue: .venv/installed
	$(BIN)/pybabel --quiet extract --keyword=N_ --sort-output --no-location --no-wrap --omit-header \
	  --output=.venv/messages.pot $(SOURCES)
	$(BIN)/pybabel --quiet update --no-wrap --no-fuzzy-matching --ignore-obsolete \
	  --locale=vi --input-file=.venv/messages.pot --output-file=$(PO)
	sed -i -E '/^"(Report-|POT-|PO-|Last-|Language-Team|Generated-)/d' $(PO)

# Each stamp is older than its lock exactly when something must be installed.
.venv/installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes \
	  -r requirements.txt
	touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes \
	  -r requirements-dev.txt
	touch $@

.venv/bin/python:
	.ci/prepare venv $(PYTHON)

chromium postgresql:
	.ci/prepare $@

# Needs only make and Python 3.11 or newer; everything else goes into .venv.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUN := $(BIN)/python
# One process a core; the tests of a file stay together, since they share what is costly to make.
# The sweep makes processes of its own and is tested alone.
PARALLEL := --numprocesses auto --dist loadfile
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: plan app test test-long lint clean
.DEFAULT_GOAL := plan

plan: .venv/installed ## Plan advance voting for Oslo 2027 on the embedded dataset
	$(RUN) -m planner.cli plan scenarios/oslo.yaml --out out/oslo --time-limit 180

app: .venv/installed ## The browser face on 127.0.0.1:$(PORT)
	$(RUN) -m streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT) --server.headless true

test: lint ## What CI runs
	$(RUN) -m pytest -m "not long" $(PARALLEL) --ignore tests/test_sweep.py
	$(RUN) -m pytest tests/test_sweep.py

test-long: .venv/installed-test ## Also what is too long for CI
	$(RUN) -m pytest -m "long or not long" $(PARALLEL) --ignore tests/test_sweep.py
	$(RUN) -m pytest tests/test_sweep.py

lint: .venv/installed-test
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(BIN)/lint-imports

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(INSTALL) --editable .
	$(RUN) -c "import pathlib; pathlib.Path('.venv/installed').touch()"

.venv/installed-test: .venv/installed
	$(INSTALL) --editable ".[test]"
	$(RUN) -c "import pathlib; pathlib.Path('.venv/installed-test').touch()"

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(p, ignore_errors=True) for p in ('.venv', 'out')]"

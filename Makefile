# make demo: a matrix and one answer. make test: all checks. Only Python, git and make are needed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SOURCES ?= $(or $(STRATEGIGRAF_SOURCES),$(wildcard ../shared/sources))

SEARCHED := $(addprefix tests/test_,turtle_format.py source_text.py matrix.py normal_form.py occurrences.py evidence.py)

.PHONY: demo test test-all bench growth docs clean

demo: $(VENV)/demo
	$(BIN)/strategigraf matrix initiative sdg-target --strategy midt-udviklingsplan-2023 --lang en
	$(BIN)/strategigraf ask "Hvilke initiativer bidrager til delmål 10.3?" --evidence

test: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/strategigraf fmt --check
	$(if $(SOURCES),$(BIN)/strategigraf check --sources "$(SOURCES)" --lang en,@echo "The source texts are not to hand: quotes are not verified (STRATEGIGRAF_SOURCES).")
	STRATEGIGRAF_SOURCES="$(SOURCES)" $(BIN)/pytest -n 2 -m "not long"

test-all: test $(VENV)/sssom
	STRATEGIGRAF_SOURCES="$(SOURCES)" $(BIN)/pytest -n 2 -m long
	HYPOTHESIS_PROFILE=search STRATEGIGRAF_SOURCES="$(SOURCES)" $(BIN)/pytest -q -n 2 -m "not long" $(SEARCHED)

bench: $(VENV)/dev
	$(BIN)/python -m benchmarks.bars
	$(if $(SOURCES),$(BIN)/python -m benchmarks.quotes "$(SOURCES)",@echo "The source texts are not to hand: no benchmark of quotes (STRATEGIGRAF_SOURCES).")

growth: $(VENV)/dev
	$(BIN)/python -m benchmarks.growth

docs: $(VENV)/dev
	$(BIN)/strategigraf ontology -o docs/ontology.md
	$(BIN)/strategigraf rules -o docs/errors.md
	STRATEGIGRAF_UPDATE_DOCS=1 $(BIN)/pytest -q tests/test_docs.py

$(VENV)/demo: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/dev: $(VENV)/demo
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

$(VENV)/sssom: $(VENV)/dev
	$(BIN)/python -m pip install --quiet --group sssom
	touch $@

clean:
	rm -rf $(VENV) dist build

# make demo: one screen that shows the idea (STRATEGIGRAF_LANG=en: in English). make shell: the command. make quick: what to run after each edit. make test: all checks. Only Python, git and make are needed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SOURCES ?= $(or $(STRATEGIGRAF_SOURCES),$(wildcard ../shared/sources))

SEARCHED := $(addprefix tests/test_,turtle_format.py source_text.py matrix.py normal_form.py occurrences.py evidence.py)

# what a developer runs after each edit
QUICK := $(addprefix tests/test_,house.py usage.py golden.py catalogue.py heading.py matrix.py standing.py coverage.py \
	hearing.py comparison.py tracing.py impact.py source_text.py sentence.py sssom.py turtle_format.py formats.py guard.py)

# without its bytecode every run would compile the package anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo shell quick test test-slow types data test-all bench growth docs clean

demo: $(VENV)/demo
	@LINES=$$(($$(tput lines) - 4)) $(BIN)/strategigraf matrix goal sdg-target --strategy midt-udviklingsplan-2023 \
		--only marks --basis named
	@printf '\n◆ pejlemaerke-8 × 10.3: '
	@$(BIN)/strategigraf show pejlemaerke-8 --format csv | grep -oE '[»“]Jf[.] delmål[^«”]*[«”]' | head -1
	@printf '> make shell; strategigraf show pejlemaerke-8\n'

# a shell in which `strategigraf` is a command; `exit` leaves it
shell: $(VENV)/demo
	@PATH="$(abspath $(BIN)):$$PATH" exec "$${SHELL:-sh}"

quick: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	STRATEGIGRAF_SOURCES="$(SOURCES)" $(BIN)/pytest -q -n 2 --dist worksteal -m "not long and not slow" $(QUICK)

# mypy works on one core, the checks of the data on the others
test: $(VENV)/dev
	$(MAKE) -j 2 types data
	STRATEGIGRAF_SOURCES="$(SOURCES)" $(BIN)/pytest -n 2 --dist worksteal -m "not long and not slow"

test-slow: $(VENV)/dev
	STRATEGIGRAF_SOURCES="$(SOURCES)" $(BIN)/pytest -n 2 --dist worksteal -m "slow and not long"

types: $(VENV)/dev
	$(BIN)/mypy

data: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/strategigraf fmt --check
	$(if $(SOURCES),$(BIN)/strategigraf check --sources "$(SOURCES)" --lang en,@echo "The source texts were not found: quotes are not verified (STRATEGIGRAF_SOURCES).")

test-all: test test-slow $(VENV)/sssom $(VENV)/spark
	STRATEGIGRAF_SOURCES="$(SOURCES)" $(BIN)/pytest -n 2 --dist worksteal -m long
	HYPOTHESIS_PROFILE=wide STRATEGIGRAF_SOURCES="$(SOURCES)" $(BIN)/pytest -q -n 2 --dist worksteal -m "not long" $(SEARCHED)

bench: $(VENV)/dev
	$(BIN)/python -m benchmarks.bars $(if $(SOURCES),--sources "$(SOURCES)")

growth: $(VENV)/dev
	$(BIN)/python -m benchmarks.growth

docs: $(VENV)/dev
	$(BIN)/strategigraf ontology -o docs/ontology.md
	$(BIN)/strategigraf rules -o docs/errors.md
	STRATEGIGRAF_UPDATE_DOCS=1 $(BIN)/pytest -q tests/test_docs.py

# without a pip of its own, and with nothing compiled that may not be needed, the first answer comes sooner
$(VENV)/demo: pyproject.toml
	@echo "$(VENV) …"
	@$(PYTHON) -m pip --version 2>/dev/null | grep -Eq '^pip (2[3-9]|[3-9][0-9])' \
		&& $(PYTHON) -m venv --without-pip $(VENV) \
		&& $(PYTHON) -m pip --python $(BIN)/python install --quiet --no-compile --disable-pip-version-check --editable . \
		|| { $(PYTHON) -m venv --clear $(VENV) && $(BIN)/python -m pip install --quiet --no-compile --editable .; }
	@touch $@

$(VENV)/dev: $(VENV)/demo
	$(BIN)/python -m ensurepip --default-pip --upgrade >/dev/null
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

$(VENV)/sssom: $(VENV)/dev
	$(BIN)/python -m pip install --quiet --group sssom
	touch $@

$(VENV)/spark: $(VENV)/dev
	$(BIN)/python -m pip install --quiet --group spark
	touch $@

clean:
	rm -rf $(VENV) dist build

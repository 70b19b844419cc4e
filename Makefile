# Two commands matter: `make run` and `make test`. Each makes .venv by itself: `make run` with what a server needs
# (requirements.lock), the others with the tools of development too (requirements-dev.lock).
PYTHON ?= python3
BIN := .venv/bin

UV ?= uv
COMPILE := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
ENCODER := $(shell grep -q '^encoder = ' pyproject.toml && echo --extra encoder)
PIP := $(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check --no-deps

.PHONY: run test quick slow check audit bench fit lock wheel format clean

run: .venv/.runtime  ## the live service when BOT_TOKEN is set, otherwise the demo
	@if [ -n "$$BOT_TOKEN" ]; then $(BIN)/protest-alerts run; else $(BIN)/protest-alerts demo; fi

test: check  ## everything CI runs
	$(BIN)/python -m pytest -m "not bench and not slow" -n 3

quick: .venv/.installed  ## under a minute: no database server, no browser, no simulator
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -q -n 2 -m "not bench and not slow and not browser" -k "not postgresql" \
		tests/rules tests/domain tests/wording tests/store

slow: .venv/.installed  ## drills that take long, and the other engine
	$(BIN)/python -m pytest -m slow -n 2

check: audit  ## the quick half: no test server, no browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -p no:randomly tests/rules

bench: .venv/.installed  ## measurements, on a quiet machine
	$(BIN)/python -m pytest -m bench -s tests/benchmarks

format: .venv/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# One thread: sums in another order would end in other last digits.
fit: .venv/.installed  ## the weights and thresholds of publishing and of joining; needs the labelled sets that are not in the repository
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks.fit
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks.fit_matching

audit: .venv/.installed  ## known weaknesses of what a server installs; says so and goes on when it cannot ask
	$(BIN)/python tests/audit.py requirements.lock

lock:  ## choose new versions, for servers and for development on top; needs uv (pip install uv)
	$(COMPILE) --upgrade --extra build $(ENCODER) pyproject.toml -o requirements.lock
	$(COMPILE) --upgrade --extra dev --extra build $(ENCODER) -c requirements.lock pyproject.toml -o requirements-dev.lock

wheel: .venv/.installed  ## the whole program as one file, data and catalogs inside, in build/dist
	$(PYTHON) -m pip --python $(BIN)/python wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w build/dist .

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Debian's python3 may lack ensurepip, so the pip outside installs into the environment.
.venv/.runtime: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv --without-pip .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-build-isolation -e .
	touch $@

.venv/.installed: .venv/.runtime requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

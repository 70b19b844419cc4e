# Two commands matter: `make run` and `make test`. Each makes .venv by itself.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check slow bench fit lock format clean

run: .venv/.installed  ## the live service when BOT_TOKEN is set, otherwise the demo
	@if [ -n "$$BOT_TOKEN" ]; then $(BIN)/protest-alerts run; else $(BIN)/protest-alerts demo; fi

test: check  ## everything CI runs
	$(BIN)/python -m pytest -m "not bench and not slow" -n 3

check: .venv/.installed  ## the quick half: no test server, no browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -p no:randomly tests/rules

slow: .venv/.installed  ## journeys of thousands
	$(BIN)/python -m pytest -m slow -n 2

bench: .venv/.installed  ## measurements, on a quiet machine
	$(BIN)/python -m pytest -m bench -s tests/benchmarks

format: .venv/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

fit: .venv/.installed  ## the weights and thresholds of the publishing rule; needs the labelled sets that are not in the repository
	$(BIN)/python -m tests.benchmarks.fit

lock:  ## choose new versions; needs uv (pip install uv)
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Debian's python3 may lack ensurepip, so the pip outside installs into the environment.
.venv/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv --without-pip .venv
	$(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

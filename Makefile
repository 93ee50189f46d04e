# Everything a developer types. `make demo` and `make test` need nothing but Python 3.11+ and a package index.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
BIN = .venv/bin
DEMO_OUT ?= out/demo

.PHONY: install demo test lint bench soak docs clean

install: .venv/installed ## make .venv and install the locked versions

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "cxtext needs Python 3.11 or newer; give PYTHON=..."; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch .venv/installed

demo: install ## run the main job on data/demo
	$(BIN)/cxtext run --config data/demo/cxtext.toml --out $(DEMO_OUT)
	@echo "Open $(DEMO_OUT)/report.html"

test: install ## the whole test run
	$(BIN)/python -m pytest -m "not soak" -n 2 --dist loadgroup

soak: install ## the long series: redraws, shuffles, fuzzing
	$(BIN)/python -m pytest -m soak

lint: install ## style, types and the layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py

bench: install ## speed, as ratios to peers in one run; five million rows
	$(BIN)/python scripts/bench.py
	$(BIN)/python scripts/bench_load.py

docs: install ## the pages that docstrings generate
	$(BIN)/python scripts/make_metrics_docs.py

clean: ## remove what the other targets made
	rm -rf .venv out

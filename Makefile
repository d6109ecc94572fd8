# Every target makes the environment that it needs; nothing is installed outside this folder.
PYTHON ?= python3
BIN := .venv/bin
# Byte code is made at the first import of a module, so modules that are never imported cost no disk.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-compile

# Permissive, MPL and LGPL only; of the licences that a package offers, one must match.
LICENCES := MIT;BSD;Apache;ISC;Python Software Foundation;PSF;MPL;Mozilla Public;LGPL;Unlicense;HPND

.PHONY: demo run test check eval lock weights reader clean

demo: .venv/run
	$(BIN)/footnote demo

# The bot in Discord, with what .env says.
run: .venv/run
	$(BIN)/footnote run

test: .venv/dev
	$(BIN)/python -m pytest -n 3 --dist worksteal

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pip-licenses --from=mixed --partial-match --allow-only="$(LICENCES)" --summary

# SUITE names one of those that `python -m evals --help` lists; all of them without.
eval: .venv/dev
	$(BIN)/python -m evals $(SUITE)

# What runs Footnote, and Footnote itself.
.venv/run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

# What develops it besides.
.venv/dev: .venv/run requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

# Pin anew what pyproject.toml asks for: names, versions and hashes, no addresses.
lock:
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/python -m pip --quiet install uv
	.cache/lock/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-annotate \
		--no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 \
		--output-file requirements.lock
	.cache/lock/bin/uv pip compile pyproject.toml --group dev --constraint requirements.lock --universal --generate-hashes \
		--no-annotate --no-header --no-emit-index-url --no-emit-find-links \
		--python-version 3.11 --output-file requirements-dev.lock

# Make the embedding's weights again; torch stays in an environment of its own. TEXTS names a
# JSON Lines file of articles to measure on.
weights:
	test -x .venv-training/bin/python || $(PYTHON) -m venv .venv-training
	.venv-training/bin/python -m pip --quiet install --no-deps -r training/requirements.txt
	.venv-training/bin/python -m training.export_minilm $(if $(TEXTS),--texts $(TEXTS))

# Make the reader's weights again, in under three hours on two cores. READING names the folder of
# squadshifts; what is between stays in .cache/reader, and a stage that is there is not made again.
READER := .cache/reader
reader: .venv/dev
	test -n "$(READING)" || { echo "Name the folder of the data: make reader READING=folder"; exit 2; }
	test -x .venv-training/bin/python || $(PYTHON) -m venv .venv-training
	.venv-training/bin/python -m pip --quiet install --no-deps -r training/requirements.txt
	mkdir -p $(READER)
	test -s $(READER)/composed.jsonl || \
		$(BIN)/python -m training.composing --count 7000 --seed 1 > $(READER)/composed.jsonl
	test -s $(READER)/mined.json || \
		$(BIN)/python -m training.reader.mine --reading $(READING) --save $(READER)/mined.json
	.venv-training/bin/python -m training.reader --reading $(READING) --keep $(READER) \
		--mined $(READER)/mined.json --composed $(READER)/composed.jsonl

clean:
	rm -rf .venv .venv-training .cache build *.egg-info

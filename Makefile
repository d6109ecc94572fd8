# Every target makes the environment that it needs; nothing is installed outside this folder.
PYTHON ?= python3
BIN := .venv/bin
# Byte code is made at the first import of a module, so modules that are never imported cost no disk.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-compile

# Wherever it is not made, every process that a test starts compiles all its libraries anew.
unexport PYTHONDONTWRITEBYTECODE

# Permissive, MPL and LGPL only; of the licences that a package offers, one must match.
LICENCES := MIT;BSD;Apache;ISC;Python Software Foundation;PSF;MPL;Mozilla Public;LGPL;Unlicense;HPND

.PHONY: demo run test test-llama check eval lock weights reader clean

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

# Answers by a real llama.cpp server, with a model of random weights that is made here. The server is
# compiled, in about five minutes on two cores; what is compiled stays in .cache/llama, and a run that
# was broken off goes on from there.
test-llama: .venv/dev .venv-llama/server .cache/llama/tiny.gguf
	$(BIN)/python -m pytest tests/llama

# Only what the server loads is compiled, and with little care for speed.
LLAMA_PIP := .venv-llama/bin/python -m pip --disable-pip-version-check --quiet
LLAMA_SOURCE := .cache/llama/source
LLAMA_ARGS := -DCMAKE_INSTALL_LIBDIR=llama_cpp/lib -DCMAKE_INSTALL_INCLUDEDIR=llama_cpp/include \
	-DCMAKE_INSTALL_RPATH=$$ORIGIN -DCMAKE_C_FLAGS_RELEASE=-O1 -DCMAKE_CXX_FLAGS_RELEASE=-O1 \
	-DLLAMA_BUILD_COMMON=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_TOOLS=OFF \
	-DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_SERVER=OFF -DLLAMA_BUILD_APP=OFF \
	-DLLAMA_ALL_WARNINGS=OFF -DGGML_NATIVE=OFF -DGGML_OPENMP=OFF -DGGML_LLAMAFILE=OFF \
	-DGGML_CPU_REPACK=OFF

.venv-llama/server: tests/llama/requirements.txt
	test -x .venv-llama/bin/python || $(PYTHON) -m venv .venv-llama
	rm -rf $(LLAMA_SOURCE) .cache/llama/*.tar.gz && mkdir -p $(LLAMA_SOURCE)
	grep -v '^llama' $< > .cache/llama/beside.txt && grep '^llama' $< > .cache/llama/server.txt
	$(LLAMA_PIP) install --no-deps -r .cache/llama/beside.txt
	$(LLAMA_PIP) download --no-deps --no-binary llama-cpp-python --dest .cache/llama -r .cache/llama/server.txt
	tar -xzf .cache/llama/llama_cpp_python-*.tar.gz -C $(LLAMA_SOURCE) --strip-components 1
	@echo "Compiling llama.cpp, which takes some minutes."
	CMAKE_ARGS='$(LLAMA_ARGS)' CMAKE_BUILD_PARALLEL_LEVEL=2 \
		SKBUILD_CMAKE_SOURCE_DIR=vendor/llama.cpp SKBUILD_BUILD_DIR=$(CURDIR)/.cache/llama/build \
		$(LLAMA_PIP) install --no-deps $(LLAMA_SOURCE)
	touch $@

.cache/llama/tiny.gguf: .venv-llama/server tests/llama/tiny_model.py
	.venv-llama/bin/python tests/llama/tiny_model.py $@

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
	rm -rf .venv .venv-training .venv-llama .cache build *.egg-info

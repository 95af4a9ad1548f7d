# `make` alone prints this list. Each target installs what it needs.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
VENV := .venv
BIN := $(VENV)/bin
# 3.11 and 3.12 first: for them a Redis server comes as a wheel (requirements.in says where).
PYTHON ?= $(shell for name in python3.12 python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)

# The slow files come first, by the order of the folders, so that many small ones fill the end.
# Bytecode is kept, whatever the shell says: the tests start the product a hundred times. Three processes: they wait for much.
SUITE := PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

ROOMS := api bench core deploy migrations providers repositories services workers run_server.py worker.py

# What decides the chaos runs: one for each.
SEEDS ?= 1 2 3

COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	--no-annotate --custom-compile-command 'make lock' --quiet

# What is imported is compiled then; most of what is installed never is.
PIP := -m pip install --quiet --disable-pip-version-check --no-compile

# Sentences of other people with the scorer that belongs to them; without them `make eval` has those of the project alone.
EVAL_DIR ?= ../shared/eval

.PHONY: help install demo test checks test-redis bench chaos chaos-bookings eval run migrate reseal lint types format suite coverage openapi client fuzz load migration lock clean bench-reminders chaos-reminders

help: ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

install: $(VENV)/.installed-dev ## create .venv with everything from the lock

demo: $(VENV)/.installed ## watch a sentence become a booked table and a verified webhook
	@$(BIN)/python -m deploy.demo

test: $(VENV)/.installed-dev ## lint, types and the whole suite, made-up calls to the live API among it
	@$(MAKE) --no-print-directory --jobs=2 suite checks

# Beside the suite, which waits for much, and one after the other.
checks:
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types

test-redis: $(VENV)/.installed-dev ## the queue and worker suites on Debian's Redis and Valkey too, alone and behind Sentinel
	@$(BIN)/python -m tests.every_redis

bench: $(VENV)/.installed ## speed beside the peers and the floor, written to bench/RESULTS.md (20 minutes)
	@$(BIN)/python -m bench

chaos: $(VENV)/.installed-dev ## break everything under load, three times; written to bench/CHAOS.md (SEEDS="1 2 3")
	@$(BIN)/python -m bench.chaos --write $(addprefix --seed ,$(SEEDS))

chaos-bookings: $(VENV)/.installed-dev ## 500 bookings in a quirky system while workers die at every step; written to bench/CHAOS_BOOKINGS.md
	@$(BIN)/python -m bench.chaos_bookings --write

bench-reminders: $(VENV)/.installed-dev ## how soon what is due is told, with 100,000 reminders; written to bench/REMINDERS.md
	@$(BIN)/python -m bench.reminders --write

chaos-reminders: $(VENV)/.installed-dev ## doses fall due while everything breaks; written to bench/CHAOS_REMINDERS.md
	@$(BIN)/python -m bench.chaos_reminders --write

eval: $(VENV)/.installed ## how well sentences are understood, written to bench/EVAL.md (EVAL_DIR=../shared/eval)
	@EVAL_DIR="$(EVAL_DIR)" $(BIN)/python -m bench.understanding

run: $(VENV)/.installed ## API, worker and embedded servers on 127.0.0.1:8000
	@$(BIN)/python -m run_server --with-worker

migrate: $(VENV)/.installed ## bring the database up to the newest revision
	@$(BIN)/python -m alembic upgrade head

reseal: $(VENV)/.installed ## seal stored data anew with the first of ENCRYPTION_KEYS, so that the others can go
	@$(BIN)/python -m worker --reseal

lint: $(VENV)/.installed-dev ## style, layers, library borders, known vulnerabilities of all that the locks name
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports | sed -n '/^Contracts$$/,$$p'
	@$(BIN)/python -m deploy.audit

types: $(VENV)/.installed-dev ## basedpyright, strict
	@$(BIN)/basedpyright

format: $(VENV)/.installed-dev ## write the code as the formatter wants it
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

# The product is compiled once, by all processors: else every test process would do it, all at the same time.
suite: $(VENV)/.installed-dev .venv-fuzz/.installed
	@$(BIN)/python -m compileall -q -j 0 $(ROOMS)
	@$(SUITE)

coverage: $(VENV)/.installed-dev .venv-fuzz/.installed ## the suite, half as fast, with its coverage gates: 80 % in all, 90 % of services
	@$(SUITE) --cov --cov-report=
	@$(BIN)/coverage report --skip-covered --fail-under=80 | tail -n 3
	@$(BIN)/coverage report --include='services/*' --fail-under=90 | tail -n 1

openapi: $(VENV)/.installed ## write docs/openapi.json and the Python client anew, after a change to the API
	@$(BIN)/python -m api.export
	@$(MAKE) --no-print-directory client

client: $(VENV)/.installed .venv-client/.installed ## write clients/python anew from docs/openapi.json
	@$(BIN)/python -m clients.generate

fuzz: $(VENV)/.installed-dev .venv-fuzz/.installed ## 20,000 generated calls to the live API, held against its OpenAPI (FUZZ="--only webhooks")
	@$(BIN)/python -m tests.fuzz $(FUZZ)

load: $(VENV)/.installed-dev .venv-load/.installed ## 50 users of one client, then 50 writers, with Locust; written to bench/LOAD.md
	@$(BIN)/python -m bench.under_load --write

migration: $(VENV)/.installed-dev ## a new migration: make migration m="what it does"
	@$(BIN)/python -m alembic revision --autogenerate -m "$(m)"

lock: ## write the locks anew (needs uv)
	$(foreach name,requirements requirements-anthropic requirements-dev requirements-fuzz requirements-client requirements-load,$(COMPILE) $(name).in --output-file $(name).txt &&) true

clean: ## remove .venv and caches; data in .data stays
	rm -rf $(VENV) .venv-fuzz .venv-client .venv-load .coverage .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found. Name one: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) deploy/check_machine.py
	@echo "Creating .venv with $(PYTHON) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python requirements.txt
	@echo "Installing from requirements.txt …"
	@$(BIN)/python $(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(BIN)/python requirements-dev.txt
	@echo "Installing from requirements-dev.txt …"
	@$(BIN)/python $(PIP) -r requirements-dev.txt
	@touch $(VENV)/.installed $@

.venv-fuzz/.installed: $(BIN)/python requirements-fuzz.txt
	@$(BIN)/python -m venv .venv-fuzz
	@.venv-fuzz/bin/python $(PIP) --require-hashes -r requirements-fuzz.txt
	@touch $@

.venv-client/.installed: $(BIN)/python requirements-client.txt
	@$(BIN)/python -m venv .venv-client
	@.venv-client/bin/python $(PIP) --require-hashes -r requirements-client.txt
	@touch $@

.venv-load/.installed: $(BIN)/python requirements-load.txt
	@$(BIN)/python -m venv .venv-load
	@.venv-load/bin/python $(PIP) --require-hashes -r requirements-load.txt
	@touch $@

# The commands of this project. Nothing but Python 3.11, 3.12 or 3.13 and make is needed beforehand.
#
# PYTHON=python3.12   which Python makes .venv (else: the one .venv has, python3.11, python3, …)
# ARGS="-k ranking"   passed on to pytest, ruff's formatter or the bench
# WORKERS=1           in how many processes the tests run (else: one for each processor, 15 at most: Valkey has 16 databases)
# Variables of the environment such as PORT, DATA_DIR and DATABASE_URL: .env.example

PYTHON ?=
ARGS ?=
WORKERS ?= auto
UV ?= uv
PYTHONS := $(if $(PYTHON),$(PYTHON),$(wildcard .venv/bin/python) python3.11 python3 python3.12 python3.13)
TIDY := competition submissions judging tests bench manage.py
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard competition/locale/*/LC_MESSAGES/django.po))
INSTALL = for python in $(PYTHONS); do \
	if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
	exec $$python -m competition.services.install $(if $(PYTHON),--exact)

.PHONY: help run test check fmt bench chaos e2e messages lock reset venv catalogues
.DEFAULT_GOAL := help

help: ## List these commands
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 18

run: venv catalogues ## Start everything on http://localhost:8000 with the demo edition; Ctrl-C stops it
	@exec env DEMO="$${DEMO-1}" .venv/bin/python -m competition.services run

test: venv catalogues ## Run the test suite on a throw-away database (without the browser journey)
	@exec .venv/bin/python -m pytest -n $(WORKERS) --maxprocesses 15 --dist loadfile $(ARGS)

check: venv catalogues ## Check style, import directions, settings, migrations and that everything compiles
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/python manage.py check
	@# Without a running server this compares models with migration files, which is all that is asked here.
	.venv/bin/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	.venv/bin/python -m compileall -q $(wildcard $(TIDY))

fmt: venv ## Format the code and mend what ruff can mend
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: venv catalogues ## Measure, and print the figures as JSON
	@exec .venv/bin/python bench/run.py $(ARGS)

chaos: venv catalogues ## Do without a broker for five minutes, break things for five more, and check; ARGS="--seed 7 --minutes 30"
	@exec .venv/bin/python -m tests.faults.chaos $(ARGS)

e2e: venv catalogues ## Walk the whole journey in headless Chromium (CHROMIUM= names the program)
	@$(INSTALL) requirements/e2e.txt; fi; done; exit 2
	@# Native tracebacks: pytest's own parse the source, which Python 3.11 cannot do inside Playwright's loop.
	@exec .venv/bin/python -m pytest tests/e2e -p no:randomly --tb=native $(ARGS)

messages: venv ## Gather the texts of the interface into the English catalogue; lists what has no English yet
	@exec .venv/bin/python -m competition.messages

lock: ## Pin requirements/*.in by hash again (needs uv)
	$(UV) pip compile --generate-hashes -p 3.11 --no-header --no-emit-index-url requirements/test.in -o requirements.txt
	$(UV) pip compile --generate-hashes -p 3.11 --no-header --no-emit-index-url -c requirements.txt requirements/e2e.in -o requirements/e2e.txt
	$(UV) pip compile --generate-hashes -p 3.11 --no-header --no-emit-index-url -c requirements.txt requirements/scale.in -o requirements/scale.txt

reset: venv ## Delete the data folder after asking (YES=1 does not ask)
	@exec .venv/bin/python -m competition.services reset $(if $(filter 1 yes true,$(YES)),--yes)

venv: ## Install the packages of requirements.txt into .venv when they changed
	@$(INSTALL) requirements.txt; fi; done; \
	echo "Python 3.11, 3.12 or 3.13 is needed and none of these is: $(PYTHONS). Name one with PYTHON=." >&2; exit 2

catalogues: $(CATALOGUES)

%.mo: %.po | venv
	@.venv/bin/pybabel --quiet compile -i $< -o $@

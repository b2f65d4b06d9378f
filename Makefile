# `make demo` shows the product, `make test` proves it. Both need Python 3.11 or newer, and nothing else.
# Written for GNU make 3.81, which macOS has.

.DEFAULT_GOAL := help
.PHONY: help env demo demo-reset test fuzz lint format types contract coverage lock sbom screenshots doctor endpoints

VENV := .venv
PYTHON := $(VENV)/bin/python
STAMP := $(VENV)/.lock-installed
JOBS ?= 2

help: ## These targets.
	@sed -n 's/^\([a-z-]*\):.*## /  make \1  /p' $(MAKEFILE_LIST)

env: $(STAMP) ## The environment in .venv, from the lock.
	@:

# The stamp is the lock as it was installed, so that a newer date alone (a clone, a checkout) installs nothing.
$(STAMP): requirements.lock
	@cmp -s requirements.lock $(STAMP) && touch $(STAMP) || VENV=$(VENV) STAMP=$(STAMP) sh .ci/make-env

demo: env ## The demonstration: web, workers, mail, on this machine.
	@exec $(PYTHON) manage.py demo $(DEMO)

demo-reset: env ## The demonstration from the beginning; what was in it is lost.
	@exec $(PYTHON) manage.py demo --reset $(DEMO)

test: env ## All tests, on real engines. make test TESTS=tests/crm for a part.
	$(PYTHON) -m pytest -n $(JOBS) --dist loadgroup $(TESTS)

# Schemathesis lives in an environment of its own, since the product and its tests do not need it.
fuzz: env ## The public interface under generated requests, for a minute and a half.
	@cmp -s requirements-fuzz.lock $(VENV)-fuzz/.lock-installed || { \
	  $(PYTHON) -m venv --clear $(VENV)-fuzz && \
	  $(VENV)-fuzz/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps \
	    --requirement requirements-fuzz.lock && \
	  cp requirements-fuzz.lock $(VENV)-fuzz/.lock-installed; }
	$(PYTHON) -m pytest -m fuzz tests/fuzz

endpoints: env ## docs/endpoints.md, written from the matrix that the tests hold.
	$(PYTHON) -m tests.endpoints

lint: env
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) manage.py check

format: env
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

types: env
	$(PYTHON) -m mypy

contract: env ## Who may import whom.
	$(VENV)/bin/lint-imports

# What decides who may be written to, who sees whom, and what erasure leaves: line and branch.
COVERING ?= tests/consent tests/crm/erasing tests/crm/rights tests/crm/test_scope.py tests/crm/test_sharing.py \
  tests/test_admin.py \
  tests/crm/merging/test_merge.py tests/crm/merging/test_unmerge.py tests/crm/merging/test_consents.py \
  tests/crm/identity/test_cut_link.py tests/crm/identity/test_refusals.py \
  tests/crm/ingest/files/kinds/test_owned.py tests/journeys/test_rules.py tests/clienteling/test_rules.py \
  tests/residency tests/clienteling/api/test_receipts.py tests/clienteling/erasing \
  tests/clienteling/own_page tests/clienteling/views/test_consents.py tests/clienteling/views/test_exports.py \
  tests/clienteling/views/test_handed_in.py \
  tests/clienteling/views/test_privacy.py tests/clienteling/views/test_unusual_access.py tests/clienteling/views/test_privacy_requests.py \
  tests/clienteling/views/test_privacy_retention.py tests/clienteling/views/protected

coverage: env ## Branch coverage of consent, of who sees whom and of erasure in every app; fails under 100 %.
	rm -f .coverage .coverage.*
	$(PYTHON) -m coverage run -m pytest -n $(JOBS) --dist loadgroup $(COVERING)
	$(PYTHON) -m coverage combine -q
	$(PYTHON) -m coverage report

doctor: env ## What the engines are, and what is wrong with them.
	@$(PYTHON) manage.py doctor

sbom: env ## What the product is made of, from the lock: sbom.cdx.json (CycloneDX 1.6).
	@$(PYTHON) manage.py sbom --output sbom.cdx.json

screenshots: env ## Pictures of every screen, from the running demonstration.
	$(PYTHON) docs/screenshots/take.py

# Resolved once for every platform and every Python from 3.11 on; uv is in an environment of its own, since
# the product does not need it.
lock:
	@test -x $(VENV)-lock/bin/uv || (python3 -m venv $(VENV)-lock && $(VENV)-lock/bin/pip install -q uv)
	$(VENV)-lock/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -o requirements.lock
	$(VENV)-lock/bin/uv pip compile --group pyproject.toml:fuzz --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -o requirements-fuzz.lock

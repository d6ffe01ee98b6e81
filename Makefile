# make up     environment, build, engine, server, one inventory of this machine
# make test   the test suite on the embedded engine; ENGINE=neo4j runs it on Neo4j
# make check  linters, types, import rules, front end checks
# make neo4j  the jars of Neo4j Community, for `cmdb up --engine neo4j`
# make lock   resolve the dependencies anew

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKS := deploy/locks
ENGINE ?= arcadedb
NEO4J_HOME ?= $(HOME)/.cache/plumbline/neo4j
ARGS ?=
export UV_NATIVE_TLS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Without bytecode each of the hundreds of processes of a run compiles all packages anew: half of their start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: up test check check-python check-web neo4j lock bench clean debian-packages

up: $(VENV)/.server $(VENV)/.ui
	@$(BIN)/cmdb up --data .plumbline $(ARGS)

test: $(VENV)/.dev $(VENV)/.ui debian-packages
	@$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --engine=$(ENGINE) --neo4j-home=$(NEO4J_HOME) $(ARGS)

check: $(VENV)/.dev $(VENV)/.ui
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/cmdb openapi | cmp - web/openapi.json || { echo "web/openapi.json is old: run '$(BIN)/cmdb openapi > web/openapi.json'"; exit 1; }
	@$(MAKE) -j2 --output-sync=target check-python check-web

check-python:
	$(BIN)/pyright

check-web:
	$(BIN)/python deploy/npm.py run check

neo4j:
	@command -v mvn >/dev/null && command -v java >/dev/null || { echo "make neo4j needs Maven and Java 17: apt-get install maven openjdk-17-jre-headless"; exit 1; }
	mvn -q -B -f deploy/neo4j/pom.xml dependency:copy-dependencies -DoutputDirectory=$(NEO4J_HOME)/lib

bench: $(VENV)/.dev $(VENV)/.ui
	$(BIN)/cmdb bench ingest
	$(BIN)/cmdb bench impact
	$(BIN)/discovery-agent bench

lock: $(VENV)/.uv
	$(BIN)/uv pip compile pyproject.toml $(COMPILE) --extra agent -o $(LOCKS)/agent.txt
	$(BIN)/uv pip compile pyproject.toml $(COMPILE) --extra server --extra scanner -o $(LOCKS)/server.txt
	$(BIN)/uv pip compile pyproject.toml $(COMPILE) --extra server --extra scanner --extra dev -o $(LOCKS)/dev.txt
COMPILE := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade -q

clean:
	rm -rf $(VENV) build dist cmdb_server/static web/node_modules web/dist

# --- steps; each leaves a stamp, so that it runs again only when what it reads has changed

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Plumbline needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }

$(VENV)/.uv: $(BIN)/python $(LOCKS)/uv.txt
	@$(BIN)/python -m pip install -q --require-hashes -r $(LOCKS)/uv.txt
	@touch $@

$(VENV)/.server: $(VENV)/.uv $(LOCKS)/server.txt pyproject.toml
	@echo "python packages ..."
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r $(LOCKS)/server.txt
	@$(MAKE) -s $(VENV)/.project
	@touch $@

$(VENV)/.dev: $(VENV)/.uv $(LOCKS)/dev.txt pyproject.toml
	@echo "python packages for tests and checks ..."
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r $(LOCKS)/dev.txt
	@$(MAKE) -s $(VENV)/.project
	@touch $@ $(VENV)/.server

$(VENV)/.project: pyproject.toml
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r $(LOCKS)/build.txt
	@PLUMBLINE_SKIP_UI=1 $(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

WEB := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -name api.gen.ts 2>/dev/null)
$(VENV)/.ui: $(VENV)/.uv $(WEB) hatch_build.py
	@$(BIN)/python -c 'import sys; import hatch_build; sys.exit(hatch_build.system_node() is None)' || $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r $(LOCKS)/node.txt
	@$(BIN)/python hatch_build.py
	@touch $@

debian-packages:
	@deploy/test-packages.sh

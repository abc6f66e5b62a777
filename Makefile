# Everything here needs Go, git and make; `make test` says what else it wants.

DECLARATION ?= examples/litemall/volens.yaml
DATA        ?= ./data
LISTEN      ?= 127.0.0.1:8090
ARGS        ?= --demo
FUZZTIME    ?= 10s
TRIALS      ?= 100
ENGINE      ?=
WITHDRAWALS ?= 100000
HISTORIES   ?= 10000
PROMOTIONS  ?= 200
ERASURES    ?= 200

# Packages that share state between goroutines are tested under the race detector.
RACE := $(wildcard ./store ./replica ./deliver ./server ./web ./client ./internal/httpx ./internal/keys)

# Of ./store, those that look for changed rows one after the other, and those that
# start other processes, are tested without it.
ALONE := ^(TestEveryChangedValueIsFound|TestEveryMissingRowIsFound)$$

# Stamping a build with its commit fails in a checkout that belongs to somebody
# else, and is not worth a build.
VCS := $(shell git rev-parse HEAD >/dev/null 2>&1 && echo auto || echo false)

# The long trials of a whole installation, each for as long as it takes.
TRIAL := go test ./internal/trials -count=1 -v -timeout 12h

LINT := go tool -modfile=tools/go.mod golangci-lint

# In CI an absent database is a failure, not a skipped test.
ifeq ($(CI),true)
export VOLENS_TEST_REQUIRE := 1
endif

.DEFAULT_GOAL := help

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## build bin/volens
	@CGO_ENABLED=0 go build -trimpath -buildvcs=$(VCS) -o bin/volens ./cmd/volens

.PHONY: run
run: build ## serve the example shop (DECLARATION= DATA= LISTEN= ARGS= change what and where)
	@exec bin/volens serve --declaration $(DECLARATION) --data $(DATA) --listen $(LISTEN) $(ARGS)

.PHONY: check
check: ## the quick part, without databases: format, vet, short tests (under two minutes)
	@scripts/check-format
	go vet ./...
	go test -short ./...

.PHONY: test
test: ## every test, with a real PostgreSQL and the race detector (as root it installs what is missing)
	@scripts/install-test-deps
	go test -timeout 10m $$(go list ./... | grep -vxF "$$(go list $(filter-out ./store,$(RACE)))")
	go test $$(command -v gcc >/dev/null && echo -race) -timeout 10m $(filter-out ./store,$(RACE))
	go test $$(command -v gcc >/dev/null && echo -race) -timeout 10m -short -skip '$(ALONE)' ./store

.PHONY: lint
lint: ## golangci-lint, built from the version pinned in tools/go.mod
	$(LINT) run

.PHONY: verify
verify: ## formatted and tidy (that generated files are fresh is tested by `make test`)
	@scripts/check-format
	go mod verify
	go mod tidy -diff
	cd bench && go mod tidy -diff && go vet ./... && go test -short ./...

.PHONY: trials
trials: ## kill a writing process TRIALS times on each ENGINE (100, all) and look for every acknowledged change
	@scripts/install-test-deps
	VOLENS_TRIALS=$(TRIALS) go test ./store -run 'TestWhatWasAcknowledgedSurvivesKilling/$(ENGINE)' -count=1 -v -timeout 6h

.PHONY: trials-staleness
trials-staleness: ## withdraw WITHDRAWALS times (100000) on three nodes under faults and look for a permit past the bound
	@scripts/install-test-deps
	VOLENS_WITHDRAWALS=$(WITHDRAWALS) $(TRIAL) -run TestNoPermitOutlivesTheBound

.PHONY: trials-order
trials-order: ## record HISTORIES histories (10000) under killing and have porcupine find an order for each
	@scripts/install-test-deps
	VOLENS_HISTORIES=$(HISTORIES) $(TRIAL) -run TestWhatPeopleSayIsInOneOrder

.PHONY: trials-failover
trials-failover: ## kill a primary and promote its standby PROMOTIONS times (200) under three nodes
	@scripts/install-test-deps
	VOLENS_PROMOTIONS=$(PROMOTIONS) $(TRIAL) -run 'TestAPromotionLosesNothing|TestAnAsynchronousPairLoses'

.PHONY: trials-erasure
trials-erasure: ## kill a node at every step of ERASURES erasures (200) over all stores, and look for what is left
	@scripts/install-test-deps
	VOLENS_ERASURES=$(ERASURES) $(TRIAL) -run TestErasuresAreKilledAtEveryStep

.PHONY: trials-syscalls
trials-syscalls: ## let every system call of a write fail, or kill the node in it (strace, SQLite)
	@scripts/install-test-deps
	VOLENS_SYSCALLS=all $(TRIAL) -run TestEveryCallThatFails

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZTIME (10s)
	@scripts/fuzz $(FUZZTIME)

.PHONY: bench
bench: build ## compare the speed with what Volens stands on: ratios, never asserted (docs/performance.md)
	@go build -C bench -o ../bin/readyaml ./readyaml
	@cd bench && go run . -bin ../bin

.PHONY: bench-all
bench-all: build ## compare verdicts, HTTP, answers, the record, growth and erasing with peers and limits (about 25 minutes)
	@cd bench && for p in decide http durable record growth erase; do go run ./$$p || exit 1; done

.PHONY: clean
clean: ## remove bin (never data)
	rm -rf bin

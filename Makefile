# Ringside's front door. `make help` lists what it can do; every target installs what it needs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

# Tools of our own versions, if setup had to put them beside the user's, come first.
export PATH := $(CURDIR)/.cache/tools/bin:$(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)
export TRUNK_SKIP_VERSION_CHECK := true

STEPS := scripts/steps.sh
NATIVE := --workspace --exclude ringside-web
WASM := --target wasm32-unknown-unknown
MUSL := x86_64-unknown-linux-musl
export RINGSIDE_BACKEND ?= $(CURDIR)/target/$(MUSL)/release/ringside

# The integration tests by what they need. A new file in a crate's tests/ lands in one of these by
# its name, and in the unit tests if it needs nothing.
ALL_TESTS := $(sort $(basename $(notdir $(wildcard */tests/*.rs))) \
	$(notdir $(patsubst %/,%,$(dir $(wildcard */tests/*/main.rs)))))
BROWSER_TESTS := $(filter browser%,$(ALL_TESTS))
SERVER_TESTS := $(filter server%,$(ALL_TESTS))
LAB_TESTS := $(filter agreement% lab% module%,$(ALL_TESTS))
PLAIN_TESTS := $(filter-out $(BROWSER_TESTS) $(SERVER_TESTS) $(LAB_TESTS),$(ALL_TESTS))

# Always the whole workspace: with other packages selected, cargo would build the same dependencies
# again with other features.
CARGO_TEST := cargo test --workspace --locked
# cargo test for a list of test files; the empty list is an error, not all of them.
run_tests = $(if $(strip $(1)),$(CARGO_TEST) $(addprefix --test ,$(1)) $(2),\
	@echo "there are no such tests" >&2; exit 1)

PORT ?= 8080

##@ Use

.PHONY: help
help: ## This list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z][a-z-]*:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: serve
serve: ## Build the page and serve it at http://127.0.0.1:8080 (PORT=…), rebuilt on every change
	@$(STEPS) serve setup-rust setup-page page
	@echo; echo "==> http://127.0.0.1:$(PORT)   (Ctrl-C stops)"
	@exec trunk serve --release --port $(PORT)

.PHONY: dev
dev: setup-rust setup-page ## Serve a debug build instead: two seconds from an edit to the reloaded page
	@exec trunk serve --dist target/dist-debug --port $(PORT)

.PHONY: lab
lab: setup-rust setup-lab kmod backend ## Boot a real Linux in a virtual machine, with our module and the backend inside (ARGS=…)
	@exec "$(RINGSIDE_BACKEND)" lab $(ARGS)

.PHONY: test
test: ## Everything: checks, builds, unit tests, then server, browser and lab tests
	@$(STEPS) test setup-rust fmt setup-packages clippy clippy-web test-unit doc \
		setup-page page kernels kmod backend test-server test-browser test-lab

##@ Build

.PHONY: setup
setup: ## Install all tools that are missing
	@$(STEPS) setup setup-rust setup-packages setup-page kernels

SETUPS := setup-rust setup-page setup-packages setup-kmod setup-backend setup-lab setup-browser
.PHONY: $(SETUPS)
$(SETUPS): setup-%:
	@scripts/setup.sh $*

.PHONY: page
page: ## The page, release build into dist/
	trunk build --release
	@scripts/brotli.sh dist

.PHONY: backend
backend: setup-backend ## The backend, one static binary (target/x86_64-unknown-linux-musl/release/ringside)
	cargo build --release -p ringside --target $(MUSL)

.PHONY: kernels
kernels: ## Debian's kernels 6.1 and 6.12 with their headers, into .cache/kernels
	@scripts/setup.sh kernels

.PHONY: kmod
kmod: setup-kmod kernels ## The kernel module for both kernels, checked with checkpatch and sparse
	@for version in 6.1 6.12; do \
		$(MAKE) --no-print-directory -C kmod check VERSION=$$version; \
		$(MAKE) --no-print-directory -C kmod modules VERSION=$$version; \
	done

.PHONY: recordings
recordings: setup-lab kmod backend ## Record the page's programs on a lab kernel into static/recordings (ARGS=…)
	"$(RINGSIDE_BACKEND)" record --on lab --out static/recordings $(ARGS) static/programs/*.prog \
		tests/programs/proc-two-bites.prog tests/programs/dev-poll-two-tasks.prog

.PHONY: doc
doc: ## Documentation of all crates in target/doc, warnings are errors
	RUSTDOCFLAGS="-D warnings" cargo doc $(NATIVE) --no-deps --document-private-items

##@ Check

.PHONY: check
check: ## Formatting, clippy and fast tests: under a minute once built
	@$(STEPS) check setup-rust fmt clippy clippy-web test-fast

.PHONY: fmt
fmt: ## Is all Rust code formatted?
	cargo fmt --all --check

.PHONY: clippy
clippy: ## Lints of the native crates
	cargo clippy $(NATIVE) --all-targets --locked -- -D warnings

.PHONY: clippy-web
clippy-web: ## Lints of the page
	cargo clippy -p ringside-web $(WASM) --locked -- -D warnings

.PHONY: test-fast
test-fast:
	$(CARGO_TEST) --lib --bins --test layers

.PHONY: test-unit
test-unit: ## Tests that need no kernel, browser or network
	$(CARGO_TEST) --lib --bins $(addprefix --test ,$(PLAIN_TESTS))
	$(CARGO_TEST) --doc

.PHONY: test-server
test-server: ## Tests of the backend's server
	$(call run_tests,$(SERVER_TESTS))

.PHONY: test-browser
test-browser: ## Tests of the page in Chromium (make page first)
	$(call run_tests,$(BROWSER_TESTS),-- --test-threads 1)

.PHONY: test-lab
test-lab: ## The model against real kernels (make kmod backend first)
	$(call run_tests,$(LAB_TESTS),-- --test-threads 1)

.PHONY: bless
bless: ## Write golden files anew from what the tests see now; review the diff
	UPDATE_EXPECT=1 INSTA_UPDATE=always INSTA_FORCE_PASS=1 \
		$(CARGO_TEST) --lib --bins $(addprefix --test ,$(PLAIN_TESTS))
	git status --short

##@ Measure and show

.PHONY: bench
bench: setup-rust setup-page ## Benchmarks of model, traces and player, sizes of the page, with a table (ARGS=--quick)
	@scripts/bench.sh $(ARGS)

.PHONY: page-size
page-size: setup-page ## Sizes of the page's files, as they are and in Brotli
	@scripts/page-size.sh

.PHONY: bench-web
bench-web: setup-rust setup-page setup-browser page ## Frame times, sizes and load times of the page
	cargo run --locked -p ringside-tests --bin bench-web

##@ Clean

.PHONY: clean
clean: ## Remove what was built
	cargo clean
	rm -rf dist

.PHONY: distclean
distclean: clean ## Remove also what was downloaded (.cache)
	rm -rf .cache

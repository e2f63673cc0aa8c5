# Everything one does with the project. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run build dev test bench bless

XTASK := cargo run --quiet -p xtask --

run: ## install what is missing, build, fill an empty registry with demonstration rooms, serve on 127.0.0.1:3000
	@scripts/setup.sh run
	@$(XTASK) build --release
	@target/release/muying serve --migrate --seed-demo-if-empty

build: ## release build: target/release/muying and target/site
	@scripts/setup.sh run
	@$(XTASK) build --release

dev: ## serve a quick build, and build again on every save
	@scripts/setup.sh run
	@$(XTASK) dev

test: ## install what is missing and run every check (.ci/run calls it)
	@scripts/setup.sh test
	@scripts/test.sh

bench: ## install what is missing and measure against the baselines
	@scripts/setup.sh bench
	@scripts/bench.sh

bless: ## rewrite generated files and test snapshots from what the code does now
	@scripts/check-generated.sh --bless
	@BLESS=1 cargo test -p domain -p app -p server -p xtask --features app/ssr

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

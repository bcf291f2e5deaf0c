# Verbs only; meson and ninja do the work.
BUILD ?= build
B := $(abspath $(BUILD))

.PHONY: build demo check eval bench bless fuzz install setup weights
build: setup
	@tools/build $(BUILD)

# what Debian has to give: only what is missing is installed
setup:
	@tools/setup

demo: build
	@tools/demo $(BUILD)

check: setup
	@tools/check

# scores on the development gold in $$ENTENTE_SHARED (../shared), written to docs/benchmarks.md
eval: build
	@tools/eval $(BUILD)

bench: build
	@ninja -C $(BUILD) bench_store >/dev/null && tools/bench $(BUILD)

# rewrites the golden expectations; explain every changed line in the commit
bless: build
	@ENTENTE=$(B)/entente $(BUILD)/test/case_run --bless test/*/*.case

# trains data/parse/en.weights anew from the treebanks: the same bytes, half an hour of one core
weights:
	@tools/train/parse/make-weights $${TREEBANKS:-$${ENTENTE_SHARED:-../shared}/gold/ud}

# FUZZ_SECONDS for each target
fuzz: setup
	@tools/fuzz

install: build
	@meson install -C $(BUILD) --no-rebuild && tools/install-man $(BUILD)

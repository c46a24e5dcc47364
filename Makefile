# GNU make. `make` builds build/labelqa; `make demo` and `make test` also install what is missing.
# Variables: BUILD=folder  OPT=-O3  WERROR=1  CC=clang CXX=clang++  PREFIX=/usr  LABELQA_NO_OFFICE=1
BUILD ?= build
OPT ?= -O2
PREFIX ?= /usr/local
SANITIZE ?=
ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(origin CXX),default)
CXX := g++
endif

.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# ---- what to install (Debian names) ----
BUILD_PACKAGES := g++ pkg-config libgsl-dev libcsv-dev libxlsxwriter-dev libsimdjson-dev \
	libyaml-dev libxxhash-dev libssl-dev zlib1g-dev \
	libminizip-dev libarchive-dev libexpat1-dev libutf8proc-dev libgmp-dev libpng-dev tzdata
OFFICE_PACKAGES := libreoffice-calc-nogui poppler-utils
TEST_PACKAGES := $(BUILD_PACKAGES) libcmocka-dev unzip zip libxml2-utils python3 \
	$(if $(filter 1,$(LABELQA_NO_OFFICE)),,$(OFFICE_PACKAGES))
LINT_PACKAGES := $(BUILD_PACKAGES) libcmocka-dev clang clang-format clang-tidy libomp-dev
PACKAGES ?= $(TEST_PACKAGES)

# ---- flags; the libraries are asked for on first use, since `make deps` may have to run before ----
LIBRARIES := gsl xlsxwriter simdjson yaml-0.1 libxxhash libcrypto zlib minizip libarchive expat libutf8proc gmp libpng
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(LIBRARIES)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell pkg-config --libs $(LIBRARIES)) -lcsv)$(PKG_LIBS)
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wformat=2 -Wwrite-strings -Wundef \
	-Wdouble-promotion -Wno-missing-field-initializers $(if $(filter 1,$(WERROR)),-Werror)
COMMON := $(OPT) -g -fopenmp -ffp-contract=off -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -I.
ifneq ($(SANITIZE),)
COMMON += -fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all
endif
C_FLAGS = -std=c11 $(COMMON) $(WARNINGS) -Wstrict-prototypes -Wmissing-prototypes \
	$(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS)
CXX_FLAGS = -std=c++17 $(COMMON) $(WARNINGS) $(PKG_CFLAGS) $(CPPFLAGS) $(CXXFLAGS)
LINK = $(CXX) $(COMMON) $(LDFLAGS) -o $@

# ---- sources: every folder is read, sorted ----
sources = $(sort $(foreach pattern,$(1),$(wildcard $(pattern))))
objects = $(patsubst %,$(BUILD)/%.o,$(basename $(1)))
CLI_SOURCES := $(call sources,qa/cli/*.c)
LIB_SOURCES := $(filter-out $(CLI_SOURCES),$(call sources,qa/*/*.c qa/formats/*.cpp reports/*.c))
HEADERS := $(call sources,qa/*/*.h reports/*.h tests/support/*.h)
TEST_SOURCES := $(call sources,tests/qa/*/test_*.c tests/reports/test_*.c tests/support/test_*.c)
FUZZ_SOURCES := $(call sources,tests/fuzz/fuzz_*.c)
BENCH_SOURCES := $(call sources,tests/bench/*.c tests/calibrate/*.c)
SUPPORT_SOURCES := $(filter-out tests/support/replay.c tests/support/fail_allocation.c tests/support/test_%,$(call sources,tests/support/*.c))
ALL_SOURCES := $(CLI_SOURCES) $(LIB_SOURCES) $(TEST_SOURCES) $(FUZZ_SOURCES) $(BENCH_SOURCES) \
	$(SUPPORT_SOURCES) tests/support/replay.c
FORMATTED := $(call sources,$(foreach folder,qa/* reports fixtures tests/* tests/qa/*,\
	$(folder)/*.c $(folder)/*.h $(folder)/*.cpp))

LIBQA := $(BUILD)/libqa.a
LIBCLI := $(BUILD)/libcli.a
LIBSUPPORT := $(BUILD)/libsupport.a
MAIN := $(BUILD)/qa/cli/main.o
TESTS := $(TEST_SOURCES:%.c=$(BUILD)/%)
FUZZERS := $(FUZZ_SOURCES:%.c=$(BUILD)/%)
BENCHES := $(BENCH_SOURCES:%.c=$(BUILD)/%)

.PHONY: all demo picture readme fixtures test test-programs goldens asan tsan mutants mutate allocations fuzz \
	fuzzers bench calibrate man install clean deps \
	format lint lint-format tidy layers headers banned FORCE
all: $(BUILD)/labelqa

# ---- build ----
$(BUILD)/labelqa: $(MAIN) $(LIBCLI) $(LIBQA)
	@echo "  LINK   $@"
	@$(LINK) $^ $(PKG_LIBS)
$(BUILD)/libqa.a: $(call objects,$(LIB_SOURCES))
$(BUILD)/libcli.a: $(filter-out $(MAIN),$(call objects,$(CLI_SOURCES)))
$(LIBSUPPORT): $(call objects,$(SUPPORT_SOURCES))
$(BUILD)/libqa.a $(BUILD)/libcli.a $(LIBSUPPORT):
	@rm -f $@ && $(AR) rcs $@ $^
$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D) && echo "  CC     $<"
	@$(CC) $(C_FLAGS) -MMD -MP -c $< -o $@
$(BUILD)/%.o: %.cpp $(BUILD)/flags
	@mkdir -p $(@D) && echo "  CXX    $<"
	@$(CXX) $(CXX_FLAGS) -MMD -MP -c $< -o $@
# Changes only when a flag does; every object depends on it.
$(BUILD)/flags: FORCE
	@[ -n "$(filter-out -lcsv,$(PKG_LIBS))" ] || { echo "libraries are missing: make deps" >&2; exit 1; }
	@mkdir -p $(@D) && echo '$(CC) $(C_FLAGS) $(CXX) $(CXX_FLAGS)' | cmp -s - $@ || \
		echo '$(CC) $(C_FLAGS) $(CXX) $(CXX_FLAGS)' >$@
-include $(patsubst %.o,%.d,$(call objects,$(ALL_SOURCES)))

# Man pages and shell completion come from the command table.
COMMANDS = $(patsubst qa/cli/cmd_%.c,%,$(call sources,qa/cli/cmd_*.c))
man: $(BUILD)/labelqa
	@mkdir -p $(BUILD)/man && $(BUILD)/labelqa help --man >$(BUILD)/man/labelqa.1
	@for command in $(COMMANDS); do \
		$(BUILD)/labelqa help --man $$command >$(BUILD)/man/labelqa-$$command.1 || exit 1; done
	@for shell in bash zsh fish; do \
		$(BUILD)/labelqa help --completion $$shell >$(BUILD)/man/completion.$$shell || exit 1; done
install: all man
	install -D -m 755 $(BUILD)/labelqa $(DESTDIR)$(PREFIX)/bin/labelqa
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(BUILD)/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -D -m 644 $(BUILD)/man/completion.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/labelqa
	install -D -m 644 $(BUILD)/man/completion.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_labelqa
	install -D -m 644 $(BUILD)/man/completion.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/labelqa.fish
clean:
	rm -rf $(BUILD)

# Installs the missing ones of $(PACKAGES); asks dpkg once, and apt only when something is missing.
deps:
	@installed=$$(dpkg-query -W -f='$${db:Status-Status}:$${Package} ' $(PACKAGES) 2>/dev/null); \
	missing=; for package in $(PACKAGES); do case " $$installed" in \
		*" installed:$$package "*) ;; *) missing="$$missing $$package" ;; esac; done; \
	[ -n "$$missing" ] || exit 0; \
	command -v apt-get >/dev/null || { echo "no apt-get here; install these (Debian names):" >&2; \
		echo " $(PACKAGES)" >&2; exit 1; }; \
	if [ "$$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi; \
	echo "installing:$$missing"; \
	$$as_root apt-get update -qq && $$as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 $$missing </dev/null

demo:
	@$(MAKE) --no-print-directory deps PACKAGES='$(BUILD_PACKAGES)'
	@$(MAKE) --no-print-directory all
	@mkdir -p $(BUILD)/demo
	$(BUILD)/labelqa audit -c fixtures/street-scenes/audit.yaml -o $(BUILD)/demo/vendors.xlsx --force

# The first page of the demo's workbook as the README shows it.
PICTURE_RESOLUTION ?= 104
PICTURE_HEIGHT ?= 900
picture: $(BUILD)/labelqa
	@$(MAKE) --no-print-directory deps PACKAGES='$(OFFICE_PACKAGES)'
	@mkdir -p $(BUILD)/picture/profile
	@SOURCE_DATE_EPOCH=1780000000 $(BUILD)/labelqa audit -c fixtures/street-scenes/audit.yaml \
		-o $(BUILD)/picture/summary.xlsx --force -q >/dev/null
	@cd $(BUILD)/picture && soffice "-env:UserInstallation=file://$$PWD/profile" --headless \
		--convert-to pdf summary.xlsx >/dev/null
	pdftoppm -f 1 -l 1 -singlefile -png -r $(PICTURE_RESOLUTION) -H $(PICTURE_HEIGHT) \
		$(BUILD)/picture/summary.pdf fixtures/street-scenes/summary

# ---- tests ----
$(TESTS): $(BUILD)/%: $(BUILD)/%.o $(LIBSUPPORT) $(LIBCLI) $(LIBQA)
	@$(LINK) $^ $(PKG_LIBS) -lcmocka
$(BENCHES): $(BUILD)/%: $(BUILD)/%.o $(LIBSUPPORT) $(LIBQA)
	@$(LINK) $^ $(PKG_LIBS) -lcmocka
# `make fuzz` links libFuzzer's own main; otherwise a plain main replays the corpus.
FUZZ_MAIN ?= $(BUILD)/tests/support/replay.o
$(FUZZERS): $(BUILD)/%: $(BUILD)/%.o $(filter %.o,$(FUZZ_MAIN)) $(LIBCLI) $(LIBQA)
	@$(LINK) $(filter-out %.o,$(FUZZ_MAIN)) $^ $(PKG_LIBS)
# The generator of the fixtures; `make fixtures` writes them anew, a test compares.
$(BUILD)/fixtures-generate: $(call objects,$(call sources,fixtures/*.c)) $(LIBQA)
	@$(LINK) $^ $(PKG_LIBS)
fixtures: $(BUILD)/fixtures-generate
	$(BUILD)/fixtures-generate fixtures/street-scenes
# Loaded before a command it takes memory away; the sanitizers have an allocator of their own.
SHIM := $(if $(SANITIZE),,$(BUILD)/tests/support/fail_allocation.so)
$(BUILD)/tests/support/fail_allocation.so: tests/support/fail_allocation.c
	@mkdir -p $(@D) && $(CC) -std=c11 -D_DEFAULT_SOURCE $(OPT) -Wall -Wextra -shared -fPIC $< -o $@
test-programs: $(BUILD)/labelqa $(BUILD)/fixtures-generate $(TESTS) $(FUZZERS) $(SHIM)
test:
	@$(MAKE) --no-print-directory deps PACKAGES='$(TEST_PACKAGES)'
	@$(MAKE) --no-print-directory test-programs
	@tests/support/run $(BUILD)
goldens: $(BUILD)/labelqa
	@tests/support/run --update $(BUILD)
# The table of formats in README.md, by what the program says.
readme: $(BUILD)/labelqa
	@$(BUILD)/labelqa formats --table formats --format md >$(BUILD)/formats.md
	@awk -f tests/support/readme_formats.awk $(BUILD)/formats.md README.md >$(BUILD)/README.md
	@cmp -s $(BUILD)/README.md README.md || cp $(BUILD)/README.md README.md
# Every request for memory of every command fails once (`make test`: some); takes hours.
allocations: $(BUILD)/labelqa $(SHIM)
	@mkdir -p $(BUILD)/allocations && cd $(BUILD)/allocations && rm -rf small && \
		LABELQA=$(abspath $(BUILD)/labelqa) LABELQA_ROOT=$(CURDIR) LABELQA_BUILD=$(abspath $(BUILD)) REQUESTS=0 \
		bash $(CURDIR)/tests/system/out_of_memory.sh
asan:
	@$(MAKE) --no-print-directory test BUILD=$(BUILD)/asan SANITIZE=address,undefined OPT=-O1
tsan: export TSAN_OPTIONS = ignore_noninstrumented_modules=1
tsan:
	@$(MAKE) --no-print-directory test BUILD=$(BUILD)/tsan SANITIZE=thread OPT=-O1 CC=clang CXX=clang++
# One-line changes of the sources that the tests must notice: a table of each room and what survived.
# MUTANTS=10 of each room  ROOM='qa/stats reports'  FILE=kappa.c  SEED=1  SYSTEM=1 (tests/system too)
# MINIMUM=90 (%, else it fails)  TEST_JOBS=1
MUTANTS ?= 10
SEED ?= 1
mutants:
	@$(MAKE) --no-print-directory deps PACKAGES='$(TEST_PACKAGES)'
	@$(MAKE) --no-print-directory mutate BUILD=$(BUILD)/mutants OPT=-O1 \
		CFLAGS='-fPIC -g0 -finstrument-functions' \
		CXXFLAGS='-fPIC -g0' \
		LIBQA=$(BUILD)/mutants/libqa.so LIBCLI=
mutate: test-programs
	@tests/mutants/mutants.py $(BUILD) --mutants $(MUTANTS) --seed $(SEED) --jobs $(or $(TEST_JOBS),1) \
		$(if $(ROOM),--rooms '$(ROOM)') $(if $(FILE),--file $(FILE)) $(if $(SYSTEM),--system) \
		$(if $(MINIMUM),--minimum $(MINIMUM)) --compile '$(CC) $(C_FLAGS)' \
		--link '$(CXX) $(COMMON) $(LDFLAGS)' --libraries '$(PKG_LIBS)'
# Shared, so that a changed file costs one link and not one of each test.
$(BUILD)/libqa.so: $(call objects,$(LIB_SOURCES) tests/mutants/reached.c) $(filter-out $(MAIN),$(call objects,$(CLI_SOURCES)))
	@echo "  LINK   $@"
	@$(LINK) -shared -Wl,-soname,libqa.so $^ $(PKG_LIBS)
fuzz:
	@$(MAKE) --no-print-directory deps PACKAGES='$(LINT_PACKAGES)'
	@$(MAKE) --no-print-directory fuzzers BUILD=$(BUILD)/fuzz SANITIZE=address,undefined OPT=-O1 \
		CC=clang CXX=clang++ CFLAGS=-fsanitize=fuzzer-no-link FUZZ_MAIN=-fsanitize=fuzzer
	@ls $(BUILD)/fuzz/tests/fuzz/fuzz_* | grep -v '\.[do]$$'
fuzzers: $(FUZZERS)
# Coverage of intervals and errors of decisions in simulations; takes minutes.
calibrate: $(BUILD)/tests/calibrate/calibrate $(BUILD)/tests/calibrate/audits \
		$(BUILD)/tests/calibrate/decisions $(BUILD)/tests/calibrate/ratios \
		$(BUILD)/tests/calibrate/flags $(BUILD)/tests/calibrate/chances \
		$(BUILD)/tests/calibrate/limits
	$(BUILD)/tests/calibrate/calibrate >tests/calibration.md
	$(BUILD)/tests/calibrate/audits >tests/calibration-audits.md
	$(BUILD)/tests/calibrate/decisions >tests/calibration-decisions.md
	$(BUILD)/tests/calibrate/ratios >tests/calibration-ratios.md
	$(BUILD)/tests/calibrate/flags >tests/calibration-flags.md
	$(BUILD)/tests/calibrate/chances >tests/calibration-chances.md
	$(BUILD)/tests/calibrate/limits >tests/calibration-limits.md
bench: $(BUILD)/labelqa $(BENCHES)
	@tests/support/run --bench $(BUILD)

# ---- lint: a stamp per file, so that only what changed is looked at again ----
format:
	clang-format -i $(FORMATTED)
lint:
	@$(MAKE) --no-print-directory deps PACKAGES='$(LINT_PACKAGES)'
	@$(MAKE) --no-print-directory lint-format layers banned headers tidy
	@echo "lint: clean"
lint-format:
	@clang-format --dry-run --Werror $(FORMATTED)
layers:
	@tests/lint/layers
banned:
	@tests/lint/banned
headers: $(HEADERS:%=$(BUILD)/lint/%.alone)
$(BUILD)/lint/%.h.alone: %.h $(HEADERS)
	@mkdir -p $(@D) && $(CC) $(C_FLAGS) -Werror -Wno-pedantic -fsyntax-only -x c -include $< /dev/null && touch $@
tidy: $(patsubst %,$(BUILD)/lint/%.tidy,$(LIB_SOURCES) $(CLI_SOURCES))
$(BUILD)/lint/%.c.tidy: %.c $(HEADERS) .clang-tidy
	@mkdir -p $(@D) && echo "  TIDY   $<" && clang-tidy --quiet $< -- $(C_FLAGS) 2>/dev/null && touch $@
$(BUILD)/lint/%.cpp.tidy: %.cpp $(HEADERS) .clang-tidy
	@mkdir -p $(@D) && echo "  TIDY   $<" && clang-tidy --quiet $< -- $(CXX_FLAGS) 2>/dev/null && touch $@

# irbrief: `make demo` builds the sample brief, `make check` runs the tests.
#
#	make              build ./irbrief
#	make demo         packages, build, the sample brief in out/
#	make check        packages, build, the tests (Debian packages only)
#	make unit         the tests, with what is installed
#	make SAN=1 unit   the same under AddressSanitizer and UBSan
#	make SAN=thread unit   the same under ThreadSanitizer
#	make VALGRIND=1 unit   the same under valgrind (many minutes)
#	make CC=clang     another compiler
#	make check-full   what takes longer or needs tools from elsewhere (skipped if absent)
#	make fuzz         every reader and a whole build on mutated input (clang), FUZZ_SECONDS=10 each
#	make bench        what it costs: instructions, many briefs, beside other tools
#	make coverage     which lines of src/ the unit tests reach (gcc, lcov), in build-coverage/
#	make distcheck    build, test and install from a clean tree
#	make bless        rewrite the wanted files of golden tests, after a look at each difference
#	make install      PREFIX=/usr/local DESTDIR=

VERSION := $(shell sed -n 's/^\#\# \([0-9][0-9.]*\).*/\1/p' CHANGELOG.md | head -n 1)
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
           -Wformat=2 -Wundef -Wvla -Wconversion -Wpointer-arith -Wcast-align -Wimplicit-fallthrough \
           -Wold-style-definition -Wredundant-decls -Wunused-macros -Wdate-time
PKGS    := harfbuzz harfbuzz-subset freetype2 yaml-0.1 libcmark libdeflate nettle sqlite3 zlib
B       := build$(if $(SAN),-$(if $(filter thread,$(SAN)),thread,san))

ifeq ($(SAN),1)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
ifeq ($(SAN),thread)
SANITIZE := -fsanitize=thread
endif
ifeq ($(WERROR),1)
WARN += -Werror
endif

CPPFLAGS += -D_GNU_SOURCE -Isrc -DIRBRIEF_VERSION='"$(VERSION)"' -DIRBRIEF_DATADIR='"$(PREFIX)/share/irbrief"' \
            $(shell pkg-config --cflags $(PKGS))
# A buffer overrun ends the program, and finds no code at a known address; sanitizers find it themselves.
ifeq ($(SANITIZE),)
HARDEN  := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LDFLAGS += -pie -Wl,-z,relro,-z,now
endif
ALL_CFLAGS := -std=c17 $(WARN) $(HARDEN) $(CFLAGS) $(SANITIZE) -pthread
# Loaded when the first picture is painted or mail is sent (base/library.h): their headers only.
CPPFLAGS += $(shell pkg-config --cflags cairo libcurl libidn2)
# Tests read pictures with cairo.
TEST_LIBS     := -lcmocka $(shell pkg-config --libs cairo)
# A library that is part of the program is not looked for, mapped and bound at every start: together half a
# millisecond.  Those of which there is an archive are, but where STATIC is empty or sanitizers run.
STATIC   ?= yaml cmark deflate nettle gmp sqlite3
archive   = $(if $(filter /%,$(shell $(CC) -print-file-name=lib$1.a)),-l:lib$1.a)
ARCHIVES := $(if $(SANITIZE),,$(foreach l,$(STATIC),$(call archive,$l)))
LIBS     := -Wl,--as-needed $(ARCHIVES) $(shell pkg-config --libs $(PKGS)) -lhpdf -lunibreak -lgmp -lm

SRC  := $(filter-out $(if $(SANITIZE),src/memory.c),$(sort $(wildcard src/*.c src/*/*.c)))
OBJ  := $(SRC:%.c=$B/%.o)
CORE := $(filter-out $B/src/main.o $B/src/memory.o,$(OBJ))
TESTS := $(patsubst tests/%.c,$B/%,$(sort $(wildcard tests/test_*.c)))
BENCHES := $B/bench_charts $B/bench_mustache

FUZZERS := $(patsubst tests/fuzz/%.c,build-fuzz/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))

all: irbrief

# The set-up of the two commands of the README: what is missing is installed as root, else named.
packages:
	@sh tests/tools/packages.sh

demo: packages
	@$(MAKE) --no-print-directory irbrief
	./irbrief build data/kingsoft-cloud -o out
	@echo "open out/annual-results-2025/en/index.html and out/annual-results-2025/en/brief.pdf"

check: packages
	@$(MAKE) --no-print-directory unit

# Each part is a script of its own, so that one can be run alone: sh tests/full/NAME.sh; SKIP="NAME NAME" leaves some out.
check-full: packages
	@$(MAKE) --no-print-directory irbrief
	@+status=0; for t in $(filter-out $(SKIP:%=tests/full/%.sh),$(sort $(wildcard tests/full/*.sh))); do echo "== $$t"; sh $$t || status=1; done; exit $$status

irbrief: $(OBJ) $B/flags
	@echo "  LINK $@"
	@$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(OBJ) $(LIBS)

$B/%.o: %.c $B/flags
	@mkdir -p $(@D)
	@echo "  CC   $<"
	@$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$B/libirbrief.a: $(CORE)
	@rm -f $@
	@$(AR) rcs $@ $(CORE)

$B/test_%: tests/test_%.c $B/libirbrief.a $B/flags
	@echo "  TEST $<"
	@$(CC) $(CPPFLAGS) -Itests $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $B/libirbrief.a \
		$(TEST_LIBS) $(LIBS)

$B/bench_%: tests/bench/%.c $B/libirbrief.a $B/flags
	@echo "  CC   $<"
	@$(CC) $(CPPFLAGS) -Itests $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $B/libirbrief.a $(LIBS)

# Rebuild when the compiler or its flags change.
$B/flags: FORCE
	@mkdir -p $B
	@echo '$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS)' | cmp -s - $@ || \
	 echo '$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS)' > $@

MEMCHECK := valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite
unit: irbrief $(TESTS) $(BENCHES)
	@UNDER="$(if $(VALGRIND),$(MEMCHECK))" sh tests/tools/run.sh $(TESTS)

# What it costs; tests/bench/README.md explains.  BENCH=instructions runs one part.
bench: irbrief $(BENCHES)
	@python3 tests/bench/bench.py $(BENCH)

bless: $(TESTS)
	@for t in $(TESTS); do BLESS=1 $$t >/dev/null 2>&1 || true; done; git --no-pager diff -- tests

# The fuzz targets and all they call, instrumented, in a folder of their own.
fuzz:
	@$(MAKE) --no-print-directory B=build-fuzz CC=clang CFLAGS='-O1 -g' \
		SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' $(FUZZERS)
	@sh tests/fuzz/run.sh $(FUZZERS)

build-fuzz/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h build-fuzz/libirbrief.a
	@echo "  FUZZ $<"
	@$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $< build-fuzz/libirbrief.a $(LIBS)

coverage:
	@$(MAKE) --no-print-directory B=build-coverage CC=gcc CFLAGS='-O0 -g' SANITIZE=--coverage unit
	@lcov --quiet --capture --directory build-coverage/src --base-directory . --no-external \
		--output-file build-coverage/lines.info
	@genhtml --quiet --output-directory build-coverage/html build-coverage/lines.info
	@lcov --summary build-coverage/lines.info 2>&1 | grep lines

distcheck:
	@sh tests/full/distcheck.sh

# A page for the program and one for each command, from the help texts.
man: irbrief
	@sh docs/man/make.sh ./irbrief $B/man

install: irbrief man
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/irbrief/data
	install -m 755 irbrief $(DESTDIR)$(PREFIX)/bin/irbrief
	install -m 644 data/*.csv data/*.yaml data/*.txt $(DESTDIR)$(PREFIX)/share/irbrief/data
	cp -R templates assets $(DESTDIR)$(PREFIX)/share/irbrief
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 644 $B/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 completions/irbrief.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/irbrief

uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/bin/irbrief $(DESTDIR)$(PREFIX)/share/irbrief \
		$(DESTDIR)$(PREFIX)/share/man/man1/irbrief.1 $(DESTDIR)$(PREFIX)/share/man/man1/irbrief-*.1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/irbrief

clean:
	rm -rf build build-san build-thread build-fuzz build-coverage irbrief

-include $(OBJ:.o=.d) $(TESTS:=.d)

.PHONY: all packages demo check check-full unit bench fuzz coverage distcheck man bless install uninstall clean FORCE
.SECONDARY:

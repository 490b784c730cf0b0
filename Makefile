# irbrief: `make demo` builds the sample briefs, `make check` runs the tests.
#
#	make              build ./irbrief
#	make check        the tests (Debian packages only)
#	make SAN=1 check  the same under AddressSanitizer and UBSan
#	make CC=clang     another compiler
#	make install      PREFIX=/usr/local DESTDIR=

VERSION := $(shell sed -n 's/^\#\# \([0-9][0-9.]*\).*/\1/p' CHANGELOG.md | head -n 1)
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
           -Wformat=2 -Wundef -Wvla
PKGS    := harfbuzz harfbuzz-subset cairo freetype2 yaml-0.1 libcmark libdeflate nettle libcurl sqlite3 zlib
B       := build$(if $(SAN),-san)

ifeq ($(SAN),1)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
ifeq ($(WERROR),1)
WARN += -Werror
endif

CPPFLAGS += -D_GNU_SOURCE -Isrc -DIRBRIEF_VERSION='"$(VERSION)"' -DIRBRIEF_DATADIR='"$(PREFIX)/share/irbrief"' \
            $(shell pkg-config --cflags $(PKGS))
ALL_CFLAGS := -std=c17 $(WARN) $(CFLAGS) $(SANITIZE) -pthread
LIBS     := $(shell pkg-config --libs $(PKGS)) -lhpdf -lunibreak -lgmp -lm

SRC  := $(sort $(wildcard src/*.c src/*/*.c))
OBJ  := $(SRC:%.c=$B/%.o)
CORE := $(filter-out $B/src/main.o,$(OBJ))
TESTS := $(patsubst tests/%.c,$B/%,$(sort $(wildcard tests/test_*.c)))

all: irbrief

irbrief: $(OBJ) $B/flags
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(OBJ) $(LIBS)

$B/%.o: %.c $B/flags
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$B/libirbrief.a: $(CORE)
	@rm -f $@
	$(AR) rcs $@ $(CORE)

$B/test_%: tests/test_%.c $B/libirbrief.a $B/flags
	$(CC) $(CPPFLAGS) -Itests $(ALL_CFLAGS) -MMD -MP -o $@ $< $B/libirbrief.a -lcmocka $(LIBS)

# Rebuild when the compiler or its flags change.
$B/flags: FORCE
	@mkdir -p $B
	@echo '$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS)' | cmp -s - $@ || \
	 echo '$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS)' > $@

unit: $(TESTS)
	@status=0; for t in $(TESTS); do echo "== $$t"; $$t || status=1; done; exit $$status

clean:
	rm -rf build build-san irbrief

-include $(OBJ:.o=.d) $(TESTS:=.d)
.PHONY: all unit clean FORCE
.SECONDARY:

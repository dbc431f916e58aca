#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# The static library takes no name from the programs that link it: all it defines starts with
# genus_. The shared library shows what genus.h declares, all of it and nothing else.
# test_symbols.sh NM STATIC SHARED HEADER

set -eu
defined=$("$1" -g --defined-only "$2")
# Names with two underscores are the compiler's own (sanitizers define some).
foreign=$(echo "$defined" | awk 'NF == 3 && $3 !~ /^(genus_|__)/ { print $3 }')
[ -z "$foreign" ] || {
    echo "foreign symbols in $2:" "$foreign" >&2
    exit 1
}

shown=$("$1" -D --defined-only "$3" | awk 'sub(/@@.*/, "", $3) && $3 !~ /^GENUS_/ { print $3 }' |
    sort)
# A declaration begins its line; comments begin with a space, a star or a slash.
declared=$(grep -E '^[a-z].*\bgenus_[a-z_]+\(' "$4" |
    sed -E 's/^[^(]*\b(genus_[a-z_]+)\(.*/\1/' | sort)
[ "$shown" = "$declared" ] || {
    echo "$3 shows:" $shown >&2
    echo "$4 declares:" $declared >&2
    exit 1
}

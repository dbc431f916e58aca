#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# The library takes no name from the programs that link it: all it defines starts with genus_.
# test_symbols.sh NM LIBRARY

set -eu
defined=$("$1" -g --defined-only "$2")
# Names with two underscores are the compiler's own (sanitizers define some).
foreign=$(echo "$defined" | awk 'NF == 3 && $3 !~ /^(genus_|__)/ { print $3 }')
[ -z "$foreign" ] || {
    echo "foreign symbols in $2:" "$foreign" >&2
    exit 1
}

#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# A host sees one symbol of each binary of the bundle, and neither OpenBLAS nor X11 come with it.
# test_plugin_symbols.sh NM PLUGIN WINDOW

set -eu
nm=$1 plugin=$2 window=$3

# Names with two underscores are the compiler's own (sanitizers define some).
shown() {
    "$nm" -D --defined-only "$1" | awk '$3 !~ /^__/ { print $3 }'
}
for pair in "$plugin lv2_descriptor" "$window lv2ui_descriptor"; do
    symbols=$(shown "${pair% *}")
    [ "$symbols" = "${pair#* }" ] || {
        echo "${pair% *} shows: $symbols" >&2
        exit 1
    }
done

# Directly, that is: cairo itself may know X11.
needed=$(readelf -d "$plugin" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
echo "$needed"
if echo "$needed" | grep -iE 'blas|X11' || ldd "$plugin" "$window" | grep -i blas; then
    echo "the plugin must need neither" >&2
    exit 1
fi

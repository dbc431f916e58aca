#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# Installs into a DESTDIR and builds a stranger's program against it, by pkg-config alone.
# test_install.sh CMAKE BUILD PREFIX COMPILER CONSUMER.c [FLAGS]

set -eu
cmake=$1 build=$2 prefix=$3 compiler=$4 consumer=$5 flags=${6-}

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
DESTDIR=$stage/root "$cmake" --install "$build" >/dev/null
tree=$stage/root$prefix

for file in bin/genus-live bin/genus-train include/genus.h share/genus/gtzan.safetensors \
    share/genus/gtzan.md share/genus/demo.flac; do
    [ -f "$tree/$file" ] || {
        echo "not installed: $prefix/$file" >&2
        exit 1
    }
done
outside=$(find "$stage/root" -type f ! -path "$tree/*")
[ -z "$outside" ] || {
    echo "installed outside of the prefix: $outside" >&2
    exit 1
}

# The folder differs from system to system: lib, lib64, lib/x86_64-linux-gnu.
PKG_CONFIG_PATH=$(dirname "$(find "$tree" -name genus.pc)")
export PKG_CONFIG_PATH
for static in "" --static; do
    # shellcheck disable=SC2046,SC2086 # One word an option.
    "$compiler" $flags -o "$stage/consumer" "$consumer" \
        $(pkg-config --cflags --libs $static genus)
    "$stage/consumer" "$tree/share/genus/gtzan.safetensors"
done
"$tree/bin/genus-live" --version
"$tree/bin/genus-train" --version

#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# No BLAS comes in with the programs, by whatever road: its threads and its locks have no business
# here, and the network brings its own arithmetic.
# test_linked.sh PROGRAM...

set -eu
for program in "$@"; do
    libraries=$(ldd "$program" | sed -n 's/^[[:space:]]*\(lib[^ ]*\).*/\1/p' | tr '\n' ' ')
    echo "$program: $libraries"
    case $libraries in
    *blas* | *lapack*)
        echo "links a BLAS" >&2
        exit 1
        ;;
    esac
done

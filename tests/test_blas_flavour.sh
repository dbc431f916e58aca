#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# The programs load OpenBLAS from the folder of the serial flavour, whatever others are installed.
# test_blas_flavour.sh FOLDER PROGRAM...

set -eu
folder=$(readlink -f "$1")
shift
for program in "$@"; do
    library=$(ldd "$program" | sed -n 's/.*libopenblas[^ ]* => \([^ ]*\).*/\1/p')
    loaded=$(readlink -f "$(dirname "$library")")
    echo "$program: $library"
    [ "$loaded" = "$folder" ] || {
        echo "loads OpenBLAS from $loaded, not from $folder" >&2
        exit 1
    }
done

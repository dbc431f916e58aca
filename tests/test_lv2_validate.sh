#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# lv2_validate finds no error in the bundle.
# test_lv2_validate.sh BUNDLE

set -eu
bundle=$1
skip() {
    echo "SKIPPED: $*"
    exit 77
}
command -v lv2_validate >/dev/null || skip "there is no lv2_validate (Debian: lv2-dev)"
command -v sord_validate >/dev/null || skip "lv2_validate needs sord_validate (Debian: sordi)"
[ -d "$bundle" ] || skip "there is no bundle: the build had no weights"

lv2_validate "$bundle"/*.ttl 2>&1 | tee "$bundle/../../lv2_validate.log"
grep -q '^Found 0 errors' "$bundle/../../lv2_validate.log"

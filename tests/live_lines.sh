# shellcheck shell=sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# What the tests of listening have in common: reading genus-live's JSON lines. Sourced.

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# member NAME: its value in each of the JSON lines on standard input, without quotes.
member() {
    sed -n 's/.*"'"$1"'": *"\{0,1\}\([^",}]*\).*/\1/p'
}

# posterior: label:probability, one a line, of one JSON line on standard input.
posterior() {
    sed 's/.*"posterior": *{\([^}]*\)}.*/\1/' | tr -d '" ' | tr ',' '\n'
}

# agrees FILE FILE: each holds a JSON line; the same genre, and posteriors that differ by 0.02 at most.
agrees() {
    [ "$(member genre <"$1")" = "$(member genre <"$2")" ] || {
        cat "$1" "$2" >&2
        fail "$1 and $2 name different genres"
    }
    posterior <"$1" >"$1.posterior"
    posterior <"$2" >"$2.posterior"
    paste -d: "$1.posterior" "$2.posterior" | awk -F: '
        $1 != $3 { bad = 1 }
        { difference = $2 > $4 ? $2 - $4 : $4 - $2; if (difference > most) most = difference }
        END { printf "greatest difference %.4f\n", most; exit NR < 2 || bad || most > 0.02 }' ||
        fail "the posteriors of $1 and $2 differ by more than 0.02"
}

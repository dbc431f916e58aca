#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# The specimens of files that other players stumbled over: heard as long as their READMEs say.
# test_cases.sh GENUS_LIVE WEIGHTS CASES

set -eu
live=$1 weights=$2 cases=$3
[ -d "$cases" ] || {
    echo "SKIPPED: there are no specimens at $cases" >&2
    exit 77
}

fail() {
    echo "test_cases: $*" >&2
    exit 1
}

# heard SECONDS FILE [WORDS]: exit 0, so many seconds, a genre, and these words on stderr.
heard() {
    line=$("$live" --weights "$weights" "$2" 2>"$work/said") || fail "$2: exit $?"
    echo "$line" | awk -F '\t' -v wanted="$1" \
        '{ exit !($4 > wanted - 0.5 && $4 < wanted + 0.5 && $2 != "-") }' ||
        fail "$2: not $1 seconds: $line"
    grep -q "${3-}" "$work/said" || [ -z "${3-}" ] || fail "$2: does not say '$3'"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
heard 20 "$cases/antiphase/anti.flac" 'cancel each other'
heard 20 "$cases/antiphase/anti_noise.flac" 'cancel each other'
heard 40 "$cases/chained-ogg/two.ogg"
heard 60 "$cases/mp3-begins-mid-frame/song.mp3"
heard 60 "$cases/mp3-hole/song.mp3" 'could not be read'
heard 60 "$cases/vbr-without-xing/song.mp3"
heard 20 "$cases/wav-sizes-zero/zero.wav"

# More than 2 GiB through a pipe whose header promises 2 GiB.
{ cat "$cases/stdin-2gib/header.bin"; head -c 2600000000 /dev/zero; } |
    "$live" --weights "$weights" --json - | tail -n 1 >"$work/last"
grep -q '"time":211\.' "$work/last" || fail "a pipe of 2.6 GB: $(cat "$work/last")"

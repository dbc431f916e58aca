#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# The whole chain without a data set: the synthesiser renders labelled clips, genus-train learns
# them, genus-live names others that it has never heard.
# test_chain.sh GENUS-SYNTH GENUS-TRAIN GENUS-LIVE CMAKE

set -eu
synth=$1 train=$2 live=$3 cmake=$4
tests=$(dirname "$0")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
weights=$work/styles.safetensors
export XDG_CACHE_HOME="$work/cache"

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# named_right CLIPS_FOLDER: at least 90 % of the clips are named after their folders.
named_right() {
    "$live" --weights "$weights" --json "$1"/*/*.flac >"$work/verdicts" ||
        fail "genus-live exits with $? on good files"
    total=0
    right=0
    for clip in "$1"/*/*.flac; do
        total=$((total + 1))
        style=$(basename "$(dirname "$clip")")
        grep -F "$clip" "$work/verdicts" | grep -q "\"genre\": *\"$style\"" && right=$((right + 1))
    done
    [ "$(wc -l <"$work/verdicts")" -eq "$total" ] || fail "not one JSON line a file"
    echo "$1: $right of $total right"
    [ $((right * 10)) -ge $((total * 9)) ] || {
        cat "$work/verdicts" >&2
        fail "named only $right of $total right"
    }
}

# refused CODE COMMAND...: exits with CODE, with one line on stderr that names the last argument (and,
# for a wrong command line, perhaps a second one that says where help is).
refused() {
    code=$1
    shift
    status=0
    "$@" >"$work/out" 2>"$work/err" || status=$?
    for last in "$@"; do :; done
    cat "$work/err"
    [ "$status" -eq "$code" ] || fail "exit code $status, not $code: $*"
    [ "$(wc -l <"$work/err")" -le "$code" ] || fail "more than one line on stderr: $*"
    head -n 1 "$work/err" | grep -qF -- "$last" || fail "the message does not name $last"
}

"$synth" "$work/train" --clips 16 --seconds 6 --seed 0
"$train" fit "$work/train" --out "$weights" --epochs 12 --threads 2 --seed 0
"$train" evaluate "$weights" "$work/train" --part all

"$synth" "$work/unseen" --clips 6 --seconds 6 --seed 1000 --format flac
named_right "$work/unseen"
"$synth" "$work/unseen48" --clips 6 --seconds 6 --seed 1000 --format flac --rate 48000
named_right "$work/unseen48"

while read -r line; do
    "$cmake" -D LINE="$line" -D LABELS=4 -P "$tests/check_verdict.cmake" || fail "bad JSON"
done <"$work/verdicts"

echo "no music" >"$work/text.wav"
: >"$work/empty.wav"
refused 1 "$live" --weights "$weights" "$work/text.wav"
refused 1 "$live" --weights "$weights" "$work/empty.wav"
refused 1 "$live" --weights "$weights" "$work/missing.wav"
mkdir "$work/bare"
refused 1 "$live" --weights "$weights" "$work/bare"
refused 1 "$live" "$work/unseen/pulse/pulse.00000.flac" --weights "$work/text.wav"
refused 2 "$live" --no-such-option
refused 2 "$train" no-such-command
refused 1 "$train" fit --out "$work/none.safetensors" "$work/missing"
[ ! -e "$work/none.safetensors" ] || fail "a failed fit left a weights file"

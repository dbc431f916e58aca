#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# The same clip gets the same verdict from a file, from standard input and at its own pace; and the
# demo plays without a device. (Through JACK: test_jack.sh.)
# test_sources.sh GENUS-LIVE GENUS-SYNTH WEIGHTS

set -eu
live=$1 synth=$2 weights=$3
# shellcheck source=tests/live_lines.sh
. "$(dirname "$0")/live_lines.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$synth" "$work" --style breaks --clips 1 --seconds 9 --rate 48000 --seed 8
clip=$work/breaks/breaks.00000.wav

# last NAME ARGS...: keeps the last line that genus-live says with these arguments as NAME.
last() {
    name=$1
    shift
    "$live" --weights "$weights" --json "$@" >"$work/lines" 2>"$work/err" || {
        cat "$work/err" >&2
        fail "exit code $?: $*"
    }
    tail -n 1 "$work/lines" >"$work/$name"
}

last file "$clip"
last stdin - <"$clip"
# A WAV header of 44 bytes, then the samples.
tail -c +45 "$clip" >"$work/samples"
last raw --raw s16:48000:2 - <"$work/samples"
last realtime --realtime "$clip"
last one-song --one-song --window 12 - <"$clip"
for name in stdin raw realtime one-song; do
    echo "file and $name:"
    agrees "$work/file" "$work/$name"
done

# The demo needs no device, goes at its own pace and logs nothing that did not end.
last demo --demo --seconds 5
[ "$(wc -l <"$work/lines")" -ge 8 ] || fail "the demo made only $(wc -l <"$work/lines") lines"
[ "$(member state <"$work/demo")" != listening ] || fail "the demo is not heard"

# Songs that ended are logged, each with its own genre.
"$synth" "$work" --style strings --clips 1 --seconds 12 --rate 48000 --seed 3
tail -c +45 "$work/strings/strings.00000.wav" >>"$work/samples"
last songs --raw s16:48000:2 --log "$work/log.csv" - <"$work/samples"
cat "$work/log.csv"
[ "$(wc -l <"$work/log.csv")" -eq 3 ] || fail "not a header and two songs in the log"
[ "$(member song <"$work/songs")" = 2 ] || fail "the last line is not of the second song"

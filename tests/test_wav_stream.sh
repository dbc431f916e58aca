#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# Programs that write WAV into a pipe cannot know its length: ffmpeg and sox, as users run them.
# test_wav_stream.sh GENUS-LIVE GENUS-SYNTH WEIGHTS

set -eu
live=$1 synth=$2 weights=$3
# shellcheck source=tests/live_lines.sh
. "$(dirname "$0")/live_lines.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$synth" "$work" --style breaks --clips 1 --seconds 8 --rate 48000 --seed 8 --format flac
clip=$work/breaks/breaks.00000.flac
"$live" --weights "$weights" --json "$clip" >"$work/file"

# hear NAME: the last line on what comes in is that on the file.
hear() {
    "$live" --weights "$weights" --json - >"$work/lines" 2>"$work/err" || {
        cat "$work/err" >&2
        fail "genus-live does not take what $1 writes"
    }
    tail -n 1 "$work/lines" >"$work/$1"
    echo "file and $1:"
    agrees "$work/file" "$work/$1"
}

# A header that never ends is refused, and one that does not come can be stopped.
if { printf 'RIFF\0\0\0\0WAVE' && cat /dev/zero; } 2>/dev/null |
    "$live" --weights "$weights" --json - >"$work/lines" 2>"$work/err"; then
    fail "genus-live takes zeros for a header"
fi
grep -q "without samples in its first 64 MiB" "$work/err" || fail "$(cat "$work/err")"
for signal in TERM INT HUP; do
    mkfifo "$work/pipe.$signal"
    "$live" --weights "$weights" --json - <"$work/pipe.$signal" >"$work/lines" 2>"$work/err" &
    process=$!
    exec 3>"$work/pipe.$signal"
    printf 'RIFF' >&3
    tries=100
    while kill -s $signal $process 2>/dev/null; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "SIG$signal does not end genus-live while it reads a header"
        sleep 0.2
    done
    exec 3>&-
    wait $process || :
done

heard=0
if command -v ffmpeg >/dev/null; then
    ffmpeg -loglevel error -i "$clip" -f wav - </dev/null | hear ffmpeg
    heard=1
else
    echo "SKIPPED: there is no ffmpeg"
fi
if command -v sox >/dev/null; then
    sox "$clip" -t wav - 2>"$work/sox" | hear sox
    heard=1
else
    echo "SKIPPED: there is no sox"
fi
[ "$heard" -eq 1 ] || exit 77

#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# The plugins in a host without a worker, as a filter of ffmpeg: audio passes untouched, and the log
# says what it was. test_plugin_ffmpeg.sh BUILD_FOLDER

set -eu
build=$1

command -v ffmpeg >/dev/null || {
    echo "SKIPPED: the plugin was not tried in ffmpeg: there is none (Debian: ffmpeg)"
    exit 77
}
ffmpeg -hide_banner -filters 2>/dev/null | grep -q ' lv2 ' || {
    echo "SKIPPED: this ffmpeg knows no LV2"
    exit 77
}
[ -d "$build/lv2/genus.lv2" ] || {
    echo "SKIPPED: there is no bundle to play through: the build had no weights"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LV2_PATH="$build/lv2"

"$build/tests/genus-synth" "$work/music" --clips 1 --seconds 12 --seed 7
clip=$(find "$work/music" -name '*.wav' | head -n 1)
for plugin in mono:1 stereo:2; do
    name=${plugin%:*} channels=${plugin#*:}
    play="ffmpeg -nostdin -v error -i $clip -ac $channels -f f32le"
    $play -y "$work/in" </dev/null
    $play -af "aformat=channel_layouts=$name,lv2=p=urn\\\\:genus\\\\:$name" -y "$work/out" \
        </dev/null 2>"$work/log"
    cmp "$work/in" "$work/out" || {
        echo "FAILED: $name changes the audio" >&2
        exit 1
    }
    grep -q '^genus: .* %, [0-9]* s of sound$' "$work/log" || {
        echo "FAILED: $name does not say what it heard:" >&2
        cat "$work/log" >&2
        exit 1
    }
    cat "$work/log"
done

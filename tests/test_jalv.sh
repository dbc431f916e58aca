#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# The plugin in jalv, under a JACK server without a sound card: it lists the presets, and names what
# it hears. A real clip where there are some, else music of our own and weights that were
# trained on such.
# test_jalv.sh BUILD_FOLDER TEMPLATES SHARED_FOLDER

set -eu
build=$1 templates=$2 shared=$3
clip=$shared/gtzan/audio/metal/metal.00003.flac
genre=metal

skip() {
    echo "SKIPPED: $*"
    exit 77
}
for tool in jackd:jackd2 jack_lsp:jackd2 jack_connect:jackd2 jack-play:jack-tools jalv:jalv \
    mkfifo:coreutils stdbuf:coreutils; do
    command -v "${tool%:*}" >/dev/null ||
        skip "the plugin was not tried in jalv: there is no ${tool%:*} (Debian: ${tool#*:})"
done

work=$(mktemp -d)
started=
# shellcheck disable=SC2317 # The trap calls it.
clean_up() {
    end_jack genus-jalv$$
    rm -rf "$work"
}
trap clean_up EXIT

fail() {
    echo "FAILED: $*" >&2
    tail -n 40 "$work"/*.log >&2
    exit 1
}

# shellcheck source=tests/jack_server.sh
. "$(dirname "$0")/jack_server.sh"

bundles=$build/lv2
if [ ! -r "$clip" ] || [ ! -d "$bundles/genus.lv2" ]; then
    echo "no $clip: with music of our own instead"
    genre=pulse
    "$build/tests/genus-synth" "$work/train" --clips 16 --seconds 6 --seed 0
    "$build/genus-train" fit "$work/train" --out "$work/styles.safetensors" --epochs 12 --seed 0
    mkdir "$work/lv2"
    bundles=$work/lv2
    "$build/genus-train" bundle "$work/styles.safetensors" --out "$bundles/genus.lv2" \
        --binaries "$build/plugin" --templates "$templates"
    "$build/tests/genus-synth" "$work/unheard" --clips 1 --seconds 40 --seed 1000 --style $genre
    clip=$work/unheard/$genre/$genre.00000.wav
fi
# The bundle's list of contents: the weights, then the labels; the first label's value is 3.
value=$(($(grep -nxF "$genre" "$bundles/genus.lv2/contents.txt" | cut -d : -f 1) + 1))

export LV2_PATH="$bundles"
start_jack genus-jalv$$

mkfifo "$work/commands"
stdbuf -oL jalv -n genus urn:genus:stereo <"$work/commands" >"$work/jalv.log" 2>&1 &
started="$! $started"
exec 7>"$work/commands"
last() {
    sed -n "s/^\(> \)*$1 = //p" "$work/jalv.log" | tail -n 1
}
wait_for "port of the plugin" 30 has_port genus:in_right

# Presets.
echo presets >&7
for preset in Steady Quick "DJ set"; do
    wait_for "preset $preset" 20 grep -F "($preset)" "$work/jalv.log"
done
# A control. (jalv without a window takes no preset of a plugin whose state is restored while it
# runs; test_plugin.c looks at what the presets set.)
echo "window = 8" >&7
window_is_set() {
    echo controls >&7
    [ "$(last window)" = 8.000000 ]
}
wait_for "value of the control" 20 window_is_set

# What it hears.
jack-play -u "$clip" >"$work/play.log" 2>&1 &
player=$!
started="$player $started"
wait_for "port of the player" 30 has_port jack-play:out_1
connect jack-play:out_1 genus:in_left
connect "jack-play:out_$(has_port jack-play:out_2 && echo 2 || echo 1)" genus:in_right
shows_genre() {
    echo monitors >&7
    sleep 0.5
    [ "$(last genre)" = "$value.000000" ] && [ "$(last track_genre)" = "$value.000000" ]
}
heard_enough() {
    shows_genre && [ "$(last seconds_heard | cut -d . -f 1)" -ge 7 ]
}
while ! heard_enough; do
    kill -0 "$player" 2>/dev/null || fail "the genre was $(last genre) at last, not $value ($genre)"
done
echo "genre = $(last genre) ($genre), confidence $(last confidence), $(last seconds_heard) s heard"

#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# Genus Stereo as a realtime effect of Audacity, on an X server and a JACK server of its own: it is
# added, its window opened, a clip played for 20 s, and Audacity ends as it does without it.
# test_plugin_audacity.sh BUILD_FOLDER

set -eu
build=$1

skip() {
    echo "SKIPPED: the plugin was not tried in Audacity: $*"
    exit 77
}
for tool in audacity:audacity Xvfb:xvfb openbox:openbox xdotool:xdotool sox:sox jackd:jackd2 \
    jack_lsp:jackd2; do
    command -v "${tool%:*}" >/dev/null || skip "there is no ${tool%:*} (Debian: ${tool#*:})"
done
[ -d "$build/lv2/genus.lv2" ] || skip "there is no bundle: the build had no weights"

work=$(mktemp -d)
started=
# shellcheck disable=SC2317 # The trap calls it.
clean_up() {
    end_jack genus-audacity$$
    rm -rf "$work"
}
trap clean_up EXIT
fail() {
    echo "FAILED: $*" >&2
    tail -n 20 "$work"/*.log >&2
    exit 1
}
# shellcheck source=tests/jack_server.sh
. "$(dirname "$0")/jack_server.sh"

sox -n -r 48000 -c 2 "$work/clip.wav" synth 60 pluck C3 pluck E4 gain -6
mkdir -p "$work/home/.audacity-data" "$work/home/.config/audacity" "$work/unsaved"
cat >"$work/home/.audacity-data/audacity.cfg" <<END
NewPrefsInitialized=1
[GUI]
ShowSplashScreen=0
[Update]
DefaultUpdatesChecking=0
[Version]
Major=3
Minor=2
Micro=4
[Directories]
TempDir=$work/unsaved
[Directories/TempDir]
Default=$work/unsaved
END
cp "$work/home/.audacity-data/audacity.cfg" "$work/home/.config/audacity/"
start_jack genus-audacity$$
export HOME="$work/home" LV2_PATH="$build/lv2"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME

mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp 3>"$work/display" 2>"$work/x.log" &
started="$! $started"
DISPLAY=:$(head -n 1 "$work/display")
export DISPLAY
openbox >"$work/openbox.log" 2>&1 &
started="$! $started"
audacity "$work/clip.wav" >"$work/audacity.log" 2>&1 &
audacity=$!
started="$audacity $started"

window() {
    xdotool search --onlyvisible --name "$1" 2>/dev/null | tail -n 1 | grep .
}
is_alive() {
    kill -0 "$audacity" 2>/dev/null || fail "Audacity has ended ($1)"
}
# press X Y: at a place of Audacity's window.
press() {
    xdotool mousemove --window "$main" "$1" "$2" click 1
    sleep 2
}

wait_for "window of Audacity" 90 window '^clip$'
sleep 3
main=$(window '^clip$')
press 52 166  # The track's effects:
press 127 145 # add one,
for key in Up Up Right Down Return; do # of the last maker, before "Get more effects", the second.
    xdotool key $key
    sleep 0.5
done
sleep 2
press 132 156 # Its window.
wait_for "window of Genus Stereo" 20 window '^Genus Stereo'
press 91 52 # Play.
is_playing() {
    timeout -k 5 10 jack_lsp | grep -qv '^system:'
}
wait_for "sound from Audacity" 20 is_playing
for second in 5 10 15 20; do
    sleep 5
    is_alive "while it played, after $second s"
    is_playing || fail "Audacity stopped playing before $second s"
done

xdotool key --window "$(window '^Genus Stereo')" alt+F4
sleep 1
is_alive "as the window closed"
press 141 52 # Stop.
is_alive "as it stopped"
xdotool windowactivate --sync "$main" key ctrl+q
sleep 2
has_ended() {
    xdotool key alt+n || : # The project needs no saving.
    ! kill -0 "$audacity"
}
wait_for "end of Audacity" 30 has_ended
status=0
wait "$audacity" || status=$?
[ "$status" -lt 128 ] || fail "Audacity ended by signal $((status - 128))"
echo "Audacity played 20 s through Genus Stereo and ended with status $status"

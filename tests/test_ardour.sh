#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# The plugin in Ardour, without a screen or a sound card: four tracks of music, two mono and two
# stereo, each with the plugin. Twenty seconds of transport tag every track rightly; a session that
# is saved and opened again shows the tags before it plays; an export gives the same tags, and the
# same audio, bit by bit, as without the plugins. A script tags a session that has none of them.
# test_ardour.sh BUILD_FOLDER SHARED_FOLDER

set -eu
build=$1 shared=$2
tests=$(dirname "$0")

skip() {
    echo "SKIPPED: the plugin was not tried in Ardour: $*"
    exit 77
}
for tool in ardour7-lua:ardour ardour7-export:ardour sox:sox; do
    command -v "${tool%:*}" >/dev/null || skip "there is no ${tool%:*} (Debian 12: ${tool#*:})"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAILED: $*" >&2
    tail -n 20 "$work"/*.log >&2
    exit 1
}

bundles=$build/lv2
clips=$shared/gtzan/audio
[ -d "$bundles/genus.lv2" ] || skip "there is no bundle: the build had no weights"
[ -r "$clips/metal/metal.00003.flac" ] || skip "it needs $clips, which is not there"

# Names of tracks, which are the genres that must be heard, and their channels. The clips are among
# those that weights of all kinds are surest of.
printf '%s\n' "metal 1" "classical 1" "jazz 2" "blues 2" >"$work/tracks"
clip_of() {
    case $1 in
    metal) echo "$clips/metal/metal.00003.flac" ;;
    classical) echo "$clips/classical/classical.00015.flac" ;;
    jazz) echo "$clips/jazz/jazz.00016.flac" ;;
    blues) echo "$clips/blues/blues.00025.flac" ;;
    esac
}
# 16 bits without dither: see test_ardour.lua.
render() {
    sox -D -G "$(clip_of "$1")" -c 1 -r 48000 -b 16 "$2" trim 0 22
}

# An Ardour of its own: nobody's settings, plugins or sessions.
export LV2_PATH="$bundles" HOME="$work/home"
unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME
mkdir "$HOME"

# Ardour 7.3 crashes at times, with and without plugins, mostly in the end: what it has finished
# counts, what it has not is tried again.
# finish LOG LAST_LINE COMMAND...
finish() {
    log=$1 last=$2 tries=5
    shift 2
    while [ "$tries" -gt 0 ]; do
        case $last in *make) rm -rf "${work:?}/$5" ;; esac # A session cut short is none.
        "$@" >"$log" 2>&1 || :
        grep -qxF "$last" "$log" && return
        echo "Ardour ended in the middle: $(tail -n 1 "$log")"
        tries=$((tries - 1))
    done
    fail "Ardour finishes nothing: $*"
}

# ardour STEP SESSION [plugin]: runs a step of test_ardour.lua and shows the tags that it prints.
ardour() {
    step=$1
    echo "$*"
    finish "$work/$step-$2.log" "finished $step" \
        ardour7-lua "$tests/test_ardour.lua" "$step" "$work" "$2" "${3-}"
    [ "$step" != make ] || return 0
    grep -E "^[^ ]+ [0-9]+ [0-9]+ [0-9.]+$" "$work/$step-$2.log" | sort -u >"$work/$step.tags"
    [ "$(wc -l <"$work/$step.tags")" -eq 4 ] || fail "no tags of four tracks after $step"
    cat "$work/$step.tags"
}

ardour make plain
ardour make tagged plugin
for session in plain tagged; do
    while read -r track channels; do
        folder=$work/$session/interchange/$session/audiofiles
        [ "$channels" -eq 1 ] && render "$track" "$folder/$track.wav"
        [ "$channels" -eq 2 ] && render "$track" "$folder/$track%L.wav" &&
            cp "$folder/$track%L.wav" "$folder/$track%R.wav"
    done <"$work/tracks"
done

# The bundle's list of contents: the weights, then the labels; the first label's value is 3.
value_of() {
    echo $(($(grep -nxF "$1" "$bundles/genus.lv2/contents.txt" | cut -d : -f 1) + 1))
}
# named_right STEP: every track's genre and tag are its name.
named_right() {
    while read -r track _; do
        value=$(value_of "$track")
        grep -q "^$track $value $value " "$work/$1.tags" || fail "$1: $track is not $value"
    done <"$work/tracks"
}

# The same tag from an export, where Ardour works in the middle of run(), as from playing.
ardour export tagged
named_right export
ardour play tagged
named_right play
while read -r track _ _ confidence; do
    other=$(sed -n "s/^$track .* //p" "$work/export.tags")
    awk "BEGIN { exit !(($confidence - $other) ^ 2 < 2 ^ 2) }" ||
        fail "$track: $confidence % when played, $other % when exported"
done <"$work/play.tags"

# Nobody asked for properties, so none was told: Ardour writes a line for each from its process call.
for log in "$work/play-tagged.log" "$work/export-tagged.log"; do
    ! grep -iE 'property|patch:' "$log" || fail "Ardour was made to write to its log"
done

# Loops shorter than what the network sees at once, and longer ones.
for length in 1 2 4 8; do
    ardour loop tagged $length
    named_right loop
done

# Opened again, before it plays: nothing is heard yet (0), and the tags are there.
ardour read tagged
sed 's/^\([^ ]*\) [0-9]* /\1 0 /' "$work/play.tags" >"$work/saved.tags"
cmp "$work/saved.tags" "$work/read.tags" || fail "the tags were not saved"

# All samples, without the file's header, which tells the time. An Ardour that reads its disk late
# exports other audio, with or without plugins: a plugin that changed audio would do so each time.
export_both() {
    for session in plain tagged; do
        rm -f "$work/$session.wav"
        finish "$work/export-$session.log" "* Done." \
            ardour7-export -b float -o "$work/$session.wav" "$work/$session" $session
        tail -c $((21 * 48000 * 2 * 4)) "$work/$session.wav" >"$work/$session.raw"
    done
    [ "$(wc -c <"$work/plain.raw")" -eq $((21 * 48000 * 2 * 4)) ] || fail "the export is too short"
    [ "$(tr -d '\0' <"$work/plain.raw" | wc -c)" -gt 1000000 ] || fail "the export is silent"
    cmp "$work/plain.raw" "$work/tagged.raw"
}
export_both || export_both || export_both || fail "the plugin changed the audio:" \
    "$(cmp -l "$work/plain.raw" "$work/tagged.raw" | wc -l) bytes differ," \
    "the files have $(wc -c <"$work/plain.wav") and $(wc -c <"$work/tagged.wav")"
echo "the same $(wc -c <"$work/plain.raw") bytes of audio with the plugins and without"

# The script that tags a session: it puts the plugin on every track, hears the session, takes the
# plugin away, and leaves the genres in comments and in a table.
finish "$work/tag-plain.log" "finished tag" ardour7-lua "$tests/test_ardour.lua" tag "$work" plain \
    "$tests/../plugin/ardour/genus_tag_session.lua"
while read -r track _; do
    grep -qE "^COMMENT $track: Genus: $track, [0-9]+ %$" "$work/tag-plain.log" ||
        fail "the session's tags: $track has another comment"
    grep -qE "^\"$track\",\"$track\",[0-9]+$" "$work/plain/export/genus.csv" ||
        fail "the session's tags: $track is missing in genus.csv"
done <"$work/tracks"
cat "$work/plain/export/genus.csv"

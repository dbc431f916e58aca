#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# test_songs_command.sh LIVE SYNTH WEIGHTS MANUAL: the songs of a long recording, in every way that
# they are printed; settings in a file; completions; and that the manual page knows every option.

set -eu

live=$1
synth=$2
export GENUS_WEIGHTS="$3"
manual=$4

work=$(mktemp -d "${TMPDIR:-/tmp}/genus-songs-XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM
export XDG_CONFIG_HOME="$work/config"
mkdir -p "$XDG_CONFIG_HOME/genus"

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# says PATTERN FILE: some line of the file is like this.
says() {
    grep -Eq "$1" "$2" || {
        cat "$2"
        fail "$2 has no line like $1"
    }
}

# Two pieces of 25 s with 5 s of silence between them.
"$synth" "$work" --style breaks --clips 1 --seconds 25 --seed 3
"$synth" "$work" --style pluck --clips 1 --seconds 25 --seed 3 2>/dev/null ||
    "$synth" "$work" --style strings --clips 1 --seconds 25 --seed 3
second=$(find "$work" -name '*.wav' ! -path '*breaks*')
cd "$work"
sox "$work/breaks/breaks.00000.wav" one.wav pad 0 5
sox one.wav "$second" 'a "mix".wav'

"$live" --songs 'a "mix".wav' >table || fail "the mix was not heard"
[ "$(wc -l <table)" -eq 2 ] || { cat table; fail "not two songs"; }
says '^a "mix".wav	0\.[0-9]	2[45]\.[0-9]	[a-z]+	[01]\.[0-9]{4}	(sure|unsure)$' table
says '^a "mix".wav	(29|30)\.[0-9]	2[45]\.[0-9]	' table

# A name that is more than a line, and would command a terminal.
evil=$(printf 'a\033[31m\nb.wav')
ln -s 'a "mix".wav' "$evil"
"$live" --songs "$evil" >rows
[ "$(wc -l <rows)" -eq 2 ] || { cat rows; fail "a name broke the rows"; }
"$live" --songs --cue "$evil" >sheet
! grep -q "$(printf '\033')" rows sheet || fail "a name commands the terminal"
rm "$evil"

"$live" --songs --csv 'a "mix".wav' >csv
[ "$(head -n 1 csv)" = path,offset,seconds,state,genre,confidence,second_genre ] || fail "no names"
says '^"a ""mix"".wav",(29|30)\.[0-9],2[45]\.[0-9],(sure|unsure),[a-z]+,[01]\.[0-9]{4},' csv
"$live" --songs --json 'a "mix".wav' >json
says '"song":2,"offset":(29|30)[.0-9]*,"seconds":2[45][.0-9]*,"state":"(sure|unsure)","genre":"' json

"$live" --songs --cue 'a "mix".wav' >cue
says "^FILE \"a 'mix'.wav\" WAVE\$" cue
says '^  TRACK 02 AUDIO$' cue
says '^    REM GENRE "[a-z]+"$' cue
says '^    INDEX 01 00:(29|30):[0-7][0-9]$' cue
[ "$(grep -c INDEX cue)" -eq 2 ] || fail "not an index a song"

"$live" --songs --audacity 'a "mix".wav' >labels
says '^(29|30)\.[0-9]{6}	5[45]\.[0-9]{6}	[a-z]+\??$' labels

# What does not go together, and files without songs.
sox -n -r 22050 silent.wav trim 0 10
if "$live" --songs silent.wav >out 2>err; then fail "silence is a song"; fi
says 'silent.wav: no song' err
for line in "--songs" "--songs --csv --json x" "--songs --audacity x y" "--songs --top 3 x" \
    "--cue x" "--audacity -" "--completion csh"; do
    status=0
    # shellcheck disable=SC2086 # One word an argument.
    "$live" $line >out 2>err || status=$?
    [ "$status" -eq 2 ] || fail "$line: status $status"
    says '^genus-live: --' err
done

# Settings: the line wins, and what is wrong is named with its line.
printf '# Mine.\n\npause 20\ndevice = nowhere\nwait\n' >"$XDG_CONFIG_HOME/genus/live.conf"
"$live" --songs --pause 3 'a "mix".wav' >again || fail "settings of devices are in the way"
cmp table again || fail "the line does not win over the settings"
"$live" 'a "mix".wav' >out || fail "settings of devices are in the way of naming"
for wrong in "window 4" "what" "demo" "pause" "wait 3"; do
    printf '\n%s\n' "$wrong" >"$XDG_CONFIG_HOME/genus/live.conf"
    status=0
    "$live" 'a "mix".wav' >out 2>err || status=$?
    [ "$status" -eq 2 ] || fail "setting $wrong: status $status"
    says 'genus/live.conf:2: ' err
done
rm "$XDG_CONFIG_HOME/genus/live.conf"

# Completions come from the same table as --help, and the manual page has them all.
for shell in bash zsh fish; do
    "$live" --completion "$shell" >"completion.$shell"
    for option in songs weights one-song; do
        says "(--|-l )$option" "completion.$shell"
    done
    if command -v "$shell" >/dev/null; then
        "$shell" -n "completion.$shell" || fail "$shell does not understand its completions"
    fi
done
# shellcheck disable=SC2016 # For bash.
bash -c '. ./completion.bash; COMP_WORDS=(genus-live --real); COMP_CWORD=1; _genus_live
         [ "${COMPREPLY[*]}" = --realtime ]' || fail "bash completes nothing"
"$live" --help | grep -oE '^ +(-[a-zA-Z], )?--[a-z-]+' | sed 's/.*--//' >options
[ "$(wc -l <options)" -gt 20 ] || fail "--help shows few options"
while read -r option; do
    [ -z "$option" ] || grep -q "Fl Fl $option" "$manual" || fail "the manual has no --$option"
done <options

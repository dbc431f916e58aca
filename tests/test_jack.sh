#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# An evening with genus-live, under a JACK server without a sound card. It names clips that are
# played into its ports one after another, and says the same of one as of a file, of standard input
# and at the file's own pace. Then the server is killed: with --wait it goes on when there is one
# again, without it says why it ends. Real clips and the shipped weights where there are some, else
# music of our own and weights that were trained on such.
# test_jack.sh GENUS-LIVE GENUS-SYNTH GENUS-TRAIN WEIGHTS SHARED_FOLDER

set -eu
live=$1 synth=$2 train=$3 weights=$4 shared=$5
tests=$(dirname "$0")
# shellcheck source=tests/live_lines.sh
. "$tests/live_lines.sh"
# shellcheck source=tests/jack_server.sh
. "$tests/jack_server.sh"

for tool in jackd:jackd2 jack_lsp:jackd2 jack_connect:jackd2 jack-play:jack-tools sox:sox; do
    command -v "${tool%:*}" >/dev/null || {
        echo "SKIPPED: genus-live was not tried under JACK: there is no ${tool%:*}" \
            "(Debian: ${tool#*:})"
        exit 77
    }
done

device="JACK Audio Connection Kit: system"
server_name=genus-live$$
work=$(mktemp -d)
started=
# shellcheck disable=SC2317 # The trap calls it.
clean_up() {
    end_jack $server_name
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

# ------------------------------------------------------------------------------------------- tools

# start COMMAND...: in the background, for four minutes at most. Its process is $process.
start() {
    timeout -k 10 240 "$@" &
    process=$!
    started="$process $started"
}

# render FILE GENRE: as JACK plays it, with time for connecting the ports.
render() {
    sox -V1 -D -v 0.8 "$1" -r 48000 -c 2 -b 16 "$work/$2.wav" trim 0 12 pad 0.5
    genres=${genres:+$genres }$2
}

# listen NAME ARGS...: genus-live at the server; its lines go to NAME.lines.
listen() {
    name=$1
    shift
    start "$live" --weights "$weights" --json --device "$device" "$@" \
        >"$work/$name.lines" 2>"$work/$name.err"
}

# play GENRE CLIENT...: into the ports of the clients.
play() {
    start jack-play -u "$work/$1.wav" >/dev/null 2>&1
    player=$process
    shift
    wait_for "port of the player" 20 has_port jack-play:out_2
    for client in "$@"; do
        connect jack-play:out_1 "$client:in_0"
        connect jack-play:out_2 "$client:in_1"
    done
}

stop_player() {
    kill "$player" 2>/dev/null || :
    wait "$player" || :
}

# last NAME MEMBER: its value in the newest line.
last() {
    tail -n 1 "$work/$1.lines" | member "$2"
}

is_silent() {
    [ "$(last "$1" state)" = silence ]
}

# is_named NAME GENRE: by three verdicts in a row, none of them unsure.
is_named() {
    tail -n 3 "$work/$1.lines" >"$work/$1.newest"
    [ "$(member state <"$work/$1.newest" | tr '\n' ' ')" = "sure sure sure " ] &&
        [ "$(member genre <"$work/$1.newest" | tr '\n' ' ')" = "$2 $2 $2 " ]
}

# is_named_or_over GENRE: the listener has named it, or nothing of it is to come.
is_named_or_over() {
    is_named waiting "$1" || ! kill -0 "$player"
}

# hear GENRE CLIENT...: played to the clients, the first listener names it in time. On a machine that
# is busy JACK loses audio, and a clip may be over before enough of it was heard: it is then played
# again.
hear() {
    wanted=$1 attempts=3
    while :; do
        wait_for "verdict on silence, but $(last waiting state)" 30 is_silent waiting
        since=$(last waiting time)
        play "$@"
        wait_for "end of $wanted, nor its name" 60 is_named_or_over "$wanted"
        is_named waiting "$wanted" && break
        echo "not named while it played; the newest verdicts:"
        tail -n 8 "$work/waiting.lines"
        attempts=$((attempts - 1))
        [ "$attempts" -gt 0 ] || fail "no verdict that this is $wanted, though it was played to the end"
        wait "$player" || :
    done
    seconds=$(awk "BEGIN { print $(last waiting time) - $since }")
    echo "$wanted is named after $seconds s, in song $(last waiting song)"
    awk "BEGIN { exit !($seconds <= 10) }" || fail "that is too late"
}

# ends_with STATUS PROCESS NAME: so does this listener.
ends_with() {
    status=0
    wait "$2" || status=$?
    cat "$work/$3.err"
    [ "$status" -eq "$1" ] || fail "genus-live ended with $status, not $1"
}

# says NAME PART...: all of it in one line of its messages.
says() {
    cp "$work/$1.err" "$work/says"
    shift
    for part in "$@"; do
        grep -F -e "$part" "$work/says" >"$work/matching" || return 1
        mv "$work/matching" "$work/says"
    done
}

# ------------------------------------------------------------------------------------------- music

# Those that weights of all kinds are surest of.
clips="metal.00003 classical.00015 jazz.00016 blues.00025 reggae.00003"

genres=
if [ -r "$shared/gtzan/audio/metal/metal.00003.flac" ] && [ -r "$weights" ]; then
    for clip in $clips; do
        render "$shared/gtzan/audio/${clip%.*}/$clip.flac" "${clip%.*}"
    done
else
    echo "no clips in $shared/gtzan, or no $weights: with music of our own instead"
    weights=$work/styles.safetensors
    "$synth" "$work/train" --clips 16 --seconds 6 --seed 0
    "$train" fit "$work/train" --out "$weights" --epochs 12 --seed 0
    "$synth" "$work/unheard" --clips 1 --seconds 14 --seed 1004
    for clip in "$work"/unheard/*/*.wav; do
        render "$clip" "$(basename "${clip%/*}")"
    done
fi
first=${genres%% *} last=${genres##* }

# ----------------------------------------------------------------------- the same from all sources

start_jack $server_name
listen waiting --wait --log "$work/songs.csv"
waiting=$process
wait_for "port of genus-live" 30 has_port genus-live:in_0
listen jack
comparing=$process
wait_for "port of the second genus-live" 30 has_port genus-live-01:in_0
start "$live" --weights "$weights" --json --realtime --one-song "$work/$first.wav" \
    >"$work/realtime.lines" 2>/dev/null
realtime=$process

wait_for "verdict on silence" 20 is_silent jack
hear "$first" genus-live genus-live-01
wait "$player" || fail "jack-play ends with $?"
kill "$comparing"
ends_with 0 "$comparing" jack
wait "$realtime" || fail "genus-live --realtime ends with $?"
"$live" --weights "$weights" --json "$work/$first.wav" >"$work/file"
"$live" --weights "$weights" --json --one-song - <"$work/$first.wav" >"$work/stdin.lines"
for name in stdin realtime jack; do
    tail -n 1 "$work/$name.lines" >"$work/$name"
    echo "file and $name:"
    agrees "$work/file" "$work/$name"
done

# ------------------------------------------------------------------- one clip after another, named

for genre in ${genres#"$first "}; do
    song=$(last waiting song)
    clients=genus-live
    if [ "$genre" = "$last" ]; then
        listen ending
        ending=$process
        wait_for "port of the second genus-live" 30 has_port genus-live-01:in_0
        clients="genus-live genus-live-01"
    fi
    # shellcheck disable=SC2086 # One word a client.
    hear "$genre" $clients
    [ "$(last waiting song)" -gt "$song" ] || fail "it is no song of its own"
    # Out to its end: the silence by which a song is known to have ended would weigh much on the
    # genre of five seconds.
    [ "$genre" = "$last" ] || wait "$player" || fail "jack-play ends with $?"
done

# -------------------------------------------------------------- the server is killed and comes back

song=$(last waiting song)
kill -KILL "$(cat "$work/$server_name.pid")"
ends_with 1 "$ending" ending
complaint="$device: gives no audio any more" cure="start its server again"
says ending "$complaint" "$cure" "--wait waits for it" ||
    fail "it does not say what is wrong, and what to do"
wait_for "word of what it waits for" 20 says waiting "$complaint" "$cure" "waiting for it"
kill -0 "$waiting" || fail "it ended in spite of --wait"
stop_player

start_jack $server_name
wait_for "word of the server's return" 30 says waiting "$device: is there, listening"
wait_for "port of genus-live" 30 has_port genus-live:in_0
hear "$first" genus-live
[ "$(last waiting song)" -gt "$song" ] || fail "songs are counted from 1 again"
kill "$waiting"
ends_with 0 "$waiting" waiting
for genre in $genres; do
    grep -q ",$genre," "$work/songs.csv" || {
        cat "$work/songs.csv"
        fail "the log of songs has no $genre"
    }
done

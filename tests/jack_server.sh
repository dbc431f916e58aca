# shellcheck shell=sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# What the tests under a JACK server have in common. Sourced; needs fail(), $work, and $started: the
# processes that are to be ended.
#
# Clients of one name disturb each other while they connect, even if their servers differ: such
# tests run one at a time, and what fails because of others is tried again.

export JACK_NO_START_SERVER=1 JACK_NO_AUDIO_RESERVATION=1

# wait_for WHAT SECONDS COMMAND...: until the command succeeds.
wait_for() {
    what=$1 tries=$(($2 * 5))
    shift 2
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "no $what"
        sleep 0.2
    done
}

has_port() {
    timeout -k 5 10 jack_lsp | grep -qx "$1"
}

# connect FROM TO: a port to another.
connect() {
    wait_for "connection from $1 to $2" 10 timeout -k 5 10 jack_connect "$1" "$2"
}

# start_jack NAME: a server without a sound card. $work/NAME.pid has its process.
start_jack() {
    export JACK_DEFAULT_SERVER="$1"
    # JACK allows for eight servers on a machine: others may be busy with theirs.
    servers=60
    while :; do
        # shellcheck disable=SC2016 # The inner shell's process becomes jackd's.
        timeout -k 10 300 sh -c 'echo $$ >"$1" && shift && exec "$@"' - "$work/$1.pid" \
            jackd --no-realtime -n "$1" -d dummy -r 48000 -p 1024 >"$work/$1.log" 2>&1 &
        server=$!
        started="$server $started"
        sleep 1
        kill -0 $server 2>/dev/null && break
        servers=$((servers - 1))
        [ "$servers" -gt 0 ] || fail "JACK does not start"
    done
    wait_for "JACK server" 30 has_port system:capture_1
}

# end_jack NAME: ends what was started and clears what is left of the server. One that was killed
# keeps its place among the eight until one of its name comes and ends well; clients that were
# killed leave semaphores.
end_jack() {
    for process in $started; do
        kill "$process" 2>/dev/null || :
    done
    wait
    if grep -qs ":$1:" /dev/shm/jack-shm-registry; then
        timeout -k 5 2 jackd --no-realtime -n "$1" -d dummy >/dev/null 2>&1 || :
    fi
    rm -f "/dev/shm/jack_sem."*"_$1_"*
}

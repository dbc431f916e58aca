#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# test_window.sh PROGRAM: runs the window's tests on an X server of their own, without a screen.

set -eu

if ! command -v Xvfb >/dev/null; then
    echo "window: skipped, there is no Xvfb (Debian: xvfb)"
    exit 77
fi
folder=$(mktemp -d)
Xvfb -displayfd 3 -screen 0 1200x900x24 -nolisten tcp -noreset 3>"$folder/display" 2>"$folder/log" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$folder"' EXIT
tries=0
until [ -s "$folder/display" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 100 ] || ! kill -0 $server 2>/dev/null; then
        echo "window: Xvfb did not start:"
        cat "$folder/log"
        exit 1
    fi
    sleep 0.1
done
DISPLAY=:$(cat "$folder/display") "$1"

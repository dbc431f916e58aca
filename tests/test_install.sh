#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# Installs into a DESTDIR and builds the examples against it as a stranger would: by pkg-config and
# by find_package(), shared and static, in C99, C11 and C++17; then asks Python.
# test_install.sh CMAKE BUILD PREFIX COMPILER EXAMPLES [FLAGS]

set -eu
cmake=$1 build=$2 prefix=$3 compiler=$4 examples=$5 flags=${6-}
here=$(cd "$(dirname "$0")" && pwd)

work=$(mktemp -d)
started=
fail() {
    echo "install: $*" >&2
    exit 1
}
# shellcheck source=tests/jack_server.sh
. "$here/jack_server.sh"
trap 'end_jack genus-install$$; rm -rf "$work"' EXIT
DESTDIR=$work/root "$cmake" --install "$build" >/dev/null
tree=$work/root$prefix
weights=$tree/share/genus/gtzan.safetensors

for file in bin/genus-live bin/genus-train include/genus.h share/genus/gtzan.safetensors \
    share/genus/gtzan.md share/genus/demo.flac share/doc/genus/examples/listen.c; do
    [ -f "$tree/$file" ] || fail "not installed: $prefix/$file"
done
outside=$(find "$work/root" -type f ! -path "$tree/*")
[ -z "$outside" ] || fail "installed outside of the prefix: $outside"

# The folder differs from system to system: lib, lib64, lib/x86_64-linux-gnu.
PKG_CONFIG_PATH=$(dirname "$(find "$tree" -name genus.pc)")
LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH")${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export PKG_CONFIG_PATH LD_LIBRARY_PATH

# example NAME COMPILER [OPTION...]: builds $work/NAME.
example() {
    name=$1
    shift
    # shellcheck disable=SC2046,SC2086 # One word an option.
    "$@" $flags -Wall -Wextra -Werror -o "$work/${name%.*}" "$examples/$name" \
        $(pkg-config --cflags --libs genus sndfile portaudio-2.0) -pthread
}

# Half a minute of the demo is what the installed genus-live calls it, whatever the door.
song=$work/song.wav
sox "$tree/share/genus/demo.flac" -b 16 "$song" trim 0 25
said=$("$tree/bin/genus-live" "$song")
for standard in c99 c11; do
    example classify_file.c "$compiler" -std=$standard -pedantic
    heard=$("$work/classify_file" "$weights" "$song")
    case $said in
    *"${heard%% *}"*) ;;
    *) fail "classify_file says '$heard', genus-live '$said'" ;;
    esac
done
# shellcheck disable=SC2046,SC2086 # One word an option.
"$compiler" $flags -o "$work/static" "$examples/classify_file.c" \
    $(pkg-config --cflags --libs --static genus | sed 's/-lgenus/-l:libgenus.a/') -lsndfile
[ "$("$work/static" "$weights" "$song")" = "$heard" ] || fail "the static library says otherwise"

cxx=$(command -v c++ || command -v g++ || command -v clang++ || :)
if [ -n "$cxx" ]; then
    example threads.cpp "$cxx" -std=c++17 -pedantic
    "$work/threads" "$weights" | grep -q . || fail "threads says nothing"
else
    echo "skipped: there is no C++ compiler" >&2
fi

# An input that is there and silent, from a server without a sound card.
example listen.c "$compiler" -std=c11
if command -v jackd >/dev/null; then
    start_jack genus-install$$
    "$work/listen" "$weights" 5 >"$work/said" 2>"$work/noise" ||
        fail "listen: $(tail -n 1 "$work/noise")"
    grep -q silence "$work/said" || fail "listen does not hear silence: $(cat "$work/said")"
else
    echo "skipped: there is no JACK server" >&2
fi

mkdir "$work/found"
cat >"$work/found/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.20)
project(found LANGUAGES C)
find_package(genus REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SNDFILE REQUIRED IMPORTED_TARGET sndfile)
add_executable(found "$examples/classify_file.c")
target_link_libraries(found PRIVATE genus::genus PkgConfig::SNDFILE)
END
"$cmake" -S "$work/found" -B "$work/found/build" -DCMAKE_C_COMPILER="$compiler" \
    -DCMAKE_C_FLAGS="$flags" -DCMAKE_PREFIX_PATH="$tree" >/dev/null
"$cmake" --build "$work/found/build" >/dev/null
[ "$("$work/found/build/found" "$weights" "$song")" = "$heard" ] || fail "find_package() says otherwise"

"$tree/bin/genus-live" --version
"$tree/bin/genus-train" --version

#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# A person's own genres become a plugin without CMake: the installed genus-train, moved elsewhere,
# writes a bundle from its own binaries and any weights. Hosts find it whole.
# test_bundle.sh CMAKE BUILD_FOLDER

set -eu
cmake=$1 build=$2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

[ -d "$build/lv2/genus.lv2" ] || {
    echo "SKIPPED: there is no bundle to install: the build had no weights"
    exit 77
}

# Two genres with names that descriptions must quote and port symbols cannot have.
"$build/tests/genus-synth" "$work/clips" --clips 10 --seconds 4 --seed 0 >/dev/null
mkdir "$work/music"
mv "$work/clips/pulse" "$work/music/Drum & \"Bass\""
mv "$work/clips/strings" "$work/music/Pjotr Iljitsch Čajkovskij"
"$build/genus-train" fit "$work/music" --out "$work/my own.safetensors" --epochs 1 --no-cache \
    >/dev/null 2>&1

"$cmake" --install "$build" --prefix "$work/there" >/dev/null
mv "$work/there" "$work/here"
train=$work/here/bin/genus-train
mkdir "$work/lv2"
bundle="$work/lv2/my own.lv2"
"$train" bundle "$work/my own.safetensors" --out "$bundle"
ls "$bundle"
for file in manifest.ttl genus.ttl mono.ttl stereo.ttl presets.ttl genus.so genus_ui.so \
    contents.txt "my own.safetensors"; do
    [ -s "$bundle/$file" ] || fail "the bundle lacks $file"
done
cmp "$work/my own.safetensors" "$bundle/my own.safetensors"
for label in 'Drum & \"Bass\"' 'Pjotr Iljitsch Čajkovskij'; do
    [ "$(grep -cF "rdfs:label \"$label\" ; rdf:value" "$bundle/stereo.ttl")" -eq 2 ] ||
        fail "no scale points for $label"
done
# A short name has 16 bytes at most, and no half of a character.
grep -qF 'lv2:shortName "Drum & \"Bass\""' "$bundle/mono.ttl" || fail "no short name"
grep -qF 'lv2:shortName "Pjotr Iljitsch "' "$bundle/mono.ttl" || fail "a short name is cut wrongly"
! grep -F @ "$bundle"/*.ttl | grep -v '@prefix' || fail "something was not filled in"

# What is not weights makes no bundle, and is named.
echo "no weights" >"$work/text"
if "$train" bundle "$work/text" --out "$work/lv2/none.lv2" 2>"$work/errors"; then
    fail "a text became a plugin"
fi
grep -qF "$work/text" "$work/errors" || fail "the message does not name the file"
[ ! -e "$work/lv2/none.lv2" ] || fail "a failure left a bundle"

if command -v lv2_validate >/dev/null && command -v sord_validate >/dev/null; then
    cp -r "$bundle" "$work/plain" # It has no sense for spaces.
    lv2_validate "$work"/plain/*.ttl 2>&1 | tail -n 5 | tee "$work/validation"
    grep -q '^Found 0 errors' "$work/validation" || fail "lv2_validate finds errors"
fi

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
# Names that give the same port symbol, one of them with a number that another might be given.
mv "$work/clips/$(ls "$work/clips" | sed -n 1p)" "$work/music/a b"
mv "$work/clips/$(ls "$work/clips" | sed -n 1p)" "$work/music/a b 2"
mkdir "$work/music/a-b"
for clip in $(ls "$work/music/a b" | head -n 5); do
    mv "$work/music/a b/$clip" "$work/music/a-b"
done
"$build/genus-train" fit "$work/music" --out "$work/my own.safetensors" --epochs 1 --no-cache \
    >/dev/null 2>&1

# The build's own genus-train takes the build's parts, as long as nothing is installed.
"$build/genus-train" bundle "$work/my own.safetensors" --out "$work/built.lv2"
cmp "$work/built.lv2/genus.so" "$build/plugin/genus.so"

"$cmake" --install "$build" --prefix "$work/there" >/dev/null
mv "$work/there" "$work/here"
train=$work/here/bin/genus-train
mkdir "$work/lv2"
bundle="$work/lv2/my own.lv2"
"$train" bundle "$work/my own.safetensors" --out "$bundle"
ls "$bundle"
for file in manifest.ttl genus.ttl mono.ttl stereo.ttl presets.ttl genus.so genus_ui.so \
    contents.txt weights.safetensors; do
    [ -s "$bundle/$file" ] || fail "the bundle lacks $file"
done
cmp "$work/my own.safetensors" "$bundle/weights.safetensors"
[ "$(head -n 1 "$bundle/contents.txt")" = "my own.safetensors" ] || fail "the weights lost their name"
for label in 'Drum & \"Bass\"' 'Pjotr Iljitsch Čajkovskij'; do
    [ "$(grep -cF "rdfs:label \"$label\" ; rdf:value" "$bundle/stereo.ttl")" -eq 2 ] ||
        fail "no scale points for $label"
done
# A short name has 16 bytes at most, and no half of a character.
grep -qF 'lv2:shortName "Drum & \"Bass\""' "$bundle/mono.ttl" || fail "no short name"
grep -qF 'lv2:shortName "Pjotr Iljitsch "' "$bundle/mono.ttl" || fail "a short name is cut wrongly"
! grep -F @ "$bundle"/*.ttl | grep -v '@prefix' || fail "something was not filled in"

for plugin in mono stereo; do
    twice=$(grep -o 'lv2:symbol "[^"]*"' "$bundle/$plugin.ttl" | sort | uniq -d)
    [ -z "$twice" ] || fail "two ports have the symbol $twice"
done

# Weights that are called like a part of the bundle do not take its place.
for name in manifest.ttl genus.so contents.txt; do
    cp "$work/my own.safetensors" "$work/$name"
    "$train" bundle "$work/$name" --out "$work/lv2/named.lv2"
    cmp "$work/lv2/named.lv2/manifest.ttl" "$bundle/manifest.ttl"
    cmp "$work/lv2/named.lv2/genus.so" "$bundle/genus.so"
    [ "$(head -n 1 "$work/lv2/named.lv2/contents.txt")" = "$name" ] || fail "no $name in contents.txt"
done

# What is there is replaced in one step: a run that is killed leaves it as it was, and the next one
# clears up. What others have put there stays.
whole() {
    for file in manifest.ttl genus.ttl mono.ttl stereo.ttl presets.ttl genus.so genus_ui.so \
        contents.txt weights.safetensors; do
        [ -s "$bundle/$file" ] || fail "a run that was killed left a bundle without $file"
    done
}
echo mine >"$bundle/notes.txt"
for part in 00 01 02 03 05 07 10 15 20; do
    timeout -s KILL "0.$part" "$train" bundle "$work/my own.safetensors" --out "$bundle" || true
    whole
done
"$train" bundle "$work/my own.safetensors" --out "$bundle/"
whole
# One that was killed behind the exchange, before it had carried over what others have put there.
mkdir "$work/lv2/.genus-bundle-99999999-my own.lv2"
mv "$bundle/notes.txt" "$work/lv2/.genus-bundle-99999999-my own.lv2"
"$train" bundle "$work/my own.safetensors" --out "$bundle"
[ "$(cat "$bundle/notes.txt")" = mine ] || fail "a file of somebody else's was not carried over"
# The weights of the bundle may lie in it, under a name of their own.
cp "$work/my own.safetensors" "$bundle/"
"$train" bundle "$bundle/my own.safetensors" --out "$bundle"
cmp "$work/my own.safetensors" "$bundle/my own.safetensors" || fail "the weights themselves are gone"
rm "$bundle/my own.safetensors"
[ "$(cat "$bundle/notes.txt")" = mine ] || fail "a file of somebody else's is gone"
[ "$(ls -A "$work/lv2" | tr '\n' ' ')" = "my own.lv2 named.lv2 " ] || fail "$(ls -A "$work/lv2")"

# A folder of something else is not replaced; an empty one is, and what a link leads to.
mkdir "$work/other" "$work/empty"
echo mine >"$work/other/notes.txt"
! "$train" bundle "$work/my own.safetensors" --out "$work/other" 2>"$work/errors" ||
    fail "a folder was replaced that is no bundle"
grep -qF "$work/other" "$work/errors" || fail "the message does not name the folder"
[ "$(cat "$work/other/notes.txt")" = mine ] || fail "a file of somebody else's is gone"
ln -s empty "$work/link"
"$train" bundle "$work/my own.safetensors" --out "$work/link"
[ -L "$work/link" ] && [ -s "$work/empty/manifest.ttl" ] || fail "a link was replaced"

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

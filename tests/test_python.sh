#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# The Python module says what genus-live says, to the last digit that is printed.
# test_python.sh GENUS_LIVE MODULE_FOLDER PRESETS

set -eu
live=$1 module=$2 presets=$3
# Debian's own Python has Debian's numpy; another one in PATH may not.
python=
for candidate in /usr/bin/python3 python3; do
    if "$candidate" -c 'import numpy' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || {
    echo "skipped: no Python with numpy (python3-numpy)" >&2
    exit 77
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sox "$presets/demo.flac" -b 16 "$work/song.wav" trim 0 25
"$live" --json --weights "$presets/gtzan.safetensors" "$work/song.wav" >"$work/said.json"
PYTHONPATH=$module PYTHONDONTWRITEBYTECODE=1 "$python" - "$work" "$presets" <<'END'
import json
import sys
import wave

import genus
import numpy

work, presets = sys.argv[1:]
with wave.open(work + "/song.wav") as file:
    rate, channels = file.getframerate(), file.getnchannels()
    raw = file.readframes(file.getnframes())
samples = numpy.frombuffer(raw, "<i2").reshape(-1, channels) / numpy.float32(32768)
with open(work + "/said.json") as file:
    said = json.load(file)

model = genus.Model()
whole = model.classify(samples, rate)
assert whole.genre == said["genre"], (whole, said)
assert whole.state == said["state"], (whole, said)
for label, value in zip(model.labels, whole.posterior):
    assert abs(value - said["posterior"][label]) < 1e-6, (label, value, said)

listener = genus.Listener(model, rate, channels)
assert listener.verdict().genre is None
for start in range(0, len(samples), 10007):
    listener.write(samples[start : start + 10007])
assert listener.verdict().seconds_heard > 20
last = listener.finish()
assert last.genre == whole.genre
assert numpy.abs(last.posterior - whole.posterior).max() < 1e-6

for wrong in (
    lambda: genus.Model(work + "/song.wav"),
    lambda: genus.Model(work + "/absent.safetensors"),
    lambda: model.classify(samples, 1),
):
    try:
        wrong()
    except genus.GenusError as error:
        assert str(error), "an error has words"
    else:
        raise AssertionError("no error")
try:
    genus.Listener(model, rate, 1).write(numpy.zeros((10, 2)))
except ValueError:
    pass
else:
    raise AssertionError("two channels were taken for one")
END

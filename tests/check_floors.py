#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# check_floors.py [ROOT]: no folder includes one that stands above it, none includes each other in a
# circle, and the programs see of the engine only its public header and what all share.

import os
import re
import sys

# A folder may include those of its list, and itself. "engine" is all of the engine's folders.
ENGINE = {
    "engine/base": [],
    "engine/file": ["engine/base"],
    "engine/audio": ["engine/base"],
    "engine/safetensors": ["engine/base"],
    "engine/nn": ["engine/base", "engine/audio", "engine/safetensors"],
    "engine/model": ["engine/base", "engine/audio", "engine/safetensors", "engine/nn"],
    "engine/stream": ["engine/base", "engine/audio", "engine/safetensors", "engine/nn",
                      "engine/model"],
    "engine": ["engine/base", "engine/audio", "engine/safetensors", "engine/nn", "engine/model",
               "engine/stream"],
}
# From the bottom up: each may include those before it.
TRAIN = ["util", "bundle", "classical", "audio", "data", "nn", "eval", "report", "run", "cli"]
LIVE = ["util", "source", "files", "view", "songs", "screen", ""]
PLUGIN = ["draw", "lv2", "ui", ""]
PUBLIC = "engine/genus.h"


def stack(program, floors, below):
    """The folders of a program that stand on each other."""
    allowed = {}
    paths = [(program + "/" + floor).rstrip("/") for floor in floors]
    for i, path in enumerate(paths):
        allowed[path] = paths[:i] + below
    return allowed


ALLOWED = dict(ENGINE)
ALLOWED.update(stack("train", TRAIN, list(ENGINE)))
ALLOWED.update(stack("live", LIVE, ["engine/base", "engine/file"]))
ALLOWED.update(stack("plugin", PLUGIN, ["engine/base"]))
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def includes(root):
    """Every (file, included path) of the product."""
    for program in ("engine", "train", "live", "plugin"):
        for folder, _, names in os.walk(os.path.join(root, program)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    path = os.path.relpath(os.path.join(folder, name), root)
                    with open(os.path.join(root, path), encoding="utf-8") as file:
                        for included in INCLUDE.findall(file.read()):
                            if not included.endswith(".inc"):  # It is made by the build.
                                yield path, included


def find_circle(edges):
    """A list of folders that include each other in a circle, or None."""
    done = set()

    def visit(folder, way):
        if folder in way:
            return way[way.index(folder):] + [folder]
        if folder in done:
            return None
        for other in sorted(edges.get(folder, ())):
            circle = visit(other, way + [folder])
            if circle:
                return circle
        done.add(folder)
        return None

    for folder in sorted(edges):
        circle = visit(folder, [])
        if circle:
            return circle
    return None


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    faults = []
    edges = {}
    for path, included in includes(root):
        folder, other = os.path.dirname(path), os.path.dirname(included)
        if not os.path.exists(os.path.join(root, included)):
            faults.append(f"{path}: {included} is no path from the root")
            continue
        if folder == other:
            continue
        if included != PUBLIC:
            edges.setdefault(folder, set()).add(other)
        if folder not in ALLOWED:
            faults.append(f"{path}: {folder} has no floor; give it one in check_floors.py")
        elif included != PUBLIC and other not in ALLOWED[folder]:
            faults.append(f"{path}: {folder} must not include {included}")
    circle = find_circle(edges)
    if circle:
        faults.append("a circle: " + " -> ".join(circle))
    for fault in faults:
        print(fault)
    if not edges:
        print("nothing was found to check")
    sys.exit(1 if faults or not edges else 0)


main()

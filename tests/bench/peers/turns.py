# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
"""The peer's end of the pipes: works when it is asked, answers with the seconds that it took."""

import sys


def serve(work, clock):
    print("ready", flush=True)
    for _ in sys.stdin:
        begin = clock()
        runs = work()
        print((clock() - begin) / runs, flush=True)

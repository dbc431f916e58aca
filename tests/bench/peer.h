// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A peer: a Python script of peers/ that stays alive, does its work when asked and says how long it
// took. So start-up costs it nothing, and both sides can take turns.

#ifndef GENUS_TESTS_BENCH_PEER_H
#define GENUS_TESTS_BENCH_PEER_H

typedef struct genus_peer genus_peer;

/**
 * Starts a script with one argument.
 * @param threads How many it may use.
 * @return NULL if it cannot run, after a line on stderr that says why: say so in the table.
 */
genus_peer *genus_peer_start(const char *script, const char *argument, unsigned threads);

/** Ends it. NULL is fine. */
void genus_peer_stop(genus_peer *peer);

/** Has it work once: a genus_bench_work on a genus_peer. */
double genus_peer_work(void *peer);

#endif

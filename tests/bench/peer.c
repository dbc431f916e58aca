// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A Python script at the other end of two pipes: a line asks, a line answers.

#include "peer.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PYTHON "/usr/bin/python3" // Debian's, which has Debian's packages.
#define ANSWER_MAX 256

struct genus_peer {
    pid_t child;
    FILE *ask;
    FILE *answer;
};

// PyTorch's fastest setting. Without the second and third one, memory that it frees goes back to
// the kernel, and costs more than the arithmetic when it comes again.
static void set_environment(unsigned threads) {
    char count[16];
    (void)snprintf(count, sizeof count, "%u", threads);
    (void)setenv("OMP_NUM_THREADS", count, 1);
    (void)setenv("MALLOC_MMAP_THRESHOLD_", "4000000000", 1);
    (void)setenv("MALLOC_TRIM_THRESHOLD_", "8000000000", 1);
}

static void become(const char *script, const char *argument, unsigned threads, int in, int out) {
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s", GENUS_BENCH_PEERS, script);
    set_environment(threads);
    if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0) {
        (void)execl(PYTHON, PYTHON, "-B", path, argument, (char *)NULL);
    }
    _exit(127);
}

static void close_both(const int ends[2]) {
    (void)close(ends[0]);
    (void)close(ends[1]);
}

genus_peer *genus_peer_start(const char *script, const char *argument, unsigned threads) {
    int asked[2];
    int answered[2];
    genus_peer *peer = calloc(1, sizeof *peer);
    if (peer == NULL || pipe(asked) != 0) {
        free(peer);
        return NULL;
    }
    if (pipe(answered) != 0) {
        close_both(asked);
        free(peer);
        return NULL;
    }
    peer->child = fork();
    if (peer->child == 0) {
        const int in = asked[0];
        const int out = answered[1];
        (void)close(asked[1]);
        (void)close(answered[0]);
        become(script, argument, threads, in, out);
    }
    (void)close(asked[0]);
    (void)close(answered[1]);
    peer->ask = fdopen(asked[1], "w");
    peer->answer = fdopen(answered[0], "r");
    char hello[ANSWER_MAX];
    if (peer->child < 0 || peer->ask == NULL || peer->answer == NULL ||
        fgets(hello, sizeof hello, peer->answer) == NULL || strcmp(hello, "ready\n") != 0) {
        (void)fprintf(stderr, "%s cannot run: see above\n", script);
        genus_peer_stop(peer);
        return NULL;
    }
    return peer;
}

void genus_peer_stop(genus_peer *peer) {
    if (peer == NULL) {
        return;
    }
    // The end of its input ends it.
    if (peer->ask != NULL) {
        (void)fclose(peer->ask);
    }
    if (peer->answer != NULL) {
        (void)fclose(peer->answer);
    }
    if (peer->child > 0) {
        (void)waitpid(peer->child, NULL, 0);
    }
    free(peer);
}

double genus_peer_work(void *peer) {
    genus_peer *self = peer;
    char answer[ANSWER_MAX];
    if (fputs("go\n", self->ask) == EOF || fflush(self->ask) != 0 ||
        fgets(answer, sizeof answer, self->answer) == NULL) {
        return -1.0;
    }
    return strtod(answer, NULL);
}

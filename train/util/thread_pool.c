// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A team of threads that does numbered tasks.

#include "train/util/thread_pool.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define TEAM_MAX 256

struct member {
    genus_thread_pool *team;
    size_t number;
    pthread_t thread;
};

struct genus_thread_pool {
    size_t size;
    size_t started; ///< Threads beside the caller that are running.
    struct member *members;
    pthread_mutex_t mutex;
    pthread_cond_t begin;
    pthread_cond_t end;
    uint64_t round; ///< Counts calls of run().
    bool leaving;
    genus_task *task;
    void *context;
    size_t tasks;
    size_t next; ///< The next task to be taken.
    size_t busy; ///< Threads beside the caller that are not done with this round.
};

/// Takes tasks until none is left. Tasks are long, so one lock for each costs nothing.
static void do_tasks(genus_thread_pool *team, size_t member) {
    for (;;) {
        pthread_mutex_lock(&team->mutex);
        const size_t task = team->next++;
        pthread_mutex_unlock(&team->mutex);
        if (task >= team->tasks) {
            return;
        }
        team->task(team->context, task, member);
    }
}

static void *run_member(void *argument) {
    const struct member *member = argument;
    genus_thread_pool *team = member->team;
    uint64_t seen = 0;
    for (;;) {
        pthread_mutex_lock(&team->mutex);
        while (team->round == seen && !team->leaving) {
            pthread_cond_wait(&team->begin, &team->mutex);
        }
        seen = team->round;
        const bool leaving = team->leaving;
        pthread_mutex_unlock(&team->mutex);
        if (leaving) {
            return NULL;
        }
        do_tasks(team, member->number);
        pthread_mutex_lock(&team->mutex);
        if (--team->busy == 0) {
            pthread_cond_signal(&team->end);
        }
        pthread_mutex_unlock(&team->mutex);
    }
}

genus_status genus_thread_pool_new(size_t size, genus_thread_pool **team, genus_error *error) {
    *team = NULL;
    if (size < 1 || size > TEAM_MAX) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT, "the number of threads must be 1 to %d",
                          TEAM_MAX);
    }
    genus_thread_pool *made = calloc(1, sizeof *made);
    struct member *members = calloc(size, sizeof *members);
    if (made == NULL || members == NULL) {
        free(made);
        free(members);
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for %zu threads", size);
    }
    made->size = size;
    made->members = members;
    pthread_mutex_init(&made->mutex, NULL);
    pthread_cond_init(&made->begin, NULL);
    pthread_cond_init(&made->end, NULL);
    for (size_t i = 1; i < size; i++) {
        members[i] = (struct member){.team = made, .number = i};
        const int fault = pthread_create(&members[i].thread, NULL, run_member, &members[i]);
        if (fault != 0) {
            genus_thread_pool_free(made);
            return genus_fail(error, GENUS_ERROR_MEMORY, "thread %zu cannot be started: %s", i + 1,
                              strerror(fault));
        }
        made->started++;
    }
    *team = made;
    return GENUS_OK;
}

void genus_thread_pool_free(genus_thread_pool *team) {
    if (team == NULL) {
        return;
    }
    pthread_mutex_lock(&team->mutex);
    team->leaving = true;
    pthread_cond_broadcast(&team->begin);
    pthread_mutex_unlock(&team->mutex);
    for (size_t i = 1; i <= team->started; i++) {
        pthread_join(team->members[i].thread, NULL);
    }
    pthread_mutex_destroy(&team->mutex);
    pthread_cond_destroy(&team->begin);
    pthread_cond_destroy(&team->end);
    free(team->members);
    free(team);
}

size_t genus_thread_pool_size(const genus_thread_pool *team) {
    return team->size;
}

void genus_thread_pool_run(genus_thread_pool *team, size_t tasks, genus_task *task, void *context) {
    pthread_mutex_lock(&team->mutex);
    team->task = task;
    team->context = context;
    team->tasks = tasks;
    team->next = 0;
    team->busy = team->started;
    team->round++;
    pthread_cond_broadcast(&team->begin);
    pthread_mutex_unlock(&team->mutex);

    do_tasks(team, 0);

    pthread_mutex_lock(&team->mutex);
    while (team->busy > 0) {
        pthread_cond_wait(&team->end, &team->mutex);
    }
    pthread_mutex_unlock(&team->mutex);
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One call of each watched function, in a module of its own.

#include "plugin_planted.h"

#include <fcntl.h>
#include <kiss_fft.h>
#include <pthread.h>
#include <sched.h>
#include <soxr.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define FFT_SIZE 64

// What is stored here must be computed: no call can be left out.
static void *volatile memory;
static volatile long result;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static kiss_fft_cfg arch;
static soxr_t resampler;

static void plant_memory(watched function) {
    void *block = NULL;
    if (function != WATCH_realloc) {
        free(memory); // What the call before has left.
        memory = NULL;
    }
    switch (function) {
    case WATCH_malloc:
        memory = malloc(16);
        break;
    case WATCH_calloc:
        memory = calloc(2, 8);
        break;
    case WATCH_realloc:
        memory = realloc(memory, 4096);
        break;
    case WATCH_aligned_alloc:
        memory = aligned_alloc(64, 64);
        break;
    case WATCH_posix_memalign:
        result = posix_memalign(&block, 64, 64);
        memory = block;
        break;
    default:
        free(memory);
        memory = NULL;
        break;
    }
}

static void plant_locks(watched function) {
    switch (function) {
    case WATCH_pthread_mutex_lock:
        result = pthread_mutex_lock(&mutex);
        result = pthread_mutex_unlock(&mutex);
        break;
    case WATCH_pthread_mutex_trylock:
        if (pthread_mutex_trylock(&mutex) == 0) {
            result = pthread_mutex_unlock(&mutex);
        }
        break;
    default:
        result = pthread_cond_signal(&condition);
        break;
    }
}

static void plant_files(watched function) {
    char byte = 0;
    FILE *file = NULL;
    switch (function) {
    case WATCH_open:
        result = open("/nowhere/at/all", O_RDONLY);
        break;
    case WATCH_close:
        result = close(-1);
        break;
    case WATCH_read:
        result = read(-1, &byte, 1);
        break;
    case WATCH_pread:
        result = pread(-1, &byte, 1, 0);
        break;
    case WATCH_write:
        result = write(-1, &byte, 1);
        break;
    case WATCH_fopen:
        file = fopen("/nowhere/at/all", "rb");
        break;
    default:
        file = fopen("/dev/null", "rb");
        result = file == NULL ? 0 : (long)fread(&byte, 1, 1, file);
        break;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
}

static void plant_sound(watched function) {
    static const float samples[FFT_SIZE];
    static const kiss_fft_cpx numbers[FFT_SIZE];
    static kiss_fft_cpx bins[FFT_SIZE];
    static float output[FFT_SIZE];
    switch (function) {
    case WATCH_kiss_fft_alloc:
        arch = kiss_fft_alloc(FFT_SIZE, 0, NULL, NULL);
        break;
    case WATCH_kiss_fft:
        kiss_fft(arch, numbers, bins);
        kiss_fft_free(arch);
        break;
    case WATCH_soxr_create:
        resampler = soxr_create(48000.0, 22050.0, 1, NULL, NULL, NULL, NULL);
        break;
    case WATCH_soxr_process:
        (void)soxr_process(resampler, samples, FFT_SIZE, NULL, output, FFT_SIZE, NULL);
        break;
    case WATCH_soxr_clear:
        (void)soxr_clear(resampler);
        break;
    default:
        soxr_delete(resampler);
        break;
    }
}

extern planted plant;

void plant(watched function) {
    const struct timespec moment = {.tv_nsec = 1};
    if (function <= WATCH_free) {
        plant_memory(function);
    } else if (function <= WATCH_pthread_cond_signal) {
        plant_locks(function);
    } else if (function <= WATCH_fread) {
        plant_files(function);
    } else if (function == WATCH_nanosleep) {
        result = nanosleep(&moment, NULL);
    } else if (function == WATCH_sched_yield) {
        result = sched_yield();
    } else {
        plant_sound(function);
    }
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A bank of clips that are not music.

#include "train/nn/nonmusic.h"

#include "train/audio/degrade.h"
#include "train/audio/nonmusic_sounds.h"
#include "train/data/audio_clips.h"
#include "train/util/thread_pool.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define CLIP_SECONDS 20.0

/// What the tasks share. A task is a clip.
struct job {
    const genus_frontend_settings *settings;
    uint64_t seed;
    genus_clip *clips;
    pthread_mutex_t mutex; ///< Guards what follows.
    genus_error fault;     ///< Of a task that failed; GENUS_OK: none did.
};

static float between(genus_random *random, float least, float most) {
    return least + genus_random_uniform(random) * (most - least);
}

/// Brings samples to a level in dBFS (RMS). Silence stays silence.
static void level(float *samples, size_t count, float decibels) {
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += (double)samples[i] * (double)samples[i];
    }
    const double wanted = pow(10.0, (double)decibels / 20.0);
    const float factor = sum > 0.0 ? (float)(wanted / sqrt(sum / (double)count)) : 0.0F;
    for (size_t i = 0; i < count; i++) {
        samples[i] *= factor;
    }
}

/// Adds another sound of some kind, so many dB over full scale. @param other [count], scratch.
static genus_status add(genus_nonmusic_kind kind, double rate, float decibels, genus_random *random,
                        float *samples, float *other, size_t count, genus_error *error) {
    const genus_status status = genus_nonmusic_sound(kind, rate, random, other, count, error);
    level(other, count, decibels);
    for (size_t i = 0; i < count; i++) {
        samples[i] += other[i];
    }
    return status;
}

/// A sound; a third have another below them, half have a noise floor, a quarter are in a room.
static genus_status make_sound(genus_nonmusic_kind kind, double rate, genus_random *random,
                               float *samples, float *other, size_t count, genus_error *error) {
    genus_status status = add(kind, rate, 0.0F, random, samples, other, count, error);
    if (status == GENUS_OK && genus_random_below(random, 3) == 0) {
        const genus_nonmusic_kind second =
            (genus_nonmusic_kind)genus_random_below(random, GENUS_NONMUSIC_KINDS);
        status =
            add(second, rate, between(random, -25.0F, 0.0F), random, samples, other, count, error);
    }
    if (status == GENUS_OK && genus_random_below(random, 4) == 0) {
        status = genus_degrade(GENUS_ROOM, samples, count, rate, genus_random_bits(random), error);
    }
    if (status == GENUS_OK && genus_random_below(random, 2) == 0) {
        status = add(GENUS_NONMUSIC_NOISE, rate, between(random, -60.0F, -15.0F), random, samples,
                     other, count, error);
    }
    // Half of them are as loud as music is: there a mistake would be made.
    const bool loud = genus_random_below(random, 2) == 0;
    level(samples, count, between(random, loud ? -26.0F : -60.0F, -6.0F));
    return status;
}

static genus_status make_clip(const struct job *job, size_t number, genus_error *error) {
    const double rate = job->settings->sample_rate;
    const size_t count = (size_t)(CLIP_SECONDS * rate);
    genus_random random = genus_random_seeded(job->seed, number);
    float *samples = calloc(count, sizeof *samples);
    float *other = calloc(count, sizeof *other);
    genus_audio_clips clips = {0};
    genus_status status = GENUS_OK;
    if (samples == NULL || other == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a sound");
    }
    // Kinds take turns, and speech, the most common of them all, comes twice.
    const size_t kind = number % (GENUS_NONMUSIC_KINDS + 1);
    if (status == GENUS_OK) {
        status = make_sound(kind == GENUS_NONMUSIC_KINDS ? GENUS_NONMUSIC_SPEECH
                                                         : (genus_nonmusic_kind)kind,
                            rate, &random, samples, other, count, error);
    }
    if (status == GENUS_OK) {
        status = genus_audio_clips_cut("a made-up sound", samples, count, rate, job->settings,
                                       &clips, error);
    }
    if (status == GENUS_OK && clips.count != 1) {
        status = genus_fail(error, GENUS_ERROR_DATA, "a made-up sound cannot be heard");
    }
    if (status == GENUS_OK) {
        const genus_audio_clip *clip = &clips.clips[0];
        job->clips[number] = (genus_clip){.name = "",
                                          .mel = clip->mel,
                                          .frames = clip->frames,
                                          .max_db = clip->max_db,
                                          .range_db = clip->range_db};
        clips.clips[0].mel = NULL;
    }
    genus_audio_clips_clear(&clips);
    free(samples);
    free(other);
    return status;
}

static void run_task(void *context, size_t task, size_t member) {
    (void)member;
    struct job *job = context;
    genus_error fault = {0};
    if (make_clip(job, task, &fault) != GENUS_OK) {
        pthread_mutex_lock(&job->mutex);
        job->fault = fault;
        pthread_mutex_unlock(&job->mutex);
    }
}

genus_status genus_nonmusic_bank(const genus_frontend_settings *settings, size_t clips,
                                 uint64_t seed, size_t threads, genus_nonmusic *bank,
                                 genus_error *error) {
    *bank = (genus_nonmusic){.count = clips, .clips = calloc(clips, sizeof *bank->clips)};
    if (bank->clips == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a bank of sounds");
    }
    struct job job = {.settings = settings, .seed = seed, .clips = bank->clips};
    genus_thread_pool *pool = NULL;
    const genus_status status = genus_thread_pool_new(threads, &pool, error);
    if (status != GENUS_OK) {
        return status;
    }
    (void)pthread_mutex_init(&job.mutex, NULL);
    genus_thread_pool_run(pool, clips, run_task, &job);
    genus_thread_pool_free(pool);
    (void)pthread_mutex_destroy(&job.mutex);
    return job.fault.status == GENUS_OK
               ? GENUS_OK
               : genus_fail(error, job.fault.status, "%s", job.fault.message);
}

void genus_nonmusic_clear(genus_nonmusic *bank) {
    for (size_t i = 0; bank->clips != NULL && i < bank->count; i++) {
        free((void *)bank->clips[i].mel);
    }
    free(bank->clips);
    *bank = (genus_nonmusic){0};
}

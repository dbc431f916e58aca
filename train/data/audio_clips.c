// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From one audio file to clips.

#include "train/data/audio_clips.h"

#include "engine/audio/frontend.h"
#include "train/data/dataset.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    clipped_row = 3, ///< One or two samples at full scale may be music.
};

/** Dynamic range that is kept, as in librosa's power_to_db. */
static const float range_max = 80.0F;

/** From here on, a sample is as loud as 16 bits can be. */
static const float full_scale = 0.9999F;

/** What the stages share while a file passes through them. */
typedef struct cutter {
    const char *path;
    genus_audio_clips *clips;
    genus_frontend *frontend;
    float *frames; ///< [clip_frames][bands] in dB: the clip that is being filled.
    size_t bands;
    size_t clip_frames; ///< Frames of a full clip.
    size_t rest_frames; ///< What is left at the end is a clip if it has these.
    size_t filled;
    float silence_db;                    ///< What the front end makes of zeros.
    size_t in_a_row[GENUS_CHANNELS_MAX]; ///< Samples at full scale up to the present one.
    size_t clipped;                      ///< Samples in rows of clipped_row or more.
} cutter;

static genus_status quantise(const cutter *cutter, genus_audio_clip *clip, genus_error *error) {
    const size_t cells = cutter->filled * cutter->bands;
    float loudest = cutter->frames[0];
    float quietest = cutter->frames[0];
    for (size_t i = 1; i < cells; i++) {
        loudest = fmaxf(loudest, cutter->frames[i]);
        quietest = fminf(quietest, cutter->frames[i]);
    }
    clip->frames = cutter->filled;
    clip->max_db = loudest;
    clip->range_db = fminf(loudest - quietest, range_max);
    clip->mel = malloc(cells);
    if (clip->mel == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", cutter->path);
    }
    const float steps = clip->range_db > 0 ? 255.0F / clip->range_db : 0;
    for (size_t i = 0; i < cells; i++) {
        const float cell = 255.0F - (loudest - cutter->frames[i]) * steps;
        clip->mel[i] = (uint8_t)(fmaxf(cell, 0) + 0.5F);
    }
    return GENUS_OK;
}

/** Makes a clip of the frames that are filled, unless they are silence, and starts the next. */
static genus_status end_clip(cutter *cutter, genus_error *error) {
    genus_audio_clips *clips = cutter->clips;
    genus_audio_clip clip;
    const genus_status status = quantise(cutter, &clip, error);
    cutter->filled = 0;
    if (status != GENUS_OK) {
        return status;
    }
    if (clip.max_db <= cutter->silence_db) {
        free(clip.mel);
        return GENUS_OK;
    }
    genus_audio_clip *more = realloc(clips->clips, (clips->count + 1) * sizeof *more);
    if (more == NULL) {
        free(clip.mel);
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", cutter->path);
    }
    clips->clips = more;
    clips->clips[clips->count++] = clip;
    return GENUS_OK;
}

/** Passes mono samples through the front end into clips. */
static genus_status push(cutter *cutter, const float *mono, size_t count, genus_error *error) {
    genus_status status = GENUS_OK;
    for (size_t done = 0; status == GENUS_OK && done < count;) {
        size_t used;
        cutter->filled += genus_frontend_process(cutter->frontend, mono + done, count - done, &used,
                                                 cutter->frames + cutter->filled * cutter->bands,
                                                 NULL, cutter->clip_frames - cutter->filled);
        done += used;
        if (cutter->filled == cutter->clip_frames) {
            status = end_clip(cutter, error);
        }
    }
    return status;
}

/** Drains the front end and cuts what is left. */
static genus_status finish(cutter *cutter, genus_error *error) {
    for (;;) {
        const size_t room = cutter->clip_frames - cutter->filled;
        const size_t made = genus_frontend_finish(
            cutter->frontend, cutter->frames + cutter->filled * cutter->bands, NULL, room);
        cutter->filled += made;
        if (made < room) {
            break;
        }
        const genus_status status = end_clip(cutter, error);
        if (status != GENUS_OK) {
            return status;
        }
    }
    return cutter->filled > 0 && cutter->filled >= cutter->rest_frames ? end_clip(cutter, error)
                                                                       : GENUS_OK;
}

/** Counts samples that a converter or a limiter has cut off. */
static void count_clipped(cutter *cutter, const float *samples, size_t frames, size_t channels) {
    for (size_t i = 0; i < frames * channels; i++) {
        size_t *row = &cutter->in_a_row[i % channels];
        *row = fabsf(samples[i]) >= full_scale ? *row + 1 : 0;
        cutter->clipped += *row == clipped_row ? clipped_row : *row > clipped_row;
    }
}

/** Reads to the end. @return GENUS_OK, or why the file cannot be used. */
static genus_status read_samples(cutter *cutter, genus_mono *file, genus_error *error) {
    const size_t channels = genus_mono_channels(file);
    size_t total = 0;
    genus_mono_block read = {.count = 1};
    genus_status status = GENUS_OK;
    while (status == GENUS_OK && read.count > 0) {
        status = genus_mono_read(file, &read, error);
        if (status == GENUS_OK) {
            total += read.count;
            count_clipped(cutter, read.samples, read.count, channels);
            status = push(cutter, read.mono, read.count, error);
        }
    }
    if (total > 0) {
        cutter->clips->clipped = (float)((double)cutter->clipped / (double)(total * channels));
    }
    genus_mono_describe(file, cutter->clips->note);
    return status;
}

/** A length in frames of the front end. */
static size_t frames_in(const genus_frontend_settings *settings, double seconds) {
    const double samples = seconds * settings->sample_rate - settings->frame_length;
    return samples > 0 ? (size_t)(samples / settings->hop) + 1 : 1;
}

/** Prepares a cutter for input of a rate; end() it even after a failure. */
static genus_status begin(cutter *cutter, const char *path, const genus_frontend_settings *settings,
                          double rate, genus_audio_clips *clips, genus_error *error) {
    *cutter = (struct cutter){
        .path = path,
        .clips = clips,
        .bands = settings->mel_bands,
        .clip_frames = (size_t)(GENUS_CLIP_SECONDS * settings->sample_rate / settings->hop),
        .rest_frames = frames_in(settings, GENUS_SECONDS_NEEDED),
        .silence_db = 10.0F * log10f(settings->power_floor) + 0.01F,
    };
    genus_error fault;
    if (genus_frontend_new(settings, rate, &cutter->frontend, &fault) != GENUS_OK) {
        const bool memory = fault.status == GENUS_ERROR_MEMORY;
        return genus_fail(error, memory ? GENUS_ERROR_MEMORY : GENUS_ERROR_DATA, "%s: %.300s", path,
                          fault.message);
    }
    cutter->frames = malloc(cutter->clip_frames * cutter->bands * sizeof *cutter->frames);
    return cutter->frames != NULL
               ? GENUS_OK
               : genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
}

static void end(cutter *cutter) {
    free(cutter->frames);
    genus_frontend_free(cutter->frontend);
}

genus_status genus_audio_clips_read(const char *path, const genus_frontend_settings *settings,
                                    genus_audio_clips *clips, genus_error *error) {
    cutter cutter = {0};
    *clips = (genus_audio_clips){0};
    genus_mono *file = NULL;
    genus_status status = genus_mono_open(path, &file, error);
    if (status == GENUS_OK) {
        status = begin(&cutter, path, settings, genus_mono_rate(file), clips, error);
    }
    if (status == GENUS_OK) {
        status = read_samples(&cutter, file, error);
    }
    if (status == GENUS_OK) {
        status = finish(&cutter, error);
    }
    if (status == GENUS_OK && clips->count == 0) {
        status = genus_fail(error, GENUS_ERROR_DATA, "%s: is digital silence", path);
    }
    end(&cutter);
    genus_mono_free(file);
    return status;
}

bool genus_audio_clips_openable(const char *path) {
    genus_mono *file = NULL;
    const bool opened = genus_mono_open(path, &file, NULL) == GENUS_OK;
    genus_mono_free(file);
    return opened;
}

genus_status genus_audio_clips_cut(const char *name, const float *mono, size_t count, double rate,
                                   const genus_frontend_settings *settings,
                                   genus_audio_clips *clips, genus_error *error) {
    cutter cutter = {0};
    *clips = (genus_audio_clips){0};
    genus_status status = begin(&cutter, name, settings, rate, clips, error);
    if (status == GENUS_OK) {
        status = push(&cutter, mono, count, error);
    }
    if (status == GENUS_OK) {
        status = finish(&cutter, error);
    }
    end(&cutter);
    return status;
}

void genus_audio_clips_clear(genus_audio_clips *clips) {
    for (size_t i = 0; i < clips->count; i++) {
        free(clips->clips[i].mel);
    }
    free(clips->clips);
    *clips = (genus_audio_clips){0};
}

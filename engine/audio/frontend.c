// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The streaming chain: the resampler fills a window of one frame, which moves on by the hop.

#include "engine/audio/frontend.h"

#include "engine/audio/frame.h"
#include "engine/audio/resampler.h"

#include <stdlib.h>
#include <string.h>

struct genus_frontend {
    size_t length;
    size_t hop;
    size_t bands;
    genus_frame *frame;
    genus_resampler *resampler;
    float *window; // [length]
    size_t filled; // Samples in the window.
    size_t skip;   // Samples to pass over before the window goes on filling: hop beyond length.
};

genus_status genus_frontend_new(const genus_frontend_settings *settings, double input_rate,
                                genus_frontend **frontend, genus_error *error) {
    *frontend = NULL;
    if (!(input_rate >= GENUS_RATE_MIN && input_rate <= GENUS_RATE_MAX)) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "sample rate is %g Hz, but must be from %g to %g Hz", input_rate,
                          GENUS_RATE_MIN, GENUS_RATE_MAX);
    }
    genus_frontend *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "memory is out for a front end");
    }
    genus_status status = GENUS_OK;
    made->length = settings->frame_length;
    made->hop = settings->hop;
    made->bands = settings->mel_bands;
    made->frame = genus_frame_new(settings);
    made->window = calloc(made->length, sizeof *made->window);
    if (made->frame == NULL || made->window == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "memory is out for a front end");
        goto done;
    }
    status =
        genus_resampler_new(input_rate, (double)settings->sample_rate, &made->resampler, error);
    if (status != GENUS_OK) {
        goto done;
    }
    *frontend = made;
    made = NULL;
done:
    genus_frontend_free(made);
    return status;
}

void genus_frontend_free(genus_frontend *frontend) {
    if (frontend != NULL) {
        genus_resampler_free(frontend->resampler);
        genus_frame_free(frontend->frame);
        free(frontend->window);
        free(frontend);
    }
}

/** Pulls from the resampler into the window; 0 if there is nothing to pull. */
static size_t fill(genus_frontend *frontend) {
    if (frontend->skip > 0) {
        const size_t skipped = genus_resampler_pull(frontend->resampler, NULL, frontend->skip);
        frontend->skip -= skipped;
        return skipped;
    }
    const size_t pulled =
        genus_resampler_pull(frontend->resampler, frontend->window + frontend->filled,
                             frontend->length - frontend->filled);
    frontend->filled += pulled;
    return pulled;
}

static void move_on(genus_frontend *frontend) {
    if (frontend->hop < frontend->length) {
        frontend->filled = frontend->length - frontend->hop;
        memmove(frontend->window, frontend->window + frontend->hop,
                frontend->filled * sizeof *frontend->window);
    } else {
        frontend->filled = 0;
        frontend->skip = frontend->hop - frontend->length;
    }
}

/** Mean square of the window's samples that no earlier frame of the stream has counted. */
static float newest_mean_square(const genus_frontend *frontend) {
    const size_t count = frontend->hop < frontend->length ? frontend->hop : frontend->length;
    const float *newest = frontend->window + frontend->length - count;
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += (double)newest[i] * (double)newest[i];
    }
    return (float)(sum / (double)count);
}

/** Makes frames of what the resampler holds, `frames_max` at most. */
static size_t make_frames(genus_frontend *frontend, float *frames, float *mean_square,
                          size_t frames_max) {
    size_t made = 0;
    while (made < frames_max && fill(frontend) > 0) {
        if (frontend->filled < frontend->length) {
            continue;
        }
        genus_frame_compute(frontend->frame, frontend->window, frames + made * frontend->bands);
        if (mean_square != NULL) {
            mean_square[made] = newest_mean_square(frontend);
        }
        made++;
        move_on(frontend);
    }
    return made;
}

size_t genus_frontend_process(genus_frontend *frontend, const float *samples, size_t count,
                              size_t *used, float *frames, float *mean_square, size_t frames_max) {
    size_t made = 0;
    *used = 0;
    while (made < frames_max) {
        float *mean_squares = mean_square == NULL ? NULL : mean_square + made;
        made +=
            make_frames(frontend, frames + made * frontend->bands, mean_squares, frames_max - made);
        const size_t pushed =
            genus_resampler_push(frontend->resampler, samples + *used, count - *used);
        if (pushed == 0) {
            break;
        }
        *used += pushed;
    }
    return made;
}

size_t genus_frontend_finish(genus_frontend *frontend, float *frames, float *mean_square,
                             size_t frames_max) {
    const size_t made = make_frames(frontend, frames, mean_square, frames_max);
    if (made == frames_max) {
        return made;
    }
    genus_resampler_end(frontend->resampler);
    return made + make_frames(frontend, frames + made * frontend->bands,
                              mean_square == NULL ? NULL : mean_square + made, frames_max - made);
}

void genus_frontend_reset(genus_frontend *frontend) {
    genus_resampler_reset(frontend->resampler);
    frontend->filled = 0;
    frontend->skip = 0;
}

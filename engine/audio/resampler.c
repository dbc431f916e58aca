// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// soxr behind blocks of one size.

#include "engine/audio/resampler.h"
#include "engine/base/simd.h"

#include <math.h>
#include <soxr.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 256

// Below -300 dBFS there is no sound, only numbers so small that a processor slows down on them.
#define INAUDIBLE 1e-15F

struct genus_resampler {
    soxr_t soxr; // NULL if the rates are equal.
    double input_rate;
    double output_rate;
    float input[BLOCK]; // Collects a block for soxr.
    size_t input_count;
    float *output; // What was made and not pulled yet is from taken to count.
    size_t output_capacity;
    size_t output_count;
    size_t output_taken;
    size_t lead_in;  // Output samples still to be discarded, see prime().
    bool more;       // soxr may hold more output.
    uint64_t pushed; // Samples in and out of this stream.
    uint64_t pulled;
    bool ended;
    uint64_t rest; // Samples still to come after the end.
};

static size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

/** Gives soxr the first `count` samples of the input block and fetches output. */
static void convert(genus_resampler *resampler, size_t count) {
    size_t made = 0;
    const soxr_error_t failure = soxr_process(resampler->soxr, resampler->input, count, NULL,
                                              resampler->output, resampler->output_capacity, &made);
    if (failure != NULL) { // Only after a reset that found no memory: nothing more will come.
        made = 0;
        resampler->rest = 0;
    }
    resampler->more = made == resampler->output_capacity;
    resampler->output_count = made;
    resampler->output_taken = smaller(made, resampler->lead_in);
    resampler->lead_in -= resampler->output_taken;
}

/**
 * Sends a second of silence through soxr, whose output is then discarded: on its way soxr's buffers
 * grow to their final size, so that the stream itself allocates nothing.
 */
static void prime(genus_resampler *resampler) {
    const size_t silence = (size_t)llround(resampler->input_rate);
    resampler->lead_in =
        (size_t)llround((double)silence / resampler->input_rate * resampler->output_rate);
    memset(resampler->input, 0, sizeof resampler->input);
    for (size_t done = 0; done < silence; done += BLOCK) {
        convert(resampler, smaller(BLOCK, silence - done));
        while (resampler->more) {
            convert(resampler, 0);
        }
    }
}

genus_status genus_resampler_new(double input_rate, double output_rate, genus_resampler **resampler,
                                 genus_error *error) {
    genus_status status = GENUS_OK;
    genus_resampler *made = calloc(1, sizeof *made);
    *resampler = NULL;
    if (made == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "memory is out for a resampler");
        goto done;
    }
    made->input_rate = input_rate;
    made->output_rate = output_rate;
    made->output_capacity = (size_t)ceil(BLOCK * fmax(1.0, output_rate / input_rate));
    made->output = calloc(made->output_capacity, sizeof *made->output);
    if (made->output == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "memory is out for a resampler");
        goto done;
    }
    if (input_rate != output_rate) {
        soxr_error_t reason = NULL;
        const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
        made->soxr = soxr_create(input_rate, output_rate, 1, &reason, NULL, &quality, NULL);
        if (made->soxr == NULL) {
            status = genus_fail(error, GENUS_ERROR_MEMORY, "cannot resample from %g to %g Hz: %s",
                                input_rate, output_rate, soxr_strerror(reason));
            goto done;
        }
        prime(made);
    }
    *resampler = made;
    made = NULL;
done:
    genus_resampler_free(made);
    return status;
}

void genus_resampler_free(genus_resampler *resampler) {
    if (resampler != NULL) {
        soxr_delete(resampler->soxr);
        free(resampler->output);
        free(resampler);
    }
}

GENUS_SIMD
static void copy_audible(float *to, const float *from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        to[i] = fabsf(from[i]) < INAUDIBLE ? 0.0F : from[i];
    }
}

size_t genus_resampler_push(genus_resampler *resampler, const float *samples, size_t count) {
    if (resampler->ended || resampler->more || resampler->output_taken < resampler->output_count) {
        return 0;
    }
    const size_t taken = smaller(count, BLOCK - resampler->input_count);
    if (resampler->soxr == NULL) {
        copy_audible(resampler->output, samples, taken);
        resampler->output_count = taken;
        resampler->output_taken = 0;
        return taken;
    }
    copy_audible(resampler->input + resampler->input_count, samples, taken);
    resampler->pushed += taken;
    resampler->input_count += taken;
    if (resampler->input_count == BLOCK) {
        resampler->input_count = 0;
        convert(resampler, BLOCK);
    }
    return taken;
}

/** Makes output until there is some, or none without more input. */
static void refill(genus_resampler *resampler) {
    while (resampler->output_taken == resampler->output_count) {
        if (resampler->more) {
            convert(resampler, 0);
        } else if (resampler->rest > 0) {
            memset(resampler->input + resampler->input_count, 0,
                   (BLOCK - resampler->input_count) * sizeof *resampler->input);
            resampler->input_count = 0;
            convert(resampler, BLOCK);
        } else {
            return;
        }
    }
}

size_t genus_resampler_pull(genus_resampler *resampler, float *samples, size_t count) {
    refill(resampler);
    size_t given = smaller(count, resampler->output_count - resampler->output_taken);
    if (resampler->ended && resampler->soxr != NULL) {
        given = (size_t)(given < resampler->rest ? given : resampler->rest);
        resampler->rest -= given;
    }
    if (samples != NULL) {
        memcpy(samples, resampler->output + resampler->output_taken, given * sizeof *samples);
    }
    resampler->output_taken += given;
    resampler->pulled += given;
    return given;
}

void genus_resampler_end(genus_resampler *resampler) {
    if (!resampler->ended && resampler->soxr != NULL) {
        // Silence pushes the tail out. soxr could flush itself, but would allocate for that.
        const double total =
            round((double)resampler->pushed / resampler->input_rate * resampler->output_rate);
        resampler->rest = (uint64_t)total - resampler->pulled;
    }
    resampler->ended = true;
}

void genus_resampler_reset(genus_resampler *resampler) {
    resampler->input_count = 0;
    resampler->output_count = 0;
    resampler->output_taken = 0;
    resampler->lead_in = 0;
    resampler->more = false;
    resampler->pushed = 0;
    resampler->pulled = 0;
    resampler->ended = false;
    resampler->rest = 0;
    if (resampler->soxr != NULL) {
        (void)soxr_clear(resampler->soxr);
        prime(resampler);
    }
}

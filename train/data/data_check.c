// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The check of a data set.

#include "train/data/data_check.h"

#include <stdlib.h>

/// What white noise at GENUS_SILENCE_DBFS gives in every band of the default front end, in dB: a
/// window of 2048 takes up 768 times the mean square, and a Slaney filter the 11th part of that.
static const float silence_db = (float)GENUS_SILENCE_DBFS + 28.9F - 10.3F;

/// The share of a clip's frames in which no band is louder than silence.
static float measure_silence(const genus_clip *clip, size_t bands) {
    if (clip->range_db <= 0.0F) {
        return clip->max_db < silence_db ? 1.0F : 0.0F;
    }
    const float cell = 255.0F * (1.0F - (clip->max_db - silence_db) / clip->range_db);
    size_t silent = 0;
    for (size_t t = 0; t < clip->frames; t++) {
        uint8_t loudest = 0;
        for (size_t band = 0; band < bands; band++) {
            const uint8_t level = clip->mel[t * bands + band];
            loudest = level > loudest ? level : loudest;
        }
        silent += (float)loudest < cell;
    }
    return (float)silent / (float)clip->frames;
}

static void add(genus_data_check_class *to, const genus_clip *clip, double seconds, bool silent) {
    to->shortest = to->clips == 0 || seconds < to->shortest ? seconds : to->shortest;
    to->longest = seconds > to->longest ? seconds : to->longest;
    to->seconds += seconds;
    to->clips++;
    to->clipped += clip->clipped >= GENUS_CLIPPED_SHARE;
    to->silent += silent;
}

genus_status genus_data_check_run(const genus_dataset *dataset, unsigned threads,
                                  genus_data_check *check, genus_error *error) {
    const genus_frontend_settings *settings = &dataset->settings;
    *check = (genus_data_check){.silence = calloc(dataset->clip_count, sizeof *check->silence)};
    bool *seen = calloc(dataset->clip_count, sizeof *seen); // Tracks.
    if (check->silence == NULL || seen == NULL) {
        free(seen);
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a check of the clips");
    }
    for (size_t i = 0; i < dataset->clip_count; i++) {
        const genus_clip *clip = &dataset->clips[i];
        const double seconds =
            (double)clip->frames * (double)settings->hop / (double)settings->sample_rate;
        check->silence[i] = measure_silence(clip, settings->mel_bands);
        check->clipping_known = check->clipping_known || clip->clipped >= 0.0F;
        const bool silent = (double)check->silence[i] >= GENUS_SILENT_SHARE;
        add(&check->classes[clip->label], clip, seconds, silent);
        add(&check->all, clip, seconds, silent);
        check->classes[clip->label].tracks += !seen[clip->track];
        check->all.tracks += !seen[clip->track];
        seen[clip->track] = true;
    }
    free(seen);
    return genus_duplicates_find(dataset, threads, &check->duplicates, error);
}

void genus_data_check_clear(genus_data_check *check) {
    free(check->silence);
    genus_duplicates_clear(&check->duplicates);
    *check = (genus_data_check){0};
}

const char *genus_duplicate_kind_name(genus_duplicate_kind kind) {
    static const char *const names[] = {"exact", "near", "overlap"};
    return names[kind];
}

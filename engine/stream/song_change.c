// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where another song begins.

#include "engine/stream/song_change.h"
#include "engine/stream/verdict.h"

#include <math.h>
#include <stdlib.h>

#define SPANS 3
#define SPLIT_BEFORE 6     // Columns before a change that tell where it is.
#define BEFORE_SECONDS 4.2 // A song of which less was heard has not shown what it is.

// What was heard last, and from which distance on it is another song.
typedef struct limit {
    double seconds;
    double distance;
} limit;

static const limit limits[SPANS] = {{3.6, 1.5}, {4.9, 1.45}, {7.4, 1.35}};

struct genus_song_change {
    const genus_model_config *config;
    size_t trunk_size;   // Of a column, what the trunk made.
    size_t spans[SPANS]; // In columns.
    size_t before;       // In columns, at least.
    size_t between;      // Columns that hear some of both songs.
    float *means;        // [2][trunk_size]
};

genus_song_change *genus_song_change_new(const genus_model *model) {
    genus_song_change *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    const genus_network *network = genus_model_network(model);
    made->config = genus_model_get_config(model);
    made->trunk_size = genus_network_trunk_size(network);
    for (size_t i = 0; i < SPANS; i++) {
        made->spans[i] = genus_model_columns(model, limits[i].seconds);
    }
    made->before = genus_model_columns(model, BEFORE_SECONDS);
    made->between = (genus_network_receptive_field(network) - 1) / genus_network_stride(network);
    made->means = calloc(2 * made->trunk_size, sizeof *made->means);
    if (made->means == NULL) {
        genus_song_change_free(made);
        return NULL;
    }
    return made;
}

void genus_song_change_free(genus_song_change *change) {
    if (change != NULL) {
        free(change->means);
        free(change);
    }
}

// Bits by which p differs from m, which is 0 only where p is.
static double divergence(const float *p, const double *m, uint32_t count) {
    double sum = 0.0;
    for (uint32_t i = 0; i < count; i++) {
        if (p[i] > 0.0F) {
            sum += (double)p[i] * log2((double)p[i] / m[i]);
        }
    }
    return sum;
}

static double name_distance(const float *p, const float *q, uint32_t count) {
    double middle[GENUS_LABELS_MAX];
    for (uint32_t i = 0; i < count; i++) {
        middle[i] = 0.5 * ((double)p[i] + (double)q[i]);
    }
    return sqrt(fmax(0.0, 0.5 * (divergence(p, middle, count) + divergence(q, middle, count))));
}

// 0 if one of them is all zero: nothing was heard there.
static double sound_distance(const float *a, const float *b, size_t size) {
    double product = 0.0;
    double a_square = 0.0;
    double b_square = 0.0;
    for (size_t i = 0; i < size; i++) {
        product += (double)a[i] * (double)b[i];
        a_square += (double)a[i] * (double)a[i];
        b_square += (double)b[i] * (double)b[i];
    }
    const double lengths = sqrt(a_square * b_square);
    return lengths > 0.0 ? 1.0 - product / lengths : 0.0;
}

// Between the newest `after` columns and the `before` columns that came ahead of them.
static double distance(const genus_song_change *change, genus_columns *columns, size_t after,
                       size_t before) {
    const genus_model_config *config = change->config;
    const size_t starts[2] = {0, after + change->between};
    const size_t counts[2] = {after, before};
    float posteriors[2][GENUS_LABELS_MAX];
    for (size_t i = 0; i < 2; i++) {
        float logits[GENUS_LABELS_MAX];
        genus_columns_past_logits(columns, starts[i], counts[i], logits);
        genus_posterior(logits, config->label_count, config->arch.has_background,
                        GENUS_UNCALIBRATED, posteriors[i]);
        genus_columns_past_mean(columns, starts[i], counts[i],
                                change->means + i * change->trunk_size);
    }
    return name_distance(posteriors[0], posteriors[1], config->label_count) +
           sound_distance(change->means, change->means + change->trunk_size, change->trunk_size);
}

size_t genus_song_change_find(const genus_song_change *change, genus_columns *columns) {
    const size_t kept = genus_columns_kept(columns);
    size_t found = 0;
    double clearest = 1.0;
    for (size_t i = 0; i < SPANS; i++) {
        const size_t after = change->spans[i];
        if (kept < after + change->between + change->before) {
            break;
        }
        const size_t before = kept - after - change->between;
        const double clarity = distance(change, columns, after, before) / limits[i].distance;
        if (clarity >= clearest) {
            clearest = clarity;
            found = after;
        }
    }
    return found;
}

static double squared_distance(const float *a, const float *b, size_t size) {
    double sum = 0.0;
    for (size_t i = 0; i < size; i++) {
        const double difference = (double)a[i] - (double)b[i];
        sum += difference * difference;
    }
    return sum;
}

size_t genus_song_change_split(const genus_song_change *change, genus_columns *columns,
                               size_t about) {
    const size_t kept = genus_columns_kept(columns);
    const size_t looked_at = about + (about > SPLIT_BEFORE ? about : SPLIT_BEFORE);
    const size_t count = kept < looked_at ? kept : looked_at;
    float *after = change->means;
    float *before = change->means + change->trunk_size;
    size_t best = about;
    double widest = 0.0;
    for (size_t split = 2; split + 2 <= count; split++) {
        genus_columns_past_mean(columns, 0, split, after);
        genus_columns_past_mean(columns, split, count - split, before);
        const double weight = (double)split * (double)(count - split) / (double)count;
        const double width = weight * squared_distance(after, before, change->trunk_size);
        if (width > widest) {
            widest = width;
            best = split;
        }
    }
    return best;
}

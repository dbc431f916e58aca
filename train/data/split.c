// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The stratified split by seed.

#include "train/data/split.h"

#include "train/util/random.h"

#include <stdlib.h>
#include <string.h>

enum {
    random_stream = 1, ///< Of the seed; augmentation and initial weights use others.
    recordings_needed = 3,
};

/** What a split is drawn from: counts are clips by class. */
typedef struct draw {
    const genus_dataset *dataset;
    const genus_recordings *recordings;
    const size_t *order; ///< Recordings, shuffled.
    genus_part *drawn;   ///< Part of each recording.
    size_t targets[GENUS_LABELS_MAX];
    size_t counts[GENUS_PART_COUNT][GENUS_LABELS_MAX];
} draw;

static genus_status out_of_memory(genus_error *error) {
    return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a split");
}

/** Adds up a recording's clips by class. */
static void count_classes(const draw *draw, size_t recording, size_t counts[GENUS_LABELS_MAX]) {
    genus_recordings_classes(draw->recordings, recording, draw->dataset, counts);
}

/** A tenth of each class, but at least one where there are recordings enough, else none. */
static void set_targets(draw *draw) {
    size_t clips[GENUS_LABELS_MAX] = {0};
    size_t recordings[GENUS_LABELS_MAX] = {0};
    for (size_t r = 0; r < draw->recordings->count; r++) {
        size_t counts[GENUS_LABELS_MAX];
        count_classes(draw, r, counts);
        for (uint32_t label = 0; label < draw->dataset->label_count; label++) {
            clips[label] += counts[label];
            recordings[label] += counts[label] > 0;
        }
    }
    for (uint32_t label = 0; label < draw->dataset->label_count; label++) {
        const size_t tenth = (clips[label] + 5) / 10;
        const size_t least = tenth > 0 ? tenth : 1;
        draw->targets[label] = recordings[label] < recordings_needed ? 0 : least;
    }
}

static size_t distance(size_t a, size_t b) {
    return a > b ? a - b : b - a;
}

/** Whether a part with this recording would be closer to its targets than without. */
static bool is_welcome(const draw *draw, genus_part part, const size_t counts[GENUS_LABELS_MAX]) {
    size_t before = 0;
    size_t after = 0;
    for (uint32_t label = 0; label < draw->dataset->label_count; label++) {
        const size_t present = draw->counts[part][label];
        before += distance(present, draw->targets[label]);
        after += distance(present + counts[label], draw->targets[label]);
    }
    return after < before;
}

static void put(draw *draw, size_t recording, genus_part part,
                const size_t counts[GENUS_LABELS_MAX]) {
    draw->drawn[recording] = part;
    for (uint32_t label = 0; label < draw->dataset->label_count; label++) {
        draw->counts[part][label] += counts[label];
    }
}

/** Moves the smallest recording with a clip of `label` that its own part can spare. */
static void move_smallest(draw *draw, uint32_t label, genus_part part) {
    size_t smallest = SIZE_MAX;
    size_t counts[GENUS_LABELS_MAX];
    for (size_t i = 0; i < draw->recordings->count; i++) {
        const size_t r = draw->order[i];
        count_classes(draw, r, counts);
        if (counts[label] > 0 && draw->counts[draw->drawn[r]][label] > counts[label] &&
            (smallest == SIZE_MAX || genus_recordings_size(draw->recordings, r) <
                                         genus_recordings_size(draw->recordings, smallest))) {
            smallest = r;
        }
    }
    if (smallest != SIZE_MAX) {
        count_classes(draw, smallest, counts);
        for (uint32_t other = 0; other < draw->dataset->label_count; other++) {
            draw->counts[draw->drawn[smallest]][other] -= counts[other];
        }
        put(draw, smallest, part, counts);
    }
}

static void draw_parts(draw *draw) {
    set_targets(draw);
    for (size_t i = 0; i < draw->recordings->count; i++) {
        size_t counts[GENUS_LABELS_MAX];
        count_classes(draw, draw->order[i], counts);
        genus_part part = GENUS_PART_TRAIN;
        if (is_welcome(draw, GENUS_PART_TEST, counts)) {
            part = GENUS_PART_TEST;
        } else if (is_welcome(draw, GENUS_PART_VALIDATION, counts)) {
            part = GENUS_PART_VALIDATION;
        }
        put(draw, draw->order[i], part, counts);
    }
    // Recordings larger than two tenths of their class are never welcome.
    const genus_part judges[] = {GENUS_PART_TEST, GENUS_PART_VALIDATION};
    for (size_t i = 0; i < sizeof judges / sizeof *judges; i++) {
        for (uint32_t label = 0; label < draw->dataset->label_count; label++) {
            if (draw->targets[label] > 0 && draw->counts[judges[i]][label] == 0) {
                move_smallest(draw, label, judges[i]);
            }
        }
    }
}

/** Hands each recording's part to its clips. */
static genus_status finish(const draw *draw, genus_split *split, genus_error *error) {
    const genus_recordings *recordings = draw->recordings;
    genus_split_count(split, recordings);
    for (size_t r = 0; r < recordings->count; r++) {
        for (size_t i = recordings->starts[r]; i < recordings->starts[r + 1]; i++) {
            split->parts[recordings->members[i]] = draw->drawn[r];
        }
    }
    return genus_split_settle(split, draw->dataset, error);
}

static genus_status draw_split(const genus_dataset *dataset, uint64_t seed,
                               const genus_recordings *recordings, genus_split *split,
                               genus_error *error) {
    size_t *order = malloc(recordings->count * sizeof *order);
    genus_part *drawn = calloc(recordings->count, sizeof *drawn);
    genus_status status = GENUS_OK;
    if (order == NULL || drawn == NULL) {
        status = out_of_memory(error);
    } else {
        for (size_t r = 0; r < recordings->count; r++) {
            order[r] = r;
        }
        genus_random random = genus_random_seeded(seed, random_stream);
        genus_random_shuffle(&random, order, recordings->count);
        draw draw = {.dataset = dataset, .recordings = recordings, .order = order, .drawn = drawn};
        draw_parts(&draw);
        status = finish(&draw, split, error);
    }
    free(order);
    free(drawn);
    return status;
}

genus_split *genus_split_blank(size_t clip_count) {
    genus_split *split = calloc(1, sizeof *split);
    if (split != NULL) {
        split->clip_count = clip_count;
        split->parts = calloc(clip_count, sizeof *split->parts);
        if (split->parts == NULL) {
            free(split);
            return NULL;
        }
    }
    return split;
}

genus_status genus_split_new(const genus_dataset *dataset, uint64_t seed,
                             const genus_grouping *grouping, genus_split **split,
                             genus_error *error) {
    genus_recordings recordings;
    *split = NULL;
    genus_status status = genus_recordings_find(dataset, grouping, &recordings, error);
    if (status == GENUS_OK) {
        *split = genus_split_blank(dataset->clip_count);
        status = *split != NULL ? draw_split(dataset, seed, &recordings, *split, error)
                                : out_of_memory(error);
    }
    genus_recordings_clear(&recordings);
    if (status != GENUS_OK) {
        genus_split_free(*split);
        *split = NULL;
    }
    return status;
}

void genus_split_count(genus_split *split, const genus_recordings *recordings) {
    split->recordings = recordings->count;
    split->bound = 0;
    for (size_t r = 0; r < recordings->count; r++) {
        const size_t size = genus_recordings_size(recordings, r);
        split->bound += size > 1 ? size : 0;
    }
}

genus_status genus_split_settle(genus_split *split, const genus_dataset *dataset,
                                genus_error *error) {
    size_t trained[GENUS_LABELS_MAX] = {0};
    for (size_t i = 0; i < split->clip_count; i++) {
        split->sizes[split->parts[i]]++;
        trained[dataset->clips[i].label] += split->parts[i] == GENUS_PART_TRAIN;
    }
    for (genus_part part = GENUS_PART_TRAIN; part <= GENUS_PART_TEST; part++) {
        if (split->sizes[part] == 0) {
            return genus_fail(error, GENUS_ERROR_DATA,
                              "the data set is too small: its %s part would be empty; give some "
                              "class %d recordings or more",
                              genus_part_name(part), recordings_needed);
        }
    }
    for (uint32_t label = 0; label < dataset->label_count; label++) {
        if (trained[label] == 0) {
            return genus_fail(error, GENUS_ERROR_DATA,
                              "class '%s' has no clip left to train on: it has too few recordings "
                              "that are no duplicates of others; give it more, or remove it",
                              dataset->labels[label]);
        }
    }
    return GENUS_OK;
}

void genus_split_free(genus_split *split) {
    if (split != NULL) {
        free(split->parts);
        free(split);
    }
}

size_t genus_split_clips(const genus_split *split, genus_part part, size_t *clips) {
    size_t count = 0;
    for (size_t i = 0; i < split->clip_count; i++) {
        if (split->parts[i] == part) {
            clips[count++] = i;
        }
    }
    return count;
}

void genus_split_digest(const genus_split *split, const genus_dataset *dataset,
                        char hex[GENUS_DIGEST_HEX]) {
    genus_digest digest;
    genus_digest_begin(&digest);
    for (size_t i = 0; i < split->clip_count; i++) {
        genus_digest_string(&digest, dataset->clips[i].name);
        genus_digest_string(&digest, genus_part_name(split->parts[i]));
    }
    genus_digest_end(&digest, hex);
}

const char *genus_part_name(genus_part part) {
    static const char *const names[GENUS_PART_COUNT] = {"train", "validation", "test", "excluded"};
    return names[part];
}

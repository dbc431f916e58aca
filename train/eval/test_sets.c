// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Draws the test sets of a cross-validation.

#include "train/eval/test_sets.h"

#include "train/data/clips_csv.h"
#include "train/util/random.h"

#include <stdlib.h>
#include <string.h>

enum {
    stream_folds = 2, ///< Of the seed; the split of fit, and training, use others.
    stream_validation = 3,
    rest_shares = 9, ///< At most, one of which is the validation part.
    none = -1,
};

static genus_status out_of_memory(genus_error *error) {
    return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for folds");
}

// ---------------------------------------------------------------------------------------- folds

/// Recordings that are dealt out to folds.
struct deal {
    const genus_dataset *dataset;
    const genus_recordings *recordings;
    const int *taken; ///< Recordings with this number other than none take no part; NULL: all do.
    size_t folds;
    int *fold;                          ///< Of each recording.
    size_t total[GENUS_LABELS_MAX];     ///< Clips of each class that take part.
    size_t (*counts)[GENUS_LABELS_MAX]; ///< Clips of each class in each fold.
    size_t *sizes;                      ///< Clips in each fold.
};

/// Sorts recordings by falling size, by counting, which keeps the order of equals.
static bool sort_by_size(const genus_recordings *recordings, size_t *order, size_t count) {
    size_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t size = genus_recordings_size(recordings, order[i]);
        largest = size > largest ? size : largest;
    }
    size_t *next = calloc(largest + 2, sizeof *next);
    size_t *sorted = malloc((count + 1) * sizeof *sorted);
    const bool fits = next != NULL && sorted != NULL;
    if (fits) {
        for (size_t i = 0; i < count; i++) {
            next[largest - genus_recordings_size(recordings, order[i]) + 1]++;
        }
        for (size_t size = 1; size <= largest; size++) {
            next[size] += next[size - 1];
        }
        for (size_t i = 0; i < count; i++) {
            sorted[next[largest - genus_recordings_size(recordings, order[i])]++] = order[i];
        }
        memcpy(order, sorted, count * sizeof *order);
    }
    free(next);
    free(sorted);
    return fits;
}

/// How full a fold is of what a recording holds: the growth of the sum of squared shares, without
/// the part that is the same for all folds.
static double fullness(const struct deal *deal, size_t fold,
                       const size_t counts[GENUS_LABELS_MAX]) {
    double sum = 0.0;
    for (uint32_t label = 0; label < deal->dataset->label_count; label++) {
        if (counts[label] > 0) {
            const double total = (double)deal->total[label];
            sum += (double)counts[label] * (double)deal->counts[fold][label] / (total * total);
        }
    }
    return sum;
}

static void deal_one(struct deal *deal, size_t recording) {
    size_t counts[GENUS_LABELS_MAX];
    genus_recordings_classes(deal->recordings, recording, deal->dataset, counts);
    size_t best = 0;
    double least = fullness(deal, 0, counts);
    for (size_t fold = 1; fold < deal->folds; fold++) {
        const double full = fullness(deal, fold, counts);
        if (full < least || (full == least && deal->sizes[fold] < deal->sizes[best])) {
            best = fold;
            least = full;
        }
    }
    deal->fold[recording] = (int)best;
    deal->sizes[best] += genus_recordings_size(deal->recordings, recording);
    for (uint32_t label = 0; label < deal->dataset->label_count; label++) {
        deal->counts[best][label] += counts[label];
    }
}

/// Gives every recording that takes part a fold, the others none.
static genus_status deal_out(struct deal *deal, genus_random *random, genus_error *error) {
    const genus_recordings *recordings = deal->recordings;
    size_t *order = malloc(recordings->count * sizeof *order);
    deal->counts = calloc(deal->folds, sizeof *deal->counts);
    deal->sizes = calloc(deal->folds, sizeof *deal->sizes);
    memset(deal->total, 0, sizeof deal->total);
    size_t count = 0;
    for (size_t r = 0; order != NULL && r < recordings->count; r++) {
        deal->fold[r] = none;
        if (deal->taken == NULL || deal->taken[r] == none) {
            size_t counts[GENUS_LABELS_MAX];
            genus_recordings_classes(deal->recordings, r, deal->dataset, counts);
            for (uint32_t label = 0; label < deal->dataset->label_count; label++) {
                deal->total[label] += counts[label];
            }
            order[count++] = r;
        }
    }
    genus_status status = GENUS_OK;
    if (order == NULL || deal->counts == NULL || deal->sizes == NULL) {
        status = out_of_memory(error);
    } else if (count < deal->folds) {
        status = genus_fail(error, GENUS_ERROR_DATA,
                            "%zu recordings cannot be dealt out to %zu folds: ask for fewer folds",
                            count, deal->folds);
    } else {
        genus_random_shuffle(random, order, count);
        if (!sort_by_size(recordings, order, count)) {
            status = out_of_memory(error);
        }
        for (size_t i = 0; status == GENUS_OK && i < count; i++) {
            deal_one(deal, order[i]);
        }
    }
    free(order);
    free(deal->counts);
    free(deal->sizes);
    return status;
}

// --------------------------------------------------------------------------------------- splits

/// Makes the test set whose test part is one fold: `folds` and `shares` are by recording.
static genus_status make_set(const genus_dataset *dataset, const genus_recordings *recordings,
                             const int *folds, const int *shares, genus_test_set *set,
                             genus_error *error) {
    set->split = genus_split_blank(dataset->clip_count);
    if (set->split == NULL) {
        return out_of_memory(error);
    }
    genus_split_count(set->split, recordings);
    for (size_t r = 0; r < recordings->count; r++) {
        const genus_part part = folds[r] == (int)set->fold ? GENUS_PART_TEST
                                : shares[r] == 0           ? GENUS_PART_VALIDATION
                                                           : GENUS_PART_TRAIN;
        for (size_t i = recordings->starts[r]; i < recordings->starts[r + 1]; i++) {
            set->split->parts[recordings->members[i]] = part;
        }
    }
    return genus_split_settle(set->split, dataset, error);
}

/// Shares for so many recordings: none of them stays empty.
static size_t shares_of(size_t recordings) {
    if (recordings == 0) {
        return 1; // Then there is nothing to deal out, which deal_out() says.
    }
    return recordings < rest_shares ? recordings : rest_shares;
}

/// Draws one repeat's test sets.
static genus_status draw_repeat(const genus_dataset *dataset, const genus_recordings *recordings,
                                size_t folds, uint64_t seed, genus_test_set *sets,
                                genus_error *error) {
    int *fold = malloc(recordings->count * sizeof *fold);
    int *share = malloc(recordings->count * sizeof *share);
    int *taken = malloc(recordings->count * sizeof *taken);
    genus_status status =
        fold != NULL && share != NULL && taken != NULL ? GENUS_OK : out_of_memory(error);
    if (status == GENUS_OK) {
        genus_random random = genus_random_seeded(seed, stream_folds);
        struct deal deal = {
            .dataset = dataset, .recordings = recordings, .folds = folds, .fold = fold};
        status = deal_out(&deal, &random, error);
    }
    for (size_t f = 0; status == GENUS_OK && f < folds; f++) {
        size_t rest = 0;
        for (size_t r = 0; r < recordings->count; r++) {
            taken[r] = fold[r] == (int)f ? 0 : none;
            rest += taken[r] == none ? 1 : 0;
        }
        genus_random random = genus_random_seeded(seed, stream_validation + ((uint64_t)f << 8));
        struct deal deal = {.dataset = dataset,
                            .recordings = recordings,
                            .taken = taken,
                            .folds = shares_of(rest),
                            .fold = share};
        status = deal_out(&deal, &random, error);
        sets[f].fold = f;
        if (status == GENUS_OK) {
            status = make_set(dataset, recordings, fold, share, &sets[f], error);
        }
    }
    free(fold);
    free(share);
    free(taken);
    return status;
}

static genus_status make_room(size_t folds, size_t repeats, uint64_t seed, genus_test_sets *sets,
                              genus_error *error) {
    *sets = (genus_test_sets){.repeats = repeats, .folds = folds, .count = repeats * folds};
    sets->sets = calloc(sets->count, sizeof *sets->sets);
    if (sets->sets == NULL) {
        sets->count = 0;
        return out_of_memory(error);
    }
    for (size_t i = 0; i < sets->count; i++) {
        sets->sets[i].repeat = i / folds;
        sets->sets[i].seed = seed + i / folds;
    }
    return GENUS_OK;
}

genus_status genus_test_sets_draw(const genus_dataset *dataset, const genus_grouping *grouping,
                                  size_t folds, size_t repeats, uint64_t seed,
                                  genus_test_sets *sets, genus_error *error) {
    genus_recordings recordings = {0};
    genus_status status = make_room(folds, repeats, seed, sets, error);
    if (status == GENUS_OK) {
        status = genus_recordings_find(dataset, grouping, &recordings, error);
    }
    for (size_t r = 0; status == GENUS_OK && r < repeats; r++) {
        status = draw_repeat(dataset, &recordings, folds, seed + r, &sets->sets[r * folds], error);
    }
    genus_recordings_clear(&recordings);
    return status;
}

// --------------------------------------------------------------------------------- fixed splits

static bool read_part(const char *word, genus_part *part) {
    static const struct {
        const char *word;
        genus_part part;
    } words[] = {
        {"train", GENUS_PART_TRAIN},           {"valid", GENUS_PART_VALIDATION},
        {"validation", GENUS_PART_VALIDATION}, {"test", GENUS_PART_TEST},
        {"excluded", GENUS_PART_EXCLUDED},     {"", GENUS_PART_EXCLUDED},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i].word) == 0) {
            *part = words[i].part;
            return true;
        }
    }
    return false;
}

static genus_status fill_fixed(const genus_dataset *dataset, const genus_clips_csv *table,
                               const char *path, size_t column, genus_split *split,
                               genus_error *error) {
    genus_clip_names names = {.sorted = (const char **)malloc(table->count * sizeof *names.sorted)};
    if (names.sorted == NULL) {
        return out_of_memory(error);
    }
    for (size_t i = 0; i < table->count; i++) {
        names.sorted[names.count++] = table->rows[i].clip;
    }
    genus_status status = GENUS_OK;
    for (size_t i = 0; status == GENUS_OK && i < dataset->clip_count; i++) {
        const size_t row = genus_clip_names_find_clip(&names, dataset->clips[i].name);
        split->parts[i] = GENUS_PART_EXCLUDED;
        if (row < names.count && !read_part(table->rows[row].cells[column], &split->parts[i])) {
            status = genus_fail(error, GENUS_ERROR_DATA,
                                "%s: clip '%.200s' has '%.100s' in column '%s' instead of train, "
                                "valid, test or excluded",
                                path, table->rows[row].clip, table->rows[row].cells[column],
                                table->header[column]);
        }
    }
    free((void *)names.sorted);
    return status == GENUS_OK ? genus_split_settle(split, dataset, error) : status;
}

genus_status genus_test_sets_fixed(const genus_dataset *dataset, const char *clips_csv,
                                   const char *column, size_t repeats, uint64_t seed,
                                   genus_test_sets *sets, genus_error *error) {
    genus_clips_csv *table = NULL;
    size_t number = 0;
    genus_status status = make_room(1, repeats, seed, sets, error);
    if (status == GENUS_OK) {
        status = genus_clips_csv_load(clips_csv, &table, error);
    }
    if (status == GENUS_OK && !genus_clips_csv_column(table, column, &number)) {
        status = genus_fail(error, GENUS_ERROR_DATA, "%s: has no column '%s'", clips_csv, column);
    }
    for (size_t i = 0; status == GENUS_OK && i < sets->count; i++) {
        sets->sets[i].split = genus_split_blank(dataset->clip_count);
        status = sets->sets[i].split != NULL
                     ? fill_fixed(dataset, table, clips_csv, number, sets->sets[i].split, error)
                     : out_of_memory(error);
    }
    genus_clips_csv_free(table);
    return status;
}

void genus_test_sets_clear(genus_test_sets *sets) {
    for (size_t i = 0; i < sets->count; i++) {
        genus_split_free(sets->sets[i].split);
    }
    free(sets->sets);
    *sets = (genus_test_sets){0};
}

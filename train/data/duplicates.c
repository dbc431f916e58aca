// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Finds clips of the same recording. The work is cut into pairs of blocks of clips, so that memory
// does not grow with the data set.

#include "train/data/duplicates.h"

#include "engine/base/simd.h"
#include "train/util/interrupt.h"
#include "train/util/thread_pool.h"

#include <kiss_fftr.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    groups = 16,        ///< Of bands.
    block = 128,        ///< Clips.
    long_overlap = 130, ///< Frames: 10 s of the default front end.
};

/// What a clip must be like another. Values from GTZAN, whose faults are known: every pair above is
/// of one recording, and the best that is not reaches 0.67 (0.73 if shorter overlaps may count).
static const float like_mostly = 0.72F; ///< At least three quarters lie over each other.
static const float like_partly = 0.80F; ///< Less, or clips shorter than long_overlap.
static const float like_same = 0.94F;   ///< And without a shift: the same excerpt.

/// Where clips lie over each other there must be this share of their mean energy, or silence would
/// decide.
static const float least_energy = 0.1F;

/// One clip, ready to be compared.
struct fingerprint {
    size_t frames;
    float *spectrum; ///< [groups][2][bins]: real parts, imaginary parts.
    float *energy;   ///< [frames_max + 1]: of the frames before each; the last of all is 1, or 0.
};

/// What a thread needs.
struct workspace {
    struct fingerprint sides[2][block];
    size_t present[2]; ///< Block in each side, or SIZE_MAX.
    float *memory;
    float *levels; ///< [frames_max][groups]
    float *decibels;
    float *padded; ///< [size]
    kiss_fft_cpx *bins;
    float *product;     ///< [2][bins]
    float *correlation; ///< [size]
    kiss_fftr_cfg forward;
    kiss_fftr_cfg inverse;
};

/// What the tasks share. A task is a pair of blocks.
struct search {
    const genus_dataset *dataset;
    size_t blocks;
    size_t frames_max;
    size_t size; ///< Of the transform.
    size_t bins;
    struct workspace *workspaces; ///< [threads]
    pthread_mutex_t mutex;        ///< Guards what follows.
    genus_duplicates *found;
    size_t capacity;
    genus_status status;
};

static size_t least_overlap(size_t a, size_t b) {
    const size_t shorter = a < b ? a : b;
    const size_t most = shorter - shorter / 4;
    return most < long_overlap ? most : long_overlap;
}

// --------------------------------------------------------------------------------- fingerprints

/// Levels of a clip's groups of bands, [frames][groups], without what a volume or an equaliser
/// changes.
static void measure_levels(const struct search *search, struct workspace *workspace,
                           const genus_clip *clip) {
    const size_t bands = search->dataset->settings.mel_bands;
    double means[groups] = {0};
    genus_clip_decode(clip, bands, 0, clip->frames, workspace->decibels);
    for (size_t t = 0; t < clip->frames; t++) {
        float *levels = workspace->levels + t * groups;
        for (size_t g = 0; g < groups; g++) {
            const size_t first = g * bands / groups;
            const size_t end = (g + 1) * bands / groups;
            levels[g] = 0.0F;
            for (size_t band = first; band < end; band++) {
                levels[g] += workspace->decibels[t * bands + band] / (float)(end - first);
            }
            means[g] += (double)levels[g] / (double)clip->frames;
        }
    }
    for (size_t t = 0; t < clip->frames; t++) {
        float *levels = workspace->levels + t * groups;
        float mean = 0.0F;
        for (size_t g = 0; g < groups; g++) {
            levels[g] -= (float)means[g];
            mean += levels[g] / (float)groups;
        }
        for (size_t g = 0; g < groups; g++) {
            levels[g] -= mean;
        }
    }
}

/// A clip's energy up to each frame, and the factor that makes all of it 1; 0 for a clip without.
static float measure_energy(const struct workspace *workspace, struct fingerprint *fingerprint) {
    double sum = 0.0;
    fingerprint->energy[0] = 0.0F;
    for (size_t t = 0; t < fingerprint->frames; t++) {
        for (size_t g = 0; g < groups; g++) {
            sum += (double)workspace->levels[t * groups + g] *
                   (double)workspace->levels[t * groups + g];
        }
        fingerprint->energy[t + 1] = (float)sum;
    }
    // Under a thousandth of a decibel, rounding decides.
    const float scale =
        sum > 1e-6 * (double)(fingerprint->frames * groups) ? (float)(1.0 / sum) : 0.0F;
    for (size_t t = 0; t <= fingerprint->frames; t++) {
        fingerprint->energy[t] *= scale;
    }
    return sqrtf(scale);
}

static void take_fingerprint(const struct search *search, struct workspace *workspace,
                             const genus_clip *clip, struct fingerprint *fingerprint) {
    fingerprint->frames = clip->frames;
    measure_levels(search, workspace, clip);
    const float scale = measure_energy(workspace, fingerprint);
    for (size_t g = 0; g < groups; g++) {
        memset(workspace->padded, 0, search->size * sizeof *workspace->padded);
        for (size_t t = 0; t < clip->frames; t++) {
            workspace->padded[t] = scale * workspace->levels[t * groups + g];
        }
        kiss_fftr(workspace->forward, workspace->padded, workspace->bins);
        float *real = fingerprint->spectrum + 2 * g * search->bins;
        float *imaginary = real + search->bins;
        for (size_t k = 0; k < search->bins; k++) {
            real[k] = workspace->bins[k].r;
            imaginary[k] = workspace->bins[k].i;
        }
    }
}

/// Puts a block of clips on one side of the workspace.
static size_t lay_out(const struct search *search, struct workspace *workspace, size_t side,
                      size_t number) {
    const size_t first = number * block;
    const size_t left = search->dataset->clip_count - first;
    const size_t count = left < block ? left : block;
    if (workspace->present[side] != number) {
        for (size_t i = 0; i < count; i++) {
            take_fingerprint(search, workspace, &search->dataset->clips[first + i],
                             &workspace->sides[side][i]);
        }
        workspace->present[side] = number;
    }
    return count;
}

// ----------------------------------------------------------------------------------- comparison

/// Adds the products of two spectra, the first conjugated.
GENUS_SIMD
static void multiply(const float *a, const float *b, size_t bins, float *restrict product) {
    float *restrict real = product;
    float *restrict imaginary = product + bins;
    for (size_t k = 0; k < bins; k++) {
        real[k] += a[k] * b[k] + a[bins + k] * b[bins + k];
        imaginary[k] += a[k] * b[bins + k] - a[bins + k] * b[k];
    }
}

/// Correlation over all shifts: at index l mod size, the frame t of a lies over the frame t + l of
/// b.
static void correlate(const struct search *search, struct workspace *workspace,
                      const struct fingerprint *a, const struct fingerprint *b) {
    const size_t bins = search->bins;
    memset(workspace->product, 0, 2 * bins * sizeof *workspace->product);
    for (size_t g = 0; g < groups; g++) {
        multiply(a->spectrum + 2 * g * bins, b->spectrum + 2 * g * bins, bins, workspace->product);
    }
    const float scale = 1.0F / (float)search->size;
    for (size_t k = 0; k < bins; k++) {
        workspace->bins[k] =
            (kiss_fft_cpx){scale * workspace->product[k], scale * workspace->product[bins + k]};
    }
    kiss_fftri(workspace->inverse, workspace->bins, workspace->correlation);
}

/// The likeness at one shift; 0 where too little is heard. @param overlap Receives its frames.
static float likeness_at(const struct search *search, const struct workspace *workspace,
                         const struct fingerprint *a, const struct fingerprint *b, long shift,
                         size_t *overlap) {
    const size_t begin_a = shift < 0 ? (size_t)-shift : 0;
    const size_t begin_b = shift > 0 ? (size_t)shift : 0;
    const size_t rest_a = a->frames - begin_a;
    const size_t rest_b = b->frames - begin_b;
    *overlap = rest_a < rest_b ? rest_a : rest_b;
    const float share = least_energy * (float)*overlap;
    const float energy_a = a->energy[begin_a + *overlap] - a->energy[begin_a];
    const float energy_b = b->energy[begin_b + *overlap] - b->energy[begin_b];
    if (energy_a * (float)a->frames < share || energy_b * (float)b->frames < share) {
        return 0.0F;
    }
    const size_t place = shift < 0 ? search->size - (size_t)-shift : (size_t)shift;
    return workspace->correlation[place] / sqrtf(energy_a * energy_b);
}

static bool same_cells(const struct search *search, const genus_clip *a, const genus_clip *b) {
    return a->frames == b->frames &&
           memcmp(a->mel, b->mel, a->frames * search->dataset->settings.mel_bands) == 0;
}

/// Compares two clips. @return Whether they are of one recording.
static bool compare(const struct search *search, struct workspace *workspace,
                    const struct fingerprint *a, const struct fingerprint *b,
                    genus_duplicate *duplicate) {
    if (a->energy[a->frames] == 0.0F || b->energy[b->frames] == 0.0F) {
        return false; // Nothing happens in one of them.
    }
    const size_t least = least_overlap(a->frames, b->frames);
    const size_t shorter = a->frames < b->frames ? a->frames : b->frames;
    float best = 0.0F;
    correlate(search, workspace, a, b);
    for (long shift = -(long)(a->frames - least); shift <= (long)(b->frames - least); shift++) {
        size_t overlap = 0;
        const float likeness = likeness_at(search, workspace, a, b, shift, &overlap);
        const bool mostly = overlap >= long_overlap && overlap >= shorter - shorter / 4;
        if (likeness >= (mostly ? like_mostly : like_partly) && likeness > best) {
            best = likeness;
            duplicate->likeness = likeness;
            duplicate->shift = shift;
        }
    }
    if (best == 0.0F) {
        return false;
    }
    const genus_clip *clips = search->dataset->clips;
    duplicate->kind = same_cells(search, &clips[duplicate->pair.a], &clips[duplicate->pair.b])
                          ? GENUS_DUPLICATE_EXACT
                      : duplicate->shift == 0 && best >= like_same ? GENUS_DUPLICATE_NEAR
                                                                   : GENUS_DUPLICATE_OVERLAP;
    return true;
}

static void keep(struct search *search, const genus_duplicate *duplicate) {
    genus_duplicates *found = search->found;
    pthread_mutex_lock(&search->mutex);
    if (found->count == search->capacity) {
        search->capacity = search->capacity == 0 ? 64 : 2 * search->capacity;
        genus_duplicate *list = realloc(found->list, search->capacity * sizeof *list);
        if (list == NULL) {
            search->status = GENUS_ERROR_MEMORY;
            search->capacity = found->count;
            pthread_mutex_unlock(&search->mutex);
            return;
        }
        found->list = list;
    }
    found->list[found->count++] = *duplicate;
    pthread_mutex_unlock(&search->mutex);
}

static void run_task(void *context, size_t task, size_t member) {
    struct search *search = context;
    struct workspace *workspace = &search->workspaces[member];
    size_t first = 0; // Tasks count the pairs of blocks row by row: (0,0), (0,1), ..., (1,1), ...
    size_t second = task;
    for (; second >= search->blocks - first; first++) {
        second -= search->blocks - first;
    }
    second += first;
    pthread_mutex_lock(&search->mutex);
    if (search->status == GENUS_OK && genus_interrupted()) {
        search->status = GENUS_ERROR_INTERRUPTED;
    }
    const bool stopped = search->status != GENUS_OK;
    pthread_mutex_unlock(&search->mutex);
    if (stopped) {
        return;
    }
    const size_t count_a = lay_out(search, workspace, 0, first);
    const size_t count_b = lay_out(search, workspace, 1, second);
    const genus_clip *clips = search->dataset->clips;
    for (size_t i = 0; i < count_a; i++) {
        for (size_t j = first == second ? i + 1 : 0; j < count_b; j++) {
            genus_duplicate duplicate = {.pair = {first * block + i, second * block + j}};
            if (clips[duplicate.pair.a].track != clips[duplicate.pair.b].track &&
                compare(search, workspace, &workspace->sides[0][i], &workspace->sides[1][j],
                        &duplicate)) {
                keep(search, &duplicate);
            }
        }
    }
}

// --------------------------------------------------------------------------------------- making

static void clear_workspace(struct workspace *workspace) {
    free(workspace->memory);
    free(workspace->bins);
    kiss_fftr_free(workspace->forward);
    kiss_fftr_free(workspace->inverse);
}

/// Allocates a workspace; all its floats lie in one piece.
static bool make_workspace(const struct search *search, struct workspace *workspace) {
    const size_t bands = search->dataset->settings.mel_bands;
    const size_t spectrum = 2 * groups * search->bins;
    const size_t fingerprint = spectrum + search->frames_max + 1;
    const size_t rest = search->frames_max * (groups + bands) + 2 * search->size + 2 * search->bins;
    workspace->memory =
        malloc((2 * (size_t)block * fingerprint + rest) * sizeof *workspace->memory);
    workspace->bins = malloc(search->bins * sizeof *workspace->bins);
    workspace->forward = kiss_fftr_alloc((int)search->size, 0, NULL, NULL);
    workspace->inverse = kiss_fftr_alloc((int)search->size, 1, NULL, NULL);
    if (workspace->memory == NULL || workspace->bins == NULL || workspace->forward == NULL ||
        workspace->inverse == NULL) {
        return false;
    }
    float *next = workspace->memory;
    for (size_t side = 0; side < 2; side++) {
        workspace->present[side] = SIZE_MAX;
        for (size_t i = 0; i < block; i++) {
            workspace->sides[side][i] =
                (struct fingerprint){.spectrum = next, .energy = next + spectrum};
            next += fingerprint;
        }
    }
    workspace->levels = next;
    workspace->decibels = workspace->levels + search->frames_max * groups;
    workspace->padded = workspace->decibels + search->frames_max * bands;
    workspace->correlation = workspace->padded + search->size;
    workspace->product = workspace->correlation + search->size;
    return true;
}

static int compare_places(const void *a, const void *b) {
    const genus_pair *left = &((const genus_duplicate *)a)->pair;
    const genus_pair *right = &((const genus_duplicate *)b)->pair;
    const int first = (left->a > right->a) - (left->a < right->a);
    return first != 0 ? first : (left->b > right->b) - (left->b < right->b);
}

/// Puts what was found in order and copies the pairs.
static bool settle(genus_duplicates *found) {
    found->pairs = malloc((found->count + 1) * sizeof *found->pairs);
    if (found->pairs == NULL) {
        return false;
    }
    if (found->count > 0) {
        qsort(found->list, found->count, sizeof *found->list, compare_places);
    }
    for (size_t i = 0; i < found->count; i++) {
        found->pairs[i] = found->list[i].pair;
    }
    return true;
}

genus_status genus_duplicates_find(const genus_dataset *dataset, unsigned threads,
                                   genus_duplicates *duplicates, genus_error *error) {
    struct search search = {.dataset = dataset, .found = duplicates};
    genus_thread_pool *pool = NULL;
    *duplicates = (genus_duplicates){0};
    for (size_t i = 0; i < dataset->clip_count; i++) {
        const size_t frames = dataset->clips[i].frames;
        search.frames_max = frames > search.frames_max ? frames : search.frames_max;
    }
    // Shifts wrap around; those that matter must not meet.
    search.size = (size_t)kiss_fftr_next_fast_size_real((int)(2 * search.frames_max));
    search.bins = search.size / 2 + 1;
    search.blocks = (dataset->clip_count + block - 1) / block;
    genus_status status = genus_thread_pool_new(threads, &pool, error);
    if (status != GENUS_OK) {
        return status;
    }
    (void)pthread_mutex_init(&search.mutex, NULL);
    search.workspaces = calloc(threads, sizeof *search.workspaces);
    bool fits = search.workspaces != NULL;
    for (size_t i = 0; fits && i < threads; i++) {
        fits = make_workspace(&search, &search.workspaces[i]);
    }
    if (fits) {
        genus_thread_pool_run(pool, search.blocks * (search.blocks + 1) / 2, run_task, &search);
        fits = settle(duplicates);
    }
    if (!fits || search.status == GENUS_ERROR_MEMORY) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a look at the clips");
    } else if (search.status != GENUS_OK) {
        status = genus_fail(error, search.status, "stopped while the clips were compared");
    }
    for (size_t i = 0; search.workspaces != NULL && i < threads; i++) {
        clear_workspace(&search.workspaces[i]);
    }
    free(search.workspaces);
    (void)pthread_mutex_destroy(&search.mutex);
    genus_thread_pool_free(pool);
    return status;
}

size_t genus_duplicates_count(const genus_duplicates *duplicates, genus_duplicate_kind kind) {
    size_t count = 0;
    for (size_t i = 0; i < duplicates->count; i++) {
        count += duplicates->list[i].kind == kind;
    }
    return count;
}

void genus_duplicates_clear(genus_duplicates *duplicates) {
    free(duplicates->list);
    free(duplicates->pairs);
    *duplicates = (genus_duplicates){0};
}

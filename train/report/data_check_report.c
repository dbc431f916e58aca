// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a look at a data set has seen, for people and for programs. cJSON's functions on a NULL item
// do nothing and report failure.

#include "train/data/data_check.h"

#include "engine/base/text.h"
#include "train/nn/examples.h"

#include <cJSON.h>
#include <stdlib.h>

// -------------------------------------------------------------------------------------- for people

static void print_class(const genus_data_check *look, const genus_data_check_class *class,
                        const char *name, FILE *stream) {
    (void)fprintf(stream, "%6zu %6zu %8.1f %8.1f %8.1f", class->clips, class->tracks,
                  class->seconds / 60.0, class->shortest, class->longest);
    if (look->clipping_known) {
        (void)fprintf(stream, " %8zu", class->clipped);
    } else {
        (void)fprintf(stream, " %8s", "?");
    }
    (void)fprintf(stream, " %7zu  %s\n", class->silent, name);
}

static void print_kind(const genus_data_check *look, const genus_dataset *dataset,
                       genus_duplicate_kind kind, FILE *stream) {
    const double second = (double)dataset->settings.sample_rate / (double)dataset->settings.hop;
    for (size_t i = 0; i < look->duplicates.count; i++) {
        const genus_duplicate *duplicate = &look->duplicates.list[i];
        const genus_clip *a = &dataset->clips[duplicate->pair.a];
        const genus_clip *b = &dataset->clips[duplicate->pair.b];
        if (duplicate->kind == kind) {
            (void)fprintf(stream, "  %-7s  %s %c %s  (likeness %.3f",
                          genus_duplicate_kind_name(kind), a->name,
                          kind == GENUS_DUPLICATE_OVERLAP ? '~' : '=', b->name,
                          (double)duplicate->likeness);
            if (kind == GENUS_DUPLICATE_OVERLAP) {
                (void)fprintf(stream, ", shift %+.1f s", (double)duplicate->shift / second);
            }
            (void)fprintf(stream, ")%s\n", a->label != b->label ? ", classes differ" : "");
        }
    }
}

static void print_faults(const genus_data_check *look, const genus_dataset *dataset, FILE *stream) {
    for (size_t i = 0; i < dataset->clip_count; i++) {
        const genus_clip *clip = &dataset->clips[i];
        if (clip->clipped >= GENUS_CLIPPED_SHARE) {
            (void)fprintf(stream, "  clipped  %s: %.2f %% of its file's samples\n", clip->name,
                          100.0 * (double)clip->clipped);
        }
        if ((double)look->silence[i] >= GENUS_SILENT_SHARE) {
            (void)fprintf(stream, "  silent   %s: %.0f %% of its frames\n", clip->name,
                          100.0 * (double)look->silence[i]);
        }
    }
}

static size_t same(const genus_data_check *look) {
    return genus_duplicates_count(&look->duplicates, GENUS_DUPLICATE_EXACT) +
           genus_duplicates_count(&look->duplicates, GENUS_DUPLICATE_NEAR);
}

void genus_data_check_print(const genus_data_check *look, const genus_dataset *dataset,
                            FILE *stream) {
    (void)fprintf(stream, "%6s %6s %8s %8s %8s %8s %7s\n", "clips", "tracks", "minutes", "shortest",
                  "longest", "clipped", "silent");
    for (uint32_t label = 0; label < dataset->label_count; label++) {
        print_class(look, &look->classes[label], dataset->labels[label], stream);
    }
    print_class(look, &look->all, "all", stream);
    (void)fprintf(stream, "\nunusable    %zu file%s%s\n", dataset->skipped,
                  genus_plural(dataset->skipped), dataset->skipped > 0 ? ", named above" : "");
    (void)fprintf(stream, "duplicates  %zu pair%s of the same excerpt (%zu cell for cell)\n",
                  same(look), genus_plural(same(look)),
                  genus_duplicates_count(&look->duplicates, GENUS_DUPLICATE_EXACT));
    print_kind(look, dataset, GENUS_DUPLICATE_EXACT, stream);
    print_kind(look, dataset, GENUS_DUPLICATE_NEAR, stream);
    const size_t related = genus_duplicates_count(&look->duplicates, GENUS_DUPLICATE_OVERLAP);
    (void)fprintf(stream, "related     %zu pair%s from one recording, it seems\n", related,
                  genus_plural(related));
    print_kind(look, dataset, GENUS_DUPLICATE_OVERLAP, stream);
    (void)fprintf(stream, "faults      %zu clip%s of clipped files%s, %zu clip%s mostly silent\n",
                  look->all.clipped, genus_plural(look->all.clipped),
                  look->clipping_known ? "" : " (unknown: no samples)", look->all.silent,
                  genus_plural(look->all.silent));
    print_faults(look, dataset, stream);
}

void genus_data_check_print_short(const genus_data_check *look, const genus_dataset *dataset,
                                  FILE *stream) {
    (void)fprintf(stream,
                  "looked at: %zu pair%s of duplicates and %zu of one recording kept together; "
                  "%zu clip%s clipped, %zu mostly silent\n",
                  same(look), genus_plural(same(look)), look->duplicates.count - same(look),
                  look->all.clipped, genus_plural(look->all.clipped), look->all.silent);
    size_t counts[GENUS_LABELS_MAX];
    float weights[GENUS_LABELS_MAX];
    for (uint32_t label = 0; label < dataset->label_count; label++) {
        counts[label] = look->classes[label].clips;
    }
    if (genus_class_weights(counts, dataset->label_count, weights)) {
        (void)fprintf(stream, "classes are uneven; in the loss, a clip weighs");
        for (uint32_t label = 0; label < dataset->label_count; label++) {
            (void)fprintf(stream, "%s %.2f if %s (%zu)", label > 0 ? "," : "",
                          (double)weights[label], dataset->labels[label], counts[label]);
        }
        (void)fputc('\n', stream);
    }
}

// ------------------------------------------------------------------------------------ for programs

static bool add_text(cJSON *object, const char *key, const char *text) {
    return cJSON_AddStringToObject(object, key, text) != NULL;
}

static bool add_number(cJSON *object, const char *key, double number) {
    return cJSON_AddNumberToObject(object, key, number) != NULL;
}

static bool add_classes(cJSON *root, const genus_data_check *look, const genus_dataset *dataset) {
    cJSON *classes = cJSON_AddArrayToObject(root, "classes");
    for (uint32_t label = 0; label < dataset->label_count; label++) {
        const genus_data_check_class *class = &look->classes[label];
        cJSON *entry = cJSON_CreateObject();
        if (!cJSON_AddItemToArray(classes, entry) ||
            !add_text(entry, "label", dataset->labels[label]) ||
            !add_number(entry, "clips", (double)class->clips) ||
            !add_number(entry, "tracks", (double)class->tracks) ||
            !add_number(entry, "seconds", class->seconds) ||
            !add_number(entry, "shortest", class->shortest) ||
            !add_number(entry, "longest", class->longest)) {
            return false;
        }
    }
    return true;
}

static bool add_duplicates(cJSON *root, const genus_data_check *look,
                           const genus_dataset *dataset) {
    const double second = (double)dataset->settings.sample_rate / (double)dataset->settings.hop;
    cJSON *duplicates = cJSON_AddArrayToObject(root, "duplicates");
    for (size_t i = 0; i < look->duplicates.count; i++) {
        const genus_duplicate *duplicate = &look->duplicates.list[i];
        cJSON *entry = cJSON_CreateObject();
        if (!cJSON_AddItemToArray(duplicates, entry) ||
            !add_text(entry, "kind", genus_duplicate_kind_name(duplicate->kind)) ||
            !add_text(entry, "a", dataset->clips[duplicate->pair.a].name) ||
            !add_text(entry, "b", dataset->clips[duplicate->pair.b].name) ||
            !add_number(entry, "likeness", (double)duplicate->likeness) ||
            !add_number(entry, "shift_seconds", (double)duplicate->shift / second)) {
            return false;
        }
    }
    return true;
}

static bool add_faults(cJSON *root, const genus_data_check *look, const genus_dataset *dataset) {
    cJSON *clipped = look->clipping_known ? cJSON_AddArrayToObject(root, "clipped") : NULL;
    cJSON *silent = cJSON_AddArrayToObject(root, "silent");
    if (silent == NULL || (look->clipping_known && clipped == NULL)) {
        return false;
    }
    for (size_t i = 0; i < dataset->clip_count; i++) {
        const genus_clip *clip = &dataset->clips[i];
        if (clip->clipped >= GENUS_CLIPPED_SHARE &&
            !cJSON_AddItemToArray(clipped, cJSON_CreateString(clip->name))) {
            return false;
        }
        if ((double)look->silence[i] >= GENUS_SILENT_SHARE &&
            !cJSON_AddItemToArray(silent, cJSON_CreateString(clip->name))) {
            return false;
        }
    }
    return true;
}

char *genus_data_check_json(const genus_data_check *look, const genus_dataset *dataset,
                            const char *path) {
    char *text = NULL;
    cJSON *root = cJSON_CreateObject();
    if (add_text(root, "data", path) && add_number(root, "clips", (double)look->all.clips) &&
        add_number(root, "tracks", (double)look->all.tracks) &&
        add_number(root, "unusable_files", (double)dataset->skipped) &&
        add_classes(root, look, dataset) && add_duplicates(root, look, dataset) &&
        add_faults(root, look, dataset)) {
        text = cJSON_Print(root);
    }
    cJSON_Delete(root);
    return text;
}

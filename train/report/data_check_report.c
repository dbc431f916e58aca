// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the check of a data set has found, for people and for programs.

#include "train/data/data_check.h"

#include "engine/base/text.h"
#include "train/nn/examples.h"
#include "train/util/json_writer.h"

#include <stdlib.h>

// -------------------------------------------------------------------------------------- for people

static void print_class(const genus_data_check *check, const genus_data_check_class *class,
                        const char *name, FILE *stream) {
    (void)fprintf(stream, "%6zu %6zu %8.1f %8.1f %8.1f", class->clips, class->tracks,
                  class->seconds / 60.0, class->shortest, class->longest);
    if (check->clipping_known) {
        (void)fprintf(stream, " %8zu", class->clipped);
    } else {
        (void)fprintf(stream, " %8s", "?");
    }
    (void)fprintf(stream, " %7zu  %s\n", class->silent, name);
}

static void print_kind(const genus_data_check *check, const genus_dataset *dataset,
                       genus_duplicate_kind kind, FILE *stream) {
    const double second = (double)dataset->settings.sample_rate / (double)dataset->settings.hop;
    for (size_t i = 0; i < check->duplicates.count; i++) {
        const genus_duplicate *duplicate = &check->duplicates.list[i];
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

static void print_faults(const genus_data_check *check, const genus_dataset *dataset,
                         FILE *stream) {
    for (size_t i = 0; i < dataset->clip_count; i++) {
        const genus_clip *clip = &dataset->clips[i];
        if (clip->clipped >= GENUS_CLIPPED_SHARE) {
            (void)fprintf(stream, "  clipped  %s: %.2f %% of its file's samples\n", clip->name,
                          100.0 * (double)clip->clipped);
        }
        if ((double)check->silence[i] >= GENUS_SILENT_SHARE) {
            (void)fprintf(stream, "  silent   %s: %.0f %% of its frames\n", clip->name,
                          100.0 * (double)check->silence[i]);
        }
    }
}

static size_t same(const genus_data_check *check) {
    return genus_duplicates_count(&check->duplicates, GENUS_DUPLICATE_EXACT) +
           genus_duplicates_count(&check->duplicates, GENUS_DUPLICATE_NEAR);
}

void genus_data_check_print(const genus_data_check *check, const genus_dataset *dataset,
                            FILE *stream) {
    (void)fprintf(stream, "%6s %6s %8s %8s %8s %8s %7s\n", "clips", "tracks", "minutes", "shortest",
                  "longest", "clipped", "silent");
    for (uint32_t label = 0; label < dataset->label_count; label++) {
        print_class(check, &check->classes[label], dataset->labels[label], stream);
    }
    print_class(check, &check->all, "all", stream);
    (void)fprintf(stream, "\nunusable    %zu file%s%s\n", dataset->skipped,
                  genus_plural(dataset->skipped), dataset->skipped > 0 ? ", named above" : "");
    (void)fprintf(stream, "duplicates  %zu pair%s of the same excerpt (%zu cell for cell)\n",
                  same(check), genus_plural(same(check)),
                  genus_duplicates_count(&check->duplicates, GENUS_DUPLICATE_EXACT));
    print_kind(check, dataset, GENUS_DUPLICATE_EXACT, stream);
    print_kind(check, dataset, GENUS_DUPLICATE_NEAR, stream);
    const size_t related = genus_duplicates_count(&check->duplicates, GENUS_DUPLICATE_OVERLAP);
    (void)fprintf(stream, "related     %zu pair%s from one recording, it seems\n", related,
                  genus_plural(related));
    print_kind(check, dataset, GENUS_DUPLICATE_OVERLAP, stream);
    (void)fprintf(stream, "faults      %zu clip%s of clipped files%s, %zu clip%s mostly silent\n",
                  check->all.clipped, genus_plural(check->all.clipped),
                  check->clipping_known ? "" : " (unknown: no samples)", check->all.silent,
                  genus_plural(check->all.silent));
    print_faults(check, dataset, stream);
}

void genus_data_check_print_short(const genus_data_check *check, const genus_dataset *dataset,
                                  FILE *stream) {
    (void)fprintf(stream,
                  "looked at: %zu pair%s of duplicates and %zu of one recording kept together; "
                  "%zu clip%s clipped, %zu mostly silent\n",
                  same(check), genus_plural(same(check)), check->duplicates.count - same(check),
                  check->all.clipped, genus_plural(check->all.clipped), check->all.silent);
    size_t counts[GENUS_LABELS_MAX];
    float weights[GENUS_LABELS_MAX];
    for (uint32_t label = 0; label < dataset->label_count; label++) {
        counts[label] = check->classes[label].clips;
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

static void put_classes(genus_json_writer *json, const genus_data_check *check,
                        const genus_dataset *dataset) {
    genus_write_array(json, "classes");
    for (uint32_t label = 0; label < dataset->label_count; label++) {
        const genus_data_check_class *class = &check->classes[label];
        genus_write_object(json, NULL);
        genus_write_string(json, "label", dataset->labels[label]);
        genus_write_number(json, "clips", (double)class->clips);
        genus_write_number(json, "tracks", (double)class->tracks);
        genus_write_number(json, "seconds", class->seconds);
        genus_write_number(json, "shortest", class->shortest);
        genus_write_number(json, "longest", class->longest);
        genus_write_end_object(json);
    }
    genus_write_end_array(json);
}

static void put_duplicates(genus_json_writer *json, const genus_data_check *check,
                           const genus_dataset *dataset) {
    const double second = (double)dataset->settings.sample_rate / (double)dataset->settings.hop;
    genus_write_array(json, "duplicates");
    for (size_t i = 0; i < check->duplicates.count; i++) {
        const genus_duplicate *duplicate = &check->duplicates.list[i];
        genus_write_object(json, NULL);
        genus_write_string(json, "kind", genus_duplicate_kind_name(duplicate->kind));
        genus_write_string(json, "a", dataset->clips[duplicate->pair.a].name);
        genus_write_string(json, "b", dataset->clips[duplicate->pair.b].name);
        genus_write_number(json, "likeness", (double)duplicate->likeness);
        genus_write_number(json, "shift_seconds", (double)duplicate->shift / second);
        genus_write_end_object(json);
    }
    genus_write_end_array(json);
}

static void put_faults(genus_json_writer *json, const genus_data_check *check,
                       const genus_dataset *dataset) {
    if (check->clipping_known) {
        genus_write_array(json, "clipped");
        for (size_t i = 0; i < dataset->clip_count; i++) {
            genus_write_string(
                json, NULL,
                dataset->clips[i].clipped >= GENUS_CLIPPED_SHARE ? dataset->clips[i].name : NULL);
        }
        genus_write_end_array(json);
    }
    genus_write_array(json, "silent");
    for (size_t i = 0; i < dataset->clip_count; i++) {
        genus_write_string(json, NULL,
                           (double)check->silence[i] >= GENUS_SILENT_SHARE ? dataset->clips[i].name
                                                                           : NULL);
    }
    genus_write_end_array(json);
}

char *genus_data_check_json(const genus_data_check *check, const genus_dataset *dataset,
                            const char *path) {
    genus_json_writer json = {0};
    genus_write_object(&json, NULL);
    genus_write_string(&json, "data", path);
    genus_write_number(&json, "clips", (double)check->all.clips);
    genus_write_number(&json, "tracks", (double)check->all.tracks);
    genus_write_number(&json, "unusable_files", (double)dataset->skipped);
    put_classes(&json, check, dataset);
    put_duplicates(&json, check, dataset);
    put_faults(&json, check, dataset);
    genus_write_end_object(&json);
    return genus_json_writer_take(&json);
}

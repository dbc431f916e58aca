// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The split: stratified, repeatable, and no recording on two sides.

#include "train/data/clips_csv.h"
#include "train/data/split.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define GTZAN GENUS_SHARED "/gtzan/gtzan-mel.safetensors"
#define GTZAN_CLIPS GENUS_SHARED "/gtzan/clips.csv"

enum {
    seeds = 51,
    name_size = 32,
    clips_max = 1000,
};

/** A data set of names, labels and tracks alone. */
typedef struct fixture {
    genus_dataset dataset;
    genus_clip clips[clips_max];
    char names[clips_max][name_size];
    char *labels[GENUS_LABELS_MAX];
    char label_texts[GENUS_LABELS_MAX][name_size];
} fixture;

static void set_up(fixture *fixture, uint32_t labels) {
    memset(fixture, 0, sizeof *fixture);
    fixture->dataset.label_count = labels;
    fixture->dataset.labels = fixture->labels;
    fixture->dataset.clips = fixture->clips;
    for (uint32_t i = 0; i < labels; i++) {
        (void)snprintf(fixture->label_texts[i], name_size, "class%u", i);
        fixture->labels[i] = fixture->label_texts[i];
    }
}

static void add_clip(fixture *fixture, uint32_t label, size_t track) {
    const size_t i = fixture->dataset.clip_count++;
    (void)snprintf(fixture->names[i], name_size, "folder/%u.%03zu.flac", label, i);
    fixture->clips[i] =
        (genus_clip){.name = fixture->names[i], .label = label, .track = (uint32_t)track};
}

/** 3 classes of 60, 40 and 20 clips, each its own track. */
static void set_up_singles(fixture *fixture) {
    set_up(fixture, 3);
    for (uint32_t label = 0; label < 3; label++) {
        for (int i = 0; i < 60 - 20 * (int)label; i++) {
            add_clip(fixture, label, fixture->dataset.clip_count);
        }
    }
}

static genus_split *split_of(const genus_dataset *dataset, uint64_t seed, const char *csv) {
    genus_error error = {0};
    genus_split *split = NULL;
    if (genus_split_new(dataset, seed, &(genus_grouping){.clips_csv = csv}, &split, &error) !=
        GENUS_OK) {
        fail_msg("%s", error.message);
    }
    return split;
}

static size_t count_part(const genus_dataset *dataset, const genus_split *split, uint32_t label,
                         genus_part part) {
    size_t count = 0;
    for (size_t i = 0; i < dataset->clip_count; i++) {
        count += dataset->clips[i].label == label && split->parts[i] == part;
    }
    return count;
}

/** Writes a table to a temporary file, whose name goes to `path`. */
static void write_table(const char *text, char path[name_size]) {
    (void)snprintf(path, name_size, "/tmp/genus-clips-XXXXXX");
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *stream = fdopen(descriptor, "w");
    assert_non_null(stream);
    assert_true(fputs(text, stream) >= 0);
    assert_int_equal(fclose(stream), 0);
}

static void takes_a_tenth_of_each_class(void **state) {
    (void)state;
    static fixture fixture;
    set_up_singles(&fixture);
    for (uint64_t seed = 0; seed < seeds; seed++) {
        genus_split *split = split_of(&fixture.dataset, seed, NULL);
        assert_int_equal(split->sizes[GENUS_PART_TRAIN], 96);
        assert_int_equal(split->sizes[GENUS_PART_EXCLUDED], 0);
        for (uint32_t label = 0; label < 3; label++) {
            const size_t tenth = 6 - 2 * label;
            assert_int_equal(count_part(&fixture.dataset, split, label, GENUS_PART_TEST), tenth);
            assert_int_equal(count_part(&fixture.dataset, split, label, GENUS_PART_VALIDATION),
                             tenth);
        }
        genus_split_free(split);
    }
}

static void depends_on_the_seed_alone(void **state) {
    (void)state;
    static fixture fixture;
    set_up_singles(&fixture);
    char first[GENUS_DIGEST_HEX];
    char again[GENUS_DIGEST_HEX];
    char other[GENUS_DIGEST_HEX];
    const uint64_t split_seeds[] = {7, 7, UINT64_MAX};
    char *digests[] = {first, again, other};
    for (size_t i = 0; i < 3; i++) {
        genus_split *split = split_of(&fixture.dataset, split_seeds[i], NULL);
        genus_split_digest(split, &fixture.dataset, digests[i]);
        genus_split_free(split);
    }
    assert_string_equal(first, again);
    assert_string_not_equal(first, other);
    // Weights name this digest: it must not change from release to release.
    assert_string_equal(first, "d384694f3929cc6897abd4b60957ee571a06de347e0ad38758a674fa2b6beb1f");
}

static void draws_every_clip_about_as_often(void **state) {
    (void)state;
    static fixture fixture;
    enum { draws = 2000 };
    set_up_singles(&fixture);
    int tested[clips_max] = {0};
    for (uint64_t seed = 0; seed < draws; seed++) {
        genus_split *split = split_of(&fixture.dataset, seed, NULL);
        for (size_t i = 0; i < fixture.dataset.clip_count; i++) {
            tested[i] += split->parts[i] == GENUS_PART_TEST;
        }
        genus_split_free(split);
    }
    for (size_t i = 0; i < fixture.dataset.clip_count; i++) {
        assert_in_range(tested[i], draws / 10 - 60, draws / 10 + 60); // 4.5 deviations.
    }
}

static void keeps_tracks_together(void **state) {
    (void)state;
    static fixture fixture;
    set_up(&fixture, 2);
    for (size_t track = 0; track < 60; track++) {
        for (size_t i = 0; i < 1 + track % 5; i++) {
            add_clip(&fixture, track % 2 == 0, track);
        }
    }
    for (uint64_t seed = 0; seed < seeds; seed++) {
        genus_split *split = split_of(&fixture.dataset, seed, NULL);
        for (size_t i = 1; i < fixture.dataset.clip_count; i++) {
            if (fixture.clips[i].track == fixture.clips[i - 1].track) {
                assert_int_equal(split->parts[i], split->parts[i - 1]);
            }
        }
        assert_in_range(split->sizes[GENUS_PART_TEST], 14, 22); // A tenth of 180.
        assert_in_range(split->sizes[GENUS_PART_VALIDATION], 14, 22);
        genus_split_free(split);
    }
}

static void keeps_duplicates_together_across_tracks_and_classes(void **state) {
    (void)state;
    static fixture fixture;
    set_up_singles(&fixture);
    // 0 = 1 = 2 by a chain over a clip that the data set lacks; 3 and 70 across classes.
    char path[name_size];
    write_table("fault,duplicate_of,clip\n,gone,0.000\n,0.002,gone\n,\"0.002\",0.001\r\n"
                "\"a, \"\"b\"\"\n\",1.070,0.003\n",
                path);
    for (uint64_t seed = 0; seed < seeds; seed++) {
        genus_split *split = split_of(&fixture.dataset, seed, path);
        assert_int_equal(split->parts[0], split->parts[1]);
        assert_int_equal(split->parts[0], split->parts[2]);
        assert_int_equal(split->parts[3], split->parts[70]);
        genus_split_free(split);
    }
    (void)unlink(path);
}

static void splits_few_large_recordings(void **state) {
    (void)state;
    static fixture fixture;
    set_up(&fixture, 2);
    // Class 0: recordings of 1, 1 and 18 clips; class 1: of 10, 10 and 10.
    const size_t sizes[2][3] = {{1, 1, 18}, {10, 10, 10}};
    for (uint32_t label = 0; label < 2; label++) {
        for (size_t track = 0; track < 3; track++) {
            for (size_t i = 0; i < sizes[label][track]; i++) {
                add_clip(&fixture, label, 3 * label + track);
            }
        }
    }
    for (uint64_t seed = 0; seed < seeds; seed++) {
        genus_split *split = split_of(&fixture.dataset, seed, NULL);
        for (uint32_t label = 0; label < 2; label++) {
            for (genus_part part = GENUS_PART_TRAIN; part <= GENUS_PART_TEST; part++) {
                assert_true(count_part(&fixture.dataset, split, label, part) > 0);
            }
        }
        genus_split_free(split);
    }
}

static void trains_on_classes_too_small_to_split(void **state) {
    (void)state;
    static fixture fixture;
    set_up_singles(&fixture);
    fixture.dataset.label_count = 4;
    fixture.labels[3] = fixture.label_texts[3];
    add_clip(&fixture, 3, fixture.dataset.clip_count);
    add_clip(&fixture, 3, fixture.dataset.clip_count);
    genus_split *split = split_of(&fixture.dataset, 0, NULL);
    assert_int_equal(count_part(&fixture.dataset, split, 3, GENUS_PART_TRAIN), 2);
    genus_split_free(split);
}

static void refuses_what_cannot_be_split(void **state) {
    (void)state;
    static fixture fixture;
    genus_error error = {0};
    genus_split *split = NULL;
    set_up(&fixture, 2);
    for (size_t i = 0; i < 4; i++) {
        add_clip(&fixture, i % 2 == 0, i);
    }
    assert_int_equal(genus_split_new(&fixture.dataset, 0, NULL, &split, &error), GENUS_ERROR_DATA);
    assert_null(split);
    assert_non_null(strstr(error.message, "too small"));
}

static void refuses_broken_tables(void **state) {
    (void)state;
    static fixture fixture;
    set_up_singles(&fixture);
    const struct {
        const char *text;
        const char *message;
    } tables[] = {
        {"", "column 'clip'"},
        {"clip\n0.000\n", "column 'duplicate_of'"},
        {"clip,clip,duplicate_of\n", "2 times"},
        {"clip,duplicate_of\n", "no row"},
        {"clip,duplicate_of\n0.000\n", ":2: 1 fields"},
        {"clip,duplicate_of\n0.000,,\n", ":2: 3 fields"},
        {"clip,duplicate_of\n\n,0.000\n", ":3: column 'clip' is empty"},
        {"clip,duplicate_of\n0.000,\"open\n\n", ":2: field 2"},
        {"clip,duplicate_of\n0.0\"00,\n", ":2: field 1"},
        {"clip,duplicate_of\n\"0.000\"x,\n", ":2: field 1"},
        {"clip,duplicate_of\n0.000,\n0.000,0.001\n", "more than one row"},
        {"clip,duplicate_of\nunknown,\n", "names no clip"},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char path[name_size];
        genus_error error = {0};
        genus_split *split = NULL;
        write_table(tables[i].text, path);
        assert_int_equal(genus_split_new(&fixture.dataset, 0, &(genus_grouping){.clips_csv = path},
                                         &split, &error),
                         GENUS_ERROR_DATA);
        assert_null(split);
        if (strstr(error.message, tables[i].message) == NULL ||
            strstr(error.message, path) != error.message) {
            fail_msg("'%s' does not say '%s'", error.message, tables[i].message);
        }
        (void)unlink(path);
    }
    genus_error error = {0};
    genus_split *split = NULL;
    assert_int_equal(genus_split_new(&fixture.dataset, 0,
                                     &(genus_grouping){.clips_csv = "/nowhere/clips.csv"}, &split,
                                     &error),
                     GENUS_ERROR_OPEN);
    assert_int_equal(
        genus_split_new(&fixture.dataset, 0, &(genus_grouping){.clips_csv = "/"}, &split, &error),
        GENUS_ERROR_READ);
}

static void reads_quotes_and_byte_order_mark(void **state) {
    (void)state;
    char path[name_size];
    write_table("\xEF\xBB\xBF\"clip\",duplicate_of,note\r\n\"b \"\"x\"\", y\",a,\"two\nlines\"\r\n"
                "a,,\r\n",
                path);
    genus_error error = {0};
    genus_clips_csv *table = NULL;
    assert_int_equal(genus_clips_csv_load(path, &table, &error), GENUS_OK);
    assert_int_equal(table->count, 2);
    assert_string_equal(table->rows[0].clip, "a");
    assert_string_equal(table->rows[0].duplicate_of, "");
    assert_string_equal(table->rows[1].clip, "b \"x\", y");
    assert_string_equal(table->rows[1].duplicate_of, "a");
    genus_clips_csv_free(table);
    (void)unlink(path);
}

/** Checks that no duplicate of GTZAN's table straddles. */
static void assert_together(const genus_dataset *dataset, const genus_split *split,
                            const genus_clips_csv *table) {
    for (size_t row = 0; row < table->count; row++) {
        size_t a = dataset->clip_count;
        size_t b = dataset->clip_count;
        for (size_t i = 0; *table->rows[row].duplicate_of != '\0' && i < dataset->clip_count; i++) {
            a = strcmp(dataset->clips[i].name, table->rows[row].clip) == 0 ? i : a;
            b = strcmp(dataset->clips[i].name, table->rows[row].duplicate_of) == 0 ? i : b;
        }
        if (a < dataset->clip_count && b < dataset->clip_count) {
            assert_int_equal(split->parts[a], split->parts[b]);
        }
    }
}

static void splits_gtzan_for_every_seed(void **state) {
    (void)state;
    if (access(GTZAN, R_OK) != 0) {
        print_message("skipped: %s is not there\n", GTZAN);
        skip();
    }
    genus_error error = {0};
    genus_dataset *dataset = NULL;
    genus_clips_csv *table = NULL;
    assert_int_equal(genus_dataset_load(GTZAN, NULL, &dataset, &error), GENUS_OK);
    assert_int_equal(genus_clips_csv_load(GTZAN_CLIPS, &table, &error), GENUS_OK);
    assert_int_equal(table->count, 1000);
    for (uint64_t seed = 0; seed < seeds; seed++) {
        genus_split *split = split_of(dataset, seed, GTZAN_CLIPS);
        assert_in_range(split->sizes[GENUS_PART_TRAIN], 795, 803);
        assert_in_range(split->sizes[GENUS_PART_TEST], 97, 102);
        for (uint32_t label = 0; label < dataset->label_count; label++) {
            assert_in_range(count_part(dataset, split, label, GENUS_PART_TEST), 9, 11);
            assert_in_range(count_part(dataset, split, label, GENUS_PART_VALIDATION), 9, 11);
        }
        assert_together(dataset, split, table);
        genus_split_free(split);
    }
    genus_clips_csv_free(table);
    genus_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_a_tenth_of_each_class),
        cmocka_unit_test(depends_on_the_seed_alone),
        cmocka_unit_test(draws_every_clip_about_as_often),
        cmocka_unit_test(keeps_tracks_together),
        cmocka_unit_test(keeps_duplicates_together_across_tracks_and_classes),
        cmocka_unit_test(splits_few_large_recordings),
        cmocka_unit_test(trains_on_classes_too_small_to_split),
        cmocka_unit_test(refuses_what_cannot_be_split),
        cmocka_unit_test(refuses_broken_tables),
        cmocka_unit_test(reads_quotes_and_byte_order_mark),
        cmocka_unit_test(splits_gtzan_for_every_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

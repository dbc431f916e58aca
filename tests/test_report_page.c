// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The report as a page and as pictures, and the command that writes them: what stands there is what
// evaluate says, and whatever names hold, the page stays whole.

#include "support/checks.h"
#include "support/command.h"
#include "support/markup.h"
#include "support/tiny_music.h"
#include "train/data/features_file.h"
#include "train/eval/results_notes.h"
#include "train/report/canvas.h"
#include "train/report/report_html.h"

#include <cJSON.h>
#include <math.h>
#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#ifdef GENUS_HAS_CAIRO
#include <cairo.h>
#endif

enum {
    path_size = 128,
    file_size = path_size + 32,
};

/** A folder with a features file and a training on it. */
typedef struct fixture {
    char root[path_size];
    char features[file_size];
    char weights[file_size];
    char recorded[file_size]; ///< The page that fit wrote.
    char page[file_size];
    char json[file_size];
    char pictures[file_size];
    genus_test_command said;
    genus_tiny_music music;
} fixture;

#define RUN(f, ...) genus_test_call(&(f)->said, GENUS_TRAIN, __VA_ARGS__, NULL)

static void run_well(fixture *fixture, int code) {
    if (code != 0) {
        fail_msg("%s", fixture->said.err);
    }
}

static void assert_whole(const char *page) {
    size_t place = 0;
    const char *fault = genus_test_markup_fault(page, &place);
    if (fault != NULL) {
        fail_msg("%s, before '%.60s'", fault, page + place);
    }
    // Self-contained and dead: nothing is run, nothing is fetched, nothing failed to be a number.
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "<link"));
    assert_null(strstr(page, "src="));
    assert_null(strstr(page, "href="));
    assert_null(strstr(page, "url("));
    assert_null(strstr(page, "@import"));
    assert_null(strstr(page, "\"nan"));
    assert_null(strstr(page, ">nan"));
    assert_null(strstr(page, "inf\""));
}

static char *page_of(const genus_results *results) {
    genus_text text = {0};
    genus_report_page(results, &text);
    char *page = genus_text_take(&text);
    assert_non_null(page);
    assert_whole(page);
    return page;
}

static int set_up(void **state) {
    fixture *made = calloc(1, sizeof *made);
    assert_non_null(made);
    *state = made;
    genus_test_make_folder("report", made->root, sizeof made->root);
    (void)snprintf(made->features, file_size, "%s/features", made->root);
    (void)snprintf(made->weights, file_size, "%s/weights", made->root);
    (void)snprintf(made->recorded, file_size, "%s/recorded.html", made->root);
    (void)snprintf(made->page, file_size, "%s/page.html", made->root);
    (void)snprintf(made->json, file_size, "%s/scores.json", made->root);
    (void)snprintf(made->pictures, file_size, "%s/pictures", made->root);
    genus_tiny_music_fill(&made->music);
    made->music.labels[1] = "R&B <\"new\"> 'n more";
    for (size_t i = 0; i < GENUS_TINY_CLIPS; i++) {
        (void)snprintf(made->music.names[i], sizeof made->music.names[i], "<a&\"b'%zu>", i);
    }
    genus_error error = {0};
    assert_int_equal(genus_features_write(&made->music.dataset, NULL, made->features, &error),
                     GENUS_OK);
    run_well(made,
             RUN(made, "fit", made->features, "--out", made->weights, "--arch", "seed", "--epochs",
                 "3", "--crop", "24", "--batch", "8", "--report", made->recorded));
    return 0;
}

static int tear_down(void **state) {
    fixture *made = *state;
    const int code = genus_test_remove_folder(made->root);
    free(made);
    return code;
}

static double number_at(const cJSON *object, const char *key) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    assert_true(cJSON_IsNumber(item));
    return cJSON_GetNumberValue(item);
}

/** The table of the confusion matrix says what evaluate's says. */
static void assert_same_confusion(const char *page, const cJSON *rows) {
    const char *at = strstr(page, "<details>");
    assert_non_null(at);
    at = strstr(at, "<tbody>");
    for (int truth = 0; truth < GENUS_TINY_LABELS; truth++) {
        for (int named = 0; named < GENUS_TINY_LABELS; named++) {
            static const char cell[] = "<td class=\"n\">";
            at = strstr(at, cell);
            assert_non_null(at);
            at += sizeof cell - 1;
            const cJSON *count = cJSON_GetArrayItem(cJSON_GetArrayItem(rows, truth), named);
            assert_int_equal(strtol(at, NULL, 10), (long)cJSON_GetNumberValue(count));
        }
    }
}

static void says_what_evaluate_says(void **state) {
    fixture *f = *state;
    const char *const parts[] = {"test", "validation", "all"};
    for (size_t i = 0; i < 3; i++) {
        run_well(
            f, RUN(f, "evaluate", f->weights, f->features, "--part", parts[i], "--json", f->json));
        run_well(f,
                 RUN(f, "report", f->weights, f->features, "--part", parts[i], "--out", f->page));
        char *text = genus_test_read_file(f->json);
        char *page = genus_test_read_file(f->page);
        cJSON *root = cJSON_Parse(text);
        assert_non_null(root);
        assert_whole(page);
        char wanted[128];
        (void)snprintf(wanted, sizeof wanted, "<strong>%.1f\xC2\xA0%%</strong>",
                       100.0 * number_at(root, "accuracy"));
        assert_says(page, wanted);
        (void)snprintf(wanted, sizeof wanted, "%.0f of %.0f clips are named right (%s)",
                       number_at(root, "correct"), number_at(root, "clips"), parts[i]);
        assert_says(page, wanted);
        const cJSON *interval = cJSON_GetObjectItemCaseSensitive(root, "accuracy_interval_95");
        (void)snprintf(wanted, sizeof wanted, "interval %.1f to %.1f",
                       100.0 * cJSON_GetNumberValue(cJSON_GetArrayItem(interval, 0)),
                       100.0 * cJSON_GetNumberValue(cJSON_GetArrayItem(interval, 1)));
        assert_says(page, wanted);
        const cJSON *macro = cJSON_GetObjectItemCaseSensitive(root, "macro_average");
        (void)snprintf(wanted, sizeof wanted, "macro %.2f, %.2f, %.2f",
                       number_at(macro, "precision"), number_at(macro, "recall"),
                       number_at(macro, "f1"));
        assert_says(page, wanted);
        assert_same_confusion(page, cJSON_GetObjectItemCaseSensitive(root, "confusion"));
        cJSON_Delete(root);
        free(page);
        free(text);
    }
}

static void the_weights_alone_are_enough(void **state) {
    fixture *f = *state;
    char *recorded = genus_test_read_file(f->recorded);
    assert_whole(recorded);
    assert_says(recorded, "Learning curves</h2>");
    assert_says(recorded, "36 clips of 36 different recordings");
    assert_null(strstr(recorded, "Missing from this report"));
    // From the file alone, and from the data: the same bytes.
    run_well(f, RUN(f, "report", f->weights, "--out", f->page));
    char *alone = genus_test_read_file(f->page);
    assert_string_equal(alone, recorded);
    run_well(f, RUN(f, "report", f->weights, f->features, "--threads", "2", "--out", f->page));
    char *anew = genus_test_read_file(f->page);
    assert_string_equal(anew, recorded);
    free(anew);
    free(alone);
    free(recorded);
}

static void a_cross_validation_shows_every_clip_once(void **state) {
    fixture *f = *state;
    run_well(f, RUN(f, "crossval", f->features, "--folds", "3", "--arch", "seed", "--epochs", "1",
                    "--crop", "24", "--json", f->json, "--report", f->page));
    char *text = genus_test_read_file(f->json);
    char *page = genus_test_read_file(f->page);
    cJSON *root = cJSON_Parse(text);
    assert_non_null(root);
    const cJSON *scores = cJSON_GetObjectItemCaseSensitive(root, "all");
    assert_whole(page);
    char wanted[128];
    (void)snprintf(wanted, sizeof wanted, "%.0f of 36 clips are named right (%s)",
                   number_at(scores, "correct"),
                   cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "protocol")));
    assert_says(page, wanted);
    assert_same_confusion(page, cJSON_GetObjectItemCaseSensitive(scores, "confusion"));
    assert_says(page, "3 exams: mean ");
    assert_says(page, "36 clips of 36 different recordings");
    assert_null(strstr(page, "to train"));
    assert_null(strstr(page, "Missing from this report"));
    cJSON_Delete(root);
    free(page);
    free(text);
}

/** Four seconds of a tone in a folder of its class. */
static void write_tone(const char *folder, const char *class, double step) {
    char path[2 * file_size];
    (void)snprintf(path, sizeof path, "%s/%s", folder, class);
    assert_int_equal(mkdir(path, 0700), 0);
    (void)snprintf(path, sizeof path, "%s/%s/tone.wav", folder, class);
    SF_INFO info = {.samplerate = 22050, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_non_null(file);
    for (int i = 0; i < 4 * 22050; i++) {
        const float sample = (float)(0.4 * sin(step * i));
        assert_int_equal(sf_writef_float(file, &sample, 1), 1);
    }
    assert_int_equal(sf_close(file), 0);
}

static void shows_what_becomes_of_rough_input(void **state) {
    fixture *f = *state;
    char music[file_size];
    (void)snprintf(music, sizeof music, "%s/music", f->root);
    assert_int_equal(mkdir(music, 0700), 0);
    write_tone(music, "class0", 0.1);
    write_tone(music, "class2", 0.5);
    run_well(f, RUN(f, "evaluate", f->weights, music, "--degrade", "all", "--json", f->json));
    run_well(f, RUN(f, "report", f->weights, music, "--degrade", "all", "--out", f->page));
    char *text = genus_test_read_file(f->json);
    char *page = genus_test_read_file(f->page);
    cJSON *root = cJSON_Parse(text);
    assert_non_null(root);
    assert_whole(page);
    int inputs = 0;
    const cJSON *input = NULL;
    cJSON_ArrayForEach(input, cJSON_GetObjectItemCaseSensitive(root, "inputs")) {
        const char *const heads[] = {"named right", "named as when clean", "called sure"};
        const char *const keys[] = {"accuracy", "agreement", "sure"};
        for (size_t i = 0; i < 3; i++) {
            char wanted[128];
            (void)snprintf(wanted, sizeof wanted, "%s, %s: %.3f<",
                           cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(input, "input")),
                           heads[i], number_at(input, keys[i]));
            assert_says(page, wanted);
        }
        inputs++;
    }
    assert_true(inputs > 6);
    cJSON_Delete(root);
    free(page);
    free(text);
    assert_int_equal(
        RUN(f, "report", f->weights, f->features, "--degrade", "all", "--out", f->page), 1);
    assert_says(f->said.err, "is not a folder");
}

static void names_stand_for_themselves(void **state) {
    fixture *f = *state;
    run_well(f, RUN(f, "report", f->weights, f->features, "--part", "all", "--out", f->page));
    char *page = genus_test_read_file(f->page);
    assert_says(page, "R&amp;B &lt;&quot;new&quot;&gt; &#39;n more");
    assert_null(strstr(page, "R&B"));
    assert_null(strstr(page, "<a&"));
    free(page);
}

static void shows_the_most_confident_mistakes_first(void **state) {
    (void)state;
    const char *const labels[] = {"a", "b"};
    genus_results *results = genus_results_new("w", "test", labels, 2);
    assert_non_null(results);
    for (uint32_t i = 0; i < 20; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, i < 19 ? "clip%02u" : "<\"&'%u>", i);
        const genus_clip_result clip = {
            .truth = 0, .leaders = {i != 7, i == 7}, .millionths = {500000 + i, 1000}};
        assert_true(genus_results_add_clip(results, name, &clip));
    }
    char *page = page_of(results);
    const char *table = strstr(page, "id=\"mistakes\"");
    assert_non_null(table);
    assert_says(page, "15 of 19");
    const char *before = table;
    assert_says(page, "<td>&lt;&quot;&amp;&#39;19&gt;</td>");
    for (int i = 18; i > 3; i--) {
        char name[16];
        (void)snprintf(name, sizeof name, "clip%02d", i);
        const char *at = strstr(table, name);
        if (i == 7) {
            assert_null(at);
        } else {
            assert_true(at > before);
            before = at;
        }
    }
    assert_null(strstr(table, "clip03"));
    free(page);
    genus_results_free(results);
}

static void says_what_is_missing(void **state) {
    (void)state;
    const char *const labels[] = {"a", "b"};
    genus_results *results = genus_results_new("old", "test", labels, 2);
    assert_non_null(results);
    char *page = page_of(results);
    assert_says(page, "Missing from this report");
    assert_says(page, "the verdicts on the test clips are not recorded");
    assert_says(page, "The check of the data set");
    assert_says(page, "Learning curves: only the training");
    assert_null(strstr(page, "<svg"));
    free(page);
    results->has_data = true;
    assert_true(genus_results_add_epoch(results, (genus_epoch_result){1.0F, 1.0F, 0}));
    results->duplicates = strdup("a\tb<\nc\td\te\n");
    page = page_of(results);
    assert_says(page, "2 groups of clips found");
    assert_says(page, "<li>a, b&lt;</li>\n<li>c, d, e</li>\n");
    assert_null(strstr(page, "The check of the data set"));
    assert_null(strstr(page, "Learning curves: only"));
    free(page);
    genus_results_free(results);
}

static void shows_the_folds_of_a_cross_validation(void **state) {
    (void)state;
    const char *const labels[] = {"a", "b"};
    genus_results *results = genus_results_new("data", "test, 3 folds", labels, 2);
    assert_non_null(results);
    const genus_clip_result clip = {.leaders = {0, 1}, .millionths = {600000, 400000}};
    assert_true(genus_results_add_clip(results, "clip", &clip));
    const genus_score folds[] = {{8, 10}, {9, 10}, {10, 10}};
    for (size_t i = 0; i < 3; i++) {
        assert_true(genus_results_add_fold(results, folds[i]));
    }
    char *page = page_of(results);
    assert_says(page, "3 exams: mean 90.0\xC2\xA0%, standard deviation 10.0 points.");
    assert_says(page, "exam 2: 9 of 10");
    assert_null(strstr(page, "Learning curves"));
    free(page);
    genus_results_free(results);
}

static void takes_any_number_of_classes_and_any_length_of_names(void **state) {
    (void)state;
    char texts[GENUS_LABELS_MAX][GENUS_SHORT_TEXT];
    const char *labels[GENUS_LABELS_MAX];
    for (uint32_t i = 0; i < GENUS_LABELS_MAX; i++) {
        (void)snprintf(texts[i], sizeof texts[i], "%u %.*s", i, (int)(3 * i),
                       "\xE9\x9F\xB3\xE6\xA5\xBD\xE9\x9F\xB3\xE6\xA5\xBD\xE9\x9F\xB3\xE6\xA5\xBD"
                       "\xE9\x9F\xB3\xE6\xA5\xBD\xE9\x9F\xB3\xE6\xA5\xBD\xE9\x9F\xB3\xE6\xA5\xBD"
                       "\xE9\x9F\xB3\xE6\xA5\xBD\xE9\x9F\xB3\xE6\xA5\xBD\xE9\x9F\xB3\xE6\xA5\xBD");
        labels[i] = texts[i];
    }
    genus_results *results = genus_results_new("w", "test", labels, GENUS_LABELS_MAX);
    assert_non_null(results);
    for (uint32_t i = 0; i < GENUS_LABELS_MAX; i++) {
        const genus_clip_result clip = {.truth = i, .leaders = {i / 2}, .millionths = {1000000}};
        assert_true(genus_results_add_clip(results, "clip", &clip));
    }
    char *page = page_of(results);
    assert_says(page, "\xE2\x80\xA6"); // Long names are cut in the figures.
    free(page);
    genus_results_free(results);
}

static void pictures_can_be_opened(void **state) {
    fixture *f = *state;
#ifdef GENUS_HAS_CAIRO
    const char *const names[] = {"confusion", "classes", "curves", "reliability", "seconds"};
    run_well(f, RUN(f, "report", f->weights, "--out", f->page, "--png", f->pictures));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[2 * file_size];
        (void)snprintf(path, sizeof path, "%s/%s.png", f->pictures, names[i]);
        cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
        assert_int_equal(cairo_surface_status(picture), CAIRO_STATUS_SUCCESS);
        assert_int_equal(cairo_image_surface_get_width(picture), 2 * (720 + 32));
        // There is something on the paper.
        const unsigned char *pixels = cairo_image_surface_get_data(picture);
        const size_t bytes = (size_t)cairo_image_surface_get_stride(picture) *
                             (size_t)cairo_image_surface_get_height(picture);
        size_t others = 0;
        for (size_t k = 4; k < bytes; k += 4) {
            others += memcmp(pixels, pixels + k, 3) != 0;
        }
        assert_true(others > 1000);
        cairo_surface_destroy(picture);
    }
    assert_int_equal(RUN(f, "report", f->weights, "--out", f->page, "--png", "/nowhere/pictures"),
                     1);
    assert_says(f->said.err, "/nowhere/pictures: cannot be made");
#else
    assert_int_equal(RUN(f, "report", f->weights, "--out", f->page, "--png", f->pictures), 1);
    assert_says(f->said.err, "libcairo2-dev");
    print_message("SKIPPED: the pictures themselves need cairo, which is not there\n");
#endif
}

static void refuses_a_wrong_command_line(void **state) {
    fixture *f = *state;
    assert_int_equal(RUN(f, "report"), 2);
    assert_int_equal(RUN(f, "report", f->weights), 2);
    assert_int_equal(RUN(f, "report", "--out", f->page), 2);
    assert_int_equal(RUN(f, "report", f->weights, "a", "b", "--out", f->page), 2);
    assert_int_equal(RUN(f, "report", f->weights, "--out", f->page, "--part", "test"), 2);
    assert_says(f->said.err, "need DATA");
    assert_int_equal(RUN(f, "report", f->weights, "d", "--out", f->page, "--part", "train"), 2);
    assert_int_equal(RUN(f, "report", f->weights, "d", "--out", f->page, "--threads", "0"), 2);
    assert_int_equal(RUN(f, "report", "--help"), 0);
    assert_int_equal(RUN(f, "report", "/nowhere/w", "--out", f->page), 1);
    assert_says(f->said.err, "genus-train report: /nowhere/w");
    assert_int_equal(RUN(f, "report", f->weights, "--out", "/nowhere/page.html"), 1);
    assert_says(f->said.err, "/nowhere/page.html: cannot be written");
    assert_int_equal(RUN(f, "fit", f->features, "--out", f->page, "--report", "/nowhere/r"), 1);
    assert_says(f->said.err, "/nowhere/r: cannot be written");
    assert_null(strstr(f->said.err, "epoch"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_evaluate_says),
        cmocka_unit_test(the_weights_alone_are_enough),
        cmocka_unit_test(a_cross_validation_shows_every_clip_once),
        cmocka_unit_test(shows_what_becomes_of_rough_input),
        cmocka_unit_test(names_stand_for_themselves),
        cmocka_unit_test(shows_the_most_confident_mistakes_first),
        cmocka_unit_test(says_what_is_missing),
        cmocka_unit_test(shows_the_folds_of_a_cross_validation),
        cmocka_unit_test(takes_any_number_of_classes_and_any_length_of_names),
        cmocka_unit_test(pictures_can_be_opened),
        cmocka_unit_test(refuses_a_wrong_command_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

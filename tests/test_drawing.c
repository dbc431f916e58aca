// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What figures are made with: texts, SVG, axes.

#include "support/checks.h"
#include "support/markup.h"
#include "train/report/axes.h"
#include "train/report/svg.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void texts_grow_and_stand_for_themselves(void **state) {
    (void)state;
    genus_text long_text = {0};
    for (int i = 0; i < 10000; i++) {
        genus_text_print(&long_text, "%d ", i % 10);
    }
    char *whole = genus_text_take(&long_text);
    assert_int_equal(strlen(whole), 20000);
    free(whole);
    char *empty = genus_text_take(&long_text);
    assert_string_equal(empty, "");
    free(empty);
    genus_text text = {0};
    genus_text_put_escaped(&text, "\x01\n\x7F\xC2\x85\xFF\xED\xA0\x80\xE2\x82\xAC\xF0\x9F\x8E\xB5");
    char *escaped = genus_text_take(&text);
    assert_string_equal(escaped,
                        "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                        "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xE2\x82\xAC\xF0\x9F\x8E\xB5");
    free(escaped);
}

static void the_checker_finds_faults(void **state) {
    (void)state;
    const char *const good[] = {"<a/>",
                                "<!DOCTYPE html>\n<a b=\"1\" c=\"&amp;\">x &#39; y<d/></a>\n"};
    const char *const bad[] = {"",
                               "<a>",
                               "<a></b>",
                               "<a/><b/>",
                               "x<a/>",
                               "<a b=1/>",
                               "<a b=\"1\" b=\"2\"/>",
                               "<a b=\"<\"/>",
                               "<a>&nbsp;</a>",
                               "<a>& </a>",
                               "<a>\x01</a>",
                               "<a>\xFF</a>",
                               "<a><b id=\"x\"/><b id=\"x\"/></a>",
                               "<a><b></a></b>"};
    size_t place = 0;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_null(genus_test_markup_fault(good[i], &place));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_non_null(genus_test_markup_fault(bad[i], &place));
    }
}

static void long_names_are_cut_between_characters(void **state) {
    (void)state;
    char text[GENUS_SHORT_TEXT];
    genus_canvas_shorten("short", 10.0, 100.0, text);
    assert_string_equal(text, "short");
    genus_canvas_shorten("\xE9\x9F\xB3\xE6\xA5\xBD\xE9\x9F\xB3\xE6\xA5\xBD", 10.0, 35.0, text);
    assert_string_equal(text, "\xE9\x9F\xB3\xE6\xA5\xBD\xE2\x80\xA6");
    char endless[2000];
    memset(endless, 'x', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    genus_canvas_shorten(endless, 1.0, 1e6, text);
    assert_true(strlen(text) < GENUS_SHORT_TEXT);
    assert_says(text, "x\xE2\x80\xA6");
}

static void ticks_are_round_and_few(void **state) {
    (void)state;
    for (int power = -18; power < 44; power++) {
        const double range = pow(1.37, power); // 0.0035 to 760,000.
        const double step = genus_axes_step(range, 6.0);
        const double digit = step / pow(10.0, floor(log10(step) + 1e-9));
        assert_true(range / step <= 6.0 + 1e-6 && range / step > 2.0);
        assert_true(fabs(digit - 1.0) < 1e-6 || fabs(digit - 2.0) < 1e-6 ||
                    fabs(digit - 5.0) < 1e-6);
    }
    const genus_axes axes = {{10.0, 20.0, 100.0, 200.0}, 1.0, 100.0, 0.0, 1.0, true};
    const genus_point middle = genus_axes_at(&axes, 10.0, 0.25);
    assert_true(fabs(middle.x - 60.0) < 1e-9 && fabs(middle.y - 170.0) < 1e-9);
}

static void drawings_put_strokes_where_they_are_told(void **state) {
    (void)state;
    genus_text text = {0};
    genus_svg svg;
    genus_svg_begin(&svg, &text, 10.0, 20.0, "<title>", "a & b");
    genus_canvas_fill(&svg.canvas, (genus_area){-0.005, 1.5, 2.25, 3.0}, GENUS_TONE_ACCENT, 0.5,
                      "5 < 6");
    genus_canvas_segment(&svg.canvas, (genus_point){0.0, 0.0}, (genus_point){1.0, 2.0},
                         (genus_stroke){GENUS_TONE_SECOND, 1.5, true});
    genus_canvas_text(&svg.canvas, (genus_point){1.0, 2.0}, "&",
                      (genus_type){GENUS_TONE_TEXT, 11.5, GENUS_ALIGN_RIGHT, true, -45.0});
    genus_svg_end(&svg);
    char *drawing = genus_text_take(&text);
    size_t place = 0;
    assert_null(genus_test_markup_fault(drawing, &place));
    assert_says(drawing, "viewBox=\"0 0 10 20\"");
    assert_says(drawing, "<rect class=\"t4\" x=\"-0.01\" y=\"1.5\" width=\"2.25\" height=\"3\" "
                         "fill-opacity=\"0.5\"><title>5 &lt; 6</title></rect>");
    assert_says(drawing, "<polyline class=\"t5\" points=\"0,0 1,2\" stroke-width=\"1.5\" "
                         "stroke-dasharray=\"4 3\"/>");
    assert_says(drawing, "text-anchor=\"end\" font-weight=\"600\" transform=\"rotate(-45 1 2)\">"
                         "&amp;</text>");
    free(drawing);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_grow_and_stand_for_themselves),
        cmocka_unit_test(the_checker_finds_faults),
        cmocka_unit_test(long_names_are_cut_between_characters),
        cmocka_unit_test(ticks_are_round_and_few),
        cmocka_unit_test(drawings_put_strokes_where_they_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The pictures: colours that anyone can tell apart, text that stays in its box, the same picture
// for the same state and another for another. GENUS_PICTURES=FOLDER keeps them, to be looked at.

#include "pictures.h"
#include "plugin/draw/draw.h"
#include "plugin/draw/draw_strip.h"
#include "plugin/draw/draw_window.h"
#include "plugin/draw/lettering.h"
#include "plugin/draw/palette.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// ----------------------------------------------------------------------------------------- colours

typedef struct triple {
    double v[3];
} triple;

static triple multiply(const double m[9], triple a) {
    triple out;
    for (int i = 0; i < 3; i++) {
        out.v[i] = m[3 * i] * a.v[0] + m[3 * i + 1] * a.v[1] + m[3 * i + 2] * a.v[2];
    }
    return out;
}

static double linear(double encoded) {
    return encoded <= 0.04045 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4);
}

/** Oklab (Ottosson 2020) of linear sRGB. */
static triple oklab(triple rgb) {
    static const double to_cones[9] = {0.4122214708, 0.5363325363, 0.0514459929,
                                       0.2119034982, 0.6806995451, 0.1073969566,
                                       0.0883024619, 0.2817188376, 0.6299787005};
    static const double to_lab[9] = {0.2104542553, 0.7936177850,  -0.0040720468,
                                     1.9779984951, -2.4285922050, 0.4505937099,
                                     0.0259040371, 0.7827717662,  -0.8086757660};
    triple cones = multiply(to_cones, rgb);
    for (int i = 0; i < 3; i++) {
        cones.v[i] = cbrt(fmax(0.0, cones.v[i]));
    }
    return multiply(to_lab, cones);
}

/** Full dichromacy after Machado, Oliveira and Fernandes (2009), on linear sRGB. */
static const double sights[4][9] = {
    {1, 0, 0, 0, 1, 0, 0, 0, 1},
    {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
    {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
    {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
};

static triple as_seen(genus_colour colour, int sight) {
    const triple rgb = {{linear(colour.red), linear(colour.green), linear(colour.blue)}};
    return oklab(multiply(sights[sight], rgb));
}

static void classes_are_told_apart_by_every_kind_of_sight(void **state) {
    (void)state;
    for (int sight = 0; sight < 4; sight++) {
        for (uint32_t i = 0; i < GENUS_PALETTE_COLOURS; i++) {
            for (uint32_t j = 0; j < i; j++) {
                const triple a = as_seen(genus_palette_class(i), sight);
                const triple b = as_seen(genus_palette_class(j), sight);
                const double distance =
                    hypot(hypot(a.v[0] - b.v[0], a.v[1] - b.v[1]), a.v[2] - b.v[2]);
                // A just noticeable difference is about 0.02.
                assert_true(distance > 0.09);
            }
        }
    }
}

static double contrast(genus_colour a, genus_colour b) {
    const double one = genus_colour_luminance(a) + 0.05;
    const double other = genus_colour_luminance(b) + 0.05;
    return fmax(one, other) / fmin(one, other);
}

static void text_and_colours_stand_out_as_wcag_asks(void **state) {
    (void)state;
    const genus_colour background = genus_palette_ink(GENUS_INK_BACKGROUND);
    const genus_colour well = genus_palette_ink(GENUS_INK_WELL);
    const genus_colour control = genus_palette_ink(GENUS_INK_CONTROL);
    const genus_colour raised = genus_palette_ink(GENUS_INK_RAISED);
    const genus_colour text = genus_palette_ink(GENUS_INK_TEXT);
    const genus_colour dim = genus_palette_ink(GENUS_INK_DIM);
    assert_true(contrast(text, background) > 7.0);
    assert_true(contrast(text, control) > 7.0);
    assert_true(contrast(text, raised) > 4.5);
    assert_true(contrast(dim, background) > 4.5);
    assert_true(contrast(dim, well) > 4.5);
    for (uint32_t i = 0; i < GENUS_PALETTE_COLOURS; i++) {
        assert_true(contrast(genus_palette_class(i), background) > 3.0);
        assert_true(contrast(genus_palette_class(i), well) > 3.0);
    }
}

static void classes_of_one_colour_differ_by_hatching(void **state) {
    (void)state;
    cairo_surface_t *swatches[6];
    for (uint32_t i = 0; i < 6; i++) {
        swatches[i] = genus_test_surface(40, 16);
        cairo_t *cairo = cairo_create(swatches[i]);
        const genus_box box = {0.0, 0.0, 40.0, 16.0};
        genus_palette_fill(cairo, box, 3 + i * GENUS_PALETTE_COLOURS, 1.0);
        cairo_destroy(cairo);
        for (uint32_t j = 0; j < i; j++) {
            assert_false(genus_test_same(swatches[i], swatches[j]));
        }
    }
    for (uint32_t i = 0; i < 6; i++) {
        cairo_surface_destroy(swatches[i]);
    }
}

// ------------------------------------------------------------------------------------------- text

static const char *const texts[] = {
    "jazz",
    "g",
    "Lateinamerikanische Tanzmusik der Zwischenkriegszeit",
    "\xD0\xB4\xD0\xB6\xD0\xB0\xD0\xB7 \xD0\xB8 \xD0\xB1\xD0\xBB\xD1\x8E\xD0\xB7",
    "bad \xFF\xC0\x80 bytes \xE2\x80",
    "tab\tand\nnew line",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "   ",
};

/** Whether all ink of a surface lies in columns from..to-1. */
static bool ink_is_within(cairo_surface_t *surface, int from, int to) {
    for (int y = 0; y < cairo_image_surface_get_height(surface); y++) {
        for (int x = 0; x < cairo_image_surface_get_width(surface); x++) {
            if ((x < from || x >= to) && genus_test_pixel(surface, x, y) >> 24 > 0) {
                return false;
            }
        }
    }
    return true;
}

static void text_stays_in_its_box(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (int width = 1; width < 260; width += width < 20 ? 1 : 23) {
            for (int align = GENUS_ALIGN_LEFT; align <= GENUS_ALIGN_RIGHT; align++) {
                cairo_surface_t *surface = genus_test_surface(300, 40);
                cairo_t *cairo = cairo_create(surface);
                const genus_type type = {.size = 20.0,
                                         .smallest = 8.0,
                                         .bold = align == GENUS_ALIGN_LEFT,
                                         .align = (genus_align)align,
                                         .colour = {1.0, 1.0, 1.0}};
                const genus_box box = {20.0, 5.0, width, 30.0};
                const double taken = genus_lettering_draw(cairo, box, texts[i], &type);
                assert_int_equal(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
                assert_true(taken <= width);
                // Antialiasing and bearings may reach a pixel over.
                assert_true(ink_is_within(surface, 18, 22 + width));
                cairo_destroy(cairo);
                cairo_surface_destroy(surface);
            }
        }
    }
}

static void text_that_fits_keeps_its_size(void **state) {
    (void)state;
    cairo_surface_t *surface = genus_test_surface(300, 40);
    cairo_t *cairo = cairo_create(surface);
    const genus_type type = {.size = 20.0, .smallest = 8.0, .colour = {1.0, 1.0, 1.0}};
    const double natural = genus_lettering_width(cairo, "reggae", 20.0, false);
    const genus_box roomy = {0.0, 0.0, 200.0, 30.0};
    assert_true(fabs(genus_lettering_draw(cairo, roomy, "reggae", &type) - natural) < 1e-9);
    const genus_box tight = {0.0, 0.0, natural - 1.0, 30.0};
    assert_true(genus_lettering_draw(cairo, tight, "reggae", &type) > natural - 3.0);
    const genus_box none = {0.0, 0.0, 0.0, 30.0};
    assert_true(genus_lettering_draw(cairo, none, "reggae", &type) <= 0.0);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

// ------------------------------------------------------------------------------------------ words

static void the_headline_is_the_genre_or_the_state_or_the_tag(void **state) {
    (void)state;
    genus_panel panel;
    genus_test_panel(&panel, 10, 5);
    genus_headline headline = genus_draw_headline(&panel.view);
    assert_int_equal(headline.label, 5);
    assert_false(headline.from_track);

    panel.view.genre = GENUS_GENRE_UNSURE;
    headline = genus_draw_headline(&panel.view);
    assert_int_equal(headline.label, -1);

    panel.view.genre = GENUS_GENRE_SILENCE; // What stopped keeps its tag.
    headline = genus_draw_headline(&panel.view);
    assert_int_equal(headline.label, 5);
    assert_true(headline.from_track);
    assert_float_equal(headline.confidence, 0.92F, 1e-6F);

    panel.view.track_genre = GENUS_GENRE_LISTENING;
    assert_int_equal(genus_draw_headline(&panel.view).label, -1);
    // Where the transport stands or audio is bypassed, nothing is live.
    genus_test_panel(&panel, 10, 5);
    panel.view.status = GENUS_STATUS_STOPPED;
    assert_true(genus_draw_headline(&panel.view).from_track);
    panel.view.status = GENUS_STATUS_BYPASSED;
    assert_int_equal(genus_draw_headline(&panel.view).label, 5);
    assert_true(genus_draw_headline(&panel.view).from_track);
    panel.view.track_genre = GENUS_GENRE_UNSURE;
    assert_int_equal(genus_draw_headline(&panel.view).label, -1);
}

static void words_of_impossible_genres_are_question_marks(void **state) {
    (void)state;
    const char *const labels[] = {"a", "b"};
    assert_string_equal(genus_draw_word(GENUS_GENRE_UNSURE, labels, 2), "unsure");
    assert_string_equal(genus_draw_word(4, labels, 2), "b");
    assert_string_equal(genus_draw_word(5, labels, 2), "?");
    assert_string_equal(genus_draw_word(-1, labels, 2), "?");
    assert_string_equal(genus_draw_word(INT32_MIN, labels, 2), "?");
    assert_string_equal(genus_draw_word(INT32_MAX, labels, 2), "?");
}

static void leaders_are_those_of_a_full_sort(void **state) {
    (void)state;
    uint32_t dice = 1;
    for (int round = 0; round < 2000; round++) {
        genus_view view;
        memset(&view, 0, sizeof view);
        view.label_count = 2 + (uint32_t)round % (GENUS_LABELS_MAX - 1);
        bool taken[GENUS_LABELS_MAX] = {false};
        for (uint32_t i = 0; i < view.label_count; i++) {
            dice = dice * 1664525 + 1013904223;
            view.posterior[i] = (float)(dice >> 28) / 16.0F; // Many ties, some zeros.
        }
        view.posterior[dice % view.label_count] = NAN;
        uint32_t leaders[5];
        const uint32_t count = genus_draw_leaders(&view, leaders, 5);
        for (uint32_t rank = 0; rank < 5; rank++) {
            int best = -1; // The largest not taken yet, the first of equals.
            for (uint32_t i = 0; i < view.label_count; i++) {
                if (!taken[i] && view.posterior[i] > 0.0F &&
                    (best < 0 || view.posterior[i] > view.posterior[best])) {
                    best = (int)i;
                }
            }
            assert_int_equal(rank < count, best >= 0);
            if (best >= 0) {
                assert_int_equal(leaders[rank], best);
                taken[best] = true;
            }
        }
    }
}

static void percentages_are_whole_and_bounded(void **state) {
    (void)state;
    assert_int_equal(genus_draw_percent(0.876F), 88);
    assert_int_equal(genus_draw_percent(-1.0F), 0);
    assert_int_equal(genus_draw_percent(7.0F), 100);
    assert_int_equal(genus_draw_percent(NAN), 0);
}

// ------------------------------------------------------------------------------------------ strip

static cairo_surface_t *draw_strip(const genus_panel *panel, int width, int height) {
    const char *labels[GENUS_LABELS_MAX];
    for (uint32_t i = 0; i < panel->view.label_count; i++) {
        labels[i] = panel->labels[i];
    }
    cairo_surface_t *surface = genus_test_surface(width, height);
    cairo_t *cairo = cairo_create(surface);
    const genus_strip strip = genus_strip_of(&panel->view);
    genus_draw_strip(cairo, width, height, &strip, labels, panel->view.label_count);
    assert_int_equal(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return surface;
}

static bool is_opaque(cairo_surface_t *surface) {
    for (int y = 0; y < cairo_image_surface_get_height(surface); y++) {
        for (int x = 0; x < cairo_image_surface_get_width(surface); x++) {
            if (genus_test_pixel(surface, x, y) >> 24 != 0xFF) {
                return false;
            }
        }
    }
    return true;
}

static bool is_blank(cairo_surface_t *surface) {
    const uint32_t first = genus_test_pixel(surface, 0, 0);
    for (int y = 0; y < cairo_image_surface_get_height(surface); y++) {
        for (int x = 0; x < cairo_image_surface_get_width(surface); x++) {
            if (genus_test_pixel(surface, x, y) != first) {
                return false;
            }
        }
    }
    return true;
}

static void strips_are_drawn_at_any_size(void **state) {
    (void)state;
    static const int sizes[][2] = {{80, 48}, {82, 48}, {100, 48}, {100, 60}, {160, 96},
                                   {40, 24}, {12, 8},  {500, 20}, {20, 500}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        genus_panel panel;
        genus_test_panel(&panel, 10, 5);
        cairo_surface_t *surface = draw_strip(&panel, sizes[i][0], sizes[i][1]);
        assert_true(is_opaque(surface));
        assert_false(is_blank(surface));
        char name[64];
        (void)snprintf(name, sizeof name, "strip-%dx%d", sizes[i][0], sizes[i][1]);
        genus_test_keep(surface, name);
        cairo_surface_destroy(surface);
    }
}

static void strips_say_what_is_not_live(void **state) {
    (void)state;
    static const uint32_t bits[] = {0, GENUS_STATUS_BYPASSED, GENUS_STATUS_STOPPED,
                                    GENUS_STATUS_HELD,
                                    GENUS_STATUS_STOPPED | GENUS_STATUS_FROM_SESSION};
    static const int sizes[][2] = {{60, 20}, {60, 36}, {80, 20}, {80, 48}, {100, 48}, {120, 60}};
    for (size_t size = 0; size < 6; size++) {
        cairo_surface_t *strips[6];
        for (size_t i = 0; i < 6; i++) {
            genus_panel panel;
            genus_test_panel(&panel, 10, 8);
            panel.view.status = bits[i % 5];
            panel.view.track_genre = i == 5 ? GENUS_GENRE_FIRST_LABEL + 1 : panel.view.track_genre;
            strips[i] = draw_strip(&panel, sizes[size][0], sizes[size][1]);
            char name[64];
            (void)snprintf(name, sizeof name, "strip-%dx%d-%zu", sizes[size][0], sizes[size][1], i);
            genus_test_keep(strips[i], name);
        }
        for (size_t i = 1; i < 6; i++) {
            // A low strip has no room for more words: it is only paler.
            const bool must_differ = sizes[size][1] >= 48 || bits[i % 5] == GENUS_STATUS_STOPPED ||
                                     bits[i % 5] == GENUS_STATUS_BYPASSED;
            assert_true(!must_differ || !genus_test_same(strips[0], strips[i]));
        }
        for (size_t i = 0; i < 6; i++) {
            cairo_surface_destroy(strips[i]);
        }
    }
}

static void strips_of_all_states_and_genres_differ(void **state) {
    (void)state;
    cairo_surface_t *strips[16];
    size_t count = 0;
    genus_panel panel;
    for (uint32_t label = 0; label < 10; label++) {
        genus_test_panel(&panel, 12, label);
        strips[count++] = draw_strip(&panel, 80, 48);
    }
    panel.view.genre = GENUS_GENRE_UNSURE;
    strips[count++] = draw_strip(&panel, 80, 48);
    panel.view.genre = GENUS_GENRE_SILENCE;
    strips[count++] = draw_strip(&panel, 80, 48);
    panel.view.track_genre = GENUS_GENRE_LISTENING;
    strips[count++] = draw_strip(&panel, 80, 48);
    panel.view.genre = GENUS_GENRE_LISTENING;
    panel.view.seconds_heard = 1.0F;
    strips[count++] = draw_strip(&panel, 80, 48);
    panel.view.seconds_heard = 2.0F;
    strips[count++] = draw_strip(&panel, 80, 48);
    for (size_t i = 0; i < count; i++) {
        assert_false(is_blank(strips[i]));
        for (size_t j = 0; j < i; j++) {
            assert_false(genus_test_same(strips[i], strips[j]));
        }
        char name[32];
        (void)snprintf(name, sizeof name, "strip-state-%zu", i);
        genus_test_keep(strips[i], name);
    }
    for (size_t i = 0; i < count; i++) {
        cairo_surface_destroy(strips[i]);
    }
}

static void equal_strips_draw_the_same_and_small_changes_are_equal(void **state) {
    (void)state;
    genus_panel panel;
    genus_test_panel(&panel, 10, 5);
    const genus_strip before = genus_strip_of(&panel.view);
    cairo_surface_t *one = draw_strip(&panel, 80, 48);
    panel.view.confidence = 0.8701F;
    panel.view.posterior[5] = 0.8702F;
    panel.view.seconds_heard += 1.0F;
    panel.view.level_dbfs = -3.0F;
    genus_strip after = genus_strip_of(&panel.view);
    assert_true(genus_strip_equal(&before, &after));
    cairo_surface_t *other = draw_strip(&panel, 80, 48);
    assert_true(genus_test_same(one, other));

    panel.view.posterior[5] = 0.5F;
    after = genus_strip_of(&panel.view);
    assert_false(genus_strip_equal(&before, &after));
    cairo_surface_destroy(one);
    cairo_surface_destroy(other);
}

// ----------------------------------------------------------------------------------------- window

static void windows_are_drawn_for_any_number_of_classes_and_any_size(void **state) {
    (void)state;
    static const uint32_t counts[] = {0, 2, 3, 10, 12, 25, 64};
    static const double sizes[][2] = {{0, 0},     {260, 200}, {300, 320}, {700, 420},
                                      {900, 600}, {40, 40},   {1, 1}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++) {
            genus_panel panel;
            if (counts[i] > 0) {
                genus_test_panel(&panel, counts[i], counts[i] / 2);
            } else {
                genus_panel_clear(&panel);
            }
            const bool preferred = sizes[j][0] <= 0;
            const double width = preferred ? genus_layout_width(counts[i]) : sizes[j][0];
            const double height = preferred ? genus_layout_height(counts[i]) : sizes[j][1];
            cairo_surface_t *surface = genus_test_draw_panel(&panel, width, height, 1.0);
            assert_true(is_opaque(surface));
            char name[64];
            (void)snprintf(name, sizeof name, "window-%u-classes-%.0fx%.0f", counts[i], width,
                           height);
            genus_test_keep(surface, name);
            cairo_surface_destroy(surface);
        }
    }
}

static void the_same_panel_draws_the_same_window(void **state) {
    (void)state;
    genus_panel panel;
    genus_test_panel(&panel, 10, 5);
    cairo_surface_t *one = genus_test_draw_panel(&panel, 460, 500, 2.0);
    cairo_surface_t *other = genus_test_draw_panel(&panel, 460, 500, 2.0);
    assert_true(genus_test_same(one, other));
    genus_test_keep(one, "window-dense");
    cairo_surface_destroy(one);
    cairo_surface_destroy(other);
}

/** Draws before and after, and says whether anything moved. */
static bool shows(const genus_panel *before, const genus_panel *after, const char *name) {
    cairo_surface_t *one = genus_test_draw_panel(before, 460, 500, 1.0);
    cairo_surface_t *other = genus_test_draw_panel(after, 460, 500, 1.0);
    const bool differ = !genus_test_same(one, other);
    genus_test_keep(other, name);
    cairo_surface_destroy(one);
    cairo_surface_destroy(other);
    return differ;
}

static void everything_that_changes_shows_in_the_window(void **state) {
    (void)state;
    genus_panel before;
    genus_test_panel(&before, 10, 5);
    before.can_browse = true;
    genus_panel after = before;
    after.view.genre = GENUS_GENRE_UNSURE;
    assert_true(shows(&before, &after, "window-unsure"));
    after = before;
    memset(after.view.posterior, 0, sizeof after.view.posterior);
    after.view.genre = GENUS_GENRE_SILENCE;
    after.view.level_dbfs = -120.0F;
    assert_true(shows(&before, &after, "window-silence"));
    after = before;
    genus_panel_clear(&after);
    assert_true(shows(&before, &after, "window-new"));
    after = before;
    after.hold = true;
    assert_true(shows(&before, &after, "window-held"));
    after = before;
    after.songs = true;
    assert_true(shows(&before, &after, "window-songs"));
    after = before;
    after.enabled = false;
    assert_true(shows(&before, &after, "window-bypassed"));
    after = before;
    after.window_seconds = 8.0F;
    assert_true(shows(&before, &after, "window-8-seconds"));
    after = before;
    after.hovered = GENUS_CONTROL_BROWSE;
    assert_true(shows(&before, &after, "window-hovered"));
    after = before;
    after.editing = true;
    genus_text_field_select_all(&after.path);
    assert_true(shows(&before, &after, "window-editing"));
    after = before;
    (void)genus_panel_set_summary(&after, "my.safetensors: tensor trunk.0.weight is missing; write "
                                          "the file again with genus-train fit");
    assert_true(shows(&before, &after, "window-trouble"));
    after = before;
    after.view.ribbon.count = 40;
    assert_true(shows(&before, &after, "window-short-ribbon"));
    after = before;
    after.view.track_posterior[2] = 0.5F;
    assert_true(shows(&before, &after, "window-track"));
}

static void the_path_is_placed_where_its_letters_are(void **state) {
    (void)state;
    genus_panel panel;
    genus_test_panel(&panel, 10, 5);
    panel.editing = true;
    genus_text_field_set(&panel.path, "/a/b\xC3\xA9/c.safetensors");
    genus_text_field_place(&panel.path, 0, false);
    cairo_surface_t *surface = genus_test_surface(460, 500);
    cairo_t *cairo = cairo_create(surface);
    const genus_layout layout = genus_layout_make(460, 500, 10, false);
    const genus_box box = layout.control[GENUS_CONTROL_PATH];
    size_t last = 0;
    assert_int_equal(genus_draw_path_position(cairo, &layout, &panel, box.x), 0);
    for (int i = 0; i < (int)box.width; i++) {
        const size_t position = genus_draw_path_position(cairo, &layout, &panel, box.x + i);
        assert_true(position >= last);
        assert_true((panel.path.text[position] & 0xC0) != 0x80);
        last = position;
    }
    assert_int_equal(last, strlen(panel.path.text));
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_told_apart_by_every_kind_of_sight),
        cmocka_unit_test(text_and_colours_stand_out_as_wcag_asks),
        cmocka_unit_test(classes_of_one_colour_differ_by_hatching),
        cmocka_unit_test(text_stays_in_its_box),
        cmocka_unit_test(text_that_fits_keeps_its_size),
        cmocka_unit_test(the_headline_is_the_genre_or_the_state_or_the_tag),
        cmocka_unit_test(words_of_impossible_genres_are_question_marks),
        cmocka_unit_test(leaders_are_those_of_a_full_sort),
        cmocka_unit_test(percentages_are_whole_and_bounded),
        cmocka_unit_test(strips_are_drawn_at_any_size),
        cmocka_unit_test(strips_say_what_is_not_live),
        cmocka_unit_test(strips_of_all_states_and_genres_differ),
        cmocka_unit_test(equal_strips_draw_the_same_and_small_changes_are_equal),
        cmocka_unit_test(windows_are_drawn_for_any_number_of_classes_and_any_size),
        cmocka_unit_test(the_same_panel_draws_the_same_window),
        cmocka_unit_test(everything_that_changes_shows_in_the_window),
        cmocka_unit_test(the_path_is_placed_where_its_letters_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

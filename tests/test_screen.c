// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The screen as a plain function: its layout and what is painted, at every size that matters.

#include "live/screen/big_letters.h"
#include "live/screen/cells.h"
#include "live/screen/screen_layout.h"
#include "live/screen/screen_paint.h"
#include "support/scene.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ROWS_MAX 60
#define COLUMNS_MAX 200

// ------------------------------------------------------------------------------------------ tools

static const genus_charset charsets[] = {GENUS_CHARSET_ASCII, GENUS_CHARSET_CONSOLE,
                                         GENUS_CHARSET_UNICODE};

/** A row of a canvas as UTF-8 for the characters below U+0080, '#' for all others. */
static const char *row_text(const genus_cells *canvas, int row, char *text) {
    int length = 0;
    for (int column = 0; column < canvas->columns; column++) {
        const uint32_t glyph = canvas->cells[row * canvas->columns + column].glyph;
        text[length++] = (char)(glyph == 0 ? '_' : glyph < 0x80 ? glyph : '#');
    }
    text[length] = '\0';
    return text;
}

static bool shows(const genus_cells *canvas, const char *words) {
    char text[COLUMNS_MAX + 1];
    for (int row = 0; row < canvas->rows; row++) {
        if (strstr(row_text(canvas, row, text), words) != NULL) {
            return true;
        }
    }
    return false;
}

static void paint(genus_cells *canvas, int rows, int columns, const genus_view_state *scene) {
    assert_true(genus_cells_resize(canvas, rows, columns));
    genus_screen_paint(canvas, scene);
}

static bool has_area(genus_rect rect) {
    return rect.height > 0 && rect.width > 0;
}

static bool overlap(genus_rect a, genus_rect b) {
    return has_area(a) && has_area(b) && a.row < b.row + b.height && b.row < a.row + a.height &&
           a.column < b.column + b.width && b.column < a.column + a.width;
}

static genus_screen_layout lay_out(const genus_view_state *scene, genus_charset charset, int rows,
                                   int columns) {
    const genus_screen_needs needs = {rows, columns, charset, scene->labels, scene->label_count};
    return genus_screen_lay_out(&needs);
}

// ----------------------------------------------------------------------------------------- layout

enum { PART_COUNT = 9 };

static void list_parts(const genus_screen_layout *layout, genus_rect parts[PART_COUNT]) {
    const genus_rect all[PART_COUNT] = {
        layout->letters, layout->headline, layout->bars,   layout->songs, layout->window,
        layout->level,   layout->ribbon,   layout->status, layout->keys,
    };
    memcpy(parts, all, sizeof all);
}

static void parts_lie_inside_and_apart_at_every_size(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    for (size_t set = 0; set < 3; set++) {
        for (int rows = 1; rows <= ROWS_MAX + 5; rows++) {
            for (int columns = 1; columns <= COLUMNS_MAX + 5; columns += 5) {
                const genus_screen_layout layout =
                    lay_out(&made.scene, charsets[set], rows, columns);
                genus_rect parts[PART_COUNT];
                list_parts(&layout, parts);
                for (int i = 0; i < PART_COUNT; i++) {
                    if (has_area(parts[i])) {
                        assert_in_range(parts[i].row, 0, rows - parts[i].height);
                        assert_in_range(parts[i].column, 0, columns - parts[i].width);
                    }
                    for (int j = 0; j < i; j++) {
                        assert_false(overlap(parts[i], parts[j]));
                    }
                }
            }
        }
    }
}

static void large_letters_have_room_for_every_label(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    for (size_t set = 0; set < 3; set++) {
        for (int rows = 4; rows <= ROWS_MAX; rows += 3) {
            for (int columns = 20; columns <= COLUMNS_MAX; columns += 3) {
                const genus_screen_layout layout =
                    lay_out(&made.scene, charsets[set], rows, columns);
                if (layout.size == GENUS_LETTERS_PLAIN) {
                    continue;
                }
                const int percent =
                    layout.percent_size > GENUS_LETTERS_PLAIN ? layout.percent_width : 0;
                assert_int_equal(layout.letters.height,
                                 genus_letters_height(layout.size, charsets[set]));
                for (uint32_t i = 0; i < made.scene.label_count; i++) {
                    const int width =
                        genus_letters_width(layout.size, charsets[set], made.scene.labels[i]);
                    assert_in_range(width, 1, layout.letters.width - percent);
                }
            }
        }
    }
}

static void the_smallest_promised_size_shows_all_that_matters(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    const genus_screen_layout layout = lay_out(&made.scene, GENUS_CHARSET_UNICODE, 10, 40);
    assert_int_equal(layout.size, GENUS_LETTERS_NARROW);
    assert_true(has_area(layout.headline));
    assert_true(has_area(layout.bars));
    assert_true(has_area(layout.level));
    assert_true(has_area(layout.ribbon));
    assert_true(has_area(layout.status));
}

static void a_common_terminal_shows_every_class_and_every_part(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    const genus_screen_layout layout = lay_out(&made.scene, GENUS_CHARSET_UNICODE, 24, 80);
    genus_rect parts[PART_COUNT];
    list_parts(&layout, parts);
    for (int i = 0; i < PART_COUNT; i++) {
        assert_true(has_area(parts[i]));
    }
    assert_int_equal(layout.bar_count, 10);
    assert_int_equal(layout.size, GENUS_LETTERS_WIDE);
}

static void many_classes_with_long_names_find_room(void **state) {
    (void)state;
    static char names[GENUS_LABELS_MAX][40];
    const char *labels[GENUS_LABELS_MAX];
    for (int i = 0; i < GENUS_LABELS_MAX; i++) {
        (void)snprintf(names[i], sizeof names[i], "a rather long name of genre %d", i);
        labels[i] = names[i];
    }
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    made.scene.labels = labels;
    made.scene.label_count = GENUS_LABELS_MAX;
    made.scene.verdict.top = 63;
    made.scene.verdict.posterior[63] = 0.9F;
    for (int sorted = 0; sorted < 2; sorted++) {
        made.scene.is_sorted = sorted != 0;
        genus_cells canvas = {.charset = GENUS_CHARSET_UNICODE, .has_colour = true};
        paint(&canvas, 24, 80, &made.scene);
        assert_true(shows(&canvas, "a rather long name of genre 63"));
        assert_true(shows(&canvas, "90 %"));
        paint(&canvas, 60, 200, &made.scene);
        const genus_screen_layout layout = lay_out(&made.scene, canvas.charset, 60, 200);
        assert_int_equal(layout.bar_count, GENUS_LABELS_MAX);
        genus_cells_free(&canvas);
    }
}

// ---------------------------------------------------------------------------------------- letters

static void letters_are_drawn_dot_by_dot(void **state) {
    (void)state;
    genus_cells canvas = {.charset = GENUS_CHARSET_ASCII};
    char text[COLUMNS_MAX + 1];
    assert_true(genus_cells_resize(&canvas, 7, 16));
    genus_letters_draw(&canvas, 0, 0, GENUS_LETTERS_WIDE, GENUS_INK_TEXT, "iT");
    assert_string_equal(row_text(&canvas, 0, text), "##  ######      ");
    assert_string_equal(row_text(&canvas, 1, text), "##    ##        ");
    assert_string_equal(row_text(&canvas, 6, text), "##    ##        ");
    canvas.charset = GENUS_CHARSET_UNICODE;
    assert_true(genus_cells_resize(&canvas, 4, 16));
    genus_letters_draw(&canvas, 0, 0, GENUS_LETTERS_NARROW, GENUS_INK_TEXT, "t");
    assert_int_equal(canvas.cells[0].glyph, 0x2580);
    assert_int_equal(canvas.cells[1].glyph, 0x2588);
    assert_int_equal(canvas.cells[16 * 3].glyph, ' ');
    assert_int_equal(canvas.cells[16 * 3 + 1].glyph, 0x2580);
    genus_cells_free(&canvas);
}

static void every_letter_of_the_font_is_whole(void **state) {
    (void)state;
    const char *letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%&/-+.!?'";
    for (const char *letter = letters; *letter != '\0'; letter++) {
        const char word[2] = {*letter, '\0'};
        const int width = genus_letters_width(GENUS_LETTERS_WIDE, GENUS_CHARSET_ASCII, word);
        assert_in_range(width, 2, 8);
        genus_cells canvas = {.charset = GENUS_CHARSET_ASCII};
        assert_true(genus_cells_resize(&canvas, 7, width));
        genus_letters_draw(&canvas, 0, 0, GENUS_LETTERS_WIDE, GENUS_INK_TEXT, word);
        char text[COLUMNS_MAX + 1];
        for (int row = 0; row < 7; row++) {
            assert_int_equal(strspn(row_text(&canvas, row, text), "# "), width);
        }
        genus_cells_free(&canvas);
    }
}

static void words_that_the_font_lacks_are_shown_plain(void **state) {
    (void)state;
    assert_int_equal(
        genus_letters_width(GENUS_LETTERS_WIDE, GENUS_CHARSET_UNICODE, "m\xC3\xBAsica"), -1);
    static const char *const labels[] = {"rock", "m\xC3\xBAsica"};
    const genus_screen_needs needs = {24, 80, GENUS_CHARSET_UNICODE, labels, 2};
    assert_int_equal(genus_screen_lay_out(&needs).size, GENUS_LETTERS_PLAIN);
}

// ----------------------------------------------------------------------------------------- canvas

static void drawing_outside_is_cut_off(void **state) {
    (void)state;
    genus_cells canvas = {.charset = GENUS_CHARSET_UNICODE};
    assert_true(genus_cells_resize(&canvas, 2, 4));
    genus_cells_put(&canvas, -1, 0, 'x', GENUS_INK_TEXT);
    genus_cells_put(&canvas, 0, 4, 'x', GENUS_INK_TEXT);
    genus_cells_put(&canvas, 2, 0, 'x', GENUS_INK_TEXT);
    (void)genus_cells_text(&canvas, 1, 2, 10, GENUS_INK_TEXT, "abcd");
    genus_cells_bar(&canvas, 0, -2, 10, 7.0, GENUS_INK_TEXT);
    char text[8];
    assert_string_equal(row_text(&canvas, 0, text), "####");
    assert_string_equal(row_text(&canvas, 1, text), "  ab");
    genus_cells_free(&canvas);
}

static void text_that_is_too_long_ends_in_an_ellipsis(void **state) {
    (void)state;
    genus_cells canvas = {.charset = GENUS_CHARSET_ASCII};
    assert_true(genus_cells_resize(&canvas, 1, 8));
    char text[16];
    assert_int_equal(genus_cells_text(&canvas, 0, 0, 5, GENUS_INK_TEXT, "classical"), 5);
    assert_string_equal(row_text(&canvas, 0, text), "clas~   ");
    assert_int_equal(genus_cells_text(&canvas, 0, 0, 0, GENUS_INK_TEXT, "x"), 0);
    genus_cells_free(&canvas);
}

static void wide_characters_take_two_cells_and_go_as_a_whole(void **state) {
    (void)state;
    genus_cells canvas = {.charset = GENUS_CHARSET_UNICODE};
    assert_true(genus_cells_resize(&canvas, 1, 6));
    // U+97F3 U+697D, "music", both two columns wide.
    assert_int_equal(genus_cells_text(&canvas, 0, 0, 6, GENUS_INK_TEXT, "\xE9\x9F\xB3\xE6\xA5\xBD"),
                     4);
    assert_int_equal(canvas.cells[0].glyph, 0x97F3);
    assert_int_equal(canvas.cells[1].glyph, 0);
    genus_cells_put(&canvas, 0, 1, 'x', GENUS_INK_TEXT);
    assert_int_equal(canvas.cells[0].glyph, ' ');
    genus_cells_put(&canvas, 0, 2, 'y', GENUS_INK_TEXT);
    assert_int_equal(canvas.cells[3].glyph, ' ');
    genus_cells_free(&canvas);
}

static void control_characters_and_broken_bytes_never_reach_the_terminal(void **state) {
    (void)state;
    for (size_t set = 0; set < 3; set++) {
        genus_cells canvas = {.charset = charsets[set]};
        assert_true(genus_cells_resize(&canvas, 1, 12));
        (void)genus_cells_text(&canvas, 0, 0, 12, GENUS_INK_TEXT, "a\x1B[2J\xFF\xC2\x9B\x7F");
        for (int i = 0; i < 12; i++) {
            const uint32_t glyph = canvas.cells[i].glyph;
            assert_true(glyph >= 0x20 && (glyph < 0x7F || glyph >= 0xA0));
            assert_true(set > 0 || glyph < 0x7F);
        }
        genus_cells_free(&canvas);
    }
}

static void bars_are_as_long_as_their_share(void **state) {
    (void)state;
    genus_cells canvas = {.charset = GENUS_CHARSET_UNICODE};
    for (int eighths = 0; eighths <= 80; eighths++) {
        assert_true(genus_cells_resize(&canvas, 1, 10));
        genus_cells_bar(&canvas, 0, 0, 10, eighths / 80.0, GENUS_INK_TEXT);
        int length = 0;
        for (int i = 0; i < 10; i++) {
            const uint32_t glyph = canvas.cells[i].glyph;
            length += glyph == ' ' ? 0 : (int)(0x2590 - glyph); // U+2588 is eight eighths.
        }
        assert_int_equal(length, eighths);
    }
    genus_cells_free(&canvas);
}

// ------------------------------------------------------------------------------------------ scenes

static void every_scene_is_painted_at_every_size(void **state) {
    (void)state;
    static genus_test_view_state made;
    for (int variant = 0; variant < 10; variant++) {
        genus_test_view_state_fill(&made);
        genus_view_state *scene = &made.scene;
        genus_verdict *verdict = &scene->verdict;
        verdict->state = variant < 4 ? (genus_state)variant : GENUS_SURE;
        verdict->top = variant < 2 ? -1 : verdict->top;
        verdict->sequence = variant == 4 ? 0 : verdict->sequence;
        scene->held = variant == 5;
        scene->has_help = variant == 6;
        if (variant == 7) {
            scene->is_waiting = true;
            scene->sample_rate = 0.0;
            scene->channels = 0;
            scene->source = NULL;
            scene->message = "the device is gone";
        }
        if (variant == 8) {
            scene->song_count = 0;
            scene->history_count = 0;
            scene->channels = 7;
            scene->dropped = UINT64_MAX;
            scene->overflows = UINT64_MAX;
            scene->seconds = 1e7;
        }
        scene->is_sorted = variant % 2 == 0;
        for (size_t set = 0; set < 3; set++) {
            genus_cells canvas = {.charset = charsets[set], .has_colour = variant != 9};
            for (int rows = 1; rows <= ROWS_MAX; rows += rows < 30 ? 1 : 7) {
                for (int columns = 1; columns <= COLUMNS_MAX; columns += columns < 90 ? 7 : 37) {
                    paint(&canvas, rows, columns, scene);
                    for (int i = 0; set == 0 && i < rows * columns; i++) {
                        assert_in_range(canvas.cells[i].glyph, 0x20, 0x7E);
                    }
                }
            }
            genus_cells_free(&canvas);
        }
    }
}

static void a_tiny_screen_keeps_the_state_rather_than_the_seconds(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    genus_cells canvas = {.charset = GENUS_CHARSET_ASCII};
    made.scene.verdict.state = GENUS_UNSURE;
    paint(&canvas, 5, 20, &made.scene);
    assert_true(shows(&canvas, "unsure: pro"));
    assert_false(shows(&canvas, "of 30 s"));
    made.scene.verdict.state = GENUS_SURE;
    made.scene.verdict.confidence = 0.5F;
    paint(&canvas, 5, 24, &made.scene);
    assert_true(shows(&canvas, "50 %  sure"));
    assert_true(shows(&canvas, "24 of 30 s"));
    genus_cells_free(&canvas);
}

static void songs_that_are_unsure_are_marked_and_those_that_ended_do_not_play(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    genus_cells canvas = {.charset = GENUS_CHARSET_ASCII, .has_colour = true};
    made.songs[1].state = GENUS_UNSURE;
    paint(&canvas, 24, 80, &made.scene);
    assert_true(shows(&canvas, "?  77 %"));
    assert_true(shows(&canvas, ">   3:32"));
    made.scene.song_plays = false;
    paint(&canvas, 24, 80, &made.scene);
    assert_false(shows(&canvas, ">   3:32"));
    genus_cells_free(&canvas);
}

static void genres_under_a_hundredth_keep_their_order(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    genus_cells one = {.charset = GENUS_CHARSET_ASCII, .has_colour = true};
    genus_cells other = one;
    float *posterior = made.scene.verdict.posterior;
    for (uint32_t i = 0; i < made.scene.label_count; i++) {
        posterior[i] = (int32_t)i == made.scene.verdict.top ? 0.96F : 0.001F * (float)i;
    }
    paint(&one, 24, 80, &made.scene);
    for (uint32_t i = 0; i < made.scene.label_count; i++) {
        posterior[i] = (int32_t)i == made.scene.verdict.top ? 0.96F : 0.004F - 0.0004F * (float)i;
    }
    paint(&other, 24, 80, &made.scene);
    const size_t cells = (size_t)one.rows * (size_t)one.columns;
    size_t differing = 0;
    for (size_t i = 0; i < cells; i++) {
        // Percentages, "1 %" and "0 %", and the leading bar may differ; letters of names may not.
        const bool is_letter = one.cells[i].glyph >= 'a' && one.cells[i].glyph <= 'z';
        differing += is_letter && one.cells[i].glyph != other.cells[i].glyph ? 1 : 0;
    }
    assert_int_equal(differing, 0);
    genus_cells_free(&one);
    genus_cells_free(&other);
}

static void the_screen_says_what_the_scene_holds(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    genus_cells canvas = {.charset = GENUS_CHARSET_ASCII, .has_colour = true};
    paint(&canvas, 24, 80, &made.scene);
    assert_true(shows(&canvas, "87 %  sure"));
    assert_true(shows(&canvas, "24 of 30 s"));
    assert_true(shows(&canvas, "-18 dBFS, peak -6"));
    assert_true(shows(&canvas, "2:32    1:00  classical  100 %"));
    assert_true(
        shows(&canvas, "JACK Audio Connection Kit: system . 0 overflows . 48 kHz stereo . 1.3 %"));
    assert_true(shows(&canvas, "q quit"));
    assert_false(shows(&canvas, "held"));

    made.scene.held = true;
    made.scene.meter.clipped = true;
    made.scene.verdict.state = GENUS_UNSURE;
    paint(&canvas, 24, 80, &made.scene);
    assert_true(shows(&canvas, "unsure: probably jazz"));
    assert_true(shows(&canvas, "held"));
    assert_true(shows(&canvas, "CLIPPED"));

    made.scene.verdict.confidence = 0.4F;
    paint(&canvas, 24, 80, &made.scene);
    assert_true(shows(&canvas, "unsure: jazz or blues?"));

    made.scene.verdict.state = GENUS_LISTENING;
    made.scene.verdict.top = -1;
    made.scene.verdict.seconds_heard = 2.0;
    paint(&canvas, 24, 80, &made.scene);
    assert_true(shows(&canvas, "2 of 3 seconds heard"));

    made.scene.message = "the device is gone: plug it in again";
    paint(&canvas, 10, 40, &made.scene);
    assert_true(shows(&canvas, "the device is gone"));
    paint(&canvas, 24, 80, &made.scene);
    assert_true(shows(&canvas, "the device is gone: plug it in again"));
    assert_true(shows(&canvas, "q quit"));
    made.scene.message = "JACK Audio Connection Kit: system: the device is gone, since its server "
                         "has ended: start the server again; waiting for it";
    paint(&canvas, 24, 80, &made.scene);
    assert_true(shows(&canvas, "the device is gone, since its server"));
    assert_true(shows(&canvas, "start the server again; waiting for it"));
    made.scene.message =
        "JACK Audio Connection Kit: system: gives no audio any more: plug it in again, "
        "or start its server again; waiting for it";
    paint(&canvas, 10, 40, &made.scene);
    assert_true(shows(&canvas, "JACK Audio Connection Kit: system: gives"));
    assert_true(shows(&canvas, "start its server again; waiting for it"));
    made.scene.message =
        "one-long-word-without-any-space-in-it-at-all-that-is-longer-than-a-line-of"
        "-eighty-columns";
    paint(&canvas, 24, 80, &made.scene);
    assert_true(shows(&canvas, "one-long-word"));
    genus_cells_free(&canvas);
}

static void bars_stand_by_posterior_or_in_the_order_of_the_model(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    genus_cells canvas = {.charset = GENUS_CHARSET_ASCII, .has_colour = true};
    char text[COLUMNS_MAX + 1];
    const int first = lay_out(&made.scene, canvas.charset, 24, 80).bars.row;
    paint(&canvas, 24, 80, &made.scene);
    assert_non_null(strstr(row_text(&canvas, first, text), "jazz"));
    assert_non_null(strstr(row_text(&canvas, first + 1, text), "blues"));
    made.scene.is_sorted = false;
    paint(&canvas, 24, 80, &made.scene);
    assert_non_null(strstr(row_text(&canvas, first, text), "blues"));
    assert_non_null(strstr(row_text(&canvas, first + 1, text), "classical"));
    // Where only some fit, the leading ones are among them, still in the model's order.
    paint(&canvas, 12, 40, &made.scene);
    assert_true(shows(&canvas, "jazz    "));
    genus_cells_free(&canvas);
}

static void the_ribbon_has_a_cell_a_second_and_names_its_runs(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    genus_cells canvas = {.charset = GENUS_CHARSET_UNICODE, .has_colour = true};
    char text[COLUMNS_MAX + 1];
    paint(&canvas, 24, 104, &made.scene);
    const genus_rect ribbon = lay_out(&made.scene, canvas.charset, 24, 104).ribbon;
    assert_int_equal(ribbon.width, 100);
    for (int i = 0; i < 100; i++) {
        const genus_cell *cell = &canvas.cells[ribbon.row * canvas.columns + ribbon.column + i];
        const genus_moment *moment = &made.history[GENUS_TEST_HISTORY - 100 + i];
        if (moment->top < 0) {
            assert_int_equal(cell->glyph, 0xB7);
        } else {
            const bool is_sure = moment->state == GENUS_SURE;
            assert_int_equal(cell->glyph, is_sure ? 0x2588 : 0x2584);
            assert_int_equal(cell->ink,
                             (is_sure ? GENUS_INK_CLASS : GENUS_INK_CLASS_FAINT) + moment->top);
        }
    }
    const char *names = row_text(&canvas, ribbon.row + 1, text);
    assert_memory_equal(names + ribbon.column, "classical", 9);
    assert_non_null(strstr(names, "jazz"));
    genus_cells_free(&canvas);
}

static void without_colour_the_ribbon_is_letters(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    genus_cells canvas = {.charset = GENUS_CHARSET_ASCII, .has_colour = false};
    paint(&canvas, 24, 80, &made.scene);
    assert_true(shows(&canvas, "JJJJJJJJ")); // jazz, sure
    for (int i = 0; i < GENUS_TEST_HISTORY; i++) {
        const int8_t cycle[] = {1, 2}; // classical and country must differ.
        made.history[i] = (genus_moment){.top = cycle[i % 2], .state = GENUS_SURE};
    }
    paint(&canvas, 24, 80, &made.scene);
    assert_true(shows(&canvas, "COCOCO"));
    genus_cells_free(&canvas);
}

static void the_help_explains_every_key(void **state) {
    (void)state;
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    made.scene.has_help = true;
    genus_cells canvas = {.charset = GENUS_CHARSET_ASCII, .has_colour = true};
    paint(&canvas, 10, 40, &made.scene);
    const char *const words[] = {"quit", "hold", "forget", "order", "longer", "show this"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_true(shows(&canvas, words[i]));
    }
    // What else there is to say is said in full or not at all.
    assert_false(shows(&canvas, "ribbon"));
    paint(&canvas, 12, 40, &made.scene);
    assert_true(shows(&canvas, "a dot without music."));
    genus_cells_free(&canvas);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_lie_inside_and_apart_at_every_size),
        cmocka_unit_test(large_letters_have_room_for_every_label),
        cmocka_unit_test(the_smallest_promised_size_shows_all_that_matters),
        cmocka_unit_test(a_common_terminal_shows_every_class_and_every_part),
        cmocka_unit_test(many_classes_with_long_names_find_room),
        cmocka_unit_test(letters_are_drawn_dot_by_dot),
        cmocka_unit_test(every_letter_of_the_font_is_whole),
        cmocka_unit_test(words_that_the_font_lacks_are_shown_plain),
        cmocka_unit_test(drawing_outside_is_cut_off),
        cmocka_unit_test(text_that_is_too_long_ends_in_an_ellipsis),
        cmocka_unit_test(wide_characters_take_two_cells_and_go_as_a_whole),
        cmocka_unit_test(control_characters_and_broken_bytes_never_reach_the_terminal),
        cmocka_unit_test(bars_are_as_long_as_their_share),
        cmocka_unit_test(every_scene_is_painted_at_every_size),
        cmocka_unit_test(the_screen_says_what_the_scene_holds),
        cmocka_unit_test(a_tiny_screen_keeps_the_state_rather_than_the_seconds),
        cmocka_unit_test(songs_that_are_unsure_are_marked_and_those_that_ended_do_not_play),
        cmocka_unit_test(genres_under_a_hundredth_keep_their_order),
        cmocka_unit_test(bars_stand_by_posterior_or_in_the_order_of_the_model),
        cmocka_unit_test(the_ribbon_has_a_cell_a_second_and_names_its_runs),
        cmocka_unit_test(without_colour_the_ribbon_is_letters),
        cmocka_unit_test(the_help_explains_every_key),
    };
    // Widths of characters depend on the locale; this one is part of every C library here.
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}

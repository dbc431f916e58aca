// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The window without a window system: its layout, its text field, what ports and properties change,
// and what pointer and keys tell the host.

#include "pictures.h"
#include "plugin/draw/layout.h"
#include "plugin/draw/panel.h"
#include "plugin/draw/text_field.h"
#include "plugin/ui/input.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// ---------------------------------------------------------------------------------------- layout

static bool overlap(genus_box a, genus_box b) {
    const double slack = 1e-6;
    return genus_box_has_area(a) && genus_box_has_area(b) && a.x + a.width > b.x + slack &&
           b.x + b.width > a.x + slack && a.y + a.height > b.y + slack &&
           b.y + b.height > a.y + slack;
}

static bool lies_inside(genus_box inner, genus_box outer) {
    const double slack = 1e-6;
    return !genus_box_has_area(inner) ||
           (inner.x >= outer.x - slack && inner.y >= outer.y - slack &&
            inner.x + inner.width <= outer.x + outer.width + slack &&
            inner.y + inner.height <= outer.y + outer.height + slack);
}

static void check_layout(double width, double height, uint32_t label_count, bool can_browse) {
    const genus_layout layout = genus_layout_make(width, height, label_count, can_browse);
    genus_box boxes[9 + GENUS_CONTROLS] = {layout.state,   layout.level, layout.genre,
                                           layout.percent, layout.track, layout.bars,
                                           layout.ribbon,  layout.times, layout.about};
    memcpy(boxes + 9, layout.control, sizeof layout.control);
    const size_t count = sizeof boxes / sizeof *boxes;
    for (size_t i = 0; i < count; i++) {
        assert_true(lies_inside(boxes[i], layout.whole));
        for (size_t j = 0; j < i; j++) {
            assert_false(overlap(boxes[i], boxes[j]));
        }
    }
    assert_true(layout.columns >= 1 && layout.rows >= 1);
    assert_true(layout.columns * layout.rows >= layout.shown);
    for (uint32_t i = 0; i < layout.shown; i++) {
        assert_true(lies_inside(genus_layout_bar(&layout, i), layout.bars));
        for (uint32_t j = 0; j < i; j++) {
            assert_false(overlap(genus_layout_bar(&layout, i), genus_layout_bar(&layout, j)));
        }
    }
}

static void nothing_overlaps_or_leaves_the_window(void **state) {
    (void)state;
    static const uint32_t counts[] = {0, 1, 2, 10, 23, 64};
    for (int width = (int)GENUS_LAYOUT_WIDTH_MIN; width < 1500; width += 97) {
        for (int height = (int)GENUS_LAYOUT_HEIGHT_MIN; height < 1100; height += 61) {
            for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
                check_layout(width, height, counts[i], i % 2 == 0);
            }
        }
    }
}

static void a_large_window_is_drawn_larger(void **state) {
    (void)state;
    const double width = genus_layout_width(10);
    const double height = genus_layout_height(10);
    assert_true(genus_layout_zoom(width, height, 10) == 1.0);
    assert_true(genus_layout_zoom(400.0, 300.0, 10) == 1.0);
    assert_true(genus_layout_zoom(3.0 * width, height, 10) == 1.0); // No wider letters.
    assert_true(genus_layout_zoom(1.5 * width, 1.5 * height, 10) == 1.5);
    assert_true(genus_layout_zoom(9000.0, 9000.0, 10) == GENUS_LAYOUT_ZOOM_MAX);
}

static void a_window_of_preferred_size_has_everything(void **state) {
    (void)state;
    for (uint32_t count = 2; count <= GENUS_LABELS_MAX; count++) {
        const genus_layout layout =
            genus_layout_make(genus_layout_width(count), genus_layout_height(count), count, true);
        assert_int_equal(layout.shown, count);
        assert_true(genus_box_has_area(layout.ribbon));
        for (int i = GENUS_CONTROL_NONE + 1; i < GENUS_CONTROLS; i++) {
            const genus_box box = layout.control[i];
            assert_true(genus_box_has_area(box));
            assert_int_equal(genus_layout_hit(&layout, box.x + 1.0, box.y + 1.0), i);
        }
        assert_int_equal(genus_layout_hit(&layout, 1.0, 1.0), GENUS_CONTROL_NONE);
    }
}

// ------------------------------------------------------------------------------------- text field

static void typing_and_erasing_keep_characters_whole(void **state) {
    (void)state;
    genus_text_field field;
    genus_text_field_set(&field, "/m\xC3\xBCsik");
    assert_int_equal(field.caret, 7);
    genus_text_field_move(&field, GENUS_CARET_LEFT, false);
    genus_text_field_move(&field, GENUS_CARET_LEFT, false);
    genus_text_field_move(&field, GENUS_CARET_LEFT, false);
    assert_int_equal(field.caret, 4);
    genus_text_field_erase(&field, false);
    assert_string_equal(field.text, "/msik");
    genus_text_field_insert(&field, "\xE2\x82\xAC");
    assert_string_equal(field.text, "/m\xE2\x82\xACsik");
    genus_text_field_move(&field, GENUS_CARET_LEFT, false);
    genus_text_field_erase(&field, true);
    assert_string_equal(field.text, "/msik");
    genus_text_field_move(&field, GENUS_CARET_HOME, false);
    genus_text_field_erase(&field, false);
    assert_string_equal(field.text, "/msik");
    genus_text_field_move(&field, GENUS_CARET_END, false);
    genus_text_field_erase(&field, true);
    assert_string_equal(field.text, "/msik");
}

static void a_selection_is_replaced(void **state) {
    (void)state;
    genus_text_field field;
    genus_text_field_set(&field, "/one/two");
    genus_text_field_select_all(&field);
    genus_text_field_insert(&field, "/three\nand more");
    assert_string_equal(field.text, "/three");
    genus_text_field_move(&field, GENUS_CARET_LEFT, true);
    genus_text_field_move(&field, GENUS_CARET_LEFT, true);
    genus_text_field_erase(&field, true);
    assert_string_equal(field.text, "/thr");
    genus_text_field_place(&field, 1, false);
    genus_text_field_place(&field, 99, true);
    genus_text_field_insert(&field, "x");
    assert_string_equal(field.text, "/x");
}

static void what_does_not_fit_is_cut_between_characters(void **state) {
    (void)state;
    static char text[2 * GENUS_TEXT_FIELD_BYTES];
    for (size_t i = 0; i + 3 < sizeof text; i++) {
        text[i] = "\xE2\x82\xAC"[i % 3];
    }
    genus_text_field field;
    genus_text_field_set(&field, text);
    const size_t most = (GENUS_TEXT_FIELD_BYTES - 1) / 3 * 3;
    assert_int_equal(strlen(field.text), most);
    genus_text_field_insert(&field, "\xE2\x82\xAC");
    assert_int_equal(strlen(field.text), most);
    assert_int_equal(field.caret, most);
}

static void any_editing_keeps_the_field_in_order(void **state) {
    (void)state;
    static const char *const pieces[] = {"a",        "\xC3\xBC", "\xE2\x82\xAC",
                                         "/path/to", "\xFF\x80", "\n"};
    genus_text_field field;
    genus_text_field_set(&field, "");
    uint32_t dice = 7;
    for (int step = 0; step < 100000; step++) {
        dice = dice * 1664525 + 1013904223;
        const uint32_t what = dice >> 29;
        const bool extend = (dice >> 28 & 1) != 0;
        if (what < 3) {
            genus_text_field_insert(&field, pieces[(dice >> 20 & 0xFF) % 6]);
        } else if (what == 3) {
            genus_text_field_erase(&field, extend);
        } else if (what == 4) {
            genus_text_field_place(&field, dice >> 16 & 0xFF, extend);
        } else {
            genus_text_field_move(&field, (genus_caret_move)(dice >> 16 & 3), extend);
        }
        const size_t length = strlen(field.text);
        assert_true(length < sizeof field.text);
        assert_true(field.caret <= length && field.anchor <= length);
    }
}

// -------------------------------------------------------------------------------------- messages

static void ports_change_what_they_are_for(void **state) {
    (void)state;
    genus_panel panel;
    genus_panel_clear(&panel);
    assert_true(genus_panel_set_port(&panel, 2, GENUS_PORT_GENRE, 8.0F));
    assert_false(genus_panel_set_port(&panel, 2, GENUS_PORT_GENRE, 8.0F));
    assert_int_equal(panel.view.genre, 8);
    assert_true(genus_panel_set_port(&panel, 2, GENUS_PORT_CONFIDENCE, 50.0F));
    assert_true(genus_panel_set_port(&panel, 2, GENUS_PORT_TRACK_GENRE, 4.0F));
    assert_true(genus_panel_set_port(&panel, 2, GENUS_PORT_TRACK_CONFIDENCE, 25.0F));
    assert_true(genus_panel_set_port(&panel, 2, GENUS_PORT_SECONDS_HEARD, 9.0F));
    assert_true(genus_panel_set_port(&panel, 2, GENUS_PORT_LEVEL, -12.0F));
    assert_true(genus_panel_set_port(&panel, 2, GENUS_PORT_WINDOW, 8.0F));
    assert_true(genus_panel_set_port(&panel, 2, GENUS_PORT_HOLD, 1.0F));
    assert_true(genus_panel_set_port(&panel, 2, GENUS_PORT_SONGS, 1.0F));
    assert_true(genus_panel_set_port(&panel, 2, GENUS_PORT_ENABLED, 0.0F));
    assert_true(panel.hold && panel.songs && !panel.enabled);
    assert_true(genus_panel_set_port(&panel, 1, genus_port_posterior(1) + 3, 75.0F));
    assert_float_equal(panel.view.posterior[3], 0.75F, 0.0F);
    assert_true(genus_panel_set_port(&panel, 2, genus_port_posterior(2) + 63, 50.0F));
    assert_float_equal(panel.view.posterior[63], 0.5F, 0.0F);
}

static void strange_ports_and_values_change_nothing(void **state) {
    (void)state;
    genus_panel panel;
    genus_panel_clear(&panel);
    assert_false(genus_panel_set_port(&panel, 2, genus_port_posterior(2) + 64, 50.0F));
    assert_false(genus_panel_set_port(&panel, 2, UINT32_MAX, 0.5F));
    assert_false(genus_panel_set_port(&panel, 2, GENUS_PORT_AUDIO, 0.5F));
    assert_false(genus_panel_set_port(&panel, 2, GENUS_PORT_LEVEL, NAN));
    assert_false(genus_panel_set_port(&panel, 2, GENUS_PORT_GENRE, INFINITY));
    assert_false(genus_panel_set_port(&panel, 2, GENUS_PORT_GENRE, -1e30F));
    panel.pressed = GENUS_CONTROL_WINDOW; // The host's echo must not pull at a dragged knob.
    assert_false(genus_panel_set_port(&panel, 2, GENUS_PORT_WINDOW, 8.0F));
}

static void labels_are_read_line_by_line(void **state) {
    (void)state;
    genus_panel panel;
    genus_panel_clear(&panel);
    genus_panel_set_labels(&panel, "drum and bass\ndub\nska\n");
    assert_int_equal(panel.view.label_count, 3);
    assert_string_equal(panel.labels[0], "drum and bass");
    assert_string_equal(panel.labels[2], "ska");
    char many[400];
    for (size_t i = 0; i + 2 < sizeof many; i += 2) {
        memcpy(many + i, "x\n", 3);
    }
    genus_panel_set_labels(&panel, many);
    assert_int_equal(panel.view.label_count, GENUS_LABELS_MAX);
}

static void only_summaries_that_are_no_verdict_are_trouble(void **state) {
    (void)state;
    genus_panel panel;
    genus_panel_clear(&panel);
    genus_panel_set_labels(&panel, "jazz\nblues");
    assert_false(genus_panel_set_summary(&panel, "jazz 0.93, blues 0.04, 28 s"));
    assert_false(genus_panel_set_summary(&panel, "unsure: jazz 0.40, blues 0.30, 28 s"));
    assert_false(genus_panel_set_summary(&panel, "listening, 2 s"));
    assert_false(genus_panel_set_summary(&panel, "silence"));
    assert_true(genus_panel_set_summary(&panel, "jazzy.safetensors: cannot be opened"));
    assert_string_equal(panel.trouble, "jazzy.safetensors: cannot be opened");
    assert_false(genus_panel_set_summary(&panel, "jazzy.safetensors: cannot be opened"));
    assert_true(genus_panel_set_summary(&panel, "silence"));
    assert_string_equal(panel.trouble, "");
}

static void weights_show_unless_another_path_is_being_edited(void **state) {
    (void)state;
    genus_panel panel;
    genus_panel_clear(&panel);
    genus_panel_set_weights(&panel, "/a.safetensors");
    assert_string_equal(panel.path.text, "/a.safetensors");
    panel.editing = true;
    genus_panel_set_weights(&panel, "/b.safetensors");
    assert_string_equal(panel.path.text, "/a.safetensors");
    assert_true(genus_input_leave(&panel));
    assert_string_equal(panel.path.text, "/b.safetensors");
}

// ------------------------------------------------------------------------------------------ input

/** What the host was told. */
typedef struct told {
    int sets;
    genus_port port;
    float value;
    int resets;
    int browses;
    int loads;
    char path[64];
} told;

static void note_set(void *context, genus_port port, float value) {
    told *host = context;
    host->sets++;
    host->port = port;
    host->value = value;
}

static void note_reset(void *context) {
    ((told *)context)->resets++;
}

static void note_load(void *context, const char *path) {
    told *host = context;
    host->loads++;
    (void)snprintf(host->path, sizeof host->path, "%s", path);
}

static void note_browse(void *context) {
    ((told *)context)->browses++;
}

/** A panel in a window of its preferred size, and the host behind it. */
typedef struct scene {
    genus_panel panel;
    genus_layout layout;
    told host;
    genus_actions actions;
} scene;

static void set_up(scene *scene) {
    memset(scene, 0, sizeof *scene);
    genus_test_panel(&scene->panel, 10, 5);
    scene->panel.can_browse = true;
    scene->layout = genus_layout_make(460.0, genus_layout_height(10), 10, true);
    scene->actions = (genus_actions){&scene->host, note_set, note_reset, note_load, note_browse};
}

static void press(scene *scene, genus_control control, double share) {
    const genus_box box = scene->layout.control[control];
    (void)genus_input_press(&scene->panel, &scene->layout, box.x + share * box.width,
                            box.y + box.height / 2.0, 3, &scene->actions);
}

static void release(scene *scene, genus_control control) {
    const genus_box box = scene->layout.control[control];
    (void)genus_input_release(&scene->panel, &scene->layout, box.x + box.width / 2.0,
                              box.y + box.height / 2.0, &scene->actions);
}

static void click(scene *scene, genus_control control) {
    press(scene, control, 0.5);
    release(scene, control);
}

static void toggles_toggle_and_tell_the_host(void **state) {
    (void)state;
    scene scene;
    set_up(&scene);
    click(&scene, GENUS_CONTROL_HOLD);
    assert_true(scene.panel.hold);
    assert_int_equal(scene.host.port, GENUS_PORT_HOLD);
    assert_float_equal(scene.host.value, 1.0F, 0.0F);
    click(&scene, GENUS_CONTROL_HOLD);
    assert_false(scene.panel.hold);
    assert_float_equal(scene.host.value, 0.0F, 0.0F);
    click(&scene, GENUS_CONTROL_SONGS);
    assert_int_equal(scene.host.port, GENUS_PORT_SONGS);
    assert_int_equal(scene.host.sets, 3);
    click(&scene, GENUS_CONTROL_RESET);
    assert_int_equal(scene.host.resets, 1);
    click(&scene, GENUS_CONTROL_BROWSE);
    assert_int_equal(scene.host.browses, 1);
}

static void a_button_left_before_release_does_nothing(void **state) {
    (void)state;
    scene scene;
    set_up(&scene);
    press(&scene, GENUS_CONTROL_HOLD, 0.5);
    release(&scene, GENUS_CONTROL_RESET);
    assert_int_equal(scene.host.sets, 0);
    assert_int_equal(scene.host.resets, 0);
    assert_int_equal(scene.panel.pressed, GENUS_CONTROL_NONE);
}

static void the_slider_covers_its_range_in_whole_seconds(void **state) {
    (void)state;
    scene scene;
    set_up(&scene);
    const genus_box groove = genus_layout_slider(&scene.layout);
    press(&scene, GENUS_CONTROL_WINDOW, 0.5);
    for (int i = -50; i < (int)groove.width + 50; i++) {
        const double x = groove.x + i;
        (void)genus_input_move(&scene.panel, &scene.layout, x, 0.0, &scene.actions);
        const double seconds = (double)scene.panel.window_seconds;
        assert_true(seconds >= GENUS_WINDOW_MIN && seconds <= GENUS_WINDOW_MAX);
        assert_true(fabs(seconds - round(seconds)) < 1e-6);
        assert_true(x > groove.x || seconds <= GENUS_WINDOW_MIN);
    }
    assert_float_equal(scene.panel.window_seconds, (float)GENUS_WINDOW_MAX, 0.0F);
    assert_int_equal(scene.host.port, GENUS_PORT_WINDOW);
    assert_float_equal(scene.host.value, (float)GENUS_WINDOW_MAX, 0.0F);
    release(&scene, GENUS_CONTROL_WINDOW);
    (void)genus_input_move(&scene.panel, &scene.layout, groove.x, groove.y, &scene.actions);
    assert_float_equal(scene.panel.window_seconds, (float)GENUS_WINDOW_MAX, 0.0F);
    assert_true(genus_input_scroll(&scene.panel, &scene.layout, groove.x + 1.0, groove.y + 1.0, -1,
                                   &scene.actions));
    assert_float_equal(scene.host.value, (float)GENUS_WINDOW_MAX - 1.0F, 0.0F);
    assert_false(genus_input_scroll(&scene.panel, &scene.layout, 1.0, 1.0, -1, &scene.actions));
}

static void a_path_is_typed_and_loaded(void **state) {
    (void)state;
    scene scene;
    set_up(&scene);
    assert_false(genus_input_text(&scene.panel, "ignored"));
    click(&scene, GENUS_CONTROL_PATH); // Selects all.
    assert_true(genus_input_text(&scene.panel, "/my.safetensorz"));
    assert_true(genus_input_key(&scene.panel, GENUS_KEY_BACKSPACE, false, &scene.actions));
    assert_true(genus_input_text(&scene.panel, "s"));
    assert_true(genus_input_key(&scene.panel, GENUS_KEY_ENTER, false, &scene.actions));
    assert_int_equal(scene.host.loads, 1);
    assert_string_equal(scene.host.path, "/my.safetensors");
    assert_false(scene.panel.editing);
    click(&scene, GENUS_CONTROL_LOAD);
    assert_int_equal(scene.host.loads, 2);
}

static void escape_and_clicks_elsewhere_give_the_old_path_back(void **state) {
    (void)state;
    scene scene;
    set_up(&scene);
    click(&scene, GENUS_CONTROL_PATH);
    click(&scene, GENUS_CONTROL_PATH); // Places the caret.
    assert_int_equal(scene.panel.path.caret, 3);
    assert_true(genus_input_text(&scene.panel, "xyz"));
    assert_true(genus_input_key(&scene.panel, GENUS_KEY_ESCAPE, false, &scene.actions));
    assert_string_equal(scene.panel.path.text, scene.panel.weights);
    click(&scene, GENUS_CONTROL_PATH);
    assert_true(genus_input_key(&scene.panel, GENUS_KEY_DELETE, false, &scene.actions));
    click(&scene, GENUS_CONTROL_HOLD);
    assert_false(scene.panel.editing);
    assert_string_equal(scene.panel.path.text, scene.panel.weights);
    assert_int_equal(scene.host.loads, 0);
}

static void an_empty_path_is_not_loaded(void **state) {
    (void)state;
    scene scene;
    set_up(&scene);
    click(&scene, GENUS_CONTROL_PATH);
    assert_true(genus_input_key(&scene.panel, GENUS_KEY_SELECT_ALL, false, &scene.actions));
    assert_true(genus_input_key(&scene.panel, GENUS_KEY_DELETE, false, &scene.actions));
    click(&scene, GENUS_CONTROL_LOAD);
    assert_int_equal(scene.host.loads, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_overlaps_or_leaves_the_window),
        cmocka_unit_test(a_large_window_is_drawn_larger),
        cmocka_unit_test(a_window_of_preferred_size_has_everything),
        cmocka_unit_test(typing_and_erasing_keep_characters_whole),
        cmocka_unit_test(a_selection_is_replaced),
        cmocka_unit_test(what_does_not_fit_is_cut_between_characters),
        cmocka_unit_test(any_editing_keeps_the_field_in_order),
        cmocka_unit_test(ports_change_what_they_are_for),
        cmocka_unit_test(strange_ports_and_values_change_nothing),
        cmocka_unit_test(labels_are_read_line_by_line),
        cmocka_unit_test(only_summaries_that_are_no_verdict_are_trouble),
        cmocka_unit_test(weights_show_unless_another_path_is_being_edited),
        cmocka_unit_test(toggles_toggle_and_tell_the_host),
        cmocka_unit_test(a_button_left_before_release_does_nothing),
        cmocka_unit_test(the_slider_covers_its_range_in_whole_seconds),
        cmocka_unit_test(a_path_is_typed_and_loaded),
        cmocka_unit_test(escape_and_clicks_elsewhere_give_the_old_path_back),
        cmocka_unit_test(an_empty_path_is_not_loaded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

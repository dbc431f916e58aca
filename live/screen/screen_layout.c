// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where things stand on a screen of a given size.

#include "live/screen/screen_layout.h"

#include <stdbool.h>

#define LABEL_WIDTH_MAX 16
#define METER_LABEL_WIDTH 6 ///< "window": the gauges stand under the bars.
#define BAR_COLUMN_MIN 36   ///< Narrower columns of bars are not worth having.
#define SONGS_BESIDE_MIN 72 ///< From this width on the songs stand beside the bars.
#define SONGS_BELOW_MAX 6   ///< Rows, where they stand below.
#define RIBBON_LINES_MAX 4

// Rows that each part gets, and blank rows before it.
typedef struct row_arch {
    int left; ///< Rows not given away yet.
    int top;
    int letters;
    int headline;
    int bars;
    int songs;
    int window;
    int level;
    int ribbon;
    int status;
    int keys;
    int before_headline;
    int before_bars;
    int before_meters;
    int before_songs;
    int before_ribbon;
    int before_status;
} row_arch;

// Takes `rows` more for a part if that many are left.
static bool grant(row_arch *arch, int *part, int rows) {
    if (rows > arch->left) {
        return false;
    }
    arch->left -= rows;
    *part += rows;
    return true;
}

static int larger(int a, int b) {
    return a > b ? a : b;
}

static int smaller(int a, int b) {
    return a < b ? a : b;
}

// The words that stand in large letters: every label, and what stands there without a genre.
static int widest_word(const genus_screen_needs *needs, genus_letter_size size) {
    static const char *const others[] = {"listening", "silence", "waiting"};
    int widest = 0;
    for (uint32_t i = 0; i < needs->label_count; i++) {
        const int width = genus_letters_width(size, needs->charset, needs->labels[i]);
        if (width < 0) {
            return -1;
        }
        widest = larger(widest, width);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const int width = genus_letters_width(size, needs->charset, others[i]);
        if (width < 0) {
            return -1;
        }
        widest = larger(widest, width);
    }
    return widest;
}

// The largest size up to `size` whose words fit in `width` columns and `height` rows.
static genus_letter_size fitting_size(const genus_screen_needs *needs, genus_letter_size size,
                                      int width, int height) {
    for (; size > GENUS_LETTERS_PLAIN; size--) {
        const int widest = widest_word(needs, size);
        if (widest >= 0 && widest <= width &&
            genus_letters_height(size, needs->charset) <= height) {
            return size;
        }
    }
    return GENUS_LETTERS_PLAIN;
}

// The confidence stands beside the letters, in the same size or a smaller one.
static void place_percent(const genus_screen_needs *needs, genus_screen_layout *layout, int width) {
    layout->percent_size = GENUS_LETTERS_PLAIN;
    const int room = width - widest_word(needs, layout->size) - 4;
    for (genus_letter_size size = layout->size; size > GENUS_LETTERS_PLAIN; size--) {
        const int needed = genus_letters_width(size, needs->charset, "100%");
        if (needed >= 0 && needed <= room) {
            layout->percent_size = size;
            layout->percent_width = needed;
            return;
        }
    }
}

static void grant_bars(row_arch *arch, int rows) {
    while (arch->bars < rows && grant(arch, &arch->bars, 1)) {
    }
}

static void lay_out_rows(const genus_screen_needs *needs, genus_screen_layout *layout,
                         row_arch *arch, int width, bool songs_beside) {
    const int height = genus_letters_height(layout->size, needs->charset);
    const int all_bars = (int)needs->label_count;
    const int rows_of_bars = (all_bars + layout->bar_columns - 1) / layout->bar_columns;
    // First what says the most in one row, then more of it, then air, then what is nice to have.
    (void)grant(arch, &arch->letters, 1);
    (void)grant(arch, &arch->status, 1);
    (void)grant(arch, &arch->headline, 1);
    grant_bars(arch, smaller(1, rows_of_bars));
    (void)grant(arch, &arch->level, 1);
    if (!grant(arch, &arch->letters, height - 1)) {
        layout->size = GENUS_LETTERS_PLAIN;
        layout->percent_size = GENUS_LETTERS_PLAIN;
    }
    (void)grant(arch, &arch->ribbon, 1);
    grant_bars(arch, smaller(4, rows_of_bars));
    (void)grant(arch, &arch->keys, 1);
    (void)grant(arch, &arch->window, 1);
    grant_bars(arch, smaller(6, rows_of_bars));
    if (arch->ribbon > 0) {
        (void)grant(arch, &arch->ribbon, 1);
    }
    (void)grant(arch, &arch->before_bars, 1);
    grant_bars(arch, rows_of_bars);
    (void)grant(arch, &arch->before_meters, 1);
    (void)grant(arch, &arch->before_ribbon, 1);
    (void)grant(arch, &arch->before_status, 1);
    (void)grant(arch, &arch->top, 1);
    if (!songs_beside && grant(arch, &arch->before_songs, 1)) {
        while (arch->songs < SONGS_BELOW_MAX && grant(arch, &arch->songs, 1)) {
        }
    }
    // Large letters only where they leave the rest in peace.
    const genus_letter_size huge = fitting_size(needs, GENUS_LETTERS_HUGE, width, 99);
    const int more = genus_letters_height(huge, needs->charset) - arch->letters;
    if (huge > layout->size && arch->left >= more + 4 && grant(arch, &arch->letters, more)) {
        layout->size = huge;
        place_percent(needs, layout, width);
    }
    if (arch->bars == rows_of_bars && arch->left > rows_of_bars &&
        grant(arch, &arch->bars, rows_of_bars - 1)) {
        layout->bar_pitch = 2;
    }
    while (arch->ribbon > 1 && arch->ribbon < 2 * RIBBON_LINES_MAX && arch->left > 4 &&
           grant(arch, &arch->ribbon, 2)) {
    }
    // What is left is air, in equal parts.
    int *const air[] = {&arch->before_headline, &arch->before_ribbon, &arch->before_bars,
                        &arch->before_meters, &arch->top};
    for (int i = 0; grant(arch, air[i], 1); i = (i + 1) % 5) {
    }
}

static genus_rect take(int *row, int rows, int before, int column, int width) {
    *row += rows > 0 ? before : 0;
    const genus_rect rect = {*row, column, rows, rows > 0 ? width : 0};
    *row += rows;
    return rect;
}

genus_screen_layout genus_screen_lay_out(const genus_screen_needs *needs) {
    const int margin = needs->columns >= 60 ? 2 : needs->columns >= 44 ? 1 : 0;
    const int width = needs->columns - 2 * margin;
    const bool songs_beside = width >= SONGS_BESIDE_MIN;
    genus_screen_layout layout = {.bar_pitch = 1, .label_width = METER_LABEL_WIDTH};
    for (uint32_t i = 0; i < needs->label_count; i++) {
        layout.label_width = larger(layout.label_width, genus_cells_text_width(needs->labels[i]));
    }
    layout.label_width = smaller(layout.label_width, LABEL_WIDTH_MAX);

    // A song: start 7, length 8, label, confidence 6, and a mark before it.
    const int songs_width = songs_beside ? smaller(2 + 7 + 8 + 2 + layout.label_width + 6, 42) : 0;
    const int bars_width = songs_beside ? width - songs_width - 4 : width;
    const int rows_for_bars = larger(needs->rows - 12, 1);
    const int columns_needed = ((int)needs->label_count + rows_for_bars - 1) / rows_for_bars;
    layout.bar_columns = larger(smaller(columns_needed, bars_width / BAR_COLUMN_MIN), 1);

    const int third = needs->rows >= 10 ? larger(needs->rows / 3, 4) : 1;
    layout.size = fitting_size(needs, GENUS_LETTERS_WIDE, width, third);
    place_percent(needs, &layout, width);
    row_arch arch = {.left = needs->rows};
    lay_out_rows(needs, &layout, &arch, width, songs_beside);

    int row = arch.top;
    layout.letters = take(&row, arch.letters, 0, margin, width);
    layout.headline = take(&row, arch.headline, arch.before_headline, margin, width);
    layout.bars = take(&row, arch.bars, arch.before_bars, margin, bars_width);
    if (songs_beside && arch.bars >= 2) {
        layout.songs =
            (genus_rect){layout.bars.row, margin + width - songs_width, arch.bars, songs_width};
    }
    layout.window = take(&row, arch.window, arch.before_meters, margin, width);
    layout.level = take(&row, arch.level, arch.window > 0 ? 0 : arch.before_meters, margin, width);
    if (!songs_beside) {
        layout.songs = take(&row, arch.songs, arch.before_songs, margin, width);
    }
    layout.ribbon = take(&row, arch.ribbon, arch.before_ribbon, margin, width);
    layout.ribbon_pitch = arch.ribbon >= 2 ? 2 : 1;
    layout.ribbon_lines = arch.ribbon / layout.ribbon_pitch;
    // The last lines stand at the bottom, whatever air is left above them.
    row = needs->rows - arch.status - arch.keys;
    layout.status = take(&row, arch.status, 0, margin, width);
    layout.keys = take(&row, arch.keys, 0, margin, width);
    const int bar_rows = (arch.bars + layout.bar_pitch - 1) / layout.bar_pitch;
    layout.bar_count = smaller((int)needs->label_count, bar_rows * layout.bar_columns);
    return layout;
}

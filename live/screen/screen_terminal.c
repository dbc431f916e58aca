// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A canvas on a real terminal, through ncursesw.

#include "live/screen/screen_terminal.h"
#include "engine/base/error.h"
#include "live/screen/terminal_guard.h"

#define CONTROL_L 0x0C
#define NCURSES_NOMACROS
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// How an ink looks.
typedef struct style {
    attr_t attributes;
    short pair;
} style;

struct genus_terminal {
    SCREEN *screen;
    FILE *keys; ///< NULL: standard input.
    genus_charset charset;
    bool has_colour;
    style styles[GENUS_INK_COUNT];
    wchar_t *line; ///< A row as wide characters.
    int line_capacity;
};

// ---------------------------------------------------------------------------------------- colours

// Hues for the classes, for terminals with 256 and with 16 colours; further classes begin anew.
// The first ten suit what people see in blues, classical, country, disco, hiphop, jazz, metal,
// pop, reggae and rock, which is the order in which the shipped weights have them.
enum { HUE_COUNT = 12 };

static const short bright_hues[HUE_COUNT] = {75,  147, 180, 176, 173, 221,
                                             109, 211, 114, 203, 79,  187};
static const short faint_hues[HUE_COUNT] = {67, 103, 137, 96, 94, 136, 66, 132, 65, 131, 72, 143};
static const short plain_hues[HUE_COUNT] = {12, 14, 3, 5, 9, 11, 7, 13, 10, 1, 6, 2};

// Pairs stay under the 64 that terminals with 8 colours have.
enum {
    PAIR_HUE = 1,
    PAIR_FAINT_HUE = PAIR_HUE + HUE_COUNT,
    PAIR_FAINT = PAIR_FAINT_HUE + HUE_COUNT,
    PAIR_GOOD,
    PAIR_WARNING,
    PAIR_ALARM,
};

static void choose_without_colour(style *styles) {
    styles[GENUS_INK_FAINT].attributes = A_DIM;
    styles[GENUS_INK_STRONG].attributes = A_BOLD;
    styles[GENUS_INK_WARNING].attributes = A_BOLD;
    styles[GENUS_INK_ALARM].attributes = A_REVERSE;
    for (int i = 0; i < GENUS_LABELS_MAX; i++) {
        styles[GENUS_INK_CLASS + i].attributes = A_BOLD;
    }
}

// A colour of sixteen on a terminal that may have eight, where bold makes the other eight.
static style plain_style(short pair, short colour, short background) {
    const bool is_beyond = colour >= COLORS;
    (void)init_pair(pair, is_beyond ? (short)(colour - 8) : colour, background);
    return (style){is_beyond ? A_BOLD : A_NORMAL, pair};
}

static void choose_plain_colours(style *styles, short background) {
    if (COLORS >= 16) {
        styles[GENUS_INK_FAINT] = plain_style(PAIR_FAINT, 8, background);
    } else {
        styles[GENUS_INK_FAINT].attributes = A_DIM;
    }
    styles[GENUS_INK_STRONG].attributes = A_BOLD;
    styles[GENUS_INK_GOOD] = plain_style(PAIR_GOOD, COLOR_GREEN, background);
    styles[GENUS_INK_WARNING] = plain_style(PAIR_WARNING, COLOR_YELLOW, background);
    styles[GENUS_INK_ALARM] = plain_style(PAIR_ALARM, COLOR_RED, background);
    styles[GENUS_INK_ALARM].attributes |= A_BOLD;
    for (short i = 0; i < GENUS_LABELS_MAX; i++) {
        const short hue = (short)(i % HUE_COUNT);
        const style shade = plain_style((short)(PAIR_HUE + hue), plain_hues[hue], background);
        styles[GENUS_INK_CLASS + i] = shade;
        styles[GENUS_INK_CLASS_FAINT + i] = (style){shade.attributes | A_DIM, shade.pair};
    }
}

static void choose_fine_colours(style *styles, short background) {
    styles[GENUS_INK_STRONG].attributes = A_BOLD;
    styles[GENUS_INK_FAINT] = plain_style(PAIR_FAINT, 244, background);
    styles[GENUS_INK_GOOD] = plain_style(PAIR_GOOD, 71, background);
    styles[GENUS_INK_WARNING] = plain_style(PAIR_WARNING, 214, background);
    styles[GENUS_INK_ALARM] = plain_style(PAIR_ALARM, 203, background);
    styles[GENUS_INK_ALARM].attributes |= A_BOLD;
    for (short i = 0; i < GENUS_LABELS_MAX; i++) {
        const short hue = (short)(i % HUE_COUNT);
        styles[GENUS_INK_CLASS + i] =
            plain_style((short)(PAIR_HUE + hue), bright_hues[hue], background);
        styles[GENUS_INK_CLASS_FAINT + i] =
            plain_style((short)(PAIR_FAINT_HUE + hue), faint_hues[hue], background);
    }
}

static void choose_styles(genus_terminal *terminal) {
    const char *wish = getenv("NO_COLOR"); // https://no-color.org: set and not empty.
    const bool is_unwanted = wish != NULL && wish[0] != '\0';
    terminal->has_colour = !is_unwanted && has_colors() && start_color() == OK && COLORS >= 8;
    if (!terminal->has_colour) {
        choose_without_colour(terminal->styles);
        return;
    }
    const short background = use_default_colors() == OK ? -1 : COLOR_BLACK;
    if (COLORS >= 256) {
        choose_fine_colours(terminal->styles, background);
    } else {
        choose_plain_colours(terminal->styles, background);
    }
}

static genus_charset find_charset(void) {
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
        return GENUS_CHARSET_ASCII;
    }
    const char *name = getenv("TERM");
    const bool is_console = name != NULL && strncmp(name, "linux", 5) == 0;
    return is_console ? GENUS_CHARSET_CONSOLE : GENUS_CHARSET_UNICODE;
}

// ----------------------------------------------------------------------------------- take and give

// Appends a capability without its padding, which only a slow terminal would need.
static void add_capability(char *text, size_t size, const char *name) {
    const char *value = tigetstr(name);
    if (value == NULL || (intptr_t)value == -1) {
        return;
    }
    size_t length = strlen(text);
    while (*value != '\0' && length + 1 < size) {
        const char *padding_end = strncmp(value, "$<", 2) == 0 ? strchr(value, '>') : NULL;
        if (padding_end != NULL) {
            value = padding_end + 1;
        } else {
            text[length++] = *value++;
        }
    }
    text[length] = '\0';
}

static void guard_against_crashes(const struct termios *modes) {
    char text[256] = "";
    add_capability(text, sizeof text, "sgr0");
    add_capability(text, sizeof text, "rmkx");
    add_capability(text, sizeof text, "cnorm");
    add_capability(text, sizeof text, "rmcup");
    genus_terminal_guard(STDOUT_FILENO, modes, text);
}

// Where keys come from: never from a standard input that is audio.
static FILE *open_keys(void) {
    FILE *keys = fopen("/dev/tty", "r");
    return keys != NULL ? keys : fopen("/dev/null", "r");
}

// A screen on a terminal that lets the cursor be put anywhere; else NULL.
static SCREEN *new_screen(FILE *keys) {
    SCREEN *screen = newterm(NULL, stdout, keys);
    const char *address = screen != NULL ? tigetstr("cup") : NULL;
    if (screen != NULL && (address == NULL || (intptr_t)address == -1)) {
        (void)endwin();
        delscreen(screen);
        return NULL;
    }
    return screen;
}

genus_status genus_terminal_open(genus_terminal **terminal, genus_error *error) {
    *terminal = NULL;
    struct termios modes;
    if (tcgetattr(STDOUT_FILENO, &modes) != 0) {
        return genus_fail(error, GENUS_ERROR_OPEN, "standard output: %s", strerror(errno));
    }
    genus_terminal *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "no memory for the screen");
    }
    (void)setlocale(LC_CTYPE, "");
    made->charset = find_charset();
    if (isatty(STDIN_FILENO) != 1 && (made->keys = open_keys()) == NULL) {
        free(made);
        return genus_fail(error, GENUS_ERROR_OPEN, "/dev/null: %s", strerror(errno));
    }
    (void)fflush(stdout);
    made->screen = new_screen(made->keys != NULL ? made->keys : stdin);
    if (made->screen == NULL) {
        const char *name = getenv("TERM");
        if (made->keys != NULL) {
            (void)fclose(made->keys);
        }
        free(made);
        return genus_fail(error, GENUS_ERROR_OPEN,
                          "the terminal \"%s\" is unknown or too simple for a screen: set TERM, or "
                          "use --json",
                          name != NULL ? name : "");
    }
    guard_against_crashes(&modes);
    choose_styles(made);
    (void)cbreak();
    (void)noecho();
    (void)nonl();
    (void)curs_set(0);
    (void)set_escdelay(25);
    (void)keypad(stdscr, TRUE);
    (void)nodelay(stdscr, TRUE);
    (void)leaveok(stdscr, TRUE);
    *terminal = made;
    return GENUS_OK;
}

void genus_terminal_close(genus_terminal *terminal) {
    if (terminal == NULL) {
        return;
    }
    (void)endwin();
    genus_terminal_unguard();
    delscreen(terminal->screen);
    if (terminal->keys != NULL) {
        (void)fclose(terminal->keys);
    }
    free(terminal->line);
    free(terminal);
}

bool genus_terminal_fit(const genus_terminal *terminal, genus_cells *canvas) {
    canvas->charset = terminal->charset;
    canvas->has_colour = terminal->has_colour;
    const int rows = getmaxy(stdscr);
    const int columns = getmaxx(stdscr);
    return (rows == canvas->rows && columns == canvas->columns) ||
           genus_cells_resize(canvas, rows, columns);
}

// --------------------------------------------------------------------------------- show and listen

static bool reserve_line(genus_terminal *terminal, int columns) {
    if (columns > terminal->line_capacity) {
        wchar_t *line = realloc(terminal->line, (size_t)columns * sizeof *line);
        if (line == NULL) {
            return false;
        }
        terminal->line = line;
        terminal->line_capacity = columns;
    }
    return true;
}

static void show_row(genus_terminal *terminal, const genus_cells *canvas, int row) {
    const genus_cell *cells = &canvas->cells[(size_t)row * (size_t)canvas->columns];
    for (int start = 0, end = 0; start < canvas->columns; start = end) {
        int count = 0;
        for (end = start; end < canvas->columns && cells[end].ink == cells[start].ink; end++) {
            if (cells[end].glyph != 0) {
                terminal->line[count++] = (wchar_t)cells[end].glyph;
            }
        }
        const style look = terminal->styles[cells[start].ink];
        (void)attr_set(look.attributes, look.pair, NULL);
        (void)mvaddnwstr(row, start, terminal->line, count);
    }
}

bool genus_terminal_show(genus_terminal *terminal, const genus_cells *canvas) {
    struct termios modes;
    if (tcgetattr(STDOUT_FILENO, &modes) != 0) {
        return false;
    }
    if (!reserve_line(terminal, canvas->columns)) {
        errno = ENOMEM;
        return false;
    }
    for (int row = 0; row < canvas->rows; row++) {
        show_row(terminal, canvas, row);
    }
    (void)refresh();
    return true;
}

int genus_terminal_key(genus_terminal *terminal) {
    (void)terminal;
    for (;;) {
        const int key = getch();
        if (key == ERR) {
            return 0;
        }
        if (key == KEY_RESIZE || key == CONTROL_L) {
            (void)clearok(stdscr, TRUE); // What the terminal shows is unknown.
        } else if (key > 0 && key < 0x80) {
            return key;
        }
    }
}

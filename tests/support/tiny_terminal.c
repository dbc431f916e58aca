// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A terminal in memory.

#include "tiny_terminal.h"
#include "engine/base/utf8.h"

#include <stdlib.h>
#include <string.h>

void tiny_terminal_resize(tiny_terminal *terminal, int rows, int columns) {
    terminal->rows = rows;
    terminal->columns = columns;
    terminal->row = 0;
    terminal->column = 0;
    for (int row = 0; row < TINY_ROWS_MAX; row++) {
        for (int column = 0; column < TINY_COLUMNS_MAX; column++) {
            terminal->cells[row][column] = ' ';
        }
    }
}

static int bounded(int value, int count) {
    return value < 0 ? 0 : value >= count ? count - 1 : value;
}

static void move_to(tiny_terminal *terminal, int row, int column) {
    terminal->row = bounded(row, terminal->rows);
    terminal->column = bounded(column, terminal->columns);
}

// Blanks cells of a row from `first` to before `end`.
static void blank(tiny_terminal *terminal, int row, int first, int end) {
    for (int column = first; column < end && column < terminal->columns; column++) {
        terminal->cells[row][column] = ' ';
    }
}

static void put(tiny_terminal *terminal, uint32_t point) {
    if (terminal->column >= terminal->columns) { // The wrap that waited at the margin.
        move_to(terminal, terminal->row + 1, 0);
    }
    terminal->cells[terminal->row][terminal->column] = point;
    terminal->column++;
}

static void erase(tiny_terminal *terminal, int from, int to) {
    for (int i = from; i < to; i++) {
        blank(terminal, i / terminal->columns, i % terminal->columns, i % terminal->columns + 1);
    }
}

static void set_mode(tiny_terminal *terminal, const char *parameters, bool is_on) {
    const int mode = parameters[0] == '?' ? atoi(parameters + 1) : 0;
    if (mode == 1049) {
        terminal->is_alternate = is_on;
    } else if (mode == 25) {
        terminal->hides_cursor = !is_on;
    } else if (mode == 1) {
        terminal->has_keypad = is_on;
    }
}

static void set_colours(tiny_terminal *terminal, const char *parameters) {
    for (const char *at = parameters; *at != '\0';) {
        const int value = atoi(at);
        if ((value >= 30 && value <= 38) || (value >= 40 && value <= 48) ||
            (value >= 90 && value <= 107)) {
            terminal->saw_colour = true;
        }
        at += strcspn(at, ";");
        at += *at == ';';
    }
}

// ESC [ parameters final
static void control(tiny_terminal *terminal, const char *parameters, char final) {
    const char *semicolon = strchr(parameters, ';');
    const int first = atoi(parameters);
    const int count = first > 0 ? first : 1;
    const int second = semicolon != NULL && atoi(semicolon + 1) > 0 ? atoi(semicolon + 1) : 1;
    const int here = terminal->row * terminal->columns + terminal->column;
    const int end = terminal->rows * terminal->columns;
    uint32_t *cells = terminal->cells[terminal->row];
    switch (final) {
    case 'H':
        move_to(terminal, count - 1, second - 1);
        break;
    case 'A':
        move_to(terminal, terminal->row - count, terminal->column);
        break;
    case 'B':
        move_to(terminal, terminal->row + count, terminal->column);
        break;
    case 'C':
        move_to(terminal, terminal->row, terminal->column + count);
        break;
    case 'D':
        move_to(terminal, terminal->row, terminal->column - count);
        break;
    case 'G':
        move_to(terminal, terminal->row, count - 1);
        break;
    case 'd':
        move_to(terminal, count - 1, terminal->column);
        break;
    case 'J':
        erase(terminal, first == 0 ? here : 0, first == 1 ? here + 1 : end);
        break;
    case 'K':
        blank(terminal, terminal->row, first == 0 ? terminal->column : 0,
              first == 1 ? terminal->column + 1 : terminal->columns);
        break;
    case 'X':
        blank(terminal, terminal->row, terminal->column, terminal->column + count);
        break;
    case 'b': {
        const uint32_t last = cells[terminal->column - 1];
        for (int i = 0; i < count; i++) {
            put(terminal, last);
        }
        break;
    }
    case '@':
        for (int i = terminal->columns - 1; i >= terminal->column; i--) {
            cells[i] = i - count >= terminal->column ? cells[i - count] : ' ';
        }
        break;
    case 'P':
        for (int i = terminal->column; i < terminal->columns; i++) {
            cells[i] = i + count < terminal->columns ? cells[i + count] : ' ';
        }
        break;
    case 'h':
    case 'l':
        set_mode(terminal, parameters, final == 'h');
        break;
    case 'm':
        set_colours(terminal, parameters);
        break;
    case 'r': // The region that scrolls: nothing scrolls here.
    case 't': // The title's stack.
        break;
    default:
        terminal->unknown++;
    }
}

// Whether what is pending is a whole sequence, which is then followed.
static bool follow_escape(tiny_terminal *terminal) {
    const char *text = terminal->pending;
    const size_t count = terminal->pending_count;
    if (count < 2) {
        return false;
    }
    if (text[1] == '[') {
        const char final = text[count - 1];
        if (count < 3 || final < '@') {
            return false;
        }
        char parameters[sizeof terminal->pending];
        memcpy(parameters, text + 2, count - 3);
        parameters[count - 3] = '\0';
        control(terminal, parameters, final);
        return true;
    }
    if (text[1] == '(' || text[1] == ')') {
        return count == 3;
    }
    terminal->unknown += strchr("=>78M", text[1]) == NULL;
    return true;
}

static void follow_plain(tiny_terminal *terminal, char byte) {
    switch (byte) {
    case '\r':
        terminal->column = 0;
        break;
    case '\n':
        move_to(terminal, terminal->row + 1, terminal->column);
        break;
    case '\b':
        move_to(terminal, terminal->row, terminal->column - 1);
        break;
    case '\t':
        move_to(terminal, terminal->row, (terminal->column / 8 + 1) * 8);
        break;
    default:
        if (byte >= 0x20 && byte < 0x7F) {
            put(terminal, (uint32_t)byte);
        } else if (byte != '\a' && byte != '\017') {
            terminal->unknown++;
        }
    }
}

// Whether what is pending is a whole character beyond ASCII, which is then put.
static bool follow_utf8(tiny_terminal *terminal) {
    uint32_t point = 0;
    const size_t length = genus_utf8_next(terminal->pending, &point);
    if (length != terminal->pending_count || point == 0xFFFD) {
        return terminal->pending_count >= 4;
    }
    put(terminal, point);
    return true;
}

void tiny_terminal_write(tiny_terminal *terminal, const char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const bool is_high = (unsigned char)bytes[i] >= 0x80;
        terminal->saw_high_bytes |= is_high;
        if (terminal->pending_count == 0 && bytes[i] != '\x1B' && !is_high) {
            follow_plain(terminal, bytes[i]);
            continue;
        }
        terminal->pending[terminal->pending_count++] = bytes[i];
        terminal->pending[terminal->pending_count] = '\0';
        const bool is_whole =
            terminal->pending[0] == '\x1B' ? follow_escape(terminal) : follow_utf8(terminal);
        if (is_whole || terminal->pending_count + 1 == sizeof terminal->pending) {
            terminal->pending_count = 0;
        }
    }
}

bool tiny_terminal_shows(const tiny_terminal *terminal, const char *words) {
    for (int row = 0; row < terminal->rows; row++) {
        char text[TINY_COLUMNS_MAX + 1];
        for (int column = 0; column < terminal->columns; column++) {
            const uint32_t point = terminal->cells[row][column];
            text[column] = (char)(point < 0x80 ? point : '#');
        }
        text[terminal->columns] = '\0';
        if (strstr(text, words) != NULL) {
            return true;
        }
    }
    return false;
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Lines for people, without stdio.

#include "plugin/lv2/line.h"
#include "engine/base/utf8.h"

#include <math.h>
#include <string.h>

#define DIGITS_MAX 10 // Of a uint32_t.

void genus_line_add(genus_line *line, const char *string) {
    const size_t wanted = strlen(string);
    const size_t room = GENUS_LINE_MAX - 1 - line->length;
    const size_t taken = genus_utf8_floor(string, wanted < room ? wanted : room);
    memcpy(line->text + line->length, string, taken);
    line->length += taken;
    line->text[line->length] = '\0';
}

void genus_line_add_number(genus_line *line, uint32_t number) {
    char digits[DIGITS_MAX + 1] = {0};
    size_t first = DIGITS_MAX;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    genus_line_add(line, digits + first);
}

void genus_line_add_share(genus_line *line, float share) {
    genus_line_add_number(line, (uint32_t)lrintf(fminf(fmaxf(share, 0.0F), 1.0F) * 100.0F));
    genus_line_add(line, " %");
}

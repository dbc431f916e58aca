// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// JSON as it is written.

#include "train/util/json_writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void put_string(genus_text *text, const char *string) {
    genus_text_put(text, "\"");
    for (const char *c = string; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            genus_text_print(text, "\\%c", *c);
        } else if ((unsigned char)*c < 0x20) {
            genus_text_print(text, "\\u%04x", (unsigned)(unsigned char)*c);
        } else {
            genus_text_put_bytes(text, c, 1);
        }
    }
    genus_text_put(text, "\"");
}

static void new_line(genus_json_writer *json) {
    genus_text_put(&json->text, "\n");
    for (size_t i = 0; i < json->depth; i++) {
        genus_text_put(&json->text, "  ");
    }
}

/** What stands before a value. */
static void begin(genus_json_writer *json, const char *key) {
    if (json->has_item) {
        genus_text_put(&json->text, ",");
    }
    if (json->depth > 0) {
        new_line(json);
    }
    if (key != NULL) {
        put_string(&json->text, key);
        genus_text_put(&json->text, ": ");
    }
    json->has_item = true;
}

static void open_with(genus_json_writer *json, const char *key, const char *bracket) {
    begin(json, key);
    genus_text_put(&json->text, bracket);
    json->depth++;
    json->has_item = false;
}

static void close_with(genus_json_writer *json, const char *bracket) {
    json->depth--;
    if (json->has_item) {
        new_line(json);
    }
    genus_text_put(&json->text, bracket);
    json->has_item = true;
}

void genus_write_object(genus_json_writer *json, const char *key) {
    open_with(json, key, "{");
}

void genus_write_array(genus_json_writer *json, const char *key) {
    open_with(json, key, "[");
}

void genus_write_end_object(genus_json_writer *json) {
    close_with(json, "}");
}

void genus_write_end_array(genus_json_writer *json) {
    close_with(json, "]");
}

void genus_write_string(genus_json_writer *json, const char *key, const char *string) {
    if (string != NULL) {
        begin(json, key);
        put_string(&json->text, string);
    }
}

void genus_write_number(genus_json_writer *json, const char *key, double number) {
    char digits[32];
    begin(json, key);
    (void)snprintf(digits, sizeof digits, "%.15g", number);
    if (strtod(digits, NULL) != number) {
        (void)snprintf(digits, sizeof digits, "%.17g", number);
    }
    genus_text_put(&json->text, isfinite(number) ? digits : "null");
}

char *genus_json_writer_take(genus_json_writer *json) {
    genus_text_put(&json->text, "\n");
    return genus_text_take(&json->text);
}

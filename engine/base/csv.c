// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fields of CSV (RFC 4180).

#include "engine/base/csv.h"

#include <string.h>

/** Where pieces of a field go. */
typedef void put_function(void *to, const char *bytes, size_t length);

static void put_to_stream(void *to, const char *bytes, size_t length) {
    (void)fwrite(bytes, 1, length, to);
}

static void put_to_text(void *to, const char *bytes, size_t length) {
    genus_text_put_bytes(to, bytes, length);
}

static void put_field(const char *field, put_function *put, void *to) {
    if (strpbrk(field, ",\"\r\n") == NULL) {
        put(to, field, strlen(field));
        return;
    }
    put(to, "\"", 1);
    while (*field != '\0') {
        const size_t bare = strcspn(field, "\"");
        put(to, field, bare);
        field += bare;
        if (*field == '"') {
            put(to, "\"\"", 2);
            field++;
        }
    }
    put(to, "\"", 1);
}

void genus_csv_write(FILE *out, const char *field) {
    put_field(field, put_to_stream, out);
}

void genus_csv_put(genus_text *text, const char *field) {
    put_field(field, put_to_text, text);
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What genus-live says to people.

#include "live/util/message.h"
#include "engine/base/utf8.h"

#include <string.h>

void genus_write_plain(FILE *out, const char *text) {
    genus_utf8_write_plain(out, text, strlen(text));
}

void genus_complain(const char *subject, const char *message) {
    (void)fputs("genus-live: ", stderr);
    if (subject != NULL) {
        genus_write_plain(stderr, subject);
        (void)fputs(": ", stderr);
    }
    genus_write_plain(stderr, message);
    (void)fputc('\n', stderr);
}

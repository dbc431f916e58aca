// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What genus-live says to people.

#include "live/util/message.h"

void genus_write_plain(FILE *out, const char *text) {
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        (void)fputc(*at < 0x20 || *at == 0x7F ? '?' : *at, out);
    }
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

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A small strict checker of XML.

#include "markup.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

enum {
    depth_max = 64,
    ids_max = 256,
    attributes_max = 32,
};

/** A piece of the text. */
typedef struct piece {
    const char *begin;
    size_t length;
} piece;

typedef struct checker {
    const char *at;
    const char *fault;
    piece open[depth_max];
    size_t depth;
    piece ids[ids_max];
    size_t id_count;
    size_t roots;
} checker;

static bool fail(checker *checker, const char *fault) {
    checker->fault = fault;
    return false;
}

static bool same(piece a, piece b) {
    return a.length == b.length && memcmp(a.begin, b.begin, a.length) == 0;
}

static bool is_among(piece one, const piece *all, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (same(one, all[i])) {
            return true;
        }
    }
    return false;
}

static piece take_name(checker *checker) {
    piece name = {checker->at, 0};
    while (isalnum((unsigned char)*checker->at) || strchr("-_:", *checker->at) != NULL) {
        if (*checker->at == '\0') {
            break;
        }
        checker->at++;
        name.length++;
    }
    return name;
}

static void skip_space(checker *checker) {
    while (*checker->at == ' ' || *checker->at == '\n') {
        checker->at++;
    }
}

/** One character of text or of a value: `at` moves behind it. */
static bool take_character(checker *checker) {
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    const unsigned char *c = (const unsigned char *)checker->at;
    if (*c == '&') {
        for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
            if (strncmp(checker->at, entities[i], strlen(entities[i])) == 0) {
                checker->at += strlen(entities[i]);
                return true;
            }
        }
        const size_t digits = c[1] == '#' ? strspn(checker->at + 2, "0123456789") : 0;
        if (digits == 0 || checker->at[2 + digits] != ';') {
            return fail(checker, "a bare & or an unknown entity");
        }
        checker->at += digits + 3;
        return true;
    }
    if ((*c < 0x20 && *c != '\n') || *c == 0x7F) {
        return fail(checker, "a control character or the end");
    }
    size_t more = 0;
    if (*c >= 0x80) {
        more = *c >= 0xF0 ? 3 : *c >= 0xE0 ? 2 : 1;
        if (*c < 0xC2 || *c > 0xF4 || (*c == 0xC2 && c[1] < 0xA0)) {
            return fail(checker, "not UTF-8, or C1");
        }
    }
    for (size_t i = 1; i <= more; i++) {
        if ((c[i] & 0xC0) != 0x80) {
            return fail(checker, "not UTF-8");
        }
    }
    checker->at += 1 + more;
    return true;
}

static bool take_attribute(checker *checker, piece *name) {
    *name = take_name(checker);
    if (name->length == 0 || strncmp(checker->at, "=\"", 2) != 0) {
        return fail(checker, "an attribute without quoted value");
    }
    checker->at += 2;
    piece value = {checker->at, 0};
    while (*checker->at != '"') {
        if (*checker->at == '<') {
            return fail(checker, "a bare < in a value");
        }
        if (!take_character(checker)) {
            return false;
        }
    }
    value.length = (size_t)(checker->at - value.begin);
    checker->at++;
    if (same(*name, (piece){"id", 2})) {
        if (is_among(value, checker->ids, checker->id_count)) {
            return fail(checker, "an id twice");
        }
        if (checker->id_count < ids_max) {
            checker->ids[checker->id_count++] = value;
        }
    }
    return true;
}

static bool take_tag(checker *checker) {
    piece attributes[attributes_max];
    size_t count = 0;
    checker->at++;
    const bool closes = *checker->at == '/';
    checker->at += closes;
    const piece name = take_name(checker);
    if (name.length == 0) {
        return fail(checker, "a bare <");
    }
    if (closes) {
        if (checker->depth == 0 || !same(name, checker->open[checker->depth - 1])) {
            return fail(checker, "a tag closed out of its turn");
        }
        checker->depth--;
        return *checker->at++ == '>' || fail(checker, "a closing tag with more in it");
    }
    checker->roots += checker->depth == 0;
    for (;;) {
        skip_space(checker);
        if (strncmp(checker->at, "/>", 2) == 0) {
            checker->at += 2;
            return true;
        }
        if (*checker->at == '>') {
            checker->at++;
            if (checker->depth == depth_max) {
                return fail(checker, "too deep");
            }
            checker->open[checker->depth++] = name;
            return true;
        }
        if (count == attributes_max || !take_attribute(checker, &attributes[count])) {
            return checker->fault != NULL ? false : fail(checker, "too many attributes");
        }
        if (is_among(attributes[count], attributes, count)) {
            return fail(checker, "an attribute twice");
        }
        count++;
    }
}

const char *genus_test_markup_fault(const char *text, size_t *place) {
    static const char doctype[] = "<!DOCTYPE html>";
    checker checker = {.at = text};
    if (strncmp(text, doctype, sizeof doctype - 1) == 0) {
        checker.at += sizeof doctype - 1;
    }
    while (checker.fault == NULL && *checker.at != '\0') {
        if (*checker.at == '<') {
            (void)take_tag(&checker);
        } else if (checker.depth == 0 && !isspace((unsigned char)*checker.at)) {
            (void)fail(&checker, "text outside of the element");
        } else {
            (void)take_character(&checker);
        }
    }
    if (checker.fault == NULL && (checker.depth != 0 || checker.roots != 1)) {
        (void)fail(&checker, "not one whole element");
    }
    *place = (size_t)(checker.at - text);
    return checker.fault;
}

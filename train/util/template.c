// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Templates: text with names in it.

#include "train/util/template.h"

#include "engine/base/error.h"

#include <ctype.h>
#include <string.h>

#define WORD_MAX 64

/** Length of the name right after an at-sign, which another at-sign ends; 0: there is none. */
static size_t name_length(const char *text) {
    size_t length = 0;
    while (isupper((unsigned char)text[length]) || text[length] == '_') {
        length++;
    }
    return text[length] == '@' && length < WORD_MAX ? length : 0;
}

/** Fills in the names of some lines. */
static genus_status fill_names(const char *name, const char *text, size_t length, uint32_t item,
                               const genus_template_words *words, genus_text *out,
                               genus_error *error) {
    const char *const end = text + length;
    while (text < end) {
        const char *at = memchr(text, '@', (size_t)(end - text));
        const char *stop = at == NULL ? end : at;
        genus_text_put_bytes(out, text, (size_t)(stop - text));
        if (at == NULL) {
            break;
        }
        const size_t word_length = name_length(at + 1);
        if (word_length == 0) {
            genus_text_put(out, "@");
            text = at + 1;
            continue;
        }
        char word[WORD_MAX];
        memcpy(word, at + 1, word_length);
        word[word_length] = '\0';
        if (!words->put(words->context, word, item, out)) {
            return genus_fail(error, GENUS_ERROR_DATA, "%s: @%s@ means nothing here", name, word);
        }
        text = at + word_length + 2;
    }
    return GENUS_OK;
}

/** The line that says `word`; NULL: there is none. */
static const char *find_line(const char *text, const char *word) {
    const size_t length = strlen(word);
    const char *line = text;
    while (line != NULL && strncmp(line, word, length) != 0) {
        line = strchr(line, '\n');
        line = line == NULL || line[1] == '\0' ? NULL : line + 1;
    }
    return line;
}

static const char *after_line(const char *line) {
    const char *end = strchr(line, '\n');
    return end == NULL ? line + strlen(line) : end + 1;
}

/** Repeats the lines from `body` to `end` for each item of the list that `each` names. */
static genus_status fill_list(const char *name, const char *each, const char *body, const char *end,
                              const genus_template_words *words, genus_text *out,
                              genus_error *error) {
    char list[WORD_MAX] = "";
    const char *first = each + strlen("#each ");
    const size_t length = strcspn(first, "\n");
    if (length < WORD_MAX) {
        memcpy(list, first, length);
        list[length] = '\0';
    }
    const int64_t count = words->count(words->context, list);
    if (count < 0) {
        return genus_fail(error, GENUS_ERROR_DATA, "%s: #each %s: there is no such list", name,
                          list);
    }
    genus_status status = GENUS_OK;
    for (uint32_t item = 0; item < count && status == GENUS_OK; item++) {
        status = fill_names(name, body, (size_t)(end - body), item, words, out, error);
    }
    return status;
}

genus_status genus_template_fill(const char *name, const char *text,
                                 const genus_template_words *words, char **filled,
                                 genus_error *error) {
    genus_text out = {0};
    genus_text_put(&out, "");
    genus_status status = GENUS_OK;
    while (*text != '\0' && status == GENUS_OK) {
        const char *each = find_line(text, "#each ");
        const char *stop = each == NULL ? text + strlen(text) : each;
        status = fill_names(name, text, (size_t)(stop - text), GENUS_TEMPLATE_NO_ITEM, words, &out,
                            error);
        text = stop;
        if (each != NULL && status == GENUS_OK) {
            const char *body = after_line(each);
            const char *end = find_line(body, "#end");
            if (end == NULL) {
                status = genus_fail(error, GENUS_ERROR_DATA, "%s: an #each without its #end", name);
                break;
            }
            status = fill_list(name, each, body, end, words, &out, error);
            text = after_line(end);
        }
    }
    *filled = NULL;
    if (status != GENUS_OK) {
        genus_text_clear(&out);
        return status;
    }
    *filled = genus_text_take(&out);
    return *filled != NULL ? GENUS_OK
                           : genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", name);
}

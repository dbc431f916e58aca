// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Templates: text with names in it. A name between two at-signs stands for its value. Lines between
// one that says `#each LIST` and one that says `#end` are repeated for every item of the list, in
// which names may have other values. Lists do not nest.

#ifndef GENUS_TRAIN_UTIL_TEMPLATE_H
#define GENUS_TRAIN_UTIL_TEMPLATE_H

#include "engine/base/text.h"
#include "engine/genus.h"

/** Outside of lists. */
#define GENUS_TEMPLATE_NO_ITEM UINT32_MAX

/** What the names of a template stand for. */
typedef struct genus_template_words {
    const void *context;

    /** How many items a list has; -1: there is no such list. */
    int64_t (*count)(const void *context, const char *list);

    /** Appends the value of a name in an item of the present list, or outside of lists. @return
     * false: there is no such name. */
    bool (*put)(const void *context, const char *name, uint32_t item, genus_text *filled);
} genus_template_words;

/**
 * Fills a template.
 * @param name Of the template, for messages. @param filled Receives the text; free it.
 * @return GENUS_OK, GENUS_ERROR_DATA for a template with unknown names or without an `#end`,
 * GENUS_ERROR_MEMORY.
 */
genus_status genus_template_fill(const char *name, const char *text,
                                 const genus_template_words *words, char **filled,
                                 genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 3, 4);

#endif

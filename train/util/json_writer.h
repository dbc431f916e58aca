// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// JSON as it is written, top down. Memory that runs out is remembered, not reported by each call:
// who takes the text learns of it.

#ifndef GENUS_TRAIN_UTIL_JSON_WRITER_H
#define GENUS_TRAIN_UTIL_JSON_WRITER_H

#include "engine/base/text.h"

/** A document in the making; all zeros is an empty one. */
typedef struct genus_json_writer {
    genus_text text;
    size_t depth;  ///< Of objects and arrays that are open.
    bool has_item; ///< Whether the innermost of them holds anything yet.
} genus_json_writer;

/** Opens an object or an array. @param key NULL in an array, and for the document itself. Thread
 * class of all: any. */
void genus_write_object(genus_json_writer *json, const char *key);
void genus_write_array(genus_json_writer *json, const char *key);

/** Close what was opened last. */
void genus_write_end_object(genus_json_writer *json);
void genus_write_end_array(genus_json_writer *json);

/** A string; NULL: nothing, not even the key. */
void genus_write_string(genus_json_writer *json, const char *key, const char *string);

/** A number that reads back as it was; null if it is not finite. */
void genus_write_number(genus_json_writer *json, const char *key, double number);

/** Hands the document over, for free(). NULL: memory ran out. */
char *genus_json_writer_take(genus_json_writer *json);

#endif

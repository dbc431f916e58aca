// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Options as rows of a table: from a row come parsing, --help, the settings that weights record and
// the manual page.

#ifndef GENUS_TRAIN_UTIL_OPTIONS_H
#define GENUS_TRAIN_UTIL_OPTIONS_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>

/** Room for what holds without an option, in words. */
#define GENUS_OPTION_WORDS 512

/** What a field holds; GENUS_OPTION_FIELD finds it out. */
typedef enum genus_option_kind {
    GENUS_OPTION_FLAG,      ///< bool: the option has no value.
    GENUS_OPTION_TEXT,      ///< const char *
    GENUS_OPTION_UNSIGNED,  ///< unsigned, uint32_t
    GENUS_OPTION_LONG,      ///< unsigned long: size_t and uint64_t, or
    GENUS_OPTION_LONG_LONG, ///< unsigned long long, as it is on this machine.
    GENUS_OPTION_NUMBER,    ///< float
} genus_option_kind;

/** An option and the field of a struct that it fills. */
typedef struct genus_option {
    const char *name;      ///< Without dashes. NULL ends a table.
    const char *value;     ///< What texts call its value, such as "FILE"; NULL for a flag.
    const char *help;      ///< In a phrase, which begins without a capital.
    const char *more;      ///< What the manual page says besides, in mdoc(7); NULL: nothing.
    const char *otherwise; ///< What holds without it; NULL: the number that the field has then.
    genus_option_kind kind;
    bool writes; ///< It names a file that is written: the work begins only if that is possible.
    size_t offset;
    double least; ///< The range of numbers; 0 to 0: all that there are.
    double most;
    bool (*take)(const char *value, void *fields); ///< In place of kind and offset, or NULL.
} genus_option;

/** The field of an option: .kind and .offset. */
#define GENUS_OPTION_FIELD(type, member)                                                           \
    .kind = _Generic(((type *)NULL)->member,                                                       \
                     bool: GENUS_OPTION_FLAG,                                                      \
                     const char *: GENUS_OPTION_TEXT,                                              \
                     unsigned: GENUS_OPTION_UNSIGNED,                                              \
                     unsigned long: GENUS_OPTION_LONG,                                             \
                     unsigned long long: GENUS_OPTION_LONG_LONG,                                   \
                     float: GENUS_OPTION_NUMBER),                                                  \
    .offset = offsetof(type, member)

/**
 * Takes a value into its field. Texts are not copied.
 * @param fields The struct that the table is about. @return false: the value cannot be this.
 */
bool genus_option_take(const genus_option *option, const char *value, void *fields)
    GENUS_NONNULL(1);

/** Writes the value that a field has, as genus_option_take() reads it; flags have none. */
void genus_option_print(const genus_option *option, const void *fields, char *text, size_t size)
    GENUS_NONNULL(1);

/** Writes what holds without an option, given the struct as it begins; "" where that says nothing.
 */
void genus_option_otherwise(const genus_option *option, const void *fields, char *text, size_t size)
    GENUS_NONNULL(1);

#endif

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A small strict checker of XML, for pages and pictures that genus-train writes.

#ifndef GENUS_TESTS_SUPPORT_MARKUP_H
#define GENUS_TESTS_SUPPORT_MARKUP_H

#include <stddef.h>

/**
 * Whether a text is well-formed: after an optional doctype one element, every tag closed in its
 * turn, attributes quoted and named once in their tag, text and values without bare < and &, only
 * the entities of XML and decimal ones, no id twice, valid UTF-8 without control characters.
 * @return NULL, or what is wrong; `place` receives where.
 */
const char *genus_test_markup_fault(const char *text, size_t *place);

#endif

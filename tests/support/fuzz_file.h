// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A fuzzer's input as a file, for parsers that read files.

#ifndef GENUS_TESTS_SUPPORT_FUZZ_FILE_H
#define GENUS_TESTS_SUPPORT_FUZZ_FILE_H

#include <stddef.h>
#include <stdint.h>

/** The file's descriptor, at its beginning, and its path; the same for every input. */
int fuzz_file(const uint8_t *bytes, size_t size);
const char *fuzz_file_path(void);

/**
 * The file as a safetensors container. If the first byte is 'f', the rest is the file. Else the
 * rest is a header, a NUL and the data, and gets the right header length, so that mutations of the
 * header's text come further than the first check.
 */
void fuzz_container(const uint8_t *input, size_t size);

#endif

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The report that people look at: results as one HTML file, without scripts and without network,
// and the figures as PNG files.

#ifndef GENUS_TRAIN_REPORT_REPORT_HTML_H
#define GENUS_TRAIN_REPORT_REPORT_HTML_H

#include "engine/base/text.h"
#include "engine/genus.h"
#include "train/eval/results.h"

// ------------------------------------------------------------- what the files of the page share

/** A non-breaking space and a percent sign, in a format. */
#define GENUS_PERCENT "\xC2\xA0%%"

/** Appends a string, escaped, between tags. Thread class of all: any. */
void genus_report_put(genus_text *page, const char *open, const char *string, const char *close)
    GENUS_NONNULL(1, 2, 3, 4);

/** Sections; each appends nothing if the results do not hold what it shows. */
void genus_report_put_mistakes(const genus_results *results, genus_text *page) GENUS_NONNULL(1, 2);
void genus_report_put_data(const genus_results *results, genus_text *page) GENUS_NONNULL(1, 2);
void genus_report_put_settings(const genus_results *results, genus_text *page) GENUS_NONNULL(1, 2);

// ------------------------------------------------------------------------------------- the page

/** Writes the page into a text: HTML that is well-formed XML, too. Thread class of all: any. */
void genus_report_page(const genus_results *results, genus_text *page) GENUS_NONNULL(1, 2);

/** Writes the page to a file, which is replaced whole. @return GENUS_OK, _MEMORY, or what
 *  genus_atomic_file_write() returns.
 */
genus_status genus_report_write(const genus_results *results, const char *path,
                                genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/**
 * Writes the figures into a folder, which is made if it is not there, as confusion.png,
 * classes.png, folds.png, curves.png, reliability.png, seconds.png and robustness.png: those that
 * the results have.
 * @return GENUS_OK, GENUS_ERROR_OPEN, _WRITE, _MEMORY; _ARGUMENT: built without cairo.
 */
genus_status genus_report_write_pictures(const genus_results *results, const char *folder,
                                         genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** The page of what a weights file says about itself (results_notes.h). @return What
 * genus_model_load() and genus_report_write() return.
 */
genus_status genus_report_of_weights(const char *weights, const char *path,
                                     genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

#endif

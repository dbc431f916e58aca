// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the files that write the report's page share.

#ifndef GENUS_TRAIN_REPORT_REPORT_PARTS_H
#define GENUS_TRAIN_REPORT_REPORT_PARTS_H

#include "engine/base/text.h"
#include "train/eval/results.h"

/** A non-breaking space and a percent sign, in a format. */
#define GENUS_PERCENT "\xC2\xA0%%"

/** Appends a string, escaped, between tags. Thread class of all: any. */
void genus_report_put(genus_text *page, const char *open, const char *string, const char *close);

/** Sections; each appends nothing if the results do not hold what it shows. */
void genus_report_put_mistakes(const genus_results *results, genus_text *page);
void genus_report_put_data(const genus_results *results, genus_text *page);
void genus_report_put_settings(const genus_results *results, genus_text *page);

#endif

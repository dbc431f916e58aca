// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train table: from a folder of audio to a table of classical features.

#include "train/cli/command.h"

#include "engine/base/atomic_file.h"
#include "engine/base/text.h"
#include "train/cli/shared_options.h"
#include "train/run/classical_table.h"
#include "train/util/interrupt.h"

#include <stddef.h>
#include <stdio.h>

/** What the command line asks for. */
typedef struct request {
    genus_table_request table;
    const char *out;
} request;

static void begin(void *asked) {
    ((request *)asked)->table.threads = genus_default_threads();
}

static const genus_option options[] = {
    {"out", "FILE", "where the table goes",
     "It is there when the whole of it is, and not at all if the work is interrupted.",
     GENUS_OPTION_FIELD(request, out), .writes = true},
    {"segment", "SECONDS",
     "one row for each whole segment of so many seconds, 1 to 3600, as in features_3_sec.csv",
     "They count from 0 in the file name\n.Pq Pa blues.00000.0.wav .", "one row a file",
     GENUS_OPTION_FIELD(request, table.segment), .least = 1, .most = 3600},
    {.name = NULL},
};

static genus_status make_table(const void *asked, genus_error *error) {
    const request *request = asked;
    genus_text table = {0};
    genus_table_counts counts = {0};
    genus_interrupt_hold();
    genus_status status = genus_table_make(&request->table, &table, &counts, error);
    if (status == GENUS_OK) {
        status = genus_atomic_file_write(request->out, table.bytes, table.length, error);
    }
    if (status == GENUS_OK) {
        (void)printf("%s: %zu row%s from %zu file%s, %zu file%s skipped\n", request->out,
                     counts.rows, genus_plural(counts.rows), counts.files,
                     genus_plural(counts.files), counts.skipped, genus_plural(counts.skipped));
    }
    genus_text_clear(&table);
    return status;
}

const genus_command genus_command_table = {
    .name = "table",
    .summary = "computes classical features of a folder of audio, as a table in CSV",
    .synopsis = "FOLDER --out FILE [OPTION...]",
    .about = "Computes classical features of every audio file in FOLDER, which has one "
             "sub-folder a class, and writes them to FILE as CSV with the columns of GTZAN's "
             "features_30_sec.csv.",
    .groups = (const genus_option_group[]){{options, 0, NULL},
                                           {genus_threads_options, offsetof(request, table.threads),
                                            false},
                                           {NULL, 0, NULL}},
    .operands = {offsetof(request, table.folder)},
    .request_size = sizeof(request),
    .begin = begin,
    .run = make_table,
};

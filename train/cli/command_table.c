// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train table: from a folder of audio to a table of classical features.

#include "train/cli/commands.h"

#include "engine/base/atomic_file.h"
#include "train/cli/arguments.h"
#include "train/data/dataset.h"
#include "train/run/classical_table.h"
#include "train/util/interrupt.h"
#include "train/util/numbers.h"

#include <stdio.h>

static const char usage[] =
    "Usage: genus-train table FOLDER --out FILE [OPTION...]\n"
    "Computes classical features of every audio file in FOLDER, which has one sub-folder a class,\n"
    "and writes them to FILE as CSV with the columns of GTZAN's features_30_sec.csv.\n"
    "\n"
    "      --out FILE         where the table goes\n"
    "      --segment SECONDS  one row for each whole segment of so many seconds, 1 to 3600, as in\n"
    "                         features_3_sec.csv [one row a file]\n"
    "      --threads N        threads, 1 to 256; the result does not depend on it [one a\n"
    "                         processor]\n"
    "  -h, --help             this text\n";

enum {
    option_out = 256,
    option_segment,
    option_threads,
    longest_segment = 3600,
};

/** What the command line asks for. */
typedef struct request {
    genus_table_request table;
    const char *out;
} request;

static const struct option options[] = {
    {"out", required_argument, NULL, option_out},
    {"segment", required_argument, NULL, option_segment},
    {"threads", required_argument, NULL, option_threads},
    GENUS_HELP_OPTION,
};

static bool take_option(int option, const char *value, void *context) {
    request *request = context;
    switch (option) {
    case option_out:
        request->out = value;
        return true;
    case option_segment:
        return genus_parse_count(value, 1, longest_segment, &request->table.segment);
    default:
        return genus_threads_take(value, &request->table.threads);
    }
}

static genus_status make_table(const request *request, genus_error *error) {
    genus_text table = {0};
    genus_table_counts counts = {0};
    genus_status status = genus_atomic_file_check(request->out, error);
    if (status == GENUS_OK) {
        status = genus_table_make(&request->table, &table, &counts, error);
    }
    if (status == GENUS_OK) {
        status = genus_atomic_file_write(request->out, table.bytes, table.length, error);
    }
    if (status == GENUS_OK) {
        (void)printf("%s: %zu rows from %zu files, %zu files skipped\n", request->out, counts.rows,
                     counts.files, counts.skipped);
    }
    genus_text_clear(&table);
    return status;
}

int genus_command_table(int argc, char **argv) {
    request request = {.table.threads = genus_default_threads()};
    int code = GENUS_EXIT_GOOD;
    const genus_syntax syntax = {usage, options, take_option};
    if (!genus_arguments_read(argc, argv, &syntax, &request, &code)) {
        return code;
    }
    if (argc - optind != 1 || request.out == NULL) {
        return genus_arguments_refuse(argv[0], "needs FOLDER and --out FILE");
    }
    request.table.folder = argv[optind];
    genus_interrupt_hold();
    genus_error error = {0};
    return genus_command_end(argv[0], make_table(&request, &error), &error);
}

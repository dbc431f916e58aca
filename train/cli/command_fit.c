// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train fit: from the command line to genus_fit().

#include "train/cli/commands.h"

#include "train/cli/arguments.h"
#include "train/run/fit.h"
#include "train/util/interrupt.h"
#include "train/util/numbers.h"

#include <stdio.h>

static const char usage[] =
    "Usage: genus-train fit DATA --out WEIGHTS [OPTION...]\n"
    "Trains a network on DATA, a features file or a folder with one sub-folder a class, and\n"
    "writes WEIGHTS. Ctrl-C stops early and keeps the weights so far.\n"
    "\n"
    "      --out FILE         where the weights go\n"
    "      --resume           goes on from FILE.checkpoint, which a run that was stopped or\n"
    "                         killed has left; the weights do not depend on it\n"
    "      --clips FILE       table of clips (clips.csv): duplicates stay in one part\n"
    "      --report FILE      writes the report too, as HTML; see genus-train report\n"
    "      --cache FILE       where the features of a folder are kept from run to run [a file in\n"
    "                         $XDG_CACHE_HOME/genus or ~/.cache/genus]\n"
    "      --no-cache         keeps none and uses none\n"
    "      --threads N        threads; the weights do not depend on it [one a processor]\n"
    "\n" GENUS_RECIPE_USAGE "  -h, --help             this text\n";

enum choice {
    OPTION_OUT = GENUS_OPTION_OWN,
    OPTION_RESUME,
    OPTION_THREADS,
    OPTION_CLIPS,
    OPTION_REPORT,
};

static const struct option long_options[] = {
    {"out", required_argument, NULL, OPTION_OUT},
    {"resume", no_argument, NULL, OPTION_RESUME},
    {"threads", required_argument, NULL, OPTION_THREADS},
    {"clips", required_argument, NULL, OPTION_CLIPS},
    {"report", required_argument, NULL, OPTION_REPORT},
    GENUS_CACHE_OPTIONS,
    GENUS_RECIPE_OPTIONS,
    GENUS_HELP_OPTION,
};

static bool take_option(int option, const char *value, void *request) {
    genus_fit_options *options = request;
    switch (option) {
    case OPTION_OUT:
        options->out = value;
        break;
    case OPTION_RESUME:
        options->resume = true;
        break;
    case OPTION_CLIPS:
        options->clips_csv = value;
        break;
    case OPTION_REPORT:
        options->report = value;
        break;
    case OPTION_THREADS:
        return genus_parse_count(value, 1, 256, &options->threads);
    default:
        return genus_cache_take(option, value, &options->cache) ||
               genus_recipe_take(option, value, &options->recipe);
    }
    return true;
}

int genus_command_fit(int argc, char **argv) {
    genus_fit_options options = {
        .threads = genus_default_threads(),
        .recipe = genus_recipe_default(),
    };
    int code = GENUS_EXIT_GOOD;
    const genus_syntax syntax = {usage, long_options, take_option};
    if (!genus_arguments_read(argc, argv, &syntax, &options, &code)) {
        return code;
    }
    if (optind + 1 != argc || options.out == NULL) {
        return genus_arguments_refuse(argv[0], "needs DATA and --out WEIGHTS");
    }
    options.data = argv[optind];
    genus_interrupt_hold();
    genus_error error = {0};
    return genus_command_end(argv[0], genus_fit(&options, &error), &error);
}

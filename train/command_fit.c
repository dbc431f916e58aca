// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train fit: from the command line to genus_fit().

#include "commands.h"

#include "engine/number.h"
#include "fit.h"
#include "numbers.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
    "Usage: genus-train fit DATA --out WEIGHTS [OPTION...]\n"
    "Trains a network on DATA, a features file or a folder with one sub-folder a class, and\n"
    "writes WEIGHTS. Ctrl-C stops early and keeps the best weights so far.\n"
    "\n"
    "      --out FILE         where the weights go\n"
    "      --arch NAME        genus or seed, the small baseline [genus]\n"
    "      --epochs N         passes over the training clips [100]\n"
    "      --seed N           of the split and of every other random choice [0]\n"
    "      --threads N        threads; the weights do not depend on it [one a processor]\n"
    "      --clips FILE       table of clips (clips.csv): duplicates stay in one part\n"
    "      --batch N          clips a step [32]\n"
    "      --crop N           frames of a training example [128]\n"
    "      --rate X           peak of the learning rate [0.001]\n"
    "      --weight-decay X   of AdamW [0.001]\n"
    "      --warm-up X        share of the steps in which the rate climbs [0.2]\n"
    "      --smoothing X      label smoothing [0.1]\n"
    "      --equaliser X      deviation of the random equaliser in dB [3]\n"
    "      --gain X           random gain within plus and minus X dB [6]\n"
    "      --mask-bands N     widest frequency mask in mel bands [16]\n"
    "      --mask-time X      longest time mask as a share of the crop [0.1667]\n"
    "  -h, --help             this text\n";

enum choice {
    OPTION_OUT = 256,
    OPTION_ARCH,
    OPTION_EPOCHS,
    OPTION_SEED,
    OPTION_THREADS,
    OPTION_CLIPS,
    OPTION_BATCH,
    OPTION_CROP,
    OPTION_RATE,
    OPTION_WEIGHT_DECAY,
    OPTION_WARM_UP,
    OPTION_SMOOTHING,
    OPTION_EQUALISER,
    OPTION_GAIN,
    OPTION_MASK_BANDS,
    OPTION_MASK_TIME,
};

static const struct option long_options[] = {
    {"out", required_argument, NULL, OPTION_OUT},
    {"arch", required_argument, NULL, OPTION_ARCH},
    {"epochs", required_argument, NULL, OPTION_EPOCHS},
    {"seed", required_argument, NULL, OPTION_SEED},
    {"threads", required_argument, NULL, OPTION_THREADS},
    {"clips", required_argument, NULL, OPTION_CLIPS},
    {"batch", required_argument, NULL, OPTION_BATCH},
    {"crop", required_argument, NULL, OPTION_CROP},
    {"rate", required_argument, NULL, OPTION_RATE},
    {"weight-decay", required_argument, NULL, OPTION_WEIGHT_DECAY},
    {"warm-up", required_argument, NULL, OPTION_WARM_UP},
    {"smoothing", required_argument, NULL, OPTION_SMOOTHING},
    {"equaliser", required_argument, NULL, OPTION_EQUALISER},
    {"gain", required_argument, NULL, OPTION_GAIN},
    {"mask-bands", required_argument, NULL, OPTION_MASK_BANDS},
    {"mask-time", required_argument, NULL, OPTION_MASK_TIME},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/// A whole number in least..most.
static bool read_count(const char *text, uint64_t least, uint64_t most, size_t *count) {
    uint64_t value = 0;
    if (!genus_parse_u64(text, most, &value) || value < least) {
        return false;
    }
    *count = (size_t)value;
    return true;
}

/// A number in least..most.
static bool read_number(const char *text, float least, float most, float *number) {
    return genus_number_parse(text, number) && *number >= least && *number <= most;
}

/// Takes one option; false if its value is out of range.
static bool take_option(int option, const char *value, genus_fit_options *options) {
    size_t count = 0;
    bool good = true;
    switch (option) {
    case OPTION_OUT:
        options->out = value;
        break;
    case OPTION_ARCH:
        options->arch = value;
        break;
    case OPTION_CLIPS:
        options->clips_csv = value;
        break;
    case OPTION_EPOCHS:
        return read_count(value, 1, 100000, &options->epochs);
    case OPTION_SEED:
        return genus_parse_u64(value, UINT64_MAX, &options->seed);
    case OPTION_THREADS:
        return read_count(value, 1, 256, &options->threads);
    case OPTION_BATCH:
        return read_count(value, 2, 4096, &options->batch);
    case OPTION_CROP:
        return read_count(value, 1, 4096, &options->crop);
    case OPTION_RATE:
        return read_number(value, 1e-9F, 10.0F, &options->rate);
    case OPTION_WEIGHT_DECAY:
        return read_number(value, 0.0F, 10.0F, &options->weight_decay);
    case OPTION_WARM_UP:
        return read_number(value, 0.0F, 1.0F, &options->warm_up);
    case OPTION_SMOOTHING:
        return read_number(value, 0.0F, 0.99F, &options->smoothing);
    case OPTION_EQUALISER:
        return read_number(value, 0.0F, 60.0F, &options->augmentation.equaliser_db);
    case OPTION_GAIN:
        return read_number(value, 0.0F, 60.0F, &options->augmentation.gain_db);
    case OPTION_MASK_BANDS:
        good = read_count(value, 0, 512, &count);
        options->augmentation.mask_bands = (uint32_t)count;
        break;
    case OPTION_MASK_TIME:
        return read_number(value, 0.0F, 1.0F, &options->augmentation.mask_time_share);
    default:
        good = false;
        break;
    }
    return good;
}

/// Ctrl-C and a polite kill stay pending; the training looks for them between two steps.
static void hold_signals(void) {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigprocmask(SIG_BLOCK, &held, NULL);
}

int genus_command_fit(int argc, char **argv) {
    genus_fit_options options = genus_fit_options_default();
    options.threads = genus_default_threads();
    int option = 0;
    int index = 0;
    while ((option = getopt_long(argc, argv, "h", long_options, &index)) != -1) {
        if (option == 'h') {
            (void)fputs(usage, stdout);
            return GENUS_EXIT_GOOD;
        }
        if (option == '?') {
            return GENUS_EXIT_USAGE;
        }
        if (!take_option(option, optarg, &options)) {
            (void)fprintf(stderr, "genus-train fit: --%s cannot be %s (see --help)\n",
                          long_options[index].name, optarg);
            return GENUS_EXIT_USAGE;
        }
    }
    if (optind + 1 != argc || options.out == NULL) {
        (void)fprintf(stderr, "genus-train fit: it takes DATA and --out WEIGHTS (see --help)\n");
        return GENUS_EXIT_USAGE;
    }
    options.data = argv[optind];
    hold_signals();
    genus_error error = {0};
    const genus_status status = genus_fit(&options, &error);
    if (status != GENUS_OK) {
        (void)fprintf(stderr, "genus-train fit: %s\n", error.message);
        return GENUS_EXIT_FAILED;
    }
    return GENUS_EXIT_GOOD;
}

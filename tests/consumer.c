// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A stranger's program on an installed Genus: knows genus.h and pkg-config, nothing else.
// consumer WEIGHTS: hears four seconds of a chord and prints a verdict.

#include <genus.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define RATE 48000
#define SECONDS 4

int main(int argc, char **argv) {
    genus_error error = {0};
    genus_model *model = NULL;
    if (argc != 2 || genus_model_load(argv[1], &model, &error) != GENUS_OK) {
        (void)fprintf(stderr, "consumer: %s\n", error.message);
        return 1;
    }
    float *samples = malloc((size_t)RATE * SECONDS * sizeof *samples);
    int status = 1;
    if (samples != NULL) {
        for (size_t i = 0; i < (size_t)RATE * SECONDS; i++) {
            double t = (double)i / RATE;
            samples[i] = (float)(0.2 * sin(1382.3 * t) + 0.2 * sin(1741.6 * t));
        }
        genus_listener_options options = genus_listener_options_default();
        options.sample_rate = RATE;
        options.channels = 1;
        genus_verdict verdict;
        if (genus_classify(model, &options, samples, (size_t)RATE * SECONDS, &verdict, &error) ==
                GENUS_OK &&
            verdict.top >= 0) {
            (void)printf("Genus %s hears %s (%s)\n", genus_version(),
                         genus_model_label(model, (uint32_t)verdict.top),
                         genus_state_name(verdict.state));
            status = 0;
        } else {
            (void)fprintf(stderr, "consumer: %s\n", error.message);
        }
    }
    free(samples);
    genus_model_free(model);
    return status;
}

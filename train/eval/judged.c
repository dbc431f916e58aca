// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a network says of clips whose class is known.

#include "train/eval/judged.h"

#include "engine/base/error.h"
#include "engine/stream/verdict.h"
#include "train/eval/predict.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

genus_status genus_judge(const genus_network *network, bool has_background,
                         const genus_dataset *dataset, const size_t *clips, size_t count,
                         unsigned threads, genus_judged *judged, genus_error *error) {
    const uint32_t labels = dataset->label_count;
    *judged = (genus_judged){.clips = count,
                             .labels = labels,
                             .logits = calloc(count * labels + 1, sizeof *judged->logits),
                             .truth = calloc(count + 1, sizeof *judged->truth),
                             .has_background = has_background};
    if (judged->logits == NULL || judged->truth == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for %zu verdicts", count);
    }
    for (size_t i = 0; i < count; i++) {
        judged->truth[i] = dataset->clips[clips[i]].label;
    }
    return genus_predict(network, dataset, clips, count, threads, judged->logits, error);
}

void genus_judged_clear(genus_judged *judged) {
    free(judged->logits);
    free(judged->truth);
    *judged = (genus_judged){0};
}

void genus_judged_posterior(const genus_judged *judged, size_t clip, float temperature,
                            float *posterior) {
    genus_posterior(judged->logits + clip * judged->labels, judged->labels, judged->has_background,
                    temperature, posterior);
}

double genus_judged_loss(const genus_judged *judged, float temperature) {
    double loss = 0.0;
    for (size_t i = 0; i < judged->clips; i++) {
        float posterior[GENUS_LABELS_MAX];
        genus_judged_posterior(judged, i, temperature, posterior);
        loss -= log(fmax((double)posterior[judged->truth[i]], (double)FLT_MIN));
    }
    return loss / (double)judged->clips;
}

genus_confusion genus_judged_confusion(const genus_judged *judged) {
    genus_confusion confusion = {.label_count = judged->labels};
    for (size_t i = 0; i < judged->clips; i++) {
        genus_confusion_add(&confusion, judged->truth[i],
                            genus_argmax(judged->logits + i * judged->labels, judged->labels));
    }
    return confusion;
}

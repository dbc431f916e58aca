// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What was heard of a song, as posteriors.

#include "engine/stream/evidence.h"

#include <string.h>

genus_evidence genus_evidence_of(const genus_model *model, genus_columns *columns, size_t window) {
    return (genus_evidence){
        .config = genus_model_get_config(model), .columns = columns, .window = window};
}

static bool judge_window(const genus_evidence *evidence, float *posterior) {
    const genus_model_config *config = evidence->config;
    float logits[GENUS_LABELS_MAX];
    if (!genus_columns_logits(evidence->columns, evidence->window, logits)) {
        return false;
    }
    genus_posterior(logits, config->label_count, config->arch.has_background, config->temperature,
                    posterior);
    return true;
}

// Silence has no genre: as long as the newest frames are silent, what was said of the music before
// them stands. A short song that has ended would lose its genre to the silence after it, before
// that is long enough to be told for one.
bool genus_evidence_window(const genus_evidence *evidence, float *posterior) {
    if (!evidence->is_pausing || !evidence->has_held) {
        return judge_window(evidence, posterior);
    }
    memcpy(posterior, evidence->held, sizeof evidence->held);
    return true;
}

void genus_evidence_pause(genus_evidence *evidence, bool is_pausing) {
    if (is_pausing && !evidence->is_pausing) {
        evidence->has_held = judge_window(evidence, evidence->held);
    }
    evidence->is_pausing = is_pausing;
}

void genus_evidence_add_column(genus_evidence *evidence, bool is_loud) {
    evidence->since_commit++;
    evidence->loud_since_commit += is_loud ? 1 : 0;
}

void genus_evidence_commit(genus_evidence *evidence) {
    float posterior[GENUS_LABELS_MAX];
    if (evidence->loud_since_commit > 0 && genus_evidence_window(evidence, posterior)) {
        genus_track_add(&evidence->track, posterior, evidence->config->label_count,
                        (double)evidence->loud_since_commit);
    }
    evidence->since_commit = 0;
    evidence->loud_since_commit = 0;
}

void genus_evidence_set_window(genus_evidence *evidence, size_t window) {
    if (evidence->since_commit >= window) {
        genus_evidence_commit(evidence);
    }
    evidence->window = window;
}

void genus_evidence_keep(genus_evidence *evidence, size_t columns) {
    genus_columns_keep(evidence->columns, columns);
    evidence->has_held = false;
    genus_evidence_forget_track(evidence);
    evidence->since_commit = columns;
    evidence->loud_since_commit = columns;
}

void genus_evidence_forget_track(genus_evidence *evidence) {
    evidence->track = (genus_track){.weight = 0.0};
}

bool genus_evidence_track(const genus_evidence *evidence, const float *window, float *posterior) {
    return genus_track_posterior(&evidence->track, window, (double)evidence->loud_since_commit,
                                 evidence->config->label_count, posterior);
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Every verdict of a stream is the whole window's: ten minutes in blocks of any size, through gaps,
// restarts and changes of the window, against a plain chain that keeps every frame and passes each
// window through the network anew.

#include "engine/audio/frontend.h"
#include "engine/model/model.h"
#include "engine/stream/verdict.h"
#include "support/random_model.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RATE ((size_t)22050)
#define MINUTES 10
#define PIECES_MAX 64 ///< Stretches without a gap.
#define TOLERANCE 1e-5F
#define LOG_TOLERANCE 1e-3F
#define EVERY 7          ///< Verdicts checked: the oracle is slow.
#define LOST (30 * RATE) ///< More than any ring of a listener holds.

// Xorshift32 (Marsaglia 2003).
static uint32_t next_random(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static uint32_t below(uint32_t *state, uint32_t bound) {
    return next_random(state) % bound;
}

// Tones that wander, and noise that comes and goes.
static float *make_music(size_t count) {
    float *samples = malloc(count * sizeof *samples);
    assert_non_null(samples);
    uint32_t random = 7;
    float phase = 0.0F;
    float step = 0.05F;
    for (size_t i = 0; i < count; i++) {
        if (i % 5000 == 0) {
            step = 0.01F + 0.2F * (float)below(&random, 1000) / 1000.0F;
        }
        phase = fmodf(phase + step, 6.2831853F);
        const float noise = (float)next_random(&random) / 2147483648.0F - 1.0F;
        const float loud = (float)(i / 7000 % 4) / 4.0F;
        samples[i] = 0.3F * sinf(phase) + 0.2F * loud * noise;
    }
    return samples;
}

// ------------------------------------------------------------------------------------ plain chain

// Samples that follow each other without a gap, as frames.
typedef struct stretch {
    float *frames; // [count][bands]
    size_t count;
    bool restarts; // The window begins here.
} stretch;

typedef struct history {
    const genus_model *model;
    stretch stretches[PIECES_MAX];
    size_t count;
} history;

static void add_stretch(history *self, const float *samples, size_t count, bool restarts) {
    const genus_frontend_settings *settings = &genus_model_get_config(self->model)->frontend;
    assert_true(self->count < PIECES_MAX);
    stretch *made = &self->stretches[self->count++];
    const size_t room = count / settings->hop + 2;
    genus_frontend *frontend = NULL;
    assert_int_equal(genus_frontend_new(settings, (double)RATE, &frontend, NULL), GENUS_OK);
    *made = (stretch){.frames = calloc(room, settings->mel_bands * sizeof(float)),
                      .restarts = restarts};
    assert_non_null(made->frames);
    size_t used = 0;
    made->count = genus_frontend_process(frontend, samples, count, &used, made->frames, NULL, room);
    assert_int_equal(used, count);
    genus_frontend_free(frontend);
}

static void clear_history(history *self) {
    for (size_t i = 0; i < self->count; i++) {
        free(self->stretches[i].frames);
    }
    self->count = 0;
}

// Columns of which every frame lies within so many seconds.
static size_t columns_in(const genus_model *model, double seconds) {
    const genus_frontend_settings *settings = &genus_model_get_config(model)->frontend;
    const double frames = floor((seconds * (double)RATE - settings->frame_length) / settings->hop);
    return genus_network_columns(genus_model_network(model), (size_t)frames + 1);
}

// The posterior after the first `frames` frames of the last stretch, over `window` columns: every
// column through the trunk anew, the newest stretch first.
static bool plain_posterior(const history *self, size_t frames, size_t window, float *posterior) {
    const genus_model_config *config = genus_model_get_config(self->model);
    const genus_network *network = genus_model_network(self->model);
    const size_t size = genus_network_column_size(network);
    float *columns = calloc(window, size * sizeof *columns);
    genus_workspace *workspace = genus_workspace_new(network, window);
    assert_non_null(columns);
    assert_non_null(workspace);
    size_t missing = window;
    for (size_t i = self->count; i > 0 && missing > 0; i--) {
        const stretch *from = &self->stretches[i - 1];
        const size_t all = genus_network_columns(network, i == self->count ? frames : from->count);
        const size_t taken = all < missing ? all : missing;
        if (taken > 0) {
            const size_t first = (all - taken) * genus_network_stride(network);
            missing -= taken;
            genus_network_trunk(network, workspace,
                                from->frames + first * config->frontend.mel_bands, taken,
                                columns + missing * size);
        }
        if (from->restarts) {
            break;
        }
    }
    const bool any = missing < window;
    if (any) {
        float logits[GENUS_LABELS_MAX];
        genus_network_head(network, workspace, columns + missing * size, window - missing, NULL, 0,
                           logits);
        genus_posterior(logits, config->label_count, config->arch.has_background,
                        config->temperature, posterior);
    }
    free(columns);
    genus_workspace_free(workspace);
    return any;
}

// ----------------------------------------------------------------------------------------- stream

typedef struct session {
    genus_listener *listener;
    history history;
    double heard_before; // Seconds of the stream in earlier stretches, as far as frames cover them.
    size_t window;       // Columns.
    size_t checked;
    uint64_t sequence;
} session;

// Frames of the present stretch that a verdict has heard.
static size_t frames_heard(const session *self, const genus_verdict *verdict) {
    const genus_frontend_settings *settings =
        &genus_model_get_config(self->history.model)->frontend;
    const double samples = round((verdict->stream_seconds - self->heard_before) * (double)RATE);
    assert_true(samples >= settings->frame_length);
    return ((size_t)samples - settings->frame_length) / settings->hop + 1;
}

static void check_verdict(session *self) {
    genus_verdict verdict;
    genus_listener_read(self->listener, &verdict);
    if (verdict.sequence == self->sequence) {
        return;
    }
    self->sequence = verdict.sequence;
    if (verdict.sequence % EVERY != 0 || verdict.top < 0) {
        return;
    }
    float expected[GENUS_LABELS_MAX] = {0.0F};
    assert_true(
        plain_posterior(&self->history, frames_heard(self, &verdict), self->window, expected));
    for (size_t i = 0; i < genus_model_label_count(self->history.model); i++) {
        assert_float_equal(verdict.posterior[i], expected[i], TOLERANCE);
        // Random weights may be very sure; the logarithms still tell one window from another.
        if (expected[i] > FLT_MIN) {
            assert_float_equal(logf(verdict.posterior[i]), logf(expected[i]), LOG_TOLERANCE);
        }
    }
    self->checked++;
}

// Writes a stretch in blocks of random sizes; the worker comes by after each.
static void hear(session *self, const float *samples, size_t count, uint32_t *random) {
    for (size_t at = 0; at < count;) {
        const size_t wanted = 1 + below(random, below(random, 4) == 0 ? 30000 : 1500);
        const size_t block = count - at < wanted ? count - at : wanted;
        assert_int_equal(genus_listener_write_interleaved(self->listener, samples + at, block),
                         block);
        (void)genus_listener_work(self->listener);
        check_verdict(self);
        at += block;
    }
    const genus_frontend_settings *settings =
        &genus_model_get_config(self->history.model)->frontend;
    const size_t frames = self->history.stretches[self->history.count - 1].count;
    if (frames > 0) {
        const size_t covered = settings->frame_length + (frames - 1) * settings->hop;
        self->heard_before += (double)covered / (double)RATE;
    }
}

static void every_verdict_is_the_whole_windows(void **state) {
    const size_t count = (size_t)MINUTES * 60 * RATE;
    float *music = make_music(count);
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = (double)RATE;
    options.channels = 1;
    options.interval_seconds = 0.7;
    session self = {.history = {.model = *state}, .window = columns_in(*state, 30.0)};
    assert_int_equal(genus_listener_new(*state, &options, &self.listener, NULL), GENUS_OK);
    float *too_much = calloc(LOST, sizeof *too_much);
    assert_non_null(too_much);

    uint32_t random = 99;
    bool restarts = true;
    size_t at = 0;
    while (at < count) {
        const size_t wanted = RATE / 2 + below(&random, (uint32_t)(45 * RATE));
        const size_t length = count - at < wanted ? count - at : wanted;
        add_stretch(&self.history, music + at, length, restarts);
        hear(&self, music + at, length, &random);
        at += length;
        restarts = below(&random, 3) == 0;
        if (restarts) {
            genus_listener_restart(self.listener, GENUS_RESTART_WINDOW);
        } else {
            // A block that no ring can take is lost, and leaves a gap.
            assert_int_equal(genus_listener_write_interleaved(self.listener, too_much, LOST), 0);
        }
        if (below(&random, 2) == 0) {
            const double window = 5.0 + (double)below(&random, 26);
            genus_listener_set_window(self.listener, window);
            self.window = columns_in(*state, window);
        }
    }
    assert_true(self.history.count > 15);
    assert_true(self.checked > 80);
    clear_history(&self.history);
    genus_listener_free(self.listener);
    free(too_much);
    free(music);
}

static int load(void **state) {
    genus_model *model = NULL;
    if (genus_test_random_model("genus", 10, 0.5F, 1, &model, NULL) != GENUS_OK) {
        return -1;
    }
    *state = model;
    return 0;
}

static int unload(void **state) {
    genus_model_free(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verdict_is_the_whole_windows),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

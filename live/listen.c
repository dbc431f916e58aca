// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Listening live. The loop is the worker of the listener too; only a device's audio comes from
// another thread.

#include "live/listen.h"
#include "engine/base/clock.h"
#include "live/presenter.h"
#include "live/shipped.h"
#include "live/source/source_portaudio.h"
#include "live/source/source_realtime.h"
#include "live/source/source_stdin.h"
#include "live/util/message.h"
#include "live/util/stop.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TICK_SECONDS 0.05
#define RETRY_SECONDS 1.0

typedef struct session {
    const genus_live_options *options;
    genus_model *model;
    genus_presenter *presenter;
    char device[GENUS_INPUT_NAME_SIZE]; // What to look for when it is gone; empty: the default one.

    bool is_connected;
    genus_input input;
    genus_feed feed;
    genus_listener *listener;
    uint64_t sequence; // Of the last verdict that was taken.

    // Program time and counts before this connection.
    double seconds_before;
    uint64_t dropped_before;
    uint64_t overflows_before;
    double gone_since;   // Monotonic seconds at which `seconds_before` was right.
    double next_attempt; // Monotonic seconds.
    uint64_t dropped;    // In this connection.
} session;

// ------------------------------------------------------------------------------------------- time

// Program time goes by what was heard while there is input, else by the clock.
static double program_seconds(const session *self) {
    return self->seconds_before + (self->is_connected
                                       ? (double)self->feed.frames / self->input.sample_rate
                                       : genus_monotonic_seconds() - self->gone_since);
}

static genus_presenter_source describe_source(const session *self) {
    if (!self->is_connected) {
        return (genus_presenter_source){.overflows = self->overflows_before,
                                        .is_waiting = self->options->wait};
    }
    return (genus_presenter_source){
        .name = self->input.name,
        .sample_rate = self->input.sample_rate,
        .channels = self->input.channels,
        .feed = &self->feed,
        .overflows = self->overflows_before + self->feed.overflows,
    };
}

// Passes the newest verdict on, if it is one that was not seen yet.
static void take_verdict(session *self) {
    genus_verdict verdict;
    genus_listener_read(self->listener, &verdict);
    if (verdict.sequence == self->sequence) {
        return;
    }
    self->sequence = verdict.sequence;
    self->dropped = verdict.dropped_samples + self->feed.dropped;
    const genus_presenter_source source = describe_source(self);
    genus_presenter_hear(self->presenter, &source, &verdict,
                         self->seconds_before + verdict.stream_seconds,
                         self->dropped_before + self->dropped);
}

// ------------------------------------------------------------------------------------- connection

static genus_status open_input(session *self, genus_error *error) {
    const genus_live_options *options = self->options;
    char path[PATH_MAX];
    switch (options->from) {
    case GENUS_FROM_FILE:
        return genus_realtime_open(options->paths[0], &self->input, error);
    case GENUS_FROM_STDIN:
        return genus_stdin_open(STDIN_FILENO, options->has_raw ? &options->raw : NULL, &self->input,
                                error);
    case GENUS_FROM_DEMO:
        if (genus_live_find_demo(path, error) != GENUS_OK) {
            return error->status;
        }
        return genus_realtime_open(path, &self->input, error);
    case GENUS_FROM_DEVICE:
        break;
    }
    return genus_portaudio_open(self->device[0] != '\0' ? self->device : NULL, options->verbose,
                                &self->input, error);
}

static genus_status start_listening(session *self, genus_error *error) {
    const genus_listener_options options = {
        .sample_rate = self->input.sample_rate,
        .channels = self->input.channels,
        .window_seconds = self->presenter != NULL ? genus_presenter_window(self->presenter)
                                                  : self->options->window_seconds,
        .interval_seconds = self->options->interval_seconds,
        .songs = !self->options->one_song,
    };
    const genus_status status = genus_listener_new(self->model, &options, &self->listener, error);
    if (status != GENUS_OK) {
        return status;
    }
    genus_listener_set_pause(self->listener, self->options->pause_seconds);
    genus_feed_start(&self->feed, self->listener, self->input.sample_rate, self->input.channels);
    return self->input.start(self->input.self, &self->feed, error);
}

static void close_input(session *self) {
    if (self->input.close != NULL) {
        self->input.close(self->input.self);
        self->input.close = NULL;
    }
}

static void free_listener(session *self) {
    genus_listener_free(self->listener);
    self->listener = NULL;
    self->is_connected = false;
}

static genus_status connect_input(session *self, genus_error *error) {
    genus_status status = open_input(self, error);
    if (status != GENUS_OK) {
        return status;
    }
    status = start_listening(self, error);
    if (status != GENUS_OK) {
        close_input(self);
        free_listener(self);
        return status;
    }
    self->seconds_before = program_seconds(self);
    self->is_connected = true;
    self->sequence = 0;
    self->dropped = 0;
    if (self->options->device != NULL) {
        // Indices change when devices come and go; names stay.
        (void)snprintf(self->device, sizeof self->device, "%s", self->input.name);
    }
    return GENUS_OK;
}

static void disconnect_input(session *self) {
    if (!self->is_connected) {
        return;
    }
    close_input(self); // From here on nobody writes.
    genus_listener_finish(self->listener);
    take_verdict(self);
    genus_presenter_end_song(self->presenter);
    self->seconds_before = program_seconds(self);
    self->gone_since = genus_monotonic_seconds();
    self->overflows_before += self->feed.overflows;
    self->dropped_before += self->dropped;
    free_listener(self);
}

// -------------------------------------------------------------------------------------------- loop

// Whether it is worth waiting for what just failed.
static bool can_wait(const session *self, genus_status status) {
    return self->options->wait && (status == GENUS_ERROR_OPEN || status == GENUS_ERROR_READ);
}

static void stand_by(session *self, const genus_error *error) {
    char message[sizeof error->message + 32];
    (void)snprintf(message, sizeof message, "%s; waiting for it", error->message);
    genus_presenter_tell(self->presenter, message);
    self->next_attempt = genus_monotonic_seconds() + RETRY_SECONDS;
}

typedef enum outcome {
    OUTCOME_GOES_ON,
    OUTCOME_ENDED,
    OUTCOME_FAILED, // The error says why.
} outcome;

static outcome process(session *self, genus_error *error) {
    const genus_input_event event = self->input.wait(self->input.self, TICK_SECONDS, error);
    genus_listener_set_window(self->listener, genus_presenter_window(self->presenter));
    if (genus_listener_work(self->listener) > 0) {
        take_verdict(self);
    }
    if (event != GENUS_INPUT_FAILED) {
        return event == GENUS_INPUT_ENDED ? OUTCOME_ENDED : OUTCOME_GOES_ON;
    }
    disconnect_input(self);
    if (!can_wait(self, error->status)) {
        return OUTCOME_FAILED;
    }
    stand_by(self, error);
    return OUTCOME_GOES_ON;
}

static outcome try_again(session *self, genus_error *error) {
    genus_sleep(TICK_SECONDS);
    if (genus_monotonic_seconds() < self->next_attempt) {
        return OUTCOME_GOES_ON;
    }
    const genus_status status = connect_input(self, error);
    if (status == GENUS_OK) {
        char message[GENUS_INPUT_NAME_SIZE + 32];
        (void)snprintf(message, sizeof message, "%s: is there, listening", self->input.name);
        genus_presenter_tell(self->presenter, message);
        return OUTCOME_GOES_ON;
    }
    self->next_attempt = genus_monotonic_seconds() + RETRY_SECONDS;
    return can_wait(self, status) ? OUTCOME_GOES_ON : OUTCOME_FAILED;
}

static bool is_over(const session *self) {
    int reason = 0;
    return genus_stop_requested() || genus_presenter_is_lost(self->presenter, &reason) ||
           (self->options->seconds > 0.0 && program_seconds(self) >= self->options->seconds);
}

static outcome obey(session *self) {
    switch (genus_presenter_poll(self->presenter)) {
    case GENUS_REQUEST_QUIT:
        return OUTCOME_ENDED;
    case GENUS_REQUEST_RESTART:
        if (self->is_connected) {
            genus_listener_restart(self->listener, GENUS_RESTART_WINDOW);
        }
        return OUTCOME_GOES_ON;
    default:
        return OUTCOME_GOES_ON;
    }
}

static outcome run(session *self, genus_error *error) {
    outcome result = OUTCOME_GOES_ON;
    while (result == OUTCOME_GOES_ON && !is_over(self)) {
        result = self->is_connected ? process(self, error) : try_again(self, error);
        const genus_presenter_source source = describe_source(self);
        genus_presenter_show(self->presenter, &source, program_seconds(self));
        if (result == OUTCOME_GOES_ON) {
            result = obey(self);
        }
    }
    return result;
}

// --------------------------------------------------------------------------------------- beginning

static void complain_of_input(const session *self, const genus_error *error) {
    const bool could_wait =
        self->options->from == GENUS_FROM_DEVICE &&
        (error->status == GENUS_ERROR_OPEN || error->status == GENUS_ERROR_READ);
    char message[sizeof error->message + 64];
    (void)snprintf(message, sizeof message, "%s%s", error->message,
                   could_wait ? "; --wait waits for it, --demo needs none" : "");
    genus_complain(NULL, message);
}

// Prints what is left to say, once the view has given the terminal back.
static bool end(session *self, outcome result, const genus_error *error) {
    int reason = 0;
    const bool is_lost = genus_presenter_is_lost(self->presenter, &reason);
    const double seconds = program_seconds(self);
    const bool has_lost_songs = genus_presenter_has_lost_songs(self->presenter);
    if (is_lost && reason == 0) { // A reader that has seen enough, such as head, is no fault.
        genus_presenter_free(self->presenter);
        return !has_lost_songs;
    }
    genus_presenter_sum_up(self->presenter, seconds);
    genus_presenter_free(self->presenter);
    if (is_lost) {
        genus_complain("standard output", strerror(reason));
    } else if (result == OUTCOME_FAILED) {
        complain_of_input(self, error);
    }
    return !is_lost && !has_lost_songs && result != OUTCOME_FAILED;
}

bool genus_listen(const genus_live_options *options, genus_model *model) {
    genus_error error = {.status = GENUS_OK};
    session self = {.options = options, .model = model};
    (void)snprintf(self.device, sizeof self.device, "%s",
                   options->device != NULL ? options->device : "");
    genus_stop_catch();
    // Before the screen opens: most of what can go wrong goes wrong here.
    const genus_status status = connect_input(&self, &error);
    if (status != GENUS_OK && !can_wait(&self, status)) {
        if (status != GENUS_ERROR_INTERRUPTED) {
            complain_of_input(&self, &error);
        }
        return status == GENUS_ERROR_INTERRUPTED;
    }
    genus_error problem;
    if (genus_presenter_new(options, model, &self.presenter, &problem) != GENUS_OK) {
        genus_complain(NULL, problem.message);
        close_input(&self);
        free_listener(&self);
        return false;
    }
    // Time begins with the listening, or with the waiting for it.
    self.seconds_before = 0.0;
    self.gone_since = genus_monotonic_seconds();
    if (status != GENUS_OK) {
        stand_by(&self, &error);
    }
    const outcome result = run(&self, &error);
    disconnect_input(&self);
    return end(&self, result, &error);
}

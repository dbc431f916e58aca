// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the audience sees.

#include "live/presenter.h"
#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "live/screen/view_screen.h"
#include "live/util/message.h"
#include "live/util/usage.h"
#include "live/view/history.h"
#include "live/view/song_log.h"
#include "live/view/view_verdicts.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOW_SECONDS 0.1 // Between two pictures without a new verdict.
#define MESSAGE_SECONDS 8.0
#define WINDOW_STEP 5.0
#define HURRY_SECONDS 2.0 // Ahead of the clock by this, it is no live input.

struct genus_presenter {
    const genus_model *model;
    const char *labels[GENUS_LABELS_MAX];
    bool verbose;
    genus_view view;
    bool has_screen;
    bool is_lost;
    int lost_reason;
    genus_history *history;
    genus_song_log *log;
    genus_usage usage;
    genus_view_state scene; // Of the last time.
    genus_verdict newest;
    double shown_at; // Monotonic seconds.
    char message[600];
    double told_at;      // Monotonic seconds.
    double began_at;     // Monotonic seconds.
    bool is_hurried;     // What is heard came faster than it plays.
    bool has_lost_songs; // Some could not be logged.
};

// ----------------------------------------------------------------------------------- new and free

static genus_status open_view(genus_presenter *presenter, const genus_live_options *options,
                              genus_error *error) {
    if (options->csv) {
        return genus_view_verdicts_csv(stdout, &presenter->view, error);
    }
    if (!options->json && isatty(STDOUT_FILENO) == 1) {
        presenter->has_screen = genus_screen_open(&presenter->view, error) == GENUS_OK;
        if (presenter->has_screen) {
            return GENUS_OK;
        }
        genus_complain("no screen, a line a verdict instead", error->message);
    }
    presenter->view = genus_view_verdicts_json(stdout);
    return GENUS_OK;
}

genus_status genus_presenter_new(const genus_live_options *options, const genus_model *model,
                                 genus_presenter **presenter, genus_error *error) {
    *presenter = NULL;
    genus_presenter *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory");
    }
    made->model = model;
    made->verbose = options->verbose;
    made->began_at = genus_monotonic_seconds();
    made->usage = genus_usage_begin();
    made->newest = (genus_verdict){.top = -1, .track_top = -1};
    const uint32_t label_count = genus_model_label_count(model);
    for (uint32_t i = 0; i < label_count; i++) {
        made->labels[i] = genus_model_label(model, i);
    }
    made->scene = (genus_view_state){
        .labels = made->labels,
        .label_count = label_count,
        .verdict = made->newest,
        .window_seconds = options->window_seconds,
        .is_sorted = true,
    };
    made->history = genus_history_new(genus_model_sure_threshold(model));
    genus_status status =
        made->history != NULL ? GENUS_OK : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory");
    if (status == GENUS_OK && options->log != NULL) {
        status = genus_song_log_open(options->log, &made->log, error);
    }
    if (status == GENUS_OK) {
        status = open_view(made, options, error);
    }
    if (status != GENUS_OK) {
        genus_presenter_free(made);
        return status;
    }
    *presenter = made;
    return GENUS_OK;
}

static void close_view(genus_presenter *presenter) {
    if (presenter->view.close != NULL) {
        presenter->view.close(presenter->view.self);
        presenter->view = (genus_view){.self = NULL};
    }
}

void genus_presenter_free(genus_presenter *presenter) {
    if (presenter == NULL) {
        return;
    }
    close_view(presenter);
    genus_song_log_close(presenter->log);
    genus_history_free(presenter->history);
    free(presenter);
}

// ------------------------------------------------------------------------------------------- show

// While there is no input the reason stays; other messages go after a while.
static const char *message_for(const genus_presenter *presenter,
                               const genus_presenter_source *source) {
    const bool is_old = genus_monotonic_seconds() - presenter->told_at > MESSAGE_SECONDS;
    return presenter->message[0] == '\0' || (is_old && !source->is_waiting) ? NULL
                                                                            : presenter->message;
}

static void show(genus_presenter *presenter, const genus_presenter_source *source, double seconds,
                 bool news) {
    genus_view_state *scene = &presenter->scene;
    genus_usage_update(&presenter->usage);
    scene->has_news = news;
    if (!scene->held) {
        scene->verdict = presenter->newest;
    }
    scene->seconds = seconds;
    scene->wall_time = genus_wall_seconds();
    scene->source = source->name;
    scene->sample_rate = source->sample_rate;
    scene->channels = source->channels;
    scene->is_waiting = source->is_waiting;
    scene->message = message_for(presenter, source);
    scene->overflows = source->overflows;
    scene->cpu_load = presenter->usage.load;
    scene->meter =
        source->feed != NULL ? genus_meter_read(&source->feed->meter) : genus_meter_silence();
    scene->songs = genus_history_songs(presenter->history, &scene->song_count);
    scene->song_plays = genus_history_is_playing(presenter->history);
    scene->history = genus_history_moments(presenter->history, &scene->history_count);
    presenter->shown_at = genus_monotonic_seconds();
    if (!presenter->is_lost && !presenter->view.show(presenter->view.self, scene)) {
        presenter->is_lost = true;
        presenter->lost_reason = errno == EPIPE || errno == EINTR ? 0 : errno;
    }
}

static void log_song(genus_presenter *presenter, const genus_song *song) {
    genus_error error;
    if (presenter->log != NULL && song != NULL &&
        genus_song_log_add(presenter->log, song, presenter->labels, &error) != GENUS_OK) {
        presenter->has_lost_songs = true;
        genus_presenter_tell(presenter, error.message);
    }
}

// The wall clock, or NAN where what is heard came faster than it plays.
static double wall_time_of(genus_presenter *presenter, double seconds) {
    const double elapsed = genus_monotonic_seconds() - presenter->began_at;
    presenter->is_hurried = presenter->is_hurried || seconds > elapsed + HURRY_SECONDS;
    return presenter->is_hurried ? NAN : genus_wall_seconds();
}

void genus_presenter_hear(genus_presenter *presenter, const genus_presenter_source *source,
                          const genus_verdict *verdict, double seconds, uint64_t dropped) {
    presenter->newest = *verdict;
    presenter->scene.dropped = dropped;
    log_song(presenter, genus_history_hear(presenter->history, verdict, seconds,
                                           wall_time_of(presenter, seconds)));
    show(presenter, source, seconds, true);
}

void genus_presenter_end_song(genus_presenter *presenter) {
    log_song(presenter, genus_history_end_song(presenter->history));
}

void genus_presenter_show(genus_presenter *presenter, const genus_presenter_source *source,
                          double seconds) {
    if (source->feed == NULL) {
        genus_history_pause(presenter->history, seconds);
        presenter->newest = (genus_verdict){.top = -1, .track_top = -1, .level_dbfs = -120.0F};
    }
    if (genus_monotonic_seconds() - presenter->shown_at >= SHOW_SECONDS) {
        show(presenter, source, seconds, false);
    }
}

// ------------------------------------------------------------------------------------------- keys

static double step_window(double seconds, double step) {
    const double stepped = seconds + step;
    if (stepped < GENUS_WINDOW_MIN) {
        return seconds > GENUS_WINDOW_MIN ? GENUS_WINDOW_MIN : GENUS_WINDOW_MAX;
    }
    if (stepped > GENUS_WINDOW_MAX) {
        return seconds < GENUS_WINDOW_MAX ? GENUS_WINDOW_MAX : GENUS_WINDOW_MIN;
    }
    return stepped;
}

genus_request genus_presenter_poll(genus_presenter *presenter) {
    genus_view_state *scene = &presenter->scene;
    while (presenter->view.poll != NULL) {
        const genus_request request = presenter->view.poll(presenter->view.self);
        switch (request) {
        case GENUS_REQUEST_NONE:
        case GENUS_REQUEST_QUIT:
        case GENUS_REQUEST_RESTART:
            return request;
        case GENUS_REQUEST_HOLD:
            scene->held = !scene->held;
            break;
        case GENUS_REQUEST_ORDER:
            scene->is_sorted = !scene->is_sorted;
            break;
        case GENUS_REQUEST_SHORTER:
            scene->window_seconds = step_window(scene->window_seconds, -WINDOW_STEP);
            break;
        case GENUS_REQUEST_LONGER:
            scene->window_seconds = step_window(scene->window_seconds, WINDOW_STEP);
            break;
        case GENUS_REQUEST_HELP:
            scene->has_help = !scene->has_help;
            break;
        }
        presenter->shown_at = 0.0; // Keys answer at once.
    }
    return GENUS_REQUEST_NONE;
}

double genus_presenter_window(const genus_presenter *presenter) {
    return presenter->scene.window_seconds;
}

// ------------------------------------------------------------------------------------------ words

void genus_presenter_tell(genus_presenter *presenter, const char *message) {
    if (presenter->has_screen) {
        (void)snprintf(presenter->message, sizeof presenter->message, "%s", message);
        presenter->told_at = genus_monotonic_seconds();
    } else {
        genus_complain(NULL, message);
    }
}

bool genus_presenter_has_lost_songs(const genus_presenter *presenter) {
    return presenter->has_lost_songs;
}

bool genus_presenter_is_lost(const genus_presenter *presenter, int *reason) {
    *reason = presenter->lost_reason;
    return presenter->is_lost;
}

static void list_songs(const genus_presenter *presenter) {
    size_t count = 0;
    const genus_song *songs = genus_history_songs(presenter->history, &count);
    for (size_t i = 0; i < count; i++) {
        const unsigned long start = (unsigned long)songs[i].start_seconds;
        const unsigned long length = (unsigned long)songs[i].seconds;
        if (songs[i].top >= 0) {
            (void)fprintf(stderr, "  %3lu:%02lu  %3lu:%02lu  %s, %.0f %%\n", start / 60, start % 60,
                          length / 60, length % 60, presenter->labels[songs[i].top],
                          100.0 * (double)songs[i].confidence);
        }
    }
}

void genus_presenter_sum_up(genus_presenter *presenter, double seconds) {
    const bool had_screen = presenter->has_screen;
    close_view(presenter);
    presenter->has_screen = false;
    const uint64_t songs = genus_history_song_number(presenter->history);
    (void)fprintf(stderr,
                  "genus-live: listened for %.1f s: %" PRIu64 " song%s, %" PRIu64
                  " samples lost, %" PRIu64 " overflow%s\n",
                  seconds, songs, songs == 1 ? "" : "s", presenter->scene.dropped,
                  presenter->scene.overflows, presenter->scene.overflows == 1 ? "" : "s");
    if (had_screen) {
        list_songs(presenter);
    }
    if (presenter->verbose) {
        genus_usage_print(stderr, &presenter->usage);
    }
}

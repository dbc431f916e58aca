// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the audience sees.

#include "live/presenter.h"
#include "live/util/clock.h"
#include "live/util/fail.h"
#include "live/view/history.h"
#include "live/util/message.h"
#include "live/view/song_log.h"
#include "live/util/usage.h"
#include "live/screen/view_screen.h"
#include "live/view/view_verdicts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOW_SECONDS 0.1 // Between two pictures without a new verdict.
#define MESSAGE_SECONDS 8.0
#define WINDOW_STEP 5.0

struct genus_stage {
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
    genus_scene scene; // Of the last time.
    genus_verdict newest;
    double shown_at; // Monotonic seconds.
    char message[600];
    double told_at; // Monotonic seconds.
};

// ----------------------------------------------------------------------------------- new and free

static genus_status open_view(genus_stage *stage, const genus_live_options *options,
                              genus_error *error) {
    if (options->csv) {
        return genus_view_verdicts_csv(stdout, &stage->view, error);
    }
    if (!options->json && isatty(STDOUT_FILENO) == 1) {
        stage->has_screen = genus_screen_open(&stage->view, error) == GENUS_OK;
        if (stage->has_screen) {
            return GENUS_OK;
        }
        genus_complain("no screen, a line a verdict instead", error->message);
    }
    stage->view = genus_view_verdicts_json(stdout);
    return GENUS_OK;
}

genus_status genus_stage_new(const genus_live_options *options, const genus_model *model,
                             genus_stage **stage, genus_error *error) {
    *stage = NULL;
    genus_stage *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return genus_live_fail(error, GENUS_ERROR_MEMORY, "out of memory");
    }
    made->model = model;
    made->verbose = options->verbose;
    made->usage = genus_usage_begin();
    made->newest = (genus_verdict){.top = -1, .track_top = -1};
    const uint32_t label_count = genus_model_label_count(model);
    for (uint32_t i = 0; i < label_count; i++) {
        made->labels[i] = genus_model_label(model, i);
    }
    made->scene = (genus_scene){
        .labels = made->labels,
        .label_count = label_count,
        .verdict = made->newest,
        .window_seconds = options->window_seconds,
        .is_sorted = true,
    };
    made->history = genus_history_new();
    genus_status status = made->history != NULL
                              ? GENUS_OK
                              : genus_live_fail(error, GENUS_ERROR_MEMORY, "out of memory");
    if (status == GENUS_OK && options->log != NULL) {
        status = genus_song_log_open(options->log, &made->log, error);
    }
    if (status == GENUS_OK) {
        status = open_view(made, options, error);
    }
    if (status != GENUS_OK) {
        genus_stage_free(made);
        return status;
    }
    *stage = made;
    return GENUS_OK;
}

static void close_view(genus_stage *stage) {
    if (stage->view.close != NULL) {
        stage->view.close(stage->view.self);
        stage->view = (genus_view){.self = NULL};
    }
}

void genus_stage_free(genus_stage *stage) {
    if (stage == NULL) {
        return;
    }
    close_view(stage);
    genus_song_log_close(stage->log);
    genus_history_free(stage->history);
    free(stage);
}

// ------------------------------------------------------------------------------------------- show

// While there is no input the reason stays; other messages go after a while.
static const char *message_for(const genus_stage *stage, const genus_stage_source *source) {
    const bool is_old = genus_monotonic_seconds() - stage->told_at > MESSAGE_SECONDS;
    return stage->message[0] == '\0' || (is_old && !source->is_waiting) ? NULL : stage->message;
}

static void show(genus_stage *stage, const genus_stage_source *source, double seconds, bool news) {
    genus_scene *scene = &stage->scene;
    genus_usage_look(&stage->usage);
    scene->has_news = news;
    if (!scene->held) {
        scene->verdict = stage->newest;
    }
    scene->seconds = seconds;
    scene->wall_time = genus_wall_seconds();
    scene->source = source->name;
    scene->sample_rate = source->sample_rate;
    scene->channels = source->channels;
    scene->is_waiting = source->is_waiting;
    scene->message = message_for(stage, source);
    scene->overflows = source->overflows;
    scene->cpu_load = stage->usage.load;
    scene->meter =
        source->feed != NULL ? genus_meter_read(&source->feed->meter) : genus_meter_silence();
    scene->songs = genus_history_songs(stage->history, &scene->song_count);
    scene->history = genus_history_moments(stage->history, &scene->history_count);
    stage->shown_at = genus_monotonic_seconds();
    if (!stage->is_lost && !stage->view.show(stage->view.self, scene)) {
        stage->is_lost = true;
        stage->lost_reason = errno == EPIPE || errno == EINTR ? 0 : errno;
    }
}

static void log_song(genus_stage *stage, const genus_song *song) {
    genus_error error;
    if (stage->log == NULL || song == NULL) {
        return;
    }
    const char *genre = song->top >= 0 ? stage->labels[song->top] : NULL;
    if (genus_song_log_add(stage->log, song, genre, &error) != GENUS_OK) {
        genus_stage_tell(stage, error.message);
    }
}

void genus_stage_hear(genus_stage *stage, const genus_stage_source *source,
                      const genus_verdict *verdict, double seconds, uint64_t dropped) {
    stage->newest = *verdict;
    stage->scene.dropped = dropped;
    log_song(stage, genus_history_hear(stage->history, verdict, seconds, genus_wall_seconds()));
    show(stage, source, seconds, true);
}

void genus_stage_end_song(genus_stage *stage) {
    log_song(stage, genus_history_end_song(stage->history));
}

void genus_stage_show(genus_stage *stage, const genus_stage_source *source, double seconds) {
    if (source->feed == NULL) {
        genus_history_pause(stage->history, seconds);
        stage->newest = (genus_verdict){.top = -1, .track_top = -1, .level_dbfs = -120.0F};
    }
    if (genus_monotonic_seconds() - stage->shown_at >= SHOW_SECONDS) {
        show(stage, source, seconds, false);
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

genus_request genus_stage_poll(genus_stage *stage) {
    genus_scene *scene = &stage->scene;
    while (stage->view.poll != NULL) {
        const genus_request request = stage->view.poll(stage->view.self);
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
        stage->shown_at = 0.0; // Keys answer at once.
    }
    return GENUS_REQUEST_NONE;
}

double genus_stage_window(const genus_stage *stage) {
    return stage->scene.window_seconds;
}

// ------------------------------------------------------------------------------------------ words

void genus_stage_tell(genus_stage *stage, const char *message) {
    if (stage->has_screen) {
        (void)snprintf(stage->message, sizeof stage->message, "%s", message);
        stage->told_at = genus_monotonic_seconds();
    } else {
        genus_complain(NULL, message);
    }
}

bool genus_stage_is_lost(const genus_stage *stage, int *reason) {
    *reason = stage->lost_reason;
    return stage->is_lost;
}

static void list_songs(const genus_stage *stage) {
    size_t count = 0;
    const genus_song *songs = genus_history_songs(stage->history, &count);
    for (size_t i = 0; i < count; i++) {
        const unsigned long start = (unsigned long)songs[i].start_seconds;
        const unsigned long length = (unsigned long)songs[i].seconds;
        if (songs[i].top >= 0) {
            (void)fprintf(stderr, "  %3lu:%02lu  %3lu:%02lu  %s, %.0f %%\n", start / 60, start % 60,
                          length / 60, length % 60, stage->labels[songs[i].top],
                          100.0 * (double)songs[i].confidence);
        }
    }
}

void genus_stage_sum_up(genus_stage *stage, double seconds) {
    const bool had_screen = stage->has_screen;
    close_view(stage);
    stage->has_screen = false;
    const uint64_t songs = genus_history_song_number(stage->history);
    (void)fprintf(stderr,
                  "genus-live: listened for %.1f s: %" PRIu64 " song%s, %" PRIu64
                  " samples lost, %" PRIu64 " overflow%s\n",
                  seconds, songs, songs == 1 ? "" : "s", stage->scene.dropped,
                  stage->scene.overflows, stage->scene.overflows == 1 ? "" : "s");
    if (had_screen) {
        list_songs(stage);
    }
    if (stage->verbose) {
        genus_usage_print(stderr, &stage->usage);
    }
}

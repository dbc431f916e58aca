// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Live verdicts for programs. The fields are an interface: genus-live.1 documents them.

#include "live/view/view_verdicts.h"
#include "engine/base/clock.h"
#include "engine/base/csv.h"
#include "engine/base/error.h"
#include "live/util/json_line.h"

#include <stdlib.h>

static const char *genre_of(const genus_view_state *scene) {
    return scene->verdict.top >= 0 ? scene->labels[scene->verdict.top] : NULL;
}

static uint64_t song_of(const genus_view_state *scene) {
    return scene->song_count > 0 ? scene->songs[scene->song_count - 1].number : 0;
}

// ------------------------------------------------------------------------------------------- JSON

static bool add_posterior(cJSON *object, const genus_view_state *scene) {
    cJSON *posterior = cJSON_AddObjectToObject(object, "posterior");
    bool added = posterior != NULL;
    for (uint32_t i = 0; added && i < scene->label_count; i++) {
        added = genus_json_add_rounded(posterior, scene->labels[i],
                                       (double)scene->verdict.posterior[i]);
    }
    return added;
}

static bool show_json(void *self, const genus_view_state *scene) {
    if (!scene->has_news) {
        return true;
    }
    const genus_verdict *verdict = &scene->verdict;
    char wall_time[32];
    genus_iso_time(scene->wall_time, wall_time, sizeof wall_time);
    cJSON *object = cJSON_CreateObject();
    const bool complete =
        object != NULL && genus_json_add_rounded(object, "time", scene->seconds) &&
        genus_json_add_text(object, "wall_time", wall_time) &&
        genus_json_add_text(object, "state", genus_state_name(verdict->state)) &&
        genus_json_add_text(object, "genre", genre_of(scene)) &&
        genus_json_add_rounded(object, "confidence", (double)verdict->confidence) &&
        add_posterior(object, scene) &&
        genus_json_add_rounded(object, "seconds", verdict->seconds_heard) &&
        genus_json_add_rounded(object, "level_dbfs", (double)verdict->level_dbfs) &&
        genus_json_add_rounded(object, "dropped", (double)scene->dropped) &&
        genus_json_add_rounded(object, "overflows", (double)scene->overflows) &&
        genus_json_add_rounded(object, "song", (double)song_of(scene));
    return genus_json_print_line(self, object, complete);
}

static void close_nothing(void *self) {
    (void)self; // The stream is the caller's.
}

genus_view genus_view_verdicts_json(FILE *out) {
    return (genus_view){.self = out, .show = show_json, .close = close_nothing};
}

// -------------------------------------------------------------------------------------------- CSV

typedef struct table {
    FILE *out;
    bool has_header;
} table;

static void print_header(FILE *out, const genus_view_state *scene) {
    (void)fputs("time,wall_time,state,genre,confidence,seconds,level_dbfs,dropped,overflows,song",
                out);
    for (uint32_t i = 0; i < scene->label_count; i++) {
        (void)fputc(',', out);
        genus_csv_write(out, scene->labels[i]);
    }
    (void)fputc('\n', out);
}

static bool show_csv(void *self, const genus_view_state *scene) {
    table *rows = self;
    if (!scene->has_news) {
        return true;
    }
    if (!rows->has_header) {
        print_header(rows->out, scene);
        rows->has_header = true;
    }
    const genus_verdict *verdict = &scene->verdict;
    const char *genre = genre_of(scene);
    char wall_time[32];
    genus_iso_time(scene->wall_time, wall_time, sizeof wall_time);
    (void)fprintf(rows->out, "%.3f,%s,%s,", scene->seconds, wall_time,
                  genus_state_name(verdict->state));
    genus_csv_write(rows->out, genre != NULL ? genre : "");
    (void)fprintf(rows->out, ",%.6f,%.3f,%.2f,%llu,%llu,%llu", (double)verdict->confidence,
                  verdict->seconds_heard, (double)verdict->level_dbfs,
                  (unsigned long long)scene->dropped, (unsigned long long)scene->overflows,
                  (unsigned long long)song_of(scene));
    for (uint32_t i = 0; i < scene->label_count; i++) {
        (void)fprintf(rows->out, ",%.6f", (double)verdict->posterior[i]);
    }
    (void)fputc('\n', rows->out);
    return genus_flush(rows->out);
}

genus_status genus_view_verdicts_csv(FILE *out, genus_view *view, genus_error *error) {
    table *rows = calloc(1, sizeof *rows);
    if (rows == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the table");
    }
    rows->out = out;
    *view = (genus_view){.self = rows, .show = show_csv, .close = free};
    return GENUS_OK;
}

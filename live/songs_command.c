// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-live --songs. What is printed is an interface: genus-live.1 documents it.

#include "live/songs_command.h"
#include "engine/base/csv.h"
#include "engine/base/path.h"
#include "engine/base/utf8.h"
#include "live/songs/find_songs.h"
#include "live/util/json_line.h"
#include "live/util/message.h"
#include "live/view/view_lines.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define CUE_TRACKS_MAX 99
#define CUE_FRAMES 75.0 // A second.

typedef struct session {
    const genus_live_options *options;
    const genus_model *model;
    const char *path; // Of the file that is heard.
    size_t count;     // Its songs.
    size_t tracks;    // Of the cue sheet.
    bool is_aligned;  // For people.
    bool is_lost;     // Nobody takes what is printed; errno says why.
} session;

// ------------------------------------------------------------------------------------------- rows

static const char *label_of(const session *self, int32_t class) {
    return class >= 0 ? genus_model_label(self->model, (uint32_t) class) : NULL;
}

static void print_time(double seconds, char separator) {
    const long whole = lround(seconds);
    (void)printf("%2ld:%02ld:%02ld%c", whole / 3600, whole / 60 % 60, whole % 60, separator);
}

static void print_row(const session *self, const genus_song *song) {
    const char *state = genus_state_name(song->state);
    const double confidence = (double)song->confidence;
    if (self->is_aligned) {
        print_time(song->start_seconds, ' ');
        print_time(song->seconds, ' ');
        (void)printf(" %-12s  %5.1f %%  %s\n", label_of(self, song->top), 100.0 * confidence,
                     state);
    } else {
        genus_view_write_field(stdout, self->path);
        (void)printf("\t%.1f\t%.1f\t%s\t%.4f\t%s\n", song->start_seconds, song->seconds,
                     label_of(self, song->top), confidence, state);
    }
}

static void print_csv(const session *self, const genus_song *song) {
    genus_csv_write(stdout, self->path);
    (void)printf(",%.1f,%.1f,%s,", song->start_seconds, song->seconds,
                 genus_state_name(song->state));
    genus_csv_write(stdout, label_of(self, song->top));
    (void)printf(",%.4f,", (double)song->confidence);
    genus_csv_write(stdout, song->second >= 0 ? label_of(self, song->second) : "");
    (void)fputc('\n', stdout);
}

static bool print_json(const session *self, const genus_song *song) {
    cJSON *object = cJSON_CreateObject();
    const bool complete = object != NULL && genus_json_add_text(object, "path", self->path) &&
                          genus_json_add_rounded(object, "song", (double)song->number) &&
                          genus_json_add_rounded(object, "offset", song->start_seconds) &&
                          genus_json_add_rounded(object, "seconds", song->seconds) &&
                          genus_json_add_text(object, "state", genus_state_name(song->state)) &&
                          genus_json_add_text(object, "genre", label_of(self, song->top)) &&
                          genus_json_add_rounded(object, "confidence", (double)song->confidence) &&
                          genus_json_add_text(object, "second_genre", label_of(self, song->second));
    return genus_json_print_line(stdout, object, complete);
}

// -------------------------------------------------------------------------------- other programs

// A cue sheet has no way to write a quotation mark, and lines end with lines.
static void print_quoted(const char *text) {
    (void)fputc('"', stdout);
    for (const char *at = text; *at != '\0'; at++) {
        const bool is_plain = (unsigned char)*at >= 0x20 && *at != 0x7F && *at != '"';
        (void)fputc(is_plain ? *at : '\'', stdout);
    }
    (void)fputc('"', stdout);
}

static const char *cue_type(const char *path) {
    const char *extension = genus_path_extension(path);
    const bool is_aiff = strcasecmp(extension, "aiff") == 0 || strcasecmp(extension, "aif") == 0;
    return strcasecmp(extension, "mp3") == 0 ? "MP3" : is_aiff ? "AIFF" : "WAVE";
}

static bool print_cue(session *self, const genus_song *song) {
    if (self->tracks == CUE_TRACKS_MAX) {
        genus_complain(self->path, "a cue sheet holds 99 tracks: the other songs are left out");
        return false;
    }
    if (self->count == 0) {
        (void)fputs("FILE ", stdout);
        print_quoted(self->path);
        (void)printf(" %s\n", cue_type(self->path));
    }
    const char *genre = label_of(self, song->top);
    const long frames = lround(song->start_seconds * CUE_FRAMES);
    (void)printf("  TRACK %02zu AUDIO\n    TITLE ", ++self->tracks);
    print_quoted(genre);
    (void)fputs("\n    REM GENRE ", stdout);
    print_quoted(genre);
    (void)printf("\n    INDEX 01 %02ld:%02ld:%02ld\n", frames / 75 / 60, frames / 75 % 60,
                 frames % 75);
    return true;
}

static void print_label(const session *self, const genus_song *song) {
    (void)printf("%.6f\t%.6f\t", song->start_seconds, song->start_seconds + song->seconds);
    genus_utf8_write_plain(stdout, label_of(self, song->top), strlen(label_of(self, song->top)));
    (void)printf("%s\n", song->state == GENUS_SURE ? "" : "?");
}

// ---------------------------------------------------------------------------------------- command

static bool print_song(void *context, const genus_song *song) {
    session *self = context;
    bool goes_on = true;
    switch (self->options->songs_as) {
    case GENUS_SONGS_CUE:
        goes_on = print_cue(self, song);
        break;
    case GENUS_SONGS_AUDACITY:
        print_label(self, song);
        break;
    case GENUS_SONGS_TABLE:
        if (self->options->json) {
            self->is_lost = !print_json(self, song);
        } else if (self->options->csv) {
            print_csv(self, song);
        } else {
            print_row(self, song);
        }
        break;
    }
    self->count++;
    self->is_lost = self->is_lost || !genus_flush(stdout);
    return goes_on && !self->is_lost;
}

static bool find_in(session *self, genus_model *model, const char *path) {
    genus_error error;
    self->path = path;
    self->count = 0;
    if (self->is_aligned && self->options->path_count > 1) {
        genus_write_plain(stdout, path);
        (void)fputc('\n', stdout);
    }
    const genus_status status =
        genus_find_songs(model, path, self->options->pause_seconds, print_song, self, &error);
    if (self->is_lost) {
        if (errno != EPIPE) { // A reader that has seen enough, such as head, is no fault.
            genus_complain("standard output", strerror(errno));
        }
    } else if (status != GENUS_OK) {
        genus_complain(path, error.message);
    } else if (self->count == 0) {
        genus_complain(path, "no song in it that is long enough for a genre");
    }
    return status == GENUS_OK && self->count > 0 && !self->is_lost;
}

bool genus_songs_command(const genus_live_options *options, genus_model *model) {
    const bool is_table = options->songs_as == GENUS_SONGS_TABLE && !options->json && !options->csv;
    session self = {
        .options = options,
        .model = model,
        .is_aligned = is_table && isatty(STDOUT_FILENO) == 1,
    };
    if (options->songs_as == GENUS_SONGS_TABLE && options->csv) {
        (void)fputs("path,offset,seconds,state,genre,confidence,second_genre\n", stdout);
    }
    bool all_good = true;
    for (size_t i = 0; i < options->path_count && !self.is_lost; i++) {
        all_good = find_in(&self, model, options->paths[i]) && all_good;
    }
    return all_good;
}

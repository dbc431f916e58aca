// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Verdicts on files as lines.

#include "live/view/view_lines.h"
#include "engine/base/csv.h"
#include "engine/base/utf8.h"
#include "live/util/json_line.h"
#include "live/util/message.h"

#include <stdlib.h>

// Labels by falling posterior, the first of equals first.
static void rank(const float *posterior, uint32_t count, uint32_t *order) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = i;
        while (place > 0 && posterior[order[place - 1]] < posterior[i]) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = i;
    }
}

genus_state genus_track_state(const genus_model *model, const genus_verdict *verdict) {
    if (verdict->track_top < 0) {
        return verdict->state == GENUS_LISTENING ? GENUS_LISTENING : GENUS_SILENCE;
    }
    const char *threshold = genus_model_metadata(model, "sure_threshold");
    return threshold != NULL && verdict->track_confidence >= strtof(threshold, NULL) ? GENUS_SURE
                                                                                     : GENUS_UNSURE;
}

// ---------------------------------------------------------------------------------------- columns

void genus_view_write_field(FILE *out, const char *text) {
    while (*text != '\0') {
        uint32_t point = 0;
        const size_t length = genus_utf8_decode(text, SIZE_MAX, &point);
        if (*text == '\\' || *text == '\t' || *text == '\n' || *text == '\r') {
            (void)fprintf(out, "\\%c",
                          *text == '\t'   ? 't'
                          : *text == '\n' ? 'n'
                          : *text == '\r' ? 'r'
                                          : '\\');
        } else if (length > 0 && !genus_utf8_is_unsafe(point)) {
            (void)fwrite(text, 1, length, out);
        } else {
            for (size_t i = 0; i < (length > 0 ? length : 1); i++) {
                (void)fprintf(out, "\\x%02x", (unsigned char)text[i]);
            }
        }
        text += length > 0 ? length : 1;
    }
}

/** One genre of a file. @param is_first Else it is one of the runners-up, which have no state. */
typedef void row_writer(FILE *out, const genus_finding *finding, const genus_line_style *style,
                        const char *genre, double confidence, bool is_first);

static void print_row(FILE *out, const genus_finding *finding, const genus_line_style *style,
                      const char *genre, double confidence, bool is_first) {
    const double seconds = finding->verdict->track_seconds;
    const char *state = is_first ? genus_state_name(finding->state) : "";
    if (style->path_width > 0) {
        genus_write_plain(out, finding->path);
        const int padding = style->path_width - genus_utf8_width(finding->path);
        (void)fprintf(out, "%*s  %-10s  %5.1f %%  %7.1f s%s%s\n", padding > 0 ? padding : 0, "",
                      genre, 100.0 * confidence, seconds, is_first ? "  " : "", state);
    } else {
        genus_view_write_field(out, finding->path);
        (void)fprintf(out, "\t%s\t%.4f\t%.1f\t%s\n", genre, confidence, seconds, state);
    }
}

static void print_csv_row(FILE *out, const genus_finding *finding, const genus_line_style *style,
                          const char *genre, double confidence, bool is_first) {
    (void)style;
    genus_csv_write(out, finding->path);
    (void)fputc(',', out);
    genus_csv_write(out, finding->verdict->track_top >= 0 ? genre : "");
    (void)fprintf(out, ",%.4f,%.1f,%s,%.1f\r\n", confidence, finding->verdict->track_seconds,
                  is_first ? genus_state_name(finding->state) : "", finding->unreadable_seconds);
}

static bool write_rows(FILE *out, const genus_model *model, const genus_finding *finding,
                       const genus_line_style *style, row_writer *write_row) {
    const genus_verdict *verdict = finding->verdict;
    if (verdict->track_top < 0) {
        write_row(out, finding, style, "-", 0.0, true);
        return genus_flush(out);
    }
    const uint32_t label_count = genus_model_label_count(model);
    uint32_t order[GENUS_LABELS_MAX];
    rank(verdict->track_posterior, label_count, order);
    const uint32_t wanted = style->top > 0 ? style->top : 1;
    for (uint32_t i = 0; i < wanted && i < label_count; i++) {
        write_row(out, finding, style, genus_model_label(model, order[i]),
                  (double)verdict->track_posterior[order[i]], i == 0);
    }
    return genus_flush(out);
}

bool genus_view_columns(FILE *out, const genus_model *model, const genus_finding *finding,
                        const genus_line_style *style) {
    return write_rows(out, model, finding, style, print_row);
}

bool genus_view_csv_header(FILE *out) {
    (void)fputs("path,genre,confidence,seconds,state,unreadable_seconds\r\n", out);
    return genus_flush(out);
}

bool genus_view_csv(FILE *out, const genus_model *model, const genus_finding *finding,
                    const genus_line_style *style) {
    return write_rows(out, model, finding, style, print_csv_row);
}

// ------------------------------------------------------------------------------------------- JSON

static bool add_posterior(cJSON *object, const genus_model *model, const genus_verdict *verdict,
                          uint32_t top) {
    const uint32_t label_count = genus_model_label_count(model);
    uint32_t order[GENUS_LABELS_MAX];
    rank(verdict->track_posterior, label_count, order);
    cJSON *posterior = cJSON_AddObjectToObject(object, "posterior");
    bool added = posterior != NULL;
    for (uint32_t i = 0; added && i < label_count && (top == 0 || i < top); i++) {
        const uint32_t label = top > 0 ? order[i] : i;
        added = genus_json_add_rounded(posterior, genus_model_label(model, label),
                                       (double)verdict->track_posterior[label]);
    }
    return added;
}

bool genus_view_json(FILE *out, const genus_model *model, const genus_finding *finding,
                     const genus_line_style *style) {
    const genus_verdict *verdict = finding->verdict;
    const char *genre =
        verdict->track_top >= 0 ? genus_model_label(model, (uint32_t)verdict->track_top) : NULL;
    cJSON *object = cJSON_CreateObject();
    const bool complete =
        object != NULL && genus_json_add_text(object, "path", finding->path) &&
        genus_json_add_text(object, "genre", genre) &&
        genus_json_add_rounded(object, "confidence", (double)verdict->track_confidence) &&
        add_posterior(object, model, verdict, style->top) &&
        genus_json_add_rounded(object, "seconds", verdict->track_seconds) &&
        genus_json_add_text(object, "state", genus_state_name(finding->state)) &&
        (finding->unreadable_seconds <= 0.0 ||
         genus_json_add_rounded(object, "unreadable_seconds", finding->unreadable_seconds));
    return genus_json_print_line(out, object, complete);
}

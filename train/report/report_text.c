// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The report for people.

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "train/report/report.h"

#include <string.h>

enum {
    line_width = 79,
    cell_min = 3,
    count_size = 16,
};

static const char last_average[] = "weighted avg";
static const char corner[] = "true \\ named";

/** Bytes of the first `width` characters of a text. */
static int bytes_of(const char *text, int width) {
    size_t bytes = 0;
    uint32_t point;
    for (; width > 0; width--) {
        bytes += genus_utf8_next(text + bytes, &point);
    }
    return (int)bytes;
}

/** Prints a text flush right, cut to `width` characters. */
static void print_right(FILE *stream, const char *text, int width) {
    const int own = genus_utf8_width(text);
    (void)fprintf(stream, "%*s%.*s", own < width ? width - own : 0, "", bytes_of(text, width),
                  text);
}

static int longest_label(const char *const *labels, uint32_t count) {
    int longest = 0;
    for (uint32_t label = 0; label < count; label++) {
        const int width = genus_utf8_width(labels[label]);
        longest = width > longest ? width : longest;
    }
    return longest;
}

static void print_row(FILE *stream, const char *name, int width, genus_class_score score) {
    print_right(stream, name, width);
    (void)fprintf(stream, "  %9.2f %9.2f %9.2f %9u\n", score.precision, score.recall, score.f1,
                  score.support);
}

static void print_classes(const char *const *labels, const genus_confusion *confusion,
                          FILE *stream) {
    const int longest = longest_label(labels, confusion->label_count);
    const int least = (int)strlen(last_average);
    const int width = longest > least ? longest : least;
    (void)fprintf(stream, "%*s  %9s %9s %9s %9s\n\n", width, "", "precision", "recall", "f1-score",
                  "support");
    for (uint32_t label = 0; label < confusion->label_count; label++) {
        print_row(stream, labels[label], width, genus_confusion_class(confusion, label));
    }
    const uint32_t total = genus_confusion_total(confusion);
    (void)fprintf(stream, "\n%*s  %9s %9s %9.2f %9u\n", width, "accuracy", "", "",
                  genus_confusion_correct(confusion) / (double)total, total);
    print_row(stream, "macro avg", width, genus_confusion_macro(confusion));
    print_row(stream, last_average, width, genus_confusion_weighted(confusion));
}

/** Rows are true classes; a dot stands for none. Heads are cut so that lines fit if they can. */
static void print_confusion(const char *const *labels, const genus_confusion *confusion,
                            FILE *stream) {
    const int longest = longest_label(labels, confusion->label_count);
    const int least = (int)strlen(corner);
    const int width = longest > least ? longest : least;
    const int room = (line_width - width) / (int)confusion->label_count - 1;
    const int wanted = room < longest ? room : longest;
    const int cell = wanted > cell_min ? wanted : cell_min;
    print_right(stream, corner, width);
    for (uint32_t label = 0; label < confusion->label_count; label++) {
        (void)fputc(' ', stream);
        print_right(stream, labels[label], cell);
    }
    (void)fputc('\n', stream);
    for (uint32_t truth = 0; truth < confusion->label_count; truth++) {
        print_right(stream, labels[truth], width);
        for (uint32_t named = 0; named < confusion->label_count; named++) {
            char count[count_size] = ".";
            if (confusion->counts[truth][named] > 0) {
                (void)snprintf(count, sizeof count, "%u", confusion->counts[truth][named]);
            }
            (void)fprintf(stream, " %*s", cell, count);
        }
        (void)fputc('\n', stream);
    }
}

void genus_report_print_classes(const char *const *labels, const genus_confusion *confusion,
                                FILE *stream) {
    print_classes(labels, confusion, stream);
    (void)fputc('\n', stream);
    print_confusion(labels, confusion, stream);
}

void genus_report_print(const genus_report *report, FILE *stream) {
    const uint32_t total = genus_confusion_total(report->confusion);
    const uint32_t correct = genus_confusion_correct(report->confusion);
    const genus_interval interval = genus_wilson(correct, total);
    (void)fprintf(stream, "weights   %s\n", report->weights);
    (void)fprintf(stream, "data      %s, %s: %u clip%s\n", report->data,
                  strcmp(report->part, "all") == 0 ? "all of it" : report->part, total,
                  genus_plural(total));
    if (report->skipped > 0) {
        (void)fprintf(stream, "skipped   %zu file%s that could not be used\n", report->skipped,
                      genus_plural(report->skipped));
    }
    (void)fprintf(stream, "accuracy  %.1f %% (%u of %u), 95 %% interval %.1f to %.1f %% (Wilson)\n",
                  100.0 * correct / total, correct, total, 100 * interval.low, 100 * interval.high);
    if (report->recorded != NULL) {
        char score[count_size + count_size];
        (void)snprintf(score, sizeof score, "%u/%u", correct, total);
        (void)fprintf(stream, "recorded  %.31s after the training%s\n", report->recorded,
                      strcmp(report->recorded, score) == 0 ? ", the same" : ", NOT the same");
    }
    (void)fputc('\n', stream);
    genus_report_print_classes(report->labels, report->confusion, stream);
}

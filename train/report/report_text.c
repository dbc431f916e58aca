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

/** Rows are true classes that have clips; a dot stands for none. Heads are cut so that lines fit if
 * they can. */
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
        if (genus_confusion_class(confusion, truth).support == 0) {
            continue;
        }
        print_right(stream, labels[truth], width);
        for (uint32_t predicted = 0; predicted < confusion->label_count; predicted++) {
            char count[count_size] = ".";
            if (confusion->counts[truth][predicted] > 0) {
                (void)snprintf(count, sizeof count, "%u", confusion->counts[truth][predicted]);
            }
            (void)fprintf(stream, " %*s", cell, count);
        }
        (void)fputc('\n', stream);
    }
}

// --------------------------------------------------------------------------------------- scores

static double percent(uint32_t part, uint32_t whole) {
    return whole > 0 ? 100.0 * part / whole : 0.0;
}

/** What is particular about music of another catalogue. */
static void print_catalogue(const genus_results *results, const genus_confusion *confusion,
                            FILE *stream) {
    uint32_t present = 0;
    for (uint32_t label = 0; label < confusion->label_count; label++) {
        present += genus_confusion_class(confusion, label).support > 0;
    }
    if (present < confusion->label_count && results->among_present.total > 0) {
        const genus_score score = results->among_present;
        (void)fprintf(stream,
                      "            %.1f %% (%u of %u) if only the %u class%s of these clips may be "
                      "predicted\n",
                      percent(score.correct, score.total), score.correct, score.total, present,
                      present == 1 ? "" : "es");
    }
    for (uint32_t i = 0; i < results->foreign_count; i++) {
        const genus_foreign_class *class = &results->foreign[i];
        (void)fprintf(stream,
                      "no label    %s: %u clip%s, of which %u (%.1f %%) are called sure, wrongly\n",
                      class->label, class->clips, genus_plural(class->clips), class->sure,
                      percent(class->sure, class->clips));
    }
}

static void print_prefixes(const genus_scores *scores, FILE *stream) {
    const char *before = "heard       ";
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        if (scores->prefix_clips[i] > 0) {
            (void)fprintf(stream, "%s%.0f s %.1f %%", before, genus_prefix_seconds[i],
                          percent(scores->prefix_correct[i], scores->prefix_clips[i]));
            before = ", ";
        }
    }
    (void)fputc('\n', stream);
}

/** @return false: memory is out. */
static bool print_risk_coverage(const genus_results *results, FILE *stream) {
    genus_risk_coverage table;
    if (!genus_results_risk_coverage(results, &table)) {
        return false;
    }
    (void)fputs("\nmost confident ", stream);
    for (size_t i = 0; i < GENUS_COVERAGES; i++) {
        (void)fprintf(stream, "%6.0f %%", 100.0 * genus_coverages[i]);
    }
    (void)fputs("\nclips          ", stream);
    for (size_t i = 0; i < GENUS_COVERAGES; i++) {
        (void)fprintf(stream, "%8u", table.scores[i].total);
    }
    (void)fputs("\nright          ", stream);
    for (size_t i = 0; i < GENUS_COVERAGES; i++) {
        (void)fprintf(stream, "%6.1f %%", 100.0 * genus_score_share(table.scores[i]));
    }
    (void)fprintf(stream, "\narea under the risk-coverage curve  %.3f\n", table.area);
    return true;
}

bool genus_report_print_scores(const genus_results *results, FILE *stream) {
    const char *const *labels = (const char *const *)results->labels;
    const genus_scores scores = genus_results_scores(results);
    const uint32_t total = genus_confusion_total(&scores.confusion);
    const uint32_t correct = genus_confusion_correct(&scores.confusion);
    const genus_interval interval = genus_results_interval(results);
    (void)fprintf(stream, "accuracy    %.1f %% (%u of %u), 95 %% interval %.1f to %.1f %% (Wilson",
                  percent(correct, total), correct, total, 100.0 * interval.low,
                  100.0 * interval.high);
    if (results->fold_count > 0) {
        (void)fprintf(stream, ", %u clips", total / results->repeats);
    }
    (void)fputs(")\n", stream);
    print_catalogue(results, &scores.confusion, stream);
    (void)fprintf(stream, "macro F1    %.3f\n", genus_confusion_macro(&scores.confusion).f1);
    (void)fprintf(stream, "calibration %.3f expected error (%d bins)\n",
                  genus_scores_calibration_error(&scores), GENUS_CALIBRATION_BINS);
    (void)fprintf(stream, "sure        %u of %u verdicts (%.1f %%); %u of them right (%.1f %%)\n",
                  scores.sure, total, percent(scores.sure, total), scores.sure_correct,
                  percent(scores.sure_correct, scores.sure));
    if (results->prefixes[0].total + results->prefixes[GENUS_WHOLE_CLIP - 1].total > 0) {
        print_prefixes(&scores, stream);
    }
    const bool fits = print_risk_coverage(results, stream);
    (void)fputc('\n', stream);
    print_classes(labels, &scores.confusion, stream);
    (void)fputc('\n', stream);
    print_confusion(labels, &scores.confusion, stream);
    return fits;
}

// ----------------------------------------------------------------------------------- evaluation

static void print_learnt(const genus_results *results, FILE *stream) {
    const uint32_t known = results->learnt_total - results->learnt_unknown;
    if (results->learnt_total > 0 && known == 0) {
        (void)fputs("learnt      not known: by their names, the weights know none of these clips\n",
                    stream);
    } else if (results->learnt_total > 0) {
        (void)fprintf(stream, "learnt      %u of these %u clips, as their names tell",
                      results->learnt, known);
        if (results->learnt_unknown > 0) {
            (void)fprintf(stream, "; of %u more it is not known", results->learnt_unknown);
        }
        (void)fputc('\n', stream);
    }
}

bool genus_report_print(const genus_report *report, FILE *stream) {
    const genus_confusion confusion = genus_results_scores(report->results).confusion;
    const uint32_t total = genus_confusion_total(&confusion);
    const bool all = strcmp(report->part, "all") == 0;
    (void)fprintf(stream, "weights     %s\n", report->weights);
    (void)fprintf(stream, "data        %s, %s: %u clip%s\n", report->data,
                  all ? "all of it" : report->part, total, genus_plural(total));
    if (report->skipped > 0) {
        (void)fprintf(stream, "skipped     %zu file%s that could not be used\n", report->skipped,
                      genus_plural(report->skipped));
    }
    print_learnt(report->results, stream);
    if (report->recorded != NULL) {
        char score[count_size + count_size];
        (void)snprintf(score, sizeof score, "%u/%u", genus_confusion_correct(&confusion), total);
        (void)fprintf(stream, "recorded    %.31s after the training%s\n", report->recorded,
                      strcmp(report->recorded, score) == 0 ? ", the same" : ", NOT the same");
    }
    return genus_report_print_scores(report->results, stream);
}

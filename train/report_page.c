// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What stands on the page of the report.

#include "figures.h"
#include "reliability.h"
#include "report_html.h"
#include "report_style.h"
#include "svg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    mistakes_max = 15,
};

/** A non-breaking space and a percent sign. */
#define PERCENT "\xC2\xA0%%"

static void put_element(genus_text *page, const char *open, const char *string, const char *close) {
    genus_text_put(page, open);
    genus_text_put_escaped(page, string);
    genus_text_put(page, close);
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

/** The drawing alone. */
static void put_drawing(const genus_results *results, const genus_figure *figure,
                        genus_text *page) {
    const genus_point size = figure->size(results);
    genus_svg svg;
    genus_text_print(page, "<figure id=\"%s\">\n", figure->name);
    genus_svg_begin(&svg, page, size.x, size.y, figure->title, figure->description);
    figure->draw(results, &svg.canvas);
    genus_svg_end(&svg);
    genus_text_put(page, "</figure>\n");
}

/** A section: title, what is to be seen, the drawing. @return false: there is nothing to see. */
static bool put_figure(const genus_results *results, const genus_figure *figure, genus_text *page) {
    if (!figure->has(results)) {
        return false;
    }
    put_element(page, "<section class=\"whole\">\n<h2>", figure->title, "</h2>\n");
    put_element(page, "<p class=\"caption\">", figure->description, "</p>\n");
    put_drawing(results, figure, page);
    return true;
}

// ----------------------------------------------------------------------------------------- head

static void put_fact(genus_text *page, const char *name, double value, bool is_share) {
    put_element(page, "<div><dt>", name, "</dt><dd>");
    if (is_share) {
        genus_text_print(page, "%.1f" PERCENT, 100.0 * value);
    } else {
        genus_text_print(page, "%.3f", value);
    }
    genus_text_put(page, "</dd></div>\n");
}

static void put_facts(const genus_results *results, genus_text *page) {
    const genus_confusion confusion = genus_results_confusion(results);
    const genus_reliability reliability = genus_reliability_of(results);
    genus_text_put(page, "<dl class=\"facts\">\n");
    put_fact(page, "macro F1", genus_confusion_macro(&confusion).f1, false);
    put_fact(page, "calibration error", reliability.error, false);
    put_fact(page, "verdicts called sure", reliability.sure / (double)results->clip_count, true);
    if (reliability.sure > 0) {
        put_fact(page, "of these right", reliability.sure_right / (double)reliability.sure, true);
    }
    genus_text_put(page, "</dl>\n");
}

static void put_score(const genus_results *results, genus_text *page) {
    const genus_confusion confusion = genus_results_confusion(results);
    const uint32_t right = genus_confusion_right(&confusion);
    const uint32_t total = genus_confusion_total(&confusion);
    const genus_interval interval = genus_wilson(right, total);
    genus_text_print(page,
                     "<p class=\"headline\"><strong>%.1f" PERCENT "</strong> <span>%u of %u clips "
                     "are named right (",
                     100.0 * right / total, right, total);
    genus_text_put_escaped(page, results->part);
    genus_text_print(page,
                     ")<br/>95" PERCENT " interval %.1f to %.1f" PERCENT " (Wilson)</span></p>\n",
                     100.0 * interval.low, 100.0 * interval.high);
    put_drawing(results, &genus_figure_score, page);
    put_element(page, "<p class=\"caption\">", genus_figure_score.description, "</p>\n");
    put_facts(results, page);
}

/** What the results lack, and where it is to be had. */
static void put_missing(const genus_results *results, genus_text *page) {
    const struct {
        bool there;
        const char *what;
    } parts[] = {
        {results->clip_count > 0,
         "Score, confusion matrix, classes, confidence, mistakes, seconds: the verdicts on the "
         "test clips are not recorded. Give the data, and they are computed anew."},
        {results->has_data, "The check of the data set: give the data, and it is done anew."},
        {results->epoch_count > 0 || results->fold_count > 0,
         "Learning curves: only the training itself can record them."},
    };
    bool begun = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].there) {
            genus_text_put(page, begun ? ""
                                       : "<div class=\"note\">\n<p>Missing from this "
                                         "report:</p>\n<ul>\n");
            put_element(page, "<li>", parts[i].what, "</li>\n");
            begun = true;
        }
    }
    genus_text_put(page, begun ? "</ul>\n</div>\n" : "");
}

static void put_head(const genus_results *results, genus_text *page) {
    genus_text_put(page, "<!DOCTYPE html>\n<html lang=\"en\" "
                         "xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
                         "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
                         "content=\"width=device-width, initial-scale=1\"/>\n"
                         "<meta name=\"color-scheme\" content=\"light dark\"/>\n");
    put_element(page, "<title>", base_name(results->title), " \xE2\x80\x93 Genus report</title>\n");
    genus_text_put(page, "<style>\n");
    genus_text_put(page, genus_report_style);
    genus_text_put(page, "</style>\n</head>\n<body>\n<header>\n");
    put_element(page, "<p class=\"kicker\">",
                results->fold_count > 0 ? "Genus cross-validation" : "Genus report", "</p>\n");
    put_element(page, "<h1>", base_name(results->title), "</h1>\n");
    if (results->clip_count > 0) {
        put_score(results, page);
    }
    put_missing(results, page);
    genus_text_put(page, "</header>\n<main>\n");
}

// ------------------------------------------------------------------------------------- sections

/** The counts once more, for those who cannot see the picture or want to copy them. */
static void put_confusion(const genus_results *results, genus_text *page) {
    const genus_confusion confusion = genus_results_confusion(results);
    if (!put_figure(results, &genus_figure_confusion, page)) {
        return;
    }
    genus_text_put(page, "<details><summary>The same as a table</summary>\n<div class=\"wide\">"
                         "<table>\n<thead><tr><th>true \\ named</th>");
    for (uint32_t named = 0; named < results->label_count; named++) {
        put_element(page, "<th class=\"n\">", results->labels[named], "</th>");
    }
    genus_text_put(page, "</tr></thead>\n<tbody>\n");
    for (uint32_t truth = 0; truth < results->label_count; truth++) {
        put_element(page, "<tr><td>", results->labels[truth], "</td>");
        for (uint32_t named = 0; named < results->label_count; named++) {
            genus_text_print(page, "<td class=\"n\">%u</td>", confusion.counts[truth][named]);
        }
        genus_text_put(page, "</tr>\n");
    }
    genus_text_put(page, "</tbody></table></div></details>\n</section>\n");
}

static void put_classes(const genus_results *results, genus_text *page) {
    if (put_figure(results, &genus_figure_classes, page)) {
        const genus_confusion confusion = genus_results_confusion(results);
        const genus_class_score macro = genus_confusion_macro(&confusion);
        const genus_class_score weighted = genus_confusion_weighted(&confusion);
        genus_text_print(page,
                         "<p class=\"muted\">Averages: macro %.2f, %.2f, %.2f; weighted by clips "
                         "%.2f, %.2f, %.2f.</p>\n</section>\n",
                         macro.precision, macro.recall, macro.f1, weighted.precision,
                         weighted.recall, weighted.f1);
    }
}

static void put_folds(const genus_results *results, genus_text *page) {
    if (!put_figure(results, &genus_figure_folds, page)) {
        return;
    }
    const double count = (double)results->fold_count;
    double mean = 0.0;
    double square = 0.0;
    for (size_t i = 0; i < results->fold_count; i++) {
        mean += genus_score_share(results->folds[i]) / count;
    }
    for (size_t i = 0; i < results->fold_count; i++) {
        const double off = genus_score_share(results->folds[i]) - mean;
        square += off * off;
    }
    genus_text_print(page, "<p>%zu folds: mean %.1f" PERCENT, results->fold_count, 100.0 * mean);
    if (results->fold_count > 1) {
        genus_text_print(page, ", standard deviation %.1f points",
                         100.0 * sqrt(square / (count - 1.0)));
    }
    genus_text_put(page, ".</p>\n</section>\n");
}

static void put_reliability(const genus_results *results, genus_text *page) {
    if (put_figure(results, &genus_figure_reliability, page)) {
        const genus_reliability reliability = genus_reliability_of(results);
        genus_text_print(page,
                         "<p>Expected calibration error over %d bins: %.3f. Of %zu verdicts, %u "
                         "are called sure, and %u of these are right.</p>\n</section>\n",
                         GENUS_RELIABILITY_BINS, reliability.error, results->clip_count,
                         reliability.sure, reliability.sure_right);
    }
}

static int by_falling_confidence(const void *a, const void *b) {
    const genus_clip_result *left = a;
    const genus_clip_result *right = b;
    const int order =
        (left->millionths[0] < right->millionths[0]) - (left->millionths[0] > right->millionths[0]);
    return order != 0 ? order : strcmp(left->name, right->name);
}

static void put_mistake(const genus_results *results, const genus_clip_result *clip,
                        genus_text *page) {
    put_element(page, "<tr><td>", clip->name, "</td>");
    put_element(page, "<td>", results->labels[clip->truth], "</td>");
    put_element(page, "<td>", results->labels[clip->leaders[0]], "</td>");
    genus_text_print(page, "<td class=\"n\">%.1f" PERCENT "</td><td>",
                     100.0 * genus_clip_confidence(clip));
    for (size_t i = 1; i < GENUS_LEADERS && i < results->label_count; i++) {
        put_element(page, i > 1 ? ", " : "", results->labels[clip->leaders[i]], "");
        genus_text_print(page, " %.1f" PERCENT, clip->millionths[i] / 1e4);
    }
    genus_text_put(page, "</td></tr>\n");
}

static void put_mistakes(const genus_results *results, genus_text *page) {
    genus_clip_result *wrong = calloc(results->clip_count + 1, sizeof *wrong);
    size_t count = 0;
    if (wrong == NULL) {
        page->failed = true;
        return;
    }
    for (size_t i = 0; i < results->clip_count; i++) {
        if (results->clips[i].leaders[0] != results->clips[i].truth) {
            wrong[count++] = results->clips[i];
        }
    }
    qsort(wrong, count, sizeof *wrong, by_falling_confidence);
    if (count > 0) {
        const size_t shown = count < mistakes_max ? count : mistakes_max;
        genus_text_print(page,
                         "<section>\n<h2>Most confident mistakes</h2>\n<p class=\"caption\">%zu of "
                         "%zu, by falling confidence.</p>\n<div class=\"wide\"><table "
                         "id=\"mistakes\">\n<thead><tr><th>clip</th><th>is</th><th>named</th>"
                         "<th class=\"n\">confidence</th><th>then</th></tr></thead>\n<tbody>\n",
                         shown, count);
        for (size_t i = 0; i < shown; i++) {
            put_mistake(results, &wrong[i], page);
        }
        genus_text_put(page, "</tbody></table></div>\n</section>\n");
    }
    free(wrong);
}

// ------------------------------------------------------------------------- the data, the settings

static void put_data_row(const uint32_t counts[GENUS_PART_COUNT], bool excluded, genus_text *page) {
    uint32_t sum = 0;
    for (size_t part = 0; part < GENUS_PART_COUNT; part++) {
        sum += counts[part];
        if (part != GENUS_PART_EXCLUDED || excluded) {
            genus_text_print(page, "<td class=\"n\">%u</td>", counts[part]);
        }
    }
    genus_text_print(page, "<td class=\"n\">%u</td></tr>\n", sum);
}

static void put_data(const genus_results *results, genus_text *page) {
    uint32_t sums[GENUS_PART_COUNT] = {0};
    uint32_t all = 0;
    if (!results->has_data) {
        return;
    }
    for (uint32_t label = 0; label < results->label_count; label++) {
        for (size_t part = 0; part < GENUS_PART_COUNT; part++) {
            sums[part] += results->class_clips[label][part];
            all += results->class_clips[label][part];
        }
    }
    const bool excluded = sums[GENUS_PART_EXCLUDED] > 0;
    genus_text_print(page,
                     "<section>\n<h2>The data set</h2>\n<p>%u clips of %u different recordings. ",
                     all, results->recordings);
    if (results->bound > 0) {
        genus_text_print(page,
                         "%u clips share their recording with others, as duplicates or as "
                         "pieces of one track: these are kept together, in one part.</p>\n",
                         results->bound);
    } else {
        genus_text_put(page, "None is known to share its recording with another.</p>\n");
    }
    genus_text_print(page,
                     "<div class=\"wide\"><table id=\"data\">\n<thead><tr><th>class</th><th "
                     "class=\"n\">to train</th><th class=\"n\">to choose</th><th class=\"n\">to "
                     "test</th>%s<th class=\"n\">all</th></tr></thead>\n<tbody>\n",
                     excluded ? "<th class=\"n\">left out</th>" : "");
    for (uint32_t label = 0; label < results->label_count; label++) {
        put_element(page, "<tr><td>", results->labels[label], "</td>");
        put_data_row(results->class_clips[label], excluded, page);
    }
    genus_text_put(page, "</tbody>\n<tfoot><tr><td>all</td>");
    put_data_row(sums, excluded, page);
    genus_text_put(page, "</tfoot></table></div>\n</section>\n");
}

/** "--rate 0.001 --seed 0": one option a line. */
static void put_options(const char *value, genus_text *page) {
    for (;;) {
        const char *next = strstr(value + 1, " --");
        char *option = strndup(value, next != NULL ? (size_t)(next - value) : strlen(value));
        if (option == NULL) {
            page->failed = true;
            return;
        }
        genus_text_put_escaped(page, option);
        free(option);
        if (next == NULL) {
            return;
        }
        genus_text_put(page, "\n");
        value = next + 1;
    }
}

/** Lines as they are. */
static void put_lines(const char *value, genus_text *page) {
    while (*value != '\0') {
        const size_t length = strcspn(value, "\n");
        char *line = strndup(value, length);
        if (line == NULL) {
            page->failed = true;
            return;
        }
        put_element(page, "", line, value[length] != '\0' && value[length + 1] != '\0' ? "\n" : "");
        free(line);
        value += length + (value[length] != '\0');
    }
}

static void put_settings(const genus_results *results, genus_text *page) {
    if (results->setting_count == 0) {
        return;
    }
    genus_text_put(page, "<section>\n<h2>Settings</h2>\n<div class=\"wide\"><table "
                         "id=\"settings\">\n<tbody>\n");
    for (size_t i = 0; i < results->setting_count; i++) {
        const genus_setting *setting = &results->settings[i];
        const bool options = strncmp(setting->value, "--", 2) == 0;
        put_element(page, "<tr><td class=\"k\">", setting->key,
                    options ? "</td><td class=\"c o\"><div>" : "</td><td class=\"c\"><div>");
        if (options) {
            put_options(setting->value, page);
        } else {
            put_lines(setting->value, page);
        }
        genus_text_put(page, "</div></td></tr>\n");
    }
    genus_text_put(page, "</tbody></table></div>\n</section>\n");
}

void genus_report_page(const genus_results *results, genus_text *page) {
    put_head(results, page);
    put_folds(results, page);
    put_confusion(results, page);
    put_classes(results, page);
    if (put_figure(results, &genus_figure_curves, page)) {
        genus_text_put(page, "</section>\n");
    }
    put_reliability(results, page);
    if (put_figure(results, &genus_figure_seconds, page)) {
        genus_text_put(page, "</section>\n");
    }
    put_mistakes(results, page);
    put_data(results, page);
    put_settings(results, page);
    genus_text_print(page, "</main>\n<footer>Genus %s</footer>\n</body>\n</html>\n",
                     genus_version());
}

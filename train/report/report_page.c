// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What stands on the page of the report.

#include "engine/base/text.h"
#include "train/report/figures.h"
#include "train/report/report_html.h"
#include "train/report/report_parts.h"
#include "train/report/report_style.h"
#include "train/report/svg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
    genus_report_put(page, "<section class=\"whole\">\n<h2>", figure->title, "</h2>\n");
    genus_report_put(page, "<p class=\"caption\">", figure->description, "</p>\n");
    put_drawing(results, figure, page);
    return true;
}

// ----------------------------------------------------------------------------------------- head

static void put_fact(genus_text *page, const char *name, double value, bool is_share) {
    genus_report_put(page, "<div><dt>", name, "</dt><dd>");
    if (is_share) {
        genus_text_print(page, "%.1f" GENUS_PERCENT, 100.0 * value);
    } else {
        genus_text_print(page, "%.3f", value);
    }
    genus_text_put(page, "</dd></div>\n");
}

static void put_facts(const genus_results *results, genus_text *page) {
    const genus_scores scores = genus_results_scores(results);
    genus_text_put(page, "<dl class=\"facts\">\n");
    put_fact(page, "macro F1", genus_confusion_macro(&scores.confusion).f1, false);
    put_fact(page, "calibration error", genus_scores_calibration_error(&scores), false);
    put_fact(page, "verdicts called sure", scores.sure / (double)results->clip_count, true);
    if (scores.sure > 0) {
        put_fact(page, "of these right", scores.sure_correct / (double)scores.sure, true);
    }
    genus_text_put(page, "</dl>\n");
}

static void put_score(const genus_results *results, genus_text *page) {
    const genus_confusion confusion = genus_results_scores(results).confusion;
    const uint32_t correct = genus_confusion_correct(&confusion);
    const uint32_t total = genus_confusion_total(&confusion);
    const genus_interval interval = genus_results_interval(results);
    genus_text_print(page,
                     "<p class=\"headline\"><strong>%.1f" GENUS_PERCENT
                     "</strong> <span>%u of %u clips "
                     "are named right (",
                     100.0 * correct / total, correct, total);
    genus_text_put_escaped(page, results->part);
    genus_text_print(page,
                     ")<br/>95" GENUS_PERCENT " interval %.1f to %.1f" GENUS_PERCENT
                     " (Wilson)</span></p>\n",
                     100.0 * interval.low, 100.0 * interval.high);
    put_drawing(results, &genus_figure_score, page);
    genus_report_put(page, "<p class=\"caption\">", genus_figure_score.description, "</p>\n");
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
            genus_report_put(page, "<li>", parts[i].what, "</li>\n");
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
    genus_report_put(page, "<title>", base_name(results->title),
                     " \xE2\x80\x93 Genus report</title>\n");
    genus_text_put(page, "<style>\n");
    genus_text_put(page, genus_report_style);
    genus_text_put(page, "</style>\n</head>\n<body>\n<header>\n");
    genus_report_put(page, "<p class=\"kicker\">",
                     results->fold_count > 0 ? "Genus cross-validation" : "Genus report", "</p>\n");
    genus_report_put(page, "<h1>", base_name(results->title), "</h1>\n");
    if (results->clip_count > 0) {
        put_score(results, page);
    }
    put_missing(results, page);
    genus_text_put(page, "</header>\n<main>\n");
}

// ------------------------------------------------------------------------------------- sections

/** The counts once more, for those who cannot see the picture or want to copy them. */
static void put_confusion(const genus_results *results, genus_text *page) {
    const genus_confusion confusion = genus_results_scores(results).confusion;
    if (!put_figure(results, &genus_figure_confusion, page)) {
        return;
    }
    genus_text_put(page, "<details><summary>The same as a table</summary>\n<div class=\"wide\">"
                         "<table>\n<thead><tr><th>true \\ named</th>");
    for (uint32_t named = 0; named < results->label_count; named++) {
        genus_report_put(page, "<th class=\"n\">", results->labels[named], "</th>");
    }
    genus_text_put(page, "</tr></thead>\n<tbody>\n");
    for (uint32_t truth = 0; truth < results->label_count; truth++) {
        genus_report_put(page, "<tr><td>", results->labels[truth], "</td>");
        for (uint32_t named = 0; named < results->label_count; named++) {
            genus_text_print(page, "<td class=\"n\">%u</td>", confusion.counts[truth][named]);
        }
        genus_text_put(page, "</tr>\n");
    }
    genus_text_put(page, "</tbody></table></div></details>\n</section>\n");
}

static void put_classes(const genus_results *results, genus_text *page) {
    if (put_figure(results, &genus_figure_classes, page)) {
        const genus_confusion confusion = genus_results_scores(results).confusion;
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
    double deviation = 0.0;
    const double mean = genus_results_fold_mean(results, &deviation);
    genus_text_print(page, "<p>%zu exam%s: mean %.1f" GENUS_PERCENT, results->fold_count,
                     genus_plural(results->fold_count), 100.0 * mean);
    if (results->fold_count > 1) {
        genus_text_print(page, ", standard deviation %.1f points", 100.0 * deviation);
    }
    genus_text_put(page, ".</p>\n</section>\n");
}

static void put_reliability(const genus_results *results, genus_text *page) {
    if (put_figure(results, &genus_figure_reliability, page)) {
        const genus_scores scores = genus_results_scores(results);
        genus_text_print(page,
                         "<p>Expected calibration error over %d bins: %.3f. Of %zu verdicts, %u "
                         "are called sure, and %u of these are right.</p>\n</section>\n",
                         GENUS_CALIBRATION_BINS, genus_scores_calibration_error(&scores),
                         results->clip_count, scores.sure, scores.sure_correct);
    }
}

/** What the confidences are worth as an order. */
static void put_risk_coverage(const genus_results *results, genus_text *page) {
    genus_risk_coverage table;
    if (results->clip_count == 0) {
        return;
    }
    if (!genus_results_risk_coverage(results, &table)) {
        page->failed = true;
        return;
    }
    genus_text_put(page, "<section>\n<h2>The most confident verdicts</h2>\n<div class=\"wide\">"
                         "<table id=\"risk\">\n<thead><tr><th>of the clips</th>"
                         "<th class=\"n\">clips</th><th class=\"n\">of these right</th></tr>"
                         "</thead>\n<tbody>\n");
    for (size_t i = 0; i < GENUS_COVERAGES; i++) {
        genus_text_print(page,
                         "<tr><td>%.0f" GENUS_PERCENT "</td><td class=\"n\">%u</td><td class="
                         "\"n\">%.1f" GENUS_PERCENT "</td></tr>\n",
                         100.0 * genus_coverages[i], table.scores[i].total,
                         100.0 * genus_score_share(table.scores[i]));
    }
    genus_text_print(page,
                     "</tbody></table></div>\n<p class=\"muted\">Area under the risk-coverage "
                     "curve: %.3f.</p>\n</section>\n",
                     table.area);
}

/** Clips of classes that are none of the labels. */
static void put_foreign(const genus_results *results, genus_text *page) {
    if (results->foreign_count == 0) {
        return;
    }
    genus_text_put(page, "<section>\n<h2>None of the labels</h2>\n<p class=\"caption\">Classes "
                         "that the weights do not know: unsure is the only right verdict.</p>\n"
                         "<div class=\"wide\"><table id=\"foreign\">\n<thead><tr><th>class</th>"
                         "<th class=\"n\">clips</th><th class=\"n\">called sure</th></tr></thead>\n"
                         "<tbody>\n");
    for (uint32_t i = 0; i < results->foreign_count; i++) {
        const genus_foreign_class *class = &results->foreign[i];
        genus_report_put(page, "<tr><td>", class->label, "</td>");
        genus_text_print(page, "<td class=\"n\">%u</td><td class=\"n\">%u</td></tr>\n",
                         class->clips, class->sure);
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
    put_risk_coverage(results, page);
    put_foreign(results, page);
    if (put_figure(results, &genus_figure_seconds, page)) {
        genus_text_put(page, "</section>\n");
    }
    if (put_figure(results, &genus_figure_robustness, page)) {
        genus_text_put(page, "</section>\n");
    }
    genus_report_put_mistakes(results, page);
    genus_report_put_data(results, page);
    genus_report_put_settings(results, page);
    genus_text_print(page, "</main>\n<footer>Genus %s</footer>\n</body>\n</html>\n",
                     genus_version());
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the words of the report's page stand for. The page itself is page.html.in, its style sheet
// page.css; CMake makes initialisers of both.

#include "train/report/figures.h"
#include "train/report/report_html.h"
#include "train/report/svg.h"
#include "train/util/template.h"

#include <stdlib.h>
#include <string.h>

static const char page_template[] = {
#include "page.html.in.inc"
};

static const char style_sheet[] = {
#include "page.css.inc"
};

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

static void put_percent(genus_text *page, double share) {
    genus_text_print(page, "%.1f" GENUS_PERCENT, 100.0 * share);
}

// ------------------------------------------------------------------------- what is below figures

/** The counts once more, for those who cannot see the picture or want to copy them. */
static void put_confusion(const genus_results *results, genus_text *page) {
    const genus_confusion confusion = genus_results_scores(results).confusion;
    genus_text_put(page, "<details><summary>The same as a table</summary>\n<div class=\"wide\">"
                         "<table>\n<thead><tr><th>true \\ named</th>");
    for (uint32_t predicted = 0; predicted < results->label_count; predicted++) {
        genus_report_put(page, "<th class=\"n\">", results->labels[predicted], "</th>");
    }
    genus_text_put(page, "</tr></thead>\n<tbody>\n");
    for (uint32_t truth = 0; truth < results->label_count; truth++) {
        genus_report_put(page, "<tr><td>", results->labels[truth], "</td>");
        for (uint32_t predicted = 0; predicted < results->label_count; predicted++) {
            genus_text_print(page, "<td class=\"n\">%u</td>", confusion.counts[truth][predicted]);
        }
        genus_text_put(page, "</tr>\n");
    }
    genus_text_put(page, "</tbody></table></div></details>\n");
}

static void put_classes(const genus_results *results, genus_text *page) {
    const genus_confusion confusion = genus_results_scores(results).confusion;
    const genus_class_score macro = genus_confusion_macro(&confusion);
    const genus_class_score weighted = genus_confusion_weighted(&confusion);
    genus_text_print(page,
                     "<p class=\"muted\">Averages: macro %.2f, %.2f, %.2f; weighted by clips "
                     "%.2f, %.2f, %.2f.</p>\n",
                     macro.precision, macro.recall, macro.f1, weighted.precision, weighted.recall,
                     weighted.f1);
}

static void put_folds(const genus_results *results, genus_text *page) {
    double deviation = 0.0;
    const double mean = genus_results_fold_mean(results, &deviation);
    genus_text_print(page, "<p>%zu exams: mean ", results->fold_count);
    put_percent(page, mean);
    if (results->fold_count > 1) {
        genus_text_print(page, ", standard deviation %.1f points", 100.0 * deviation);
    }
    genus_text_put(page, ".</p>\n");
}

static void put_reliability(const genus_results *results, genus_text *page) {
    const genus_scores scores = genus_results_scores(results);
    genus_text_print(page,
                     "<p>Expected calibration error over %d bins: %.3f. Of %zu verdicts, %u are "
                     "called sure, and %u of these are right.</p>\n",
                     GENUS_CALIBRATION_BINS, genus_scores_calibration_error(&scores),
                     results->clip_count, scores.sure, scores.sure_correct);
}

/** The figures in the order of the page, and what is said below each. */
static const struct {
    const genus_figure *figure;
    void (*put)(const genus_results *results, genus_text *page);
} figures[] = {
    {&genus_figure_folds, put_folds},
    {&genus_figure_confusion, put_confusion},
    {&genus_figure_classes, put_classes},
    {&genus_figure_curves, NULL},
    {&genus_figure_reliability, put_reliability},
    {&genus_figure_seconds, NULL},
    {&genus_figure_robustness, NULL},
};

enum {
    figure_count = sizeof figures / sizeof *figures,
    parts = 3,
};

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

// --------------------------------------------------------------------------------- lists and words

/** What the results may lack, and where it is to be had. */
static const char *const missing_parts[parts] = {
    ("Score, confusion matrix, classes, confidence, mistakes, seconds: the verdicts on the test "
     "clips are not recorded. Give the data, and they are computed anew."),
    "The check of the data set: give the data, and it is done anew.",
    "Learning curves: only the training itself can record them.",
};

static bool is_missing(const genus_results *results, size_t part) {
    const bool there[parts] = {results->clip_count > 0, results->has_data,
                               results->epoch_count > 0 || results->fold_count > 0};
    return !there[part];
}

static bool has_figure(const genus_results *results, size_t number) {
    return figures[number].figure->has(results);
}

/** The index of the item-th of those that there are; count: there are not so many. */
static size_t find_item(const genus_results *results, uint32_t item, size_t count,
                        bool (*is_there)(const genus_results *, size_t)) {
    size_t at = 0;
    for (uint32_t left = item; at < count; at++) {
        if (is_there(results, at) && left-- == 0) {
            break;
        }
    }
    return at;
}

static uint32_t count_there(const genus_results *results, size_t count,
                            bool (*is_there)(const genus_results *, size_t)) {
    uint32_t there = 0;
    for (size_t i = 0; i < count; i++) {
        there += is_there(results, i);
    }
    return there;
}

static int64_t count_items(const void *context, const char *list) {
    const genus_results *results = context;
    const bool scored = results->clip_count > 0;
    const uint32_t missing = count_there(results, parts, is_missing);
    const struct {
        const char *list;
        uint32_t count;
    } lists[] = {
        {"score", scored},
        {"fact", !scored                                  ? 0
                 : genus_results_scores(results).sure > 0 ? 4
                                                          : 3},
        {"something_missing", missing > 0},
        {"missing", missing},
        {"figure", count_there(results, figure_count, has_figure)},
        {"coverage", scored ? GENUS_COVERAGES : 0},
        {"something_foreign", results->foreign_count > 0},
        {"foreign", results->foreign_count},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strcmp(list, lists[i].list) == 0) {
            return lists[i].count;
        }
    }
    return -1;
}

static void put_fact(const genus_results *results, uint32_t item, genus_text *page) {
    const genus_scores scores = genus_results_scores(results);
    if (item == 0) {
        genus_text_print(page, "%.3f", genus_confusion_macro(&scores.confusion).f1);
    } else if (item == 1) {
        genus_text_print(page, "%.3f", genus_scores_calibration_error(&scores));
    } else if (item == 2) {
        put_percent(page, scores.sure / (double)results->clip_count);
    } else {
        put_percent(page, scores.sure_correct / (double)scores.sure);
    }
}

static bool put_score_word(const genus_results *results, const char *name, genus_text *page) {
    const genus_confusion confusion = genus_results_scores(results).confusion;
    const genus_score score = {genus_confusion_correct(&confusion),
                               genus_confusion_total(&confusion)};
    const genus_interval interval = genus_results_interval(results);
    if (strcmp(name, "ACCURACY") == 0) {
        put_percent(page, genus_score_share(score));
    } else if (strcmp(name, "COUNTS") == 0) {
        genus_text_print(page, "%u of %u", score.correct, score.total);
    } else if (strcmp(name, "PART") == 0) {
        genus_text_put_escaped(page, results->part);
    } else if (strcmp(name, "INTERVAL") == 0) {
        genus_text_print(page, "%.1f to %.1f" GENUS_PERCENT, 100.0 * interval.low,
                         100.0 * interval.high);
    } else if (strcmp(name, "SCORE_FIGURE") == 0) {
        put_drawing(results, &genus_figure_score, page);
    } else if (strcmp(name, "SCORE_CAPTION") == 0) {
        genus_text_put_escaped(page, genus_figure_score.description);
    } else {
        return false;
    }
    return true;
}

static bool put_risk_word(const genus_results *results, const char *name, uint32_t item,
                          genus_text *page) {
    const char *const names[] = {"COVERAGE", "COVERED", "COVERED_RIGHT", "RISK_AREA"};
    size_t word = 0;
    while (word < sizeof names / sizeof *names && strcmp(name, names[word]) != 0) {
        word++;
    }
    genus_risk_coverage table;
    if (word == sizeof names / sizeof *names) {
        return false;
    }
    if (!genus_results_risk_coverage(results, &table)) {
        page->failed = true;
    } else if (word == 0) {
        genus_text_print(page, "%.0f" GENUS_PERCENT, 100.0 * genus_coverages[item]);
    } else if (word == 1) {
        genus_text_print(page, "%u", table.scores[item].total);
    } else if (word == 2) {
        put_percent(page, genus_score_share(table.scores[item]));
    } else {
        genus_text_print(page, "%.3f", table.area);
    }
    return true;
}

static bool put_figure_word(const genus_results *results, const char *name, uint32_t item,
                            genus_text *page) {
    const size_t number = find_item(results, item, figure_count, has_figure);
    if (strncmp(name, "FIGURE", strlen("FIGURE")) != 0 || number == figure_count) {
        return false;
    }
    const genus_figure *figure = figures[number].figure;
    if (strcmp(name, "FIGURE_TITLE") == 0) {
        genus_text_put_escaped(page, figure->title);
    } else if (strcmp(name, "FIGURE_CAPTION") == 0) {
        genus_text_put_escaped(page, figure->description);
    } else if (strcmp(name, "FIGURE") == 0) {
        put_drawing(results, figure, page);
    } else if (strcmp(name, "FIGURE_TEXT") != 0) {
        return false;
    } else if (figures[number].put != NULL) {
        figures[number].put(results, page);
    }
    return true;
}

static bool put_item_word(const genus_results *results, const char *name, uint32_t item,
                          genus_text *page) {
    static const char *const facts[] = {"macro F1", "calibration error", "verdicts called sure",
                                        "of these right"};
    if (item == GENUS_TEMPLATE_NO_ITEM) {
        return false;
    }
    if (strcmp(name, "FACT") == 0 && item < sizeof facts / sizeof *facts) {
        genus_text_put(page, facts[item]);
    } else if (strcmp(name, "FACT_VALUE") == 0) {
        put_fact(results, item, page);
    } else if (strcmp(name, "MISSING") == 0) {
        const size_t part = find_item(results, item, parts, is_missing);
        genus_text_put(page, part < parts ? missing_parts[part] : "");
    } else if (strcmp(name, "FOREIGN") == 0) {
        genus_text_put_escaped(page, results->foreign[item].label);
    } else if (strcmp(name, "FOREIGN_CLIPS") == 0) {
        genus_text_print(page, "%u", results->foreign[item].clips);
    } else if (strcmp(name, "FOREIGN_SURE") == 0) {
        genus_text_print(page, "%u", results->foreign[item].sure);
    } else {
        return put_figure_word(results, name, item, page) ||
               put_risk_word(results, name, item, page);
    }
    return true;
}

static bool put_word(const void *context, const char *name, uint32_t item, genus_text *page) {
    const genus_results *results = context;
    if (strcmp(name, "NAME") == 0) {
        genus_text_put_escaped(page, base_name(results->title));
    } else if (strcmp(name, "KIND") == 0) {
        genus_text_put(page, results->fold_count > 0 ? "Genus cross-validation" : "Genus report");
    } else if (strcmp(name, "STYLE") == 0) {
        genus_text_put_bytes(page, style_sheet, sizeof style_sheet - 1);
    } else if (strcmp(name, "MISTAKES") == 0) {
        genus_report_put_mistakes(results, page);
    } else if (strcmp(name, "DATA") == 0) {
        genus_report_put_data(results, page);
    } else if (strcmp(name, "SETTINGS") == 0) {
        genus_report_put_settings(results, page);
    } else if (strcmp(name, "VERSION") == 0) {
        genus_text_put(page, genus_version());
    } else {
        return put_score_word(results, name, page) || put_item_word(results, name, item, page);
    }
    return true;
}

void genus_report_page(const genus_results *results, genus_text *page) {
    const genus_template_words words = {results, count_items, put_word};
    char *filled = NULL;
    if (genus_template_fill("page.html.in", page_template, &words, &filled, NULL) == GENUS_OK) {
        genus_text_put(page, filled);
    } else {
        page->failed = true;
    }
    free(filled);
}

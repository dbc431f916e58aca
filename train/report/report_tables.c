// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The tables on the page of the report: mistakes, data, settings.

#include "train/report/report_html.h"

#include "engine/base/text.h"

#include <stdlib.h>
#include <string.h>

enum {
    mistakes_max = 15,
};

void genus_report_put(genus_text *page, const char *open, const char *string, const char *close) {
    genus_text_put(page, open);
    genus_text_put_escaped(page, string);
    genus_text_put(page, close);
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
    genus_report_put(page, "<tr><td>", clip->name, "</td>");
    genus_report_put(page, "<td>", results->labels[clip->truth], "</td>");
    genus_report_put(page, "<td>", results->labels[clip->leaders[0]], "</td>");
    genus_text_print(page, "<td class=\"n\">%.1f" GENUS_PERCENT "</td><td>",
                     100.0 * genus_clip_confidence(clip));
    for (size_t i = 1; i < GENUS_LEADERS && i < results->label_count; i++) {
        genus_report_put(page, i > 1 ? ", " : "", results->labels[clip->leaders[i]], "");
        genus_text_print(page, " %.1f" GENUS_PERCENT, clip->millionths[i] / 1e4);
    }
    genus_text_put(page, "</td></tr>\n");
}

void genus_report_put_mistakes(const genus_results *results, genus_text *page) {
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

/** Columns of parts that hold no clip at all are left out. */
static void put_data_row(const uint32_t counts[GENUS_PART_COUNT],
                         const uint32_t sums[GENUS_PART_COUNT], genus_text *page) {
    uint32_t all = 0;
    for (size_t part = 0; part < GENUS_PART_COUNT; part++) {
        all += counts[part];
        if (sums[part] > 0) {
            genus_text_print(page, "<td class=\"n\">%u</td>", counts[part]);
        }
    }
    genus_text_print(page, "<td class=\"n\">%u</td></tr>\n", all);
}

static void put_data_table(const genus_results *results, const uint32_t sums[GENUS_PART_COUNT],
                           genus_text *page) {
    static const char *const heads[GENUS_PART_COUNT] = {"to train", "to calibrate", "to test",
                                                        "left out"};
    genus_text_put(page, "<div class=\"wide\"><table id=\"data\">\n<thead><tr><th>class</th>");
    for (size_t part = 0; part < GENUS_PART_COUNT; part++) {
        if (sums[part] > 0) {
            genus_text_print(page, "<th class=\"n\">%s</th>", heads[part]);
        }
    }
    genus_text_put(page, "<th class=\"n\">all</th></tr></thead>\n<tbody>\n");
    for (uint32_t label = 0; label < results->label_count; label++) {
        genus_report_put(page, "<tr><td>", results->labels[label], "</td>");
        put_data_row(results->class_clips[label], sums, page);
    }
    genus_text_put(page, "</tbody>\n<tfoot><tr><td>all</td>");
    put_data_row(sums, sums, page);
    genus_text_put(page, "</tfoot></table></div>\n");
}

/** The groups that were found, a line each, names between tabs. */
static void put_duplicates(const genus_results *results, genus_text *page) {
    size_t groups = 0;
    for (const char *c = results->duplicates; c != NULL && *c != '\0'; c++) {
        groups += *c != '\n' && (c[1] == '\n' || c[1] == '\0');
    }
    if (groups == 0) {
        return;
    }
    genus_text_print(page,
                     "<details><summary>%zu group%s of clips found to be the same "
                     "recording</summary>\n<ul>\n",
                     groups, genus_plural(groups));
    for (const char *c = results->duplicates; *c != '\0';) {
        const size_t length = strcspn(c, "\t\n");
        char *name = strndup(c, length);
        const bool first = c == results->duplicates || c[-1] == '\n';
        if (name == NULL) {
            page->failed = true;
            return;
        }
        genus_report_put(page, first ? "<li>" : ", ", name, c[length] == '\t' ? "" : "</li>\n");
        free(name);
        c += length + (c[length] != '\0');
    }
    genus_text_put(page, "</ul></details>\n");
}

void genus_report_put_data(const genus_results *results, genus_text *page) {
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
    genus_text_print(page, "<section>\n<h2>The data set</h2>\n<p>%u clip%s", all,
                     genus_plural(all));
    if (results->recordings > 0) {
        genus_text_print(page, " of %u different recordings", results->recordings);
    }
    if (results->bound > 0) {
        genus_text_print(page,
                         ". %u clips share their recording with others, as duplicates, as pieces "
                         "of one track, or as what was told to belong together: these are kept in "
                         "one part",
                         results->bound);
    } else if (results->recordings > 0) {
        genus_text_put(page, ". None is known to share its recording with another");
    }
    genus_text_put(page, ".</p>\n");
    put_data_table(results, sums, page);
    put_duplicates(results, page);
    genus_text_put(page, "</section>\n");
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
        genus_report_put(page, "", line,
                         value[length] != '\0' && value[length + 1] != '\0' ? "\n" : "");
        free(line);
        value += length + (value[length] != '\0');
    }
}

void genus_report_put_settings(const genus_results *results, genus_text *page) {
    if (results->setting_count == 0) {
        return;
    }
    genus_text_put(page, "<section>\n<h2>Settings</h2>\n<div class=\"wide\"><table "
                         "id=\"settings\">\n<tbody>\n");
    for (size_t i = 0; i < results->setting_count; i++) {
        const genus_setting *setting = &results->settings[i];
        const bool options = strncmp(setting->value, "--", 2) == 0;
        genus_report_put(page, "<tr><td class=\"k\">", setting->key,
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

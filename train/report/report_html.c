// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The report that people look at, as files. What stands on the page is in report_page.c.

#include "train/report/report_html.h"

#include "engine/base/atomic_file.h"
#include "train/eval/results_notes.h"
#include "train/report/figures.h"
#include "train/report/png.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    picture_count = 7,
};

genus_status genus_report_write(const genus_results *results, const char *path,
                                genus_error *error) {
    genus_text page = {0};
    genus_report_page(results, &page);
    char *text = genus_text_take(&page);
    if (text == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    const genus_status status = genus_atomic_file_write(path, text, strlen(text), error);
    free(text);
    return status;
}

static genus_status write_picture(const genus_results *results, const genus_figure *figure,
                                  const char *folder, genus_error *error) {
    const double margin = 16.0;
    const genus_point size = figure->size(results);
    const size_t room = strlen(folder) + strlen(figure->name) + sizeof "/.png";
    char *path = malloc(room);
    genus_png *png = NULL;
    if (path == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", folder);
    }
    (void)snprintf(path, room, "%s/%s.png", folder, figure->name);
    genus_status status = genus_png_new(size.x + 2.0 * margin, size.y + 2.0 * margin, &png, error);
    if (status == GENUS_OK) {
        genus_png_shift(png, margin, margin);
        figure->draw(results, genus_png_canvas(png));
        status = genus_png_write(png, path, error);
    }
    genus_png_free(png);
    free(path);
    return status;
}

genus_status genus_report_write_pictures(const genus_results *results, const char *folder,
                                         genus_error *error) {
    const genus_figure *const figures[picture_count] = {
        &genus_figure_confusion,  &genus_figure_classes,     &genus_figure_folds,
        &genus_figure_curves,     &genus_figure_reliability, &genus_figure_seconds,
        &genus_figure_robustness,
    };
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be made: %s", folder,
                          strerror(errno));
    }
    genus_status status = GENUS_OK;
    for (size_t i = 0; status == GENUS_OK && i < picture_count; i++) {
        if (figures[i]->has(results)) {
            status = write_picture(results, figures[i], folder, error);
        }
    }
    return status;
}

genus_status genus_report_of_weights(const char *weights, const char *path, genus_error *error) {
    genus_model *model = NULL;
    genus_results *results = NULL;
    genus_status status = genus_model_load(weights, &model, error);
    if (status == GENUS_OK) {
        status = genus_result_notes_read(model, weights, &results, error);
    }
    if (status == GENUS_OK) {
        status = genus_report_write(results, path, error);
    }
    genus_results_free(results);
    genus_model_free(model);
    return status;
}

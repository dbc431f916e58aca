// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The classical feature table: a thread pool of threads makes the rows of file after file, then
// they are put together in the order of the files.

#include "train/run/classical_table.h"
#include "engine/base/csv.h"

#include "engine/audio/resampler.h"
#include "train/audio/audio_file.h"
#include "train/classical/classical.h"
#include "train/data/folder_scan.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    number_size = 40,
};

/** A file's rows, if there are any. */
typedef struct result {
    genus_text rows;
    size_t row_count;
} result;

/** What the work on the files shares. */
typedef struct job {
    const genus_table_request *request;
    genus_folder_scan scan;
    result *results;
    genus_file_result *file_results;
} job;

/** A signal that grows. */
typedef struct signal {
    float *samples;
    size_t count;
    size_t room;
} signal;

/** Nine digits tell all numbers apart that single precision does. */
static void put_number(genus_text *text, double number) {
    char digits[number_size];
    (void)snprintf(digits, sizeof digits, "%.9g", number);
    const size_t whole = strspn(digits, "-0123456789");
    const size_t point = strcspn(digits + whole, "0123456789e");
    genus_text_put_bytes(text, digits, whole);
    if (digits[whole] != '\0' && digits[whole] != 'e') {
        genus_text_put(text, "."); // The locale may have another, of several bytes.
    }
    genus_text_put(text, digits + whole + point);
}

static void put_heading(genus_text *text) {
    genus_text_put(text, "filename,length");
    for (size_t i = 0; i < GENUS_CLASSICAL_FEATURES; i++) {
        genus_text_print(text, ",%s", genus_classical_names[i]);
    }
    genus_text_put(text, ",label\n");
}

/** One row. @param name Of the recording, or of the segment. */
static genus_status put_row(genus_text *text, const char *name, const char *label,
                            const float *samples, size_t count, genus_error *error) {
    double features[GENUS_CLASSICAL_FEATURES];
    const genus_status status = genus_classical_compute(samples, count, features, error);
    if (status != GENUS_OK) {
        return status;
    }
    genus_csv_put(text, name);
    genus_text_print(text, ",%zu", count);
    for (size_t i = 0; i < GENUS_CLASSICAL_FEATURES; i++) {
        genus_text_put(text, ",");
        put_number(text, features[i]);
    }
    genus_text_put(text, ",");
    genus_csv_put(text, label);
    genus_text_put(text, "\n");
    return GENUS_OK;
}

/** Takes what comes out of the resampler. */
static bool pull(genus_resampler *resampler, signal *signal) {
    for (;;) {
        if (signal->count == signal->room) {
            const size_t room = signal->room + signal->room / 2 + GENUS_CLASSICAL_RATE;
            float *more = realloc(signal->samples, room * sizeof *more);
            if (more == NULL) {
                return false;
            }
            signal->samples = more;
            signal->room = room;
        }
        const size_t got = genus_resampler_pull(resampler, signal->samples + signal->count,
                                                signal->room - signal->count);
        if (got == 0) {
            return true;
        }
        signal->count += got;
    }
}

/** A whole signal at the rate of the features. */
static genus_status resample(const float *mono, size_t count, double rate, signal *signal,
                             genus_error *error) {
    genus_resampler *resampler;
    const genus_status status = genus_resampler_new(rate, GENUS_CLASSICAL_RATE, &resampler, error);
    if (status != GENUS_OK) {
        return status;
    }
    bool enough = true;
    for (size_t done = 0; enough && done < count;) {
        done += genus_resampler_push(resampler, mono + done, count - done);
        enough = pull(resampler, signal);
    }
    genus_resampler_end(resampler);
    enough = enough && pull(resampler, signal);
    genus_resampler_free(resampler);
    return enough ? GENUS_OK
                  : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a recording");
}

/** A segment's name: the recording's, with the segment's number before the extension. */
static char *segment_name(const char *name, size_t segment) {
    const char *dot = strrchr(name, '.');
    const size_t stem = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
    genus_text text = {0};
    genus_text_put_bytes(&text, name, stem);
    genus_text_print(&text, ".%zu%s", segment, name + stem);
    return genus_text_take(&text);
}

/** A row for each whole segment. As in GTZAN's table, a segment's last sample is left out. */
static genus_status put_segments(result *result, const char *name, const char *label,
                                 const signal *signal, size_t step, genus_error *error) {
    const size_t length = step - 1;
    genus_status status = GENUS_OK;
    for (size_t i = 0; status == GENUS_OK && i * step + length <= signal->count; i++) {
        char *segment = segment_name(name, i);
        if (segment == NULL) {
            return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a name");
        }
        status = put_row(&result->rows, segment, label, signal->samples + i * step, length, error);
        result->row_count++;
        free(segment);
    }
    return status;
}

/** All rows of a signal. */
static genus_status put_rows(const job *job, const genus_folder_file *file, const char *path,
                             const signal *signal, result *result, genus_error *error) {
    const char *slash = strrchr(file->path, '/');
    const char *name = slash != NULL ? slash + 1 : file->path;
    const char *label = job->scan.labels[file->label];
    const size_t step = job->request->segment * GENUS_CLASSICAL_RATE;
    if (step == 0) {
        result->row_count = 1;
        return put_row(&result->rows, name, label, signal->samples, signal->count, error);
    }
    if (step - 1 > signal->count) {
        return genus_fail(error, GENUS_ERROR_DATA, "%s: shorter than a segment of %zu s", path,
                          job->request->segment);
    }
    return put_segments(result, name, label, signal, step, error);
}

static genus_status make_rows(void *context, size_t file, const char *path, genus_error *error) {
    job *job = context;
    result *result = &job->results[file];
    signal signal = {0};
    float *mono = NULL;
    size_t count = 0;
    double rate = 0.0;
    genus_status status = genus_mono_load(path, &mono, &count, &rate, error);
    if (status == GENUS_OK) {
        status = resample(mono, count, rate, &signal, error);
    }
    free(mono);
    if (status == GENUS_OK) {
        status = put_rows(job, &job->scan.files[file], path, &signal, result, error);
    }
    if (status == GENUS_OK && result->rows.failed) {
        status = GENUS_ERROR_MEMORY;
    }
    free(signal.samples);
    if (status != GENUS_OK) {
        genus_text_clear(&result->rows);
        result->row_count = 0;
    }
    return status;
}

/** The rows in order; names the files that have none. */
static genus_status put_together(const job *job, genus_text *table, genus_table_counts *counts,
                                 genus_error *error) {
    *counts = (genus_table_counts){.skipped = job->scan.skipped};
    put_heading(table);
    for (size_t i = 0; i < job->scan.count; i++) {
        const result *result = &job->results[i];
        if (job->file_results[i].status == GENUS_OK) {
            genus_text_put_bytes(table, result->rows.bytes, result->rows.length);
            counts->files++;
            counts->rows += result->row_count;
        } else {
            counts->skipped++;
            genus_file_result_tell(&job->file_results[i], job->scan.files[i].path);
        }
    }
    if (table->failed) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", job->request->folder);
    }
    return counts->rows > 0 ? GENUS_OK
                            : genus_fail(error, GENUS_ERROR_DATA, "%s: no usable audio file",
                                         job->request->folder);
}

genus_status genus_table_make(const genus_table_request *request, genus_text *table,
                              genus_table_counts *counts, genus_error *error) {
    job job = {.request = request};
    genus_status status = genus_folder_scan_run(request->folder, &job.scan, error);
    if (status != GENUS_OK) {
        goto done;
    }
    job.results = calloc(job.scan.count + 1, sizeof *job.results);
    job.file_results = calloc(job.scan.count + 1, sizeof *job.file_results);
    if (job.results == NULL || job.file_results == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", request->folder);
        goto done;
    }
    status = genus_folder_work(request->folder, &job.scan, request->threads, NULL, make_rows, &job,
                               job.file_results, error);
    if (status == GENUS_OK) {
        status = put_together(&job, table, counts, error);
    }
done:
    for (size_t i = 0; job.results != NULL && i < job.scan.count; i++) {
        genus_text_clear(&job.results[i].rows);
    }
    free(job.results);
    genus_file_results_clear(job.file_results, job.scan.count);
    free(job.file_results);
    genus_folder_scan_clear(&job.scan);
    return status;
}

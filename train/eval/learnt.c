// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Which clips of a data set weights have learnt.

#include "train/eval/learnt.h"

#include "engine/base/error.h"
#include "train/data/clips_csv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
    numbers_before_name = 7, ///< In a line of the metadata "test_clips"; see results_notes.h.
};

/** What stands between a class's name and a number in the name of a clip: of "rock.00012" of the
 * class "rock" the dot. @param length Receives how long it is. @return NULL: it is named otherwise.
 */
static const char *joint(const char *clip, const char *class, size_t *length) {
    const char *slash = strrchr(clip, '/');
    const char *base = slash != NULL ? slash + 1 : clip;
    const size_t named = strlen(class);
    if (strncmp(base, class, named) != 0) {
        return NULL;
    }
    *length = strcspn(base + named, "0123456789");
    return isdigit((unsigned char)base[named + *length]) ? base + named : NULL;
}

/** Cuts a copy of the metadata into names. @return false: memory is out. */
static bool list_names(char *notes, genus_clip_names *names) {
    size_t lines = 0;
    for (const char *c = notes; *c != '\0'; c++) {
        lines += *c == '\n';
    }
    names->sorted = (const char **)calloc(lines + 1, sizeof *names->sorted);
    char *rest = NULL;
    for (char *line = strtok_r(notes, "\n", &rest); names->sorted != NULL && line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        for (size_t i = 0; line != NULL && i < numbers_before_name; i++) {
            line = strchr(line, ' ');
            line = line != NULL ? line + 1 : NULL;
        }
        if (line != NULL && names->count < lines) {
            names->sorted[names->count++] = line;
        }
    }
    return names->sorted != NULL;
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/** Whether some test clip's name is a class and a number, joined like this clip's. */
static bool is_named_alike(const genus_clip_names *names, const genus_dataset *dataset,
                           const genus_clip *clip) {
    size_t length = 0;
    const char *class = dataset->labels[clip->label];
    const char *own = joint(clip->name, class, &length);
    for (size_t i = 0; own != NULL && i < names->count; i++) {
        size_t other_length = 0;
        const char *other = joint(names->sorted[i], class, &other_length);
        if (other != NULL && other_length == length && strncmp(own, other, length) == 0) {
            return true;
        }
    }
    return false;
}

genus_status genus_learnt_find(const genus_model *model, const genus_dataset *dataset,
                               const char *data_digest, genus_learnt *learnt, genus_error *error) {
    const char *notes = genus_model_metadata(model, "test_clips");
    const char *trained_on = genus_model_metadata(model, "data_digest");
    const bool same = trained_on != NULL && strcmp(trained_on, data_digest) == 0;
    genus_clip_names names = {0};
    char *copy = strdup(notes != NULL ? notes : "");
    const bool fits = copy != NULL && list_names(copy, &names);
    if (fits) {
        qsort((void *)names.sorted, names.count, sizeof *names.sorted, by_bytes);
    }
    for (size_t i = 0; fits && i < dataset->clip_count; i++) {
        const genus_clip *clip = &dataset->clips[i];
        learnt[i] = GENUS_LEARNT_UNKNOWN;
        if (genus_clip_names_find_clip(&names, clip->name) < names.count) {
            learnt[i] = GENUS_LEARNT_NO;
        } else if (names.count > 0 && (same || is_named_alike(&names, dataset, clip))) {
            learnt[i] = GENUS_LEARNT_YES;
        }
    }
    free((void *)names.sorted);
    free(copy);
    return fits ? GENUS_OK : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for names");
}

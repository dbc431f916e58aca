// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// JSON Lines: what the writers of objects share.

#include "live/util/json_line.h"
#include "engine/base/utf8.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

bool genus_json_add_rounded(cJSON *object, const char *name, double value) {
    return cJSON_AddNumberToObject(object, name, round(value * 1e6) / 1e6) != NULL;
}

bool genus_json_add_text(cJSON *object, const char *name, const char *text) {
    if (text == NULL) {
        return cJSON_AddNullToObject(object, name) != NULL;
    }
    char *repaired = genus_utf8_repair(text);
    const bool added = repaired != NULL && cJSON_AddStringToObject(object, name, repaired) != NULL;
    free(repaired);
    return added;
}

bool genus_json_print_line(FILE *out, cJSON *object, bool complete) {
    char *text = complete ? cJSON_PrintUnformatted(object) : NULL;
    cJSON_Delete(object);
    if (text == NULL) {
        errno = ENOMEM;
        return false;
    }
    (void)fprintf(out, "%s\n", text);
    cJSON_free(text);
    return genus_flush(out);
}

bool genus_flush(FILE *out) {
    errno = 0;
    return fflush(out) == 0 && ferror(out) == 0;
}

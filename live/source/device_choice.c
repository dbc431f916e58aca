// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Which of the inputs somebody means.

#include "live/source/device_choice.h"
#include "engine/base/error.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FULL_NAME_SIZE 256

static void full_name(const genus_device *device, char text[FULL_NAME_SIZE]) {
    (void)snprintf(text, FULL_NAME_SIZE, "%s: %s", device->host_api, device->name);
}

static bool begins_with(const char *text, const char *part) {
    while (*part != '\0' && tolower((unsigned char)*text) == tolower((unsigned char)*part)) {
        text++;
        part++;
    }
    return *part == '\0';
}

static bool contains(const char *text, const char *part) {
    for (; *text != '\0'; text++) {
        if (begins_with(text, part)) {
            return true;
        }
    }
    return false;
}

static bool is_called(const genus_device *device, const char *wanted, bool exactly) {
    char full[FULL_NAME_SIZE];
    full_name(device, full);
    return exactly ? strcmp(device->name, wanted) == 0 || strcmp(full, wanted) == 0
                   : contains(full, wanted);
}

static size_t count_called(const genus_device *devices, size_t count, const char *wanted,
                           bool exactly, size_t *last) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_called(&devices[i], wanted, exactly)) {
            *last = i;
            found++;
        }
    }
    return found;
}

// Appends "4 'ALSA: pulse'" for each candidate, as far as there is room.
static void list_candidates(const genus_device *devices, size_t count, const char *wanted,
                            char *text, size_t size) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (wanted != NULL && !is_called(&devices[i], wanted, false)) {
            continue;
        }
        char full[FULL_NAME_SIZE];
        full_name(&devices[i], full);
        const int length = snprintf(text + used, size - used, "%s%d '%s'", used > 0 ? ", " : "",
                                    devices[i].index, full);
        if (length < 0 || (size_t)length >= size - used) {
            return;
        }
        used += (size_t)length;
    }
}

static bool read_index(const char *text, long *index) {
    char *end = NULL;
    errno = 0;
    *index = strtol(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && *index >= 0;
}

static genus_status choose_index(const genus_device *devices, size_t count, long index,
                                 size_t *chosen, genus_error *error) {
    for (size_t i = 0; i < count; i++) {
        if (devices[i].index == index) {
            *chosen = i;
            return GENUS_OK;
        }
    }
    char candidates[320];
    list_candidates(devices, count, NULL, candidates, sizeof candidates);
    return genus_fail(error, GENUS_ERROR_OPEN, "there is no input device %ld, but %s", index,
                      candidates);
}

static genus_status choose_name(const genus_device *devices, size_t count, const char *wanted,
                                size_t *chosen, genus_error *error) {
    char candidates[320];
    if (count_called(devices, count, wanted, true, chosen) == 1) {
        return GENUS_OK;
    }
    const size_t found = count_called(devices, count, wanted, false, chosen);
    if (found == 1) {
        return GENUS_OK;
    }
    list_candidates(devices, count, found > 0 ? wanted : NULL, candidates, sizeof candidates);
    return found > 0
               ? genus_fail(error, GENUS_ERROR_ARGUMENT,
                            "'%.60s' could be each of %s: say more of the name, or the index",
                            wanted, candidates)
               : genus_fail(error, GENUS_ERROR_OPEN,
                            "no input device is called '%.60s'; there are %s", wanted, candidates);
}

genus_status genus_device_choose(const genus_device *devices, size_t count, const char *wanted,
                                 size_t *chosen, genus_error *error) {
    *chosen = 0;
    if (count == 0) {
        return genus_fail(error, GENUS_ERROR_OPEN,
                          "there is no input device: plug one in, or start the audio server");
    }
    if (wanted == NULL) {
        for (size_t i = 0; i < count; i++) {
            *chosen = devices[i].is_default ? i : *chosen;
        }
        return GENUS_OK;
    }
    long index = 0;
    return read_index(wanted, &index) ? choose_index(devices, count, index, chosen, error)
                                      : choose_name(devices, count, wanted, chosen, error);
}

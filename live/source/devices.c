// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The input devices of this machine, through PortAudio.

#include "live/source/devices.h"
#include "engine/base/error.h"
#include "live/source/quiet.h"
#include "live/util/json_line.h"
#include "live/util/message.h"

#include <portaudio.h>
#include <stdlib.h>

#ifdef GENUS_HAS_PA_JACK
#include <pa_jack.h>
#endif

struct genus_devices {
    bool verbose;
    bool is_started;
    genus_device *list;
    size_t count;
};

static genus_status start_portaudio(genus_devices *devices, genus_error *error) {
    const genus_quiet quiet = genus_quiet_begin(devices->verbose);
#ifdef GENUS_HAS_PA_JACK
    (void)PaJack_SetClientName("genus-live"); // The ports in patch bays are called after it.
#endif
    const PaError failure = Pa_Initialize();
    genus_quiet_end(quiet);
    if (failure != paNoError) {
        return genus_fail(error, GENUS_ERROR_OPEN,
                          "PortAudio cannot start: %s; --verbose shows what it says",
                          Pa_GetErrorText(failure));
    }
    devices->is_started = true;
    return GENUS_OK;
}

static void add_device(genus_devices *devices, PaDeviceIndex index) {
    const PaDeviceInfo *info = Pa_GetDeviceInfo(index);
    if (info == NULL || info->maxInputChannels < 1) {
        return;
    }
    const PaHostApiInfo *api = Pa_GetHostApiInfo(info->hostApi);
    devices->list[devices->count++] = (genus_device){
        .index = index,
        .host_api = api != NULL ? api->name : "",
        .name = info->name,
        .channels = info->maxInputChannels,
        .default_rate = info->defaultSampleRate,
        .latency = info->defaultHighInputLatency,
        .is_default = index == Pa_GetDefaultInputDevice(),
    };
}

static genus_status look(genus_devices *devices, genus_error *error) {
    const PaDeviceIndex count = Pa_GetDeviceCount();
    if (count <= 0) {
        return GENUS_OK;
    }
    devices->list = calloc((size_t)count, sizeof *devices->list);
    if (devices->list == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the devices");
    }
    for (PaDeviceIndex i = 0; i < count; i++) {
        add_device(devices, i);
    }
    return GENUS_OK;
}

genus_status genus_devices_new(bool verbose, genus_devices **devices, genus_error *error) {
    *devices = NULL;
    genus_devices *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the devices");
    }
    made->verbose = verbose;
    genus_status status = start_portaudio(made, error);
    if (status == GENUS_OK) {
        status = look(made, error);
    }
    if (status != GENUS_OK) {
        genus_devices_free(made);
        return status;
    }
    *devices = made;
    return GENUS_OK;
}

void genus_devices_free(genus_devices *devices) {
    if (devices == NULL) {
        return;
    }
    if (devices->is_started) {
        const genus_quiet quiet = genus_quiet_begin(devices->verbose);
        (void)Pa_Terminate();
        genus_quiet_end(quiet);
    }
    free(devices->list);
    free(devices);
}

const genus_device *genus_devices_list(const genus_devices *devices, size_t *count) {
    *count = devices->count;
    return devices->list;
}

static void print_columns(FILE *out, const genus_device *device) {
    (void)fprintf(out, "%c %3d  ", device->is_default ? '*' : ' ', device->index);
    genus_write_plain(out, device->host_api);
    (void)fputs(": ", out);
    genus_write_plain(out, device->name);
    (void)fprintf(out, "  (%d channel%s, %.0f Hz, %.0f ms)\n", device->channels,
                  device->channels == 1 ? "" : "s", device->default_rate, 1e3 * device->latency);
}

static bool print_json(FILE *out, const genus_device *device) {
    cJSON *object = cJSON_CreateObject();
    const bool added = object != NULL &&
                       cJSON_AddNumberToObject(object, "index", device->index) != NULL &&
                       genus_json_add_text(object, "host_api", device->host_api) &&
                       genus_json_add_text(object, "name", device->name) &&
                       cJSON_AddNumberToObject(object, "channels", device->channels) != NULL &&
                       genus_json_add_rounded(object, "default_rate", device->default_rate) &&
                       genus_json_add_rounded(object, "latency", device->latency) &&
                       cJSON_AddBoolToObject(object, "default", device->is_default) != NULL;
    return genus_json_print_line(out, object, added);
}

bool genus_devices_print(FILE *out, const genus_devices *devices, bool json) {
    for (size_t i = 0; i < devices->count; i++) {
        if (!json) {
            print_columns(out, &devices->list[i]);
        } else if (!print_json(out, &devices->list[i])) {
            return false;
        }
    }
    return genus_flush(out);
}

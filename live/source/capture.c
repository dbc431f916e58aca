// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The process that holds an input device. PortAudio's callback is the audio thread: it only writes
// into the shared ring.

#include "live/source/capture.h"
#include "engine/base/error.h"
#include "live/source/devices.h"

#include <fcntl.h>
#include <poll.h>
#include <portaudio.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#define LOOK_MILLISECONDS 50 // Between looks whether the stream still runs.

typedef struct capture {
    genus_shared_ring *ring;
    genus_devices *devices;
    const genus_device *device;
    PaStream *stream;
    genus_capture_report report;
} capture;

static int on_audio(const void *input, void *output, unsigned long frames,
                    const PaStreamCallbackTimeInfo *time, PaStreamCallbackFlags flags, void *self) {
    (void)output;
    (void)time;
    genus_shared_ring *ring = self;
    if ((flags & paInputOverflow) != 0) {
        genus_shared_ring_overflow(ring);
    }
    if (input != NULL) {
        genus_shared_ring_write(ring, input, frames);
    }
    return paContinue;
}

// ------------------------------------------------------------------------------------- the process

// What ends a whole group of processes, such as Ctrl-C, is for the listener: it ends this process.
// A crash here must not run its handlers, which own the terminal.
static void forget_signals(void) {
    static const int ignored[] = {SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGTSTP};
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGWINCH};
    struct sigaction action = {.sa_handler = SIG_DFL};
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++) {
        (void)sigaction(crashes[i], &action, NULL);
    }
    action.sa_handler = SIG_IGN;
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++) {
        (void)sigaction(ignored[i], &action, NULL);
    }
}

static void leave_terminal(bool verbose) {
    const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0) {
        return;
    }
    (void)dup2(nowhere, STDIN_FILENO);
    (void)dup2(verbose ? STDERR_FILENO : nowhere, STDOUT_FILENO);
    if (!verbose) {
        (void)dup2(nowhere, STDERR_FILENO);
    }
}

// ------------------------------------------------------------------------------------------- open

static const char *cure_for(PaError failure) {
    switch (failure) {
    case paDeviceUnavailable:
        return "another program may be using it, or it was unplugged";
    case paInvalidSampleRate:
    case paInvalidChannelCount:
        return "it does not take its own default settings; choose another of --list-devices";
    default:
        return "choose another of --list-devices, or see with --verbose what PortAudio says";
    }
}

static genus_status refuse(capture *self, PaError failure) {
    const PaHostErrorInfo *host = Pa_GetLastHostErrorInfo();
    const bool has_reason = failure == paUnanticipatedHostError && host != NULL;
    return genus_fail(&self->report.error, GENUS_ERROR_OPEN, "%s: cannot be opened (%s): %s",
                      self->report.name, has_reason ? host->errorText : Pa_GetErrorText(failure),
                      cure_for(failure));
}

static genus_status choose_device(capture *self, const char *wanted, bool verbose) {
    size_t count = 0;
    size_t chosen = 0;
    genus_capture_report *report = &self->report;
    genus_status status = genus_devices_new(verbose, &self->devices, &report->error);
    if (status != GENUS_OK) {
        return status;
    }
    const genus_device *list = genus_devices_list(self->devices, &count);
    status = genus_device_choose(list, count, wanted, &chosen, &report->error);
    if (status != GENUS_OK) {
        return status;
    }
    self->device = &list[chosen];
    (void)snprintf(report->name, sizeof report->name, "%s: %s", self->device->host_api,
                   self->device->name);
    report->sample_rate = self->device->default_rate;
    report->channels = self->device->channels < GENUS_SHARED_CHANNELS_MAX
                           ? (uint32_t)self->device->channels
                           : GENUS_SHARED_CHANNELS_MAX;
    if (report->sample_rate < GENUS_RATE_MIN || report->sample_rate > GENUS_RATE_MAX) {
        return genus_fail(&report->error, GENUS_ERROR_ARGUMENT,
                          "%s: runs at %.0f Hz, but only %.0f to %.0f Hz can be heard",
                          report->name, report->sample_rate, GENUS_RATE_MIN, GENUS_RATE_MAX);
    }
    return GENUS_OK;
}

static genus_status start_stream(capture *self) {
    const PaStreamParameters parameters = {
        .device = self->device->index,
        .channelCount = (int)self->report.channels,
        .sampleFormat = paFloat32,
        .suggestedLatency = self->device->latency,
    };
    genus_shared_ring_set_channels(self->ring, self->report.channels);
    PaError failure =
        Pa_OpenStream(&self->stream, &parameters, NULL, self->report.sample_rate,
                      paFramesPerBufferUnspecified, paClipOff | paDitherOff, on_audio, self->ring);
    if (failure == paNoError) {
        failure = Pa_StartStream(self->stream);
    }
    return failure == paNoError ? GENUS_OK : refuse(self, failure);
}

// ------------------------------------------------------------------------------------------- door

// Waits until the other end closes. Returns false if the stream ended by itself.
static bool stay(const capture *self, int control) {
    struct pollfd closed = {.fd = control, .events = POLLIN};
    while (Pa_IsStreamActive(self->stream) == 1) {
        if (poll(&closed, 1, LOOK_MILLISECONDS) > 0) {
            return true;
        }
    }
    return false;
}

_Noreturn void genus_capture_run(const char *wanted, bool verbose, genus_shared_ring *ring,
                                 int report, int control) {
    forget_signals();
    leave_terminal(verbose);
    capture self = {.ring = ring};
    self.report.status = choose_device(&self, wanted, true);
    if (self.report.status == GENUS_OK) {
        self.report.status = start_stream(&self);
    }
    const bool told =
        write(report, &self.report, sizeof self.report) == (ssize_t)sizeof self.report;
    if (told && self.report.status == GENUS_OK && stay(&self, control)) {
        (void)Pa_AbortStream(self.stream);
        (void)Pa_CloseStream(self.stream);
        genus_devices_free(self.devices);
    }
    // After a failure nothing is closed: with its server gone, PortAudio would hang in it.
    _exit(0);
}

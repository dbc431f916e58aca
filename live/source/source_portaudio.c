// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// An input device as a live source: starts the process that holds it, reads what it hears from
// shared memory, and ends it. A device that went away is known by its process having ended, or by
// no block for a while.

#include "live/source/source_portaudio.h"
#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "live/source/capture.h"
#include "live/util/stop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE 3.0       // Seconds without a block after which a device counts as gone.
#define OPEN_PATIENCE 20.0 // Seconds that opening may take.
#define END_PATIENCE 1.0   // Seconds that closing may take.
#define BLOCK_FRAMES 4096

typedef struct device {
    genus_capture_report report;
    genus_shared_ring *ring;
    pid_t process; // 0: none.
    int control;   // Closing it ends the process.
    genus_feed *feed;
    double heard_at; // Monotonic seconds of the last block.
    uint64_t overflows;
    float samples[BLOCK_FRAMES * GENUS_SHARED_CHANNELS_MAX];
} device;

// -------------------------------------------------------------------------------------- processes

static bool has_ended(device *from) {
    if (from->process > 0 && waitpid(from->process, NULL, WNOHANG) == from->process) {
        from->process = 0;
    }
    return from->process == 0;
}

// Lets the process close its device; ends it if it hangs in that.
static void end_process(device *from, double patience) {
    const double latest = genus_monotonic_seconds() + patience;
    if (from->control >= 0) {
        (void)close(from->control);
        from->control = -1;
    }
    while (!has_ended(from) && genus_monotonic_seconds() < latest) {
        genus_sleep(0.005);
    }
    if (from->process > 0) {
        (void)kill(from->process, SIGKILL);
        while (waitpid(from->process, NULL, 0) < 0 && errno == EINTR) {
        }
        from->process = 0;
    }
}

static void close_device(void *self) {
    device *from = self;
    end_process(from, END_PATIENCE);
    genus_shared_ring_free(from->ring);
    free(from);
}

// Forks the process. Returns the end of the pipe on which it reports, -1 if it cannot be started.
static int start_process(device *from, const char *wanted, bool verbose) {
    int report[2];
    int control[2];
    if (pipe(report) != 0) {
        return -1;
    }
    if (pipe(control) != 0) {
        (void)close(report[0]);
        (void)close(report[1]);
        return -1;
    }
    (void)fflush(stdout);
    (void)fflush(stderr);
    from->process = fork();
    if (from->process == 0) {
        (void)close(report[0]);
        (void)close(control[1]);
        genus_capture_run(wanted, verbose, from->ring, report[1], control[0]);
    }
    (void)close(report[1]);
    (void)close(control[0]);
    from->control = control[1];
    if (from->process < 0) {
        from->process = 0;
        (void)close(report[0]);
        return -1;
    }
    return report[0];
}

static genus_status await_report(device *from, int pipe_end, genus_error *error) {
    const double latest = genus_monotonic_seconds() + OPEN_PATIENCE;
    struct pollfd readable = {.fd = pipe_end, .events = POLLIN};
    while (poll(&readable, 1, 50) <= 0) {
        if (genus_stop_requested()) {
            return genus_fail(error, GENUS_ERROR_INTERRUPTED, "was stopped");
        }
        if (genus_monotonic_seconds() > latest) {
            return genus_fail(error, GENUS_ERROR_OPEN,
                              "the audio system does not answer: restart it, or see with "
                              "--verbose what it says");
        }
    }
    const ssize_t count = read(pipe_end, &from->report, sizeof from->report);
    if (count != (ssize_t)sizeof from->report) {
        return genus_fail(error, GENUS_ERROR_OPEN,
                          "the audio system crashed while the device was opened: see with "
                          "--verbose what it says");
    }
    *error = from->report.error;
    return from->report.status;
}

// ----------------------------------------------------------------------------------------- listen

static genus_status start_device(void *self, genus_feed *feed, genus_error *error) {
    (void)error;
    device *from = self;
    from->feed = feed;
    from->heard_at = genus_monotonic_seconds();
    return GENUS_OK;
}

static void take_audio(device *from) {
    bool gap = false;
    size_t frames = 0;
    while ((frames = genus_shared_ring_read(from->ring, from->samples, BLOCK_FRAMES, &gap)) > 0) {
        if (gap) {
            genus_feed_gap(from->feed);
        }
        genus_feed_write(from->feed, from->samples, frames);
        from->heard_at = genus_monotonic_seconds();
    }
    genus_feed_count(from->feed, genus_shared_ring_overflows(from->ring),
                     genus_shared_ring_dropped(from->ring));
}

static genus_input_event wait_for_device(void *self, double seconds, genus_error *error) {
    device *from = self;
    genus_sleep(seconds);
    const bool ended = has_ended(from); // Before the last look, so that nothing is left behind.
    take_audio(from);
    if (!ended && genus_monotonic_seconds() - from->heard_at < PATIENCE) {
        return GENUS_INPUT_GOES_ON;
    }
    end_process(from, 0.0);
    (void)genus_fail(error, GENUS_ERROR_READ,
                     "%s: gives no audio any more: plug it in again, or start its server again",
                     from->report.name);
    return GENUS_INPUT_FAILED;
}

genus_status genus_portaudio_open(const char *wanted, bool verbose, genus_input *input,
                                  genus_error *error) {
    genus_status status = GENUS_OK;
    device *from = calloc(1, sizeof *from);
    if (from == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the input");
    }
    from->control = -1;
    from->ring = genus_shared_ring_new();
    const int report = from->ring != NULL ? start_process(from, wanted, verbose) : -1;
    if (report < 0) {
        status = genus_fail(error, GENUS_ERROR_MEMORY,
                            "no process can be started for the input device: %s", strerror(errno));
    } else {
        status = await_report(from, report, error);
        (void)close(report);
    }
    if (status != GENUS_OK) {
        end_process(from, 0.0);
        close_device(from);
        return status;
    }
    *input = (genus_input){
        .self = from,
        .sample_rate = from->report.sample_rate,
        .channels = from->report.channels,
        .start = start_device,
        .wait = wait_for_device,
        .close = close_device,
    };
    (void)snprintf(input->name, sizeof input->name, "%s", from->report.name);
    return GENUS_OK;
}

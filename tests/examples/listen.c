// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Listens to the default input through PortAudio and says twice a second what plays.
//
//     cc listen.c $(pkg-config --cflags --libs genus portaudio-2.0) -o listen
//     ./listen gtzan.safetensors 60

#include <genus.h>
#include <portaudio.h>

#include <stdio.h>
#include <stdlib.h>

enum { channels = 1, turn_milliseconds = 100 };

static const double sample_rate = 48000;

static int fail(const char *message) {
    (void)fprintf(stderr, "listen: %s\n", message);
    return EXIT_FAILURE;
}

/** The audio thread only hands the samples over; all that takes time happens in listen(). */
static int callback(const void *input, void *output, unsigned long frames,
                    const PaStreamCallbackTimeInfo *time, PaStreamCallbackFlags flags, void *data) {
    (void)output;
    (void)time;
    if ((flags & paInputOverflow) != 0) {
        genus_listener_gap(data);
    }
    (void)genus_listener_write_interleaved(data, input, frames);
    return paContinue;
}

static void show(const genus_model *model, const genus_verdict *verdict) {
    const char *genre = verdict->top >= 0 ? genus_model_label(model, (uint32_t)verdict->top) : "-";
    (void)printf("%6.1f s  %-10s %3.0f %%  %s\n", verdict->stream_seconds, genre,
                 100 * (double)verdict->confidence, genus_state_name(verdict->state));
    (void)fflush(stdout);
}

/** @return paNoError, or what went wrong. */
static PaError listen(const genus_model *model, genus_listener *listener, double seconds) {
    PaStream *stream = NULL;
    PaError problem = Pa_OpenDefaultStream(&stream, channels, 0, paFloat32, sample_rate,
                                           paFramesPerBufferUnspecified, callback, listener);
    if (problem == paNoError) {
        problem = Pa_StartStream(stream);
    }
    const long turns = (long)(seconds * 1000 / turn_milliseconds);
    for (long turn = 0; problem == paNoError && turn < turns; turn++) {
        Pa_Sleep(turn_milliseconds);
        if (genus_listener_work(listener) > 0) {
            genus_verdict verdict;
            genus_listener_read(listener, &verdict);
            show(model, &verdict);
        }
    }
    if (stream != NULL) {
        (void)Pa_CloseStream(stream); // From here on the callback is not called any more.
    }
    return problem;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        return fail("usage: listen WEIGHTS SECONDS");
    }
    genus_error error = {0};
    genus_model *model = NULL;
    if (genus_model_load(argv[1], &model, &error) != GENUS_OK) {
        return fail(error.message);
    }
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = sample_rate;
    options.channels = channels;
    genus_listener *listener = NULL;
    if (genus_listener_new(model, &options, &listener, &error) != GENUS_OK) {
        genus_model_free(model);
        return fail(error.message);
    }
    PaError problem = Pa_Initialize();
    if (problem == paNoError) {
        problem = listen(model, listener, strtod(argv[2], NULL));
        (void)Pa_Terminate();
    }
    genus_listener_free(listener);
    genus_model_free(model);
    return problem == paNoError ? EXIT_SUCCESS : fail(Pa_GetErrorText(problem));
}

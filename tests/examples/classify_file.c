// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Names the genre of an audio file: libsndfile reads it, Genus hears it block by block.
//
//     cc classify_file.c $(pkg-config --cflags --libs genus sndfile) -o classify_file
//     ./classify_file gtzan.safetensors song.flac

#include <genus.h>
#include <sndfile.h>

#include <stdio.h>
#include <stdlib.h>

enum { block_frames = 4096 };

static int fail(const char *message) {
    (void)fprintf(stderr, "classify_file: %s\n", message);
    return EXIT_FAILURE;
}

/** Hears the whole file. @return false: it cannot be read to its end. */
static bool hear(genus_listener *listener, SNDFILE *file, int channels, genus_verdict *verdict) {
    float *block = malloc((size_t)block_frames * (size_t)channels * sizeof *block);
    if (block == NULL) {
        return false;
    }
    sf_count_t frames;
    while ((frames = sf_readf_float(file, block, block_frames)) > 0) {
        // One thread does both here, so the ring is empty again before the next block.
        (void)genus_listener_write_interleaved(listener, block, (size_t)frames);
        (void)genus_listener_work(listener);
    }
    genus_listener_finish(listener);
    genus_listener_read(listener, verdict);
    free(block);
    return sf_error(file) == SF_ERR_NO_ERROR;
}

/** The last half minute's genre and the whole file's, or why there is none. */
static void show(const genus_model *model, const genus_verdict *verdict) {
    if (verdict->top < 0 || verdict->track_top < 0) {
        (void)printf("%s\n", genus_state_name(verdict->state)); // Silence, or under three seconds.
        return;
    }
    (void)printf("%s %.6f %s, all of it: %s\n", genus_model_label(model, (uint32_t)verdict->top),
                 (double)verdict->confidence, genus_state_name(verdict->state),
                 genus_model_label(model, (uint32_t)verdict->track_top));
}

int main(int argc, char **argv) {
    if (argc != 3) {
        return fail("usage: classify_file WEIGHTS FILE");
    }
    genus_error error = {0};
    genus_model *model = NULL;
    if (genus_model_load(argv[1], &model, &error) != GENUS_OK) {
        return fail(error.message);
    }
    SF_INFO info = {0};
    SNDFILE *file = sf_open(argv[2], SFM_READ, &info);
    if (file == NULL) {
        genus_model_free(model);
        return fail(sf_strerror(NULL));
    }
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = info.samplerate;
    options.channels = (uint32_t)info.channels;
    options.interval_seconds = 0; // The last verdict is the only one that is wanted.
    genus_listener *listener = NULL;
    genus_verdict verdict = {0};
    int code = EXIT_SUCCESS;
    if (genus_listener_new(model, &options, &listener, &error) != GENUS_OK) {
        code = fail(error.message);
    } else if (!hear(listener, file, info.channels, &verdict)) {
        code = fail("the file cannot be read to its end");
    } else {
        show(model, &verdict);
    }
    genus_listener_free(listener);
    (void)sf_close(file);
    genus_model_free(model);
    return code;
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-live as a user runs it: lines, JSON, bad input, exit codes. Random weights are enough,
// since no label is asked to be right.

#include "engine/genus.h"
#include "support/broken_files.h"
#include "support/command.h"
#include "support/random_model.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define LABELS 5
#define PI 3.14159265358979323846
#define PATH_LENGTH 256
#define ARGUMENTS_MAX 16

typedef struct studio {
    char folder[PATH_LENGTH];
    char weights[PATH_LENGTH];
    genus_test_command command;
} studio;

static void path_in(const studio *self, const char *name, char path[PATH_LENGTH]) {
    const int length = snprintf(path, PATH_LENGTH, "%s/%s", self->folder, name);
    assert_true(length > 0 && length < PATH_LENGTH);
}

// Runs genus-live in the studio's folder with these arguments, the last of which is NULL.
static const genus_test_command *live(studio *self, const char *const *arguments) {
    const char *all[ARGUMENTS_MAX] = {GENUS_LIVE};
    size_t count = 1;
    while (*arguments != NULL) {
        assert_true(count < ARGUMENTS_MAX - 1);
        all[count++] = *arguments++;
    }
    assert_int_equal(genus_test_run(&self->command, all, self->folder, NULL), 0);
    return &self->command;
}

#define LIVE(self, ...) live(self, (const char *const[]){__VA_ARGS__, NULL})
#define LIVE_WEIGHTS(self, ...) LIVE(self, "--weights", "weights.safetensors", __VA_ARGS__)

static size_t count_lines(const char *text) {
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += *text == '\n' ? 1 : 0;
    }
    return count;
}

// ------------------------------------------------------------------------------ making of files

typedef struct sound {
    int format;
    int rate;
    int channels;
    double seconds;
    double gain;
} sound;

static float *render(const sound *sound, size_t *frames) {
    *frames = (size_t)lround(sound->seconds * sound->rate);
    float *samples = calloc(*frames * (size_t)sound->channels + 1, sizeof *samples);
    assert_non_null(samples);
    for (size_t i = 0; i < *frames; i++) {
        const double t = (double)i / sound->rate;
        for (int c = 0; c < sound->channels; c++) {
            const double tone = sin(2.0 * PI * 220.0 * (1.0 + floor(fmod(3.0 * t, 4.0))) * t) +
                                sin(2.0 * PI * 1330.0 * t + c);
            samples[i * (size_t)sound->channels + (size_t)c] = (float)(sound->gain * 0.4 * tone);
        }
    }
    return samples;
}

static void write_samples(const studio *self, const char *name, const sound *sound,
                          const float *samples, size_t frames) {
    char path[PATH_LENGTH];
    path_in(self, name, path);
    SF_INFO info = {
        .format = sound->format, .samplerate = sound->rate, .channels = sound->channels};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_non_null(file);
    assert_int_equal(sf_writef_float(file, samples, (sf_count_t)frames), frames);
    assert_int_equal(sf_close(file), 0);
}

static void write_sound(const studio *self, const char *name, const sound *sound) {
    size_t frames = 0;
    float *samples = render(sound, &frames);
    write_samples(self, name, sound, samples, frames);
    free(samples);
}

static void write_bytes(const studio *self, const char *name, const void *bytes, size_t size) {
    char path[PATH_LENGTH];
    path_in(self, name, path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static const int wav_float = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
static const int flac_16 = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;

// ------------------------------------------------------------------------------------ good files

static void every_file_gets_a_line_of_tab_separated_columns(void **state) {
    studio *self = *state;
    const genus_test_command *command = LIVE_WEIGHTS(self, "music.wav", "./stereo.flac");
    assert_int_equal(command->exit_code, 0);
    assert_string_equal(command->err, "");
    assert_int_equal(count_lines(command->out), 2);
    char path[64];
    char genre[64];
    char word[64];
    double confidence = 0.0;
    double seconds = 0.0;
    const char *format = "%63[^\t]\t%63[^\t]\t%lf\t%lf\t%63[^\n]\n";
    assert_int_equal(sscanf(command->out, format, path, genre, &confidence, &seconds, word), 5);
    assert_string_equal(path, "music.wav");
    assert_true(confidence > 1.0 / LABELS && confidence <= 1.0);
    assert_true(seconds == 8.0);
    assert_true(strcmp(word, "sure") == 0 || strcmp(word, "unsure") == 0);
    assert_non_null(strstr(command->out, "\n./stereo.flac\t"));
}

static void the_genre_is_the_one_that_the_library_gives(void **state) {
    studio *self = *state;
    const sound music = {
        .format = wav_float, .rate = 44100, .channels = 2, .seconds = 40.0, .gain = 0.5};
    write_sound(self, "long.wav", &music);
    size_t frames = 0;
    float *samples = render(&music, &frames);
    genus_model *model = NULL;
    assert_int_equal(genus_model_load(self->weights, &model, NULL), GENUS_OK);
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = music.rate;
    genus_verdict verdict;
    assert_int_equal(genus_classify(model, &options, samples, frames, &verdict, NULL), GENUS_OK);

    const genus_test_command *command = LIVE_WEIGHTS(self, "--json", "long.wav");
    assert_int_equal(command->exit_code, 0);
    cJSON *object = cJSON_Parse(command->out);
    assert_non_null(object);
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(object, "genre")),
                        genus_model_label(model, (uint32_t)verdict.track_top));
    const cJSON *posterior = cJSON_GetObjectItem(object, "posterior");
    assert_int_equal(cJSON_GetArraySize(posterior), LABELS);
    for (uint32_t i = 0; i < LABELS; i++) {
        const double value =
            cJSON_GetNumberValue(cJSON_GetObjectItem(posterior, genus_model_label(model, i)));
        assert_float_equal((float)value, verdict.track_posterior[i], 1e-5F);
    }
    assert_true(cJSON_GetNumberValue(cJSON_GetObjectItem(object, "seconds")) == 40.0);
    cJSON_Delete(object);
    genus_model_free(model);
    free(samples);
}

static void json_is_an_object_a_line_with_every_member(void **state) {
    studio *self = *state;
    const genus_test_command *command = LIVE_WEIGHTS(self, "--json", "music.wav", "silent.wav");
    assert_int_equal(count_lines(command->out), 2);
    cJSON *music = cJSON_Parse(command->out);
    cJSON *silence = cJSON_Parse(strchr(command->out, '\n') + 1);
    assert_non_null(music);
    assert_non_null(silence);

    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(music, "path")), "music.wav");
    const char *genre = cJSON_GetStringValue(cJSON_GetObjectItem(music, "genre"));
    const double confidence = cJSON_GetNumberValue(cJSON_GetObjectItem(music, "confidence"));
    const cJSON *posterior = cJSON_GetObjectItem(music, "posterior");
    assert_true(cJSON_GetNumberValue(cJSON_GetObjectItem(posterior, genre)) == confidence);
    double sum = 0.0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, posterior) {
        sum += cJSON_GetNumberValue(item);
        assert_true(cJSON_GetNumberValue(item) <= confidence);
    }
    assert_true(fabs(sum - 1.0) < 1e-5);

    assert_true(cJSON_IsNull(cJSON_GetObjectItem(silence, "genre")));
    assert_true(cJSON_GetNumberValue(cJSON_GetObjectItem(silence, "confidence")) == 0.0);
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(silence, "state")), "silence");
    cJSON_Delete(music);
    cJSON_Delete(silence);
}

static void top_lists_the_leading_genres_in_falling_order(void **state) {
    studio *self = *state;
    const genus_test_command *command = LIVE_WEIGHTS(self, "--top", "3", "music.wav");
    assert_int_equal(count_lines(command->out), 3);
    double last = 1.0;
    for (const char *line = command->out; *line != '\0'; line = strchr(line, '\n') + 1) {
        assert_int_equal(strncmp(line, "music.wav\t", 10), 0);
        const double confidence = strtod(strchr(line + 10, '\t') + 1, NULL);
        assert_true(confidence <= last);
        last = confidence;
    }
    assert_int_equal(count_lines(LIVE_WEIGHTS(self, "--top", "64", "music.wav")->out), LABELS);

    cJSON *object = cJSON_Parse(LIVE_WEIGHTS(self, "--top=2", "--json", "music.wav")->out);
    assert_non_null(object);
    const cJSON *posterior = cJSON_GetObjectItem(object, "posterior");
    assert_int_equal(cJSON_GetArraySize(posterior), 2);
    assert_string_equal(cJSON_GetArrayItem(posterior, 0)->string,
                        cJSON_GetStringValue(cJSON_GetObjectItem(object, "genre")));
    cJSON_Delete(object);
}

static void file_names_may_hold_any_bytes(void **state) {
    studio *self = *state;
    const sound music = {
        .format = wav_float, .rate = 22050, .channels = 1, .seconds = 4.0, .gain = 0.5};
    write_sound(self, "-dash.wav", &music);
    write_sound(self, "caf\xC3\xA9 \xFF\xED\xA0\x80\n.wav", &music);
    assert_int_equal(LIVE_WEIGHTS(self, "--", "-dash.wav")->exit_code, 0);

    cJSON *object =
        cJSON_Parse(LIVE_WEIGHTS(self, "--json", "caf\xC3\xA9 \xFF\xED\xA0\x80\n.wav")->out);
    assert_non_null(object);
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(object, "path")),
                        "caf\xC3\xA9 \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\n.wav");
    cJSON_Delete(object);
}

static void seven_channels_at_192_kilohertz_are_heard(void **state) {
    studio *self = *state;
    const sound wide = {
        .format = wav_float, .rate = 192000, .channels = 7, .seconds = 4.0, .gain = 0.5};
    write_sound(self, "wide.wav", &wide);
    const genus_test_command *command = LIVE_WEIGHTS(self, "wide.wav");
    assert_int_equal(command->exit_code, 0);
    assert_non_null(strstr(command->out, "\t4.0\t"));
}

// ------------------------------------------------------------------------------------- bad files

static void what_is_no_audio_gets_one_clear_message(void **state) {
    studio *self = *state;
    static const char text[] = "This is not music, only words about it.\n";
    write_bytes(self, "text.wav", text, sizeof text - 1);
    write_bytes(self, "empty.wav", "", 0);
    const sound crowd = {
        .format = wav_float, .rate = 22050, .channels = 9, .seconds = 4.0, .gain = 0.5};
    write_sound(self, "crowd.wav", &crowd);
    const sound slow = {
        .format = wav_float, .rate = 6000, .channels = 1, .seconds = 4.0, .gain = 0.5};
    write_sound(self, "slow.wav", &slow);
    const char *const cases[][2] = {
        {"text.wav", "is not an audio file"},
        {"empty.wav", "is empty"},
        {"missing.wav", "No such file"},
        {"crowd.wav", "9 channels"},
        {"slow.wav", "6000 Hz"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const genus_test_command *command = LIVE_WEIGHTS(self, cases[i][0]);
        assert_int_equal(command->exit_code, 1);
        assert_string_equal(command->out, "");
        assert_int_equal(count_lines(command->err), 1);
        char start[64];
        (void)snprintf(start, sizeof start, "genus-live: %s: ", cases[i][0]);
        assert_int_equal(strncmp(command->err, start, strlen(start)), 0);
        assert_non_null(strstr(command->err, cases[i][1]));
    }
}

static void a_file_without_permission_is_refused(void **state) {
    studio *self = *state;
    if (geteuid() == 0) {
        print_message("skipped: the superuser may read everything\n");
        skip();
    }
    write_bytes(self, "secret.wav", "x", 1);
    char path[PATH_LENGTH];
    path_in(self, "secret.wav", path);
    assert_int_equal(chmod(path, 0), 0);
    const genus_test_command *command = LIVE_WEIGHTS(self, "secret.wav");
    assert_int_equal(command->exit_code, 1);
    assert_non_null(strstr(command->err, "Permission denied"));
}

static void a_file_without_a_genre_says_why(void **state) {
    studio *self = *state;
    const sound brief = {
        .format = wav_float, .rate = 44100, .channels = 1, .seconds = 0.1, .gain = 0.5};
    write_sound(self, "brief.wav", &brief);
    const sound nothing = {
        .format = wav_float, .rate = 44100, .channels = 1, .seconds = 0.0, .gain = 0.5};
    write_sound(self, "nothing.wav", &nothing);
    const char *const cases[3][3] = {
        {"brief.wav", "brief.wav\t-\t0.0000\t0.1\tlistening\n", "too short"},
        {"nothing.wav", "nothing.wav\t-\t0.0000\t0.0\tlistening\n", "too short"},
        {"silent.wav", "silent.wav\t-\t0.0000\t5.0\tsilence\n", "silent"},
    };
    for (size_t i = 0; i < 3; i++) {
        const genus_test_command *command = LIVE_WEIGHTS(self, cases[i][0]);
        assert_int_equal(command->exit_code, 1);
        assert_string_equal(command->out, cases[i][1]);
        assert_int_equal(count_lines(command->err), 1);
        assert_non_null(strstr(command->err, cases[i][2]));
    }
}

static void a_song_that_ends_in_silence_keeps_its_genre(void **state) {
    studio *self = *state;
    const sound music = {
        .format = wav_float, .rate = 22050, .channels = 1, .seconds = 12.0, .gain = 0.5};
    size_t frames = 0;
    float *samples = render(&music, &frames);
    for (size_t i = frames / 2; i < frames; i++) {
        samples[i] = 0.0F;
    }
    write_samples(self, "fade.wav", &music, samples, frames);
    free(samples);
    const genus_test_command *command = LIVE_WEIGHTS(self, "fade.wav");
    assert_int_equal(command->exit_code, 0);
    assert_non_null(strstr(command->out, "sure\n"));
}

static void a_cut_off_file_is_named_by_what_is_left_and_counts_as_failed(void **state) {
    studio *self = *state;
    char path[PATH_LENGTH];
    path_in(self, "stereo.flac", path);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    const size_t size = (size_t)status.st_size * 2 / 3;
    char *bytes = malloc(size);
    FILE *file = fopen(path, "rb");
    assert_non_null(bytes);
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, size, file), size);
    (void)fclose(file);
    write_bytes(self, "cut.flac", bytes, size);
    free(bytes);

    const genus_test_command *command = LIVE_WEIGHTS(self, "cut.flac");
    assert_int_equal(command->exit_code, 1);
    assert_int_equal(count_lines(command->out), 1);
    assert_int_equal(count_lines(command->err), 1);
    assert_non_null(strstr(command->err, "genus-live: cut.flac: is damaged or cut off: only "));
    assert_non_null(strstr(command->err, " of 8.0 seconds"));
}

static void samples_that_are_no_numbers_are_reported(void **state) {
    studio *self = *state;
    const sound music = {
        .format = wav_float, .rate = 44100, .channels = 1, .seconds = 5.0, .gain = 0.5};
    size_t frames = 0;
    float *samples = render(&music, &frames);
    samples[1000] = NAN;
    samples[2000] = INFINITY;
    write_samples(self, "hurt.wav", &music, samples, frames);
    for (size_t i = 0; i < frames; i++) {
        samples[i] = NAN;
    }
    write_samples(self, "nan.wav", &music, samples, frames);
    free(samples);

    const genus_test_command *command = LIVE_WEIGHTS(self, "hurt.wav");
    assert_int_equal(command->exit_code, 1);
    assert_non_null(strstr(command->err, "hurt.wav: 2 samples are not numbers"));
    assert_int_equal(count_lines(command->out), 1);
    command = LIVE_WEIGHTS(self, "nan.wav");
    assert_int_equal(command->exit_code, 1);
    assert_string_equal(command->out, "nan.wav\t-\t0.0000\t5.0\tsilence\n");
    assert_int_equal(count_lines(command->err), 1);
}

static void a_bad_file_does_not_stop_the_others(void **state) {
    studio *self = *state;
    const genus_test_command *command =
        LIVE_WEIGHTS(self, "missing.wav", "music.wav", "nowhere.wav", "stereo.flac");
    assert_int_equal(command->exit_code, 1);
    assert_int_equal(count_lines(command->out), 2);
    assert_int_equal(count_lines(command->err), 2);
}

static void several_jobs_print_what_one_prints(void **state) {
    studio *self = *state;
    char one_out[GENUS_TEST_OUTPUT_MAX];
    char one_err[GENUS_TEST_OUTPUT_MAX];
    static const char *const counts[] = {"1", "2", "5", "256"};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const genus_test_command *command =
            LIVE_WEIGHTS(self, "--jobs", counts[i], "music.wav", "missing.wav", "stereo.flac",
                         "music.wav", "nowhere.wav", "stereo.flac", "music.wav", "music.wav");
        assert_int_equal(command->exit_code, 1);
        assert_int_equal(count_lines(command->out), 6);
        if (i == 0) {
            memcpy(one_out, command->out, sizeof one_out);
            memcpy(one_err, command->err, sizeof one_err);
        }
        assert_string_equal(command->out, one_out);
        assert_string_equal(command->err, one_err);
    }
}

static void jobs_stop_when_nobody_reads(void **state) {
    studio *self = *state;
    assert_int_equal(genus_test_run(&self->command,
                                    (const char *const[]){
                                        GENUS_LIVE, "--weights", "weights.safetensors", "--jobs",
                                        "2", "music.wav", "music.wav", "music.wav", NULL},
                                    self->folder, "/dev/full"),
                     0);
    assert_int_equal(self->command.exit_code, 1);
    assert_int_equal(count_lines(self->command.err), 1);
}

static void csv_has_one_header_and_quotes_what_it_must(void **state) {
    studio *self = *state;
    const sound music = {
        .format = wav_float, .rate = 44100, .channels = 1, .seconds = 4.0, .gain = 1};
    write_sound(self, "a, \"b\".wav", &music);
    const genus_test_command *command =
        LIVE_WEIGHTS(self, "--csv", "--top", "2", "a, \"b\".wav", "music.wav");
    assert_int_equal(command->exit_code, 0);
    assert_int_equal(count_lines(command->out), 5);
    static const char start[] = "path,genre,confidence,seconds,state,unreadable_seconds\r\n"
                                "\"a, \"\"b\"\".wav\",";
    assert_memory_equal(command->out, start, sizeof start - 1);
    // The runner-up repeats no state.
    assert_non_null(strstr(command->out, ",,0.0\r\n"));
}

static void no_name_can_break_a_line_or_command_a_terminal(void **state) {
    studio *self = *state;
    const sound music = {
        .format = wav_float, .rate = 44100, .channels = 1, .seconds = 4.0, .gain = 1};
    static const char name[] = "a\tb\n\x1B[31m\xC2\x9B\xE9\\.wav";
    write_sound(self, name, &music);
    const genus_test_command *command = LIVE_WEIGHTS(self, name);
    assert_int_equal(count_lines(command->out), 1);
    static const char start[] = "a\\tb\\n\\x1b[31m\\xc2\\x9b\\xe9\\\\.wav\t";
    assert_memory_equal(command->out, start, sizeof start - 1);
    command = LIVE_WEIGHTS(self, "a\n\x1B[31m\xC2\x9B\xE9");
    assert_int_equal(count_lines(command->err), 1);
    assert_null(strpbrk(command->err, "\x1B\x9B\xE9"));
}

static void what_could_not_be_read_is_said_and_no_failure(void **state) {
    studio *self = *state;
    genus_test_file file = genus_test_song_make(
        &(genus_test_song){.format = flac_16, .rate = 44100, .channels = 1, .seconds = 40.0});
    // FLAC promises a second and a quarter more than there is.
    const uint32_t promised = 41 * 44100 + 11025;
    for (size_t i = 0; i < 4; i++) {
        file.bytes[22 + i] = (unsigned char)(promised >> (24 - 8 * i));
    }
    write_bytes(self, "short.flac", file.bytes, file.size);
    genus_test_file_clear(&file);
    const genus_test_command *command = LIVE_WEIGHTS(self, "--json", "short.flac");
    assert_int_equal(command->exit_code, 0);
    assert_non_null(strstr(command->out, "\"unreadable_seconds\":1.25}"));
    assert_string_equal(command->err, "genus-live: short.flac: 1.2 seconds could not be read and "
                                      "were passed over\n");
    command = LIVE_WEIGHTS(self, "--json", "music.wav");
    assert_null(strstr(command->out, "unreadable"));
}

static void channels_that_cancel_are_said_and_heard(void **state) {
    studio *self = *state;
    const sound music = {
        .format = flac_16, .rate = 44100, .channels = 2, .seconds = 8.0, .gain = 1};
    size_t frames = 0;
    float *samples = render(&music, &frames);
    for (size_t i = 0; i < frames; i++) {
        samples[2 * i + 1] = -samples[2 * i];
    }
    write_samples(self, "turned.flac", &music, samples, frames);
    free(samples);
    const genus_test_command *command = LIVE_WEIGHTS(self, "turned.flac");
    assert_int_equal(command->exit_code, 0);
    assert_string_equal(command->err, "genus-live: turned.flac: its channels cancel each other: "
                                      "channel 1 alone is listened to\n");
}

// ------------------------------------------------------------------------- command line and output

static void a_command_line_without_sense_is_a_usage_error(void **state) {
    studio *self = *state;
    const char *const lines[][3] = {
        {"--what", "music.wav"},
        {"-x", "music.wav"},
        {"--top", "0", "a"},
        {"--top", "65", "a"},
        {"--top", "two", "a"},
        {"--weights"},
        {"--json=yes", "music.wav"},
        {"--json", "--csv", "-"},
        {"--top", "3"},
        {"--jobs", "0", "a"},
        {"--jobs", "257", "a"},
        {"--jobs", "2"},
        {"--window", "4.9", "-"},
        {"--window", "31", "-"},
        {"--interval", "nan", "-"},
        {"--seconds", "1s", "-"},
        {"--raw", "s16:48000:9", "-"},
        {"--raw", "s16:48000:2"},
        {"--realtime", "-"},
        {"--realtime"},
        {"--realtime", "a", "b"},
        {"--demo", "a"},
        {"--demo", "--wait"},
        {"--device=x", "a"},
        {"--list-devices", "a"},
        {"-", "a"},
        {"--window=9", "a"},
        {"--log=a.csv", "a"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const char *const arguments[4] = {lines[i][0], lines[i][1], lines[i][2], NULL};
        const genus_test_command *command = live(self, arguments);
        assert_int_equal(command->exit_code, 2);
        assert_string_equal(command->out, "");
        assert_int_equal(strncmp(command->err, "genus-live: ", strlen("genus-live: ")), 0);
        assert_non_null(strstr(command->err, "genus-live --help"));
    }
}

static void help_and_version_go_to_standard_output(void **state) {
    studio *self = *state;
    const char *const helps[2] = {"-h", "--help"};
    const char *const versions[2] = {"-V", "--version"};
    for (size_t i = 0; i < 2; i++) {
        const genus_test_command *command = LIVE(self, helps[i]);
        assert_int_equal(command->exit_code, 0);
        assert_int_equal(strncmp(command->out, "Usage: genus-live ", 18), 0);
        assert_string_equal(command->err, "");
        command = LIVE(self, versions[i]);
        assert_int_equal(command->exit_code, 0);
        char expected[64];
        (void)snprintf(expected, sizeof expected, "genus-live %s\n", genus_version());
        assert_string_equal(command->out, expected);
    }
}

static void weights_are_taken_from_the_option_or_the_environment(void **state) {
    studio *self = *state;
    assert_int_equal(setenv("GENUS_WEIGHTS", self->weights, 1), 0);
    assert_int_equal(LIVE(self, "music.wav")->exit_code, 0);
    assert_int_equal(setenv("GENUS_WEIGHTS", "nowhere.safetensors", 1), 0);
    assert_int_equal(LIVE_WEIGHTS(self, "music.wav")->exit_code, 0);
    const genus_test_command *command = LIVE(self, "music.wav");
    assert_int_equal(unsetenv("GENUS_WEIGHTS"), 0);
    assert_int_equal(command->exit_code, 1);
    assert_int_equal(count_lines(command->err), 1);
    assert_non_null(strstr(command->err, "nowhere.safetensors"));
}

static void an_installed_program_finds_its_weights_wherever_it_was_moved(void **state) {
    studio *self = *state;
    static const char script[] = "mkdir -p moved/bin moved/share/genus && cp \"$0\" moved/bin && "
                                 "cp weights.safetensors moved/share/genus/gtzan.safetensors && "
                                 "exec moved/bin/genus-live --json music.wav";
    const char *const shell[] = {"/bin/sh", "-c", script, GENUS_LIVE, NULL};
    assert_int_equal(genus_test_run(&self->command, shell, self->folder, NULL), 0);
    assert_int_equal(self->command.exit_code, 0);
    char installed[GENUS_TEST_OUTPUT_MAX];
    (void)snprintf(installed, sizeof installed, "%s", self->command.out);
    assert_string_equal(installed, LIVE_WEIGHTS(self, "--json", "music.wav")->out);
}

static void output_that_nobody_takes_is_told_from_a_closed_pipe(void **state) {
    studio *self = *state;
    const char *const arguments[] = {GENUS_LIVE,  "--weights", "weights.safetensors",
                                     "music.wav", "music.wav", NULL};
    assert_int_equal(genus_test_run(&self->command, arguments, self->folder, "/dev/full"), 0);
    assert_int_equal(self->command.exit_code, 1);
    assert_int_equal(count_lines(self->command.err), 1);
    assert_non_null(strstr(self->command.err, "standard output"));

    // A reader that is gone, for programs that are told by a signal and those that are not.
    const char *const closed[2] = {"\"$0\" --weights weights.safetensors music.wav | true",
                                   "trap '' PIPE; "
                                   "\"$0\" --weights weights.safetensors music.wav | true"};
    for (size_t i = 0; i < 2; i++) {
        const char *const shell[] = {"/bin/sh", "-c", closed[i], GENUS_LIVE, NULL};
        assert_int_equal(genus_test_run(&self->command, shell, self->folder, NULL), 0);
        assert_string_equal(self->command.err, "");
    }
}

// ----------------------------------------------------------------------------------------- studio

static int open_studio(void **state) {
    static studio self;
    (void)unsetenv("GENUS_WEIGHTS");
    (void)snprintf(self.folder, sizeof self.folder, "/tmp/genus-live-XXXXXX");
    if (mkdtemp(self.folder) == NULL) {
        return -1;
    }
    path_in(&self, "weights.safetensors", self.weights);
    genus_error error;
    if (genus_test_write_random_model(self.weights, "genus", LABELS, 0.4F, 5, &error) != GENUS_OK) {
        print_error("%s\n", error.message);
        return -1;
    }
    const sound music = {
        .format = wav_float, .rate = 22050, .channels = 1, .seconds = 8.0, .gain = 0.5};
    write_sound(&self, "music.wav", &music);
    const sound stereo = {
        .format = flac_16, .rate = 44100, .channels = 2, .seconds = 8.0, .gain = 0.5};
    write_sound(&self, "stereo.flac", &stereo);
    const sound silent = {.format = wav_float, .rate = 44100, .channels = 2, .seconds = 5.0};
    write_sound(&self, "silent.wav", &silent);
    *state = &self;
    return 0;
}

static int close_studio(void **state) {
    const studio *self = *state;
    static genus_test_command command;
    const char *const arguments[] = {"/bin/rm", "-rf", self->folder, NULL};
    return genus_test_run(&command, arguments, NULL, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_gets_a_line_of_tab_separated_columns),
        cmocka_unit_test(the_genre_is_the_one_that_the_library_gives),
        cmocka_unit_test(json_is_an_object_a_line_with_every_member),
        cmocka_unit_test(top_lists_the_leading_genres_in_falling_order),
        cmocka_unit_test(file_names_may_hold_any_bytes),
        cmocka_unit_test(seven_channels_at_192_kilohertz_are_heard),
        cmocka_unit_test(what_is_no_audio_gets_one_clear_message),
        cmocka_unit_test(a_file_without_permission_is_refused),
        cmocka_unit_test(a_file_without_a_genre_says_why),
        cmocka_unit_test(a_song_that_ends_in_silence_keeps_its_genre),
        cmocka_unit_test(a_cut_off_file_is_named_by_what_is_left_and_counts_as_failed),
        cmocka_unit_test(samples_that_are_no_numbers_are_reported),
        cmocka_unit_test(a_bad_file_does_not_stop_the_others),
        cmocka_unit_test(several_jobs_print_what_one_prints),
        cmocka_unit_test(jobs_stop_when_nobody_reads),
        cmocka_unit_test(csv_has_one_header_and_quotes_what_it_must),
        cmocka_unit_test(no_name_can_break_a_line_or_command_a_terminal),
        cmocka_unit_test(what_could_not_be_read_is_said_and_no_failure),
        cmocka_unit_test(channels_that_cancel_are_said_and_heard),
        cmocka_unit_test(a_command_line_without_sense_is_a_usage_error),
        cmocka_unit_test(help_and_version_go_to_standard_output),
        cmocka_unit_test(weights_are_taken_from_the_option_or_the_environment),
        cmocka_unit_test(an_installed_program_finds_its_weights_wherever_it_was_moved),
        cmocka_unit_test(output_that_nobody_takes_is_told_from_a_closed_pipe),
    };
    return cmocka_run_group_tests(tests, open_studio, close_studio);
}

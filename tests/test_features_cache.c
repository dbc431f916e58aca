// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The features cache: the same features with it and without, whatever is done to the files, to the
// folder and to the cache itself.

#include "engine/safetensors/safetensors.h"
#include "support/checks.h"
#include "support/command.h"
#include "train/data/features_file.h"

#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    path_size = 256,
    rate = 8000,
    files = 4,
};

/** A folder with two classes of two files each, one of them cut into two clips. */
typedef struct fixture {
    char root[path_size];
    char music[path_size];
    char cache[path_size];
    genus_cache_choice choice;
    genus_frontend_settings settings;
    char digest[GENUS_DIGEST_HEX]; ///< Of the data set.
    genus_test_command said;
} fixture;

static void join(char path[path_size], const char *folder, const char *name) {
    assert_true(snprintf(path, path_size, "%s/%s", folder, name) < path_size);
}

/** A tone of a pitch in Hz. */
static void add_tone(const fixture *fixture, const char *name, double seconds, double pitch) {
    char path[path_size];
    join(path, fixture->music, name);
    SF_INFO info = {.samplerate = rate, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_non_null(file);
    const size_t count = (size_t)(seconds * rate);
    float *samples = malloc(count * sizeof *samples);
    assert_non_null(samples);
    for (size_t i = 0; i < count; i++) {
        samples[i] = 0.5F * sinf((float)(6.2831853 * pitch * (double)i / rate));
    }
    assert_int_equal(sf_writef_float(file, samples, (sf_count_t)count), count);
    free(samples);
    assert_int_equal(sf_close(file), 0);
}

/** Lets a file be of a second long ago. */
static void age(const fixture *fixture, const char *name, time_t second) {
    char path[path_size];
    const struct timespec times[2] = {{.tv_sec = second}, {.tv_sec = second}};
    join(path, fixture->music, name);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static const char *const names[files] = {"a/1.wav", "a/2.wav", "b/3.wav", "b/long.wav"};

static void age_all(const fixture *fixture) {
    for (size_t i = 0; i < files; i++) {
        age(fixture, names[i], 1000000000);
    }
}

static void load(const fixture *fixture, const genus_cache_choice *choice,
                 const genus_frontend_settings *settings, char digest[GENUS_DIGEST_HEX]) {
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    if (genus_dataset_load_folder(fixture->music, settings, 2, choice, &dataset, &error) !=
        GENUS_OK) {
        fail_msg("%s", error.message);
    }
    genus_dataset_digest(dataset, digest);
    for (size_t i = 0; i < dataset->clip_count; i++) {
        assert_true(dataset->clips[i].clipped >= 0.0F);
    }
    genus_dataset_free(dataset);
}

/** Loads with the cache; features must be those of the fixture's folder without one. */
static void assert_same(const fixture *fixture) {
    char digest[GENUS_DIGEST_HEX];
    load(fixture, &fixture->choice, &fixture->settings, digest);
    assert_string_equal(digest, fixture->digest);
}

static void set_digest(fixture *fixture) {
    load(fixture, NULL, &fixture->settings, fixture->digest);
}

static int set_up(void **state) {
    fixture *made = calloc(1, sizeof *made);
    assert_non_null(made);
    *state = made;
    genus_test_make_folder("cache", made->root, sizeof made->root);
    join(made->music, made->root, "music");
    join(made->cache, made->root, "cache");
    made->choice.file = made->cache;
    made->settings = genus_frontend_settings_default();
    char folder[path_size];
    assert_int_equal(mkdir(made->music, 0700), 0);
    join(folder, made->music, "a");
    assert_int_equal(mkdir(folder, 0700), 0);
    join(folder, made->music, "b");
    assert_int_equal(mkdir(folder, 0700), 0);
    for (size_t i = 0; i < files; i++) {
        add_tone(made, names[i], i + 1 == files ? 34.0 : 3.2, 300.0 + 100.0 * (double)i);
    }
    age_all(made);
    set_digest(made);
    return 0;
}

static int tear_down(void **state) {
    fixture *made = *state;
    const int code = genus_test_remove_folder(made->root);
    free(made);
    return code;
}

/** The whole cache, for free(). */
static unsigned char *read_cache(const fixture *fixture, size_t *size) {
    struct stat properties;
    assert_int_equal(stat(fixture->cache, &properties), 0);
    *size = (size_t)properties.st_size;
    unsigned char *bytes = malloc(*size);
    FILE *file = fopen(fixture->cache, "rb");
    assert_non_null(bytes);
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    (void)fclose(file);
    return bytes;
}

static void write_cache(const fixture *fixture, const void *bytes, size_t size) {
    FILE *file = fopen(fixture->cache, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static ino_t inode(const char *path) {
    struct stat properties;
    assert_int_equal(stat(path, &properties), 0);
    return properties.st_ino;
}

/** That nothing but the music and the cache is there. */
static void assert_tidy(const fixture *fixture) {
    char command[path_size + 64];
    (void)snprintf(command, sizeof command, "test \"$(ls '%s' | tr '\\n' ' ')\" = 'cache music '",
                   fixture->root);
    assert_int_equal(system(command), 0); // NOLINT(concurrency-mt-unsafe): one thread here.
}

static void gives_the_same_features_and_is_written_only_if_they_change(void **state) {
    const fixture *f = *state;
    assert_same(f);
    const ino_t first = inode(f->cache);
    assert_same(f);
    assert_int_equal(inode(f->cache), first);
    assert_tidy(f);
}

static void does_not_read_files_of_the_same_size_and_time(void **state) {
    const fixture *f = *state;
    char digest[GENUS_DIGEST_HEX];
    assert_same(f);
    add_tone(f, names[0], 3.2, 1000.0);
    age(f, names[0], 1000000000);
    assert_same(f);
    age(f, names[0], 1000000001);
    load(f, &f->choice, &f->settings, digest);
    assert_string_not_equal(digest, f->digest);
}

static void goes_by_the_content_if_the_time_is_another_or_too_recent(void **state) {
    fixture *f = *state;
    assert_same(f);
    const ino_t first = inode(f->cache);
    add_tone(f, names[0], 3.2, 300.0); // The same again, now.
    assert_same(f);
    assert_int_not_equal(inode(f->cache), first); // Its stamp has changed.
    add_tone(f, names[0], 3.2, 1000.0);
    set_digest(f);
    assert_same(f);
    assert_same(f);
}

static void serves_a_folder_that_was_moved_but_reads_its_files(void **state) {
    fixture *f = *state;
    char moved[path_size];
    assert_same(f);
    join(moved, f->root, "moved");
    assert_int_equal(rename(f->music, moved), 0);
    memcpy(f->music, moved, sizeof f->music);
    assert_same(f);
    // Another folder with the same cache, whose files have the same names, sizes and times.
    add_tone(f, names[0], 3.2, 1000.0);
    age_all(f);
    join(moved, f->root, "music");
    assert_int_equal(rename(f->music, moved), 0);
    memcpy(f->music, moved, sizeof f->music);
    set_digest(f);
    assert_same(f);
}

static void keeps_nothing_of_another_front_end(void **state) {
    fixture *f = *state;
    assert_same(f);
    f->settings.hop = 512;
    set_digest(f);
    assert_same(f);
    assert_same(f);
    f->settings.mel_bands = 64;
    set_digest(f);
    assert_same(f);
}

static void takes_no_file_for_usable_that_is_not(void **state) {
    fixture *f = *state;
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    char path[path_size];
    assert_same(f);
    join(path, f->music, names[0]);
    assert_int_equal(truncate(path, 1000), 0);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(
            genus_dataset_load_folder(f->music, &f->settings, 1, &f->choice, &dataset, &error),
            GENUS_OK);
        assert_int_equal(dataset->skipped, 1);
        assert_int_equal(dataset->clip_count, files);
        genus_dataset_free(dataset);
    }
    join(path, f->music, names[1]);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(
        genus_dataset_load_folder(f->music, &f->settings, 1, &f->choice, &dataset, &error),
        GENUS_ERROR_DATA);
}

static void keeps_what_was_decoded_though_the_work_failed(void **state) {
    fixture *f = *state;
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    char folder[path_size];
    join(folder, f->music, "c");
    assert_int_equal(mkdir(folder, 0700), 0);
    // A class without any audio is told before anything is decoded; that this is too short, after.
    assert_int_equal(
        genus_dataset_load_folder(f->music, &f->settings, 2, &f->choice, &dataset, &error),
        GENUS_ERROR_DATA);
    assert_int_not_equal(access(f->cache, F_OK), 0);
    add_tone(f, "c/short.wav", 1.0, 500.0);
    assert_int_equal(
        genus_dataset_load_folder(f->music, &f->settings, 2, &f->choice, &dataset, &error),
        GENUS_ERROR_DATA);
    char path[path_size];
    join(path, f->music, "c/short.wav");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    const ino_t first = inode(f->cache);
    assert_same(f);
    assert_int_equal(inode(f->cache), first); // Nothing was missing.
}

static void keeps_what_was_decoded_before_it_was_stopped(void **state) {
    const fixture *f = *state;
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    sigset_t stop;
    sigset_t before;
    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGINT);
    for (size_t i = 0; i < 2; i++) {
        ino_t whole = 0;
        if (i == 1) { // What the cache holds already is not given up for less.
            assert_same(f);
            whole = inode(f->cache);
            add_tone(f, names[0], 3.2, 1000.0);
        }
        assert_int_equal(pthread_sigmask(SIG_BLOCK, &stop, &before), 0);
        assert_int_equal(raise(SIGINT), 0);
        assert_int_equal(
            genus_dataset_load_folder(f->music, &f->settings, 1, &f->choice, &dataset, &error),
            GENUS_ERROR_INTERRUPTED);
        int number = 0;
        assert_int_equal(sigwait(&stop, &number), 0);
        assert_int_equal(pthread_sigmask(SIG_SETMASK, &before, NULL), 0);
        assert_true(i == 0 || inode(f->cache) == whole);
    }
}

static void survives_any_damage(void **state) {
    const fixture *f = *state;
    size_t size;
    assert_same(f);
    unsigned char *bytes = read_cache(f, &size);
    unsigned char *damaged = malloc(size);
    assert_non_null(damaged);
    const size_t steps = 24;
    for (size_t i = 0; i < steps; i++) { // Cut off.
        write_cache(f, bytes, i < steps / 2 ? i * 2 : size * i / steps);
        assert_same(f);
    }
    for (size_t i = 0; i < steps; i++) { // A byte is another; most are in what describes the rest.
        const size_t place = i < steps / 2 ? 97 * i + 40 : (size - 1) * i / (steps - 1);
        memcpy(damaged, bytes, size);
        damaged[place] ^= 0x11;
        write_cache(f, damaged, size);
        assert_same(f);
    }
    free(damaged);
    free(bytes);
    assert_same(f);
    assert_tidy(f);
}

// ------------------------------------------------------------------------------- as a user sees it

/** Runs a line of shell, which has to succeed; $train, $music, $root and $cache are set. */
static void run(fixture *fixture, const char *line) {
    char script[8 * path_size];
    (void)snprintf(script, sizeof script, "train='%s' music='%s' root='%s' cache='%s'; %s",
                   GENUS_TRAIN, fixture->music, fixture->root, fixture->cache, line);
    if (genus_test_call(&fixture->said, "/bin/sh", "-euc", script, NULL) != 0) {
        fail_msg("%s: exit code %d: %s", line, fixture->said.exit_code, fixture->said.err);
    }
}

/** That standard error has two lines, the first of which has both texts in it, the second how many
 *  files were decoded.
 */
static void assert_complains(const fixture *fixture, const char *first, const char *second) {
    const char *text = fixture->said.err;
    const char *end = strchr(text, '\n');
    assert_non_null(end);
    const char *a = strstr(text, first);
    const char *b = strstr(text, second);
    if (a == NULL || a > end || b == NULL || b > end) {
        fail_msg("'%s' does not begin with a line that says '%s' and '%s'", text, first, second);
    }
    const char *next = strchr(end + 1, '\n');
    assert_true(next != NULL && next[1] == '\0');
    assert_non_null(strstr(text, "files from the cache"));
}

static void says_in_one_line_what_is_wrong_with_it(void **state) {
    fixture *f = *state;
    run(f, "$train check $music --cache $cache");
    run(f, "printf x | dd of=$cache bs=1 seek=5000 conv=notrunc 2>/dev/null;"
           "$train check $music --cache $cache");
    assert_complains(f, f->cache, "damaged");
    run(f, "head -c 100 $cache >$cache.cut; mv $cache.cut $cache; $train check $music "
           "--cache $cache");
    assert_complains(f, f->cache, "not used");
    run(f, "$train check $music --cache $cache");
    assert_non_null(strstr(f->said.err, "4 files from the cache"));
}

/** That standard error says how many files were decoded, then why they are not kept. */
static void assert_regrets(const fixture *fixture, const char *path, const char *reason) {
    const char *text = fixture->said.err;
    const char *end = strchr(text, '\n');
    assert_non_null(strstr(text, "0 files from the cache"));
    assert_non_null(end);
    if (strstr(end + 1, path) != end + 1 || strstr(end + 1, reason) == NULL) {
        fail_msg("'%s' does not say '%s' of '%s'", text, reason, path);
    }
    assert_ptr_equal(strchr(end + 1, '\n') + 1, text + strlen(text));
}

static void does_no_harm_where_it_cannot_be_written(void **state) {
    fixture *f = *state;
    run(f, "$train check $music --cache /nowhere/cache");
    assert_regrets(f, "/nowhere/cache", "No such file or directory");
    // As on a full disk: 512 bytes fit.
    run(f, "trap '' XFSZ; ulimit -f 1; $train check $music --cache $cache >/dev/null");
    assert_regrets(f, f->cache, "cannot be written: File too large");
    run(f, "test \"$(ls $root)\" = music");
    run(f, "touch $root/file; XDG_CACHE_HOME=$root/file $train check $music");
    assert_regrets(f, f->root, "Not a directory");
    run(f, "unset XDG_CACHE_HOME HOME; $train check $music");
    assert_non_null(strstr(f->said.err, f->music));
    assert_non_null(strstr(f->said.err, "HOME"));
}

static void leaves_files_alone_that_are_no_caches(void **state) {
    fixture *f = *state;
    run(f, "$train features $music --out $cache --no-cache; cp $cache $root/copy;"
           "$train check $music --cache $cache; cmp $cache $root/copy");
    assert_complains(f, f->cache, "something else");
    run(f, "$train check $music --cache /dev/null");
    assert_non_null(strstr(f->said.err, "/dev/null"));
}

static void is_a_features_file(void **state) {
    fixture *f = *state;
    run(f, "$train check $music --cache $cache; $train features $music --out $root/features "
           "--no-cache; $train check $root/features >$root/a; $train check $cache >$root/b;"
           "cmp $root/a $root/b; rm $root/a $root/b $root/features");
}

static void makes_one_of_an_older_format_anew(void **state) {
    fixture *f = *state;
    const genus_metadata metadata[] = {{"format", "genus-cache-1"}, {"maker", "x"}};
    const genus_tensor size = {"size", GENUS_DTYPE_U8, 1, {1}, "x"};
    genus_error error = {0};
    assert_int_equal(genus_safetensors_write(f->cache, &size, 1, metadata, 2, &error), GENUS_OK);
    run(f, "$train check $music --cache $cache");
    assert_complains(f, "genus-cache-1", "not used");
    assert_non_null(strstr(f->said.err, "0 files from the cache"));
    run(f, "$train check $music --cache $cache");
    assert_non_null(strstr(f->said.err, "4 files from the cache"));
}

/** Checks that a cache with stamps that do not fit its clips is not used, and harms nothing. */
static void refuses_stamps_that_do_not_fit(void **state) {
    const fixture *f = *state;
    assert_same(f);
    for (size_t i = 0; i < 3; i++) {
        genus_features_stamps stamps;
        genus_dataset *dataset = NULL;
        genus_error error = {0};
        assert_int_equal(genus_features_read(f->cache, &stamps, &dataset, &error), GENUS_OK);
        assert_int_equal(stamps.count, files);
        stamps.count -= i == 0;            // One is missing.
        dataset->clips[4].track -= i == 1; // The last file's second clip is the one's before it.
        dataset->clips[0].track += i == 2; // Tracks do not follow each other.
        assert_int_equal(genus_features_write(dataset, &stamps, f->cache, &error), GENUS_OK);
        free(stamps.files);
        genus_dataset_free(dataset);
        assert_int_equal(genus_features_read(f->cache, &stamps, &dataset, &error),
                         GENUS_ERROR_TENSOR_SHAPE);
        free(stamps.files);
        assert_same(f);
    }
}

static void lies_in_the_users_cache_folder(void **state) {
    fixture *f = *state;
    run(f, "HOME=$root/home XDG_CACHE_HOME=$root/new/xdg $train check $music;"
           "test -f $root/new/xdg/genus/*.safetensors; test ! -e $root/home");
    // A relative one does not count; the same folder by another path is the same.
    run(f, "cd $root; HOME=$root/home XDG_CACHE_HOME=. $train check ./music");
    run(f, "cd $root/music; HOME=$root/home XDG_CACHE_HOME= $train check ../music/.");
    assert_non_null(strstr(f->said.err, "4 files from the cache"));
    run(f, "test -f $root/home/.cache/genus/*.safetensors");
    run(f, "HOME=$root/none $train check $music --no-cache; test ! -e $root/none");
    assert_string_equal(f->said.err, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(gives_the_same_features_and_is_written_only_if_they_change),
        TEST(does_not_read_files_of_the_same_size_and_time),
        TEST(goes_by_the_content_if_the_time_is_another_or_too_recent),
        TEST(serves_a_folder_that_was_moved_but_reads_its_files),
        TEST(keeps_nothing_of_another_front_end),
        TEST(takes_no_file_for_usable_that_is_not),
        TEST(keeps_what_was_decoded_though_the_work_failed),
        TEST(keeps_what_was_decoded_before_it_was_stopped),
        TEST(survives_any_damage),
        TEST(says_in_one_line_what_is_wrong_with_it),
        TEST(does_no_harm_where_it_cannot_be_written),
        TEST(leaves_files_alone_that_are_no_caches),
        TEST(is_a_features_file),
        TEST(makes_one_of_an_older_format_anew),
        TEST(refuses_stamps_that_do_not_fit),
        TEST(lies_in_the_users_cache_folder),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

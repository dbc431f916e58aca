// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What genus-live takes for files: folders, playlists, lists.

#include "live/files/gather.h"
#include "live/files/playlist.h"
#include "support/checks.h"
#include "support/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct fixture {
    char folder[32];
    char before[512]; ///< Where the test was.
    genus_gathered files;
    genus_error error;
} fixture;

static int set_up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    *state = f;
    (void)strcpy(f->folder, "/tmp/genus-gather-XXXXXX");
    if (getcwd(f->before, sizeof f->before) == NULL || mkdtemp(f->folder) == NULL ||
        chdir(f->folder) != 0) {
        return -1;
    }
    static const char *const folders[] = {"m", "m/b", "m/b/.git", "m/a"};
    static const char *const files[] = {"m/b/2.ogg",     "m/b/1.MP3", "m/b/.git/x.wav",
                                        "m/a/z.unknown", "m/.y.wav",  "m/c.flac",
                                        "m/cover.JPG",   "m/all.m3u", "m/Thumbs.db"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        (void)mkdir(folders[i], 0777);
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        genus_test_write_file(files[i], "");
    }
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    genus_gathered_clear(&f->files);
    const int failure = chdir(f->before) + genus_test_remove_folder(f->folder);
    free(f);
    return failure;
}

/** What was gathered, in one text; and forgets it. */
static void assert_gathered(fixture *f, const char *wanted) {
    char text[1024] = "";
    for (size_t i = 0; i < f->files.count; i++) {
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s|", f->files.paths[i]);
    }
    assert_string_equal(text, wanted);
    genus_gathered_clear(&f->files);
}

static void a_folder_gives_its_files_in_order_and_no_hidden_ones(void **state) {
    fixture *f = *state;
    assert_int_equal(symlink("..", "m/b/loop"), 0);
    assert_int_equal(symlink("../b", "m/a/again"), 0);
    assert_int_equal(symlink("nowhere", "m/a/broken"), 0);
    assert_int_equal(mkfifo("m/a/pipe.wav", 0600), 0);
    assert_int_equal(genus_gather(&f->files, "m", &f->error), GENUS_OK);
    assert_false(f->files.failed);
    assert_int_equal(f->files.passed_over, 4); // A picture, a list, a system file, a pipe.
    assert_gathered(f, "m/a/again/1.MP3|m/a/again/2.ogg|m/a/z.unknown|m/c.flac|");
}

static void a_folder_that_may_not_be_opened_is_said(void **state) {
    fixture *f = *state;
    if (geteuid() == 0) {
        return; // Who may everything is refused nothing.
    }
    assert_int_equal(chmod("m/b", 0), 0);
    assert_int_equal(genus_gather(&f->files, "m", &f->error), GENUS_OK);
    assert_int_equal(chmod("m/b", 0700), 0);
    assert_true(f->files.failed);
    assert_gathered(f, "m/a/z.unknown|m/c.flac|");
}

static void playlists_of_all_kinds_give_their_entries(void **state) {
    fixture *f = *state;
    static const struct {
        const char *name;
        const char *text;
        const char *wanted;
    } lists[] = {
        {"m/l.m3u", "c.flac\n#EXTINF:3,Name\n  b/1.MP3 \r\n\n/abs/x.ogg\nfile:///a%20b%zz.wav\n",
         "m/c.flac|m/b/1.MP3|/abs/x.ogg|/a b%zz.wav|"},
        {"m/l.M3U8", "\xEF\xBB\xBF#EXTM3U\n\xC3\xA9 100%25.wav", "m/\xC3\xA9 100%25.wav|"},
        {"m/old.m3u", "a.wav\rb.wav\r", "m/a.wav|m/b.wav|"},
        {"m/l.pls",
         "[playlist]\nNumberOfEntries=2\nFile1=c.flac\nTitle1=File\nfile2 = /b.ogg\nFile=x",
         "m/c.flac|/b.ogg|"},
        {"m/l.xspf",
         "<?xml version=\"1.0\"?><playlist><trackList><track><location>\n a%20&amp;%26b.wav\n"
         "</location></track><track><location>file://host/x%C3%A9.ogg</location></track><track>"
         "<location>http://h/s.mp3</location></track><location>cut",
         "m/a &&b.wav|/x\xC3\xA9.ogg|http://h/s.mp3|"},
        {"m/l.cue",
         "PERFORMER \"x\"\nFILE \"c d.flac\" WAVE\n  TRACK 01 AUDIO\nFILE \"c d.flac\" WAVE\n"
         "FILE b/1.MP3 MP3\r\nFILE \"open\nFILES x\n",
         "m/c d.flac|m/b/1.MP3|m/open|"},
        {"m/empty.m3u", "", ""},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        genus_test_write_file(lists[i].name, lists[i].text);
        assert_int_equal(genus_gather(&f->files, lists[i].name, &f->error), GENUS_OK);
        assert_false(f->files.failed);
        assert_gathered(f, lists[i].wanted);
    }
    assert_int_equal(genus_gather(&f->files, "nowhere.m3u", &f->error), GENUS_OK);
    assert_true(f->files.failed);
}

static void a_list_may_end_its_paths_in_lines_or_nuls(void **state) {
    fixture *f = *state;
    genus_test_write_file("list", "one.wav\n\nm/a\nlast");
    assert_int_equal(genus_gather_listed(&f->files, "list", '\n', &f->error), GENUS_OK);
    assert_gathered(f, "one.wav|m/a/z.unknown|last|");
    FILE *file = fopen("list", "wb");
    assert_non_null(file);
    (void)fwrite("two\nlines\0x\0", 1, 12, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(genus_gather_listed(&f->files, "list", '\0', &f->error), GENUS_OK);
    assert_gathered(f, "two\nlines|x|");
    assert_int_equal(genus_gather_listed(&f->files, "nowhere", '\n', &f->error), GENUS_ERROR_OPEN);
    assert_says(f->error.message, "nowhere: cannot be opened");
}

static bool count_entry(void *context, const char *entry) {
    assert_true(strlen(entry) > 0);
    return ++*(size_t *)context < 100;
}

static void any_bytes_are_a_playlist_of_something(void **state) {
    (void)state;
    static const char alphabet[] = "<location>/%4&amp;\"FILE 1=#\n\r\t \xC3";
    uint32_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        char text[65] = "";
        const size_t size = (size_t)(i % 64);
        for (size_t k = 0; k < size; k++) {
            seed = seed * 1664525U + 1013904223U;
            text[k] = seed >> 28 == 0 ? '\0' : alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        size_t count = 0;
        (void)genus_playlist_read((genus_playlist_kind)(1 + i % 4), text, size, count_entry,
                                  &count);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_folder_gives_its_files_in_order_and_no_hidden_ones),
        TEST(a_folder_that_may_not_be_opened_is_said),
        TEST(playlists_of_all_kinds_give_their_entries),
        TEST(a_list_may_end_its_paths_in_lines_or_nuls),
        cmocka_unit_test(any_bytes_are_a_playlist_of_something),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

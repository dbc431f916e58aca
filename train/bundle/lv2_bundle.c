// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// An LV2 bundle from its parts. renameat2() and realpath() are why this file is compiled with
// _GNU_SOURCE.

#include "train/bundle/lv2_bundle.h"

#include "engine/base/atomic_file.h"
#include "engine/base/path.h"
#include "engine/base/read_file.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX ((size_t)1 << 30) // Of a part, in bytes.
#define PLUGIN_BINARY "genus.so"
#define WINDOW_BINARY "genus_ui.so"
#define CONTENTS "contents.txt"
#define TEMPORARY ".genus-bundle-" // The process's number follows, a hyphen, and the bundle's name.
#define AWAY TEMPORARY "old-"      // The same, of what is to be replaced.

/** All that a bundle of ours holds. */
static const char *const own_files[] = {
    PLUGIN_BINARY, WINDOW_BINARY, GENUS_BUNDLE_WEIGHTS, CONTENTS,       "mono.ttl",
    "stereo.ttl",  "genus.ttl",   "presets.ttl",        "manifest.ttl",
};

static bool is_own(const char *name) {
    // What is half written (atomic_file.h) goes too.
    bool own = strncmp(name, ".genus-", strlen(".genus-")) == 0;
    for (size_t i = 0; i < sizeof own_files / sizeof *own_files; i++) {
        own = own || strcmp(name, own_files[i]) == 0;
    }
    return own;
}

static genus_status out_of_memory(genus_error *error) {
    return genus_fail(error, GENUS_ERROR_MEMORY, "bundle: out of memory");
}

static genus_status fail_writing(const char *path, genus_error *error) {
    return genus_fail(error, GENUS_ERROR_WRITE, "%s: cannot be written: %s", path, strerror(errno));
}

// ------------------------------------------------------------------------------------------ files

static genus_status copy_file(const char *from, const char *folder, const char *name,
                              genus_error *error) {
    char *to = genus_path_join(folder, name);
    if (to == NULL) {
        return out_of_memory(error);
    }
    char *bytes = NULL;
    size_t size = 0;
    genus_status status = genus_read_file(from, FILE_MAX, &bytes, &size, error);
    if (status == GENUS_OK) {
        status = genus_atomic_file_write(to, bytes, size, error);
    }
    free(bytes);
    free(to);
    return status;
}

static genus_status copy_binary(const genus_bundle_parts *parts, const char *out, const char *name,
                                genus_error *error) {
    char *from = genus_path_join(parts->binaries, name);
    const genus_status status =
        from == NULL ? out_of_memory(error) : copy_file(from, out, name, error);
    free(from);
    return status;
}

/** Fills the template `source`.ttl.in into `target`.ttl. */
static genus_status write_description(const genus_bundle_parts *parts, const char *out,
                                      const char *source, const char *target,
                                      const genus_bundle_words *words, genus_error *error) {
    char template_name[NAME_MAX];
    char file_name[NAME_MAX];
    (void)snprintf(template_name, sizeof template_name, "%s.ttl.in", source);
    (void)snprintf(file_name, sizeof file_name, "%s.ttl", target);
    char *text = NULL;
    char *filled = NULL;
    size_t size = 0;
    char *from = genus_path_join(parts->templates, template_name);
    char *to = genus_path_join(out, file_name);
    genus_status status = from == NULL || to == NULL
                              ? out_of_memory(error)
                              : genus_read_file(from, FILE_MAX, &text, &size, error);
    if (status == GENUS_OK) {
        status = genus_bundle_fill(words, from, text, &filled, error);
    }
    if (status == GENUS_OK) {
        status = genus_atomic_file_write(to, filled, strlen(filled), error);
    }
    free(filled);
    free(text);
    free(from);
    free(to);
    return status;
}

/** contents.txt: the weights' own name, for people, then the labels, a line each. */
static genus_status write_contents(const genus_bundle_parts *parts, const char *out,
                                   const genus_model *model, genus_error *error) {
    const char *slash = strrchr(parts->weights, '/');
    char *name = strdup(slash == NULL ? parts->weights : slash + 1);
    char *path = genus_path_join(out, CONTENTS);
    genus_text text = {0};
    genus_status status = GENUS_OK;
    if (name != NULL) {
        genus_utf8_make_plain(name);
        genus_text_print(&text, "%s\n", name);
    }
    for (uint32_t i = 0; i < genus_model_label_count(model); i++) {
        genus_text_print(&text, "%s\n", genus_model_label(model, i));
    }
    if (path == NULL || name == NULL || text.failed) {
        status = out_of_memory(error);
    } else {
        status = genus_atomic_file_write(path, text.bytes, text.length, error);
    }
    genus_text_clear(&text);
    free(name);
    free(path);
    return status;
}

static bool has_window(const genus_bundle_parts *parts) {
    char *path = genus_path_join(parts->binaries, WINDOW_BINARY);
    const bool there = path != NULL && access(path, R_OK) == 0;
    free(path);
    return there;
}

static genus_status write_all(const genus_bundle_parts *parts, const char *out,
                              const genus_model *model, genus_error *error) {
    genus_bundle_words words;
    genus_bundle_words_of(model, has_window(parts), &words);
    genus_status status = copy_binary(parts, out, PLUGIN_BINARY, error);
    if (status == GENUS_OK && words.has_window) {
        status = copy_binary(parts, out, WINDOW_BINARY, error);
    }
    if (status == GENUS_OK) {
        status = copy_file(parts->weights, out, GENUS_BUNDLE_WEIGHTS, error);
    }
    if (status == GENUS_OK) {
        status = write_contents(parts, out, model, error);
    }
    for (uint32_t i = 0; i < GENUS_BUNDLE_VARIANTS && status == GENUS_OK; i++) {
        words.variant = &genus_bundle_variants[i];
        status = write_description(parts, out, "plugin", words.variant->id, &words, error);
    }
    words.variant = NULL;
    // The manifest comes last: what it names is there.
    static const char *const descriptions[] = {"genus", "presets", "manifest"};
    for (size_t i = 0; i < sizeof descriptions / sizeof *descriptions && status == GENUS_OK; i++) {
        status = write_description(parts, out, descriptions[i], descriptions[i], &words, error);
    }
    return status;
}

// ---------------------------------------------------------------------------------------- folders

/** Takes a bundle away: its own files, and the weights that older ones keep under their own name.
 *  @param heir Where everything else goes; NULL: it stays, and the folder with it.
 */
static void clear_away(const char *folder, const char *heir) {
    DIR *entries = opendir(folder);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is this thread's own.
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
            continue;
        }
        char *path = genus_path_join(folder, name);
        char *to = heir != NULL ? genus_path_join(heir, name) : NULL;
        if (path != NULL && is_own(name)) {
            (void)unlink(path);
        } else if (path != NULL && to != NULL && access(to, F_OK) != 0) {
            (void)rename(path, to);
        }
        free(path);
        free(to);
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    (void)rmdir(folder);
}

/** Takes the lock of a folder that is being built, which ends with the process that has it.
 *  @return Its descriptor, or -1: somebody has it.
 */
static int lock_folder(const char *path) {
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        (void)close(descriptor);
        descriptor = -1;
    }
    return descriptor;
}

/** Clears away what runs that were killed have left in a folder. */
static void sweep(const char *folder) {
    DIR *entries = opendir(folder);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is this thread's own.
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        if (strncmp(entry->d_name, TEMPORARY, strlen(TEMPORARY)) != 0) {
            continue;
        }
        char *path = genus_path_join(folder, entry->d_name);
        const bool is_old = strncmp(entry->d_name, AWAY, strlen(AWAY)) == 0;
        const char *hyphen = strchr(entry->d_name + strlen(is_old ? AWAY : TEMPORARY), '-');
        char *heir = hyphen != NULL ? genus_path_join(folder, hyphen + 1) : NULL;
        const int lock = path != NULL ? lock_folder(path) : -1;
        if (lock >= 0) {
            // Killed between two renames: what was there comes back.
            if (!is_old || heir == NULL || access(heir, F_OK) == 0 || rename(path, heir) != 0) {
                clear_away(path, heir);
            }
            (void)close(lock);
        }
        free(heir);
        free(path);
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
}

/** Whether what is at `out` may be replaced: nothing, an empty folder, or a bundle. */
static genus_status check_out(const char *out, genus_error *error) {
    struct stat about;
    if (lstat(out, &about) != 0) {
        return GENUS_OK;
    }
    if (!S_ISDIR(about.st_mode)) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: is there, and is no folder", out);
    }
    char *contents = genus_path_join(out, CONTENTS);
    const bool bundle = contents != NULL && access(contents, F_OK) == 0;
    free(contents);
    bool empty = true;
    DIR *entries = bundle ? NULL : opendir(out);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is this thread's own.
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        empty = empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    return bundle || empty
               ? GENUS_OK
               : genus_fail(error, GENUS_ERROR_OPEN,
                            "%s: holds something else than a bundle; name a folder of its own",
                            out);
}

/** Puts the bundle that was built in the place of what is there, in one step where the file system
 *  can.
 */
static genus_status exchange(const char *built, const char *out, bool is_there,
                             genus_error *error) {
    if (!is_there) {
        return rename(built, out) == 0 ? GENUS_OK : fail_writing(out, error);
    }
    if (renameat2(AT_FDCWD, built, AT_FDCWD, out, RENAME_EXCHANGE) == 0) {
        clear_away(built, out);
        return GENUS_OK;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return fail_writing(out, error);
    }
    genus_text old = {0};
    const char *name = strrchr(built, '/') + 1;
    genus_text_print(&old, "%.*s" AWAY "%s", (int)(name - built), built, name + strlen(TEMPORARY));
    char *away = genus_text_take(&old);
    genus_status status = GENUS_OK;
    if (away == NULL) {
        status = out_of_memory(error);
    } else if (rename(out, away) != 0) {
        status = fail_writing(out, error);
    } else if (rename(built, out) != 0) {
        status = fail_writing(out, error);
        (void)rename(away, out);
    } else {
        clear_away(away, out);
    }
    free(away);
    return status;
}

/** Builds beside `out`, and exchanges. */
static genus_status build(const genus_bundle_parts *parts, const char *out,
                          const genus_model *model, genus_error *error) {
    char *folder = genus_path_folder(out);
    genus_text name = {0};
    const char *slash = strrchr(out, '/');
    genus_text_print(&name, "%s/%s%ld-%s", folder != NULL ? folder : "", TEMPORARY, (long)getpid(),
                     slash != NULL ? slash + 1 : out);
    char *built = genus_text_take(&name);
    genus_status status = GENUS_OK;
    int lock = -1;
    if (folder == NULL || built == NULL) {
        status = out_of_memory(error);
        goto done;
    }
    sweep(folder);
    const bool is_there = access(out, F_OK) == 0; // It may just have come back.
    if (mkdir(built, 0777) != 0) {
        status = genus_fail(error, GENUS_ERROR_OPEN,
                            "%s: cannot be made: %s; a bundle is built beside its place", out,
                            strerror(errno));
        goto done;
    }
    lock = lock_folder(built);
    status = write_all(parts, built, model, error);
    if (status == GENUS_OK) {
        status = exchange(built, out, is_there, error);
    }
    if (status != GENUS_OK) {
        clear_away(built, NULL);
    }
done:
    if (lock >= 0) {
        (void)close(lock);
    }
    free(built);
    free(folder);
    return status;
}

genus_status genus_bundle_write(const genus_bundle_parts *parts, const char *out,
                                genus_error *error) {
    genus_model *model = NULL;
    genus_status status = genus_model_load(parts->weights, &model, error);
    if (status != GENUS_OK) {
        return status;
    }
    // What a link leads to is replaced, and not the link; a slash at the end is none of the name.
    char *place = realpath(out, NULL);
    if (place == NULL) {
        place = strdup(out);
        for (size_t end = place != NULL ? strlen(place) : 0; end > 1 && place[end - 1] == '/';) {
            place[--end] = '\0';
        }
    }
    status = place != NULL ? check_out(place, error) : out_of_memory(error);
    if (status == GENUS_OK) {
        status = build(parts, place, model, error);
    }
    free(place);
    genus_model_free(model);
    return status;
}

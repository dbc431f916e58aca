// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The files to be heard. fts(3) walks the folders: it notices loops and follows links.

#include "live/files/gather.h"
#include "engine/base/error.h"
#include "engine/base/path.h"
#include "live/files/playlist.h"
#include "live/util/message.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define PLAYLIST_MAX ((size_t)64 << 20) // Bytes; a longer file is no playlist.

static genus_status out_of_memory(genus_error *error) {
    return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the names of the files");
}

/** Takes over `path`. */
static bool add(genus_gathered *gathered, char *path) {
    if (path != NULL && gathered->count == gathered->room) {
        const size_t room = 2 * gathered->room + 64;
        char **more = (char **)realloc((void *)gathered->paths, room * sizeof *more);
        if (more == NULL) {
            free(path);
            return false;
        }
        gathered->paths = more;
        gathered->room = room;
    }
    if (path != NULL) {
        gathered->paths[gathered->count++] = path;
    }
    return path != NULL;
}

/** What lies beside music and is none, by its name: of the rest each gets a word. */
static bool is_beside_music(const char *name) {
    static const char *const extensions[] = {
        "jpg",  "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff", "txt",     "nfo", "log",
        "md5",  "sfv",  "ffp", "pdf", "ini", "db",   "xml", "html", "htm",     "url", "lnk",
        "json", "csv",  "lrc", "doc", "rtf", "zip",  "rar", "par2", "accurip", "sh",  "md"};
    const char *extension = genus_path_extension(name);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        if (strcasecmp(extension, extensions[i]) == 0) {
            return true;
        }
    }
    // A list in a folder names what is found there anyway.
    return genus_playlist_kind_of(name) != GENUS_PLAYLIST_NONE;
}

// ---------------------------------------------------------------------------------------- folders

static int compare(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/** Folders that were walked, by what they are and not by their names. */
typedef struct places {
    struct place {
        dev_t device;
        ino_t inode;
    } * places;
    size_t count;
} places;

/** @return 1 if it was seen, 0 if not, which it is from now on, -1: out of memory. */
static int was_seen(places *seen, const struct stat *about) {
    for (size_t i = 0; i < seen->count; i++) {
        if (seen->places[i].device == about->st_dev && seen->places[i].inode == about->st_ino) {
            return 1;
        }
    }
    struct place *more = realloc(seen->places, (seen->count + 1) * sizeof *more);
    if (more == NULL) {
        return -1;
    }
    seen->places = more;
    more[seen->count++] = (struct place){about->st_dev, about->st_ino};
    return 0;
}

/** One entry of a walk. @return false if memory is out. */
static bool visit(genus_gathered *gathered, FTS *walk, FTSENT *entry, places *seen) {
    const bool is_hidden = entry->fts_level > 0 && entry->fts_name[0] == '.';
    int before = 0;
    switch (entry->fts_info) {
    case FTS_D:
        before = is_hidden ? 1 : was_seen(seen, entry->fts_statp);
        if (before > 0) {
            (void)fts_set(walk, entry, FTS_SKIP);
        }
        return before >= 0;
    case FTS_F:
    case FTS_DEFAULT:
        if (!is_hidden &&
            (!S_ISREG(entry->fts_statp->st_mode) || is_beside_music(entry->fts_name))) {
            gathered->passed_over++;
            return true;
        }
        return is_hidden || add(gathered, strdup(entry->fts_path));
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        gathered->failed = true;
        genus_complain(entry->fts_path, strerror(entry->fts_errno));
        return true;
    default: // The way back, a loop, a link that leads nowhere.
        return true;
    }
}

static bool walk_folder(genus_gathered *gathered, const char *path) {
    char *root = strdup(path);
    char *const roots[] = {root, NULL};
    places seen = {0};
    FTS *walk = root != NULL ? fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, compare) : NULL;
    bool enough = walk != NULL;
    errno = 0;
    for (FTSENT *entry; enough && (entry = fts_read(walk)) != NULL; errno = 0) {
        enough = visit(gathered, walk, entry, &seen);
    }
    enough = enough && errno == 0; // A walk that fails ends like one that is over.
    if (walk != NULL) {
        (void)fts_close(walk);
    }
    free(seen.places);
    free(root);
    return enough;
}

// ------------------------------------------------------------------------------------------ lists

/** Reads a stream to its end. @return false: see errno. */
static bool read_stream(FILE *in, char **text, size_t *size) {
    size_t room = 0;
    *text = NULL;
    *size = 0;
    for (;;) {
        if (room - *size < 2) {
            room = 2 * room + 4096;
            char *more = realloc(*text, room);
            if (more == NULL) {
                return false;
            }
            *text = more;
        }
        const size_t count = fread(*text + *size, 1, room - *size - 1, in);
        *size += count;
        (*text)[*size] = '\0';
        if (count == 0 || *size > PLAYLIST_MAX) {
            return ferror(in) == 0 && *size <= PLAYLIST_MAX;
        }
    }
}

typedef struct listing {
    genus_gathered *gathered;
    const char *folder;
} listing;

static bool take_entry(void *context, const char *entry) {
    const listing *list = context;
    const bool is_absolute = entry[0] == '/' || strstr(entry, "://") != NULL;
    return add(list->gathered, is_absolute ? strdup(entry) : genus_path_join(list->folder, entry));
}

/** The entries of a playlist. @return false if memory is out. */
static bool read_playlist(genus_gathered *gathered, const char *path, genus_playlist_kind kind) {
    char *text = NULL;
    size_t size = 0;
    FILE *in = fopen(path, "rb");
    if (in == NULL || !read_stream(in, &text, &size)) {
        gathered->failed = true;
        genus_complain(path, size > PLAYLIST_MAX ? "is too long for a playlist" : strerror(errno));
        size = 0;
    }
    if (in != NULL) {
        (void)fclose(in);
    }
    char *folder = genus_path_folder(path);
    listing list = {.gathered = gathered, .folder = folder};
    const bool enough =
        folder != NULL && (size == 0 || genus_playlist_read(kind, text, size, take_entry, &list));
    free(folder);
    free(text);
    return enough;
}

genus_status genus_gather(genus_gathered *gathered, const char *path, genus_error *error) {
    struct stat about;
    const genus_playlist_kind kind = genus_playlist_kind_of(path);
    bool enough = true;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
        enough = walk_folder(gathered, path);
    } else if (kind != GENUS_PLAYLIST_NONE) {
        enough = read_playlist(gathered, path, kind);
    } else {
        enough = add(gathered, strdup(path));
    }
    return enough ? GENUS_OK : out_of_memory(error);
}

genus_status genus_gather_listed(genus_gathered *gathered, const char *path, char separator,
                                 genus_error *error) {
    char *text = NULL;
    size_t size = 0;
    const bool is_stdin = strcmp(path, "-") == 0;
    FILE *in = is_stdin ? stdin : fopen(path, "rb");
    if (in == NULL) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be opened: %s", path,
                          strerror(errno));
    }
    genus_status status = GENUS_OK;
    if (!read_stream(in, &text, &size)) {
        status = genus_fail(error, GENUS_ERROR_READ, "%s: cannot be read: %s", path,
                            size > PLAYLIST_MAX ? "it is too long" : strerror(errno));
    }
    for (size_t at = 0; status == GENUS_OK && at < size;) {
        char *end = memchr(text + at, separator, size - at);
        const size_t length = end != NULL ? (size_t)(end - (text + at)) : size - at;
        text[at + length] = '\0';
        if (text[at] != '\0') {
            status = genus_gather(gathered, text + at, error);
        }
        at += length + 1;
    }
    free(text);
    if (!is_stdin) {
        (void)fclose(in);
    }
    return status;
}

void genus_gathered_clear(genus_gathered *gathered) {
    for (size_t i = 0; i < gathered->count; i++) {
        free(gathered->paths[i]);
    }
    free((void *)gathered->paths);
    *gathered = (genus_gathered){0};
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The files that a playlist names.

#include "live/files/playlist.h"
#include "engine/base/path.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

genus_playlist_kind genus_playlist_kind_of(const char *path) {
    static const struct {
        const char *extension;
        genus_playlist_kind kind;
    } known[] = {
        {"m3u", GENUS_PLAYLIST_M3U},   {"m3u8", GENUS_PLAYLIST_M3U}, {"pls", GENUS_PLAYLIST_PLS},
        {"xspf", GENUS_PLAYLIST_XSPF}, {"cue", GENUS_PLAYLIST_CUE},
    };
    const char *extension = genus_path_extension(path);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcasecmp(extension, known[i].extension) == 0) {
            return known[i].kind;
        }
    }
    return GENUS_PLAYLIST_NONE;
}

// --------------------------------------------------------------------------------------- escapes

static int hexadecimal(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/** Undoes %XX in place; a NUL is left as it is written. */
static void undo_percent(char *text) {
    char *out = text;
    for (; *text != '\0'; text++) {
        const int high = *text == '%' ? hexadecimal(text[1]) : -1;
        const int low = high >= 0 ? hexadecimal(text[2]) : -1;
        if (low >= 0 && high + low > 0) {
            *out++ = (char)(16 * high + low);
            text += 2;
        } else {
            *out++ = *text;
        }
    }
    *out = '\0';
}

/** Undoes the five entities of XML in place; numbers stay, which no writer of paths uses. */
static void undo_entities(char *text) {
    static const struct {
        const char *name;
        char character;
    } entities[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    char *out = text;
    while (*text != '\0') {
        size_t taken = 1;
        *out = *text;
        for (size_t i = 0; *text == '&' && i < sizeof entities / sizeof *entities; i++) {
            const size_t length = strlen(entities[i].name);
            if (strncmp(text, entities[i].name, length) == 0) {
                *out = entities[i].character;
                taken = length;
            }
        }
        out++;
        text += taken;
    }
    *out = '\0';
}

/** A path out of an entry that may be a file: address; other addresses stay as they are. */
static char *undo_address(char *entry, bool is_always_escaped) {
    if (strncasecmp(entry, "file:", 5) == 0) {
        char *path = entry + 5;
        if (strncmp(path, "//", 2) == 0) { // A host, which is here, and then the path.
            char *slash = strchr(path + 2, '/');
            path = slash != NULL ? slash : path;
        }
        undo_percent(path);
        return path;
    }
    if (is_always_escaped) {
        undo_percent(entry);
    }
    return entry;
}

// ---------------------------------------------------------------------------------------- formats

static char *trim(char *text) {
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r", text[length - 1]) != NULL) {
        text[--length] = '\0';
    }
    return text;
}

/** The entry of a line, or NULL. */
static char *read_m3u_line(char *line) {
    return *line != '#' && *line != '\0' ? undo_address(line, false) : NULL;
}

static char *read_pls_line(char *line) {
    if (strncasecmp(line, "File", 4) != 0) {
        return NULL;
    }
    char *value = line + 4 + strspn(line + 4, "0123456789");
    value += strspn(value, " \t");
    if (value == line + 4 || *value != '=') {
        return NULL;
    }
    value = trim(value + 1);
    return *value != '\0' ? undo_address(value, false) : NULL;
}

/** FILE "name" WAVE, with or without quotation marks. */
static char *read_cue_line(char *line) {
    if (strncasecmp(line, "FILE", 4) != 0 || (line[4] != ' ' && line[4] != '\t')) {
        return NULL;
    }
    char *name = trim(line + 4);
    char *end = *name == '"' ? strchr(name + 1, '"') : strrchr(name, ' ');
    name += *name == '"';
    if (end != NULL) {
        *end = '\0';
    }
    return *name != '\0' ? name : NULL;
}

static bool read_lines(genus_playlist_kind kind, char *text, size_t size, genus_playlist_take *take,
                       void *context) {
    const char *last = "";
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    for (char *end = text + size; text < end;) {
        char *line_end = text;
        while (line_end < end && *line_end != '\n' && *line_end != '\r') {
            line_end++;
        }
        *line_end = '\0';
        char *line = trim(text);
        char *entry = kind == GENUS_PLAYLIST_M3U   ? read_m3u_line(line)
                      : kind == GENUS_PLAYLIST_PLS ? read_pls_line(line)
                                                   : read_cue_line(line);
        if (entry != NULL && *entry != '\0' && strcmp(entry, last) != 0) {
            if (!take(context, entry)) {
                return false;
            }
            last = entry;
        }
        text = line_end + 1;
    }
    return true;
}

/** What stands between <location> and </location>. */
static bool read_xspf(char *text, genus_playlist_take *take, void *context) {
    static const char open[] = "<location>";
    static const char close[] = "</location>";
    while ((text = strstr(text, open)) != NULL) {
        char *entry = text + sizeof open - 1;
        char *end = strstr(entry, close);
        if (end == NULL) {
            break;
        }
        *end = '\0';
        text = end + 1;
        entry += strspn(entry, " \t\r\n");
        size_t length = strlen(entry);
        while (length > 0 && strchr(" \t\r\n", entry[length - 1]) != NULL) {
            entry[--length] = '\0';
        }
        undo_entities(entry);
        entry = undo_address(entry, true);
        if (*entry != '\0' && !take(context, entry)) {
            return false;
        }
    }
    return true;
}

bool genus_playlist_read(genus_playlist_kind kind, char *text, size_t size,
                         genus_playlist_take *take, void *context) {
    for (size_t i = 0; i < size; i++) {
        text[i] = (char)(text[i] == '\0' ? ' ' : text[i]); // UTF-16 comes to nothing, and quietly.
    }
    return kind == GENUS_PLAYLIST_XSPF ? read_xspf(text, take, context)
                                       : read_lines(kind, text, size, take, context);
}

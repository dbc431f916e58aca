// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Names of clips, found by halving.

#include "train/data/clip_names.h"

#include <stdbool.h>
#include <string.h>

enum {
    name_size = 4096,
};

size_t genus_clip_names_find(const genus_clip_names *names, const char *name) {
    size_t low = 0;
    size_t high = names->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(names->sorted[middle], name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < names->count && strcmp(names->sorted[low], name) == 0 ? low : names->count;
}

size_t genus_clip_names_find_clip(const genus_clip_names *names, const char *clip) {
    size_t found = genus_clip_names_find(names, clip);
    const char *slash = strrchr(clip, '/');
    char name[name_size];
    const char *base = slash != NULL ? slash + 1 : clip;
    if (found < names->count || strlen(base) >= sizeof name) {
        return found;
    }
    strcpy(name, base); // NOLINT(clang-analyzer-security.insecureAPI.strcpy): length checked.
    found = genus_clip_names_find(names, name);
    const char cuts[] = {'#', '.'};
    for (size_t i = 0; found == names->count && i < sizeof cuts; i++) {
        char *cut = strrchr(name, cuts[i]);
        const bool number = cut != NULL && cut[1 + strspn(cut + 1, "0123456789")] == '\0';
        if (cut != NULL && (cuts[i] == '.' || number)) {
            *cut = '\0';
            found = genus_clip_names_find(names, name);
        }
    }
    return found;
}

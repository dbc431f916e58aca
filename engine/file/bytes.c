// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The bytes that a decoder reads.

#include "engine/file/bytes.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

ptrdiff_t genus_bytes_read(genus_bytes *bytes, void *to, size_t size) {
    const int64_t left = bytes->size - bytes->at;
    if (left <= 0 || size == 0) {
        return 0;
    }
    const size_t wanted = (int64_t)size < left ? size : (size_t)left;
    ptrdiff_t count = -1;
    if (!bytes->is_seekable && bytes->at < (int64_t)bytes->head_size) {
        const size_t kept = bytes->head_size - (size_t)bytes->at;
        count = (ptrdiff_t)(wanted < kept ? wanted : kept);
        memcpy(to, bytes->head + bytes->at, (size_t)count);
    } else {
        do {
            count = bytes->is_seekable
                        ? pread(bytes->descriptor, to, wanted, (off_t)(bytes->origin + bytes->at))
                        : read(bytes->descriptor, to, wanted);
        } while (count < 0 && errno == EINTR);
    }
    bytes->at += count > 0 ? count : 0;
    return count;
}

size_t genus_bytes_peek(const genus_bytes *bytes, int64_t at, void *to, size_t size) {
    genus_bytes there = *bytes;
    there.at = at;
    size_t done = 0;
    while (done < size) {
        const ptrdiff_t count = genus_bytes_read(&there, (char *)to + done, size - done);
        if (count <= 0) {
            break;
        }
        done += (size_t)count;
    }
    return done;
}

genus_bytes genus_bytes_part(const genus_bytes *bytes, int64_t offset, int64_t size) {
    genus_bytes part = *bytes;
    part.origin += offset;
    part.size = size;
    part.at = 0;
    return part;
}

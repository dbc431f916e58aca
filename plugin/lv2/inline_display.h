// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The inline display: the genre in a mixer strip. The extension's own header comes with Ardour
// only, so its few names stand here (http://harrisonconsoles.com/lv2/inlinedisplay).

#ifndef GENUS_PLUGIN_LV2_INLINE_DISPLAY_H
#define GENUS_PLUGIN_LV2_INLINE_DISPLAY_H

#include "plugin/lv2/instance.h"

#include <lv2/core/lv2.h>
#include <stdint.h>

#define GENUS_INLINE_DISPLAY__interface "http://harrisonconsoles.com/lv2/inlinedisplay#interface"
#define GENUS_INLINE_DISPLAY__queue_draw "http://harrisonconsoles.com/lv2/inlinedisplay#queue_draw"

/** The host's feature queue_draw: asks for render() soon. Thread of queue_draw: audio. */
typedef struct genus_inline_display_host {
    void *handle;
    void (*queue_draw)(void *handle);
} genus_inline_display_host;

/** A picture as cairo's CAIRO_FORMAT_ARGB32, the plugin's memory, valid until the next render. */
typedef struct genus_inline_display_image {
    unsigned char *data;
    int width;
    int height;
    int stride;
} genus_inline_display_image;

/** What extension_data() gives for GENUS_INLINE_DISPLAY__interface. */
typedef struct genus_inline_display_interface {
    /** Draws at most `width` x `max_height` pixels. Thread: the host's one drawing thread. */
    genus_inline_display_image *(*render)(LV2_Handle instance, uint32_t width, uint32_t max_height);
} genus_inline_display_interface;

/** The interface; draws what genus_instance_view() gives. */
const genus_inline_display_interface *genus_inline_display(void);

/** Frees a picture (see genus_instance_picture()). NULL is fine. */
void genus_inline_picture_free(genus_inline_picture *picture);

#endif

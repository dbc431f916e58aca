// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Renders the strip's picture into a surface that is kept, and drawn again only on change.

#include "plugin/lv2/inline_display.h"

#include "plugin/draw/draw_strip.h"

#include <cairo.h>
#include <stdlib.h>

#define WIDTH_MAX 4096U // More than any mixer strip; keeps a strange host from a huge surface.
#define ASPECT 0.6      // Height of the picture in its width.

struct genus_inline_picture {
    cairo_surface_t *surface;
    genus_strip strip; ///< What the surface shows.
    genus_inline_display_image image;
};

void genus_inline_picture_free(genus_inline_picture *picture) {
    if (picture == NULL) {
        return;
    }
    cairo_surface_destroy(picture->surface);
    free(picture);
}

/** Another surface if the size is another; false if memory is out. */
static bool fit_surface(genus_inline_picture *picture, int width, int height) {
    if (picture->surface != NULL && picture->image.width == width &&
        picture->image.height == height) {
        return true;
    }
    cairo_surface_destroy(picture->surface);
    picture->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    if (cairo_surface_status(picture->surface) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(picture->surface);
        picture->surface = NULL;
        return false;
    }
    picture->strip.leader_count = -1; // No strip is like this: it is drawn.
    picture->image.data = cairo_image_surface_get_data(picture->surface);
    picture->image.width = width;
    picture->image.height = height;
    picture->image.stride = cairo_image_surface_get_stride(picture->surface);
    return true;
}

static void draw(genus_inline_picture *picture, const genus_instance *instance,
                 const genus_strip *strip, uint32_t label_count) {
    const char *labels[GENUS_LABELS_MAX];
    for (uint32_t i = 0; i < label_count; i++) {
        labels[i] = genus_instance_label(instance, i);
    }
    cairo_t *cairo = cairo_create(picture->surface);
    genus_draw_strip(cairo, picture->image.width, picture->image.height, strip, labels,
                     label_count);
    cairo_destroy(cairo);
    cairo_surface_flush(picture->surface);
    picture->strip = *strip;
}

static genus_inline_display_image *render(LV2_Handle handle, uint32_t width, uint32_t max_height) {
    genus_instance *instance = handle;
    const uint32_t picture_width = width < WIDTH_MAX ? width : WIDTH_MAX;
    const uint32_t ideal_height = (uint32_t)(ASPECT * picture_width + 0.5);
    const uint32_t picture_height = ideal_height < max_height ? ideal_height : max_height;
    if (picture_width == 0 || picture_height == 0) {
        return NULL;
    }
    genus_inline_picture **kept = genus_instance_picture(instance);
    if (*kept == NULL) {
        *kept = calloc(1, sizeof **kept);
    }
    genus_inline_picture *picture = *kept;
    if (picture == NULL || !fit_surface(picture, (int)picture_width, (int)picture_height)) {
        return NULL;
    }
    genus_view view;
    genus_instance_view(instance, &view);
    const genus_strip strip = genus_strip_of(&view);
    if (!genus_strip_equal(&strip, &picture->strip)) {
        draw(picture, instance, &strip, view.label_count);
    }
    return &picture->image;
}

const genus_inline_display_interface *genus_inline_display(void) {
    static const genus_inline_display_interface interface = {render};
    return &interface;
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the rooms of the plugin know of a plugin instance (an LV2_Handle points to one).

#ifndef GENUS_PLUGIN_LV2_INSTANCE_H
#define GENUS_PLUGIN_LV2_INSTANCE_H

#include "engine/genus.h"
#include "plugin/draw/view.h"

typedef struct genus_instance genus_instance;

/** What the inline display keeps for an instance: its surface and what it drew last. */
typedef struct genus_inline_picture genus_inline_picture;

/** Copies what there is to see now. Thread: any but the audio thread. */
void genus_instance_view(const genus_instance *instance, genus_view *view) GENUS_NONNULL(1, 2);

/** The name of a label of the bundle, NULL out of range; lives as long as the instance. */
const char *genus_instance_label(const genus_instance *instance, uint32_t index);

/**
 * Where the inline display keeps its picture: NULL at first. It is freed with the instance by
 * genus_inline_picture_free(). Thread: the host's drawing thread.
 */
genus_inline_picture **genus_instance_picture(genus_instance *instance);

#endif

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A module, opened like a plugin, that does what no plugin may do in run(): to see that the watch
// sees it.

#ifndef GENUS_TESTS_PLUGIN_PLANTED_H
#define GENUS_TESTS_PLUGIN_PLANTED_H

#include "plugin_watch.h"

/** The type of the module's only function, `plant`: it calls one watched function. */
typedef void planted(watched function);

#endif

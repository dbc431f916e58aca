// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Scenes on a whole terminal: paints each on a canvas, shows that, and reads the keys.

#include "live/screen/view_screen.h"
#include "engine/base/error.h"
#include "live/screen/cells.h"
#include "live/screen/screen_paint.h"
#include "live/screen/screen_terminal.h"

#include <errno.h>
#include <stdlib.h>

typedef struct screen {
    genus_terminal *terminal;
    genus_cells canvas;
} screen;

static bool show(void *self, const genus_view_state *scene) {
    screen *view = self;
    if (!genus_terminal_fit(view->terminal, &view->canvas)) {
        errno = ENOMEM;
        return false;
    }
    genus_screen_paint(&view->canvas, scene);
    return genus_terminal_show(view->terminal, &view->canvas);
}

static genus_request poll(void *self) {
    screen *view = self;
    for (;;) {
        switch (genus_terminal_key(view->terminal)) {
        case 0:
            return GENUS_REQUEST_NONE;
        case 'q':
            return GENUS_REQUEST_QUIT;
        case 'r':
            return GENUS_REQUEST_RESTART;
        case ' ':
            return GENUS_REQUEST_HOLD;
        case 'o':
            return GENUS_REQUEST_ORDER;
        case 'w':
            return GENUS_REQUEST_SHORTER;
        case 'W':
            return GENUS_REQUEST_LONGER;
        case '?':
            return GENUS_REQUEST_HELP;
        default:
            break;
        }
    }
}

static void close_screen(void *self) {
    screen *view = self;
    genus_terminal_close(view->terminal);
    genus_cells_free(&view->canvas);
    free(view);
}

genus_status genus_screen_open(genus_view *view, genus_error *error) {
    screen *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "no memory for the screen");
    }
    const genus_status status = genus_terminal_open(&made->terminal, error);
    if (status != GENUS_OK) {
        free(made);
        return status;
    }
    *view = (genus_view){.self = made, .show = show, .poll = poll, .close = close_screen};
    return GENUS_OK;
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The window on X11. Nothing is asked of the server that could fail while the window lives, since
// an error would end the host; and the window may go at any time with its parent.

#include "plugin/ui/window_x11.h"
#include "engine/base/clock.h"

#include "plugin/draw/draw_window.h"
#include "plugin/ui/keys_x11.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <cairo-xlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FRAME_SECONDS 0.033 // No screen shows more; the level alone changes all the time.
#define RETAKE_SECONDS 0.3
#define SCALE_MIN 0.5
#define SCALE_MAX 8.0
#define SIDE_MAX 16384 // Pixels.
#define PASTE_LONGS 4096
#define FAR_AWAY (-1e6)
#define BUTTON_WHEEL_UP Button4
#define BUTTON_WHEEL_DOWN Button5

struct genus_window {
    Display *display;
    Window window;
    Visual *visual;
    Atom clipboard;
    Atom utf8_string;
    Atom paste;
    Window focus_before; ///< Who had the keys before editing began.
    bool has_focus;      ///< Editing has taken the keys.
    double clicked_at;   ///< Seconds.
    double scale;
    int width; ///< Pixels.
    int height;
    cairo_surface_t *canvas; ///< width x height, drawn before it is shown: nothing flickers.
    genus_panel *panel;
    const genus_actions *actions;
    bool changed;    ///< The picture is out of date.
    bool exposed;    ///< The server forgot what it showed.
    bool gone;       ///< The window was destroyed, with its parent.
    double drawn_at; ///< Seconds.
};

// ------------------------------------------------------------------------------------------- size

/** What the screen is set to; 96 dots an inch are 1. */
static double screen_scale(Display *display) {
    const char *dpi = XGetDefault(display, "Xft", "dpi");
    const double scale = dpi != NULL ? strtod(dpi, NULL) / 96.0 : 1.0;
    return scale >= 1.0 ? scale : 1.0;
}

static int pixels(const genus_window *window, double logical) {
    return (int)fmin(SIDE_MAX, fmax(1.0, round(logical * window->scale)));
}

static void tell_size_hints(genus_window *window) {
    XSizeHints *hints = XAllocSizeHints();
    if (hints == NULL) {
        return;
    }
    hints->flags = PMinSize | PBaseSize;
    hints->min_width = pixels(window, GENUS_LAYOUT_WIDTH_MIN);
    hints->min_height = pixels(window, GENUS_LAYOUT_HEIGHT_MIN);
    hints->base_width = window->width;
    hints->base_height = window->height;
    XSetWMNormalHints(window->display, window->window, hints);
    XFree(hints);
}

/** Pixels a logical pixel of the picture: a large window has larger type. */
static double picture_scale(const genus_window *window) {
    const double width = window->width / window->scale;
    const double height = window->height / window->scale;
    return window->scale * genus_layout_zoom(width, height, window->panel->view.label_count);
}

static genus_layout layout_of(const genus_window *window) {
    const double scale = picture_scale(window);
    return genus_layout_make(window->width / scale, window->height / scale,
                             window->panel->view.label_count, window->panel->can_browse);
}

void genus_window_size(const genus_window *window, int *width, int *height) {
    *width = window->width;
    *height = window->height;
}

void genus_window_fit(genus_window *window) {
    window->width = pixels(window, genus_layout_width(window->panel->view.label_count));
    window->height = pixels(window, genus_layout_height(window->panel->view.label_count));
    window->changed = true;
    if (!window->gone) {
        tell_size_hints(window);
        XResizeWindow(window->display, window->window, (unsigned)window->width,
                      (unsigned)window->height);
        XFlush(window->display);
    }
}

// ---------------------------------------------------------------------------------------- drawing

/** A canvas of the window's size; NULL if memory is out. */
static cairo_surface_t *fit_canvas(genus_window *window) {
    if (window->canvas != NULL && cairo_image_surface_get_width(window->canvas) == window->width &&
        cairo_image_surface_get_height(window->canvas) == window->height) {
        return window->canvas;
    }
    cairo_surface_destroy(window->canvas);
    window->canvas = cairo_image_surface_create(CAIRO_FORMAT_RGB24, window->width, window->height);
    if (cairo_surface_status(window->canvas) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(window->canvas);
        window->canvas = NULL;
    }
    return window->canvas;
}

static void draw(genus_window *window) {
    cairo_surface_t *canvas = fit_canvas(window);
    if (canvas == NULL) {
        return;
    }
    cairo_t *cairo = cairo_create(canvas);
    cairo_scale(cairo, picture_scale(window), picture_scale(window));
    const genus_layout layout = layout_of(window);
    genus_draw_window(cairo, &layout, window->panel);
    cairo_destroy(cairo);
}

/** Copies the canvas to the screen. */
static void show(genus_window *window) {
    cairo_surface_t *screen = cairo_xlib_surface_create(
        window->display, window->window, window->visual, window->width, window->height);
    cairo_t *cairo = cairo_create(screen);
    cairo_set_source_surface(cairo, window->canvas, 0.0, 0.0);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    cairo_surface_destroy(screen);
    XFlush(window->display);
}

void genus_window_touch(genus_window *window) {
    window->changed = true;
}

// ----------------------------------------------------------------------------------------- events

static size_t path_position(genus_window *window, const genus_layout *layout, double x) {
    cairo_surface_t *canvas = fit_canvas(window);
    if (canvas == NULL) {
        return 0;
    }
    cairo_t *cairo = cairo_create(canvas);
    const size_t position = genus_draw_path_position(cairo, layout, window->panel, x);
    cairo_destroy(cairo);
    return position;
}

static int ignore_error(Display *display, XErrorEvent *error) {
    (void)display;
    (void)error;
    return 0;
}

/** Gives the keys to a window that may be gone or hidden: then they stay where they are. */
static void give_focus(genus_window *window, Window to, Time time) {
    if (to == None) {
        return;
    }
    XSync(window->display, False);
    XErrorHandler before = XSetErrorHandler(ignore_error);
    XSetInputFocus(window->display, to, RevertToParent, time);
    XSync(window->display, False);
    (void)XSetErrorHandler(before);
}

/** Takes the keys while the path is edited, and gives them back to whoever had them. */
static void follow_focus(genus_window *window, Time time) {
    const bool wants = window->panel->editing;
    if (window->gone || wants == window->has_focus) {
        return;
    }
    window->has_focus = wants;
    if (!wants) {
        give_focus(window, window->focus_before, time);
        window->focus_before = None;
        return;
    }
    if (window->focus_before == None) {
        int revert = RevertToParent;
        XGetInputFocus(window->display, &window->focus_before, &revert);
    }
    give_focus(window, window->window, time);
}

static void ask_for_paste(genus_window *window, Atom selection, Time time) {
    XConvertSelection(window->display, selection, window->utf8_string, window->paste,
                      window->window, time);
}

static bool take_paste(genus_window *window, const XSelectionEvent *event) {
    if (event->property == None) {
        return false;
    }
    Atom type = None;
    int format = 0;
    unsigned long count = 0;
    unsigned long left = 0;
    unsigned char *bytes = NULL;
    bool changes = false;
    if (XGetWindowProperty(window->display, window->window, window->paste, 0, PASTE_LONGS, True,
                           AnyPropertyType, &type, &format, &count, &left, &bytes) == Success &&
        bytes != NULL && format == 8 && type == window->utf8_string) {
        changes = genus_input_text(window->panel, (const char *)bytes); // Xlib ends it with a NUL.
    }
    if (bytes != NULL) {
        XFree(bytes);
    }
    return changes;
}

static bool take_button(genus_window *window, const XButtonEvent *event) {
    const genus_layout layout = layout_of(window);
    const double scale = picture_scale(window);
    const double x = event->x / scale;
    const double y = event->y / scale;
    switch (event->button) {
    case Button1:
        window->clicked_at = genus_monotonic_seconds();
        return genus_input_press(window->panel, &layout, x, y, path_position(window, &layout, x),
                                 window->actions);
    case Button2:
        if (window->panel->editing) {
            ask_for_paste(window, XA_PRIMARY, event->time);
        }
        return false;
    case BUTTON_WHEEL_UP:
        return genus_input_scroll(window->panel, &layout, x, y, 1, window->actions);
    case BUTTON_WHEEL_DOWN:
        return genus_input_scroll(window->panel, &layout, x, y, -1, window->actions);
    default:
        return false;
    }
}

static bool take_key(genus_window *window, XKeyEvent *event) {
    if (!window->panel->editing) {
        return false;
    }
    genus_keystroke stroke;
    genus_keystroke_read(event, &stroke);
    switch (stroke.kind) {
    case GENUS_KEYSTROKE_KEY:
        return genus_input_key(window->panel, stroke.key, stroke.extend, window->actions);
    case GENUS_KEYSTROKE_TEXT:
        return genus_input_text(window->panel, stroke.text);
    case GENUS_KEYSTROKE_PASTE:
        ask_for_paste(window, window->clipboard, event->time);
        return false;
    default:
        return false;
    }
}

/** Time of an event that has one, else now. */
static Time time_of(const XEvent *event) {
    switch (event->type) {
    case KeyPress:
        return event->xkey.time;
    case ButtonPress:
    case ButtonRelease:
        return event->xbutton.time;
    default:
        return CurrentTime;
    }
}

static void take_size(genus_window *window, const XConfigureEvent *event) {
    if (event->width > 0 && event->height > 0 && event->width <= SIDE_MAX &&
        event->height <= SIDE_MAX &&
        (event->width != window->width || event->height != window->height)) {
        window->width = event->width;
        window->height = event->height;
        window->changed = true;
    }
}

/** Whether the keys go elsewhere: not if only the pointer left, or somebody grabs for a moment. */
static bool loses_focus(const XFocusChangeEvent *event) {
    return event->mode != NotifyGrab && event->mode != NotifyUngrab &&
           event->detail != NotifyPointer && event->detail != NotifyPointerRoot &&
           event->detail != NotifyInferior;
}

static void take_event(genus_window *window, XEvent *event) {
    if (event->xany.window != window->window) {
        return;
    }
    const genus_layout layout = layout_of(window);
    const double scale = picture_scale(window);
    bool changes = false;
    switch (event->type) {
    case Expose:
        window->exposed = true;
        break;
    case ConfigureNotify:
        take_size(window, &event->xconfigure);
        break;
    case DestroyNotify:
        window->gone = true;
        break;
    case MotionNotify:
        changes = genus_input_move(window->panel, &layout, event->xmotion.x / scale,
                                   event->xmotion.y / scale, window->actions);
        break;
    case LeaveNotify:
        if (window->panel->pressed == GENUS_CONTROL_NONE) {
            changes = genus_input_move(window->panel, &layout, FAR_AWAY, FAR_AWAY, window->actions);
        }
        break;
    case ButtonPress:
        changes = take_button(window, &event->xbutton);
        break;
    case ButtonRelease:
        changes = event->xbutton.button == Button1 &&
                  genus_input_release(window->panel, &layout, event->xbutton.x / scale,
                                      event->xbutton.y / scale, window->actions);
        break;
    case KeyPress:
        changes = take_key(window, &event->xkey);
        break;
    case FocusOut:
        if (loses_focus(&event->xfocus)) {
            // A toolkit may send the keys to a window of its own after each click: they are taken
            // again. Later on it is the person who went elsewhere.
            window->has_focus = false;
            if (genus_monotonic_seconds() - window->clicked_at > RETAKE_SECONDS) {
                window->focus_before = None;
                changes = genus_input_leave(window->panel);
            }
        }
        break;
    case SelectionNotify:
        changes = take_paste(window, &event->xselection);
        break;
    default:
        break;
    }
    window->changed = window->changed || changes;
    follow_focus(window, time_of(event));
}

bool genus_window_idle(genus_window *window) {
    if (window->changed || window->exposed) {
        XSync(window->display, False); // Whether the window is still there to be drawn in.
    }
    while (!window->gone && XPending(window->display) > 0) {
        XEvent event;
        XNextEvent(window->display, &event);
        take_event(window, &event);
    }
    if (window->gone) {
        return false;
    }
    const double now = genus_monotonic_seconds();
    if (window->changed && now - window->drawn_at >= FRAME_SECONDS) {
        draw(window);
        window->drawn_at = now;
        window->changed = false;
        window->exposed = true;
    }
    if (window->exposed && window->canvas != NULL) {
        show(window);
        window->exposed = false;
    }
    return true;
}

// ------------------------------------------------------------------------------------------- life

static bool open_window(genus_window *window, uintptr_t parent) {
    XSetWindowAttributes attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.event_mask = ExposureMask | StructureNotifyMask | PointerMotionMask |
                            ButtonPressMask | ButtonReleaseMask | LeaveWindowMask | KeyPressMask |
                            FocusChangeMask;
    window->window = XCreateWindow(window->display, (Window)parent, 0, 0, (unsigned)window->width,
                                   (unsigned)window->height, 0, CopyFromParent, InputOutput,
                                   CopyFromParent, CWEventMask, &attributes);
    XWindowAttributes made;
    if (window->window == None ||
        XGetWindowAttributes(window->display, window->window, &made) == 0) {
        return false;
    }
    window->visual = made.visual;
    window->clipboard = XInternAtom(window->display, "CLIPBOARD", False);
    window->utf8_string = XInternAtom(window->display, "UTF8_STRING", False);
    window->paste = XInternAtom(window->display, "GENUS_PASTE", False);
    tell_size_hints(window);
    XMapRaised(window->display, window->window);
    XFlush(window->display);
    return true;
}

genus_window *genus_window_new(uintptr_t parent, double scale, genus_panel *panel,
                               const genus_actions *actions) {
    genus_window *window = calloc(1, sizeof *window);
    if (window == NULL) {
        return NULL;
    }
    window->panel = panel;
    window->actions = actions;
    window->changed = true;
    window->display = XOpenDisplay(NULL);
    if (window->display == NULL) {
        genus_window_free(window);
        return NULL;
    }
    const double wanted = scale > 0.0 ? scale : screen_scale(window->display);
    window->scale = fmin(SCALE_MAX, fmax(SCALE_MIN, wanted));
    window->width = pixels(window, genus_layout_width(panel->view.label_count));
    window->height = pixels(window, genus_layout_height(panel->view.label_count));
    if (!open_window(window, parent)) {
        genus_window_free(window);
        return NULL;
    }
    return window;
}

void genus_window_free(genus_window *window) {
    if (window == NULL) {
        return;
    }
    cairo_surface_destroy(window->canvas);
    if (window->display != NULL) {
        XCloseDisplay(window->display); // Destroys the window too, unless it is gone already.
    }
    free(window);
}

uintptr_t genus_window_id(const genus_window *window) {
    return (uintptr_t)window->window;
}

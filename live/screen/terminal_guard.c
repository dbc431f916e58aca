// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Gives the terminal back if the program crashes.

#include "live/screen/terminal_guard.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGQUIT};

enum { DEADLY_COUNT = sizeof deadly / sizeof *deadly };

// Global and mutable, as nothing else here is: a signal handler is told no more than its number.
static struct {
    volatile sig_atomic_t is_armed;
    int file;
    struct termios modes;
    char text[256];
    size_t length;
    struct sigaction before[DEADLY_COUNT];
} guard;

static void give_back(int signal_number) {
    if (guard.is_armed != 0) {
        guard.is_armed = 0;
        // Should this fail, there is nobody left to tell.
        const ssize_t written = write(guard.file, guard.text, guard.length);
        (void)written;
        (void)tcsetattr(guard.file, TCSANOW, &guard.modes);
    }
    for (int i = 0; i < DEADLY_COUNT; i++) {
        if (deadly[i] == signal_number) {
            (void)sigaction(signal_number, &guard.before[i], NULL);
        }
    }
    // Blocked until this handler returns; then it does what it would have done.
    (void)raise(signal_number);
}

void genus_terminal_guard(int file, const struct termios *modes, const char *text) {
    const size_t length = strlen(text);
    guard.file = file;
    guard.modes = *modes;
    guard.length = length < sizeof guard.text ? length : 0;
    memcpy(guard.text, text, guard.length);
    guard.is_armed = 1;
    struct sigaction action = {.sa_handler = give_back};
    (void)sigemptyset(&action.sa_mask);
    for (int i = 0; i < DEADLY_COUNT; i++) {
        (void)sigaction(deadly[i], NULL, &guard.before[i]);
        if (guard.before[i].sa_handler != SIG_IGN) {
            (void)sigaction(deadly[i], &action, NULL);
        }
    }
}

void genus_terminal_unguard(void) {
    if (guard.is_armed != 0) {
        guard.is_armed = 0;
        for (int i = 0; i < DEADLY_COUNT; i++) {
            (void)sigaction(deadly[i], &guard.before[i], NULL);
        }
    }
}

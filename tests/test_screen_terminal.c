// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The screen on a pseudo-terminal: a child shows scenes, the test types, resizes and kills, and
// looks at what a person would see, before and after.

#include "live/screen/cells.h"
#include "live/screen/screen_paint.h"
#include "live/screen/view_screen.h"
#include "support/scene.h"
#include "support/tiny_terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE_SECONDS 20
#define TICK_NANOSECONDS 20000000L

// --------------------------------------------------------------------------------------- the child

static volatile sig_atomic_t is_stopped;

static void stop(int signal_number) {
    (void)signal_number;
    is_stopped = 1;
}

/** The live loop in small: shows a scene and does what the keys ask for. */
static int show_scenes(void) {
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    genus_view view;
    genus_error error;
    struct sigaction action = {.sa_handler = stop};
    (void)sigaction(SIGTERM, &action, NULL);
    if (genus_screen_open(&view, &error) != GENUS_OK) {
        (void)fprintf(stderr, "%s\n", error.message);
        return 3;
    }
    bool goes_on = true;
    while (goes_on && is_stopped == 0 && view.show(view.self, &made.scene)) {
        genus_request request;
        while ((request = view.poll(view.self)) != GENUS_REQUEST_NONE) {
            made.scene.held ^= request == GENUS_REQUEST_HOLD;
            made.scene.is_sorted ^= request == GENUS_REQUEST_ORDER;
            made.scene.has_help ^= request == GENUS_REQUEST_HELP;
            made.scene.window_seconds -= request == GENUS_REQUEST_SHORTER ? 5.0 : 0.0;
            made.scene.window_seconds += request == GENUS_REQUEST_LONGER ? 5.0 : 0.0;
            goes_on = goes_on && request != GENUS_REQUEST_QUIT;
            if (request == GENUS_REQUEST_RESTART) {
                made.scene.verdict.seconds_heard = 0.0;
            }
        }
        (void)nanosleep(&(struct timespec){0, TICK_NANOSECONDS}, NULL);
    }
    view.close(view.self);
    return 0;
}

// ---------------------------------------------------------------------------------- the other side

/** What the child finds in its environment. */
typedef struct surroundings {
    const char *terminal;
    const char *locale;
    const char *no_colour;
    int rows;
    int columns;
    bool is_piped;        ///< Standard input is not the terminal.
    const char *terminfo; ///< A folder of descriptions of terminals, or NULL.
} surroundings;

typedef struct session {
    int master;
    int slave;
    pid_t child;
    struct termios modes; ///< Before the child began.
    tiny_terminal terminal;
} session;

static void set_size(session *self, int rows, int columns) {
    const struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    tiny_terminal_resize(&self->terminal, rows, columns);
    assert_int_equal(ioctl(self->master, TIOCSWINSZ, &size), 0);
}

static void become_child(const session *self, const char *slave_name, const surroundings *around) {
    static const int caught_by_cmocka[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGSYS};
    for (size_t i = 0; i < sizeof caught_by_cmocka / sizeof *caught_by_cmocka; i++) {
        (void)signal(caught_by_cmocka[i], SIG_DFL);
    }
    (void)setsid();
    const int terminal = open(slave_name, O_RDWR); // Becomes the controlling terminal.
    int input = terminal;
    int ends[2];
    if (around->is_piped && pipe(ends) == 0) {
        input = ends[0];
    }
    (void)dup2(input, STDIN_FILENO);
    (void)dup2(terminal, STDOUT_FILENO);
    (void)dup2(terminal, STDERR_FILENO);
    (void)close(self->master);
    (void)close(self->slave);
    (void)setenv("TERM", around->terminal, 1);
    (void)setenv("LC_ALL", around->locale, 1);
    if (around->terminfo != NULL) {
        (void)setenv("TERMINFO", around->terminfo, 1);
    }
    (void)unsetenv("LINES");
    (void)unsetenv("COLUMNS");
    (void)unsetenv("NO_COLOR");
    if (around->no_colour != NULL) {
        (void)setenv("NO_COLOR", around->no_colour, 1);
    }
    _exit(show_scenes());
}

static void start(session *self, const surroundings *around) {
    memset(self, 0, sizeof *self);
    self->master = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(self->master >= 0);
    assert_int_equal(grantpt(self->master), 0);
    assert_int_equal(unlockpt(self->master), 0);
    const char *name = ptsname(self->master);
    assert_non_null(name);
    self->slave = open(name, O_RDWR | O_NOCTTY);
    assert_true(self->slave >= 0);
    assert_int_equal(tcgetattr(self->slave, &self->modes), 0);
    set_size(self, around->rows, around->columns);
    (void)fflush(NULL);
    self->child = fork();
    assert_true(self->child >= 0);
    if (self->child == 0) {
        become_child(self, name, around);
    }
}

/** Reads what the child has written, waiting up to a tenth of a second for it. */
static void look(session *self) {
    struct pollfd waiting = {.fd = self->master, .events = POLLIN};
    char bytes[4096];
    while (poll(&waiting, 1, 100) == 1) {
        const ssize_t count = read(self->master, bytes, sizeof bytes);
        if (count <= 0) {
            break;
        }
        tiny_terminal_write(&self->terminal, bytes, (size_t)count);
        waiting.fd = self->master;
    }
}

/** Waits until the terminal shows these words, or does not any more. */
static bool wait_for(session *self, const char *words, bool shown) {
    for (int i = 0; i < 10 * PATIENCE_SECONDS; i++) {
        look(self);
        if (tiny_terminal_shows(&self->terminal, words) == shown) {
            return true;
        }
    }
    return false;
}

static void type(session *self, const char *keys) {
    assert_int_equal(write(self->master, keys, strlen(keys)), strlen(keys));
}

/** Waits for the end of the child and returns its status, as of waitpid(). */
static int wait_for_end(session *self) {
    int status = -1;
    for (int i = 0; i < 10 * PATIENCE_SECONDS; i++) {
        look(self);
        if (waitpid(self->child, &status, WNOHANG) == self->child) {
            look(self);
            return status;
        }
    }
    (void)kill(self->child, SIGKILL);
    (void)waitpid(self->child, NULL, 0);
    fail_msg("the child did not end");
    return -1;
}

/** Checks that the terminal is as it was before the child, and closes it. */
static void check_restored(session *self) {
    struct termios modes;
    assert_int_equal(tcgetattr(self->slave, &modes), 0);
    assert_int_equal(modes.c_lflag, self->modes.c_lflag);
    assert_int_equal(modes.c_iflag, self->modes.c_iflag);
    assert_int_equal(modes.c_oflag, self->modes.c_oflag);
    assert_memory_equal(modes.c_cc, self->modes.c_cc, sizeof modes.c_cc);
    assert_false(self->terminal.is_alternate);
    assert_false(self->terminal.hides_cursor);
    assert_false(self->terminal.has_keypad);
    (void)close(self->slave);
    (void)close(self->master);
}

static const surroundings usual = {"xterm-256color", "C.UTF-8", NULL, 24, 80, false, NULL};

// ------------------------------------------------------------------------------------------- tests

static void a_screen_starts_obeys_keys_and_quits(void **state) {
    (void)state;
    session self;
    start(&self, &usual);
    assert_true(wait_for(&self, "87 %  sure", true));
    assert_true(self.terminal.is_alternate);
    assert_true(self.terminal.hides_cursor);
    struct termios modes;
    assert_int_equal(tcgetattr(self.slave, &modes), 0);
    assert_false(modes.c_lflag & (ICANON | ECHO));
    type(&self, "w");
    assert_true(wait_for(&self, "24 of 25 s", true));
    type(&self, "WW");
    assert_true(wait_for(&self, "24 of 35 s", true));
    type(&self, "r");
    assert_true(wait_for(&self, "0 of 35 s", true));
    type(&self, " ");
    assert_true(wait_for(&self, "held", true));
    type(&self, " ");
    assert_true(wait_for(&self, "held", false));
    type(&self, "?");
    assert_true(wait_for(&self, "forget what was heard", true));
    type(&self, "?");
    assert_true(wait_for(&self, "forget what was heard", false));
    type(&self, "x\x1B[A\x1BOq"); // None of these is a key of ours: x, up, keypad 1.
    type(&self, " ");
    assert_true(wait_for(&self, "held", true));
    type(&self, "q");
    const int status = wait_for_end(&self);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(self.terminal.unknown, 0);
    assert_true(self.terminal.saw_colour);
    check_restored(&self);
}

/** Compares the terminal with a canvas painted here. */
static void check_shown(session *self, int rows, int columns) {
    static genus_test_view_state made;
    genus_test_view_state_fill(&made);
    genus_cells canvas = {.charset = GENUS_CHARSET_UNICODE, .has_colour = true};
    assert_true(genus_cells_resize(&canvas, rows, columns));
    genus_screen_paint(&canvas, &made.scene);
    int differing = 0;
    for (int tries = 0; tries < 10 * PATIENCE_SECONDS; tries++) {
        differing = 0;
        look(self);
        for (int i = 0; i < rows * columns; i++) {
            differing +=
                self->terminal.cells[i / columns][i % columns] != canvas.cells[i].glyph ? 1 : 0;
        }
        if (differing == 0) {
            break;
        }
    }
    assert_int_equal(differing, 0);
    genus_cells_free(&canvas);
}

static void control_l_paints_what_another_program_spoilt(void **state) {
    (void)state;
    session self;
    start(&self, &usual);
    check_shown(&self, 24, 80);
    tiny_terminal_write(&self.terminal, "\x1B[5;1Hsegfault at 0", 19);
    assert_true(tiny_terminal_shows(&self.terminal, "segfault at 0"));
    type(&self, "\x0C");
    check_shown(&self, 24, 80);
    type(&self, "q");
    assert_int_equal(wait_for_end(&self), 0);
    check_restored(&self);
}

static void the_terminal_shows_what_was_painted_at_every_size(void **state) {
    (void)state;
    static const int sizes[][2] = {{10, 40}, {60, 200}, {30, 100}, {5, 20},
                                   {1, 1},   {40, 132}, {16, 60}};
    session self;
    start(&self, &usual);
    check_shown(&self, 24, 80);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        set_size(&self, sizes[i][0], sizes[i][1]);
        check_shown(&self, sizes[i][0], sizes[i][1]);
    }
    type(&self, "q");
    assert_int_equal(wait_for_end(&self), 0);
    assert_int_equal(self.terminal.unknown, 0);
    check_restored(&self);
}

static void keys_come_from_the_terminal_when_input_is_audio(void **state) {
    (void)state;
    surroundings around = usual;
    around.is_piped = true;
    session self;
    start(&self, &around);
    assert_true(wait_for(&self, "87 %  sure", true));
    type(&self, "q");
    assert_int_equal(wait_for_end(&self), 0);
    check_restored(&self);
}

static void a_request_to_stop_restores_the_terminal(void **state) {
    (void)state;
    session self;
    start(&self, &usual);
    assert_true(wait_for(&self, "87 %  sure", true));
    assert_int_equal(kill(self.child, SIGTERM), 0);
    assert_int_equal(wait_for_end(&self), 0);
    check_restored(&self);
}

static void a_crash_restores_the_terminal_and_stays_a_crash(void **state) {
    (void)state;
    static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGQUIT};
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) {
        session self;
        start(&self, &usual);
        assert_true(wait_for(&self, "87 %  sure", true));
        assert_true(self.terminal.is_alternate);
        assert_int_equal(kill(self.child, deadly[i]), 0);
        const int status = wait_for_end(&self);
        // A sanitizer turns some signals into a failed exit.
        assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == deadly[i] : WEXITSTATUS(status) != 0);
        check_restored(&self);
    }
}

static void no_colour_is_used_where_it_is_not_wanted(void **state) {
    (void)state;
    surroundings around = usual;
    around.no_colour = "1";
    session self;
    start(&self, &around);
    assert_true(wait_for(&self, "JJJJJJJJ", true)); // The ribbon in letters.
    type(&self, "q");
    assert_int_equal(wait_for_end(&self), 0);
    assert_false(self.terminal.saw_colour);
    check_restored(&self);
    around.no_colour = ""; // Empty: as if it were not set.
    start(&self, &around);
    assert_true(wait_for(&self, "87 %  sure", true));
    type(&self, "q");
    assert_int_equal(wait_for_end(&self), 0);
    assert_true(self.terminal.saw_colour);
    check_restored(&self);
}

static void an_ascii_locale_gets_ascii_alone(void **state) {
    (void)state;
    surroundings around = usual;
    around.locale = "C";
    session self;
    start(&self, &around);
    assert_true(wait_for(&self, "87 %  sure", true));
    assert_true(wait_for(&self, "##  ######", true));
    type(&self, "?q");
    assert_int_equal(wait_for_end(&self), 0);
    assert_false(self.terminal.saw_high_bytes);
    check_restored(&self);
}

static void simpler_terminals_work_too(void **state) {
    (void)state;
    static const char *const names[] = {"xterm", "linux", "screen", "vt100"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        surroundings around = usual;
        around.terminal = names[i];
        session self;
        start(&self, &around);
        assert_true(wait_for(&self, "87 %  sure", true));
        type(&self, "q");
        assert_int_equal(wait_for_end(&self), 0);
        assert_int_equal(self.terminal.saw_colour, strcmp(names[i], "vt100") != 0);
        check_restored(&self);
    }
}

/** Describes an xterm with sixteen colours in a new folder; false if there is no tic to do so. */
static bool describe_sixteen_colours(char *folder) {
    char source[64];
    char command[192];
    (void)snprintf(source, sizeof source, "%s/source", folder);
    (void)snprintf(command, sizeof command, "tic -o %s %s", folder, source);
    FILE *file = fopen(source, "w");
    assert_non_null(file);
    (void)fputs("genus-16color|an xterm with sixteen colours,\n"
                "\tcolors#16, pairs#256,\n"
                "\tsetaf=\\E[%?%p1%{8}%<%t%p1%{30}%+%e%p1%{82}%+%;%dm,\n"
                "\tsetab=\\E[%?%p1%{8}%<%t%p1%{40}%+%e%p1%{92}%+%;%dm,\n"
                "\tuse=xterm,\n",
                file);
    (void)fclose(file);
    return system(command) == 0;
}

static void sixteen_colours_are_enough(void **state) {
    (void)state;
    char folder[] = "/tmp/genus-terminfo-XXXXXX";
    assert_non_null(mkdtemp(folder));
    if (!describe_sixteen_colours(folder)) {
        print_message("SKIPPED: it needs tic, which is not there\n");
        skip();
    }
    surroundings around = usual;
    around.terminal = "genus-16color";
    around.terminfo = folder;
    session self;
    start(&self, &around);
    check_shown(&self, 24, 80);
    type(&self, "q");
    assert_int_equal(wait_for_end(&self), 0);
    assert_int_equal(self.terminal.unknown, 0);
    assert_true(self.terminal.saw_colour);
    check_restored(&self);
    char command[64];
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

static void an_unknown_or_dumb_terminal_is_an_error(void **state) {
    (void)state;
    surroundings around = usual;
    // A dumb one is known, but has no way to put the cursor somewhere.
    static const char *const terminals[] = {"no-such-terminal", "dumb"};
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
        around.terminal = terminals[i];
        session self;
        start(&self, &around);
        const int status = wait_for_end(&self);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
        assert_true(tiny_terminal_shows(&self.terminal, terminals[i]));
        check_restored(&self);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_screen_starts_obeys_keys_and_quits),
        cmocka_unit_test(control_l_paints_what_another_program_spoilt),
        cmocka_unit_test(the_terminal_shows_what_was_painted_at_every_size),
        cmocka_unit_test(keys_come_from_the_terminal_when_input_is_audio),
        cmocka_unit_test(a_request_to_stop_restores_the_terminal),
        cmocka_unit_test(a_crash_restores_the_terminal_and_stays_a_crash),
        cmocka_unit_test(no_colour_is_used_where_it_is_not_wanted),
        cmocka_unit_test(an_ascii_locale_gets_ascii_alone),
        cmocka_unit_test(simpler_terminals_work_too),
        cmocka_unit_test(sixteen_colours_are_enough),
        cmocka_unit_test(an_unknown_or_dumb_terminal_is_an_error),
    };
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}

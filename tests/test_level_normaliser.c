// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The level normaliser against a plain double-precision one, and what it is for: loud or soft, the
// same.

#include "engine/nn/level_normaliser.h"

#include "train/util/random.h"

#include <math.h>
#include <setjmp.h> // NOLINT(misc-include-cleaner): cmocka.h needs these four.
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

enum { BANDS = 24, HEARD = 20, FRAMES = 90, MEMORY = 16 };

static const genus_level_normalisation level_normalisation = {.memory = MEMORY, .bands = HEARD};

/** Music-like frames between -50 and 20 dB, plus a gain. */
static void fill(float frames[FRAMES][BANDS], uint64_t seed, float gain) {
    genus_random random = genus_random_seeded(seed, 0);
    for (size_t i = 0; i < FRAMES; i++) {
        for (size_t band = 0; band < BANDS; band++) {
            frames[i][band] = gain - 50.0F + 70.0F * genus_random_uniform(&random);
        }
    }
}

static void follows_the_plain_running_mean(void **state) {
    (void)state;
    float frames[FRAMES][BANDS];
    float levelled[FRAMES][BANDS];
    fill(frames, 1, 0.0F);
    memcpy(levelled, frames, sizeof frames);
    genus_level_meter_frames(&level_normalisation, BANDS, FRAMES, levelled[0]);
    double mean = 0.0;
    for (size_t i = 0; i < FRAMES; i++) {
        double power = 0.0;
        for (size_t band = 0; band < HEARD; band++) {
            power += pow(10.0, (double)frames[i][band] / 10.0) / HEARD;
        }
        mean += (10.0 * log10(power) - mean) / fmin((double)i + 1.0, MEMORY);
        for (size_t band = 0; band < BANDS; band++) {
            const double wanted = fmax((double)frames[i][band] - mean, -60.0);
            assert_float_equal(levelled[i][band], wanted, 1e-3);
        }
    }
}

static void loud_or_soft_gives_the_same(void **state) {
    (void)state;
    float loud[FRAMES][BANDS];
    float soft[FRAMES][BANDS];
    fill(loud, 2, 20.0F);
    fill(soft, 2, -40.0F);
    genus_level_meter_frames(&level_normalisation, BANDS, FRAMES, loud[0]);
    genus_level_meter_frames(&level_normalisation, BANDS, FRAMES, soft[0]);
    for (size_t i = 0; i < FRAMES; i++) {
        for (size_t band = 0; band < BANDS; band++) {
            assert_float_equal(loud[i][band], soft[i][band], 1e-3);
        }
    }
}

static void frame_by_frame_is_as_all_at_once(void **state) {
    (void)state;
    float at_once[FRAMES][BANDS];
    float one_by_one[FRAMES][BANDS];
    fill(at_once, 3, 0.0F);
    fill(one_by_one, 3, 0.0F);
    genus_level_meter_frames(&level_normalisation, BANDS, FRAMES, at_once[0]);
    genus_level_normaliser level_normaliser = {0};
    for (size_t i = 0; i < FRAMES; i++) {
        genus_level_normaliser_apply(&level_normaliser, &level_normalisation, BANDS, one_by_one[i]);
    }
    assert_memory_equal(at_once, one_by_one, sizeof at_once);
}

static void silence_is_not_music_played_softly(void **state) {
    (void)state;
    float frames[FRAMES][BANDS];
    fill(frames, 4, 0.0F);
    for (size_t band = 0; band < BANDS; band++) {
        frames[0][band] = -100.0F; // Before anything was heard there is no level.
        frames[40][band] = -100.0F;
    }
    float without[FRAMES][BANDS];
    memcpy(without[0], frames[1], 39 * sizeof *frames);
    memcpy(without[39], frames[41], (FRAMES - 41) * sizeof *frames);
    genus_level_meter_frames(&level_normalisation, BANDS, FRAMES, frames[0]);
    genus_level_meter_frames(&level_normalisation, BANDS, FRAMES - 2, without[0]);
    assert_memory_equal(frames[1], without[0], 39 * sizeof *frames);
    assert_memory_equal(frames[41], without[39], (FRAMES - 41) * sizeof *frames);
    for (size_t band = 0; band < BANDS; band++) {
        assert_float_equal(frames[0][band], -60.0F, 0.0);
        assert_float_equal(frames[40][band], -60.0F, 0.0);
    }
}

static void without_memory_frames_stay_as_they_are(void **state) {
    (void)state;
    float frames[FRAMES][BANDS];
    float same[FRAMES][BANDS];
    fill(frames, 5, 0.0F);
    fill(same, 5, 0.0F);
    const genus_level_normalisation none = {.memory = 0, .bands = HEARD};
    genus_level_meter_frames(&none, BANDS, FRAMES, frames[0]);
    assert_memory_equal(frames, same, sizeof frames);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_plain_running_mean),
        cmocka_unit_test(loud_or_soft_gives_the_same),
        cmocka_unit_test(frame_by_frame_is_as_all_at_once),
        cmocka_unit_test(silence_is_not_music_played_softly),
        cmocka_unit_test(without_memory_frames_stay_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The ranges of the front end's settings.

#include "engine/audio/frontend_settings.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void the_default_is_what_the_features_were_made_with(void **state) {
    (void)state;
    const genus_frontend_settings settings = genus_frontend_settings_default();
    assert_int_equal(settings.sample_rate, 22050);
    assert_int_equal(settings.frame_length, 2048);
    assert_int_equal(settings.hop, 1708);
    assert_int_equal(settings.mel_bands, 128);
    assert_float_equal(settings.f_min, 0.0F, 0.0F);
    assert_float_equal(settings.f_max, 11025.0F, 0.0F);
    assert_float_equal(settings.power_floor, 1e-10F, 0.0F);
    assert_int_equal(genus_frontend_settings_check(&settings, NULL), GENUS_OK);
}

static void a_setting_out_of_range_is_named(void **state) {
    (void)state;
    const genus_frontend_settings good = genus_frontend_settings_default();
    struct {
        const char *field;
        genus_frontend_settings settings;
    } cases[] = {
        {"sample_rate", good}, {"sample_rate", good}, {"n_fft", good},       {"n_fft", good},
        {"n_fft", good},       {"n_fft", good},       {"hop", good},         {"hop", good},
        {"mel_bands", good},   {"mel_bands", good},   {"f_min", good},       {"f_min", good},
        {"f_min", good},       {"f_max", good},       {"f_max", good},       {"f_max", good},
        {"f_max", good},       {"power_floor", good}, {"power_floor", good}, {"power_floor", good},
    };
    cases[0].settings.sample_rate = 3999;
    cases[1].settings.sample_rate = 96001;
    cases[2].settings.frame_length = 62;
    cases[3].settings.frame_length = 16386;
    cases[4].settings.frame_length = 2025;
    cases[5].settings.frame_length = 2044;
    cases[6].settings.hop = 0;
    cases[7].settings.hop = 65537;
    cases[8].settings.mel_bands = 0;
    cases[9].settings.mel_bands = 513;
    cases[10].settings.f_min = -1.0F;
    cases[11].settings.f_min = NAN;
    cases[12].settings.f_min = 11025.0F;
    cases[13].settings.f_max = 11026.0F;
    cases[14].settings.f_max = NAN;
    cases[15].settings.f_max = 0.0F;
    cases[16].settings.f_max = INFINITY;
    cases[17].settings.power_floor = 0.0F;
    cases[18].settings.power_floor = INFINITY;
    cases[19].settings.power_floor = NAN;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        genus_error error = {0};
        assert_int_equal(genus_frontend_settings_check(&cases[i].settings, &error),
                         GENUS_ERROR_FRONTEND);
        assert_int_equal(error.status, GENUS_ERROR_FRONTEND);
        assert_non_null(strstr(error.message, cases[i].field));
        assert_false(genus_frontend_settings_equal(&cases[i].settings, &good));
    }
}

static void the_limits_themselves_are_fine(void **state) {
    (void)state;
    genus_frontend_settings settings = genus_frontend_settings_default();
    settings = (genus_frontend_settings){.sample_rate = 4000,
                                         .frame_length = 64,
                                         .hop = 1,
                                         .mel_bands = 1,
                                         .f_min = 0.0F,
                                         .f_max = 2000.0F,
                                         .power_floor = 1e-30F};
    assert_int_equal(genus_frontend_settings_check(&settings, NULL), GENUS_OK);
    settings = (genus_frontend_settings){.sample_rate = 96000,
                                         .frame_length = 16384,
                                         .hop = 65536,
                                         .mel_bands = 512,
                                         .f_min = 47999.0F,
                                         .f_max = 48000.0F,
                                         .power_floor = 1.0F};
    assert_int_equal(genus_frontend_settings_check(&settings, NULL), GENUS_OK);
    assert_true(genus_frontend_settings_equal(&settings, &settings));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_is_what_the_features_were_made_with),
        cmocka_unit_test(a_setting_out_of_range_is_named),
        cmocka_unit_test(the_limits_themselves_are_fine),
    };
    return cmocka_run_group_tests_name("frontend_settings", tests, NULL, NULL);
}

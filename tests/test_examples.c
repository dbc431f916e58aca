// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Training examples: what augmentation does to a clip, and how an epoch is made of clips.

#include "train/nn/examples.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const genus_normalisation as_decibels = {0.0F, 1.0F};
static const genus_level_normalisation as_it_is = {0};

/// One band, as it is.
static const genus_intake one_band = {.bands = 1, .normalisation = {0.0F, 1.0F}};

static void without_augmentation_a_crop_is_the_clip(void **state) {
    (void)state;
    enum { BANDS = 8, FRAMES = 20, CROP = 12 };
    uint8_t mel[FRAMES * BANDS];
    for (size_t i = 0; i < sizeof mel; i++) {
        mel[i] = (uint8_t)(i * 37 % 256);
    }
    const genus_clip clip = {.mel = mel, .frames = FRAMES, .max_db = 10.0F, .range_db = 80.0F};
    const genus_normalisation normalisation = {-20.0F, 10.0F};
    const genus_intake intake = {
        .bands = BANDS, .level_normalisation = as_it_is, .normalisation = normalisation};
    const genus_augmentation none = {0};
    float input[CROP * BANDS];
    float decibels[FRAMES * BANDS];
    genus_clip_decode(&clip, BANDS, 0, FRAMES, decibels);
    for (uint64_t seed = 0; seed < 20; seed++) {
        genus_random random = genus_random_seeded(seed, 0);
        genus_augment(&none, &clip, CROP, &intake, NULL, &random, input, NULL);
        size_t matches = 0;
        for (size_t first = 0; first + CROP <= FRAMES; first++) {
            bool same = true;
            for (size_t i = 0; i < sizeof input / sizeof *input; i++) {
                const float expected = (decibels[first * BANDS + i] + 20.0F) / 10.0F;
                same = same && fabsf(input[i] - expected) < 1e-4F;
            }
            matches += same;
        }
        assert_int_equal(matches, 1);
    }
}

static void a_clip_shorter_than_the_crop_is_repeated(void **state) {
    (void)state;
    const uint8_t mel[6] = {0, 51, 102, 153, 204, 255};
    const genus_clip clip = {.mel = mel, .frames = 3, .max_db = 0.0F, .range_db = 51.0F};
    const genus_normalisation normalisation = {-51.0F, 0.2F};
    const genus_intake intake = {
        .bands = 2, .level_normalisation = as_it_is, .normalisation = normalisation};
    const genus_augmentation none = {0};
    genus_random random = genus_random_seeded(1, 0);
    float input[14];
    genus_augment(&none, &clip, 7, &intake, NULL, &random, input, NULL);
    for (size_t i = 0; i < 14; i++) {
        assert_float_equal(input[i], mel[i % 6], 1e-3);
    }
}

static void augmentation_stays_within_its_bounds(void **state) {
    (void)state;
    enum { BANDS = 128, FRAMES = 60 };
    static uint8_t mel[FRAMES * BANDS];
    memset(mel, 128, sizeof mel);
    const genus_clip clip = {.mel = mel, .frames = FRAMES, .max_db = 0.0F, .range_db = 51.0F};
    const genus_normalisation normalisation = {0.0F, 1.0F};
    const genus_intake intake = {
        .bands = BANDS, .level_normalisation = as_it_is, .normalisation = normalisation};
    genus_augmentation augmentation = genus_augmentation_default();
    augmentation.equaliser_db = 0.0F;
    augmentation.noise_share = 0.0F;
    augmentation.room_share = 0.0F;
    augmentation.lost_bands = 0;
    static float input[FRAMES * BANDS];
    size_t widest = 0;
    size_t longest = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        genus_random random = genus_random_seeded(seed, 0);
        genus_augment(&augmentation, &clip, FRAMES, &intake, NULL, &random, input, NULL);
        size_t bands = 0;
        size_t frames = 0;
        for (size_t band = 0; band < BANDS; band++) {
            size_t hidden = 0;
            for (size_t frame = 0; frame < FRAMES; frame++) {
                const float value = input[frame * BANDS + band];
                hidden += value == 0.0F;
                // The clip lies at -25.4 dB, the gain within 6.
                assert_true(value == 0.0F || (value > -31.5F && value < -19.3F));
            }
            bands += hidden == FRAMES;
        }
        for (size_t frame = 0; frame < FRAMES; frame++) {
            size_t hidden = 0;
            for (size_t band = 0; band < BANDS; band++) {
                hidden += input[frame * BANDS + band] == 0.0F;
            }
            frames += hidden == BANDS;
        }
        widest = bands > widest ? bands : widest;
        longest = frames > longest ? frames : longest;
    }
    assert_int_equal(widest, 16);
    assert_int_equal(longest, FRAMES / 6);
}

static void every_eighth_crop_lacks_its_highest_bands(void **state) {
    (void)state;
    enum { BANDS = 32, FRAMES = 4, SEEDS = 400 };
    uint8_t mel[FRAMES * BANDS];
    memset(mel, 255, sizeof mel);
    const genus_clip clip = {.mel = mel, .frames = FRAMES, .max_db = 0.0F, .range_db = 60.0F};
    const genus_normalisation normalisation = {0.0F, 1.0F};
    const genus_intake intake = {
        .bands = BANDS, .level_normalisation = as_it_is, .normalisation = normalisation};
    const genus_augmentation augmentation = {.lost_bands = 5};
    size_t most = 0;
    size_t whole = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        genus_random random = genus_random_seeded(seed, 0);
        float input[FRAMES * BANDS];
        genus_augment(&augmentation, &clip, FRAMES, &intake, NULL, &random, input, NULL);
        size_t lost = 0;
        while (lost < BANDS && input[BANDS - 1 - lost] < 0.0F) {
            assert_true(input[BANDS - 1 - lost] <= -60.0F && input[BANDS - 1 - lost] >= -100.0F);
            lost++;
        }
        for (size_t band = 0; band < BANDS - lost; band++) {
            assert_float_equal(input[band], 0.0F, 1e-4F);
        }
        most = lost > most ? lost : most;
        whole += lost == 0;
    }
    assert_int_equal(most, 5);
    // Seven of eight are left alone, and one in six of the others draws a width of 0.
    assert_in_range(whole, SEEDS * 85 / 100, SEEDS * 95 / 100);
}

static void levelling_leaves_no_trace_of_how_loud_a_clip_was(void **state) {
    (void)state;
    enum { BANDS = 8, FRAMES = 30 };
    uint8_t mel[FRAMES * BANDS];
    for (size_t i = 0; i < sizeof mel; i++) {
        mel[i] = (uint8_t)(i * 37 % 256);
    }
    const genus_clip loud = {.mel = mel, .frames = FRAMES, .max_db = 10.0F, .range_db = 50.0F};
    const genus_clip soft = {.mel = mel, .frames = FRAMES, .max_db = -30.0F, .range_db = 50.0F};
    const genus_level_normalisation level_normalisation = {.memory = 10, .bands = 6};
    const genus_intake intake = {
        .bands = BANDS, .level_normalisation = level_normalisation, .normalisation = as_decibels};
    genus_augmentation augmentation = genus_augmentation_default();
    augmentation.lost_bands = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        float inputs[2][FRAMES * BANDS];
        const genus_clip *const clips[] = {&loud, &soft};
        for (size_t i = 0; i < 2; i++) {
            genus_random random = genus_random_seeded(seed, 0);
            genus_augment(&augmentation, clips[i], FRAMES, &intake, NULL, &random, inputs[i], NULL);
        }
        for (size_t i = 0; i < (size_t)FRAMES * BANDS; i++) {
            assert_float_equal(inputs[0][i], inputs[1][i], 1e-3F);
        }
    }
}

static void the_gain_comes_after_levelling(void **state) {
    (void)state;
    const uint8_t mel[2] = {255, 255};
    const genus_clip clip = {.mel = mel, .frames = 1, .max_db = -20.0F, .range_db = 60.0F};
    const genus_level_normalisation level_normalisation = {.memory = 10, .bands = 2};
    const genus_intake intake = {
        .bands = 2, .level_normalisation = level_normalisation, .normalisation = as_decibels};
    const genus_augmentation augmentation = {.gain_db = 6.0F};
    float least = 0.0F;
    float most = 0.0F;
    for (uint64_t seed = 0; seed < 400; seed++) {
        genus_random random = genus_random_seeded(seed, 0);
        float input[2];
        genus_augment(&augmentation, &clip, 1, &intake, NULL, &random, input, NULL);
        assert_float_equal(input[0], input[1], 1e-5F);
        least = fminf(least, input[0]);
        most = fmaxf(most, input[0]);
    }
    assert_true(least >= -6.001F && least < -5.5F);
    assert_true(most <= 6.001F && most > 5.5F);
}

/// Whether `features` are those of some stretch of the clip; if so, marks its columns. Of a stretch
/// they are those of the frames that columns call their own: two a column, from the third on.
static bool is_of_a_stretch(const genus_intake *intake, const genus_clip *clip,
                            const float *features, bool *heard) {
    enum { MOST = 24 * 20 };
    float decibels[MOST];
    float own[MOST];
    for (size_t columns = 1; 2 + 2 * columns <= clip->frames; columns++) {
        const size_t length = 2 + 2 * columns;
        for (size_t first = 0; first + length <= clip->frames; first++) {
            genus_clip_decode(clip, intake->bands, first, length, decibels);
            genus_level_meter_frames(&intake->level_normalisation, intake->bands, length, decibels);
            genus_spectral_statistics_of(intake->spectral, decibels + intake->bands, 2 * columns,
                                         own);
            if (memcmp(own, features, intake->spectral_features * sizeof *own) == 0) {
                heard[columns] = true;
                return true;
            }
        }
    }
    return false;
}

/// Whatever comes after level normalisation is not in it, and in time every number of columns is
/// drawn.
static void textures_are_those_of_stretches_before_gain_and_masks(void **state) {
    (void)state;
    enum { BANDS = 24, FRAMES = 20, FEATURES = 400 };
    uint8_t mel[FRAMES * BANDS];
    for (size_t i = 0; i < sizeof mel; i++) {
        mel[i] = (uint8_t)(i * i * 37 % 251);
    }
    const genus_clip clip = {.mel = mel, .frames = FRAMES, .max_db = 10.0F, .range_db = 50.0F};
    genus_architecture arch;
    assert_int_equal(genus_architecture_parse("hear 22\nlevel 7\nconv 4 3x3 pool 2x2\npool mean\n"
                                              "texture 5 hidden 4\ndense 2\n",
                                              BANDS, &arch, NULL),
                     GENUS_OK);
    const genus_spectral_statistics_shape shape = genus_architecture_spectral(&arch, BANDS);
    genus_spectral_statistics *spectral = genus_spectral_statistics_new(&shape, BANDS, 0.0F);
    assert_non_null(spectral);
    const genus_intake intake = genus_intake_of(&arch, BANDS, &as_decibels, spectral);
    assert_true(intake.spectral_features <= FEATURES);
    const genus_augmentation late = {.gain_db = 6.0F, .mask_bands = 10, .mask_time_share = 0.5F};
    float decibels[FRAMES * BANDS];
    genus_clip_decode(&clip, BANDS, 0, FRAMES, decibels);
    genus_level_meter_frames(&intake.level_normalisation, BANDS, FRAMES, decibels);
    bool heard[FRAMES + 1] = {false};
    for (uint64_t seed = 0; seed < 60; seed++) {
        genus_random random = genus_random_seeded(seed, 0);
        float input[FRAMES * BANDS];
        float features[GENUS_LEARNER_STRETCHES * FEATURES];
        genus_augment(&late, &clip, FRAMES, &intake, NULL, &random, input, features);
        assert_memory_not_equal(input, decibels, sizeof input);
        for (size_t i = 0; i < GENUS_LEARNER_STRETCHES; i++) {
            assert_true(
                is_of_a_stretch(&intake, &clip, features + i * intake.spectral_features, heard));
        }
    }
    for (size_t i = 1; i <= genus_architecture_columns(&arch, BANDS, FRAMES); i++) {
        assert_true(heard[i]);
    }
    genus_spectral_statistics_free(spectral);
}

/// Noise lies 15 to 65 dB under the loudest band, give or take 12 where it fluctuates most, and up
/// to 30 lower in the highest bands; what is louder than it stays.
static void a_noise_floor_fills_what_is_quiet(void **state) {
    (void)state;
    enum { BANDS = 16, FRAMES = 32 };
    uint8_t mel[FRAMES * BANDS] = {0};
    for (size_t frame = 0; frame < FRAMES; frame++) {
        mel[frame * BANDS + 3] = 255;
    }
    const genus_clip clip = {.mel = mel, .frames = FRAMES, .max_db = 0.0F, .range_db = 100.0F};
    const genus_intake intake = {
        .bands = BANDS, .level_normalisation = as_it_is, .normalisation = as_decibels};
    const genus_augmentation augmentation = {.noise_share = 1.0F};
    for (uint64_t seed = 0; seed < 50; seed++) {
        genus_random random = genus_random_seeded(seed, 0);
        float input[FRAMES * BANDS];
        genus_augment(&augmentation, &clip, FRAMES, &intake, NULL, &random, input, NULL);
        for (size_t i = 0; i < FRAMES * BANDS; i++) {
            if (i % BANDS == 3) {
                assert_true(input[i] >= -0.001F && input[i] < 3.0F);
            } else {
                assert_true(input[i] > -99.9F && input[i] < -3.0F);
            }
        }
    }
}

/// A click dies away by the same number of decibels from frame to frame.
static void in_a_room_a_click_lingers(void **state) {
    (void)state;
    enum { FRAMES = 6 };
    uint8_t mel[FRAMES] = {255};
    const genus_clip clip = {.mel = mel, .frames = FRAMES, .max_db = 0.0F, .range_db = 200.0F};
    const genus_intake intake = {
        .bands = 1, .level_normalisation = as_it_is, .normalisation = as_decibels};
    const genus_augmentation augmentation = {.room_share = 1.0F};
    for (uint64_t seed = 0; seed < 50; seed++) {
        genus_random random = genus_random_seeded(seed, 0);
        float input[FRAMES];
        genus_augment(&augmentation, &clip, FRAMES, &intake, NULL, &random, input, NULL);
        assert_float_equal(input[0], 0.0F, 1e-4F);
        const float step = input[2] - input[1];
        assert_true(step <= -4.0F && step >= -23.0F);
        assert_true(input[1] >= -6.0F + step - 1e-3F && input[1] <= 3.0F + step + 1e-3F);
        for (size_t frame = 2; frame < FRAMES && input[frame] > -90.0F; frame++) {
            assert_float_equal(input[frame] - input[frame - 1], step, 1e-2F);
        }
    }
}

/// Every band moves by the same share of the way to the other clip's mean, and what it does about
/// its own stays.
static void a_timbre_is_another_clips_or_on_the_way_to_it(void **state) {
    (void)state;
    enum { BANDS = 3, FRAMES = 4 };
    const uint8_t mel[FRAMES * BANDS] = {190, 170, 200, 210, 190, 200,
                                         190, 170, 200, 210, 190, 200};
    const uint8_t flat[2 * BANDS] = {80, 100, 150, 80, 110, 150};
    const genus_clip clip = {.mel = mel, .frames = FRAMES, .max_db = 0.0F, .range_db = 255.0F};
    const genus_clip other = {.mel = flat, .frames = 2, .max_db = 150.0F, .range_db = 255.0F};
    const float way[BANDS] = {30.0F, 75.0F, 100.0F};
    const genus_intake intake = {
        .bands = BANDS, .level_normalisation = as_it_is, .normalisation = as_decibels};
    const genus_augmentation augmentation = {.timbre_share = 1.0F};
    float least = 1.0F;
    float most = 0.0F;
    for (uint64_t seed = 0; seed < 50; seed++) {
        genus_random random = genus_random_seeded(seed, 0);
        float before[FRAMES * BANDS];
        float input[FRAMES * BANDS];
        genus_clip_decode(&clip, BANDS, 0, FRAMES, before);
        genus_augment(&augmentation, &clip, FRAMES, &intake, &other, &random, input, NULL);
        const float share = (input[2] - before[2]) / way[2];
        for (size_t i = 0; i < FRAMES * BANDS; i++) {
            const float expected = before[i] + share * way[i % BANDS];
            assert_float_equal(input[i], expected, 1e-2);
        }
        least = fminf(least, share);
        most = fmaxf(most, share);
    }
    assert_true(least >= 0.0F && least < 0.1F && most > 0.9F && most <= 1.0F);
}

/// All that a band does about its mean is multiplied by one factor.
static void dynamics_are_more_or_less(void **state) {
    (void)state;
    enum { BANDS = 2, FRAMES = 4 };
    const uint8_t mel[FRAMES * BANDS] = {235, 205, 255, 205, 235, 225, 255, 225};
    const genus_clip clip = {.mel = mel, .frames = FRAMES, .max_db = 0.0F, .range_db = 255.0F};
    const genus_intake intake = {
        .bands = BANDS, .level_normalisation = as_it_is, .normalisation = as_decibels};
    const genus_augmentation augmentation = {.dynamics = 0.2F};
    size_t more = 0;
    for (uint64_t seed = 0; seed < 50; seed++) {
        genus_random random = genus_random_seeded(seed, 0);
        float input[FRAMES * BANDS];
        genus_augment(&augmentation, &clip, FRAMES, &intake, NULL, &random, input, NULL);
        const float factor = (input[2] + 10.0F) / 10.0F;
        for (size_t i = 0; i < FRAMES * BANDS; i++) {
            const float mean = i % BANDS == 0 ? -10.0F : -40.0F;
            assert_float_equal(input[i], mean + factor * ((float)mel[i] - 255.0F - mean), 1e-3);
        }
        assert_true(factor > 0.4F && factor < 2.5F);
        more += factor > 1.0F;
    }
    assert_true(more > 10 && more < 40);
}

// ------------------------------------------------------------------------------------- an epoch

enum { CLIPS = 10, LABELS = 5, BATCH = 4 };

/// Clips of one frame and one band; clip i lies at i dB.
struct fixture {
    uint8_t mel[CLIPS];
    genus_clip clips[CLIPS];
    size_t indices[CLIPS];
    genus_dataset dataset;
    genus_recipe recipe;
};

static void fill_fixture(struct fixture *fixture, float mixup) {
    *fixture = (struct fixture){.recipe = {.batch = BATCH, .crop = 1, .seed = 5, .mixup = mixup}};
    fixture->dataset = (genus_dataset){.settings = {.mel_bands = 1},
                                       .label_count = LABELS,
                                       .clip_count = CLIPS,
                                       .clips = fixture->clips};
    for (size_t i = 0; i < CLIPS; i++) {
        fixture->mel[i] = 255;
        fixture->clips[i] = (genus_clip){.mel = &fixture->mel[i],
                                         .frames = 1,
                                         .max_db = (float)i,
                                         .label = (uint32_t)i % LABELS};
        fixture->indices[i] = i;
    }
}

static void an_epoch_holds_every_clip_once_in_its_own_order(void **state) {
    (void)state;
    struct fixture fixture;
    fill_fixture(&fixture, 0.0F);
    genus_examples *examples =
        genus_examples_new(&fixture.recipe, &fixture.dataset, fixture.indices, CLIPS, &one_band);
    assert_non_null(examples);
    float first[CLIPS];
    float second[CLIPS];
    float seen = 0.0F;
    for (size_t i = 0; i < CLIPS; i++) {
        float target[LABELS + 1];
        genus_examples_fill(examples, i, &first[i], NULL, target);
        seen += first[i];
        for (size_t label = 0; label < LABELS; label++) {
            assert_true(target[label] == (label == (size_t)first[i] % LABELS ? 1.0F : 0.0F));
        }
    }
    assert_float_equal(seen, CLIPS * (CLIPS - 1) / 2, 1e-4F);
    genus_examples_shuffle(examples, 1);
    for (size_t i = 0; i < CLIPS; i++) {
        float target[LABELS + 1];
        genus_examples_fill(examples, i, &second[i], NULL, target);
    }
    assert_memory_not_equal(first, second, sizeof first);
    genus_examples_free(examples);
}

/// Class 0 has six of ten clips, the others one each.
static void a_clip_of_a_rare_class_weighs_more(void **state) {
    (void)state;
    struct fixture fixture;
    fill_fixture(&fixture, 0.0F);
    for (size_t i = 0; i < CLIPS; i++) {
        fixture.clips[i].label = i < 6 ? 0 : (uint32_t)i - 5;
    }
    genus_examples *examples =
        genus_examples_new(&fixture.recipe, &fixture.dataset, fixture.indices, CLIPS, &one_band);
    assert_non_null(examples);
    float all[LABELS] = {0};
    for (size_t i = 0; i < CLIPS; i++) {
        float input;
        float target[LABELS + 1];
        genus_examples_fill(examples, i, &input, NULL, target);
        for (size_t label = 0; label < LABELS; label++) {
            all[label] += target[label];
        }
    }
    for (size_t label = 0; label < LABELS; label++) {
        assert_float_equal(all[label], (double)CLIPS / LABELS, 1e-5F);
    }
    genus_examples_free(examples);
    // Nearly even classes stay as they are.
    const size_t counts[3] = {80, 79, 60};
    float weights[3];
    assert_false(genus_class_weights(counts, 3, weights));
    assert_true(weights[0] == 1.0F && weights[2] == 1.0F);
}

/// Clip numbers add up to what the blend says, so shares can be read off the target.
static void a_blend_is_named_by_its_shares(void **state) {
    (void)state;
    struct fixture fixture;
    fill_fixture(&fixture, 1.0F);
    for (size_t i = 0; i < CLIPS; i++) {
        fixture.clips[i].max_db = (float)fixture.clips[i].label;
    }
    genus_examples *examples =
        genus_examples_new(&fixture.recipe, &fixture.dataset, fixture.indices, CLIPS, &one_band);
    assert_non_null(examples);
    size_t blends = 0;
    for (size_t epoch = 0; epoch < 20; epoch++) {
        genus_examples_shuffle(examples, epoch);
        for (size_t i = 0; i < CLIPS; i++) {
            float input;
            float target[LABELS + 1];
            genus_examples_fill(examples, i, &input, NULL, target);
            float sum = 0.0F;
            float level = 0.0F;
            float leading = 0.0F;
            for (size_t label = 0; label < LABELS; label++) {
                sum += target[label];
                level += target[label] * (float)label;
                leading = fmaxf(leading, target[label]);
            }
            assert_float_equal(sum, 1.0F, 1e-5F);
            assert_float_equal(input, level, 1e-4F);
            assert_true(leading >= 0.5F);
            blends += leading < 0.99F;
        }
    }
    assert_in_range(blends, 20 * CLIPS * 6 / 10, 20 * CLIPS);
    genus_examples_free(examples);
}

/// The bank's clips lie at -50 dB, where no music is.
static void a_share_of_the_examples_is_no_music_and_none_of_the_labels(void **state) {
    (void)state;
    struct fixture fixture;
    fill_fixture(&fixture, 0.5F);
    fixture.recipe.nonmusic = 0.25F;
    const uint8_t mel[1] = {255};
    genus_clip clips[2] = {{.mel = mel, .frames = 1, .max_db = -50.0F},
                           {.mel = mel, .frames = 1, .max_db = -51.0F}};
    const genus_nonmusic bank = {.count = 2, .clips = clips};
    genus_examples *examples =
        genus_examples_new(&fixture.recipe, &fixture.dataset, fixture.indices, CLIPS, &one_band);
    assert_non_null(examples);
    genus_examples_set_nonmusic(examples, &bank);
    size_t seen[2] = {0};
    for (size_t epoch = 0; epoch < 100; epoch++) {
        genus_examples_shuffle(examples, epoch);
        for (size_t i = 0; i < CLIPS; i++) {
            float input;
            float target[LABELS + 1];
            genus_examples_fill(examples, i, &input, NULL, target);
            const bool is_music = input > -40.0F;
            assert_true(target[LABELS] == (is_music ? 0.0F : 1.0F));
            for (size_t label = 0; !is_music && label < LABELS; label++) {
                assert_true(target[label] == 0.0F);
            }
            seen[0] += !is_music && input > -50.5F;
            seen[1] += !is_music && input < -50.5F;
        }
    }
    assert_in_range(seen[0] + seen[1], 200, 300); // 250 of 1000, deviation 14.
    assert_in_range(seen[0], 80, 170);
    genus_examples_free(examples);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_augmentation_a_crop_is_the_clip),
        cmocka_unit_test(a_clip_shorter_than_the_crop_is_repeated),
        cmocka_unit_test(augmentation_stays_within_its_bounds),
        cmocka_unit_test(every_eighth_crop_lacks_its_highest_bands),
        cmocka_unit_test(levelling_leaves_no_trace_of_how_loud_a_clip_was),
        cmocka_unit_test(the_gain_comes_after_levelling),
        cmocka_unit_test(textures_are_those_of_stretches_before_gain_and_masks),
        cmocka_unit_test(a_noise_floor_fills_what_is_quiet),
        cmocka_unit_test(in_a_room_a_click_lingers),
        cmocka_unit_test(a_timbre_is_another_clips_or_on_the_way_to_it),
        cmocka_unit_test(dynamics_are_more_or_less),
        cmocka_unit_test(an_epoch_holds_every_clip_once_in_its_own_order),
        cmocka_unit_test(a_clip_of_a_rare_class_weighs_more),
        cmocka_unit_test(a_blend_is_named_by_its_shares),
        cmocka_unit_test(a_share_of_the_examples_is_no_music_and_none_of_the_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

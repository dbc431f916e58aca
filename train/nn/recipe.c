// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The recipe of a training, its defaults and its options: the table of the latter is the one place
// in which they stand.

#include "train/nn/recipe.h"

#include <math.h>
#include <stdio.h>

genus_recipe genus_recipe_default(void) {
    return (genus_recipe){
        .arch = "genus",
        .epochs = 60,
        .batch = 32,
        .crop = 128,
        .span = 39,
        .level = 128,
        .spectral = 20,
        .rate = 3e-3F,
        .weight_decay = 1e-3F,
        .warm_up = 0.2F,
        .smoothing = 0.1F,
        .averaging = 0.998F,
        .refit = 0.2F,
        .mixup = 0.0F,
        .nonmusic = 0.08F,
        .augmentation = genus_augmentation_default(),
    };
}

size_t genus_recipe_refit_epochs(const genus_recipe *recipe) {
    return (size_t)lround((double)recipe->refit * (double)recipe->epochs);
}

void genus_recipe_print(const genus_recipe *recipe, char text[GENUS_RECIPE_TEXT]) {
    size_t length = 0;
    for (const genus_option *option = genus_recipe_options; option->name != NULL; option++) {
        char value[64];
        genus_option_print(option, recipe, value, sizeof value);
        const int more = snprintf(text + length, GENUS_RECIPE_TEXT - length, "%s--%s %s",
                                  length > 0 ? " " : "", option->name, value);
        length += (size_t)more;
        if (length >= GENUS_RECIPE_TEXT) {
            return; // It ends where there is no more room.
        }
    }
}

#define FIELD(member) GENUS_OPTION_FIELD(genus_recipe, member)
// clang-format off
const genus_option genus_recipe_options[] = {
    {"arch", "NAME", "the network: genus or seed, a small baseline", FIELD(arch)},
    {"epochs", "N", "passes over the training clips", FIELD(epochs), .least = 1, .most = 100000},
    {"batch", "N", "clips a step", FIELD(batch), .least = 2, .most = 4096},
    {"crop", "N", "frames of a training example", FIELD(crop), .least = 1, .most = 4096},
    {"span", "N", "frames that a maximum looks over; maxima are averaged", FIELD(span), .least = 1,
     .most = 4096},
    {"level", "N", "frames of the running level that is subtracted, 0: none",
     "With it, music is the same whether it is loud or soft; 128 frames are about 10 seconds.",
     FIELD(level), .most = 4096},
    {"texture", "N", "cepstra of the texture, which is judged too, 0: none",
     "The texture is judged beside the convolutional network: moments over the window of\n.Ar N\n"
     "cepstra and of the fine structure of the spectrum.",
     FIELD(spectral), .most = GENUS_SPECTRAL_CEPSTRA_MAX},
    {"rate", "X", "peak of the learning rate", FIELD(rate), .least = 1e-9, .most = 10},
    {"weight-decay", "X", "of AdamW", FIELD(weight_decay), .most = 10},
    {"warm-up", "X", "share of the steps in which the rate climbs", FIELD(warm_up), .most = 1},
    {"smoothing", "X", "label smoothing", FIELD(smoothing), .most = 0.99},
    {"averaging", "X", "memory of the parameters' moving average, 0: none", FIELD(averaging),
     .most = 0.99999},
    {"refit", "X", "share of the epochs by which training goes on, with the clips that have "
     "calibrated the network learnt, too, 0: none",
     "More clips make a better network, and confidence and threshold stay as they were.",
     FIELD(refit), .most = 10},
    {"mixup", "X", "share of examples that are blends of two clips", FIELD(mixup), .most = 1},
    {"nonmusic", "X", "share of examples that are no music, 0: all is music",
     "These are made-up sounds (noise, tones, hum, ticks, applause, babble).\n"
     "The network learns to tell them from all classes, and where it hears none of these, its\n"
     "verdict is unsure.",
     FIELD(nonmusic), .most = 0.9},
    {"equaliser", "X", "deviation of the random equaliser in dB", FIELD(augmentation.equaliser_db),
     .most = 60},
    {"gain", "X", "random gain within plus and minus X dB", FIELD(augmentation.gain_db),
     .most = 60},
    {"noise", "X", "share of examples over a noise floor", FIELD(augmentation.noise_share),
     .most = 1},
    {"room", "X", "share of examples in a room", FIELD(augmentation.room_share), .most = 1},
    {"mask-bands", "N", "widest frequency mask in mel bands", FIELD(augmentation.mask_bands),
     .most = 512},
    {"lost-bands", "N", "most top bands that every eighth crop lacks",
     FIELD(augmentation.lost_bands), .most = 512},
    {"mask-time", "X", "longest time mask as a share of the crop",
     FIELD(augmentation.mask_time_share), .most = 1},
    {"seed", "N", "of the split and of every other random choice", FIELD(seed)},
    {"timbre", "X", "share of examples that move towards another clip's mean spectrum",
     "Some move a little and some all the way: which studio and which decade made a recording then\n"
     "tells little about its class. Classes that differ in nothing else need 0.",
     FIELD(augmentation.timbre_share), .most = 1},
    {"dynamics", "X", "deviation of the logarithm of a factor of what bands do about their mean, in "
     "dB", "Some recordings are flatter than others.", FIELD(augmentation.dynamics), .most = 1},
    {.name = NULL},
};
// clang-format on

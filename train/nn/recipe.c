// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The recipe of a training, its defaults and its options.

#include "train/nn/recipe.h"

#include "engine/base/number.h"
#include "train/util/numbers.h"

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
    const genus_augmentation *augmentation = &recipe->augmentation;
    (void)snprintf(
        text, GENUS_RECIPE_TEXT,
        "--arch %s --epochs %zu --batch %zu --crop %zu --span %zu --level %zu "
        "--texture %zu --rate %g --weight-decay %g "
        "--warm-up %g --smoothing %g --averaging %g --refit %g --mixup %g --nonmusic %g "
        "--equaliser %g --gain "
        "%g "
        "--noise %g --room %g --mask-bands %u --lost-bands %u --mask-time %g --seed %llu",
        recipe->arch, recipe->epochs, recipe->batch, recipe->crop, recipe->span, recipe->level,
        recipe->spectral, (double)recipe->rate, (double)recipe->weight_decay,
        (double)recipe->warm_up, (double)recipe->smoothing, (double)recipe->averaging,
        (double)recipe->refit, (double)recipe->mixup, (double)recipe->nonmusic,
        (double)augmentation->equaliser_db, (double)augmentation->gain_db,
        (double)augmentation->noise_share, (double)augmentation->room_share,
        augmentation->mask_bands, augmentation->lost_bands, (double)augmentation->mask_time_share,
        (unsigned long long)recipe->seed);
}

/// A number in least..most.
static bool read_number(const char *text, float least, float most, float *number) {
    return genus_number_parse(text, number) && *number >= least && *number <= most;
}

bool genus_recipe_take(int option, const char *value, genus_recipe *recipe) {
    size_t count = 0;
    bool good = true;
    switch (option) {
    case GENUS_OPTION_ARCH:
        recipe->arch = value;
        break;
    case GENUS_OPTION_EPOCHS:
        return genus_parse_count(value, 1, 100000, &recipe->epochs);
    case GENUS_OPTION_SEED:
        return genus_parse_u64(value, UINT64_MAX, &recipe->seed);
    case GENUS_OPTION_BATCH:
        return genus_parse_count(value, 2, 4096, &recipe->batch);
    case GENUS_OPTION_CROP:
        return genus_parse_count(value, 1, 4096, &recipe->crop);
    case GENUS_OPTION_SPAN:
        return genus_parse_count(value, 1, 4096, &recipe->span);
    case GENUS_OPTION_LEVEL:
        return genus_parse_count(value, 0, 4096, &recipe->level);
    case GENUS_OPTION_TEXTURE:
        return genus_parse_count(value, 0, GENUS_SPECTRAL_CEPSTRA_MAX, &recipe->spectral);
    case GENUS_OPTION_RATE:
        return read_number(value, 1e-9F, 10.0F, &recipe->rate);
    case GENUS_OPTION_WEIGHT_DECAY:
        return read_number(value, 0.0F, 10.0F, &recipe->weight_decay);
    case GENUS_OPTION_WARM_UP:
        return read_number(value, 0.0F, 1.0F, &recipe->warm_up);
    case GENUS_OPTION_SMOOTHING:
        return read_number(value, 0.0F, 0.99F, &recipe->smoothing);
    case GENUS_OPTION_AVERAGING:
        return read_number(value, 0.0F, 0.99999F, &recipe->averaging);
    case GENUS_OPTION_REFIT:
        return read_number(value, 0.0F, 10.0F, &recipe->refit);
    case GENUS_OPTION_EQUALISER:
        return read_number(value, 0.0F, 60.0F, &recipe->augmentation.equaliser_db);
    case GENUS_OPTION_GAIN:
        return read_number(value, 0.0F, 60.0F, &recipe->augmentation.gain_db);
    case GENUS_OPTION_MIXUP:
        return read_number(value, 0.0F, 1.0F, &recipe->mixup);
    case GENUS_OPTION_NONMUSIC:
        return read_number(value, 0.0F, 0.9F, &recipe->nonmusic);
    case GENUS_OPTION_NOISE:
        return read_number(value, 0.0F, 1.0F, &recipe->augmentation.noise_share);
    case GENUS_OPTION_ROOM:
        return read_number(value, 0.0F, 1.0F, &recipe->augmentation.room_share);
    case GENUS_OPTION_MASK_BANDS:
        good = genus_parse_count(value, 0, 512, &count);
        recipe->augmentation.mask_bands = (uint32_t)count;
        break;
    case GENUS_OPTION_LOST_BANDS:
        good = genus_parse_count(value, 0, 512, &count);
        recipe->augmentation.lost_bands = (uint32_t)count;
        break;
    case GENUS_OPTION_MASK_TIME:
        return read_number(value, 0.0F, 1.0F, &recipe->augmentation.mask_time_share);
    default:
        good = false;
        break;
    }
    return good;
}

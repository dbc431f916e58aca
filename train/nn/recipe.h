// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// How to train: all settings that, with the data and the split, decide the weights; and their
// options on the command line, which every command that trains shares.

#ifndef GENUS_TRAIN_NN_RECIPE_H
#define GENUS_TRAIN_NN_RECIPE_H

#include "train/nn/augment.h"

#include <getopt.h>

/** A plain value. */
typedef struct genus_recipe {
    const char *arch; ///< A named plan.
    size_t epochs;
    size_t batch;
    size_t crop;  ///< Frames of a training example.
    size_t span;  ///< Frames that a maximum looks over.
    size_t level; ///< Frames that the running level remembers; 0: frames are not level-normalised.
    size_t spectral; ///< Cepstra of the spectral statistics; 0: there is none.
    uint64_t seed;
    float rate; ///< Peak of the learning rate.
    float weight_decay;
    float warm_up;   ///< Share of the steps.
    float smoothing; ///< Of labels.
    float averaging; ///< Of the parameters over the steps, 0 (none) to under 1.
    float refit;     ///< Epochs more, with the validation clips too, as a share of `epochs`.
    float mixup;     ///< Share of the examples that are blends of two clips.
    float nonmusic;  ///< Share of the examples that are no music, but none of the labels.
    genus_augmentation augmentation;
} genus_recipe;

/** The recipe: arch genus, 60 epochs of crops of 128 frames in batches of 32. Thread: any. */
genus_recipe genus_recipe_default(void);

/** Epochs that are trained once the validation clips have calibrated the network, on them as well.
 * Thread: any. */
size_t genus_recipe_refit_epochs(const genus_recipe *recipe);

/** Room for any recipe in words. */
#define GENUS_RECIPE_TEXT 512

/** The recipe as options, "--arch genus --epochs 100 ...": the weights' note `settings`. */
void genus_recipe_print(const genus_recipe *recipe, char text[GENUS_RECIPE_TEXT]);

/** The values that getopt_long() returns for these options; a command's own begin behind them. */
enum genus_recipe_option {
    GENUS_OPTION_ARCH = 256,
    GENUS_OPTION_EPOCHS,
    GENUS_OPTION_SEED,
    GENUS_OPTION_BATCH,
    GENUS_OPTION_CROP,
    GENUS_OPTION_SPAN,
    GENUS_OPTION_LEVEL,
    GENUS_OPTION_TEXTURE,
    GENUS_OPTION_RATE,
    GENUS_OPTION_WEIGHT_DECAY,
    GENUS_OPTION_WARM_UP,
    GENUS_OPTION_SMOOTHING,
    GENUS_OPTION_AVERAGING,
    GENUS_OPTION_REFIT,
    GENUS_OPTION_EQUALISER,
    GENUS_OPTION_GAIN,
    GENUS_OPTION_MIXUP,
    GENUS_OPTION_NONMUSIC,
    GENUS_OPTION_NOISE,
    GENUS_OPTION_ROOM,
    GENUS_OPTION_MASK_BANDS,
    GENUS_OPTION_LOST_BANDS,
    GENUS_OPTION_MASK_TIME,
    GENUS_OPTION_OWN,
};

/** Entries for getopt_long(). */
#define GENUS_RECIPE_OPTIONS                                                                       \
    {"arch", required_argument, NULL, GENUS_OPTION_ARCH},                                          \
        {"epochs", required_argument, NULL, GENUS_OPTION_EPOCHS},                                  \
        {"seed", required_argument, NULL, GENUS_OPTION_SEED},                                      \
        {"batch", required_argument, NULL, GENUS_OPTION_BATCH},                                    \
        {"crop", required_argument, NULL, GENUS_OPTION_CROP},                                      \
        {"span", required_argument, NULL, GENUS_OPTION_SPAN},                                      \
        {"level", required_argument, NULL, GENUS_OPTION_LEVEL},                                    \
        {"texture", required_argument, NULL, GENUS_OPTION_TEXTURE},                                \
        {"rate", required_argument, NULL, GENUS_OPTION_RATE},                                      \
        {"weight-decay", required_argument, NULL, GENUS_OPTION_WEIGHT_DECAY},                      \
        {"warm-up", required_argument, NULL, GENUS_OPTION_WARM_UP},                                \
        {"smoothing", required_argument, NULL, GENUS_OPTION_SMOOTHING},                            \
        {"averaging", required_argument, NULL, GENUS_OPTION_AVERAGING},                            \
        {"refit", required_argument, NULL, GENUS_OPTION_REFIT},                                    \
        {"equaliser", required_argument, NULL, GENUS_OPTION_EQUALISER},                            \
        {"gain", required_argument, NULL, GENUS_OPTION_GAIN},                                      \
        {"mixup", required_argument, NULL, GENUS_OPTION_MIXUP},                                    \
        {"nonmusic", required_argument, NULL, GENUS_OPTION_NONMUSIC},                              \
        {"noise", required_argument, NULL, GENUS_OPTION_NOISE},                                    \
        {"room", required_argument, NULL, GENUS_OPTION_ROOM},                                      \
        {"lost-bands", required_argument, NULL, GENUS_OPTION_LOST_BANDS},                          \
        {"mask-bands", required_argument, NULL, GENUS_OPTION_MASK_BANDS}, {                        \
        "mask-time", required_argument, NULL, GENUS_OPTION_MASK_TIME                               \
    }

/** What --help says of them. */
#define GENUS_RECIPE_USAGE                                                                         \
    "      --arch NAME        genus or seed, the small baseline [genus]\n"                         \
    "      --epochs N         passes over the training clips [60]\n"                               \
    "      --seed N           of the split and of every other random choice [0]\n"                 \
    "      --batch N          clips a step [32]\n"                                                 \
    "      --crop N           frames of a training example [128]\n"                                \
    "      --span N           frames that a maximum looks over; maxima are averaged [39]\n"        \
    "      --level N          frames of the running level that is subtracted, 0: none [128]\n"     \
    "      --texture N        cepstra of the texture, which is judged too, 0: none [20]\n"         \
    "      --rate X           peak of the learning rate [0.003]\n"                                 \
    "      --weight-decay X   of AdamW [0.001]\n"                                                  \
    "      --warm-up X        share of the steps in which the rate climbs [0.2]\n"                 \
    "      --smoothing X      label smoothing [0.1]\n"                                             \
    "      --averaging X      memory of the parameters' moving average, 0: none [0.998]\n"         \
    "      --refit X          share of the epochs by which training goes on, with the clips\n"     \
    "                         that have calibrated the network learnt, too, 0: none [0.2]\n"       \
    "      --equaliser X      deviation of the random equaliser in dB [3]\n"                       \
    "      --gain X           random gain within plus and minus X dB [6]\n"                        \
    "      --mixup X          share of examples that are blends of two clips [0]\n"                \
    "      --nonmusic X       share of examples that are no music, 0: all is music [0.08]\n"       \
    "      --noise X          share of examples over a noise floor [0]\n"                          \
    "      --room X           share of examples in a room [0]\n"                                   \
    "      --mask-bands N     widest frequency mask in mel bands [16]\n"                           \
    "      --lost-bands N     most top bands that every eighth crop lacks [12]\n"                  \
    "      --mask-time X      longest time mask as a share of the crop [0.1667]\n"

/**
 * Takes one option of the recipe.
 * @return false if the value is out of range or the option is none of the recipe's. Thread: any.
 */
bool genus_recipe_take(int option, const char *value, genus_recipe *recipe);

#endif

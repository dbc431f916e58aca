// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-nonmusic WEIGHTS [SECONDS]: plays what is not music to the engine and counts, second by
// second, how many verdicts are `unsure` or `silence`. Exit status 0 if at least nine tenths are.
//
// Speech comes from espeak-ng in several voices and languages; without it, speech is skipped, and
// said so. All other sounds are made here, and by other means than those that training uses
// (train/nonmusic_sounds.c): what was learnt there must hold for sounds that were never heard.

#include "engine/base/error.h"
#include "engine/genus.h"
#include "support/command.h"
#include "train/util/random.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RATE 44100
#define SECONDS_DEFAULT 30
#define SECONDS_MAX 600
#define BAR 0.90
#define TWO_PI 6.283185307179586

/// What was said about one sound or about several.
struct tally {
    size_t verdicts;
    size_t quiet;                   ///< Unsure or silence.
    size_t named[GENUS_LABELS_MAX]; ///< Sure of a class.
};

static void add_tally(struct tally *sum, const struct tally *tally) {
    sum->verdicts += tally->verdicts;
    sum->quiet += tally->quiet;
    for (size_t i = 0; i < GENUS_LABELS_MAX; i++) {
        sum->named[i] += tally->named[i];
    }
}

static void print_tally(const char *name, const struct tally *tally, const genus_model *model) {
    size_t most = 0;
    for (size_t i = 0; i < GENUS_LABELS_MAX; i++) {
        most = tally->named[i] > tally->named[most] ? i : most;
    }
    (void)printf("%-28s %4zu of %-4zu %5.1f %%", name, tally->quiet, tally->verdicts,
                 100.0 * (double)tally->quiet / (double)(tally->verdicts + (tally->verdicts == 0)));
    if (tally->named[most] > 0) {
        (void)printf("  (%zu sure, mostly of %s)", tally->verdicts - tally->quiet,
                     genus_model_label(model, (uint32_t)most));
    }
    (void)printf("\n");
}

// --------------------------------------------------------------------------------------- hearing

/// Hears a sound, and judges the verdict of every second from the fourth on.
static genus_status hear(genus_model *model, const float *samples, size_t count, double rate,
                         struct tally *tally, genus_error *error) {
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = rate;
    options.channels = 1;
    options.interval_seconds = 1.0;
    genus_listener *listener = NULL;
    const genus_status status = genus_listener_new(model, &options, &listener, error);
    if (status != GENUS_OK) {
        return status;
    }
    const size_t block = 1024;
    uint64_t last = 0;
    for (size_t at = 0; at + block <= count; at += block) {
        genus_verdict verdict;
        (void)genus_listener_write_interleaved(listener, samples + at, block);
        (void)genus_listener_work(listener);
        genus_listener_read(listener, &verdict);
        if (verdict.sequence == last || verdict.state == GENUS_LISTENING) {
            continue;
        }
        last = verdict.sequence;
        tally->verdicts++;
        if (verdict.state == GENUS_SURE) {
            tally->named[verdict.top]++;
        } else {
            tally->quiet++;
        }
    }
    genus_listener_free(listener);
    return GENUS_OK;
}

// ---------------------------------------------------------------------------------------- speech

static const struct {
    const char *voice;
    const char *pace;
    const char *text;
} speeches[] = {
    {"en-us", "170",
     "The committee met on Tuesday to discuss the repair of the bridge. Nobody could agree on the "
     "cost, and so the matter was put off until the spring. In the meantime, heavy lorries will "
     "have to take the long way round, through the village and past the school. Parents have asked "
     "for a crossing, and the council has promised to look into it. The next meeting will be held "
     "in three weeks, at half past seven in the evening, and everybody is welcome to attend it."},
    {"en-gb+f3", "150",
     "Good morning. Here is the weather forecast for today and tomorrow. Rain will spread from the "
     "west during the afternoon, reaching most places by the evening. It will stay dry in the far "
     "north, with some sunshine, but a cold wind from the sea. Temperatures will reach eleven "
     "degrees at best. Tomorrow will be brighter, with a few showers along the coast, and it will "
     "feel a little warmer out of the wind. That is all from me; the news follows after this."},
    {"de", "160",
     "Der Zug nach Hamburg hat heute leider zwanzig Minuten Verspaetung. Grund dafuer ist eine "
     "Stoerung an einer Weiche kurz vor dem Bahnhof. Reisende mit Anschluss in Richtung Norden "
     "werden gebeten, sich an das Personal zu wenden. Wir bitten um Ihr Verstaendnis und danken "
     "Ihnen fuer Ihre Geduld. Bitte achten Sie auf die Ansagen und lassen Sie Ihr Gepaeck niemals "
     "unbeaufsichtigt auf dem Bahnsteig stehen."},
    {"fr+f2", "165",
     "Mesdames et messieurs, le musee fermera ses portes dans un quart d'heure. Nous vous prions "
     "de "
     "bien vouloir vous diriger vers la sortie. La boutique reste ouverte jusqu'a sept heures, et "
     "le vestiaire se trouve au rez-de-chaussee, a gauche de l'escalier. L'exposition sur les "
     "machines a vapeur continue jusqu'a la fin du mois de juin. Nous esperons vous revoir "
     "bientot, et nous vous souhaitons une bonne soiree."},
    {"es+m4", "175",
     "Para preparar una buena tortilla hacen falta cuatro huevos, tres patatas, una cebolla y un "
     "poco de sal. Primero se pelan las patatas y se cortan en laminas finas. Despues se frien a "
     "fuego lento con la cebolla, hasta que esten blandas. Se baten los huevos en un plato hondo, "
     "se mezcla todo, y se vuelve a poner en la sarten unos minutos por cada lado. Se puede comer "
     "caliente o fria, con pan y una ensalada."},
    {"it", "170",
     "Il mercato si tiene ogni sabato mattina nella piazza davanti alla chiesa. Si vendono frutta, "
     "verdura, formaggi e pesce fresco. Chi arriva presto trova la scelta migliore, ma verso "
     "mezzogiorno i prezzi calano. Mia nonna ci andava sempre a piedi, con la borsa di paglia, e "
     "si fermava a parlare con tutti. Adesso ci vado io, quando non piove, e compro sempre "
     "troppo."},
    {"pl+f4", "160",
     "W sobote rano poszlismy do lasu na grzyby. Bylo chlodno i mokro, ale nikt nie narzekal. "
     "Znalezlismy kilka prawdziwkow i caly koszyk kurek. Potem usiedlismy na zwalonym drzewie i "
     "wypilismy goraca herbate. Wieczorem babcia ugotowala zupe, a dziadek opowiadal, jak to "
     "dawniej bywalo, kiedy jeszcze nie bylo tu zadnej drogi."},
    {"en-us+m7", "200",
     "Ladies and gentlemen, this is your captain speaking. We have reached our cruising altitude "
     "and expect a smooth flight for the next two hours. The cabin crew will shortly be coming "
     "round with drinks and something to eat. If you are seated, please keep your belt fastened at "
     "all times. The local time at our destination is a quarter to four in the afternoon, and it "
     "is raining there, I am afraid. Now sit back, relax, and thank you for flying with us today."},
};

/// Lets espeak-ng say something. @return Samples to be freed, or NULL: it is not there.
static float *speak(size_t number, size_t *count, double *rate) {
    char path[] = "/tmp/genus-speech-XXXXXX";
    const int file_number = mkstemp(path);
    if (file_number < 0) {
        return NULL;
    }
    (void)close(file_number);
    static genus_test_command command;
    const char *const arguments[] = {
        "/usr/bin/env",        "espeak-ng", "-v", speeches[number].voice, "-s",
        speeches[number].pace, "-w",        path, speeches[number].text,  NULL};
    float *samples = NULL;
    if (genus_test_run(&command, arguments, NULL, NULL) == 0 && command.exit_code == 0) {
        SF_INFO info = {0};
        SNDFILE *file = sf_open(path, SFM_READ, &info);
        samples = file != NULL ? calloc((size_t)info.frames + 1, sizeof *samples) : NULL;
        if (samples != NULL) {
            *count = (size_t)sf_readf_float(file, samples, info.frames);
            *rate = info.samplerate;
        }
        (void)sf_close(file);
    }
    (void)unlink(path);
    return samples;
}

// --------------------------------------------------------------------------------- other sounds

/// What a sound draws from and remembers.
struct source {
    genus_random random;
    double memory[7]; ///< Zeros at first.
};

/// The sample at a time in seconds.
typedef double sound(double time, double setting, struct source *source);

static double white(double time, double setting, struct source *source) {
    (void)time;
    return setting * (double)genus_random_normal(&source->random);
}

/// Paul Kellet's filter: 3 dB less an octave.
static double pink(double time, double setting, struct source *source) {
    (void)time;
    double *memory = source->memory;
    const double input = (double)genus_random_normal(&source->random);
    memory[0] = 0.99886 * memory[0] + input * 0.0555179;
    memory[1] = 0.99332 * memory[1] + input * 0.0750759;
    memory[2] = 0.96900 * memory[2] + input * 0.1538520;
    memory[3] = 0.86650 * memory[3] + input * 0.3104856;
    memory[4] = 0.55000 * memory[4] + input * 0.5329522;
    memory[5] = -0.7616 * memory[5] - input * 0.0168980;
    const double sum = memory[0] + memory[1] + memory[2] + memory[3] + memory[4] + memory[5];
    const double output = sum + memory[6] + input * 0.5362;
    memory[6] = input * 0.115926;
    return 0.2 * setting * output;
}

/// A rectified sine, as a bad power supply leaves it, and a little of the mains itself.
static double hum(double time, double setting, struct source *source) {
    const double mains = sin(TWO_PI * setting * time);
    return 0.1 * (fabs(mains) - 0.6366) + 0.05 * mains +
           1e-4 * (double)genus_random_normal(&source->random);
}

static double tone(double time, double setting, struct source *source) {
    (void)source;
    return 0.1 * sin(TWO_PI * setting * time);
}

/// A click of 1 kHz on each beat, of 1.5 kHz on each fourth.
static double metronome(double time, double setting, struct source *source) {
    (void)source;
    const double beats = time * setting / 60.0;
    const double since = (beats - floor(beats)) * 60.0 / setting;
    const double pitch = fmod(floor(beats), 4.0) == 0.0 ? 1500.0 : 1000.0;
    return since < 0.03 ? 0.5 * exp(-since / 0.008) * sin(TWO_PI * pitch * since) : 0.0;
}

/// So many hands a second: bursts of noise of some milliseconds, their sum through a low hump.
static double applause(double time, double setting, struct source *source) {
    (void)time;
    double *memory = source->memory;
    if ((double)genus_random_uniform(&source->random) < setting / RATE) {
        memory[0] += 0.2 + 0.8 * (double)genus_random_uniform(&source->random);
    }
    memory[0] *= exp(-1.0 / (0.006 * RATE));
    const double input = memory[0] * (double)genus_random_normal(&source->random);
    memory[1] += 0.20 * (input - memory[1]);
    memory[2] += 0.05 * (memory[1] - memory[2]);
    return 0.3 * (memory[1] - memory[2]);
}

static const struct {
    const char *kind;
    const char *name;
    sound *make;
    double setting;
} sounds[] = {
    {"noise", "white noise, -20 dBFS", white, 0.1},
    {"noise", "white noise, -40 dBFS", white, 0.01},
    {"noise", "pink noise, loud", pink, 0.5},
    {"noise", "pink noise, soft", pink, 0.05},
    {"hum", "mains hum, 50 Hz", hum, 50.0},
    {"hum", "mains hum, 60 Hz", hum, 60.0},
    {"tones", "tone, 100 Hz", tone, 100.0},
    {"tones", "tone, 440 Hz", tone, 440.0},
    {"tones", "tone, 1000 Hz", tone, 1000.0},
    {"tones", "tone, 4000 Hz", tone, 4000.0},
    {"metronome", "metronome, 60 a minute", metronome, 60.0},
    {"metronome", "metronome, 120 a minute", metronome, 120.0},
    {"metronome", "metronome, 184 a minute", metronome, 184.0},
    {"applause", "applause, a few", applause, 25.0},
    {"applause", "applause, a hall", applause, 400.0},
};

// ------------------------------------------------------------------------------------ all of them

static genus_status hear_speech(genus_model *model, size_t seconds, struct tally *sum,
                                genus_error *error) {
    struct tally speech = {0};
    genus_status status = GENUS_OK;
    for (size_t i = 0; status == GENUS_OK && i < sizeof speeches / sizeof *speeches; i++) {
        size_t count = 0;
        double rate = 0.0;
        float *samples = speak(i, &count, &rate);
        if (samples == NULL) {
            (void)printf("SKIPPED: speech; it needs espeak-ng, which is not there\n");
            return GENUS_OK;
        }
        const size_t most = (size_t)(rate * (double)seconds);
        struct tally tally = {0};
        char name[64];
        (void)snprintf(name, sizeof name, "speech, %s", speeches[i].voice);
        status = hear(model, samples, count < most ? count : most, rate, &tally, error);
        print_tally(name, &tally, model);
        add_tally(&speech, &tally);
        free(samples);
    }
    print_tally("all speech", &speech, model);
    add_tally(sum, &speech);
    return status;
}

static genus_status hear_sounds(genus_model *model, size_t seconds, struct tally *sum,
                                genus_error *error) {
    const size_t count = seconds * RATE;
    float *samples = calloc(count, sizeof *samples);
    genus_status status = samples != NULL
                              ? GENUS_OK
                              : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for sounds");
    struct tally kind = {0};
    const size_t last = sizeof sounds / sizeof *sounds - 1;
    for (size_t i = 0; status == GENUS_OK && i <= last; i++) {
        struct source source = {.random = genus_random_seeded(i, 0)};
        struct tally tally = {0};
        for (size_t at = 0; at < count; at++) {
            samples[at] = (float)sounds[i].make((double)at / RATE, sounds[i].setting, &source);
        }
        status = hear(model, samples, count, RATE, &tally, error);
        print_tally(sounds[i].name, &tally, model);
        add_tally(&kind, &tally);
        if (i == last || strcmp(sounds[i].kind, sounds[i + 1].kind) != 0) {
            char name[64];
            (void)snprintf(name, sizeof name, "all %s", sounds[i].kind);
            print_tally(name, &kind, model);
            add_tally(sum, &kind);
            kind = (struct tally){0};
        }
    }
    free(samples);
    return status;
}

int main(int argc, char **argv) {
    const size_t seconds = argc > 2 ? strtoul(argv[2], NULL, 10) : SECONDS_DEFAULT;
    if (argc < 2 || argc > 3 || seconds < 4 || seconds > SECONDS_MAX) {
        (void)fprintf(stderr, "Usage: genus-nonmusic WEIGHTS [SECONDS, 4 to 600]\n");
        return 2;
    }
    genus_error error = {0};
    genus_model *model = NULL;
    struct tally all = {0};
    genus_status status = genus_model_load(argv[1], &model, &error);
    if (status == GENUS_OK) {
        (void)printf("%-28s %19s\n", "sound", "unsure or silence");
        status = hear_speech(model, seconds, &all, &error);
    }
    if (status == GENUS_OK) {
        status = hear_sounds(model, seconds, &all, &error);
    }
    if (status != GENUS_OK) {
        (void)fprintf(stderr, "genus-nonmusic: %s\n", error.message);
    } else {
        print_tally("everything", &all, model);
    }
    genus_model_free(model);
    return status == GENUS_OK && (double)all.quiet >= BAR * (double)all.verdicts ? 0 : 1;
}

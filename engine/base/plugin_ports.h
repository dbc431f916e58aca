// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The ports of both plugins, by index: what ttl/ promises to hosts and what the window reads.
//
//   0 .. GENUS_PORT_AUDIO - 1          the same in Mono and Stereo, below
//   then `channels` audio inputs, then `channels` audio outputs
//   then one control output a label: its posterior over the window, 0 to 100 %

#ifndef GENUS_ENGINE_BASE_PLUGIN_PORTS_H
#define GENUS_ENGINE_BASE_PLUGIN_PORTS_H

#include <stdint.h>

typedef enum genus_port {
    GENUS_PORT_CONTROL = 0,      ///< Atom in: patch:Get and patch:Set, time:Position.
    GENUS_PORT_NOTIFY,           ///< Atom out: patch:Set of the properties in uris.h.
    GENUS_PORT_ENABLED,          ///< In, lv2:enabled: 0 passes audio without listening to it.
    GENUS_PORT_WINDOW,           ///< In, seconds, GENUS_WINDOW_MIN to _MAX.
    GENUS_PORT_HOLD,             ///< In, toggle: what is shown stays; listening goes on.
    GENUS_PORT_SONGS,            ///< In, toggle: see genus_listener_set_songs(); a song has a tag.
    GENUS_PORT_RESET,            ///< In, trigger: forgets window, tag and ribbon.
    GENUS_PORT_GENRE,            ///< Out, enumeration: genus_genre, over the window.
    GENUS_PORT_CONFIDENCE,       ///< Out, percent: of the window's leading label, even if unsure.
    GENUS_PORT_SECONDS_HEARD,    ///< Out, seconds of audio in the window.
    GENUS_PORT_TRACK_GENRE,      ///< Out, enumeration: genus_genre, since the last reset: the tag.
    GENUS_PORT_TRACK_CONFIDENCE, ///< Out, percent: of the tag.
    GENUS_PORT_LEVEL,            ///< Out, dBFS, RMS of the last 0.3 s, -120 to 20.
    GENUS_PORT_AUDIO,            ///< The first audio input.
} genus_port;

/**
 * Values of the ports `genre` and `track_genre`, always one of the scale points: a state, or
 * GENUS_GENRE_FIRST_LABEL + the label's index.
 */
typedef enum genus_genre {
    GENUS_GENRE_LISTENING = 0, ///< Too little heard.
    GENUS_GENRE_SILENCE = 1,   ///< Nothing plays.
    GENUS_GENRE_UNSURE = 2,    ///< A genre leads, under the model's threshold of confidence.
    GENUS_GENRE_FIRST_LABEL = 3,
} genus_genre;

/** Index of the first audio output of a plugin with `channels` channels. */
static inline uint32_t genus_port_audio_out(uint32_t channels) {
    return GENUS_PORT_AUDIO + channels;
}

/** Index of the posterior of label 0 in a plugin with `channels` channels. */
static inline uint32_t genus_port_posterior(uint32_t channels) {
    return GENUS_PORT_AUDIO + 2 * channels;
}

#endif

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The plugins as hosts use them: audio, ports, worker, transport. State, and
// weights that are swapped, are in test_plugin_state.c; what run() may not do, in
// test_plugin_realtime.c.

#include "engine/genus.h"
#include "support/plugin_scene.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const uris[] = {GENUS_URI_MONO, GENUS_URI_STEREO};
static const char *const label_names[BUNDLE_LABELS] = {
    "blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock"};

static uint32_t channels_of(size_t plugin) {
    return plugin == 0 ? 1 : 2;
}

// ---------------------------------------------------------------------------------- descriptions

static uint32_t index_of(const scene *scene, const LilvPlugin *plugin, const char *symbol) {
    LilvNode *node = lilv_new_string(scene->world->lilv, symbol);
    const LilvPort *port = lilv_plugin_get_port_by_symbol(plugin, node);
    lilv_node_free(node);
    assert_non_null(port);
    return lilv_port_get_index(plugin, port);
}

static void every_port_is_where_the_header_says(void **state) {
    const scene *scene = *state;
    static const char *const symbols[GENUS_PORT_AUDIO] = {
        "control", "notify", "enabled",    "window",        "hold",        "songs",
        "reset",   "genre",  "confidence", "seconds_heard", "track_genre", "track_confidence",
        "level"};
    static const char *const audio[2][4] = {{"in_centre", "out_centre", NULL, NULL},
                                            {"in_left", "in_right", "out_left", "out_right"}};
    for (size_t p = 0; p < 2; p++) {
        const LilvPlugin *plugin = host_world_plugin(scene->world, uris[p]);
        assert_non_null(plugin);
        assert_true(lilv_plugin_verify(plugin));
        for (uint32_t i = 0; i < GENUS_PORT_AUDIO; i++) {
            assert_int_equal(index_of(scene, plugin, symbols[i]), i);
        }
        for (uint32_t i = 0; i < 2 * channels_of(p); i++) {
            assert_int_equal(index_of(scene, plugin, audio[p][i]), GENUS_PORT_AUDIO + i);
        }
        for (uint32_t i = 0; i < BUNDLE_LABELS; i++) {
            char symbol[32];
            (void)snprintf(symbol, sizeof symbol, "p_%s", label_names[i]);
            assert_int_equal(index_of(scene, plugin, symbol),
                             genus_port_posterior(channels_of(p)) + i);
        }
        assert_int_equal(lilv_plugin_get_num_ports(plugin),
                         genus_port_posterior(channels_of(p)) + BUNDLE_LABELS);
    }
}

static const char *label_of_value(const LilvScalePoints *points, int value) {
    LILV_FOREACH(scale_points, i, points) {
        const LilvScalePoint *point = lilv_scale_points_get(points, i);
        if (lilv_node_as_int(lilv_scale_point_get_value(point)) == value) {
            return lilv_node_as_string(lilv_scale_point_get_label(point));
        }
    }
    return NULL;
}

static void genres_have_a_scale_point_for_every_label_and_state(void **state) {
    const scene *scene = *state;
    static const uint32_t ports[] = {GENUS_PORT_GENRE, GENUS_PORT_TRACK_GENRE};
    for (size_t p = 0; p < 4; p++) {
        const LilvPlugin *plugin = host_world_plugin(scene->world, uris[p / 2]);
        const LilvPort *port = lilv_plugin_get_port_by_index(plugin, ports[p % 2]);
        LilvScalePoints *points = lilv_port_get_scale_points(plugin, port);
        assert_int_equal(lilv_scale_points_size(points), GENUS_GENRE_FIRST_LABEL + BUNDLE_LABELS);
        assert_string_equal(label_of_value(points, GENUS_GENRE_LISTENING), "listening");
        assert_string_equal(label_of_value(points, GENUS_GENRE_SILENCE), "silence");
        assert_string_equal(label_of_value(points, GENUS_GENRE_UNSURE), "unsure");
        for (int i = 0; i < BUNDLE_LABELS; i++) {
            assert_string_equal(label_of_value(points, GENUS_GENRE_FIRST_LABEL + i),
                                label_names[i]);
        }
        lilv_scale_points_free(points);
    }
}

/** Counts a preset's values of ports, and fails where there is no such port. */
static void count_value(const char *symbol, void *count, const void *value, uint32_t size,
                        uint32_t type) {
    (void)value;
    (void)type;
    assert_int_equal(size, sizeof(float));
    assert_true(strcmp(symbol, "window") == 0 || strcmp(symbol, "hold") == 0 ||
                strcmp(symbol, "songs") == 0);
    *(int *)count += 1;
}

static void every_preset_sets_ports_that_exist(void **state) {
    const scene *scene = *state;
    LilvNode *preset_class =
        lilv_new_uri(scene->world->lilv, "http://lv2plug.in/ns/ext/presets#Preset");
    for (size_t p = 0; p < 2; p++) {
        const LilvPlugin *plugin = host_world_plugin(scene->world, uris[p]);
        LilvNodes *presets = lilv_plugin_get_related(plugin, preset_class);
        assert_int_equal(lilv_nodes_size(presets), 3);
        LILV_FOREACH(nodes, i, presets) {
            const LilvNode *preset = lilv_nodes_get(presets, i);
            assert_true(lilv_world_load_resource(scene->world->lilv, preset) >= 0);
            LilvState *values =
                lilv_state_new_from_world(scene->world->lilv, host_world_map(scene->world), preset);
            assert_non_null(values);
            int count = 0;
            lilv_state_emit_port_values(values, count_value, &count);
            assert_int_equal(count, 3);
            lilv_state_free(values);
        }
        lilv_nodes_free(presets);
    }
    lilv_node_free(preset_class);
}

// ------------------------------------------------------------------------------------------ audio

/** Music with everything in it that music should not have. */
static float *hostile_music(uint64_t frames) {
    float *music = plugin_music(frames, 5);
    for (uint64_t i = 0; i < frames; i += 97) {
        const float bad[] = {NAN, INFINITY, -INFINITY, 1e-40F, -1e-45F, 3e38F, -0.0F};
        music[i] = bad[i / 97 % 7];
    }
    return music;
}

static void check_block(host *host, uint32_t channels, float *const *music, uint32_t at,
                        uint32_t frames) {
    const float *const places[] = {music[0] + at, music[1] + at};
    host_run(host, places, frames);
    for (uint32_t c = 0; c < channels; c++) {
        assert_memory_equal(host_output(host, c), places[c], frames * sizeof(float));
    }
    const float genre = host_port(host, GENUS_PORT_GENRE);
    assert_true(genre == floorf(genre) && genre >= 0.0F &&
                genre < GENUS_GENRE_FIRST_LABEL + BUNDLE_LABELS);
}

/** Every size that is special, or any. */
static uint32_t block_size(uint32_t way, size_t block) {
    static const uint32_t sizes[] = {0, 1, 7, 64, 1023, 8192, 3, 4096, 2500};
    const uint32_t random = (uint32_t)(block + 1) * (way + 1) * 2654435761U;
    return way % 4 != 3 ? sizes[block % 9] : (random >> 16) % (HOST_FRAMES_MAX + 1);
}

static void audio_passes_untouched_at_any_block_size_in_place_or_not(void **state) {
    const scene *scene = *state;
    static const double rates[] = {22050.0, 44100.0, 48000.0, 96000.0, 192000.0};
    const uint32_t frames = 16384;
    float *const music[] = {hostile_music(frames), plugin_music(frames, 6)};
    for (size_t r = 0; r < 5; r++) {
        for (size_t p = 0; p < 2; p++) {
            host *host = host_new(scene->world, uris[p], rates[r], HOST_WORKER_SYNCHRONOUS);
            for (uint32_t way = 0; way < 8; way++) {
                host_set_in_place(host, way % 4 >= 1, way % 4 == 2);
                host_set_port(host, GENUS_PORT_ENABLED, way < 4 ? 1.0F : 0.0F);
                uint32_t at = 0;
                for (size_t i = 0; at + block_size(way, i) <= frames; i++) {
                    check_block(host, channels_of(p), music, at, block_size(way, i));
                    at += block_size(way, i);
                }
            }
            host_free(host);
        }
    }
    free(music[0]);
    free(music[1]);
}

static void ports_that_are_optional_may_stay_unconnected(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
    for (uint32_t i = 0; i < HOST_PORTS_MAX; i++) {
        const bool audio = i >= GENUS_PORT_AUDIO && i < genus_port_posterior(2);
        if (!audio && i != GENUS_PORT_NOTIFY) {
            host_disconnect(host, i);
        }
    }
    play_music(host, 4.0, 1);
    assert_true(host_draws_queued(host) > 0);
    host_free(host);

    host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
    host_disconnect(host, GENUS_PORT_NOTIFY);
    host_disconnect(host, GENUS_PORT_AUDIO);
    play_music(host, 1.0, 1);
    host_free(host);
}

// ---------------------------------------------------------------------------------------- verdict

/** What the engine itself says to the same audio. */
static genus_verdict expected_verdict(const scene *scene, uint32_t channels, double rate,
                                      const float *const *audio, uint64_t frames) {
    genus_error error;
    genus_model *model = NULL;
    assert_int_equal(genus_model_load(scene->bundle.weights, &model, &error), GENUS_OK);
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = rate;
    options.channels = channels;
    genus_listener *listener = NULL;
    assert_int_equal(genus_listener_new(model, &options, &listener, &error), GENUS_OK);
    genus_model_free(model);
    for (uint64_t at = 0; at < frames; at += 1024) {
        const float *const places[] = {audio[0] + at, audio[1] + at};
        (void)genus_listener_write(listener, places, frames - at < 1024 ? frames - at : 1024);
        (void)genus_listener_work(listener);
    }
    genus_verdict verdict;
    genus_listener_read(listener, &verdict);
    genus_listener_free(listener);
    return verdict;
}

static void compare(const host *host, uint32_t channels, const genus_verdict *verdict) {
    assert_int_equal(verdict->state, GENUS_SURE);
    assert_float_equal(host_port(host, GENUS_PORT_GENRE),
                       (float)(GENUS_GENRE_FIRST_LABEL + verdict->top), 0.0F);
    assert_float_equal(host_port(host, GENUS_PORT_CONFIDENCE), 100.0F * verdict->confidence, 1e-3F);
    assert_float_equal(host_port(host, GENUS_PORT_TRACK_GENRE),
                       (float)(GENUS_GENRE_FIRST_LABEL + verdict->track_top), 0.0F);
    assert_float_equal(host_port(host, GENUS_PORT_TRACK_CONFIDENCE),
                       100.0F * verdict->track_confidence, 1e-3F);
    assert_float_equal(host_port(host, GENUS_PORT_SECONDS_HEARD), (float)verdict->seconds_heard,
                       1e-3F);
    assert_float_equal(host_port(host, GENUS_PORT_LEVEL), verdict->level_dbfs, 1e-3F);
    for (uint32_t i = 0; i < BUNDLE_LABELS; i++) {
        assert_float_equal(host_port(host, genus_port_posterior(channels) + i),
                           100.0F * verdict->posterior[i], 1e-3F);
    }
}

static void the_verdict_is_the_engines_whenever_the_worker_works(void **state) {
    const scene *scene = *state;
    static const host_worker workers[] = {HOST_WORKER_SYNCHRONOUS, HOST_WORKER_THREAD,
                                          HOST_WORKER_LATE, HOST_WORKER_NONE};
    static const double rates[] = {22050.0, 48000.0, 192000.0};
    for (size_t r = 0; r < 3; r++) {
        // 0.2 s beyond a verdict, so that all workers have heard enough for it.
        const uint64_t frames = (uint64_t)(5.9 * rates[r]);
        float *const music[] = {plugin_music(frames, 3), plugin_music(frames, 4)};
        const float *const audio[] = {music[0], music[1]};
        for (size_t i = 0; i < 8; i++) {
            const size_t p = i % 2;
            const genus_verdict verdict =
                expected_verdict(scene, channels_of(p), rates[r], audio, frames);
            host *host = host_new(scene->world, uris[p], rates[r], workers[i / 2]);
            host_play(host, audio, frames, i % 3 == 0 ? 8192 : 333);
            // A late worker first does the job that waits, then what has come since.
            for (int round = 0; round < 3; round++) {
                host_work(host);
                host_run(host, audio, 0);
            }
            compare(host, channels_of(p), &verdict);
            host_free(host);
        }
        free(music[0]);
        free(music[1]);
    }
}

/** Audacity's does: it queues the pointer that schedule_work() was given. */
static void a_worker_that_copies_nothing_finds_what_it_was_given(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_KEEPS_POINTER);
    for (int i = 0; i < 50; i++) {
        play_music(host, 0.2, 1);
        host_work(host);
        if (i == 25) {
            host_send_weights(host, scene->bundle.others);
        }
    }
    play_music(host, 0.1, 1);
    assert_true(host_port(host, GENUS_PORT_GENRE) >= GENUS_GENRE_FIRST_LABEL);
    host_free(host);
}

static void a_worker_that_refuses_costs_the_verdict_and_nothing_else(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_REFUSES);
    play_music(host, 30.0, 1);
    assert_float_equal(host_port(host, GENUS_PORT_GENRE), GENUS_GENRE_LISTENING, 0.0F);
    // Once it works again, what comes is heard.
    host_set_worker(host, HOST_WORKER_SYNCHRONOUS);
    play_music(host, 8.0, 1);
    assert_true(host_port(host, GENUS_PORT_GENRE) >= GENUS_GENRE_FIRST_LABEL);
    host_free(host);
}

static void a_host_without_a_worker_reads_the_tag_in_its_log(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_NONE);
    play_music(host, 8.0, 1);
    assert_true(host_port(host, GENUS_PORT_TRACK_GENRE) >= GENUS_GENRE_FIRST_LABEL);
    // Other weights are loaded, and what was heard is kept, all in run().
    host_send_weights(host, scene->bundle.others);
    play_music(host, 0.2, 1);
    assert_string_equal((const char *)(ask(host, GENUS_URI_WEIGHTS) + 1), scene->bundle.others);
    assert_true(host_port(host, GENUS_PORT_TRACK_GENRE) >= GENUS_GENRE_FIRST_LABEL);
    host_log_clear(scene->world);
    lilv_instance_deactivate(host_instance(host));
    assert_non_null(strstr(host_log(scene->world), " s of sound"));
    lilv_instance_activate(host_instance(host));
    host_free(host);
}

static void activating_again_forgets_the_window_and_keeps_the_tag(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
    play_music(host, 8.0, 1);
    const float tag = host_port(host, GENUS_PORT_TRACK_GENRE);
    assert_true(tag >= GENUS_GENRE_FIRST_LABEL);
    lilv_instance_deactivate(host_instance(host));
    lilv_instance_activate(host_instance(host));
    play_music(host, 1.0, 1);
    assert_float_equal(host_port(host, GENUS_PORT_GENRE), GENUS_GENRE_LISTENING, 0.0F);
    assert_float_equal(host_port(host, GENUS_PORT_TRACK_GENRE), tag, 0.0F);
    assert_true(host_port(host, GENUS_PORT_SECONDS_HEARD) < 1.5F);
    host_free(host);
}

static void sixty_four_instances_work_at_once(void **state) {
    const scene *scene = *state;
    host *hosts[64];
    for (size_t i = 0; i < 64; i++) {
        hosts[i] = host_new(scene->world, uris[i % 2], RATE,
                            i < 8 ? HOST_WORKER_THREAD : HOST_WORKER_SYNCHRONOUS);
        assert_non_null(hosts[i]);
    }
    for (size_t i = 0; i < 64; i++) {
        play_music(hosts[i], 4.0, 1);
    }
    for (size_t i = 0; i < 64; i++) {
        host_work(hosts[i]);
        const float nothing[1] = {0.0F};
        const float *const audio[] = {nothing, nothing};
        host_run(hosts[i], audio, 0);
        assert_float_equal(host_port(hosts[i], GENUS_PORT_GENRE),
                           host_port(hosts[0], GENUS_PORT_GENRE), 0.0F);
    }
    for (size_t i = 0; i < 64; i++) {
        host_free(hosts[i]);
    }
}

// --------------------------------------------------------------------------------------- controls

static void hold_keeps_what_is_shown_while_listening_goes_on(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
    play_music(host, 5.0, 1);
    const float confidence = host_port(host, GENUS_PORT_CONFIDENCE);
    const float heard = host_port(host, GENUS_PORT_SECONDS_HEARD);
    host_set_port(host, GENUS_PORT_HOLD, 1.0F);
    play_music(host, 3.0, 6);
    assert_float_equal(host_port(host, GENUS_PORT_CONFIDENCE), confidence, 0.0F);
    assert_float_equal(host_port(host, GENUS_PORT_SECONDS_HEARD), heard, 0.0F);
    host_set_port(host, GENUS_PORT_HOLD, 0.0F);
    play_music(host, 1.0, 6);
    assert_true(host_port(host, GENUS_PORT_SECONDS_HEARD) > heard + 3.0F);
    host_free(host);
}

static void reset_forgets_window_and_tag(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
    play_music(host, 5.0, 1);
    assert_true(host_port(host, GENUS_PORT_TRACK_GENRE) >= GENUS_GENRE_FIRST_LABEL);
    host_set_port(host, GENUS_PORT_RESET, 1.0F);
    play_music(host, 0.1, 1);
    assert_float_equal(host_port(host, GENUS_PORT_TRACK_GENRE), GENUS_GENRE_LISTENING, 0.0F);
    assert_float_equal(host_port(host, GENUS_PORT_GENRE), GENUS_GENRE_LISTENING, 0.0F);
    // The trigger still stands: it does not reset again.
    play_music(host, 5.0, 1);
    assert_true(host_port(host, GENUS_PORT_TRACK_GENRE) >= GENUS_GENRE_FIRST_LABEL);
    host_free(host);
}

static void a_shorter_window_hears_fewer_seconds(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
    host_set_port(host, GENUS_PORT_WINDOW, 5.0F);
    play_music(host, 8.0, 1);
    assert_float_equal(host_port(host, GENUS_PORT_SECONDS_HEARD), 5.0F, 0.01F);
    host_set_port(host, GENUS_PORT_WINDOW, NAN);
    play_music(host, 1.0, 1);
    host_free(host);
}

static void a_song_after_silence_has_a_tag_of_its_own(void **state) {
    const scene *scene = *state;
    for (int songs = 0; songs < 2; songs++) {
        host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
        host_set_port(host, GENUS_PORT_SONGS, (float)songs);
        play_music(host, 6.0, 1);
        play_silence(host, 5.0);
        assert_float_equal(host_port(host, GENUS_PORT_GENRE), GENUS_GENRE_SILENCE, 0.0F);
        assert_true(host_port(host, GENUS_PORT_TRACK_GENRE) >= GENUS_GENRE_FIRST_LABEL);
        play_music(host, 2.0, 2);
        // Window and song begin; the tag is of the song before until this one is known for music.
        const bool begun = host_port(host, GENUS_PORT_GENRE) == GENUS_GENRE_LISTENING;
        assert_int_equal(begun, songs == 1);
        assert_true(host_port(host, GENUS_PORT_TRACK_GENRE) >= GENUS_GENRE_FIRST_LABEL);
        host_free(host);
    }
}

// -------------------------------------------------------------------------------------- transport

static void a_far_jump_of_the_transport_begins_a_new_window_and_keeps_the_tag(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
    host_send_position(host, 0, 1000, 1.0F);
    play_music(host, 6.0, 1);
    // Straight on: nothing happens.
    host_send_position(host, 0, 1000 + (int64_t)(6.0 * RATE), 1.0F);
    play_music(host, 1.0, 1);
    assert_true(host_port(host, GENUS_PORT_SECONDS_HEARD) > 6.0F);
    const float tag = host_port(host, GENUS_PORT_TRACK_GENRE);
    host_send_position(host, 100, 5000000, 1.0F);
    play_music(host, 1.5, 1);
    assert_true(host_port(host, GENUS_PORT_SECONDS_HEARD) < 2.0F);
    assert_float_equal(host_port(host, GENUS_PORT_TRACK_GENRE), tag, 0.0F);
    host_free(host);
}

/** Plays a loop of so many seconds, as a host that says where it is at each turn. */
static void play_loop(host *host, const float *music, double seconds, double all) {
    const float *const audio[] = {music, music};
    const uint64_t frames = (uint64_t)(seconds * RATE);
    const long turns = lround(ceil(all / seconds - 1e-6));
    for (long turn = 0; turn < turns; turn++) {
        host_send_position(host, 0, 44100, 1.0F);
        host_play(host, audio, frames, 512);
    }
}

static void a_loop_however_short_gets_a_verdict_that_stays(void **state) {
    const scene *scene = *state;
    static const double lengths[] = {0.5, 1.0, 2.0, 4.0, 8.0};
    float *music = plugin_music((uint64_t)(8.0 * RATE), 1);
    for (size_t i = 0; i < 5; i++) {
        host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
        play_loop(host, music, lengths[i], fmax(lengths[i], 6.0));
        assert_true(host_port(host, GENUS_PORT_GENRE) >= GENUS_GENRE_FIRST_LABEL);
        assert_true(host_port(host, GENUS_PORT_SECONDS_HEARD) > 5.0F);
        play_loop(host, music, lengths[i], 24.0);
        assert_true(host_port(host, GENUS_PORT_GENRE) >= GENUS_GENRE_FIRST_LABEL);
        assert_true(host_port(host, GENUS_PORT_SECONDS_HEARD) > 25.0F);
        host_free(host);
    }
    free(music);
}

static void stopping_keeps_the_verdict(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
    host_send_position(host, 0, 0, 1.0F);
    play_music(host, 6.0, 1);
    const float genre = host_port(host, GENUS_PORT_GENRE);
    host_send_position(host, 0, (int64_t)(6.0 * RATE), 0.0F);
    play_silence(host, 10.0);
    assert_float_equal(host_port(host, GENUS_PORT_GENRE), genre, 0.0F);
    // But nothing is as loud as it was.
    assert_float_equal(host_port(host, GENUS_PORT_LEVEL), -120.0F, 0.0F);
    // What a stopped host lets through (an input that is monitored) is heard.
    const float heard = host_port(host, GENUS_PORT_SECONDS_HEARD);
    play_music(host, 2.0, 1);
    assert_true(host_port(host, GENUS_PORT_SECONDS_HEARD) > heard + 1.0F);
    host_free(host);
}

// ---------------------------------------------------------------------------------------- notify

static void nothing_is_told_to_who_has_not_asked(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
    play_music(host, 10.0, 1);
    assert_int_equal(host_sets(host), 0);
    assert_int_equal(host_heard_count(host, GENUS_URI_SUMMARY), 0);
    // A question has one answer, and is no standing order.
    host_send_get(host);
    play_music(host, 5.0, 1);
    assert_int_equal(host_sets(host), 11);
    assert_string_equal((const char *)(host_heard(host, GENUS_URI_LABELS) + 1),
                        "blues\nclassical\ncountry\ndisco\nhiphop\njazz\nmetal\npop\nreggae\nrock");
    // Scripts read the tag and the timeline in words.
    const int label = (int)host_port(host, GENUS_PORT_TRACK_GENRE) - GENUS_GENRE_FIRST_LABEL;
    assert_string_equal((const char *)(host_heard(host, GENUS_URI_TRACK_GENRE) + 1),
                        label_names[label]);
    const float percent =
        ((const LV2_Atom_Float *)host_heard(host, GENUS_URI_TRACK_CONFIDENCE))->body;
    assert_true(percent > 10.0F && percent <= 100.0F);
    char timeline[64];
    (void)snprintf(timeline, sizeof timeline, "0:02 %s", label_names[label]);
    assert_string_equal((const char *)(host_heard(host, GENUS_URI_TIMELINE) + 1), timeline);
    // But who has asked is told when other weights are in use.
    host_send_weights(host, scene->bundle.others);
    play_music(host, 1.0, 1);
    assert_int_equal(host_sets(host), 12);
    assert_string_equal((const char *)(host_heard(host, GENUS_URI_WEIGHTS) + 1),
                        scene->bundle.others);
    host_free(host);
}

static void an_open_window_is_told_at_most_ten_times_a_second(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
    for (int second = 0; second < 10; second++) {
        host_send_window(host, second == 0);
        play_music(host, 1.0, 1);
    }
    const uint32_t count = host_heard_count(host, GENUS_URI_SUMMARY);
    assert_in_range(count, 15, 100);
    const LV2_Atom *summary = host_heard(host, GENUS_URI_SUMMARY);
    assert_non_null(strstr((const char *)(summary + 1), " %, 10 s"));
    const LV2_Atom_Vector *posterior =
        (const LV2_Atom_Vector *)host_heard(host, GENUS_URI_POSTERIOR);
    assert_int_equal(posterior->body.child_size, sizeof(float));
    const float *values = (const float *)(posterior + 1);
    for (uint32_t i = 0; i < BUNDLE_LABELS; i++) {
        assert_float_equal(100.0F * values[i], host_port(host, genus_port_posterior(2) + i), 0.0F);
    }
    assert_int_equal(host_heard_count(host, GENUS_URI_ABOUT), 1);
    assert_int_equal(host_heard_count(host, GENUS_URI_RIBBON), count);
    assert_int_equal(host_sets(host), 0);
    assert_true(host_draws_queued(host) >= 15 && host_draws_queued(host) <= 50);
    // It is gone without a word: soon nothing is told any more. Another is told everything.
    play_music(host, 4.0, 1);
    const uint32_t last = host_heard_count(host, GENUS_URI_SUMMARY);
    play_music(host, 4.0, 1);
    assert_int_equal(host_heard_count(host, GENUS_URI_SUMMARY), last);
    host_send_window(host, false);
    play_music(host, 0.2, 1);
    assert_int_equal(host_heard_count(host, GENUS_URI_ABOUT), 2);
    host_free(host);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_port_is_where_the_header_says),
        cmocka_unit_test(genres_have_a_scale_point_for_every_label_and_state),
        cmocka_unit_test(every_preset_sets_ports_that_exist),
        cmocka_unit_test(audio_passes_untouched_at_any_block_size_in_place_or_not),
        cmocka_unit_test(ports_that_are_optional_may_stay_unconnected),
        cmocka_unit_test(the_verdict_is_the_engines_whenever_the_worker_works),
        cmocka_unit_test(a_worker_that_copies_nothing_finds_what_it_was_given),
        cmocka_unit_test(a_worker_that_refuses_costs_the_verdict_and_nothing_else),
        cmocka_unit_test(a_host_without_a_worker_reads_the_tag_in_its_log),
        cmocka_unit_test(activating_again_forgets_the_window_and_keeps_the_tag),
        cmocka_unit_test(sixty_four_instances_work_at_once),
        cmocka_unit_test(hold_keeps_what_is_shown_while_listening_goes_on),
        cmocka_unit_test(reset_forgets_window_and_tag),
        cmocka_unit_test(a_shorter_window_hears_fewer_seconds),
        cmocka_unit_test(a_song_after_silence_has_a_tag_of_its_own),
        cmocka_unit_test(a_far_jump_of_the_transport_begins_a_new_window_and_keeps_the_tag),
        cmocka_unit_test(a_loop_however_short_gets_a_verdict_that_stays),
        cmocka_unit_test(stopping_keeps_the_verdict),
        cmocka_unit_test(nothing_is_told_to_who_has_not_asked),
        cmocka_unit_test(an_open_window_is_told_at_most_ten_times_a_second),
    };
    return cmocka_run_group_tests_name("plugin", tests, scene_set_up, scene_tear_down);
}

// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What outlives a session, and what changes within one: saved state and other weights.

#include "support/plugin_scene.h"
#include "support/plugin_store.h"

#include <lv2/atom/atom.h>
#include <lv2/state/state.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static float confidence(const host *host) {
    return host_port(host, GENUS_PORT_TRACK_CONFIDENCE);
}

static float tag(const host *host) {
    return host_port(host, GENUS_PORT_TRACK_GENRE);
}

static const char *heard_string(host *host, const char *property) {
    return (const char *)(ask(host, property) + 1);
}

// -------------------------------------------------------------------------------- through files

static LilvState *state_of(const scene *scene, host *host, const char *folder) {
    LilvState *state = lilv_state_new_from_instance(
        host_world_plugin(scene->world, GENUS_URI_STEREO), host_instance(host),
        host_world_map(scene->world), NULL, folder, folder, folder, NULL, NULL, 0, NULL);
    assert_non_null(state);
    return state;
}

/** Saves a host's state as a session does, and frees the host. */
static void save_and_free(const scene *scene, host *host, const char *folder) {
    LilvState *state = state_of(scene, host, folder);
    assert_int_equal(lilv_state_save(scene->world->lilv, host_world_map(scene->world),
                                     host_world_unmap(scene->world), state, NULL, folder,
                                     "state.ttl"),
                     0);
    lilv_state_free(state);
    host_free(host);
}

/** A new host with a saved state. */
static host *load(const scene *scene, const char *folder) {
    char path[BUNDLE_PATH_MAX];
    (void)snprintf(path, sizeof path, "%.480s/state.ttl", folder);
    LilvState *state =
        lilv_state_new_from_file(scene->world->lilv, host_world_map(scene->world), NULL, path);
    assert_non_null(state);
    host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
    lilv_state_restore(state, host_instance(host), NULL, NULL, 0, NULL);
    lilv_state_free(state);
    return host;
}

static void a_session_reopened_shows_the_tag_before_a_note_is_played(void **state) {
    const scene *scene = *state;
    char folder[BUNDLE_PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%.60s/session", scene->bundle.root);
    host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
    host_send_weights(host, scene->bundle.others);
    play_music(host, 9.0, 1);
    const float was_tag = tag(host);
    const float was_confidence = confidence(host);
    assert_true(was_tag >= GENUS_GENRE_FIRST_LABEL);
    host_send_get(host);
    run_nothing(host);
    uint8_t ribbon[4096];
    const LV2_Atom *told = host_heard(host, GENUS_URI_RIBBON);
    const size_t ribbon_size = lv2_atom_total_size(told);
    memcpy(ribbon, told, ribbon_size);
    save_and_free(scene, host, folder);

    // Saved again before anything was played, and once more: it stays.
    for (int round = 0; round < 2; round++) {
        save_and_free(scene, load(scene, folder), folder);
    }
    host = load(scene, folder);
    host_send_get(host);
    run_nothing(host);
    assert_float_equal(tag(host), was_tag, 0.0F);
    assert_float_equal(confidence(host), was_confidence, 1e-4F);
    assert_float_equal(host_port(host, GENUS_PORT_GENRE), GENUS_GENRE_LISTENING, 0.0F);
    play_silence(host, 0.2);
    assert_non_null(strstr(heard_string(host, GENUS_URI_WEIGHTS), "second.safetensors"));
    told = host_heard(host, GENUS_URI_RIBBON);
    assert_int_equal(lv2_atom_total_size(told), ribbon_size);
    assert_memory_equal(told, ribbon, ribbon_size);

    // The evidence came along too: a second of other music does not outweigh it.
    play_music(host, 1.5, 2);
    assert_float_equal(tag(host), was_tag, 0.0F);
    host_free(host);
}

static void weights_that_are_gone_are_named_and_the_bundles_are_used(void **state) {
    const scene *scene = *state;
    char folder[BUNDLE_PATH_MAX];
    char moving[BUNDLE_PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%.60s/moved", scene->bundle.root);
    (void)snprintf(moving, sizeof moving, "%.60s/moving.safetensors", scene->bundle.root);
    assert_int_equal(rename(scene->bundle.others, moving), 0);
    host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
    host_send_weights(host, moving);
    play_music(host, 5.0, 1);
    const float was_tag = tag(host);
    save_and_free(scene, host, folder);
    assert_int_equal(rename(moving, scene->bundle.others), 0);

    host_log_clear(scene->world);
    host = load(scene, folder);
    run_nothing(host);
    assert_non_null(strstr(host_log(scene->world), "moving.safetensors"));
    assert_float_equal(tag(host), was_tag, 0.0F);
    play_music(host, 5.0, 1);
    assert_non_null(strstr(heard_string(host, GENUS_URI_WEIGHTS), "/weights.safetensors"));
    assert_true(host_port(host, GENUS_PORT_GENRE) >= GENUS_GENRE_FIRST_LABEL);
    host_free(host);
}

// -------------------------------------------------------------------------------- damaged state

static void damage(store *store, size_t value, int kind) {
    char *bytes = store->values[value].bytes;
    size_t *size = &store->values[value].size;
    switch (kind) {
    case 0: // Lost.
        store->values[value].key = UINT32_MAX;
        break;
    case 1: // Cut.
        *size = *size / 2 + 1;
        break;
    case 2: // Empty.
        *size = 0;
        break;
    case 3: // Another type.
        store->values[value].type += 1;
        break;
    case 4: // All bits set: NaN in floats, no end in strings, -1 in integers.
        memset(bytes, 0xFF, *size);
        break;
    default: // One bit in the last byte but three.
        bytes[*size - (*size > 4 ? 4 : 1)] ^= 0x40;
        break;
    }
}

static void damaged_state_is_ignored_or_harmless_and_never_fatal(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
    host_send_weights(host, scene->bundle.others);
    play_music(host, 9.0, 1);
    store *good = store_new();
    store *bad = store_new();
    assert_int_equal(store_save(host, good), LV2_STATE_SUCCESS);
    assert_int_equal(good->count, 5); // Labels, seconds, track, ribbon, weights.
    host_free(host);
    for (size_t value = 0; value < good->count; value++) {
        for (int kind = 0; kind < 6; kind++) {
            *bad = *good;
            damage(bad, value, kind);
            host_log_clear(scene->world);
            host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
            (void)store_restore(host, bad);
            run_nothing(host);
            const bool ignored = tag(host) == GENUS_GENRE_LISTENING;
            // Without labels it is no state of ours at all; weights that are lost are the bundle's.
            const bool silent = value == 0 && host_log(scene->world)[0] == '\0';
            assert_true(!ignored || silent || strstr(host_log(scene->world), "genus: ") != NULL);
            assert_true(confidence(host) >= 0.0F && confidence(host) <= 100.0F);
            play_music(host, 4.0, 1);
            assert_true(host_port(host, GENUS_PORT_GENRE) >= GENUS_GENRE_FIRST_LABEL);
            host_free(host);
        }
    }
    free(bad);
    free(good);
}

static void strings_that_come_back_without_their_nul_are_read_as_with_it(void **state) {
    const scene *scene = *state;
    for (int without_nul = 0; without_nul < 2; without_nul++) {
        host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
        host_send_weights(host, scene->bundle.others);
        play_music(host, 9.0, 1);
        const float was = tag(host);
        store *store = store_new();
        assert_int_equal(store_save(host, store), LV2_STATE_SUCCESS);
        host_free(host);
        store->without_nul = without_nul == 1;
        host_log_clear(scene->world);
        host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
        assert_int_equal(store_restore(host, store), LV2_STATE_SUCCESS);
        host_send_get(host);
        run_nothing(host);
        play_silence(host, 0.2);
        assert_float_equal(tag(host), was, 0.0F);
        assert_string_equal(heard_string(host, GENUS_URI_WEIGHTS), scene->bundle.others);
        assert_string_equal(host_log(scene->world), "");
        host_free(host);
        free(store);
    }
}

static void what_was_saved_with_other_genres_is_refused_with_a_reason(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
    play_music(host, 5.0, 1);
    store *store = store_new();
    assert_int_equal(store_save(host, store), LV2_STATE_SUCCESS);
    host_free(host);
    store->values[0].bytes[0] ^= 1; // The first label's first letter.
    host_log_clear(scene->world);
    host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
    assert_int_equal(store_restore(host, store), LV2_STATE_SUCCESS);
    run_nothing(host);
    assert_float_equal(tag(host), GENUS_GENRE_LISTENING, 0.0F);
    assert_non_null(strstr(host_log(scene->world), "labels"));
    // A host that has no room for the state is told on.
    store->most = 1;
    assert_int_equal(store_save(host, store), LV2_STATE_ERR_NO_SPACE);
    host_free(host);
    free(store);
}

// ---------------------------------------------------------------------------------- other threads

/** What a thread beside the audio thread needs. */
typedef struct beside {
    host *host;
    store *store;
    atomic_bool stop;
    int failures;
} beside;

static void *save_and_restore(void *handle) {
    beside *beside = handle;
    while (!atomic_load(&beside->stop)) {
        beside->failures += store_save(beside->host, beside->store) != LV2_STATE_SUCCESS;
        beside->failures += store_restore(beside->host, beside->store) != LV2_STATE_SUCCESS;
    }
    return NULL;
}

static void state_is_saved_and_restored_while_audio_runs(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_THREAD);
    play_music(host, 5.0, 1);
    host_work(host);
    run_nothing(host);
    beside beside = {.host = host, .store = store_new()};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, save_and_restore, &beside), 0);
    for (uint32_t round = 0; round < 6; round++) {
        host_send_weights(host, round % 2 == 0 ? scene->bundle.others : "");
        play_music(host, 2.0, round);
    }
    atomic_store(&beside.stop, true);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(beside.failures, 0);
    host_work(host);
    run_nothing(host);
    assert_true(tag(host) >= GENUS_GENRE_FIRST_LABEL);
    host_free(host);
    free(beside.store);
}

#define MANY 64
#define SIDES 4

/** A thread that saves and restores some of many hosts, with one store and another. */
typedef struct side {
    host **hosts; ///< [MANY / SIDES]
    const store *stores[2];
    int failures;
} side;

static void *swap_states(void *handle) {
    side *side = handle;
    store *saved = store_new();
    store *given = store_new();
    for (size_t round = 0; round < 6; round++) {
        for (size_t i = 0; i < MANY / SIDES; i++) {
            *given = *side->stores[(round + i) % 2];
            side->failures += store_save(side->hosts[i], saved) != LV2_STATE_SUCCESS;
            side->failures += store_restore(side->hosts[i], given) != LV2_STATE_SUCCESS;
        }
    }
    free(given);
    free(saved);
    return NULL;
}

static void sixty_four_instances_are_saved_restored_and_swapped_while_they_play(void **state) {
    const scene *scene = *state;
    store *stores[2] = {store_new(), store_new()};
    for (int i = 0; i < 2; i++) {
        host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
        host_send_weights(host, i == 0 ? "" : scene->bundle.others);
        play_music(host, 5.0, 1);
        assert_int_equal(store_save(host, stores[i]), LV2_STATE_SUCCESS);
        host_free(host);
    }
    host *hosts[MANY];
    for (size_t i = 0; i < MANY; i++) {
        hosts[i] = host_new(scene->world, i % 2 == 0 ? GENUS_URI_MONO : GENUS_URI_STEREO, RATE,
                            HOST_WORKER_THREAD);
    }
    side sides[SIDES];
    pthread_t threads[SIDES];
    for (size_t i = 0; i < SIDES; i++) {
        sides[i] = (side){hosts + i * (MANY / SIDES), {stores[0], stores[1]}, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, swap_states, &sides[i]), 0);
    }
    for (uint32_t round = 0; round < 20; round++) {
        for (size_t i = 0; i < MANY; i++) {
            host_send_weights(hosts[i], (round + i) % 5 == 0 ? scene->bundle.others : "");
            host_send_window(hosts[i], round == 0);
            play_music(hosts[i], 0.25, (uint32_t)i);
        }
    }
    for (size_t i = 0; i < SIDES; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(sides[i].failures, 0);
    }
    for (size_t i = 0; i < MANY; i++) {
        host_work(hosts[i]);
        run_nothing(hosts[i]);
        assert_true(tag(hosts[i]) >= GENUS_GENRE_FIRST_LABEL);
        host_free(hosts[i]);
    }
    free(stores[0]);
    free(stores[1]);
}

// -------------------------------------------------------------------------------- other weights

/** Plays on while the weights change, and fails if one sample of the audio does. */
static void play_untouched(host *host, const float *const *audio, uint64_t frames) {
    for (uint64_t at = 0; at < frames; at += 256) {
        const float *const places[] = {audio[0] + at, audio[1] + at};
        const uint32_t count = (uint32_t)(frames - at < 256 ? frames - at : 256);
        host_run(host, places, count);
        for (uint32_t c = 0; c < 2; c++) {
            assert_memory_equal(host_output(host, c), places[c], count * sizeof(float));
        }
        if (host_get_worker(host) == HOST_WORKER_LATE && at / 256 % 8 == 7) {
            host_work(host);
        }
    }
}

static void weights_are_swapped_while_audio_runs(void **state) {
    const scene *scene = *state;
    static const host_worker workers[] = {HOST_WORKER_SYNCHRONOUS, HOST_WORKER_THREAD,
                                          HOST_WORKER_LATE};
    const uint64_t frames = (uint64_t)(6.0 * RATE);
    float *music[] = {plugin_music(frames, 3), plugin_music(frames, 4)};
    const float *const audio[] = {music[0], music[1]};
    for (size_t i = 0; i < 3; i++) {
        host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, workers[i]);
        play_untouched(host, audio, frames);
        host_work(host);
        run_nothing(host);
        const float was_tag = tag(host);
        assert_true(was_tag >= GENUS_GENRE_FIRST_LABEL);
        host_send_weights(host, scene->bundle.others);
        // The load, then its work, then the old weights' end; all between blocks.
        for (int round = 0; round < 3; round++) {
            run_nothing(host);
            host_work(host);
        }
        play_untouched(host, audio, frames);
        host_work(host);
        play_silence(host, 0.2);
        assert_string_equal(heard_string(host, GENUS_URI_WEIGHTS), scene->bundle.others);
        assert_non_null(strstr(heard_string(host, GENUS_URI_ABOUT), "second.safetensors"));
        host_free(host);
    }
    free(music[0]);
    free(music[1]);
}

static void other_weights_give_their_own_verdict_and_the_bundles_come_back(void **state) {
    const scene *scene = *state;
    float expected[2] = {0.0F, 0.0F};
    // What each of the two says alone.
    for (int i = 0; i < 2; i++) {
        host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
        host_send_weights(host, i == 0 ? "" : scene->bundle.others);
        run_nothing(host);
        run_nothing(host);
        play_music(host, 5.0, 1);
        expected[i] = host_port(host, genus_port_posterior(1));
        host_free(host);
    }
    assert_true(expected[0] != expected[1]);
    host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
    for (int round = 0; round < 4; round++) {
        host_send_weights(host, round % 2 == 0 ? "" : scene->bundle.others);
        run_nothing(host);
        run_nothing(host);
        play_music(host, 5.0, 1);
        assert_float_equal(host_port(host, genus_port_posterior(1)), expected[round % 2], 1e-4F);
    }
    host_free(host);
}

/** Only the leak check can tell. */
static void a_job_that_the_host_never_does_costs_no_memory(void **state) {
    const scene *scene = *state;
    host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_LATE);
    host_send_weights(host, scene->bundle.others);
    run_nothing(host); // Asks for the load,
    run_nothing(host);
    host_work(host);
    run_nothing(host); // takes over what was loaded,
    run_nothing(host); // and asks for the end of what was there.
    host_free(host);
}

/** A file of the bundle's folder with the first bytes of some weights. */
static void write_part(const char *from, const char *to, size_t size) {
    char *bytes = malloc(size);
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    assert_true(bytes != NULL && in != NULL && out != NULL);
    assert_int_equal(fread(bytes, 1, size, in), size);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    (void)fclose(in);
    (void)fclose(out);
    free(bytes);
}

static void bad_weights_leave_the_old_ones_at_work_and_say_why(void **state) {
    const scene *scene = *state;
    char cut[BUNDLE_PATH_MAX];
    char text[BUNDLE_PATH_MAX];
    (void)snprintf(text, sizeof text, "%.480s/contents.txt", scene->bundle.folder);
    (void)snprintf(cut, sizeof cut, "%.60s/cut.safetensors", scene->bundle.root);
    write_part(scene->bundle.others, cut, 10000);
    const char *const bad[] = {"/nowhere/at-all.safetensors", cut, scene->bundle.fewer, text};
    const char *const names[] = {"at-all.safetensors", "cut.safetensors", "fewer.safetensors",
                                 "contents.txt"};
    const char *const words[] = {"at-all.safetensors: cannot be opened", "cut.safetensors: damaged",
                                 "fewer.safetensors: for other genres",
                                 "contents.txt: not a Genus weights file"};
    for (size_t i = 0; i < 4; i++) {
        host *host = host_new(scene->world, GENUS_URI_MONO, RATE, HOST_WORKER_SYNCHRONOUS);
        play_music(host, 5.0, 1);
        const float was = host_port(host, GENUS_PORT_GENRE);
        host_log_clear(scene->world);
        host_send_weights(host, bad[i]);
        play_music(host, 0.3, 1);
        assert_non_null(strstr(host_log(scene->world), names[i]));
        assert_string_equal(heard_string(host, GENUS_URI_SUMMARY), words[i]);
        assert_non_null(strstr(heard_string(host, GENUS_URI_WEIGHTS), "/weights.safetensors"));
        assert_float_equal(host_port(host, GENUS_PORT_GENRE), was, 0.0F);
        play_music(host, 12.0, 1);
        assert_true(host_port(host, GENUS_PORT_SECONDS_HEARD) > 16.0F); // Nothing was forgotten.
        assert_null(strstr(heard_string(host, GENUS_URI_SUMMARY), names[i])); // News grow old.
        host_free(host);
    }
}

static void a_bundle_with_bad_weights_makes_no_instance_and_says_why(void **state) {
    const scene *scene = *state;
    char path[BUNDLE_PATH_MAX];
    char contents[BUNDLE_PATH_MAX];
    (void)snprintf(path, sizeof path, "%.480s/weights.safetensors", scene->bundle.folder);
    (void)snprintf(contents, sizeof contents, "%.480s/contents.txt", scene->bundle.folder);
    char kept[BUNDLE_PATH_MAX];
    (void)snprintf(kept, sizeof kept, "%.60s/kept", scene->bundle.root);
    for (int kind = 0; kind < 5; kind++) {
        char *changed = kind < 4 ? path : contents;
        assert_int_equal(rename(changed, kept), 0);
        switch (kind) {
        case 1: // Truncated.
            write_part(scene->bundle.weights, path, 10000);
            break;
        case 2: // Foreign: other genres than the ports were made for.
            write_part(scene->bundle.fewer, path, 2000);
            break;
        case 3: // Not weights at all.
            write_part(contents, path, 20);
            break;
        case 4: // A list of contents without labels.
            write_part(scene->bundle.weights, contents, 100);
            break;
        default: // Missing.
            break;
        }
        host_log_clear(scene->world);
        assert_null(host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS));
        assert_non_null(strstr(host_log(scene->world), "genus: "));
        assert_non_null(
            strstr(host_log(scene->world), kind < 4 ? "weights.safetensors" : "contents.txt"));
        assert_int_equal(rename(kept, changed), 0);
    }
    host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, HOST_WORKER_SYNCHRONOUS);
    assert_non_null(host);
    host_free(host);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_reopened_shows_the_tag_before_a_note_is_played),
        cmocka_unit_test(weights_that_are_gone_are_named_and_the_bundles_are_used),
        cmocka_unit_test(damaged_state_is_ignored_or_harmless_and_never_fatal),
        cmocka_unit_test(strings_that_come_back_without_their_nul_are_read_as_with_it),
        cmocka_unit_test(what_was_saved_with_other_genres_is_refused_with_a_reason),
        cmocka_unit_test(state_is_saved_and_restored_while_audio_runs),
        cmocka_unit_test(sixty_four_instances_are_saved_restored_and_swapped_while_they_play),
        cmocka_unit_test(weights_are_swapped_while_audio_runs),
        cmocka_unit_test(other_weights_give_their_own_verdict_and_the_bundles_come_back),
        cmocka_unit_test(a_job_that_the_host_never_does_costs_no_memory),
        cmocka_unit_test(bad_weights_leave_the_old_ones_at_work_and_say_why),
        cmocka_unit_test(a_bundle_with_bad_weights_makes_no_instance_and_says_why),
    };
    return cmocka_run_group_tests_name("plugin_state", tests, scene_set_up, scene_tear_down);
}

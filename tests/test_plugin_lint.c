// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What lv2lint looks at, looked at through lilv: the descriptions are whole, and say what the
// binary does.

#include "plugin/lv2/inline_display.h"
#include "support/plugin_scene.h"

#include <lv2/options/options.h>
#include <lv2/state/state.h>
#include <lv2/worker/worker.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define CORE "http://lv2plug.in/ns/lv2core#"
#define EXTENSIONS "http://lv2plug.in/ns/ext/"

static const char *const uris[] = {GENUS_URI_MONO, GENUS_URI_STEREO};

static bool has_feature(const scene *scene, const LilvPlugin *plugin, const char *uri) {
    LilvNode *node = lilv_new_uri(scene->world->lilv, uri);
    const bool has = lilv_plugin_has_feature(plugin, node);
    lilv_node_free(node);
    return has;
}

static bool requires(const scene *scene, const LilvPlugin *plugin, const char *uri) {
    LilvNode *node = lilv_new_uri(scene->world->lilv, uri);
    LilvNodes *required = lilv_plugin_get_required_features(plugin);
    const bool is_required = lilv_nodes_contains(required, node);
    lilv_nodes_free(required);
    lilv_node_free(node);
    return is_required;
}

static bool promises(const scene *scene, const LilvPlugin *plugin, const char *uri) {
    LilvNode *node = lilv_new_uri(scene->world->lilv, uri);
    const bool has = lilv_plugin_has_extension_data(plugin, node);
    lilv_node_free(node);
    return has;
}

/** The first value of a plugin's property; free it. */
static LilvNode *value_of(const scene *scene, const LilvPlugin *plugin, const char *property) {
    LilvNode *node = lilv_new_uri(scene->world->lilv, property);
    LilvNodes *values = lilv_plugin_get_value(plugin, node);
    LilvNode *first = values == NULL ? NULL : lilv_node_duplicate(lilv_nodes_get_first(values));
    lilv_nodes_free(values);
    lilv_node_free(node);
    return first;
}

static bool port_has(const scene *scene, const LilvPlugin *plugin, const LilvPort *port,
                     const char *property) {
    LilvNode *node = lilv_new_uri(scene->world->lilv, property);
    LilvNode *value = lilv_port_get(plugin, port, node);
    lilv_node_free(node);
    const bool has = value != NULL;
    lilv_node_free(value);
    return has;
}

static bool port_is(const scene *scene, const LilvPlugin *plugin, const LilvPort *port,
                    const char *class) {
    LilvNode *node = lilv_new_uri(scene->world->lilv, class);
    const bool is =
        lilv_port_is_a(plugin, port, node) || lilv_port_has_property(plugin, port, node);
    lilv_node_free(node);
    return is;
}

static void a_plugin_says_who_and_what_it_is(void **state) {
    const scene *scene = *state;
    static const char *const strings[] = {"http://usefulinc.com/ns/doap#shortdesc",
                                          "http://www.w3.org/2000/01/rdf-schema#comment"};
    static const char *const versions[] = {CORE "minorVersion", CORE "microVersion"};
    for (size_t p = 0; p < 2; p++) {
        const LilvPlugin *plugin = host_world_plugin(scene->world, uris[p]);
        LilvNode *license = value_of(scene, plugin, "http://usefulinc.com/ns/doap#license");
        LilvNode *author = lilv_plugin_get_author_name(plugin);
        LilvNode *project = lilv_plugin_get_project(plugin);
        assert_true(lilv_node_is_uri(license) && lilv_node_is_string(author));
        assert_true(lilv_node_is_uri(project));
        lilv_node_free(license);
        lilv_node_free(author);
        lilv_node_free(project);
        for (size_t i = 0; i < 2; i++) {
            LilvNode *string = value_of(scene, plugin, strings[i]);
            LilvNode *version = value_of(scene, plugin, versions[i]);
            assert_true(lilv_node_is_string(string) && lilv_node_is_int(version));
            assert_int_equal(lilv_node_as_int(version) % 2, 0); // Odd is unstable.
            lilv_node_free(string);
            lilv_node_free(version);
        }
        LilvNode *type =
            lilv_new_uri(scene->world->lilv, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
        LilvNode *analyser = lilv_new_uri(scene->world->lilv, CORE "AnalyserPlugin");
        LilvNodes *types = lilv_plugin_get_value(plugin, type);
        assert_true(lilv_nodes_contains(types, analyser));
        lilv_nodes_free(types);
        lilv_node_free(analyser);
        lilv_node_free(type);
        assert_true(has_feature(scene, plugin, CORE "hardRTCapable"));
        assert_false(has_feature(scene, plugin, CORE "inPlaceBroken"));
        assert_false(has_feature(scene, plugin, EXTENSIONS "buf-size#fixedBlockLength"));
        assert_false(has_feature(scene, plugin, EXTENSIONS "buf-size#powerOf2BlockLength"));
        assert_false(has_feature(scene, plugin, EXTENSIONS "state#loadDefaultState"));
    }
}

static void what_is_promised_is_returned_whole_and_nothing_else(void **state) {
    const scene *scene = *state;
    for (size_t p = 0; p < 2; p++) {
        const LilvPlugin *plugin = host_world_plugin(scene->world, uris[p]);
        host *host = host_new(scene->world, uris[p], RATE, HOST_WORKER_SYNCHRONOUS);
        const LilvInstance *instance = host_instance(host);
        const LV2_Worker_Interface *worker =
            lilv_instance_get_extension_data(instance, LV2_WORKER__interface);
        assert_true(promises(scene, plugin, LV2_WORKER__interface));
        assert_true(has_feature(scene, plugin, LV2_WORKER__schedule));
        assert_false(requires(scene, plugin, LV2_WORKER__schedule));
        assert_true(requires(scene, plugin, LV2_URID__map));
        assert_true(worker->work != NULL && worker->work_response != NULL);
        assert_true(worker->end_run != NULL);

        const LV2_State_Interface *saved =
            lilv_instance_get_extension_data(instance, LV2_STATE__interface);
        assert_true(promises(scene, plugin, LV2_STATE__interface));
        assert_true(has_feature(scene, plugin, LV2_STATE__threadSafeRestore));
        assert_true(saved->save != NULL && saved->restore != NULL);

        const genus_inline_display_interface *display =
            lilv_instance_get_extension_data(instance, GENUS_INLINE_DISPLAY__interface);
        assert_true(promises(scene, plugin, GENUS_INLINE_DISPLAY__interface));
        assert_true(has_feature(scene, plugin, GENUS_INLINE_DISPLAY__queue_draw));
        assert_non_null(display->render);

        // The plugin has no options: neither promised nor returned.
        assert_false(promises(scene, plugin, LV2_OPTIONS__interface));
        assert_false(has_feature(scene, plugin, LV2_OPTIONS__options));
        assert_null(lilv_instance_get_extension_data(instance, LV2_OPTIONS__interface));
        host_free(host);
    }
}

static void every_port_is_described_in_full(void **state) {
    const scene *scene = *state;
    for (size_t p = 0; p < 2; p++) {
        const LilvPlugin *plugin = host_world_plugin(scene->world, uris[p]);
        for (uint32_t i = 0; i < lilv_plugin_get_num_ports(plugin); i++) {
            const LilvPort *port = lilv_plugin_get_port_by_index(plugin, i);
            assert_true(
                port_has(scene, plugin, port, "http://www.w3.org/2000/01/rdf-schema#comment"));
            assert_true(port_has(scene, plugin, port, CORE "shortName"));
            if (port_is(scene, plugin, port, CORE "AudioPort")) {
                assert_true(port_has(scene, plugin, port, CORE "designation"));
                assert_true(port_has(scene, plugin, port, EXTENSIONS "port-groups#group"));
            }
            if (!port_is(scene, plugin, port, CORE "ControlPort")) {
                continue;
            }
            assert_true(port_has(scene, plugin, port, EXTENSIONS "port-groups#group"));
            LilvNode *normal = NULL;
            LilvNode *lowest = NULL;
            LilvNode *highest = NULL;
            lilv_port_get_range(plugin, port, &normal, &lowest, &highest);
            assert_true(normal != NULL && lowest != NULL && highest != NULL);
            assert_true(lilv_node_as_float(lowest) <= lilv_node_as_float(normal) &&
                        lilv_node_as_float(normal) <= lilv_node_as_float(highest));
            lilv_node_free(normal);
            lilv_node_free(lowest);
            lilv_node_free(highest);
            // A switch or a word has no unit.
            assert_true(
                port_is(scene, plugin, port, CORE "toggled") ||
                port_is(scene, plugin, port, CORE "enumeration") ||
                port_has(scene, plugin, port, "http://lv2plug.in/ns/extensions/units#unit"));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plugin_says_who_and_what_it_is),
        cmocka_unit_test(what_is_promised_is_returned_whole_and_nothing_else),
        cmocka_unit_test(every_port_is_described_in_full),
    };
    return cmocka_run_group_tests_name("plugin_lint", tests, scene_set_up, scene_tear_down);
}

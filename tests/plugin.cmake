# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC

# The tests of the plugin, in a host of our own and in real ones.

pkg_check_modules(LILV REQUIRED IMPORTED_TARGET lilv-0)

add_library(genus_plugin_test_support STATIC support/plugin_host.c support/plugin_bundle.c
                                             support/plugin_scene.c support/plugin_store.c)
target_link_libraries(genus_plugin_test_support PUBLIC genus_test_support genus_plugin_common
                                                       PkgConfig::LILV)
target_compile_definitions(
  genus_plugin_test_support PRIVATE GENUS_PLUGIN_BINARIES="${PROJECT_BINARY_DIR}/plugin"
                                    GENUS_TEMPLATES="${PROJECT_SOURCE_DIR}/ttl")

# genus_plugin_test(plugin): tests/test_plugin.c in the host of our own.
function(genus_plugin_test room)
  genus_test(${room})
  target_link_libraries(test_${room} PRIVATE genus_plugin_test_support)
  add_dependencies(test_${room} genus_lv2 genus_ui)
endfunction()

genus_plugin_test(plugin)
genus_plugin_test(plugin_state)
genus_plugin_test(plugin_tag)
genus_plugin_test(plugin_cost)
genus_plugin_test(plugin_lint)

# The plugin linked into the test, so that its allocations can be made to fail.
genus_test(plugin_memory_out)
target_sources(test_plugin_memory_out PRIVATE support/plugin_alone.c)
target_link_libraries(test_plugin_memory_out PRIVATE genus_plugin_rooms)
genus_fails_allocations(test_plugin_memory_out)

# What run() calls. The module plants calls, to see that they are seen.
add_library(planted MODULE support/plugin_planted.c)
target_link_libraries(planted PRIVATE PkgConfig::KISSFFT PkgConfig::SOXR Threads::Threads)
target_compile_options(planted PRIVATE -fno-builtin)
genus_plugin_test(plugin_realtime)
target_sources(test_plugin_realtime PRIVATE support/plugin_watch.c)
# It calls them by their names only; as far as the linker can see, it needs neither.
target_link_options(test_plugin_realtime PRIVATE -Wl,--push-state,--no-as-needed
                    ${KISSFFT_LDFLAGS} ${SOXR_LDFLAGS} -Wl,--pop-state)
set_target_properties(test_plugin_realtime PROPERTIES ENABLE_EXPORTS ON)
target_compile_definitions(test_plugin_realtime PRIVATE GENUS_PLANTED="$<TARGET_FILE:planted>")
add_dependencies(test_plugin_realtime planted)

# The plugin's pictures, and the window without a window system.
foreach(room draw panel)
  genus_test(${room})
  target_sources(test_${room} PRIVATE pictures.c)
  target_link_libraries(test_${room} PRIVATE genus_pictures)
endforeach()

# The window on an X server of its own.
add_executable(test_window test_window.c pictures.c)
target_link_libraries(test_window PRIVATE genus_pictures genus_plugin_common PkgConfig::CMOCKA
                                          PkgConfig::X11 ${CMAKE_DL_LIBS})
target_compile_definitions(test_window PRIVATE GENUS_UI="$<TARGET_FILE:genus_ui>")
add_dependencies(test_window genus_ui)
genus_test_script(window $<TARGET_FILE:test_window>)

set_tests_properties(draw panel window PROPERTIES ENVIRONMENT "${no_fontconfig_leaks}")

# The descriptions by LV2's own vocabularies.
genus_test_script(lv2_validate ${PROJECT_BINARY_DIR}/lv2/genus.lv2)

# A bundle for other weights.
genus_test_script(bundle ${CMAKE_COMMAND} ${PROJECT_BINARY_DIR})

# Both binaries show one symbol each.
genus_test_script(plugin_symbols ${CMAKE_NM} $<TARGET_FILE:genus_lv2> $<TARGET_FILE:genus_ui>)

# In hosts of others, which have no sanitizer in them.
if(NOT CMAKE_C_FLAGS MATCHES fsanitize)
  genus_test_script(plugin_ffmpeg ${PROJECT_BINARY_DIR})
  genus_test_script(plugin_audacity ${PROJECT_BINARY_DIR})
  genus_test_script(jalv ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR}/ttl ${GENUS_SHARED})
  genus_test_script(ardour ${PROJECT_BINARY_DIR} ${GENUS_SHARED})
  set_tests_properties(jalv plugin_audacity PROPERTIES RESOURCE_LOCK jack)
  set_tests_properties(ardour PROPERTIES TIMEOUT 900)
endif()

# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC

# What a person sees of the plugin, without any window system: linked into the plugin (the strip),
# into its window, and into tests that look at the pictures.

pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo)

add_library(
  genus_pictures STATIC
  plugin/draw.c plugin/draw_controls.c plugin/draw_strip.c plugin/draw_window.c plugin/input.c
  plugin/layout.c plugin/lettering.c plugin/palette.c plugin/panel.c plugin/text_field.c)
target_link_libraries(genus_pictures PUBLIC genus PkgConfig::CAIRO m)
set_target_properties(genus_pictures PROPERTIES POSITION_INDEPENDENT_CODE ON
                                                C_VISIBILITY_PRESET hidden)

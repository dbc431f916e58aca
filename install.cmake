# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# What is installed, and as packages: cmake --preset package && cmake --build --preset package, then
# cpack in build-package makes five .deb files and `cpack --config CPackSourceConfig.cmake` a tarball.

set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME genus)

install(TARGETS genus-live genus-train COMPONENT genus)
install(TARGETS genus COMPONENT libgenus-dev)
install(TARGETS genus_shared EXPORT genus
        LIBRARY COMPONENT libgenus0 NAMELINK_COMPONENT libgenus-dev)
install(EXPORT genus NAMESPACE genus:: FILE genus-config.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/genus COMPONENT libgenus-dev)
install(FILES engine/genus.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT libgenus-dev)
install(DIRECTORY tests/examples DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT libgenus-dev)
install(FILES presets/gtzan.safetensors presets/gtzan.md presets/demo.flac
        DESTINATION ${CMAKE_INSTALL_DATADIR}/genus)
install(FILES live/genus-live.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES live/genus-live.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)

# The pkg-config file finds its prefix from where it lies, so the installed tree can be moved.
file(RELATIVE_PATH prefix_from_pc "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
configure_file(engine/genus.pc.in genus.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/genus.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
        COMPONENT libgenus-dev)

# The Python module finds library and weights from where it lies, here and where it is installed.
set(GENUS_PYTHON_DIR lib/python3/dist-packages CACHE STRING "Where genus.py is installed")
cmake_path(ABSOLUTE_PATH GENUS_PYTHON_DIR BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}"
           OUTPUT_VARIABLE python_full_dir)
file(RELATIVE_PATH GENUS_LIBRARY_FROM_PYTHON "${python_full_dir}"
     "${CMAKE_INSTALL_FULL_LIBDIR}/libgenus.so.0")
file(RELATIVE_PATH GENUS_WEIGHTS_FROM_PYTHON "${python_full_dir}"
     "${CMAKE_INSTALL_FULL_DATADIR}/genus/gtzan.safetensors")
configure_file(engine/python/genus.py.in installed/genus.py @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/installed/genus.py DESTINATION ${GENUS_PYTHON_DIR}
        COMPONENT python3-genus)
set(GENUS_LIBRARY_FROM_PYTHON ../libgenus.so.0)
set(GENUS_WEIGHTS_FROM_PYTHON ${CMAKE_CURRENT_SOURCE_DIR}/presets/gtzan.safetensors)
configure_file(engine/python/genus.py.in python/genus.py @ONLY)

set(manual_pages ${CMAKE_CURRENT_SOURCE_DIR}/live/genus-live.1
                 ${train_page})

option(GENUS_PACKAGE "Prepare what packages hold beside the programs (for cpack)" OFF)
if(NOT GENUS_PACKAGE)
  install(FILES ${manual_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  return()
endif()

# Debian's policy: manual pages and changelogs compressed, without the time of day in them.
find_program(GZIP gzip REQUIRED)
# genus_install_gz(FILE NAME COMPONENT FOLDER)
function(genus_install_gz file name component folder)
  set(packed ${CMAKE_CURRENT_BINARY_DIR}/package/${component}/${name}.gz)
  get_filename_component(packed_dir ${packed} DIRECTORY)
  add_custom_command(
    OUTPUT ${packed}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${packed_dir}
    COMMAND sh -c "\"$1\" -9nc \"$2\" >\"$3\"" - ${GZIP} ${file} ${packed}
    DEPENDS ${file}
    VERBATIM)
  string(MAKE_C_IDENTIFIER ${component}_${name} target)
  add_custom_target(${target} ALL DEPENDS ${packed})
  install(FILES ${packed} DESTINATION ${folder} COMPONENT ${component})
endfunction()

foreach(page IN LISTS manual_pages)
  get_filename_component(name ${page} NAME)
  genus_install_gz(${page} ${name} genus ${CMAKE_INSTALL_MANDIR}/man1)
endforeach()
foreach(package genus genus-lv2 libgenus0 libgenus-dev python3-genus)
  genus_install_gz(${CMAKE_CURRENT_SOURCE_DIR}/CHANGELOG.md changelog ${package}
                   ${CMAKE_INSTALL_DATADIR}/doc/${package})
  install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} RENAME copyright
          COMPONENT ${package})
endforeach()

# The functions' manual pages come from the header's own comments.
find_program(DOXYGEN doxygen REQUIRED)
configure_file(engine/Doxyfile.in Doxyfile @ONLY)
add_custom_command(
  OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/man/man3/genus.h.3
  COMMAND ${DOXYGEN} -q Doxyfile
  COMMAND sh -c "\"$1\" -9nf man/man3/*.3 && touch man/man3/genus.h.3" - ${GZIP}
  DEPENDS engine/genus.h
  WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
  VERBATIM)
add_custom_target(manual ALL DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/man/man3/genus.h.3)
install(DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/man/man3 DESTINATION ${CMAKE_INSTALL_MANDIR}
        COMPONENT libgenus-dev FILES_MATCHING PATTERN "genus*.3.gz")

# Whoever builds packages signs them, as Debian's own tools have it.
set(CPACK_PACKAGE_CONTACT "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
if("$ENV{DEBEMAIL}" STREQUAL "")
  message(FATAL_ERROR "Packages name who made them: set DEBFULLNAME and DEBEMAIL")
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME genus)
set(CPACK_PACKAGE_VENDOR "The Genus authors")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL genus genus-lv2 libgenus0 libgenus-dev python3-genus)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/package/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBGENUS0_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_BINARY_DIR}/package/triggers)
foreach(package GENUS GENUS-LV2 LIBGENUS0 LIBGENUS-DEV PYTHON3-GENUS)
  string(TOLOWER ${package} name)
  set(CPACK_DEBIAN_${package}_PACKAGE_NAME ${name})
endforeach()
set(CPACK_DEBIAN_GENUS_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_GENUS-LV2_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_LIBGENUS0_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBGENUS-DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBGENUS-DEV_PACKAGE_DEPENDS
    "libgenus0 (= ${PROJECT_VERSION}), libkissfft-dev, libsoxr-dev")
set(CPACK_DEBIAN_PYTHON3-GENUS_PACKAGE_SECTION python)
set(CPACK_DEBIAN_PYTHON3-GENUS_PACKAGE_DEPENDS
    "genus (= ${PROJECT_VERSION}), libgenus0 (= ${PROJECT_VERSION}), python3, python3-numpy")
# The first line is the synopsis; with a summary for all, it would be the same everywhere.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(CPACK_COMPONENT_GENUS_DESCRIPTION "listens to music and says, live, what genre it is
genus-live names the genre of what plays at an input, in a stream or in files;
genus-train teaches it other genres.")
set(CPACK_COMPONENT_GENUS-LV2_DESCRIPTION "LV2 plugin that says what genre a track is
Passes the audio through untouched, shows the genre as it plays and keeps the
track's tag with the session.")
set(CPACK_COMPONENT_LIBGENUS0_DESCRIPTION "names the genre of music as it plays: library
Hears audio block by block without allocating or locking, and always has a
verdict on the last half minute.")
set(CPACK_COMPONENT_LIBGENUS-DEV_DESCRIPTION "names the genre of music as it plays: development files
Header, static library, manual pages and examples of libgenus.")
set(CPACK_COMPONENT_PYTHON3-GENUS_DESCRIPTION "names the genre of music as it plays: Python module
A thin layer of ctypes and numpy over libgenus: the numbers are those of
genus-live.")

set(CPACK_SOURCE_GENERATOR TGZ)
set(CPACK_SOURCE_PACKAGE_FILE_NAME genus-${PROJECT_VERSION})
set(CPACK_SOURCE_IGNORE_FILES "/build" "/\\\\.git/")
include(CPack)

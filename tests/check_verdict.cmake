# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
#
# cmake -D LINE=... -D LABELS=N -P check_verdict.cmake
# One line of `genus-live --json`: an object with every field of the right type.

foreach(field IN ITEMS path:STRING genre:STRING confidence:NUMBER posterior:OBJECT seconds:NUMBER
                       state:STRING)
  string(REGEX MATCH "^([a-z]+):([A-Z]+)$" matched ${field})
  string(JSON type TYPE "${LINE}" ${CMAKE_MATCH_1})
  if(NOT type STREQUAL CMAKE_MATCH_2)
    message(FATAL_ERROR "${CMAKE_MATCH_1} is ${type}, not ${CMAKE_MATCH_2}: ${LINE}")
  endif()
endforeach()
string(JSON labels LENGTH "${LINE}" posterior)
if(NOT labels EQUAL LABELS)
  message(FATAL_ERROR "a posterior over ${labels} labels, not ${LABELS}: ${LINE}")
endif()
string(JSON genre GET "${LINE}" genre)
string(JSON leading GET "${LINE}" posterior ${genre})
string(JSON confidence GET "${LINE}" confidence)
if(NOT leading EQUAL confidence)
  message(FATAL_ERROR "confidence ${confidence} is not the genre's posterior ${leading}: ${LINE}")
endif()

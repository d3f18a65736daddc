# The two calls of ascii-chat's build, answered by sourceprint. Its CMakeLists.txt has
#
#   include(${CMAKE_SOURCE_DIR}/cmake/tooling/Instrumentation.cmake)
#   ascii_instrumentation_prepare()     before its targets
#   ascii_instrumentation_finalize()    behind them
#
# and stays as it is: cmake/tooling/Instrumentation.cmake holds find_package(Sourceprint REQUIRED) and
# include("${Sourceprint_DIR}/AsciiInstrumentation.cmake") instead. No tree of rewritten sources is made: each file is
# compiled where it is. Since ascii-chat calls its tool "panic", the file is cmake/tooling/Panic.cmake, and the names are
# those with PANIC; both sets of names are answered.
include_guard(GLOBAL)

option(ASCII_BUILD_WITH_INSTRUMENTATION "Record every statement, with sourceprint" OFF)
option(ASCII_BUILD_WITH_SOURCE_PRINT_INSTRUMENTATION "The same" OFF)
option(ASCIICHAT_BUILD_WITH_SOURCE_PRINT_INSTRUMENTATION "The same" OFF)
option(ASCIICHAT_BUILD_WITH_PANIC "The same" OFF)

function(_ascii_instrumentation_wanted output)
  set(${output} FALSE PARENT_SCOPE)
  if(ASCII_BUILD_WITH_INSTRUMENTATION OR ASCII_BUILD_WITH_SOURCE_PRINT_INSTRUMENTATION
      OR ASCIICHAT_BUILD_WITH_SOURCE_PRINT_INSTRUMENTATION OR ASCIICHAT_BUILD_WITH_PANIC)
    set(${output} TRUE PARENT_SCOPE)
  endif()
endfunction()

# Sets NAME_ENABLED and NAME_SOURCE_DIR for the caller of the caller.
macro(_ascii_prepare name)
  _ascii_instrumentation_wanted(is_wanted)
  set(${name}_ENABLED ${is_wanted} PARENT_SCOPE)
  set(${name}_SOURCE_DIR "${CMAKE_SOURCE_DIR}" PARENT_SCOPE)
  if(is_wanted)
    # The functions of a header that is precompiled have no records.
    set(USE_PRECOMPILED_HEADERS OFF CACHE BOOL "Off while statements are recorded" FORCE)
    set(ASCIICHAT_USE_PCH OFF CACHE BOOL "Off while statements are recorded" FORCE)
  endif()
endmacro()

function(ascii_instrumentation_prepare)
  _ascii_prepare(ASCII_INSTRUMENTATION)
endfunction()

function(ascii_panic_prepare)
  _ascii_prepare(ASCII_PANIC)
endfunction()

# Sets OUTPUT to the targets of a folder and of those below it that compile something; deps/ is other people's code.
function(_ascii_instrumentation_targets folder output)
  set(found)
  file(RELATIVE_PATH place "${CMAKE_SOURCE_DIR}" "${folder}")
  if(NOT place MATCHES "^deps(/|$)")
    get_property(targets DIRECTORY "${folder}" PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target IN LISTS targets)
      get_target_property(type ${target} TYPE)
      if(type MATCHES "^(EXECUTABLE|(STATIC|SHARED|MODULE|OBJECT)_LIBRARY)$")
        list(APPEND found ${target})
      endif()
    endforeach()
    get_property(folders DIRECTORY "${folder}" PROPERTY SUBDIRECTORIES)
    foreach(below IN LISTS folders)
      _ascii_instrumentation_targets("${below}" more)
      list(APPEND found ${more})
    endforeach()
  endif()
  set(${output} "${found}" PARENT_SCOPE)
endfunction()

# All targets, or those that the project lists in NAME_LIBRARY_TARGETS and NAME_EXECUTABLE_TARGETS, as far as they exist.
function(_ascii_finalize name)
  _ascii_instrumentation_wanted(is_wanted)
  if(NOT is_wanted)
    return()
  endif()
  set(targets ${${name}_LIBRARY_TARGETS} ${${name}_EXECUTABLE_TARGETS})
  if(NOT targets)
    _ascii_instrumentation_targets("${CMAKE_SOURCE_DIR}" targets)
  endif()
  foreach(target IN LISTS targets)
    if(TARGET ${target})
      sourceprint_instrument(${target})
    endif()
  endforeach()
endfunction()

function(ascii_instrumentation_finalize)
  _ascii_finalize(ASCII_INSTRUMENTATION)
endfunction()

function(ascii_panic_finalize)
  _ascii_finalize(ASCII_PANIC)
endfunction()

# sourceprint for single targets of a project whose compiler is clang.
#
#   sourceprint_instrument(TARGET...)
#     records the C sources of these targets. Programs that are to record must be among them, libraries alone do not.
#     With SOURCEPRINT_SIDE_BY_SIDE=ON they stay as they are, and each gets a recorded twin beside it.
#   sourceprint_add_instrumented(TARGET...)
#     adds TARGET-recorded, with the sources and settings that TARGET has at the end of its folder's CMakeLists.txt. It
#     links with LIBRARY-recorded where there is one.
#
# C++ sources are compiled as they are. There is nothing to do where instr-cc is the compiler of the whole project.
include_guard(GLOBAL)
cmake_minimum_required(VERSION 3.21) # linker launchers

option(SOURCEPRINT_SIDE_BY_SIDE "Build the targets of sourceprint_instrument() plain, and recorded beside it" OFF)

# Ends with a sentence if there is nothing that could be instrumented; sets OUTPUT to whether there is something to do.
function(_sourceprint_check caller target output)
  set(${output} TRUE PARENT_SCOPE)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "${caller}: there is no target ${target}")
  endif()
  if(NOT CMAKE_C_COMPILER)
    message(FATAL_ERROR "${caller}: no C compiler: the project() needs the language C")
  endif()
  file(REAL_PATH "${CMAKE_C_COMPILER}" compiler)
  file(REAL_PATH "${Sourceprint_INSTR_CC}" instr_cc)
  if(compiler STREQUAL instr_cc)
    set(${output} FALSE PARENT_SCOPE)
  elseif(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "${caller}: the C compiler is ${CMAKE_C_COMPILER} (${CMAKE_C_COMPILER_ID}), and has to be clang: "
      "configure a new build folder with -DCMAKE_C_COMPILER=clang, or with -DCMAKE_C_COMPILER=${Sourceprint_INSTR_CC}")
  endif()
endfunction()

# The launcher stands directly before the compiler, behind those of others. A C++ compiler that links gets it too, for the
# runtime.
function(_sourceprint_launch target)
  foreach(property IN ITEMS C_COMPILER_LAUNCHER C_LINKER_LAUNCHER CXX_LINKER_LAUNCHER)
    get_target_property(launchers ${target} ${property})
    if(NOT launchers)
      set(launchers)
    endif()
    if(NOT Sourceprint_INSTR_CC IN_LIST launchers)
      set_property(TARGET ${target} APPEND PROPERTY ${property} "${Sourceprint_INSTR_CC}")
    endif()
  endforeach()
endfunction()

function(sourceprint_instrument)
  foreach(target IN LISTS ARGN)
    if(SOURCEPRINT_SIDE_BY_SIDE)
      _sourceprint_add_twin(${target})
      continue()
    endif()
    _sourceprint_check(sourceprint_instrument "${target}" is_needed)
    if(is_needed)
      _sourceprint_launch(${target})
    endif()
  endforeach()
endfunction()

function(_sourceprint_add_twin target)
  _sourceprint_check(sourceprint_add_instrumented "${target}" is_needed)
  get_target_property(folder ${target} SOURCE_DIR)
  if(NOT folder STREQUAL CMAKE_CURRENT_SOURCE_DIR)
    message(FATAL_ERROR "sourceprint_add_instrumented: call it where ${target} is made, in ${folder}: the settings of "
      "source files are seen there only")
  endif()
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "EXECUTABLE")
    add_executable(${target}-recorded)
  elseif(type MATCHES "^(STATIC|SHARED|MODULE|OBJECT)_LIBRARY$")
    add_library(${target}-recorded ${CMAKE_MATCH_1})
  else()
    message(FATAL_ERROR "sourceprint_add_instrumented: ${target} is of the type ${type}, which compiles nothing")
  endif()
  if(is_needed)
    _sourceprint_launch(${target}-recorded)
  endif()
  # Whatever is still said about the target in this folder counts for its twin as well.
  cmake_language(EVAL CODE "cmake_language(DEFER CALL _sourceprint_copy [[${target}]])")
endfunction()

function(sourceprint_add_instrumented)
  foreach(target IN LISTS ARGN)
    _sourceprint_add_twin(${target})
  endforeach()
endfunction()

set(_SOURCEPRINT_COPIED
  SOURCES COMPILE_DEFINITIONS COMPILE_FEATURES COMPILE_FLAGS COMPILE_OPTIONS INCLUDE_DIRECTORIES LINK_DIRECTORIES
  LINK_FLAGS LINK_OPTIONS INTERFACE_COMPILE_DEFINITIONS INTERFACE_COMPILE_FEATURES INTERFACE_COMPILE_OPTIONS
  INTERFACE_INCLUDE_DIRECTORIES INTERFACE_LINK_DIRECTORIES INTERFACE_LINK_OPTIONS INTERFACE_SOURCES
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES C_EXTENSIONS C_STANDARD C_STANDARD_REQUIRED CXX_EXTENSIONS CXX_STANDARD
  CXX_STANDARD_REQUIRED C_VISIBILITY_PRESET CXX_VISIBILITY_PRESET VISIBILITY_INLINES_HIDDEN ENABLE_EXPORTS
  INTERPROCEDURAL_OPTIMIZATION LINKER_LANGUAGE POSITION_INDEPENDENT_CODE BUILD_RPATH INSTALL_RPATH PREFIX SUFFIX
  NO_SYSTEM_FROM_IMPORTED DEFINE_SYMBOL RUNTIME_OUTPUT_DIRECTORY LIBRARY_OUTPUT_DIRECTORY ARCHIVE_OUTPUT_DIRECTORY)

function(_sourceprint_copy target)
  foreach(property IN LISTS _SOURCEPRINT_COPIED)
    get_property(is_set TARGET ${target} PROPERTY ${property} SET)
    if(is_set)
      get_property(value TARGET ${target} PROPERTY ${property})
      set_property(TARGET ${target}-recorded PROPERTY ${property} "${value}")
    endif()
  endforeach()
  # Whether a library has a twin is only known when all folders have been read.
  foreach(property IN ITEMS LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
    get_property(libraries TARGET ${target} PROPERTY ${property})
    set(replaced)
    foreach(library IN LISTS libraries)
      if(library MATCHES "^[A-Za-z0-9_.+][A-Za-z0-9_.+-]*$")
        set(library "$<IF:$<TARGET_EXISTS:${library}-recorded>,${library}-recorded,${library}>")
      endif()
      list(APPEND replaced "${library}")
    endforeach()
    set_property(TARGET ${target}-recorded PROPERTY ${property} "${replaced}")
  endforeach()
endfunction()

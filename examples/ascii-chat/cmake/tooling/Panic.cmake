# All that has to be replaced in ascii-chat: this file.
find_package(Sourceprint REQUIRED)
include("${Sourceprint_DIR}/AsciiInstrumentation.cmake")

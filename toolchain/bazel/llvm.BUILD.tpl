package(default_visibility = ["//visibility:public"])

exports_files(["copyright"])

cc_library(
    name = "headers",
    hdrs = glob([
        "include/**/*.def",
        "include/**/*.h",
        "include/**/*.inc",
    ]),
    # The full version stands here so that an upgrade within %{major} rebuilds what uses it.
    defines = [
        "SOURCEPRINT_LLVM_MAJOR=%{major}",
        'SOURCEPRINT_LLVM_VERSION=\\"%{version}\\"',
        "__STDC_CONSTANT_MACROS",
        "__STDC_FORMAT_MACROS",
        "__STDC_LIMIT_MACROS",
    ],
    includes = ["include"],
)

cc_library(
    name = "clang_static",
    linkopts = %{static_linkopts},
    deps = [":headers"],
)

cc_library(
    name = "clang_shared",
    linkopts = %{shared_linkopts},
    deps = [":headers"],
)

# For C code: where the real compiler of this version is.
cc_library(
    name = "paths",
    hdrs = ["sourceprint_llvm.h"],
    includes = ["."],
)

# The same for shell scripts, to be sourced.
filegroup(
    name = "shell_env",
    srcs = ["llvm.env"],
)

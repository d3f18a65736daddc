# A C and C++ toolchain whose compiler is instr-cc. Written by sourceprint_repository.
load("@bazel_tools//tools/cpp:unix_cc_toolchain_config.bzl", "cc_toolchain_config")

package(default_visibility = ["//visibility:public"])

# All that an action of ours reads, but for clang and the system's headers and libraries.
filegroup(
    name = "product",
    srcs = glob([
        "bin/instr-cc",
        "lib/sourceprint/*",
    ]) + ["compiler.txt"],
)

filegroup(name = "nothing")

cc_toolchain(
    name = "instr_cc",
    all_files = ":product",
    ar_files = ":nothing",
    as_files = ":product",
    compiler_files = ":product",
    dwp_files = ":nothing",
    linker_files = ":product",
    objcopy_files = ":nothing",
    strip_files = ":nothing",
    supports_param_files = True,
    toolchain_config = ":config",
)

cc_toolchain_config(
    name = "config",
    abi_libc_version = "local",
    abi_version = "local",
    compiler = "clang",
    compile_flags = [
        "-fstack-protector",
        "-Wall",
        "-fno-omit-frame-pointer",
    ],
    cpu = "k8",
    cxx_builtin_include_directories = %{system_folders},
    cxx_flags = ["-std=c++17"],
    dbg_compile_flags = ["-g"],
    host_system_name = "local",
    link_libs = [
        "-lstdc++",
        "-lm",
    ],
    opt_compile_flags = [
        "-g0",
        "-O2",
        "-DNDEBUG",
        "-ffunction-sections",
        "-fdata-sections",
    ],
    opt_link_flags = ["-Wl,--gc-sections"],
    supports_start_end_lib = False,
    target_libc = "local",
    target_system_name = "local",
    tool_paths = {
        "ar": "/usr/bin/ar",
        "cpp": "bin/instr-cc",
        "dwp": "/usr/bin/dwp",
        "gcc": "bin/instr-cc",
        "gcov": "/usr/bin/gcov",
        "ld": "/usr/bin/ld",
        "llvm-cov": "/usr/bin/llvm-cov",
        "nm": "/usr/bin/nm",
        "objcopy": "/usr/bin/objcopy",
        "objdump": "/usr/bin/objdump",
        "strip": "/usr/bin/strip",
    },
    toolchain_identifier = "sourceprint",
    # The same action gives the same bytes: no times, and no name of the folder that it ran in.
    unfiltered_compile_flags = [
        "-no-canonical-prefixes",
        "-Wno-builtin-macro-redefined",
        "-D__DATE__=\"redacted\"",
        "-D__TIMESTAMP__=\"redacted\"",
        "-D__TIME__=\"redacted\"",
        "-ffile-compilation-dir=.",
    ],
)

# For --crosstool_top.
cc_toolchain_suite(
    name = "suite",
    toolchains = {
        "k8": ":instr_cc",
        "k8|clang": ":instr_cc",
        "k8|compiler": ":instr_cc",
    },
)

# For --extra_toolchains.
toolchain(
    name = "toolchain",
    exec_compatible_with = [
        "@platforms//cpu:x86_64",
        "@platforms//os:linux",
    ],
    target_compatible_with = [
        "@platforms//cpu:x86_64",
        "@platforms//os:linux",
    ],
    toolchain = ":instr_cc",
    toolchain_type = "@bazel_tools//tools/cpp:toolchain_type",
)

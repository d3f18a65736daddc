"""LLVM and Clang of the system, several versions side by side.

@llvm_NN has the targets of one version and is only looked at when used, so a
version that is not installed harms nobody. @llvm has the same targets as
aliases: of the version that `--config=llvmNN` names, else of the newest one
that is installed.
"""

load(":system_library.bzl", "keep_licence")

SUPPORTED = [22, 21, 20, 19, 18, 17, 16, 15, 14]

_TARGETS = ["headers", "clang_static", "clang_shared", "copyright", "paths", "shell_env"]

# What `llvm-config --system-libs` may name, and who provides it.
_SYSTEM_LIBS = {
    "tinfo": "libncurses-dev",
    "xml2": "libxml2-dev",
    "z": "zlib1g-dev",
    "z3": "libz3-dev",
    "zstd": "libzstd-dev",
}

def _root(major):
    return "/usr/lib/llvm-%d" % major

def _packages(major):
    """Debian package -> a file that shows that it is installed."""
    root = _root(major)
    return {
        "clang-%d" % major: root + "/bin/clang",
        "llvm-%d-dev" % major: root + "/include/llvm",
        "libclang-%d-dev" % major: root + "/include/clang/Tooling/Tooling.h",
    }

def _missing(rctx, major):
    return [p for p, f in _packages(major).items() if not rctx.path(f).exists]

def _require(ok, package, why):
    if not ok:
        fail("The Debian package %s is missing (%s): run tools/setup, or apt-get install %s." % (
            package,
            why,
            package,
        ))

def _llvm_config(rctx, major, *args):
    result = rctx.execute([_root(major) + "/bin/llvm-config"] + list(args))
    if result.return_code != 0:
        fail("llvm-config of LLVM %d failed: %s" % (major, result.stderr))
    return [w for w in result.stdout.replace("\n", " ").split(" ") if w]

def _system_libs(rctx, major):
    """The system libraries of a static link, each checked to be there."""
    libdir = rctx.execute(["gcc", "-print-multiarch"]).stdout.strip()
    flags = []
    for flag in _llvm_config(rctx, major, "--system-libs", "--link-static"):
        name = flag[2:] if flag.startswith("-l") else flag.split("/")[-1][3:].split(".")[0]
        if name in _SYSTEM_LIBS:
            found = rctx.path("/usr/lib/%s/lib%s.so" % (libdir, name)).exists
            _require(found, _SYSTEM_LIBS[name], "LLVM %d links lib%s" % (major, name))
        flags.append("-l" + name)
    return flags

def _static_linkopts(rctx, major):
    lib = rctx.path(_root(major) + "/lib")
    archives = {f.basename[3:-2]: True for f in lib.readdir() if f.basename.endswith(".a")}

    # "clangX" are the parts; "clang" alone is the C interface, which has them all in it again.
    clang = sorted([a for a in archives if a.startswith("clang") and a != "clang"])

    # llvm-config also names Polly, which is in a package that nothing here needs.
    llvm = [a for a in _llvm_config(rctx, major, "--libs", "--link-static") if a[2:] in archives]
    return _linker(rctx, major) + ["-L" + str(lib), "-Wl,--start-group"] + \
           ["-l" + c for c in clang] + llvm + ["-Wl,--end-group"] + \
           _system_libs(rctx, major) + ["-pthread"]

def _linker(rctx, major):
    """LLD links the static libraries several times faster; without it any linker will do."""
    bin_dir = _root(major) + "/bin"
    if rctx.path(bin_dir + "/ld.lld").exists:
        return ["-B" + bin_dir, "-fuse-ld=lld"]
    return []

def _shared_linkopts(rctx, major):
    root = _root(major) + "/lib"
    names = [f.basename for f in rctx.path(root).readdir()]
    clang = sorted([n for n in names if n.startswith("libclang-cpp.so")])
    _require(clang, "libclang-cpp%d" % major, "the shared library of Clang")
    return ["-L" + root, "-Wl,-rpath," + root, "-l:" + clang[0]] + \
           _llvm_config(rctx, major, "--libs", "--link-shared")

def _llvm_version_impl(rctx):
    major = rctx.attr.major
    for package in _missing(rctx, major)[:1]:
        _require(False, package, "LLVM %d was asked for" % major)
    root = _root(major)
    include = rctx.path(root + "/include")
    for name in ["clang", "clang-c", "llvm", "llvm-c"]:
        rctx.symlink(include.get_child(name), "include/" + name)
    substitutions = {
        "%{clang}": root + "/bin/clang",
        "%{major}": str(major),
        "%{shared_linkopts}": repr(_shared_linkopts(rctx, major)),
        "%{static_linkopts}": repr(_static_linkopts(rctx, major)),
        "%{version}": _llvm_config(rctx, major, "--version")[0],
    }
    rctx.template("BUILD.bazel", Label("//toolchain/bazel:llvm.BUILD.tpl"), substitutions)
    rctx.template("sourceprint_llvm.h", Label("//toolchain/bazel:llvm_paths.h.tpl"), substitutions)
    keep_licence(rctx, "libclang-%d-dev" % major)
    rctx.template("llvm.env", Label("//toolchain/bazel:llvm.env.tpl"), substitutions)

_llvm_version = repository_rule(
    implementation = _llvm_version_impl,
    attrs = {"major": attr.int(mandatory = True)},
    local = True,
)

_SETTING = """
config_setting(
    name = "use_{major}",
    define_values = {{"llvm": "{major}"}},
)
"""

def _llvm_impl(rctx):
    installed = [m for m in SUPPORTED if not _missing(rctx, m)]

    # With none installed, the default is the one whose absence is worth a sentence.
    default = installed[0] if installed else SUPPORTED[0]
    build = 'package(default_visibility = ["//visibility:public"])\n'
    build += "".join([_SETTING.format(major = m) for m in SUPPORTED])
    for target in _TARGETS:
        choices = {":use_%d" % m: "@llvm_%d//:%s" % (m, target) for m in SUPPORTED}
        choices["//conditions:default"] = "@llvm_%d//:%s" % (default, target)
        build += '\nalias(\n    name = "%s",\n    actual = select(%s),\n)\n' % (target, repr(choices))
    rctx.file("BUILD.bazel", build)

_llvm = repository_rule(
    implementation = _llvm_impl,
    local = True,
)

def llvm_repositories():
    _llvm(name = "llvm")
    for major in SUPPORTED:
        _llvm_version(name = "llvm_%d" % major, major = major)

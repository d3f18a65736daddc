"""A library of the system as a repository, @NAME//:NAME."""

_INCLUDE_DIRS = ["/usr/include", "/usr/include/x86_64-linux-gnu", "/usr/include/aarch64-linux-gnu"]

_BUILD = """\
# Headers are on the compiler's own path, hence none are listed here.
cc_library(
    name = "{name}",
    linkopts = {linkopts},
    visibility = ["//visibility:public"],
)
"""

def _system_library_impl(rctx):
    if not any([rctx.path(d + "/" + rctx.attr.header).exists for d in _INCLUDE_DIRS]):
        fail("The Debian package %s is missing: run tools/setup, or apt-get install %s." % (
            rctx.attr.package,
            rctx.attr.package,
        ))
    linkopts = ["-l" + lib for lib in rctx.attr.libs] + rctx.attr.linkopts
    rctx.file("BUILD.bazel", _BUILD.format(name = rctx.name, linkopts = repr(linkopts)))

system_library = repository_rule(
    implementation = _system_library_impl,
    attrs = {
        "header": attr.string(mandatory = True, doc = "shows that the package is there"),
        "libs": attr.string_list(mandatory = True),
        "linkopts": attr.string_list(),
        "package": attr.string(mandatory = True, doc = "Debian's name"),
    },
    local = True,
)

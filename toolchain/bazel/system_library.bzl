"""A library of the system as a repository, @NAME//:NAME."""

_INCLUDE_DIRS = ["/usr/include", "/usr/include/x86_64-linux-gnu", "/usr/include/aarch64-linux-gnu"]

_BUILD = """\
exports_files(["copyright"])

# Headers are on the compiler's own path, hence none are listed here.
cc_library(
    name = "{name}",
    linkopts = {linkopts},
    visibility = ["//visibility:public"],
)
"""

_COMMON_LICENCES = ["Apache-2.0", "BSD", "GPL-2", "GPL-3", "LGPL-2", "LGPL-2.1", "LGPL-3"]

def keep_licence(rctx, package):
    """Puts the licence of a Debian package into the repository, as `copyright`, with the texts that it refers to.

    What is linked statically comes with it.
    """
    path = "/usr/share/doc/%s/copyright" % package
    if not rctx.path(path).exists:
        fail("%s is missing, the licence of what is linked: install %s again, with its documentation." % (path, package))
    text = rctx.read(path)
    for name in _COMMON_LICENCES:
        common = "/usr/share/common-licenses/" + name
        if common in text and rctx.path(common).exists:
            text += "\n\n%s\n\n%s" % (common, rctx.read(common))
    rctx.file("copyright", text, executable = False)

def _system_library_impl(rctx):
    if not any([rctx.path(d + "/" + rctx.attr.header).exists for d in _INCLUDE_DIRS]):
        fail("The Debian package %s is missing: run tools/setup, or apt-get install %s." % (
            rctx.attr.package,
            rctx.attr.package,
        ))
    linkopts = ["-l" + lib for lib in rctx.attr.libs] + rctx.attr.linkopts
    keep_licence(rctx, rctx.attr.package)
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

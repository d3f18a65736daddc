"""The repositories that Bazel itself expects to download, from Debian instead.

Debian's bazel-bootstrap has no embedded copies of them; its sister packages
put them under share/bazel. Two are not packaged in a usable form and are tiny
stand-ins of our own: rules_cc (the packaged one needs a newer Bazel) and
remote_coverage_tools (a download; coverage reports are not used here).
"""

_DEBIAN = {
    "bazel_skylib": ("tools/skylib", "bazel-skylib"),
    "platforms": ("platforms", "bazel-bootstrap-data"),
    "rules_java": ("rules/java", "bazel-rules-java"),
    "rules_proto": ("rules/proto", "bazel-rules-proto"),
}

_OWN = {
    "remote_coverage_tools": "toolchain/bazel/remote_coverage_tools",
    "rules_cc": "toolchain/bazel/rules_cc",
}

def _debian_folder_impl(rctx):
    root = rctx.path("/usr/share/bazel/" + rctx.attr.folder)
    if not root.exists:
        fail("The Debian package %s is missing: run tools/setup, or apt-get install %s." % (
            rctx.attr.package,
            rctx.attr.package,
        ))
    for entry in root.readdir():
        rctx.symlink(entry, entry.basename)

_debian_folder = repository_rule(
    implementation = _debian_folder_impl,
    attrs = {
        "folder": attr.string(mandatory = True),
        "package": attr.string(mandatory = True),
    },
    local = True,
)

def debian_bazel_repositories():
    for name, (folder, package) in _DEBIAN.items():
        _debian_folder(name = name, folder = folder, package = package)
    for name, path in _OWN.items():
        native.local_repository(name = name, path = path)

"""Packages of npm as a repository, for tests: what a package-lock.json names, checked by its sums.

@NAME//:packages is the folder node_modules as one tar file.
"""

def _npm_packages_impl(rctx):
    npm = rctx.which("npm")
    if not npm:
        fail("npm is missing: run 'tools/setup test', or install npm.")
    rctx.symlink(rctx.attr.manifest, "package.json")
    rctx.symlink(rctx.attr.lock, "package-lock.json")
    for what, command in [
        # Nothing that a package brings is run.
        ("download", [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]),
        ("packing", ["tar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0", "-cf", "packages.tar", "node_modules"]),
    ]:
        result = rctx.execute(command, timeout = 300)
        if result.return_code != 0:
            fail("The npm packages of %s are not to be had (%s): %s" % (rctx.attr.lock, what, result.stderr.strip()))
    rctx.delete("node_modules")
    rctx.file(
        "BUILD.bazel",
        'filegroup(\n    name = "packages",\n    srcs = ["packages.tar"],\n    visibility = ["//visibility:public"],\n)\n',
    )

npm_packages = repository_rule(
    implementation = _npm_packages_impl,
    attrs = {
        "lock": attr.label(mandatory = True, doc = "package-lock.json"),
        "manifest": attr.label(mandatory = True, doc = "package.json"),
    },
)

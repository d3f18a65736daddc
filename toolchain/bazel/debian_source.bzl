"""The source of a Debian package as a repository, for tests that build real programs.

@NAME//:srcs is one tar file whose single top folder is NAME without "debian_".
One file rather than thousands: a test wants a private, writable copy anyway.
"""

def _run(rctx, what, command):
    result = rctx.execute(command, timeout = 300)
    if result.return_code != 0:
        fail("The source of the Debian package %s is not to be had (%s); run tools/setup and try again: %s" % (
            rctx.attr.package,
            what,
            result.stderr.strip(),
        ))

# The newest version, or else the newest of the others: a mirror may list what it does not hold.
_DOWNLOAD = """
apt-get source -q --download-only "$1" && exit
apt-cache madison "$1" | sed -n 's/ //g; s/.*|\\(.*\\)|.*Sources$/\\1/p' | sort -Vru | {
  while read -r version; do
    rm -f ./*.dsc ./*.tar.*
    apt-get source -q --download-only "$1=$version" && exit
  done
  exit 1
}
"""

def _debian_source_impl(rctx):
    folder = rctx.name.replace("debian_", "", 1)
    _run(rctx, "download", ["sh", "-c", _DOWNLOAD, "sh", rctx.attr.package])
    patches = "" if rctx.attr.patches else "--skip-patches "
    _run(rctx, "unpacking", ["sh", "-c", "exec dpkg-source --no-check %s-x *.dsc %s" % (patches, folder)])
    _run(rctx, "packing", [
        "tar",
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--mtime=@0",
        "-cf",
        "srcs.tar",
        folder,
    ])
    for entry in rctx.path(".").readdir():
        if entry.basename not in ["srcs.tar", "WORKSPACE"]:
            rctx.delete(entry)
    rctx.file(
        "BUILD.bazel",
        'filegroup(\n    name = "srcs",\n    srcs = ["srcs.tar"],\n    visibility = ["//visibility:public"],\n)\n',
    )

debian_source = repository_rule(
    implementation = _debian_source_impl,
    attrs = {
        "package": attr.string(mandatory = True, doc = "Debian's name of the source"),
        "patches": attr.bool(default = True, doc = "Whether Debian's patches are applied"),
    },
)

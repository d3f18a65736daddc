"""A folder of report/: a library that only the folders above it see, and its sources, which tests compile in their way."""

def room(name, seen_by, deps, generated = []):
    """The library of a folder.

    Args:
      name: the folder's
      seen_by: names of the folders above it that use it
      deps: what it uses
      generated: sources that are made
    """
    native.cc_library(
        name = name,
        srcs = native.glob(["*.c"]) + generated,
        hdrs = native.glob(["*.h"]),
        linkstatic = True,
        visibility = ["//report:__pkg__", "//tests:__subpackages__"] +
                     ["//report/%s:__pkg__" % above for above in seen_by],
        deps = deps,
    )
    native.filegroup(
        name = "sources",
        srcs = native.glob([
            "*.c",
            "*.h",
        ]),
        visibility = ["//report:__pkg__"],
    )

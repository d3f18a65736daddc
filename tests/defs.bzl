"""The kinds of tests there are, and what each is given."""

def criterion_test(name, srcs, deps = [], **kwargs):
    """A unit test of C code, with Criterion."""
    native.cc_test(
        name = name,
        srcs = srcs,
        # Criterion finds its tests in a section that nothing refers to.
        linkopts = ["-Wl,--no-gc-sections"],
        linkstatic = True,
        size = kwargs.pop("size", "small"),
        # It names a socket in /tmp after its process id, which two sandboxes can share.
        tags = kwargs.pop("tags", []) + ["no-sandbox"],
        deps = deps + ["@criterion"],
        **kwargs
    )

def rewriter_test(name, srcs, deps = [], **kwargs):
    """A unit test of the rewriter, with GoogleTest; LLVM is shared, as that links in no time."""
    native.cc_test(
        name = name,
        srcs = srcs,
        copts = [
            "-fno-exceptions",
            "-fno-rtti",
        ],
        linkstatic = True,
        size = kwargs.pop("size", "small"),
        tags = kwargs.pop("tags", []) + ["llvm"],
        deps = deps + [
            "//rewriter:rewriter_lib",
            "@gtest",
            "@llvm//:clang_shared",
        ],
        **kwargs
    )

def e2e_test(name, script, data = [], sources = [], tags = [], each_llvm = True, **kwargs):
    """A shell script that uses the product as its users do.

    The script starts with `. tests/e2e/lib.sh` and calls setup_dist.

    Args:
      name: of the test.
      script: the shell script.
      data: more files that it reads.
      sources: Debian sources to have at hand, as in ["zlib"]; `unpack_source zlib` makes a copy.
      tags: "full" keeps it out of the short test run.
      each_llvm: whether it is of interest with each LLVM version; not if it is about commands that read runs. "full": it
        is, but takes long, and a full run does it with the older ones.
      **kwargs: what sh_test takes.
    """
    env = {
        "SP_DIST": "$(rootpath //:dist_tree)",
        "SP_LLVM_ENV": "$(rootpath @llvm//:shell_env)",
    }
    labels = {s: "@debian_%s//:srcs" % s for s in sources}
    for source, label in labels.items():
        env["SP_SOURCE_" + source] = "$(rootpath %s)" % label
    env.update(kwargs.pop("env", {}))
    native.sh_test(
        name = name,
        srcs = [script],
        data = data + labels.values() + [
            "//:dist_tree",
            "//tests/e2e:lib.sh",
            "@llvm//:shell_env",
        ],
        env = env,
        tags = tags + {True: ["llvm"], "full": ["llvm-full"], False: []}[each_llvm],
        **kwargs
    )

"""sourceprint as a repository. Copy this file, and see WORKSPACE and .bazelrc beside it.

Nothing is looked for until a build asks for it by --config=sourceprint.
"""

def _product(rctx):
    """The folder of sourceprint."""
    if rctx.attr.path:
        if not rctx.path(rctx.attr.path + "/bin/instr-cc").exists:
            fail("There is no %s/bin/instr-cc: give sourceprint_repository the folder of sourceprint." % rctx.attr.path)
        return rctx.path(rctx.attr.path)
    instr_cc = rctx.which("instr-cc")
    if not instr_cc:
        fail("There is no instr-cc in PATH: put the bin/ of sourceprint there, or give sourceprint_repository its path.")
    return instr_cc.realpath.dirname.dirname

def _run(rctx, arguments):
    result = rctx.execute(["bin/instr-cc"] + arguments)
    if result.return_code != 0:
        fail("instr-cc %s failed: %s" % (" ".join(arguments), result.stderr))
    return result

def _system_folders(rctx, language):
    """Where the compiler looks for headers by itself."""
    words = _run(rctx, ["-no-canonical-prefixes", "-E", "-x", language, "-v", "/dev/null"]).stderr
    listed = words.split("search starts here:\n")[-1].split("End of search list.")[0]
    return [str(rctx.path(line.strip())) for line in listed.split("\n") if line.startswith(" ")]

def _sourceprint_repository_impl(rctx):
    product = _product(rctx)
    for folder in ["bin", "include", "lib"]:
        rctx.symlink(product.get_child(folder), folder)

    # Part of what each action reads, so that another clang does not meet the cached work of this one.
    rctx.file("compiler.txt", _run(rctx, ["--version"]).stdout)
    folders = {f: True for language in ["c", "c++"] for f in _system_folders(rctx, language)}
    rctx.template(
        "BUILD.bazel",
        product.get_child("lib").get_child("sourceprint").get_child("bazel").get_child("BUILD.tpl"),
        {"%{system_folders}": repr(folders.keys())},
        executable = False,
    )

sourceprint_repository = repository_rule(
    implementation = _sourceprint_repository_impl,
    attrs = {"path": attr.string(doc = "the folder of sourceprint; by default that of the instr-cc in PATH")},
    environ = ["PATH"],
    local = True,
)

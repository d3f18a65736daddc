"""What users get: as a folder, and as one archive of it."""

# Sorted, without times and owners: the same content gives the same bytes.
_TAR = "tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C %s -c %s | gzip -n > %s"

def _dist_tree_impl(ctx):
    tree = ctx.actions.declare_directory(ctx.attr.folder)
    lines = ["set -eu", "umask 022", "top=%s" % tree.path]
    inputs = []
    for target, place in ctx.attr.files.items():
        files = target.files.to_list()
        if len(files) != 1:
            fail("%s is to be %s, but is %d files" % (target.label, place, len(files)))
        inputs += files
        mode = "755" if place in ctx.attr.executables else "644"
        lines.append("install -D -m %s %s $top/%s" % (mode, files[0].path, place))
        if place in ctx.attr.executables:
            lines.append("strip --strip-all $top/%s" % place)
    for document in ctx.files.documents:
        inputs.append(document)
        mode = "755" if document.extension == "sh" else "644"
        lines.append("install -D -m %s %s $top/%s" % (mode, document.path, document.short_path))

    for page in ctx.files.manual:
        inputs.append(page)
        lines.append("install -D -m 644 %s $top/share/man/man1/%s" % (page.path, page.basename))

    # In the same action as the folder, because Bazel makes every file of a finished one executable.
    lines.append(_TAR % (tree.dirname, tree.basename, ctx.outputs.archive.path))
    ctx.actions.run_shell(
        outputs = [tree, ctx.outputs.archive],
        inputs = inputs,
        command = "\n".join(lines),
        mnemonic = "DistTree",
    )
    return [DefaultInfo(files = depset([tree]), runfiles = ctx.runfiles([tree]))]

dist_tree = rule(
    implementation = _dist_tree_impl,
    attrs = {
        "archive": attr.output(mandatory = True),
        "documents": attr.label_list(allow_files = True, doc = "go to the places that they have in the sources"),
        "executables": attr.string_list(doc = "places that get the run bit, and are stripped"),
        "files": attr.label_keyed_string_dict(allow_files = True, doc = "file -> its place in the folder"),
        "folder": attr.string(mandatory = True),
        "manual": attr.label_list(allow_files = True, doc = "pages of section 1"),
    },
)

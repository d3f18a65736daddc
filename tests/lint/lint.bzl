"""A lint: a program that looks at the tracked files and fails with a list of what is wrong."""

def lint_test(name, script, data = [], **kwargs):
    native.sh_test(
        name = name,
        srcs = [script],
        data = data + ["tracked.py"],
        size = kwargs.pop("size", "small"),
        # "local": it reads the checkout, not declared inputs; "external": hence it always runs.
        tags = kwargs.pop("tags", []) + [
            "external",
            "lint",
            "local",
        ],
        **kwargs
    )

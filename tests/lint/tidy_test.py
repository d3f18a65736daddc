#!/usr/bin/env python3
"""clang-tidy has nothing to say, with the checks of .clang-tidy.

Usage: tidy_test.py [GENERATED_FILE...]    generated files that sources include; Bazel passes them
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
import subprocess

import tracked

FOLDERS = ("driver/", "report/", "rewriter/", "runtime/")
LLVM = "/usr/lib/llvm-14/include"


def generated_paths(names):
    """Include paths for the generated files: their own folders, and the tree that they are in."""
    folders = [os.path.dirname(os.path.abspath(name)) for name in names]
    return [flag for folder in folders + [os.path.dirname(f) for f in folders] for flag in ("-iquote", folder)]


def command(name):
    includes = ["-iquote", ".", "-I", "runtime/include"] + generated_paths(sys.argv[1:])
    if name.endswith(".c"):
        return ["clang-tidy-14", "--quiet", name, "--", "-std=c17"] + includes
    flags = ["-std=c++17", "-fno-rtti", "-DSOURCEPRINT_LLVM_MAJOR=14", '-DSOURCEPRINT_LLVM_VERSION="14"']
    return ["clang-tidy-14", "--quiet", name, "--"] + flags + ["-isystem", LLVM] + includes


def tidy(name):
    done = subprocess.run(
        command(name), cwd=tracked.ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    return "" if done.returncode == 0 else f"{name}:\n{done.stdout}{done.stderr}"


NAMES = [name for name in tracked.files(".c", ".cc") if name.startswith(FOLDERS)]
if not NAMES:
    sys.exit("no files to look at: the lint would not notice anything")
with ThreadPoolExecutor(max_workers=2) as pool:
    tracked.finish([complaint for complaint in pool.map(tidy, NAMES) if complaint])

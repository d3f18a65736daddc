#!/usr/bin/env python3
"""clang-tidy has nothing to say, with the checks of .clang-tidy.

Usage: tidy_test.py [--analyze] [--only-c] [GENERATED_FILE...]    generated files that sources include; Bazel passes them
Without --analyze the static analyzer's checks, which take ten times as long as all others, are left out; with --only-c
the C++ sources, which read LLVM's headers.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
import subprocess

import tracked

FOLDERS = ("common/", "driver/", "report/", "rewriter/", "runtime/")
LLVM = "/usr/lib/llvm-14/include"


ANALYZE = "--analyze" in sys.argv
SUFFIXES = (".c",) if "--only-c" in sys.argv else (".c", ".cc")
GENERATED = [name for name in sys.argv[1:] if not name.startswith("--")]
TIDY = ["clang-tidy-14", "--quiet"] + ([] if ANALYZE else ["--checks=-clang-analyzer-*"])


def generated_paths(names):
    """Include paths for the generated files: their own folders, and the tree that they are in."""
    folders = [os.path.dirname(os.path.abspath(name)) for name in names]
    return [flag for folder in folders + [os.path.dirname(f) for f in folders] for flag in ("-iquote", folder)]


def command(name):
    includes = ["-iquote", ".", "-I", "runtime/include"] + generated_paths(GENERATED)
    if name.endswith(".c"):
        return TIDY + [name, "--", "-std=c17"] + includes
    flags = ["-std=c++17", "-fno-rtti", "-DSOURCEPRINT_LLVM_MAJOR=14", '-DSOURCEPRINT_LLVM_VERSION="14"']
    return TIDY + [name, "--"] + flags + ["-isystem", LLVM] + includes


def tidy(name):
    done = subprocess.run(
        command(name), cwd=tracked.ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    return "" if done.returncode == 0 else f"{name}:\n{done.stdout}{done.stderr}"


NAMES = [name for name in tracked.files(*SUFFIXES) if name.startswith(FOLDERS)]
if not NAMES:
    sys.exit("no files to look at: the lint would not notice anything")
with ThreadPoolExecutor(max_workers=2) as pool:
    tracked.finish([complaint for complaint in pool.map(tidy, NAMES) if complaint])

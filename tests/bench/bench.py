"""What the benchmarks share: what they ask of the command line, and how they build and run programs."""

import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile
import threading
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
SECONDS = 3000

# User and system time in seconds, of the command and of its children; seconds by the clock; the bytes of stdout.
Cost = collections.namedtuple("Cost", "spent wall output")


def parser(description):
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--dist", default=TOP + "/out/sourceprint", help="what is measured (default: what ./quickstart built)")
    made.add_argument("--plain", help="the compiler to compare with (default: the clang that instr-cc runs)")
    return made


def parse(asked):
    options = asked.parse_args()
    options.dist = os.path.realpath(options.dist)
    options.ours = options.dist + "/bin/instr-cc"
    if not os.path.exists(options.ours):
        asked.error(f"{options.dist} has no bin/instr-cc: run ./quickstart, or name another --dist")
    options.plain = options.plain or real_compiler(options.ours)
    return options


def real_compiler(ours):
    """The clang that instr-cc runs, as it says itself: its --version is clang's own."""
    text = run([ours, "--version"]).output
    folder = next(line.split(b": ", 1)[1] for line in text.splitlines() if line.startswith(b"InstalledDir: "))
    return os.fsdecode(folder) + "/clang"


def environment(**settings):
    """The caller's, without settings of ours but for those given."""
    return {key: value for key, value in os.environ.items() if not key.startswith("SOURCEPRINT_")} | settings


def run(command, folder=None, **settings):
    """Runs a command, which must succeed. Returns its Cost."""
    with tempfile.TemporaryFile() as output:
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=output, cwd=folder, env=environment(**settings))
        limit = threading.Timer(SECONDS, process.kill)
        limit.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        limit.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"measure: {' '.join(command)}: status {process.returncode}")
        output.seek(0)
        return Cost(usage.ru_utime + usage.ru_stime, wall, output.read())


def build(compiler, source, path, *flags):
    """Compiles and links one source. A source that would not be instrumented is an error."""
    run([compiler, *flags, source, "-o", path], SOURCEPRINT_STRICT="1", SOURCEPRINT_CACHE_SIZE="0")
    return path


def count(dist, runs):
    """What `sourceprint last` says about the newest run in a folder: for each thread, the number of its last record.

    Where a ring has lapped, that is the number of records, each of which stands for one statement or several, but for
    those in the ring, which are counted by their statements; where it has not, the number of statements.
    """
    report = json.loads(run([dist + "/bin/sourceprint", "last", "--format=json", runs]).output)
    return sum(thread["seq"] or 0 for thread in report["processes"][0]["threads"])

"""The ways to build and run a program that are compared with the plain one: our modes, and other recorders.

The peers record less: trace-pc-guard the edges between basic blocks, -finstrument-functions and uftrace calls and
returns, and --coverage counts only.
"""

import dataclasses
import os
import shutil

HERE = os.path.dirname(os.path.realpath(__file__))


@dataclasses.dataclass(frozen=True)
class Way:
    name: str
    compiler: tuple  # makes objects; two ways with the same one share them
    linker: tuple
    peer_source: str = ""  # what its calls go to, compiled plainly
    settings: tuple = ()  # environment of the run, as pairs
    before: tuple = ()  # words before the program's
    records: bool = False  # leaves a run
    short: bool = False  # always does the short work, beside the plain program's short work


def plain(options):
    return Way("plain", (options.plain,), (options.plain,))


def modes(options):
    def ours(*flags):
        return (options.ours, *flags, *options.own)

    history = ours()
    ways = [Way("history", history, history, records=True)]
    for name in ("block", "last", "function"):
        compiler = ours("-fsourceprint-granularity=" + name)
        ways.append(Way(name, compiler, compiler, records=True))
    # Compiled in, but filtered off when the program runs; and linked without the runtime.
    ways.append(Way("off", history, history, settings=(("SOURCEPRINT_ENABLE", "0"),)))
    ways.append(Way("absent", history, (options.plain,)))
    return {way.name: way for way in ways}


def peers(options):
    """uftrace is one of them if it is installed. It writes 32 bytes a call to disk, hence its short work."""
    clang, callback = (options.plain,), os.path.join(HERE, "peer_ring.c")
    ways = [
        Way("trace-pc-guard", (*clang, "-fsanitize-coverage=trace-pc-guard"), clang, peer_source=callback),
        Way("-finstrument-functions", (*clang, "-finstrument-functions"), clang, peer_source=callback),
        Way("--coverage", (*clang, "--coverage"), (*clang, "--coverage")),
    ]
    if shutil.which("uftrace"):
        profiled = (*clang, "-pg")
        record = ("uftrace", "record", "--no-libcall", "--max-stack=65535", "-d", "uftrace.data")
        ways.append(Way("uftrace", profiled, profiled, before=record, short=True))
    return ways

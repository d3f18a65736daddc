#!/usr/bin/env python3
"""Compares what is reported of random programs with handlers with what a tracing build of the same program knew.

usage: compare.py FIRST COUNT   (INSTR_CC, SOURCEPRINT, REAL_CLANG: the programs; the working directory: for the work)
"""
import json
import os
import signal
import struct
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FAULTS = (signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE)
ENDS = ("return number", "count++")  # the last statements of functions
TRACE_BYTES = 4 + 1000 * 12


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def execute(program, environment):
    """The status of a program that says nothing, which may be that of a signal."""
    return subprocess.run([program], check=False, timeout=20, env={**os.environ, **environment}).returncode


def read_trace(path, names):
    """The frames that were open, outermost first: function, line, signal."""
    with open(path, "rb") as file:
        data = file.read()
    (depth,) = struct.unpack_from("i", data)
    frames = [struct.unpack_from("3i", data, 4 + 12 * i) for i in range(depth)]
    return [(names[function], line, number) for function, line, number in frames]


def caught_fault(frames):
    """Index of the outermost frame that handles what kills by default; None: there is none."""
    for i, (_, _, number) in enumerate(frames):
        if number in FAULTS:
            return i
    return None


def is_raised_again(frames, process, status):
    """Whether the fault's handler has sent the signal again, by which the process died once the handler had returned."""
    fault = process["fault"]
    return status == -fault["signal"] and fault["function"] == frames[-1][0]


def check_fault(frames, process, status):
    """What is wrong about the fault that a handler was given."""
    found, fault = caught_fault(frames), process["fault"]
    if found is None:
        return f"a fault is reported: {fault}" if fault and not is_raised_again(frames, process, status) else None
    handler = frames[found]
    if not fault:
        return f"no fault is reported, {handler[0]} has caught one"
    want = {"signal": handler[2], "handler": handler[0], "function": frames[found - 1][0]}
    got = {key: fault[key] for key in want}
    return None if got == want else f"the fault is {got}, and was {want}"


def check_frames(frames, path, known_handlers):
    """What is wrong about the calls. Of handlers that the source names only the beginning is recorded."""
    got = [(frame["function"], frame["line"], frame["signal"] or 0) for frame in path["frames"]]
    # Where such a one was last, what it had called before is the last that is known: that has come to its end.
    if frames[-1][0] in known_handlers and len(got) > len(frames) and path["frames"][-1]["snippet"] in ENDS:
        got = got[: len(frames)]
    if len(got) != len(frames):
        return f"the calls are {got}, and were {frames}"
    for is_, was in zip(got, frames):
        if is_[0] != was[0] or is_[2] != was[2] or (is_[1] != was[1] and not was[0].startswith("on")):
            return f"the calls are {got}, and were {frames}: {is_} for {was}"
    return None


def check(folder, level, names, known_handlers):
    runs = f"{folder}/runs{level}"
    sources = [f"{folder}/a.c", f"{folder}/b.c"]
    program, traced, trace = f"{folder}/p{level}", f"{folder}/t{level}", f"{folder}/trace{level}"
    run(os.environ["INSTR_CC"], "-g", level, "-w", "-I", HERE, *sources, "-o", program,
        env={**os.environ, "SOURCEPRINT_STRICT": "1"})
    run(os.environ["REAL_CLANG"], level, "-w", "-DTRACE", "-I", HERE, *sources, "-o", traced)
    with open(trace, "wb") as file:
        file.truncate(TRACE_BYTES)
    try:
        status = execute(traced, {"TRACE_FILE": trace})
    except subprocess.TimeoutExpired:
        print(f"{folder} {level} is left out: it takes too long without records")
        return None
    frames = read_trace(trace, names)
    recorded = execute(program, {"SOURCEPRINT_OUTPUT_DIR": runs})
    if status != recorded:
        return f"it ended with {recorded}, and the traced one with {status}"
    environment = {**os.environ, "SOURCEPRINT_OUTPUT_DIR": runs}
    process = json.loads(run(os.environ["SOURCEPRINT"], "last", "--format=json", env=environment))["processes"][0]
    path = json.loads(run(os.environ["SOURCEPRINT"], "path", "--format=json", env=environment))
    found = caught_fault(frames)
    inner = frames if found is None else frames[:found]
    thread = path["processes"][0]["threads"][0]
    return check_fault(frames, process, status) or check_frames(inner, thread, known_handlers)


def main():
    first, count = int(sys.argv[1]), int(sys.argv[2])
    wrong = handled = 0
    for seed in range(first, first + count):
        folder = f"{os.getcwd()}/{seed}"
        os.mkdir(folder)
        run("python3", f"{HERE}/generate.py", str(seed), folder)
        with open(f"{folder}/functions.json", encoding="utf-8") as file:
            functions = json.load(file)
            names = functions["names"]
        for level in ("-O0", "-O2"):
            try:
                problem = check(folder, level, names, functions["known_handlers"])
            except (subprocess.SubprocessError, json.JSONDecodeError) as error:
                problem = f"{error} {getattr(error, 'stderr', '') or ''}"
            frames = read_trace(f"{folder}/trace{level}", names)
            handled += any(number for _, _, number in frames)
            if problem:
                wrong += 1
                print(f"seed {seed} {level}: {problem}")
    print(f"{count} programs, {2 * count} runs, {handled} of them ended in a handler, {wrong} reported wrongly")
    sys.exit(1 if wrong or not handled else 0)


main()

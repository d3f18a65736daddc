#!/usr/bin/env python3
"""Random programs, plain against instrumented: same words of the compiler, same output, same status, and records.

Usage: compare.py FIRST COUNT [JOBS]
Seeds FIRST, FIRST+1... are tried until so many programs were compared; even ones are csmith's, odd ones our generator's.
The environment: INSTR_CC, REAL_CLANG, SOURCEPRINT. What differs stays in the folder `different`.
"""

import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile

LEVELS = ("-O0", "-O2")
# Each is tried with each level.
OWN_FLAGS = (
    [],
    ["-fsourceprint-granularity=statement", "-fsourceprint-macros=both"],
    ["-fsourceprint-granularity=expression", "-fsourceprint-macros=both"],
)
FLAGS = ["-std=gnu17", "-fno-crash-diagnostics", "-Wall", "-Wextra", "-isystem", "/usr/include/csmith"]
CSMITH = ["csmith", "--max-funcs", "6", "--max-block-depth", "4"]

# csmith's programs may run for long, and macros in macros in macros grow: another seed is as good.
PLAIN_SECONDS = 1
PLAIN_COMPILE_SECONDS = 10
RECORDED_SECONDS = 60
COMPILE_SECONDS = 120

HERE = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = dict(os.environ, SOURCEPRINT_STRICT="1", SOURCEPRINT_RING_BYTES="65536")


class Difference(Exception):
    pass


class Unsuitable(Exception):
    """The seed gives no program that can be compared."""


def execute(command, folder, seconds, **environment):
    """(status, stdout, stderr)"""
    done = subprocess.run(
        command,
        cwd=folder,
        env=dict(ENVIRONMENT, **environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def by_csmith(seed):
    return seed % 2 == 0


def write_program(seed, folder):
    command = CSMITH + ["--seed", str(seed)] if by_csmith(seed) else [sys.executable, HERE + "/generate.py", str(seed)]
    try:
        status, text, words = execute(command, folder, COMPILE_SECONDS)
    except subprocess.TimeoutExpired as too_slow:
        raise Unsuitable("csmith does not end") from too_slow
    if status != 0:
        raise Difference(f"{command} ended with {status}: {words.decode()}")
    with open(f"{folder}/random.c", "wb") as file:
        file.write(text)


def compile_command(compiler, level, own, output):
    return [compiler, level, *FLAGS, *own, "random.c", "-o", output]


def plain_results(folder):
    """level -> (compiler's words, the program's output and status)"""
    results = {}
    for level in LEVELS:
        command = compile_command(os.environ["REAL_CLANG"], level, [], "plain")
        try:
            status, _, words = execute(command, folder, PLAIN_COMPILE_SECONDS)
            if b"PLEASE submit a bug report" in words:
                raise Unsuitable("the plain compiler crashes")
            if status != 0:
                raise Difference(f"the plain compiler refuses the program: {words.decode()}")
            results[level] = (words, execute(["./plain"], folder, PLAIN_SECONDS)[:2])
        except subprocess.TimeoutExpired as too_slow:
            raise Unsuitable("takes too long") from too_slow
    if results["-O0"][1] != results["-O2"][1]:
        raise Difference("the plain compiler gives another result with -O2: the program is undefined")
    return results


def comparable(words):
    """Clang 14 names unused local variables in an order that changes from run to run."""
    return sorted(words.splitlines()) if os.environ.get("LLVM_MAJOR") == "14" else words


def compare_recorded(folder, level, own, plain):
    command = compile_command(os.environ["INSTR_CC"], level, own, "recorded")
    status, _, words = execute(command, folder, COMPILE_SECONDS)
    if status != 0 or comparable(words) != comparable(plain[0]):
        for name, text in (("words", words), ("plain.words", plain[0])):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(text)
        raise Difference(f"status {status}, or other words (files words, plain.words): {' '.join(command)}")
    shutil.rmtree(f"{folder}/runs", ignore_errors=True)
    try:
        got = execute(["./recorded"], folder, RECORDED_SECONDS, SOURCEPRINT_OUTPUT_DIR=f"{folder}/runs")
    except subprocess.TimeoutExpired as too_slow:
        raise Difference(f"does not end: {' '.join(command)}") from too_slow
    if got[:2] != plain[1]:
        raise Difference(f"{got} instead of {plain[1]}: {' '.join(command)}")
    _, report, words = execute([os.environ["SOURCEPRINT"], "last", "--format=json", "runs"], folder, COMPILE_SECONDS)
    if words:
        raise Difference(f"the run cannot be read ({words.decode()}): {' '.join(command)}")
    (process,) = json.loads(report)["processes"]
    if process["exit"] != got[0] or not process["threads"] or process["threads"][0]["seq"] < 2:
        raise Difference(f"no records, or another end ({process}): {' '.join(command)}")
    return process["threads"][0]["seq"]


def compare(seed):
    """(records, what is wrong or None) of one seed; None if it gives no program."""
    folder = tempfile.mkdtemp(prefix=f"seed{seed}-", dir=".")
    folder = os.path.abspath(folder)
    try:
        write_program(seed, folder)
        plain = plain_results(folder)
        records = sum(compare_recorded(folder, level, own, plain[level]) for level in LEVELS for own in OWN_FLAGS)
    except Unsuitable:
        shutil.rmtree(folder)
        return None
    except (Difference, subprocess.TimeoutExpired) as wrong:
        os.makedirs("different", exist_ok=True)
        os.rename(folder, f"different/{seed}")
        return 0, str(wrong)
    shutil.rmtree(folder)
    return records, None


def main():
    first, count = int(sys.argv[1]), int(sys.argv[2])
    jobs = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    compared, different, unsuitable, records = 0, 0, 0, 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        seed = first
        while compared < count and unsuitable <= count:
            batch = range(seed, seed + min(count - compared, 50))
            seed = batch.stop
            for number, result in zip(batch, pool.map(compare, batch)):
                if result is None:
                    unsuitable += 1
                    continue
                compared += 1
                records += result[0]
                if result[1]:
                    different += 1
                    print(f"seed {number} ({'csmith' if by_csmith(number) else 'generate.py'}): {result[1]}")
                    print(f"  again: tests/random/compare.py {number} 1; the program: different/{number}/random.c", flush=True)
    print(f"{compared} programs compared, {different} different; {records} records; {unsuitable} seeds left out")
    sys.exit(different > 0 or compared < count)


main()

#!/usr/bin/env python3
"""Writes a random program with signal handlers in two sources: generate.py SEED FOLDER.

Handlers call functions, raise other signals, leave by siglongjmp, exit, raise their own signal again by the default
action, and fault. Some are known in the source that installs them, others come out of another one. What the macros of
trace.h say is there in the tracing build alone. functions.json has the names by number, and the handlers of which the source that installs them knows.
"""
import json
import random
import sys

FAULTS = ["SIGSEGV", "SIGABRT", "SIGFPE"]
SIGNALS = ["SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGALRM"] + FAULTS
HEAD = """#include "trace.h"
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "shared.h"
"""


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = ["main"] + [f"f{i}" for i in range(4)]
        self.handlers = {}
        for i, signal in enumerate(self.random.sample(SIGNALS, self.random.randint(2, 5))):
            self.handlers[f"on{i}"] = signal
        self.names += [*self.handlers, "call"]
        self.elsewhere = {h for h in self.handlers if self.random.random() < 0.4}

    def chance(self, probability):
        return self.random.random() < probability

    def call(self, caller):
        """A call of a function further down the list, so that there is no recursion."""
        first = int(caller[1:]) + 1 if caller.startswith("f") else 0
        return f"f{self.random.randrange(first, 4)}(count);" if first < 4 else "count += 7;"

    def signal_to_raise(self, caller):
        """Of handlers further down the list alone, so that they nest only so far."""
        names = list(self.handlers)
        first = names.index(caller) + 1 if caller in names else 0
        return self.handlers[self.random.choice(names[first:])] if first < len(names) else None

    def last_act(self, caller):
        own = self.handlers.get(caller)
        acts = ["exit(3);", "_exit(4);", "*nowhere = 1;", "raise(SIGKILL);"]
        if own:
            acts += [f"signal({own}, SIG_DFL); AT raise({own});", "exit(5);", "_exit(6);"]
        return self.random.choice(acts).split(" AT ")

    def statement(self, caller, depth):
        roll = self.random.random()
        if roll < 0.25:
            return ["AT count += %d;" % self.random.randint(1, 9)]
        if roll < 0.5:
            return ["AT " + self.call(caller)]
        if roll < 0.65 and depth < 2:
            return ["AT if (count % 2) {", *self.block(caller, depth + 1), "} else {", *self.block(caller, depth + 1), "}"]
        if roll < 0.75 and depth < 2:
            return ["for (int i = 0; i < 2; i++) {", *self.block(caller, depth + 1), "}"]
        if roll < 0.93:
            signal = self.signal_to_raise(caller)
            return ["AT if (raised++ < 12) {", "AT raise(%s);" % signal, "}"] if signal else ["AT count++;"]
        if caller in self.handlers and self.chance(0.7):
            return ["AT if (armed) {", "AT siglongjmp(back, 1);", "}"]
        if self.chance(0.3):
            return ["AT " + act for act in self.last_act(caller)]
        return ["AT count *= 3;"]

    def block(self, caller, depth):
        lines = []
        for _ in range(self.random.randint(1, 3)):
            lines += self.statement(caller, depth)
        return lines

    def landing(self, caller):
        return ["MARK AT if (sigsetjmp(back, 1) == 0) {", "AT armed = 1;", *self.block(caller, 1), "} else {",
                "LANDED AT count += 100;", "}", "AT armed = 0;"]

    def function(self, name):
        number = self.names.index(name)
        if name in self.handlers:
            head, signal = f"void {name}(int number) {{", "number > 0 ? number : 0"
        elif name == "main":
            head, signal = "int main(void) {", "0"
        else:
            head, signal = f"static int {name}(int number) {{", "0"
        if name in self.handlers and name not in self.elsewhere:
            head = "static " + head
        lines = [head + f" ENTER({number}, {signal})"]
        if self.handlers.get(name) == "SIGSEGV":  # a fault comes again when its handler has returned
            lines += ["AT if (++faults > 3) {", "AT _exit(9);", "}"]
        if name == "main":
            lines += self.installation()
        if name in ("main", "f1") and self.chance(0.6):
            lines += self.landing(name)
        lines += self.block(name, 0) + self.block(name, 0)
        if name == "main" or (name in self.handlers and self.chance(0.3)):
            lines += ["AT " + act for act in self.last_act(name)]
        if name in self.handlers:
            lines += ["AT count++;", "LEAVE }"]
        else:
            lines += ["AT number = count + 1; LEAVE", "return number;", "}"] if name != "main" else ["AT return 0;", "}"]
        return lines

    def installation(self):
        lines = ["struct sigaction action;", "AT memset(&action, 0, sizeof action);"]
        for name, signal in self.handlers.items():
            if self.chance(0.5):
                lines.append(f"AT signal({signal}, {name});")
            else:
                flags = self.random.choice(["0", "SA_NODEFER", "(int)SA_RESETHAND", "SA_RESTART"])
                lines += [f"AT action.sa_handler = {name};", f"AT action.sa_flags = {flags};",
                          f"AT sigaction({signal}, &action, NULL);"]
        return lines

    def write(self, folder):
        here = ["#ifdef TRACE", "struct trace *trace;", "int trace_mark;",
                "__attribute__((constructor)) static void begin(void) {",
                'int file = open(getenv("TRACE_FILE"), O_RDWR);',
                "trace = mmap(NULL, sizeof *trace, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);", "}", "#endif",
                "int count = 1, raised, faults;", "int *volatile nowhere;", "volatile int armed;", "sigjmp_buf back;"]
        here += [f"static int f{i}(int number);" for i in range(4)]
        here += [f"int call(int number) {{ ENTER({len(self.names) - 1}, 0)", "AT number = f3(number);", "LEAVE", "return number;", "}"]
        for name in self.handlers:
            here.append(("" if name in self.elsewhere else "static ") + f"void {name}(int number);")
        there = ["#define f0 call", "#define f1 call", "#define f2 call", "#define f3 call"]
        for name in self.handlers:
            (there if name in self.elsewhere else here).extend(self.function(name))
        for name in ["f3", "f2", "f1", "f0", "main"]:
            here += self.function(name)
        for file, lines in (("a.c", here), ("b.c", there)):
            with open(f"{folder}/{file}", "w") as out:
                out.write(HEAD + "\n".join(lines) + "\n")
        with open(f"{folder}/shared.h", "w") as out:
            out.write("extern int count, raised, faults;\nextern int *volatile nowhere;\nextern volatile int armed;\n"
                      "extern sigjmp_buf back;\nint call(int number);\n")
        with open(f"{folder}/functions.json", "w") as out:
            known = [name for name in self.handlers if name not in self.elsewhere]
            json.dump({"names": self.names, "known_handlers": known}, out)


Generator(int(sys.argv[1])).write(sys.argv[2])

"""The programs: where their sources come from, what is compiled, and what they are run with."""

import collections
import glob
import os

import bench

HERE = os.path.dirname(os.path.realpath(__file__))

# What a program is run with, and for a tenth of the work or less.
Work = collections.namedtuple("Work", "words short")


def fetch(package, folder):
    """The source of a Debian package, unpacked into folder."""
    draft = folder + ".parts"
    os.makedirs(draft)
    bench.run(["apt-get", "source", "-qq", "--download-only", package], draft)
    described = glob.glob(os.path.join(draft, "*.dsc"))
    # Without Debian's patches: one of Lua's wants a header that only Debian's own build makes.
    bench.run(["dpkg-source", "--no-check", "--skip-patches", "-x", described[0], folder])


class Program:
    package = None  # of Debian, that has the source; or all is in this folder
    flags = libraries = ()
    works = {}

    def __init__(self, folder):
        self.sources = self.find(folder)

    def find(self, folder):
        raise NotImplementedError

    @staticmethod
    def stable(output):
        """That part of the output that is the same in each run."""
        return output


class Lua(Program):
    package = "lua5.4"
    flags = ("-DLUA_USE_POSIX",)
    libraries = ("-lm",)
    works = {
        "lua-" + name: Work([os.path.join(HERE, name + ".lua"), "25"], [os.path.join(HERE, name + ".lua"), "1"])
        for name in ("calls", "tables", "strings", "floats")
    }

    def find(self, folder):
        return sorted(set(glob.glob(folder + "/src/*.c")) - {folder + "/src/luac.c"})


class Sqlite(Program):
    package = "sqlite3"
    libraries = ("-lm",)
    works = {
        "sqlite": Work(["--memdb", "--testset", "main"], ["--memdb", "--testset", "main", "--size", "3"]),
    }

    def find(self, folder):
        """folder has the whole source tree, which takes tclsh to make sqlite3.c of, or sqlite3.c and speedtest1.c."""
        if os.path.exists(folder + "/configure") and not os.path.exists(folder + "/sqlite3.c"):
            for command in (["./configure", "-q", "--disable-tcl"], ["make", "-s", "sqlite3.c"]):
                bench.run(command, folder)
        self.flags = ("-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION", "-I" + folder)
        test = folder + "/test/speedtest1.c"
        return [folder + "/sqlite3.c", test if os.path.exists(test) else folder + "/speedtest1.c"]

    @staticmethod
    def stable(output):
        """speedtest1 prints the time of each part at the end of its line."""
        return [line.rsplit(b".", 2)[0] for line in output.splitlines()]


class Zlib(Program):
    package = "zlib"
    works = {name: Work([name[5:], "10"], [name[5:], "1"]) for name in ("zlib-compress", "zlib-inflate")}

    def find(self, folder):
        self.flags = ("-D_LARGEFILE64_SOURCE=1", "-DHAVE_HIDDEN", "-I" + folder)
        return [*sorted(glob.glob(folder + "/*.c")), os.path.join(HERE, "zlib_work.c")]


class Threads(Program):
    flags = libraries = ("-pthread",)
    works = {"threads": Work(["10"], ["1"])}

    def find(self, folder):
        return [os.path.join(HERE, "threads.c")]


PROGRAMS = {"lua": Lua, "sqlite": Sqlite, "threads": Threads, "zlib": Zlib}

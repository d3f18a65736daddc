"""Which sites a run executed: a small reader for rings of hundreds of millions of records.

It follows runtime/format.h, and ends the test if a ring has lapped, since then records are lost.
"""

import array
import collections
import mmap
import os
import struct
import sys

RUN_HEADER = struct.Struct("<QIIIIIIQI")  # magic to ring_slots
MODULE = struct.Struct("<IIQQQ64s")  # magic to table_file
TABLE_HEADER = struct.Struct("<IHHIIIIIIQQ")
SITE = struct.Struct("<IIIIIIHBBB3x")
MODULE_BYTES = 512
THREAD_BYTES = 4096
RING_OFFSET = THREAD_BYTES - 64
THREAD_MAGIC = 0x31545053
MODULE_MAGIC = 0x314D5053
TABLE_MAGIC = 0x31535053
SLOW = 1 << 63

Site = collections.namedtuple("Site", "file line column function kind macro")


def text(strings, offset):
    return strings[offset : strings.index(b"\0", offset)].decode()


def tables(data):
    """(offset, sites) of each table of a module"""
    offset = 0
    while offset + TABLE_HEADER.size <= len(data):
        head = TABLE_HEADER.unpack_from(data, offset)
        if head[0] != TABLE_MAGIC:
            offset += 8
            continue
        _, _, header_bytes, total, count, _, string_offset, string_bytes = head[:8]
        strings = data[offset + string_offset : offset + string_offset + string_bytes]
        sites = []
        for k in range(count):
            site = SITE.unpack_from(data, offset + header_bytes + k * SITE.size)
            file, function = os.path.normpath(text(strings, site[0])), text(strings, site[1])
            sites.append(Site(file, site[3], site[6], function, *site[7:9]))
        yield offset, sites
        offset += total


def modules(run, data, header):
    """value of a record -> its site"""
    known = {}
    for index in range(header[4]):
        magic, _, address, _, _, name = MODULE.unpack_from(data, header[3] + index * MODULE_BYTES)
        if magic == MODULE_MAGIC:
            with open(os.path.join(run, name.rstrip(b"\0").decode()), "rb") as file:
                content = file.read()
            for offset, sites in tables(content):
                for k, site in enumerate(sites):
                    known[(address + offset + 1 + k) & 0xFFFFFFFF] = site
    return known


def values(run, data, header):
    """(distinct values of the records of all threads, how many records)"""
    distinct, records = set(), 0
    for start in range(header[5], len(data) - THREAD_BYTES, header[7]):
        if struct.unpack_from("<I", data, start)[0] != THREAD_MAGIC:
            continue
        head = struct.unpack_from("<Q", data, start + RING_OFFSET)[0] & ~SLOW
        if head > header[8]:
            sys.exit(f"{run}: {head} records in a ring of {header[8]}: some are lost")
        records += head
        first = start + THREAD_BYTES
        for piece in range(first, first + 4 * head, 1 << 24):
            distinct.update(array.array("I", data[piece : min(piece + (1 << 24), first + 4 * head)]))
    return distinct - {0}, records


def executed(run):
    """({site}, how many records)"""
    with open(os.path.join(run, "run.sp"), "rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    header = RUN_HEADER.unpack_from(data, 0)
    known = modules(run, data, header)
    distinct, records = values(run, data, header)
    if not distinct <= known.keys():
        sys.exit(f"{run}: {len(distinct - known.keys())} values of records belong to no site")
    return {known[value] for value in distinct}, records


def runs(folder):
    """The runs in a folder of runs."""
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if os.path.exists(f"{folder}/{name}/run.sp"))

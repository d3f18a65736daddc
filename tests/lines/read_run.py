"""Which sites a run executed: a small reader for rings of hundreds of millions of records.

It follows runtime/format.h, and ends the test if a ring has lapped, since then records are lost.
"""

import array
import collections
import mmap
import os
import struct
import sys

RUN_HEADER = struct.Struct("<QIIIIIIQI")  # magic to ring_bytes
MODULE = struct.Struct("<IIQQQQ64s")  # magic to table_file
TABLE_HEADER = struct.Struct("<IHHIIIIIIQQ")
SITE = struct.Struct("<IIIIIIHBBBBH")
MODULE_BYTES = 576
THREAD_BYTES = 4096
RING_CHUNKS_OFFSET = 32
CHUNKS_OFFSET = 88
CHUNK_BYTES = 16384
CHUNK_RECORDS = 2046
THREAD_MAGIC = 0x31545053
MODULE_MAGIC = 0x314D5053
TABLE_MAGIC = 0x31535053
SITE_KIND = 0x07  # without the flags beside it
RESERVED_VALUES = 4096

Site = collections.namedtuple("Site", "file line column function kind macro")
Step = collections.namedtuple("Step", "number back")


def text(strings, offset):
    return strings[offset : strings.index(b"\0", offset)].decode()


def tables(data):
    """(offset, sites, steps) of each table of a module"""
    offset = 0
    while offset + TABLE_HEADER.size <= len(data):
        head = TABLE_HEADER.unpack_from(data, offset)
        if head[0] != TABLE_MAGIC:
            offset += 8
            continue
        _, _, header_bytes, total, count, _, string_offset, string_bytes = head[:8]
        strings = data[offset + string_offset : offset + string_offset + string_bytes]
        sites, steps = [], []
        for k in range(count):
            site = SITE.unpack_from(data, offset + header_bytes + k * SITE.size)
            file, function = os.path.normpath(text(strings, site[0])), text(strings, site[1])
            sites.append(Site(file, site[3], site[6], function, site[7] & SITE_KIND, site[8]))
            steps.append(Step(*site[10:12]))
        yield offset, sites, steps
        offset += total


def modules(run, data, header):
    """(site's value -> site, (head's value, step) -> value of that step's site, value of a step's site -> the one before)"""
    known, places, before = {}, {}, {}
    for index in range(header[4]):
        magic, _, address, _, _, _, name = MODULE.unpack_from(data, header[3] + index * MODULE_BYTES)
        if magic == MODULE_MAGIC:
            with open(os.path.join(run, text(name, 0)), "rb") as file:
                content = file.read()
            for offset, sites, steps in tables(content):
                first = address + offset + 1
                heads = list(range(len(sites)))
                for k, (site, step) in enumerate(zip(sites, steps)):
                    value = (first + k) & 0xFFFFFFFF
                    known[value] = site
                    if step.number:
                        heads[k] = heads[k - step.back]
                        before[value] = (first + k - step.back) & 0xFFFFFFFF
                    places[(first + heads[k]) & 0xFFFFFFFF, step.number] = value
    return known, places, before


def records(run, data, header):
    """({(head's value, step)}, how many records) of all threads"""
    distinct, count = set(), 0
    for start in range(header[5], len(data) - THREAD_BYTES, header[7]):
        if struct.unpack_from("<I", data, start)[0] != THREAD_MAGIC:
            continue
        ring_chunks = struct.unpack_from("<I", data, start + RING_CHUNKS_OFFSET)[0]
        chunks = struct.unpack_from("<Q", data, start + CHUNKS_OFFSET)[0]
        if chunks > ring_chunks:
            sys.exit(f"{run}: {chunks} chunks were begun in a ring of {ring_chunks}: records are lost")
        count += (chunks - 1) * CHUNK_RECORDS
        for chunk in range(chunks):
            first = start + THREAD_BYTES + chunk * CHUNK_BYTES + 8
            distinct.update(array.array("Q", data[first : first + 8 * CHUNK_RECORDS]))
    # What says only when something was executed has a value that no site has.
    return {(word & 0xFFFFFFFF, word >> 32) for word in distinct if word & 0xFFFFFFFF >= RESERVED_VALUES}, count


def executed(run):
    """({site}, how many records)"""
    with open(os.path.join(run, "run.sp"), "rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    header = RUN_HEADER.unpack_from(data, 0)
    known, places, before = modules(run, data, header)
    distinct, count = records(run, data, header)
    sites = set()
    for record in distinct:
        if record not in places:
            sys.exit(f"{run}: a record belongs to no tree: {record}")
        value = places[record]
        while value is not None and value not in sites:
            sites.add(value)
            value = before.get(value)
    return {known[value] for value in sites}, count


def runs(folder):
    """The runs in a folder of runs."""
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if os.path.exists(f"{folder}/{name}/run.sp"))

#!/usr/bin/env python3
"""Compares a SARIF file with what the reader has. usage: check_sarif.py SARIF RECORDS LAST FOLDER

RECORDS is of `sourceprint log --format=json`, LAST of `sourceprint last --format=json`. FOLDER is where the sources are.
"""

import collections
import json
import os
import sys
import urllib.parse

MOST = 101  # statements of a flow, the last one included


def path(run, artifact):
    """The absolute path of an artifactLocation."""
    base = run["originalUriBaseIds"][artifact["uriBaseId"]]["uri"] if "uriBaseId" in artifact else ""
    url = urllib.parse.urlparse(base + artifact["uri"])
    assert url.scheme == "file" and not url.netloc, url
    return os.path.normpath(urllib.parse.unquote(url.path))


def place(run, location):
    physical = location["physicalLocation"]
    region = physical["region"]
    (function,) = location["logicalLocations"]
    return path(run, physical["artifactLocation"]), region["startLine"], function["name"], region["snippet"]["text"]


def main():
    name, records, last, folder = sys.argv[1:]
    with open(name) as file:
        runs = json.load(file)["runs"]
    with open(last) as file:
        processes = json.load(file)["processes"]
    with open(records) as file:
        histories = collections.defaultdict(list)
        for line in file:
            record = json.loads(line)
            histories[record["pid"], record["tid"]].append(record)

    def wanted(record):
        where = os.path.normpath(os.path.join(folder, record["file"]))
        return where, record["line"], record["function"], record["snippet"]

    assert len(runs) == len(processes) > 0
    for run, process in zip(runs, processes):
        (invocation,) = run["invocations"]
        assert invocation["processId"] == process["pid"]
        assert (invocation.get("exitCode"), invocation.get("exitSignalNumber")) == (process["exit"], process["signal"])
        assert invocation["executionSuccessful"] == (process["exit"] == 0)
        threads = [thread for thread in process["threads"] if thread["file"]]
        assert len(run["results"]) == len(threads) > 0
        for result, thread in zip(run["results"], threads):
            (location,), (flow,) = result["locations"], result["codeFlows"]
            (flow,) = flow["threadFlows"]
            assert place(run, location) == wanted(thread), (location, thread)
            assert result["level"] == ("error" if thread["state"] in ("crashed", "faulted") else "note")
            rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
            assert rule["id"] == result["ruleId"] and rule["defaultConfiguration"]["level"] == result["level"]
            assert flow["id"] == str(thread["tid"])
            history = histories[process["pid"], thread["tid"]][-MOST:]
            if history[-1]["seq"] != thread["seq"]:  # the fault was in what the last statement returned to
                history = history[1 - MOST :] + [thread]
            steps = [(step["executionOrder"], *place(run, step["location"])) for step in flow["locations"]]
            assert steps == [(record["seq"], *wanted(record)) for record in history], (steps, history)
            for step, record in zip(flow["locations"], history):
                assert step.get("executionTimeUtc") == record["ts"], (step, record)


main()

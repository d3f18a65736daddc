#!/usr/bin/env python3
"""Who gets what from `sourceprint serve`, byte by byte: checks of the server without a browser.

Usage: check_server.py SOURCEPRINT RUN [SECRET]

SECRET is a file beside the sources that no answer may hold. Without it only statements are compared with the log.
"""

import glob
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

SECONDS = 20
SOURCEPRINT, RUN = sys.argv[1:3]
SECRET = sys.argv[3] if len(sys.argv) > 3 else None


class Server:
    """A server that runs as long as the `with` block."""

    def __init__(self, *options):
        self.command = [SOURCEPRINT, "serve", *options, RUN]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        parts = urllib.parse.urlsplit(self.url)
        self.host, self.port = parts.hostname, parts.port
        self.token = parts.path.strip("/")
        return self

    def __exit__(self, *what):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(SECONDS)

    def ask(self, path, headers=None, method="GET", body=None, token=None):
        """(status, headers, body) of what is behind the token, or behind another word."""
        path = f"/{self.token if token is None else token}{path}"
        connection = http.client.HTTPConnection(self.host, self.port, timeout=SECONDS)
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), body

    def json(self, path):
        status, _, body = self.ask(path)
        expect(status == 200, f"{path}: {status} {body}")
        return json.loads(body)


def expect(is_so, what):
    if not is_so:
        sys.exit(f"FAIL: {what}")


def status_of(server, *question, **more):
    return server.ask(*question, **more)[0]


def item_4_a_token_in_the_url(server):
    expect(re.fullmatch(rf"http://127\.0\.0\.1:{server.port}/[0-9a-f]{{32}}/", server.url), server.url)
    for path in ("/", "/main.js", "/style.css", "/api/session", "/api/events", "/nothing", ""):
        for word in ("", "0" * 32, server.token[:-1], server.token + "0", "0" + server.token, server.token.upper() + "x", ".", f"./{server.token}"):
            expect(status_of(server, path, token=word) == 403, f"{path} behind {word}")
        for headers in ({"Cookie": f"token={server.token}"}, {"Referer": server.url}):
            expect(status_of(server, path, headers, token="x") == 403, f"{path} with {headers}")
            expect(status_of(server, f"{path}?token={server.token}", headers, token="x") == 403, f"{path} with a query")
    status, headers, body = server.ask("/")
    expect(status == 200 and b"<title>sourceprint" in body, "the page")
    # A cookie would go to every other server of this address.
    expect("Set-Cookie" not in headers, "a cookie")
    expect(server.token.encode() not in body, "the token stands in the page")
    status, headers, _ = server.ask("")
    expect(status == 308 and headers["Location"] == f"/{server.token}/", "without the slash")


def item_4_host_and_origin_are_checked(server):
    for host in ("evil.example", f"evil.example:{server.port}", "127.0.0.1", f"127.0.0.1:{server.port + 1}", "", f"127.0.0.1.evil:{server.port}"):
        expect(status_of(server, "/api/session", {"Host": host}) == 403, f"Host: {host}")
        expect(status_of(server, "/", {"Host": host}) == 403, f"Host: {host}, the page")
    for host in (f"localhost:{server.port}", f"127.0.0.1:{server.port}", f"[::1]:{server.port}", f"LOCALHOST:{server.port}"):
        expect(status_of(server, "/api/session", {"Host": host}) == 200, f"Host: {host}")
    for origin in ("http://evil.example", "null", f"https://127.0.0.1:{server.port}", "http://127.0.0.1", f"http://127.0.0.1:{server.port}.evil"):
        expect(status_of(server, "/api/session", {"Origin": origin}) == 403, f"Origin: {origin}")
    own = {"Origin": f"http://127.0.0.1:{server.port}"}
    expect(status_of(server, "/api/session", own) == 200, "its own origin")


def item_4_only_get_and_head(server):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        status, headers, _ = server.ask("/api/session", method=method, body=b"x=1" * 1000)
        expect(status == 405 and headers["Allow"] == "GET, HEAD", f"{method}: {status}")
    status, _, body = server.ask("/api/session", method="HEAD")
    expect(status == 200 and body == b"", "HEAD")


def item_4_headers_of_each_answer(server):
    for path, token in (("/", None), ("/main.js", None), ("/api/session", None), ("/nothing", None), ("/", "wrong")):
        got = server.ask(path, token=token)[1]
        policy = got["Content-Security-Policy"]
        expect("default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy, policy)
        expect(got["X-Content-Type-Options"] == "nosniff" and got["Referrer-Policy"] == "no-referrer", str(got))
        expect(got["Cache-Control"] == "no-store" and got["Cross-Origin-Resource-Policy"] == "same-origin", str(got))
    page = server.ask("/")[2].decode()
    expect(not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|<style|style=|javascript:", page), "the page has inline code")


def item_4_no_path_leaves_the_run(server):
    with open(SECRET, encoding="utf-8") as file:
        secret = file.read().strip().encode()
    expect(len(secret) > 10, "the secret is there")
    names = [SECRET, "/etc/passwd", "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "....//etc/passwd"]
    for name in names:
        for path in (f"/{name}", f"//{name}", f"/api/{name}", f"/api/source?file={name}", f"/api/heat?thread=0&file={name}", f"/api/source?file=0&name={name}"):
            status, _, body = server.ask(path)
            expect(secret not in body and b"root:" not in body, f"{path} tells a file")
            expect(status in (400, 404) or "name=" in path, f"{path}: {status}")
    files = server.json("/api/source?file=0")
    expect(files["text"] is None or files["text"].startswith("//"), "a source of the run")
    for path in ("/api/source?file=-1", "/api/source?file=99999", "/api/source?file=1e3", "/api/source?file=18446744073709551616", "/api/source"):
        expect(status_of(server, path) == 400, path)


def item_4_values_are_bounded(server):
    questions = ("statements?thread=0&from=0&count=2001", "statements?thread=999&from=0&count=1", "statements?thread=0&from=x&count=1", "statements?thread=0",
                 "timeline?threads=0&from=0&to=10&buckets=4001", "timeline?threads=" + ",".join(["0"] * 101) + "&from=0&to=10&buckets=10",
                 "timeline?threads=0,&from=5&to=5&buckets=10", "timeline?threads=x&from=0&to=9&buckets=1", "timeline?threads=0&from=0&to=9&buckets=0",
                 "search?thread=0&number=1&text=&to=next", "search?thread=0&text=x", "step?thread=0", "time?thread=0", "heat?file=0&thread=99999")
    for question in questions:
        expect(status_of(server, "/api/" + question) == 400, question)
    expect(status_of(server, "/api/session?x=" + "y" * 2100) == 414, "a long URL")
    expect(status_of(server, "/api/session?x=" + "y" * 100000) in (413, 414, 431), "a very long URL")
    huge = server.json("/api/statements?thread=0&from=9223372036854775807&count=2000")
    expect(huge["statements"] == [], "statements behind the end")
    expect(server.json("/api/time?thread=all&ns=9223372036854775807")["number"] is not None, "a late time")


def item_4_many_connections(server):
    """Who opens connections and says nothing, or half of a question, does not lock the page out, whatever their number."""
    idle = []
    for i in range(300):
        try:
            connection = socket.create_connection((server.host, server.port), timeout=SECONDS)
            connection.sendall(b"" if i % 2 else b"GET / HTTP/1.1\r\nHost: x\r\n")
            idle.append(connection)
        except OSError:
            pass
        if i % 50 == 49:
            expect(status_of(server, "/api/session") == 200, f"an answer beside {i} connections")
    events = item_4_events(server)
    for _ in range(100):
        idle.append(socket.create_connection((server.host, server.port), timeout=SECONDS))
    time.sleep(0.5)
    events.setblocking(False)
    try:
        expect(events.recv(100) != b"", "the page that listens was sent away")
    except BlockingIOError:
        pass
    expect(len(idle) > 300, "there were few connections")
    for connection in idle + [events]:
        connection.close()
    expect(status_of(server, "/api/session") == 200, "an answer after many connections")


def item_4_events(server):
    connection = socket.create_connection((server.host, server.port), timeout=SECONDS)
    connection.sendall(f"GET /{server.token}/api/events HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
    got = b""
    while b"event: change" not in got:
        piece = connection.recv(4096)
        expect(piece, "the events end early")
        got += piece
    expect(b"text/event-stream" in got, got.decode())
    return connection  # still open when the server is told to end


def numbers_agree_with_the_log(server):
    log = subprocess.run([SOURCEPRINT, "log", "--format=json", RUN], capture_output=True, text=True, timeout=60, check=True)
    records = [json.loads(line) for line in log.stdout.splitlines()]
    for thread in server.json("/api/threads")["threads"]:
        wanted = [r for r in records if r["tid"] == thread["tid"]]
        got, sites = [], {}
        at = 0
        while True:
            answer = server.json(f"/api/statements?thread={thread['thread']}&from={at}&count=1000")
            sites.update(answer["sites"])
            got += [sites[str(s[0])] for s in answer["statements"]]
            at = answer["from"] + len(answer["statements"])
            if not answer["statements"]:
                break
        expect(len(got) == len(wanted), f"{len(got)} statements instead of {len(wanted)}")
        for mine, its in zip(got, wanted):
            expect((mine["name"], mine["line"], mine["column"], mine["function"], mine["snippet"]) == (its["file"], its["line"], its["column"], its["function"], its["snippet"]), f"{mine} instead of {its}")
        expect(thread["number"] + 1 == wanted[-1]["seq"], "the last one")


def the_browser_is_opened_without_the_token_in_a_command_line():
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "xdg-open")
        with open(program, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\nstat -c %a "$1" >"$1.mode"\ncp "$1" "$1.seen"\n')
        os.chmod(program, 0o755)
        os.environ.update(PATH=folder + ":" + os.environ["PATH"], TMPDIR=folder)
        with Server("--open") as server:
            end = time.monotonic() + SECONDS
            while not (seen := glob.glob(folder + "/sourceprint-*.html.seen")) and time.monotonic() < end:
                time.sleep(0.05)
            expect(seen, "the browser is called with a file")
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(SECONDS)
        with open(seen[0], encoding="utf-8") as file, open(seen[0].replace(".seen", ".mode"), encoding="utf-8") as mode:
            expect(server.url in file.read(), "which leads to the page")
            expect(mode.read().strip() == "600", "which others cannot read")
        expect(not os.path.exists(seen[0].replace(".seen", "")), "which is removed")


def main():
    if not SECRET:
        with Server() as server:
            numbers_agree_with_the_log(server)
        return
    with Server() as server:
        for check in (item_4_a_token_in_the_url, item_4_host_and_origin_are_checked, item_4_only_get_and_head, item_4_headers_of_each_answer,
                      item_4_no_path_leaves_the_run, item_4_values_are_bounded, item_4_many_connections, numbers_agree_with_the_log):
            check(server)
        connection = item_4_events(server)
        server.process.send_signal(signal.SIGTERM)
        expect(server.process.wait(SECONDS) == 0, "it ends at SIGTERM")
        connection.close()
    with Server("--port", "0") as other, Server() as another:
        expect(other.port != another.port and other.token != another.token, "each has its own port and token")
        expect(status_of(another, "/api/session", token=other.token) == 403, "another server's token")
        other.process.send_signal(signal.SIGINT)
        expect(other.process.wait(SECONDS) == 0, "it ends at SIGINT")
    with Server("--bind", "::1") as six:
        expect(six.url.startswith(f"http://[::1]:{six.port}/"), six.url)
        expect(status_of(six, "/") == 200, "by IPv6")
    with Server("--bind", "0.0.0.0") as wide:
        # Each of the machine's addresses is one to name, if the connection came to it.
        wide.host = "127.0.0.2"
        expect(status_of(wide, "/api/session", {"Host": f"127.0.0.2:{wide.port}"}) == 200, "its own address")
        expect(status_of(wide, "/api/session", {"Host": f"127.0.0.3:{wide.port}"}) == 403, "another address")
        expect(status_of(wide, "/api/session", {"Host": f"evil.example:{wide.port}"}) == 403, "another name")
        wide.process.send_signal(signal.SIGTERM)
        wide.process.wait(SECONDS)
        expect("is reached from other machines" in wide.process.stderr.read(), "a warning")
    the_browser_is_opened_without_the_token_in_a_command_line()


main()

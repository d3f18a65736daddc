#!/usr/bin/env bash
# Issue 6, item 4: the web viewer's server: loopback only, a token, Host and Origin checked, no path leaves the run, bounds;
# its statements are those of sourceprint log; a damaged run is served as far as it can be read.
. tests/e2e/lib.sh
setup_dist

cp -rL "$RUNFILES/examples/crash" crash
make -s -C crash CC="$INSTR_CC" 2>words || fail "$(cat words)"
echo "a secret beside the sources" >crash/secret
cd crash
SOURCEPRINT_OUTPUT_DIR=$WORK/runs quietly ./crash && fail "it did not crash"
python3 "$RUNFILES/tests/web/check_server.py" "$SOURCEPRINT" "$WORK/runs" "$PWD/secret" || fail "see above"
SOURCEPRINT_SINK=text SOURCEPRINT_OUTPUT_DIR=$WORK/texts quietly ./crash && fail "it did not crash"
python3 "$RUNFILES/tests/web/check_server.py" "$SOURCEPRINT" "$WORK/texts" || fail "of text: see above"
cd ..

# A path that looks like what stands before a process's end.
mkdir 'odd): exit 0'
cp crash/crash 'odd): exit 0/a (pid 1): b'
cd crash
(SOURCEPRINT_OUTPUT_DIR=$WORK/odd quietly '../odd): exit 0/a (pid 1): b') && fail "it did not crash"
cd ..
python3 - "$SOURCEPRINT" <<'END' || fail "see above"
import json, signal, subprocess, sys, urllib.request

server = subprocess.Popen([sys.argv[1], "serve", "odd"], stdout=subprocess.PIPE, text=True)
url = server.stdout.readline().strip()
process = json.load(urllib.request.urlopen(url + "api/session", timeout=20))["processes"][0]
server.send_signal(signal.SIGTERM)
server.wait(20)
assert process["end"].startswith("killed by SIGSEGV"), process
assert process["program"].endswith("/odd): exit 0/a (pid 1): b") and process["notes"] == "", process
END

mkdir empty
expect_status 1 "$SOURCEPRINT" serve empty 2>words
expect_contains words "there is no run in this folder"
expect_status 1 "$SOURCEPRINT" serve --bind=example runs 2>words
expect_contains words "--bind takes an address"
expect_status 1 "$SOURCEPRINT" serve --bind=192.0.2.1 runs 2>words
expect_contains words "cannot listen at 192.0.2.1"
expect_status 1 "$SOURCEPRINT" serve --port=70000 runs 2>words

# Damaged: what is readable is shown, and said what is not.
run=$(echo runs/*-crash-*)
cp -r "$run" damaged
truncate -s 9000 damaged/run.sp
python3 - "$SOURCEPRINT" <<'END' || fail "see above"
import json, signal, subprocess, sys, urllib.request

server = subprocess.Popen([sys.argv[1], "serve", "damaged"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
url = server.stdout.readline().strip()
session = json.load(urllib.request.urlopen(url + "api/session", timeout=20))
server.send_signal(signal.SIGTERM)
words = server.communicate(timeout=20)[1]
assert "cut" in words and "cut" in session["problems"], (words, session)
assert session["processes"][0]["end"].startswith("killed by SIGSEGV"), session
assert server.returncode == 2, server.returncode
END
truncate -s 100 damaged/run.sp
expect_status 2 "$SOURCEPRINT" serve damaged 2>words
expect_contains words "cut"

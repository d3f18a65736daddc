#!/usr/bin/env bash
# Gotcha 15: the compiler's exit status and its death by a signal are ours; an interrupt reaches it.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cat >"$SOURCES/one.c" <<'EOF'
int main(void) {
  return 0;
}
EOF
printf 'int f(void) { return x; }\n' >"$SOURCES/wrong.c"

# status_of COMMAND...: as a parent sees it: the exit status, or minus the signal.
status_of() {
  python3 - "$@" <<'EOF'
import subprocess, sys
print(subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60).returncode)
EOF
}

# A compiler that behaves as clang until it is asked for the thing that DIES names, and ends as HOW says.
cat >dying <<EOF
#!/bin/bash
case " \$* " in
  *" \$DIES "*) eval "\$HOW" ;;
esac
exec $REAL_CLANG "\$@"
EOF
chmod +x dying
cp "$SOURCES"/* .
for how in 'exit 3' 'exit 254' 'kill -SEGV $$' 'kill -KILL $$' 'kill -TERM $$'; do
  for dies in -c -E -v one.o; do
    export DIES=$dies HOW=$how
    words=(-c one.c)
    case $dies in
      -E) words=(-E one.c) ;;
      -v) words=(-v -c one.c) ;;
      one.o) "$REAL_CLANG" -c one.c && words=(one.o -o program) ;;
    esac
    plain=$(status_of ./dying "${words[@]}")
    ours=$(SOURCEPRINT_REAL_CC=$WORK/dying status_of "$INSTR_CC" "${words[@]}")
    [ "$plain" = "$ours" ] || fail "$how at $dies: $ours instead of $plain"
  done
done
unset DIES HOW
for words in "-c wrong.c" "-c absent.c" "-no-such" "absent.o" "-c one.c -o absent/x.o"; do
  read -ra options <<<"$words"
  [ "$(status_of "$REAL_CLANG" "${options[@]}")" = "$(status_of "$INSTR_CC" "${options[@]}")" ] || fail "status of $words"
done

# A compiler that waits is ended by what is sent to us alone, and nothing stays behind.
cat >waiting <<EOF
#!/bin/bash
echo \$\$ >$WORK/waiting.pid
exec sleep 30
EOF
chmod +x waiting
mkdir temporary
python3 - "$INSTR_CC" <<'EOF'
import os, signal, subprocess, sys, time
environment = dict(os.environ, SOURCEPRINT_REAL_CC=os.path.abspath("waiting"), TMPDIR=os.path.abspath("temporary"))
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    for words in (["-c", "one.c"], ["-E", "one.c"], ["-v", "-c", "one.c"]):
        process = subprocess.Popen([sys.argv[1]] + words, env=environment, stderr=subprocess.DEVNULL,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        end = time.monotonic() + 20
        while not os.path.exists("waiting.pid") or not open("waiting.pid").read().endswith("\n"):
            assert time.monotonic() < end, "it did not start"
            time.sleep(0.02)
        pid = int(open("waiting.pid").read())
        os.unlink("waiting.pid")
        process.send_signal(number)
        status = process.wait(20)
        assert status == -number, (words, number, status)
        assert not os.path.exists(f"/proc/{pid}"), (words, number, "the compiler runs on")
        assert not os.listdir("temporary"), os.listdir("temporary")
EOF

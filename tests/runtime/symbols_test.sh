#!/usr/bin/env bash
# The runtime's symbol table: what it gives to programs, and what it asks of their libc.
# usage: symbols_test.sh sourceprint_rt.o allowed_symbols.txt LIBRARY...
set -euo pipefail
object=$1 allowed=$2

interface=$(printf 'sourceprint_%s\n' attach_5 record_5 runtime_flush runtime_init runtime_is_on runtime_record \
  runtime_switch runtime_teardown runtime_version signal_5 signal_end_5 slow_5 slow_step_5 step_5 time_5)
interface+=$'\n'ascii_instr_log_line
# The names by which a program finds them that was linked without.
late=$(printf 'sourceprint_late_%s\n' attach_5 record_5 signal_5 signal_end_5 slow_5 slow_step_5 step_5 time_5)
# What the runtime looks at in the place of the C library.
watched=$(printf '%s\n' __sysv_signal _Exit _exit execl execle execlp execv execve execvp execvpe fexecve prctl prlimit \
  prlimit64 pthread_setname_np setrlimit setrlimit64 sigaction signal)

# check FILE WANTED NM-OPTION...
check() {
  local file=$1 wanted given
  wanted=$(sort <<<"$2")
  given=$(nm --defined-only --extern-only "${@:3}" "$file" | awk 'NF == 3 {print $3}' | sort)
  if [ "$given" != "$wanted" ]; then
    printf 'symbols that %s gives to programs:\n%s\nwanted:\n%s\n' "$file" "$given" "$wanted"
    exit 1
  fi
}
check "$object" "$interface"$'\n'"$watched"
for library in "${@:3}"; do
  wanted=$interface$'\n'$watched
  case $library in
    *noop*) wanted=$interface ;;
  esac
  case $library in
    *.so) check "$library" "$wanted"$'\n'"$late" --dynamic ;;
    *) check "$library" "$wanted" ;;
  esac
done
extra=$(comm -23 <(nm --undefined-only "$object" | awk '{print $2}' | sort) <(grep -v '^#' "$allowed" | sort))
if [ -n "$extra" ]; then
  printf 'not in %s:\n%s\n' "$allowed" "$extra"
  exit 1
fi

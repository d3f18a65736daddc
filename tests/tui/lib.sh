# shellcheck shell=bash
# A real terminal, by tmux, for tests of the terminal viewer. Source it behind tests/e2e/lib.sh.

export LC_ALL=C.UTF-8
# The path of a socket has about a hundred bytes at most.
SOCKET_FOLDER=$(mktemp -d /tmp/tui.XXXXXX)
SOCKET=$SOCKET_FOLDER/tmux

close_terminal() {
  tmux -S "$SOCKET" kill-server 2>/dev/null || true
}


# finish_terminal STATUS: at exit.
finish_terminal() {
  close_terminal
  rm -rf "$SOCKET_FOLDER"
  finish "$1"
}
trap 'finish_terminal $?' EXIT

# open_terminal COLUMNSxROWS COMMAND...: runs it there; its words go to ./words, and its status to ./status.
open_terminal() {
  local size=$1
  shift
  rm -f status
  tmux -S "$SOCKET" -f /dev/null new-session -d -x "${size%x*}" -y "${size#*x}" \
    "env TERM=screen-256color $(printf '%q ' "$@") 2>$(printf %q "$WORK/words"); echo \$? >$(printf %q "$WORK/status")"
}

screen() { tmux -S "$SOCKET" capture-pane -p; }
keys() { tmux -S "$SOCKET" send-keys "$@"; }

# expect_screen TEXT: within ten seconds it stands there.
expect_screen() {
  local i
  for ((i = 0; i < 100; i++)); do
    screen | grep -qF -- "$1" && return
    sleep 0.1
  done
  screen >&2
  fail "the screen does not show: $1"
}

# expect_line REGEX: the same for a line that matches.
expect_line() {
  local i
  for ((i = 0; i < 100; i++)); do
    screen | grep -qE -- "$1" && return
    sleep 0.1
  done
  screen >&2
  fail "no line of the screen matches: $1"
}

# expect_end STATUS: the program has ended, so.
expect_end() {
  local i
  for ((i = 0; i < 100; i++)); do
    [ -s status ] && break
    sleep 0.1
  done
  [ "$(cat status)" = "$1" ] || fail "it ended with $(cat status), not $1: $(cat words)"
  close_terminal
}

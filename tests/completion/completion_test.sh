#!/usr/bin/env bash
# What bash, zsh and fish complete for sourceprint, each asked by itself: commands, options, values.
. tests/e2e/lib.sh
setup_dist
export PATH=$DIST/bin:$PATH
mkdir folder
touch folder/file

# Every command has a page, and its options are those of --help.
while read -r command; do
  page=$DIST/share/man/man1/sourceprint-$command.1
  [ "$command" = env ] || [ -s "$page" ] || fail "there is no manual page of $command"
  [ ! -s "$page" ] || man -l "$page" 2>/dev/null | grep "sourceprint-$command *- " || fail "man does not show the page of $command"
done < <(sourceprint --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
MANPATH=$DIST/share/man man sourceprint-last 2>/dev/null | grep 'EXIT STATUS' >/dev/null || fail "man does not find sourceprint-last"

# in_bash WORD...: what is offered behind them, the last one being completed.
cat >ask.bash <<'END'
. "$DIST/share/bash-completion/completions/sourceprint"
compopt() { :; }
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_sourceprint
printf '%s\n' "${COMPREPLY[@]}"
END
in_bash() { bash ask.bash sourceprint "$@"; }
in_fish() { fish --no-config -c "source $DIST/share/fish/vendor_completions.d/sourceprint.fish; complete -C 'sourceprint $*'" | cut -f1; }

# zsh completes at a terminal only, which its own module makes.
cat >ask.zsh <<'END'
zmodload zsh/zpty
zpty asked zsh -f -i
zpty -w asked "PS1=; stty columns 200; fpath=($DIST/share/zsh/site-functions \$fpath); autoload -U compinit; compinit -D -u; zstyle ':completion:*' list-prompt ''; LISTMAX=1000; print ready"
zpty -r -m asked line '*ready*ready*'
zpty -n -w asked "$1"$'\t\t'
sleep 2
typeset text piece
while zpty -r -t asked piece; do text+=$piece; done
zpty -d asked
print -r -- $text
END
in_zsh() { timeout 30 zsh -f ask.zsh "sourceprint $*" | tr -d '\r' | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g'; }

[ "$(in_bash la)" = last ] || fail "bash: $(in_bash la)"
[ "$(in_bash l | sort | xargs)" = "last log" ] || fail "bash: $(in_bash l)"
in_bash last --f | grep -x -- '--format=' >/dev/null || fail "bash: $(in_bash last --f)"
in_bash last --func | grep -x -- '--function-exclude=' >/dev/null || fail "bash: $(in_bash last --func)"
[ "$(in_bash last --format = | xargs)" = "text json" ] || fail "bash: $(in_bash last --format =)"
[ "$(in_bash export --format = sq)" = sqlite ] || fail "bash: $(in_bash export --format = sq)"
in_bash last fol | grep -x folder >/dev/null || fail "bash: $(in_bash last fol)"

[ "$(in_fish la)" = last ] || fail "fish: $(in_fish la)"
in_fish last --f | grep -x -- '--format=' >/dev/null || fail "fish: $(in_fish last --f)"
[ "$(in_fish last --format= | sort | xargs)" = "--format=json --format=text" ] || fail "fish: $(in_fish last --format=)"
in_fish last fol | grep -x folder/ >/dev/null || fail "fish: $(in_fish last fol)"

in_zsh la | grep 'sourceprint last' >/dev/null || fail "zsh: $(in_zsh la)"
in_zsh l | grep 'log .*the recorded statements' >/dev/null || fail "zsh: $(in_zsh l)"
in_zsh last --func | grep -- '--function-exclude' >/dev/null || fail "zsh: $(in_zsh last --func)"
in_zsh export --format=sq | grep -- '--format=sqlite' >/dev/null || fail "zsh: $(in_zsh export --format=sq)"

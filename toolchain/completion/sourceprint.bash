# Completion of `sourceprint` for bash. Commands and options are those that --help tells, so they are always the
# version's own.
# shellcheck shell=bash

_sourceprint_commands() {
  "$1" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'
}

# The long options of a command: with = behind those that want a value.
_sourceprint_options() {
  "$1" "$2" --help 2>/dev/null | sed -n 's/^ *\(-[^-], \)\{0,1\}\(--[a-z-]*=\{0,1\}\).*/\2/p'
}

_sourceprint_values() {
  case $1:$2 in
  export:--format) echo "jsonl chrome folded lcov sarif gnu lnav sqlite html" ;;
  sites:--format | doctor:--format | *:--format) echo "text json" ;;
  *:--color) echo "auto always never" ;;
  stats:--by) echo "function statement file" ;;
  esac
}

# The runs in the folder that programs write to.
_sourceprint_runs() {
  local folder=${SOURCEPRINT_OUTPUT_DIR:-${TMPDIR:-/tmp}/sourceprint-$(id -u)}
  compgen -d -- "$folder/2"
}

_sourceprint() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} program=${COMP_WORDS[0]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_sourceprint_commands "$program") --help --version" -- "$word")
    return
  fi
  # bash takes --format=js apart at the =.
  if [ "$word" = "=" ] || [ "$before" = "=" ]; then
    local option=$before
    [ "$before" = "=" ] && option=${COMP_WORDS[COMP_CWORD - 2]} || word=
    mapfile -t COMPREPLY < <(compgen -W "$(_sourceprint_values "$command" "$option")" -- "$word")
    [ "${#COMPREPLY[@]}" -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$word")
    return
  fi
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_sourceprint_options "$program" "$command")" -- "$word")
    [[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace
    return
  fi
  mapfile -t COMPREPLY < <(compgen -f -- "$word"; compgen -W "$(_sourceprint_runs)" -- "$word")
  compopt -o filenames
}

complete -F _sourceprint sourceprint

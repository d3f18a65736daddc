#compdef sourceprint
# Completion of `sourceprint` for zsh. Commands and options are those that --help tells, with their words.

_sourceprint_commands() {
  local -a commands
  commands=(${(f)"$($words[1] --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\)  *\(.*\)/\1:\2/p')"})
  _describe -t commands command commands
}

_sourceprint_values() {
  local -a values
  case $1:$2 in
    export:--format) values=(jsonl chrome folded lcov sarif gnu lnav sqlite html) ;;
    *:--format) values=(text json) ;;
    *:--color) values=(auto always never) ;;
    stats:--by) values=(function statement file) ;;
    *) _files; return ;;
  esac
  compadd -a values
}

_sourceprint_options() {
  local -a with without lines
  local line
  lines=(${(f)"$($words[1] $words[2] --help 2>/dev/null | sed -n 's/^ *\(-[^-], \)\{0,1\}\(--[a-z-]*=\{0,1\}\)[^ ]*  *\(.*\)/\2:\3/p')"})
  for line in $lines; do
    if [[ $line == --*=:* ]]; then
      with+=($line)
    else
      without+=($line)
    fi
  done
  _describe -t options option without
  _describe -t options option with -S ''
}

_sourceprint() {
  if (( CURRENT == 2 )); then
    _sourceprint_commands
    return
  fi
  local option
  if [[ $PREFIX == --*=* ]]; then
    option=${PREFIX%%=*}
    compset -P '*='
    _sourceprint_values $words[2] $option
  elif [[ $PREFIX == -* ]]; then
    _sourceprint_options
  else
    _files
    _path_files -W "${SOURCEPRINT_OUTPUT_DIR:-${TMPDIR:-/tmp}/sourceprint-$UID}" -/
  fi
}

_sourceprint "$@"

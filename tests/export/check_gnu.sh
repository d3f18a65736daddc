#!/usr/bin/env bash
# check_gnu.sh ERRORS LAST FOLDER: what vim's quickfix list and VS Code's matcher make of the file ERRORS is what LAST, from
# `sourceprint last --format=json`, has. FOLDER: where the sources are.
set -euo pipefail

HOME=$(dirname "$(readlink -f "$1")")
export HOME
cat >list.vim <<END
compiler gcc
cgetfile $1
let list = map(getqflist(), '{"file": bufname(v:val.bufnr), "line": v:val.lnum, "column": v:val.col, "type": v:val.type, "valid": v:val.valid, "text": v:val.text}')
call writefile([json_encode(list)], 'quickfix.json')
cfirst
call writefile([expand('%:p') . ':' . line('.') . ':' . col('.')], 'jumped.txt')
qall!
END
rm -f quickfix.json jumped.txt
timeout 60 vim -es -u NONE -i NONE -n -S list.vim </dev/null >vim.words 2>&1 || true
if [ ! -s quickfix.json ] || [ ! -s jumped.txt ]; then
  cat vim.words
  echo "vim has written no list"
  exit 1
fi
python3 "$(dirname "$0")/check_gnu.py" "$1" "$2" "$3"

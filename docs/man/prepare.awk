# Turns a manual page of docs/ into Markdown that lowdown makes a manual page of: the title and the sentence below it
# become NAME, the usage lines SYNOPSIS, and links to other pages references.

function references(line) {
  while (match(line, /\[`?(sourceprint|instr)[- ][a-z]+`?\]\((sourceprint|instr)-[a-z]+\.md[^)]*\)/)) {
    link = substr(line, RSTART, RLENGTH)
    name = link
    sub(/^.*\]\(/, "", name)
    sub(/\.md.*$/, "", name)
    line = substr(line, 1, RSTART - 1) "**" name "**(1)" substr(line, RSTART + RLENGTH)
  }
  gsub(/!\[[^]]*\]\([^)]*\)/, "", line)
  while (match(line, /\[[^]]*\]\([^)]*\)/)) {
    link = substr(line, RSTART, RLENGTH)
    text = link
    sub(/^\[/, "", text)
    sub(/\]\([^)]*\)$/, "", text)
    line = substr(line, 1, RSTART - 1) text substr(line, RSTART + RLENGTH)
  }
  return line
}

NR == 1 {
  name = $0
  sub(/^# */, "", name)
  gsub(/ /, "-", name)
  print "# NAME\n"
  state = "sentence"
  next
}
# The first paragraph, in one line, without its full stop.
state == "sentence" && NF == 0 && sentence != "" {
  sub(/\.$/, "", sentence)
  print name " - " tolower(substr(sentence, 1, 1)) substr(sentence, 2) "\n"
  state = "usage"
  next
}
state == "sentence" {
  sentence = sentence (sentence == "" ? "" : " ") references($0)
  next
}
state == "usage" && /^    / {
  print "# SYNOPSIS\n"
  state = "in usage"
}
state == "usage" && NF {
  print "# DESCRIPTION\n"
  state = "text"
}
state == "in usage" && /^[^ ]/ {
  print "# DESCRIPTION\n"
  state = "text"
}
/^##/ {
  sub(/^#/, "")
  $0 = "# " toupper(substr($0, match($0, /[^# ]/)))
}
/^    / {
  print
  next
}
{ print references($0) }

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What lnav has to know to take the lines of `sourceprint log` apart: a format file of its version 0.11. The lines are
// those of runtime/record_text.h; keys that come later are passed over.

#include "export.h"

// A line whose time is not known has no place in lnav's order, and is shown with the line before.
static const char format[] =
    "{\n"
    "  \"$schema\": \"https://lnav.org/schemas/format-v1.schema.json\",\n"
    "  \"sourceprint_log\": {\n"
    "    \"title\": \"sourceprint\",\n"
    "    \"description\": \"Statements that a program executed, as `sourceprint log` prints them\",\n"
    "    \"ordered-by-time\": false,\n"
    "    \"regex\": {\n"
    "      \"record\": {\n"
    "        \"pattern\": \"^pid=(?<pid>\\\\d+) tid=(?<tid>\\\\d+) seq=(?<seq>\\\\d+) ts=(?<timestamp>\\\\d\\\\S+)"
    " elapsed=(?<elapsed>\\\\S+) file=(?<file>\\\\S+) line=(?<line>\\\\d+) func=(?<func>\\\\S+) macro=(?<macro>\\\\d+)"
    "(?: col=(?<col>\\\\d+))?(?: def=(?<def>\\\\S+))?(?: within=(?<within>\\\\S+))?(?: [a-z_]+=\\\\S+)*?"
    " snippet=(?<snippet>.*)$\"\n"
    "      }\n"
    "    },\n"
    "    \"opid-field\": \"tid\",\n"
    "    \"value\": {\n"
    "      \"pid\": {\"kind\": \"integer\", \"identifier\": true, \"foreign-key\": true},\n"
    "      \"tid\": {\"kind\": \"integer\", \"identifier\": true, \"foreign-key\": true},\n"
    "      \"seq\": {\"kind\": \"integer\", \"foreign-key\": true},\n"
    "      \"elapsed\": {\"kind\": \"string\"},\n"
    "      \"file\": {\"kind\": \"string\", \"identifier\": true},\n"
    "      \"line\": {\"kind\": \"integer\", \"foreign-key\": true},\n"
    "      \"func\": {\"kind\": \"string\", \"identifier\": true},\n"
    "      \"macro\": {\"kind\": \"integer\", \"foreign-key\": true},\n"
    "      \"col\": {\"kind\": \"integer\", \"foreign-key\": true},\n"
    "      \"def\": {\"kind\": \"string\"},\n"
    "      \"within\": {\"kind\": \"string\"},\n"
    "      \"snippet\": {\"kind\": \"string\"}\n"
    "    },\n"
    "    \"sample\": [\n"
    "      {\"line\": \"pid=12345 tid=678 seq=42 ts=2026-11-07T18:32:01.123456789Z elapsed=12.3ms file=lib/network.c"
    " line=512 func=socket_send macro=0 col=3 within=4.0ms snippet=send_packet(queue, payload)\"}\n"
    "    ]\n"
    "  }\n"
    "}\n";

static bool put_format(struct export *export) {
  fputs(format, export->file.out);
  return true;
}

const struct export_format export_lnav = {
    .name = "lnav",
    .what = "a format file, by which lnav reads what 'sourceprint log' prints",
    .is_without = true,
    .begin = put_format,
};

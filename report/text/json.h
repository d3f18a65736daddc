// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// JSON values of what a run may know or not know.
#ifndef SOURCEPRINT_REPORT_JSON_H
#define SOURCEPRINT_REPORT_JSON_H

#include "report/reader/record.h"

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

// A string, null for NULL. What is not UTF-8 in text becomes U+FFFD. New reference.
json_t *report_json_text(const char *text);

// A number, null for 0. New reference.
json_t *report_json_known(uint64_t number);

// Adds when the record was made: the keys ts, elapsed and within, as in a line of text.
void report_json_add_times(json_t *object, const struct reader_record *record);

// Writes a string, or null.
void report_json_put_text(FILE *out, const char *text);

// Writes the object of a statement, on a line of its own: docs/schemas/record.schema.json.
void report_json_put_record(FILE *out, const struct reader_record *record);

#endif

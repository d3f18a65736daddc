// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `instr-cc -fsourceprint-explain [COMMAND LINE]` says what instr-cc would do and why, for `sourceprint doctor` and
// `sourceprint init`: one thing a line, fields separated by tabs; in a field \t, \n and \\ stand for what they look
// like. The first field says what the line is about:
//
//   version   LLVM's major version
//   compiler  path, origin; or empty, empty, problem
//   part      name, path or empty
//   runs      folder
//   config    path or empty, problem or empty, path passed over because it is somebody else's or empty
//   key       name, origin, problem or empty, 1 if it changes what is compiled, what holds: a field for each word
//   schema    name, default, example, help, values of a choice separated by commas or empty, 1 if it may stand in
//             `folders`
//   unknown   variable of the environment that there is not, the one that was meant or empty
//   command   source or empty, name of the outcome, in words, the key that leaves out the source's own text or empty
//   problem   what is wrong with the command line
//   outcome   name, count
//   struck    name, time, folder, source, detail, command line
//   reason    name of an outcome, in words
#ifndef SOURCEPRINT_DRIVER_EXPLAIN_H
#define SOURCEPRINT_DRIVER_EXPLAIN_H

#define DRIVER_EXPLAIN_FLAG "-fsourceprint-explain"

// A field, which the caller owns.
char *driver_explain_field(const char *text);

// argv: "instr-cc -fsourceprint-explain ...". Returns the exit status.
int driver_explain(char **argv);

#endif

/* Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
  n++;        // @3
  if (n > 1)  // @4

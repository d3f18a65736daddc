// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The ring of those who are not recorded. Code that keeps nothing but the last statement stores that in it, so each
// thread has one of its own.
#ifndef SOURCEPRINT_RUNTIME_IDLE_H
#define SOURCEPRINT_RUNTIME_IDLE_H

#include "format.h"

static const uint64_t sp_still; // its clock
static __thread struct sp_ring sp_idle = {.next = (uint64_t)SP_NEXT_OFF, .clock = &sp_still};

#endif

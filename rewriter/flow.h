// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is known, at a place between two statements, about the record made last. A record stands for a tree of
// statements that control can only enter at the first one, the head; each further statement, a step, adds its number to
// that record. See "The record" in runtime/format.h.
#ifndef SOURCEPRINT_REWRITER_FLOW_H
#define SOURCEPRINT_REWRITER_FLOW_H

namespace sourceprint {

struct Flow {
  static constexpr unsigned Unknown = ~0u;
  static constexpr unsigned Start = ~0u - 1;

  // The site that was recorded last on every way to here; Unknown: ways differ, or a call may have recorded since.
  unsigned Site = Unknown;
  unsigned Tree = 0;   // that site's tree
  bool Fresh = false;  // on every way to here, this function made the thread's newest record
  bool Reached = true; // whether control comes here from the statement before
  // The site of this function that was recorded last on every way to here, whatever was called since. Start: none was.
  unsigned Last = Unknown;

  // Ways meet here, of which only this is known.
  static Flow several(bool Fresh) {
    Flow Met;
    Met.Fresh = Fresh;
    return Met;
  }
  // A call may have recorded since.
  static Flow behindCall(const Flow &Before) {
    Flow Behind;
    Behind.Last = Before.Last;
    return Behind;
  }
  static Flow unreached() {
    Flow Nowhere;
    Nowhere.Reached = false;
    return Nowhere;
  }
};

// Where two ways meet.
inline Flow join(const Flow &A, const Flow &B) {
  if (!A.Reached)
    return B;
  if (!B.Reached || (A.Site == B.Site && A.Site != Flow::Unknown))
    return A;
  Flow Met = Flow::several(A.Fresh && B.Fresh);
  Met.Last = A.Last == B.Last ? A.Last : Flow::Unknown;
  return Met;
}

} // namespace sourceprint

#endif

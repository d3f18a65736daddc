// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "selection.h"

#include "compat.h"

using namespace clang;

namespace sourceprint {

std::string Patterns::add(const std::string &Word) {
  Words.push_back(Word);
  driver_pattern Pattern = {};
  const char *Problem = driver_pattern_parse(Words.back().c_str(), &Pattern);
  if (Problem)
    return Problem;
  Compiled.push_back(Pattern);
  return "";
}

bool Patterns::matchAny(const char *Name) const {
  for (const driver_pattern &Pattern : Compiled)
    if (driver_pattern_matches(&Pattern, Name))
      return true;
  return false;
}

bool Selection::isShared(const FileEntry *File) const {
  return File && !Options.SharedFiles.empty() && Options.SharedFiles.count(File->getUniqueID());
}

bool Selection::isSharedPlace(SourceLocation Where) const {
  return !Options.SharedFiles.empty() && isShared(compat::fileEntry(SM, SM.getFileID(SM.getExpansionLoc(Where))));
}

// By the name that a site has, so that what is seen in lists is what patterns match.
Selection::Choice Selection::file(SourceLocation Where) const {
  PresumedLoc Presumed = SM.getPresumedLoc(SM.getExpansionLoc(Where));
  const char *Name = Presumed.isValid() ? Presumed.getFilename() : "";
  auto [Known, New] = Files.try_emplace(Name);
  if (New)
    Known->second = {Options.ExcludedFiles.matchAny(Name),
                     Options.IncludedFiles.empty() || Options.IncludedFiles.matchAny(Name)};
  return Known->second;
}

sp_skip_reason Selection::function(const FunctionDecl *Function) const {
  sp_skip_reason Reason = Forbidden.reason(Function);
  if (Reason != SP_SKIP_NONE)
    return Reason;
  if (isSharedPlace(Function->getLocation()))
    return SP_SKIP_SHARED_FILE;
  if (Sections.contains(Function->getLocation(), Function->getEndLoc()))
    return SP_SKIP_OFF_SECTION;
  Choice File = file(Function->getLocation());
  std::string Name = Function->getNameAsString();
  if (File.Excluded)
    return SP_SKIP_EXCLUDED_FILE;
  if (Options.ExcludedFunctions.matchAny(Name.c_str()))
    return SP_SKIP_EXCLUDED_FUNCTION;
  if (!File.Included)
    return SP_SKIP_NOT_INCLUDED_FILE;
  if (!Options.IncludedFunctions.empty() && !Options.IncludedFunctions.matchAny(Name.c_str()))
    return SP_SKIP_NOT_INCLUDED_FUNCTION;
  if (Options.Handlers.Mode != SignalHandlerMode::Record && Handlers.isHandler(Function))
    return SP_SKIP_SIGNAL_HANDLER;
  return SP_SKIP_NONE;
}

sp_skip_reason Selection::place(SourceLocation Where) const {
  if (isSharedPlace(Where))
    return SP_SKIP_SHARED_FILE;
  if (Sections.contains(Where))
    return SP_SKIP_OFF_SECTION;
  if (Options.ExcludedFiles.empty() && Options.IncludedFiles.empty())
    return SP_SKIP_NONE;
  Choice File = file(Where);
  if (File.Excluded)
    return SP_SKIP_EXCLUDED_FILE;
  return File.Included ? SP_SKIP_NONE : SP_SKIP_NOT_INCLUDED_FILE;
}

} // namespace sourceprint

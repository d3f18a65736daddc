// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "option_flags.h"

namespace sourceprint {

std::string OptionFlags::fill(RewriteOptions &Options) const {
  Options.Detail = Detail;
  Options.Macros = Macros;
  if (LogInvocations)
    Options.Macros = LogExpansions ? MacroRecords::Both : MacroRecords::Invocation;
  else if (LogExpansions)
    Options.Macros = MacroRecords::Expansion;
  Options.Select.Handlers.Mode = Handlers;
  const struct {
    const List &Given;
    Patterns &Filled;
  } Lists[] = {{IncludeFile, Options.Select.IncludedFiles},
               {ExcludeFile, Options.Select.ExcludedFiles},
               {IncludeFunction, Options.Select.IncludedFunctions},
               {ExcludeFunction, Options.Select.ExcludedFunctions}};
  for (const auto &[Given, Filled] : Lists)
    for (const std::string &Word : Given) {
      std::string Problem = Filled.add(Word);
      if (!Problem.empty())
        return "invalid value '" + Word + "' of --" + Given.ArgStr.str() + ": " + Problem;
    }
  return "";
}

} // namespace sourceprint

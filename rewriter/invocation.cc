// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "invocation.h"

#include "compat.h"
#include "clang/Driver/Compilation.h"
#include "clang/Driver/Job.h"
#include "clang/Driver/Tool.h"
#include "clang/Driver/ToolChain.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace sourceprint {
namespace {

bool compiles(const driver::Command &Job, llvm::StringRef Input) {
  const auto &Arguments = Job.getArguments();
  if (Arguments.empty() || llvm::StringRef(Arguments[0]) != "-cc1")
    return false;
  for (const auto &Info : Job.getInputInfos())
    if (Info.isFilename() && Input == Info.getFilename())
      return true;
  return false;
}

} // namespace

CompileJob findCompileJob(llvm::ArrayRef<const char *> Arguments, llvm::StringRef Input, llvm::raw_ostream &OS) {
  CompileJob Result;
  compat::Diagnostics Diagnostics(CreateAndPopulateDiagOpts(Arguments), OS);
  // As clang's own main() does, so that the words are the same.
  Diagnostics.printer().setPrefix(llvm::sys::path::stem(Arguments[0]).str());
  Diagnostics.processWarningOptions();

  driver::Driver Driver(Arguments[0], llvm::sys::getDefaultTargetTriple(), Diagnostics.engine());
  compat::setInstalledDir(Driver, llvm::sys::path::parent_path(Arguments[0]));
  Driver.setTargetAndMode(driver::ToolChain::getTargetAndModeFromProgramName(Arguments[0]));
  std::unique_ptr<driver::Compilation> Compilation(Driver.BuildCompilation(Arguments));
  if (!Compilation || Compilation->containsError() || Diagnostics.engine().hasErrorOccurred()) {
    Result.UserError = true;
    return Result;
  }
  for (const driver::Command &Job : Compilation->getJobs()) {
    if (!compiles(Job, Input))
      continue;
    for (const char *Argument : llvm::ArrayRef<const char *>(Job.getArguments()).drop_front())
      Result.Arguments.push_back(Argument);
    break;
  }
  Compilation->CleanupFileList(Compilation->getTempFiles());
  if (Result.Arguments.empty())
    Result.Problem = "clang's driver has no compile job for " + Input.str();
  return Result;
}

} // namespace sourceprint

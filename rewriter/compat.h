// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What differs between the Clang libraries of LLVM 14 and 22, in one place: each function below has the same meaning
// with every version. Nothing else in this folder may look at the version.
#ifndef SOURCEPRINT_REWRITER_COMPAT_H
#define SOURCEPRINT_REWRITER_COMPAT_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/CodeGenOptions.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Driver/Driver.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/VirtualFileSystem.h"
#if LLVM_VERSION_MAJOR >= 16
#include "llvm/TargetParser/Host.h"
#else
#include "llvm/Support/Host.h"
#endif
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sourceprint {
namespace compat {

// Older code generators forget that an input of inline assembly is in its output's register when they copy the
// instruction, as they do before computed gotos (llvm/llvm-project#39426). LLVM 14 does so, and 18 surely does not.
#if LLVM_VERSION_MAJOR >= 18
constexpr bool KeepsTiedOperands = true;
#else
constexpr bool KeepsTiedOperands = false;
#endif

// Whether code is added that counts for gcov. Older compilers need not be told the files' names for that.
inline bool countsForGcov(const clang::CodeGenOptions &Code) {
#if LLVM_VERSION_MAJOR < 17
  if (Code.EmitGcovArcs || Code.EmitGcovNotes)
    return true;
#endif
  return !Code.CoverageNotesFile.empty() || !Code.CoverageDataFile.empty();
}

// What -fdebug-prefix-map and its relatives ask for; the first prefix that fits counts.
inline std::vector<std::pair<std::string, std::string>> prefixMap(const clang::CodeGenOptions &Code) {
#if LLVM_VERSION_MAJOR >= 17
  return {Code.DebugPrefixMap.rbegin(), Code.DebugPrefixMap.rend()};
#else
  return {Code.DebugPrefixMap.begin(), Code.DebugPrefixMap.end()};
#endif
}

// Options and engine in one owner: until LLVM 20 the engine shared ownership of its options, since then it borrows
// them.
class Diagnostics {
public:
  Diagnostics(std::unique_ptr<clang::DiagnosticOptions> Opts, llvm::raw_ostream &OS) : Options(Opts.release()) {
    llvm::IntrusiveRefCntPtr<clang::DiagnosticIDs> Ids(new clang::DiagnosticIDs());
#if LLVM_VERSION_MAJOR >= 21
    Printer = new clang::TextDiagnosticPrinter(OS, *Options);
    Engine = std::make_unique<clang::DiagnosticsEngine>(Ids, *Options, Printer);
#else
    Printer = new clang::TextDiagnosticPrinter(OS, Options.get());
    Engine = std::make_unique<clang::DiagnosticsEngine>(Ids, Options, Printer);
#endif
  }
  clang::DiagnosticsEngine &engine() { return *Engine; }
  clang::TextDiagnosticPrinter &printer() { return *Printer; }

  void processWarningOptions() {
#if LLVM_VERSION_MAJOR >= 20
    clang::ProcessWarningOptions(*Engine, *Options, *llvm::vfs::getRealFileSystem(), /*ReportDiags=*/false);
#else
    clang::ProcessWarningOptions(*Engine, *Options, /*ReportDiags=*/false);
#endif
  }

private:
#if LLVM_VERSION_MAJOR >= 21
  std::unique_ptr<clang::DiagnosticOptions> Options;
#else
  llvm::IntrusiveRefCntPtr<clang::DiagnosticOptions> Options;
#endif
  clang::TextDiagnosticPrinter *Printer; // the engine's
  std::unique_ptr<clang::DiagnosticsEngine> Engine;
};

// A compiler instance for one invocation, which finds its files in System, and whose diagnostics and other words go to
// OS.
inline std::unique_ptr<clang::CompilerInstance> createInstance(std::shared_ptr<clang::CompilerInvocation> Invocation,
                                                               llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> System,
                                                               llvm::raw_ostream &OS) {
#if LLVM_VERSION_MAJOR >= 21
  auto Instance = std::make_unique<clang::CompilerInstance>(std::move(Invocation));
#else
  auto Instance = std::make_unique<clang::CompilerInstance>();
  Instance->setInvocation(std::move(Invocation));
#endif
  auto &Options = Instance->getDiagnosticOpts();
#if LLVM_VERSION_MAJOR >= 21
  auto *Printer = new clang::TextDiagnosticPrinter(OS, Options);
#else
  auto *Printer = new clang::TextDiagnosticPrinter(OS, &Options);
#endif
#if LLVM_VERSION_MAJOR >= 22
  Instance->createVirtualFileSystem(std::move(System), Printer);
  Instance->createDiagnostics(Printer, /*ShouldOwnClient=*/true);
#else
#if LLVM_VERSION_MAJOR >= 20
  Instance->createDiagnostics(*System, Printer, /*ShouldOwnClient=*/true);
#else
  Instance->createDiagnostics(Printer, /*ShouldOwnClient=*/true);
#endif
  Instance->createFileManager(
      clang::createVFSFromCompilerInvocation(Instance->getInvocation(), Instance->getDiagnostics(), std::move(System)));
#endif
  Instance->setVerboseOutputStream(OS);
  return Instance;
}

inline void setInstalledDir(clang::driver::Driver &Driver, llvm::StringRef Dir) {
#if LLVM_VERSION_MAJOR < 19
  Driver.setInstalledDir(Dir);
#else
  (void)Driver; // the driver derives it from the executable's path
  (void)Dir;
#endif
}

#if LLVM_VERSION_MAJOR >= 16
using IncludedFile = clang::OptionalFileEntryRef;
inline const clang::FileEntry *entryOf(IncludedFile File) { return File ? &File->getFileEntry() : nullptr; }
inline llvm::StringRef nameOf(IncludedFile File) { return File->getName(); }
#elif LLVM_VERSION_MAJOR == 15
using IncludedFile = llvm::Optional<clang::FileEntryRef>;
inline const clang::FileEntry *entryOf(IncludedFile File) { return File ? &File->getFileEntry() : nullptr; }
inline llvm::StringRef nameOf(IncludedFile File) { return File->getName(); }
#else
using IncludedFile = const clang::FileEntry *;
inline const clang::FileEntry *entryOf(IncludedFile File) { return File; }
inline llvm::StringRef nameOf(IncludedFile File) { return File->getName(); }
#endif

// Whether `break` and `continue` may name a loop's label (C2y).
inline bool hasNamedLoops(const clang::LangOptions &Options) {
#if LLVM_VERSION_MAJOR >= 22
  return Options.NamedLoops;
#else
  (void)Options;
  return false;
#endif
}

// What `_Defer` puts off, or null for any other statement.
inline const clang::Stmt *deferred(const clang::Stmt *S) {
#if LLVM_VERSION_MAJOR >= 22
  const auto *Defer = llvm::dyn_cast<clang::DeferStmt>(S);
  return Defer ? Defer->getBody() : nullptr;
#else
  (void)S;
  return nullptr;
#endif
}

// The priority of a constructor function, 65535 if it names none.
inline int constructorPriority(const clang::ConstructorAttr &Constructor, const clang::ASTContext &Context) {
#if LLVM_VERSION_MAJOR >= 22
  const clang::Expr *Priority = Constructor.getPriority();
  return Priority ? static_cast<int>(Priority->EvaluateKnownConstInt(Context).getExtValue()) : 65535;
#else
  (void)Context;
  return Constructor.getPriority();
#endif
}

// The file of a FileID, or null for what is no file.
inline const clang::FileEntry *fileEntry(const clang::SourceManager &SM, clang::FileID File) {
  return SM.getFileEntryForID(File);
}

} // namespace compat
} // namespace sourceprint

#endif

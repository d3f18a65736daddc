// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "signal_handlers.h"

#include "statement_facts.h"
#include "visit_statements.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace sourceprint {
namespace {

const char *const OwnAnnotations[] = {"SOURCEPRINT_SIGNAL_HANDLER", "ASCII_INSTR_SOURCE_PRINT_SIGNAL_HANDLER"};
// Functions of the C library that take a handler as their second argument.
const char *const Registrars[] = {"signal", "ssignal", "sigset", "bsd_signal", "sysv_signal", "__sysv_signal"};
// Members of struct sigaction that hold one.
const char *const Members[] = {"sa_handler", "sa_sigaction"};
// Wrappers of wrappers of those functions are followed this far, and one value through so many expressions.
const int MaxRounds = 8;
const int MaxSteps = 1000;

// Follows what becomes a handler back to functions. A parameter that does makes its function a registrar, too.
class Finder {
public:
  using HandlerMap = llvm::DenseMap<const FunctionDecl *, SourceLocation>;
  explicit Finder(HandlerMap &Handlers) : Handlers(Handlers) {}

  void run(llvm::ArrayRef<const Decl *> Declarations) {
    for (int Round = 0; Round < MaxRounds; ++Round) {
      size_t Before = Wrappers.size();
      for (const Decl *D : Declarations)
        visitStatements(contentOf(D), [this](const Stmt *S) { visit(S); });
      if (Wrappers.size() == Before)
        return;
    }
  }

private:
  void visit(const Stmt *S) {
    if (const auto *Call = dyn_cast<CallExpr>(S))
      call(Call);
    else if (const auto *Assignment = dyn_cast<BinaryOperator>(S))
      assignment(Assignment);
    else if (const auto *List = dyn_cast<InitListExpr>(S))
      initialiser(List);
  }

  void call(const CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee || !Callee->getIdentifier())
      return;
    if (llvm::is_contained(Registrars, Callee->getName()) && Call->getNumArgs() >= 2)
      value(Call->getArg(1), Call->getBeginLoc());
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      if (llvm::is_contained(Wrappers, Wrapper(Callee->getCanonicalDecl(), I)))
        value(Call->getArg(I), Call->getBeginLoc());
  }

  void assignment(const BinaryOperator *Assignment) {
    const auto *Member = dyn_cast<MemberExpr>(Assignment->getLHS()->IgnoreParens());
    if (Member && Assignment->getOpcode() == BO_Assign)
      member(dyn_cast<FieldDecl>(Member->getMemberDecl()), Assignment->getRHS());
  }

  // Each value of a list, with its field; without, if it is an array's.
  template <typename Function> static void forEachField(const InitListExpr *List, Function Visit) {
    const RecordDecl *Record = List->getType()->getAsRecordDecl();
    if (!Record) {
      for (const Expr *Init : List->inits())
        Visit(nullptr, Init);
      return;
    }
    if (Record->isUnion()) {
      if (List->getNumInits() > 0)
        Visit(List->getInitializedFieldInUnion(), List->getInit(0));
      return;
    }
    unsigned I = 0;
    for (const FieldDecl *Field : Record->getDefinition()->fields()) {
      bool Padding = Field->isBitField() && !Field->getDeclName(); // takes no initialiser
      if (!Padding && I < List->getNumInits())
        Visit(Field, List->getInit(I++));
    }
  }

  void initialiser(const InitListExpr *List) {
    forEachField(List, [this](const FieldDecl *Field, const Expr *Init) { member(Field, Init); });
  }

  void member(const FieldDecl *Field, const Expr *Value) {
    if (Field && llvm::is_contained(Members, Field->getName()))
      value(Value, Value->getBeginLoc());
  }

  // Field: of a structure that E leads to, the member that is meant.
  struct Source {
    const Expr *E;
    const FieldDecl *Field;
  };

  void value(const Expr *Value, SourceLocation Where) {
    llvm::SmallVector<Source, 8> Pending = {{Value, nullptr}};
    for (int Steps = 0; !Pending.empty() && Steps < MaxSteps; ++Steps) {
      Source S = Pending.pop_back_val();
      const Expr *E = S.E->IgnoreParenCasts();
      if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
        Pending.push_back({Unary->getSubExpr(), S.Field});
      } else if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(E)) {
        Pending.append({{Choice->getTrueExpr(), S.Field}, {Choice->getFalseExpr(), S.Field}});
      } else if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
        Pending.push_back({Binary->getRHS(), S.Field}); // of a comma or an assignment
      } else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E)) {
        Pending.push_back({Element->getBase(), S.Field});
      } else if (const auto *Member = dyn_cast<MemberExpr>(E)) {
        Pending.push_back({Member->getBase(), dyn_cast<FieldDecl>(Member->getMemberDecl())});
      } else if (const auto *List = dyn_cast<InitListExpr>(E)) {
        forEachField(List, [&](const FieldDecl *Field, const Expr *Init) {
          if (!S.Field || !Field || Field == S.Field)
            Pending.push_back({Init, Field ? nullptr : S.Field});
        });
      } else if (const auto *Reference = dyn_cast<DeclRefExpr>(E)) {
        declaration(Reference->getDecl(), S.Field, Where, Pending);
      }
    }
  }

  void declaration(const ValueDecl *D, const FieldDecl *Field, SourceLocation Where,
                   llvm::SmallVectorImpl<Source> &Pending) {
    if (const auto *Function = dyn_cast<FunctionDecl>(D))
      Handlers.try_emplace(Function->getCanonicalDecl(), Where);
    else if (const auto *Parameter = dyn_cast<ParmVarDecl>(D))
      addWrapper(Parameter);
    else if (const auto *Variable = dyn_cast<VarDecl>(D))
      if (const Expr *Init = Variable->getAnyInitializer())
        Pending.push_back({Init, Field});
  }

  void addWrapper(const ParmVarDecl *Parameter) {
    const auto *Function = dyn_cast<FunctionDecl>(Parameter->getDeclContext());
    if (!Function)
      return;
    Wrapper W(Function->getCanonicalDecl(), Parameter->getFunctionScopeIndex());
    if (!llvm::is_contained(Wrappers, W))
      Wrappers.push_back(W);
  }

  using Wrapper = std::pair<const FunctionDecl *, unsigned>;
  std::vector<Wrapper> Wrappers;
  HandlerMap &Handlers;
};

// Most sources have nothing to do with signals, and need not be searched.
bool namesAnyOf(const ASTContext &Context, llvm::ArrayRef<const char *> Names) {
  return llvm::any_of(Names, [&](const char *Name) { return Context.Idents.find(Name) != Context.Idents.end(); });
}

bool isAnnotated(const FunctionDecl *Function, const std::vector<std::string> &More) {
  return llvm::any_of(Function->specific_attrs<AnnotateAttr>(), [&](const AnnotateAttr *A) {
    return llvm::is_contained(OwnAnnotations, A->getAnnotation()) || llvm::is_contained(More, A->getAnnotation());
  });
}

// void f(int), and with a second and third parameter that point to something.
bool hasHandlerType(const FunctionDecl *Function) {
  if (!Function->getReturnType()->isVoidType() || Function->isVariadic() || Function->isMain())
    return false;
  unsigned Count = Function->getNumParams();
  if (Count < 1 || Count > 3 || !Function->getParamDecl(0)->getType()->isSpecificBuiltinType(BuiltinType::Int))
    return false;
  for (unsigned I = 1; I < Count; ++I)
    if (!Function->getParamDecl(I)->getType()->isPointerType())
      return false;
  return true;
}

bool isStaticCandidate(const FunctionDecl *Function) {
  return Function && !Function->isExternallyVisible() && hasHandlerType(Function);
}

// The function that an expression calls by its name, or null.
const Expr *calleeOf(const Stmt *S) {
  const auto *Call = dyn_cast<CallExpr>(S);
  return Call ? Call->getCallee()->IgnoreParenImpCasts() : nullptr;
}

void findAddressed(llvm::ArrayRef<const Decl *> Declarations, llvm::DenseSet<const FunctionDecl *> &Addressed) {
  bool Wanted = llvm::any_of(Declarations, [](const Decl *D) { return isStaticCandidate(dyn_cast<FunctionDecl>(D)); });
  if (!Wanted)
    return;
  llvm::DenseSet<const Expr *> Callees;
  for (const Decl *D : Declarations)
    visitStatements(contentOf(D), [&](const Stmt *S) { // a call is visited before its callee
      if (const Expr *Callee = calleeOf(S))
        Callees.insert(Callee);
      const auto *Reference = dyn_cast<DeclRefExpr>(S);
      const auto *Function = Reference ? dyn_cast<FunctionDecl>(Reference->getDecl()) : nullptr;
      if (isStaticCandidate(Function) && !Callees.count(Reference))
        Addressed.insert(Function->getCanonicalDecl());
    });
}

// Whether a statement is a call of a function that may be the program's own.
bool isOwnCall(const Stmt *S, const SourceManager &SM) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  const auto *Call = E ? dyn_cast<CallExpr>(E->IgnoreParenCasts()) : nullptr;
  if (!Call)
    return false;
  const FunctionDecl *Callee = Call->getDirectCallee();
  return !Callee || !(Callee->getBuiltinID() || SM.isInSystemHeader(SM.getExpansionLoc(Callee->getLocation())));
}

const Stmt *conditionOf(const Stmt *S) {
  if (const auto *If = dyn_cast<IfStmt>(S))
    return If->getCond();
  const auto *Switch = dyn_cast<SwitchStmt>(S);
  return Switch ? Switch->getCond() : nullptr;
}

// Looks for such calls where nothing of the function follows.
class TailCalls {
public:
  explicit TailCalls(const SourceManager &SM) : SM(SM) {}

  // Whether the function ends behind a statement, and behind a `break` in it.
  struct Ending {
    bool Here, AtBreak;
  };

  bool in(const Stmt *S, Ending E) const {
    if (!S)
      return false;
    if (const auto *Call = dyn_cast<Expr>(S))
      return E.Here && isOwnCall(Call, SM);
    if (const auto *Return = dyn_cast<ReturnStmt>(S))
      return isOwnCall(Return->getRetValue(), SM);
    if (const auto *Block = dyn_cast<CompoundStmt>(S))
      return inBlock(Block, E);
    if (isa<DeclStmt>(S))
      return false;
    bool IsSwitch = isa<SwitchStmt>(S), IsLoop = !IsSwitch && isLoopOrSwitch(S);
    Ending Inside = IsSwitch || IsLoop ? Ending{!IsLoop && E.Here, E.Here} : E;
    // The condition of an `if` is an expression that is followed by a branch, at least.
    return llvm::any_of(S->children(), [&](const Stmt *Child) {
      return in(Child, Child == conditionOf(S) ? Ending{false, false} : Inside);
    });
  }

private:
  bool inBlock(const CompoundStmt *Block, Ending E) const {
    for (auto I = Block->body_begin(), End = Block->body_end(); I != End; ++I) {
      const Stmt *Next = I + 1 == End ? nullptr : I[1];
      bool IsLast = !Next || isa<NullStmt>(Next)
                        ? E.Here
                        : isa<ReturnStmt>(Next) || isa<GotoStmt>(Next) || (isa<BreakStmt>(Next) && E.AtBreak);
      if (in(*I, {IsLast, E.AtBreak}))
        return true;
    }
    return false;
  }

  const SourceManager &SM;
};

} // namespace

llvm::StringRef signalParameter(const FunctionDecl *Handler) {
  if (Handler->getNumParams() == 0)
    return "";
  const ParmVarDecl *First = Handler->getParamDecl(0);
  // A name that was a macro once may be one at the function's beginning.
  if (!First->getType()->isIntegerType() || !First->getIdentifier() || First->getIdentifier()->hadMacroDefinition())
    return "";
  return First->getName();
}

bool mayTailCall(const Stmt *Body, const SourceManager &SM) { return TailCalls(SM).in(Body, {true, false}); }

SignalHandlers::SignalHandlers(const SignalHandlerOptions &Options, llvm::ArrayRef<const Decl *> Declarations,
                               const ASTContext &Context)
    : Options(Options) {
  for (const Decl *D : Declarations)
    if (const auto *Function = dyn_cast<FunctionDecl>(D))
      if (isAnnotated(Function, Options.Annotations))
        Handlers.try_emplace(Function->getCanonicalDecl(), SourceLocation());
  if (namesAnyOf(Context, Registrars) || namesAnyOf(Context, Members))
    Finder(Handlers).run(Declarations);
  findAddressed(Declarations, Addressed);
}

bool SignalHandlers::mayBecomeHandler(const FunctionDecl *Function) const {
  return hasHandlerType(Function) && (Function->isExternallyVisible() || Addressed.count(Function->getCanonicalDecl()));
}

void SignalHandlers::warn(llvm::ArrayRef<const FunctionDecl *> Functions, DiagnosticsEngine &Diagnostics) const {
  // What has no flag in clang does not follow -w by itself.
  if (Options.Mode == SignalHandlerMode::Skip || Handlers.empty() || Diagnostics.getIgnoreAllWarnings())
    return;
  unsigned Warning =
      Options.Mode == SignalHandlerMode::Record
          ? Diagnostics.getCustomDiagID(
                DiagnosticsEngine::Warning,
                "function %0 is a signal handler, and is recorded all the same [-fsourceprint-signal-handlers=record]")
          : Diagnostics.getCustomDiagID(DiagnosticsEngine::Warning,
                                        "function %0 is a signal handler, and only its beginning is recorded "
                                        "[-fsourceprint-signal-handlers=warn]");
  unsigned Note = Diagnostics.getCustomDiagID(DiagnosticsEngine::Note, "it is registered here");
  // -Werror is about the user's language, and must not end a build for a choice of ours.
  bool Promoted = Diagnostics.getWarningsAsErrors();
  Diagnostics.setWarningsAsErrors(false);
  for (const FunctionDecl *Function : Functions) {
    auto Found = Handlers.find(Function->getCanonicalDecl());
    if (Found == Handlers.end())
      continue;
    Diagnostics.Report(Function->getLocation(), Warning) << Function;
    if (Found->second.isValid())
      Diagnostics.Report(Found->second, Note);
  }
  Diagnostics.setWarningsAsErrors(Promoted);
}

} // namespace sourceprint

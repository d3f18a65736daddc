// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "inserted_text.h"

#include "compat.h"
#include "runtime/format.h"
#include "site_table.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include <cstring>
#include <initializer_list>

namespace sourceprint {
namespace {

bool isCalled(RecordForm Form) { return Form == RecordForm::CallX86_64 || Form == RecordForm::AllCallsX86_64; }

// nodebug makes the inlined instructions take the line of the statement; the others keep tools that instrument
// functions away from ours.
#define HELPER_ATTRIBUTES "__attribute__((__nodebug__,__no_instrument_function__,__unused__,"
const std::string InlineHelper = "static __inline__ " HELPER_ATTRIBUTES "__always_inline__))";
const std::string CalledHelper = "static " HELPER_ATTRIBUTES "__noinline__))";
const std::string ColdHelper = "static " HELPER_ATTRIBUTES "__noinline__,__cold__))";
const std::string NakedHelper = "static " HELPER_ATTRIBUTES "__noinline__,__naked__))";
#undef HELPER_ATTRIBUTES

// The array has just the size of the bytes: the NUL that a string literal would add is left out.
std::string tableDefinition(llvm::StringRef Bytes) {
  return "static __const unsigned char __sp_tab[" + std::to_string(Bytes.size()) +
         "]__attribute__((__section__(\"" SP_SITE_SECTION "\"),__used__,__retain__,__aligned__(8)))=\"" +
         escapeBytes(Bytes) + "\";";
}

// A byte per function that says whether it is off. The checksum of the table tells which table they belong to.
std::string functionDefinition(llvm::StringRef TableBytes, size_t Functions) {
  sp_table_header Table;
  std::memcpy(&Table, TableBytes.data(), sizeof Table);
  return "static struct{unsigned long long table;unsigned count,room;__volatile__ unsigned char off[" +
         std::to_string(Functions) +
         "];}__sp_functions __attribute__((__section__(\"" SP_FUNCTION_SECTION
         "\"),__used__,__retain__,__aligned__(8)))={" +
         std::to_string(Table.checksum) + "ULL," + std::to_string(Functions) + ",0,{0}};";
}

#define BOUND(name) "extern __const char " name "[]__attribute__((__weak__,__visibility__(\"hidden\")));"
const std::string Bounds = BOUND("__start_" SP_SITE_SECTION) BOUND("__stop_" SP_SITE_SECTION)
    BOUND("__start_" SP_FUNCTION_SECTION) BOUND("__stop_" SP_FUNCTION_SECTION);
#undef BOUND

const char *const AttachDeclaration =
    "extern struct __sp_ring*sourceprint_attach_5(__const char*,__const char*,__const char*,__const char*,"
    "struct __sp_ring**,struct __sp_ring*)__attribute__((__weak__,__visibility__(\"default\")));";

// One TLS pointer per module: hidden, so that no symbol leaves the module, and in a COMDAT group (selectany), so that a
// library of many objects does not use up the static TLS space that dlopen has to share out.
const char *const ThreadPointer =
    "__attribute__((__selectany__,__visibility__(\"hidden\"),__tls_model__(\"initial-exec\")))"
    "__thread struct __sp_ring*__sp_tls=0;";

// The ring of functions that are off, and of a program without the runtime; see struct sp_idle. Each thread has one.
#define IDLE                                                                                                           \
  "static __const unsigned long long __sp_still=0;"                                                                    \
  "struct __sp_waste{unsigned long long w[3];struct __sp_ring r;};"                                                    \
  "__attribute__((__selectany__,__visibility__(\"hidden\"),__tls_model__(\"initial-exec\"),__aligned__(32)))"          \
  "__thread struct __sp_waste __sp_idle={{0,0,0},{(unsigned char*)" SP_TEXT(                                           \
      SP_IDLE_NEXT) ",0,0,(__volatile__ unsigned long long*)&__sp_still," SP_TEXT(SP_IDLE_MASK) ",0,0}};"
const char *const IdleRing = IDLE;
#undef IDLE

// What is off can change while the program runs.
const char *const EnterBody = "struct __sp_ring*r=__sp_tls;if(__builtin_expect(!r,0))r=__sp_attach();"
                              "return __builtin_expect(__sp_functions.off[f],0)?&__sp_idle.r:r;";
const char *const AttachBody =
    "sourceprint_attach_5(__start_" SP_SITE_SECTION ",__stop_" SP_SITE_SECTION ",__start_" SP_FUNCTION_SECTION
    ",__stop_" SP_FUNCTION_SECTION ",&__sp_tls,&__sp_idle.r):(__sp_tls=&__sp_idle.r);";

// Whether the runtime is there, and the way out of the fast path too. A linker that does not see it may have set the
// words that lead there to 0 for good, though a runtime was preloaded; the compiler thinks that it knows them.
const char *const IsThere = "return sourceprint_attach_5&&*(__typeof__(__sp_out)__volatile__*)&__sp_out?";
const char *const IsTherePortable = "return sourceprint_attach_5?";

const char *const TimeDeclaration =
    "extern void sourceprint_time_5(struct __sp_ring*)__attribute__((__weak__,__visibility__(\"default\")));";

// A handler that returns normally says so, and its thread's last statement is again the one that it interrupted.
const std::string SignalDeclarations =
    "extern unsigned long long sourceprint_signal_5(struct __sp_ring*,int,__const void*)"
    "__attribute__((__weak__,__visibility__(\"default\")));"
    "extern void sourceprint_signal_end_5(struct __sp_ring*,unsigned long long)"
    "__attribute__((__weak__,__visibility__(\"default\")));"
    "struct __sp_signal{struct __sp_ring*ring;unsigned last;unsigned long long at;};";
const std::string SignalFunctions =
    InlineHelper + "int __sp_is_signal(struct __sp_ring*r,__const void*v){return " +
    "__builtin_expect((unsigned long long)v==r->restorer,0)&&sourceprint_signal_5;}" + CalledHelper +
    "void __sp_signal_begin(struct __sp_signal*s,struct __sp_ring*r,int k,__const void*v){"
    "s->last=r->last;s->ring=r;s->at=sourceprint_signal_5(r,k,v);}" +
    CalledHelper +
    "void __sp_signal_end(struct __sp_signal*s){if(!s->ring)return;"
    "s->ring->last=s->last;sourceprint_signal_end_5(s->ring,s->at);}";

// What is inserted into functions has these names and no keyword, as a keyword may be a macro there.
const char *const Types = "typedef struct __sp_ring*__const __sp_ring_at;"
                          "typedef unsigned char*__sp_byte_at;"
                          "typedef struct __sp_place*__sp_place_at;typedef struct __sp_signal __sp_signal;"
                          "typedef long __sp_long;typedef void __sp_void;";

// What records has a runtime behind it.
const char *const TimedFunction = "unsigned char*__sp_timed(struct __sp_ring*r,unsigned k){"
                                  "if(__builtin_expect(*r->clock!=r->tick,0))sourceprint_time_5(r);return __sp(r,k);}";

// How a record leaves the fast path.
const char *const SlowInlineX86_64 =
    "extern void sourceprint_slow_5(void)__attribute__((__weak__,__visibility__(\"default\")));"
    "extern void sourceprint_slow_step_5(void)__attribute__((__weak__,__visibility__(\"default\")));"
    "static void(*__const __sp_out)(void)=sourceprint_slow_5;"
    "static void(*__const __sp_out_step)(void)=sourceprint_slow_step_5;";
const char *const SlowCall = "extern unsigned char*sourceprint_record_5(struct __sp_ring*,unsigned)"
                             "__attribute__((__weak__,__visibility__(\"default\")));"
                             "extern void sourceprint_step_5(unsigned long long,unsigned)"
                             "__attribute__((__weak__,__visibility__(\"default\")));";

#define RING(field) SP_TEXT(SP_RING_##field)
#define IDLE_MASK "$" SP_TEXT(SP_IDLE_MASK)
#define IDLE_BEGIN SP_TEXT(SP_IDLE_BEGIN)

// An asm statement of these instructions; Operands: all that follows them.
std::string assembly(std::initializer_list<llvm::StringRef> Instructions, const std::string &Operands) {
  return "__asm__ __volatile__(\"" + llvm::join(Instructions, "\\n\\t") + "\"" + Operands + ");";
}

// The place first, then the record; see struct sp_ring. Memory clobbers keep the program's loads and stores on their
// side of the record, and the ring pointer stays in its register because it is a local of the function that nothing
// points to. Where the mask says so, code out of line goes round in an idle ring, or leaves for the slow way, which is
// invisible to the compiler: as a branch in C it would cost half as much again. It steps over the red zone, and what it
// calls keeps every register. Load: the instruction that makes %0 the place before.
std::string recordInPlace(const char *Load, const std::string &Outputs, const std::string &Inputs) {
  return "unsigned long t;" +
         assembly({Load,
                   "addq $8,%0",
                   ("testl %k0," RING(MASK) "(%2)"),
                   "jz 1f",
                   "3:movq %0,(%2)",
                   "leal %3,%k1",
                   ("orq " RING(TAG) "(%2),%q1"),
                   "movq %q1,-8(%0)",
                   "2:",
                   ".subsection 1",
                   ("1:cmpl " IDLE_MASK "," RING(MASK) "(%2)"),
                   "jne 4f",
                   ("leaq " IDLE_BEGIN "(%2),%0"),
                   "jmp 3b",
                   "4:leal %3,%k1",
                   "leaq -128(%%rsp),%%rsp",
                   "pushq %2",
                   "pushq %q1",
                   "callq *%4",
                   "popq %1",
                   "popq %0",
                   "leaq 128(%%rsp),%%rsp",
                   "jmp 2b",
                   ".previous"},
                  ":" + Outputs + ",\"=&r\"(t):\"r\"(r),\"m\"(__sp_tab[1+k]),\"m\"(__sp_out)" + Inputs +
                      ":\"memory\",\"cc\"") +
         "return p;";
}

const std::string RecordInlineX86_64 = "unsigned char*p;" + recordInPlace("movq (%2),%0", "\"=&r\"(p)", "");
// Without the load: from record to record it would be a chain through memory, longer than all else that is done.
const std::string NextInlineX86_64 =
    compat::KeepsTiedOperands ? recordInPlace("", "\"+&r\"(p)", "")
                              : "unsigned char*o=p;" + recordInPlace("movq %5,%0", "\"=&r\"(p)", ",\"r\"(o)");
const std::string StepInlineX86_64 =
    assembly({"testq %0,%0", "js 1f", "movb %b1,-4(%0)", "2:", ".subsection 1", "1:leaq -128(%%rsp),%%rsp",
              "pushq %%rax", "leal %2,%%eax", "pushq %q1", "pushq %%rax", "callq *%3", "leaq 16(%%rsp),%%rsp",
              "popq %%rax", "leaq 128(%%rsp),%%rsp", "jmp 2b", ".previous"},
             "::\"r\"(p),\"qi\"(i),\"m\"(__sp_tab[1+k]),\"m\"(__sp_out_step)"
             ":\"memory\",\"cc\"");

// The same instructions as functions of their own. At -O0 nothing lives in registers between statements, so a call
// costs less than what the code generator makes of operands in place; and clang sets up a parser of assembly for each
// place that has some. Naked: a prologue would store the arguments only to load them again. What is returned is the
// address of the record, for steps that are stores in C.
const std::string RecordCallX86_64 = assembly(
    {"movq (%%rdi),%%rax", "leal %0,%%ecx", "addl %%ecx,%%esi", "leaq 8(%%rax),%%rcx",
     ("testl %%ecx," RING(MASK) "(%%rdi)"), "jz 1f", "2:movq %%rcx,(%%rdi)", ("orq " RING(TAG) "(%%rdi),%%rsi"),
     "movq %%rsi,(%%rax)", "retq", ("1:cmpl " IDLE_MASK "," RING(MASK) "(%%rdi)"), "jne 3f",
     ("leaq " IDLE_BEGIN "(%%rdi),%%rcx"), "leaq -8(%%rcx),%%rax", "jmp 2b", "3:jmpq *%1"},
    "::\"m\"(__sp_tab[1]),\"m\"(__sp_out)");
const std::string StepCallX86_64 = assembly({"testq %%rdi,%%rdi", "js 1f", "movb %%dl,4(%%rdi)", "retq",
                                             "1:leal %0,%%eax", "addl %%eax,%%esi", "movzbl %%dl,%%edi", "jmpq *%1"},
                                            "::\"m\"(__sp_tab[1]),\"m\"(__sp_out_step)");
// In C a function's entry would take twenty instructions.
const std::string EnterCallX86_64 =
    assembly({"movq __sp_tls@gottpoff(%%rip),%%rax", "movq %%fs:(%%rax),%%rax", "testq %%rax,%%rax", "jz 1f",
              "movl %%edi,%%edi", "leaq %0,%%rcx", "cmpb $0,(%%rcx,%%rdi)", "jne 1f", "retq", "1:jmp %P1"},
             "::\"m\"(__sp_functions.off[0]),\"i\"(__sp_enter_slowly)");

// The thread's last statement, where nothing else is kept. What is off stores into a ring that nobody reads, which
// takes less than a branch around it.
const std::string LastInlineX86_64 = "unsigned t;" + assembly({"leal %2,%0", ("movl %0," RING(LAST) "(%1)")},
                                                              ":\"=&r\"(t):\"r\"(r),\"m\"(__sp_tab[1+k]):\"memory\"");
const std::string LastCallX86_64 = assembly(
    {"leal %0,%%ecx", "addl %%ecx,%%esi", ("movl %%esi," RING(LAST) "(%%rdi)"), "retq"}, "::\"m\"(__sp_tab[1])");

#define SITE_VALUE "(unsigned)(__SIZE_TYPE__)(__sp_tab+1+k)"
const std::string RecordAtP = "if(__builtin_expect(!((unsigned)(__SIZE_TYPE__)p&r->mask),0)){if(r->mask!=" SP_TEXT(
    SP_IDLE_MASK) ")return sourceprint_record_5(r," SITE_VALUE ")+8;p=(unsigned char*)r+" IDLE_BEGIN ";}"
                  "__asm__ __volatile__(\"\":::\"memory\");r->p=p;((struct __sp_record*)(p-8))->v=r->tag|" SITE_VALUE
                  ";"
                  "__asm__ __volatile__(\"\":::\"memory\");return p;";
const std::string RecordPortable = "unsigned char*p=(unsigned char*)((__SIZE_TYPE__)r->p+8);" + RecordAtP;
const std::string NextPortable = "p=(unsigned char*)((__SIZE_TYPE__)p+8);" + RecordAtP;
const char *const StepPortable = "__asm__ __volatile__(\"\":::\"memory\");if(p==(unsigned char*)" SP_TEXT(
    SP_PLACE_SLOW) ")sourceprint_step_5(i," SITE_VALUE
                   ");else*(__volatile__ unsigned char*)(p-4)=i;__asm__ __volatile__(\"\":::\"memory\");";
const char *const LastPortable =
    "__asm__ __volatile__(\"\":::\"memory\");r->last=" SITE_VALUE ";__asm__ __volatile__(\"\":::\"memory\");";
#undef SITE_VALUE
#undef RING
#undef IDLE_MASK
#undef IDLE_BEGIN

const char *const TiedTypes[] = {"int", "unsigned", "long", "unsigned long", "long long", "unsigned long long"};

// The ways out of the fast path.
std::string slowDeclarations(RecordForm Form) {
  switch (Form) {
  case RecordForm::InlineX86_64:
    return SlowInlineX86_64;
  case RecordForm::CallX86_64:
  case RecordForm::AllCallsX86_64:
    return std::string(SlowCall) +
           "static unsigned char*(*__const __sp_out)(struct __sp_ring*,unsigned)=sourceprint_record_5;"
           "static void(*__const __sp_out_step)(unsigned long long,unsigned)=sourceprint_step_5;";
  case RecordForm::PortableC:
    return SlowCall;
  }
  llvm_unreachable("a record has one of these forms");
}

std::string recordFunctions(RecordForm Form) {
  const std::string Head = "unsigned char*__sp(struct __sp_ring*r,unsigned k){",
                    Next = "unsigned char*__sp_next(struct __sp_ring*r,unsigned char*p,unsigned k){",
                    Step = "void __sp_step(unsigned char*p,unsigned k,unsigned char i){",
                    Last = "void __sp_last(struct __sp_ring*r,unsigned k){";
  switch (Form) {
  case RecordForm::InlineX86_64:
    return InlineHelper + Head + RecordInlineX86_64 + "}" + InlineHelper + Next + NextInlineX86_64 + "}" +
           InlineHelper + Step + StepInlineX86_64 + "}" + InlineHelper + Last + LastInlineX86_64 + "}";
  case RecordForm::CallX86_64:
  case RecordForm::AllCallsX86_64:
    return NakedHelper + Head + RecordCallX86_64 + "}" + NakedHelper + Step + StepCallX86_64 + "}" + NakedHelper +
           Last + LastCallX86_64 + "}";
  case RecordForm::PortableC:
    return InlineHelper + Head + RecordPortable + "}" + InlineHelper + Next + NextPortable + "}" + InlineHelper + Step +
           StepPortable + "}" + InlineHelper + Last + LastPortable + "}";
  }
  llvm_unreachable("a record has one of these forms");
}

std::string enterFunctions(RecordForm Form) {
  const std::string Result = "struct __sp_ring*";
  if (!isCalled(Form))
    return InlineHelper + Result + "__sp_enter(unsigned f){" + EnterBody + "}";
  return CalledHelper + Result + "__sp_enter_slowly(unsigned f){" + EnterBody + "}" + NakedHelper + Result +
         "__sp_enter(unsigned f){" + EnterCallX86_64 + "}";
}

// The values go through statements that the optimizer keeps in their order.
std::string tieFunctions() {
  const char *const Same = compat::KeepsTiedOperands ? "\"\":\"=r\"(o):\"0\"(v)" : "\"mov %1,%0\":\"=r\"(o):\"r\"(v)";
  std::string Text;
  for (const char *Type : TiedTypes) {
    std::string Head = InlineHelper + Type + " ", Parameter = std::string("(") + Type + " v){";
    Text += Head + tiedOperand(Type) + Parameter + Type + " o;__asm__ __volatile__(" + Same + ");return o;}";
    Text += Head + tiedResult(Type) + Parameter + "__asm__ __volatile__(\"\"::\"r\"(v));return v;}";
  }
  return Text;
}

} // namespace

std::string declarations(RecordForm Form, llvm::StringRef TableBytes, size_t Functions, bool HasHandlers) {
  std::string Text = " struct __sp_ring{unsigned char*__volatile__ p;__volatile__ unsigned long long tag;"
                     "unsigned long long tick;__volatile__ unsigned long long*clock;__volatile__ unsigned mask,last;"
                     "unsigned long long restorer;};"
                     "struct __attribute__((__packed__,__may_alias__))__sp_record{__volatile__ unsigned long long v;};"
                     "struct __attribute__((__packed__,__may_alias__))__sp_place{unsigned site;"
                     "__volatile__ unsigned char __sp_number;};";
  Text += Types;
  Text += Bounds + AttachDeclaration + ThreadPointer + IdleRing;
  Text += tableDefinition(TableBytes) + functionDefinition(TableBytes, Functions);
  Text += slowDeclarations(Form);
  Text += ColdHelper + "struct __sp_ring*__sp_attach(void){" +
          (Form == RecordForm::PortableC ? IsTherePortable : IsThere) + AttachBody + "}";
  Text += enterFunctions(Form);
  if (tiesDivisions(Form))
    Text += tieFunctions();
  Text += recordFunctions(Form);
  if (HasHandlers)
    Text += SignalDeclarations + SignalFunctions;
  // In code that is not optimized, what is inlined goes through memory, as for the record itself.
  return Text + TimeDeclaration + (isCalled(Form) ? CalledHelper : InlineHelper) + TimedFunction + " ";
}

std::string tableAlone(llvm::StringRef TableBytes) { return " " + tableDefinition(TableBytes) + " "; }

std::string functionEntry(unsigned F, bool HasAttribute) {
  return " __sp_ring_at __sp_r=__sp_enter(" + std::to_string(F) + ");__sp_byte_at __sp_p" +
         (HasAttribute ? " __attribute__((__unused__));" : ";");
}

std::string handlerEntry(llvm::StringRef Signal, bool HasEnd) {
  const std::string Number = Signal.empty() ? std::string("0") : Signal.str();
  const std::string Mark = HasEnd ? "__sp_signal_begin(&__sp_s,__sp_r," : "(__sp_void)sourceprint_signal_5(__sp_r,";
  return std::string(HasEnd ? "__sp_signal __sp_s __attribute__((__unused__,__cleanup__(__sp_signal_end)))={0,0,0};"
                            : "") +
         "__sp_is_signal(__sp_r,__builtin_return_address(0))?" + Mark + Number +
         ",__builtin_frame_address(0)):(__sp_void)0;";
}

std::string recordOperand(unsigned K) { return "__sp_p=__sp(__sp_r," + std::to_string(K) + ")"; }

std::string lastOperand(unsigned K) { return "__sp_last(__sp_r," + std::to_string(K) + ")"; }

std::string timedOperand(unsigned K) { return "__sp_p=__sp_timed(__sp_r," + std::to_string(K) + ")"; }

std::string nextOperand(unsigned K) { return "__sp_p=__sp_next(__sp_r,__sp_p," + std::to_string(K) + ")"; }

std::string stepOperand(RecordForm Form, unsigned K, unsigned Step) {
  std::string Number = std::to_string(Step), Call = "__sp_step(__sp_p," + std::to_string(K) + "," + Number + ")";
  if (Form != RecordForm::CallX86_64)
    return Call;
  return "((__sp_long)__sp_p<0?" + Call + ":(__sp_void)(((__sp_place_at)__sp_p)->__sp_number=" + Number + "))";
}

bool usesFreshPlace(RecordForm Form) { return !isCalled(Form); }

bool tiesDivisions(RecordForm Form) { return Form == RecordForm::InlineX86_64; }

static std::string tieName(llvm::StringRef Type, char Role) {
  std::string Name = std::string("__sp_") + Role;
  for (char C : Type)
    Name += C == ' ' ? '_' : C;
  return Name;
}

std::string tiedOperand(llvm::StringRef Type) { return tieName(Type, 'o'); }
std::string tiedResult(llvm::StringRef Type) { return tieName(Type, 'r'); }

} // namespace sourceprint

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "inserted_text.h"

#include "compat.h"
#include "runtime/format.h"
#include "site_table.h"
#include "llvm/Support/ErrorHandling.h"
#include <cstring>

namespace sourceprint {
namespace {

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
    "extern struct __sp_ring*sourceprint_attach_2(__const char*,__const char*,__const char*,__const char*,"
    "struct __sp_ring**)__attribute__((__weak__,__visibility__(\"default\")));";

// One TLS pointer per module: hidden, so that no symbol leaves the module, and in a COMDAT group (selectany), so that a
// library of many objects does not use up the static TLS space that dlopen has to share out.
const char *const ThreadPointer =
    "__attribute__((__selectany__,__visibility__(\"hidden\"),__tls_model__(\"initial-exec\")))"
    "__thread struct __sp_ring*__sp_tls=0;";

// The ring of functions that are off, and of a program without the runtime. Nothing is recorded in it, but the last
// statement may be stored: each thread has its own.
#define IDLE                                                                                                           \
  "static __const unsigned long long __sp_still=0;"                                                                    \
  "__attribute__((__selectany__,__visibility__(\"hidden\"),__tls_model__(\"initial-exec\")))"                          \
  "__thread struct __sp_ring __sp_idle={(unsigned char*)" SP_TEXT(                                                     \
      SP_NEXT_OFF) ",0,(__volatile__ unsigned long long*)&__sp_still,0};"
const char *const IdleRing = IDLE;
#undef IDLE

// What is off can change while the program runs.
const char *const EnterBody = "struct __sp_ring*r=__sp_tls;if(__builtin_expect(!r,0))r=__sp_attach();"
                              "return __builtin_expect(__sp_functions.off[f],0)?&__sp_idle:r;";
const char *const AttachBody =
    "return sourceprint_attach_2?sourceprint_attach_2(__start_" SP_SITE_SECTION ",__stop_" SP_SITE_SECTION
    ",__start_" SP_FUNCTION_SECTION ",__stop_" SP_FUNCTION_SECTION ",&__sp_tls):(__sp_tls=&__sp_idle);";

const char *const TimeDeclaration =
    "extern void sourceprint_time_2(struct __sp_ring*)__attribute__((__weak__,__visibility__(\"default\")));";

// What records has a runtime behind it.
const char *const TimedFunction = "unsigned char*__sp_timed(struct __sp_ring*r,unsigned k){"
                                  "if(__builtin_expect(*r->clock!=r->tick,0))sourceprint_time_2(r);return __sp(r,k);}";

// How a record leaves the fast path.
const char *const SlowInlineX86_64 =
    "extern void sourceprint_slow_2(void)__attribute__((__weak__,__visibility__(\"default\")));"
    "extern void sourceprint_slow_step_2(void)__attribute__((__weak__,__visibility__(\"default\")));"
    "static void(*__const __sp_out)(void)=sourceprint_slow_2;"
    "static void(*__const __sp_out_step)(void)=sourceprint_slow_step_2;";
const char *const SlowCall = "extern unsigned char*sourceprint_record_2(struct __sp_ring*,unsigned)"
                             "__attribute__((__weak__,__visibility__(\"default\")));"
                             "extern void sourceprint_step_2(unsigned long long,unsigned)"
                             "__attribute__((__weak__,__visibility__(\"default\")));";

// The place first, then the record; see struct sp_ring. Memory clobbers keep the program's loads and stores on their
// side of the record, and the ring pointer stays in its register because it is a local of the function that nothing
// points to. What is off jumps over all stores. The slow way is out of line and invisible to the compiler: as a branch
// in C it would cost half as much again. It steps over the red zone, and what it calls keeps every register.
#define RECORD_X86_64(begin, outputs, inputs)                                                                          \
  "unsigned long t;__asm__ __volatile__(\"" begin "\\n\\ttestl $" SP_TEXT(                                             \
      SP_CHUNK_MASK) ",%k0\\n\\tjz 1f\\n\\tmovq %0,(%2)\\n\\t"                                                         \
                     "leal %3,%k1\\n\\tmovl %k1,-8(%0)\\n2:\\n\\t"                                                     \
                     ".subsection 1\\n1:\\tleal %3,%k1\\n\\tleaq -128(%%rsp),%%rsp\\n\\tpushq %2\\n\\tpushq %q1\\n\\t" \
                     "callq *%4\\n\\tpopq %1\\n\\tpopq %0\\n\\tleaq 128(%%rsp),%%rsp\\n\\tjmp 2b\\n\\t.previous\""     \
                     ":" outputs ",\"=&r\"(t):\"r\"(r),\"m\"(__sp_tab[1+k]),\"m\"(__sp_out)" inputs                    \
                     ":\"memory\",\"cc\");return p;"
const char *const RecordInlineX86_64 =
    "unsigned char*p;" RECORD_X86_64("movq (%2),%0\\n\\taddq $8,%0\\n\\tjz 2f", "\"=&r\"(p)", "");
// Without the load: from record to record it would be a chain through memory, longer than all else that is done.
const char *const NextInlineX86_64 =
    compat::KeepsTiedOperands
        ? RECORD_X86_64("testq %0,%0\\n\\tjz 2f\\n\\taddq $8,%0", "\"+&r\"(p)", "")
        : "unsigned char*o=p;" RECORD_X86_64("movq %5,%0\\n\\ttestq %0,%0\\n\\tjz 2f\\n\\taddq $8,%0", "\"=&r\"(p)",
                                             ",\"r\"(o)");
#undef RECORD_X86_64
const char *const StepInlineX86_64 =
    "__asm__ __volatile__("
    "\"testq %0,%0\\n\\tjz 2f\\n\\tjs 1f\\n\\tmovb %b1,-4(%0)\\n2:\\n\\t"
    ".subsection 1\\n1:\\tleaq -128(%%rsp),%%rsp\\n\\tpushq %%rax\\n\\tleal %2,%%eax\\n\\tpushq %q1\\n\\t"
    "pushq %%rax\\n\\t"
    "callq *%3\\n\\tleaq 16(%%rsp),%%rsp\\n\\tpopq %%rax\\n\\tleaq 128(%%rsp),%%rsp\\n\\tjmp 2b\\n\\t.previous\""
    "::\"r\"(p),\"qi\"(i),\"m\"(__sp_tab[1+k]),\"m\"(__sp_out_step):\"memory\",\"cc\");";

// The same instructions as functions of their own. At -O0 nothing lives in registers between statements, so a call
// costs less than what the code generator makes of operands in place; and clang sets up a parser of assembly for each
// place that has some. Naked: a prologue would store the arguments only to load them again.
const char *const RecordCallX86_64 =
    "__asm__ __volatile__("
    "\"movq (%%rdi),%%rax\\n\\tleal %0,%%ecx\\n\\taddl %%ecx,%%esi\\n\\taddq $8,%%rax\\n\\tjz 2f\\n\\t"
    "testl $" SP_TEXT(
        SP_CHUNK_MASK) ",%%eax\\n\\tjz 1f\\n\\tmovq %%rax,(%%rdi)\\n\\tmovl %%esi,-8(%%rax)\\n2:\\tretq\\n"
                       "1:\\tjmpq *%1\"::\"m\"(__sp_tab[1]),\"m\"(__sp_out));";
const char *const StepCallX86_64 = "__asm__ __volatile__("
                                   "\"testq %%rdi,%%rdi\\n\\tjz 2f\\n\\tjs 1f\\n\\tmovb %%dl,-4(%%rdi)\\n2:\\tretq\\n"
                                   "1:\\tleal %0,%%eax\\n\\taddl %%eax,%%esi\\n\\tmovzbl %%dl,%%edi\\n\\tjmpq "
                                   "*%1\"::\"m\"(__sp_tab[1]),\"m\"(__sp_out_step));";

// The thread's last statement, where nothing else is kept. What is off stores into a ring that nobody reads, which
// takes less than a branch around it.
const char *const LastInlineX86_64 = "unsigned t;__asm__ __volatile__(\"leal %2,%0\\n\\tmovl %0," SP_TEXT(
    SP_RING_LAST) "(%1)\":\"=&r\"(t):\"r\"(r),\"m\"(__sp_tab[1+k]):\"memory\");";
const char *const LastCallX86_64 =
    "__asm__ __volatile__(\"leal %0,%%ecx\\n\\taddl %%ecx,%%esi\\n\\tmovl %%esi," SP_TEXT(
        SP_RING_LAST) "(%%rdi)\\n\\tretq\"::\"m\"(__sp_tab[1]));";

#define SITE_VALUE "(unsigned)(__SIZE_TYPE__)(__sp_tab+1+k)"
#define RECORD_AT_P                                                                                                    \
  "if(__builtin_expect(!((__SIZE_TYPE__)p&" SP_TEXT(                                                                   \
      SP_CHUNK_MASK) "),0))return sourceprint_record_2(r," SITE_VALUE ");"                                             \
                     "__asm__ __volatile__(\"\":::\"memory\");r->p=p;((struct __sp_record*)(p-8))->v=" SITE_VALUE ";"  \
                     "__asm__ __volatile__(\"\":::\"memory\");return p;"
const char *const RecordPortable =
    "unsigned char*p=(unsigned char*)((__SIZE_TYPE__)r->p+8);if(!p)return p;" RECORD_AT_P;
const char *const NextPortable = "if(!p)return p;p=(unsigned char*)((__SIZE_TYPE__)p+8);" RECORD_AT_P;
#undef RECORD_AT_P
const char *const StepPortable = "__asm__ __volatile__(\"\":::\"memory\");if(p==(unsigned char*)" SP_TEXT(
    SP_NEXT_SLOW) ")sourceprint_step_2(i," SITE_VALUE
                  ");else if(p)*(__volatile__ unsigned char*)(p-4)=i;__asm__ __volatile__(\"\":::\"memory\");";
const char *const LastPortable =
    "__asm__ __volatile__(\"\":::\"memory\");r->last=" SITE_VALUE ";__asm__ __volatile__(\"\":::\"memory\");";
#undef SITE_VALUE

const char *const TiedTypes[] = {"int", "unsigned", "long", "unsigned long", "long long", "unsigned long long"};

std::string recordFunctions(RecordForm Form) {
  const std::string Head = "unsigned char*__sp(struct __sp_ring*r,unsigned k){",
                    Next = "unsigned char*__sp_next(struct __sp_ring*r,unsigned char*p,unsigned k){",
                    Step = "void __sp_step(unsigned char*p,unsigned k,unsigned char i){",
                    Last = "void __sp_last(struct __sp_ring*r,unsigned k){";
  switch (Form) {
  case RecordForm::InlineX86_64:
    return SlowInlineX86_64 + InlineHelper + Head + RecordInlineX86_64 + "}" + InlineHelper + Next + NextInlineX86_64 +
           "}" + InlineHelper + Step + StepInlineX86_64 + "}" + InlineHelper + Last + LastInlineX86_64 + "}";
  case RecordForm::CallX86_64:
    return std::string(SlowCall) +
           "static unsigned char*(*__const __sp_out)(struct __sp_ring*,unsigned)=sourceprint_record_2;"
           "static void(*__const __sp_out_step)(unsigned long long,unsigned)=sourceprint_step_2;" +
           NakedHelper + Head + RecordCallX86_64 + "}" + NakedHelper + Step + StepCallX86_64 + "}" + NakedHelper +
           Last + LastCallX86_64 + "}";
  case RecordForm::PortableC:
    return SlowCall + InlineHelper + Head + RecordPortable + "}" + InlineHelper + Next + NextPortable + "}" +
           InlineHelper + Step + StepPortable + "}" + InlineHelper + Last + LastPortable + "}";
  }
  llvm_unreachable("a record has one of these forms");
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

std::string declarations(RecordForm Form, llvm::StringRef TableBytes, size_t Functions) {
  std::string Text = " struct __sp_ring{unsigned char*__volatile__ p;unsigned long long tick;"
                     "__volatile__ unsigned long long*clock;__volatile__ unsigned last;};"
                     "struct __attribute__((__packed__,__may_alias__))__sp_record{__volatile__ unsigned v;};";
  Text += Bounds + AttachDeclaration + ThreadPointer + IdleRing;
  Text += tableDefinition(TableBytes) + functionDefinition(TableBytes, Functions);
  Text += ColdHelper + "struct __sp_ring*__sp_attach(void){" + AttachBody + "}";
  Text += InlineHelper + "struct __sp_ring*__sp_enter(unsigned f){" + EnterBody + "}";
  if (tiesDivisions(Form))
    Text += tieFunctions();
  Text += recordFunctions(Form);
  // In code that is not optimized, what is inlined goes through memory, as for the record itself.
  return Text + TimeDeclaration + (Form == RecordForm::CallX86_64 ? CalledHelper : InlineHelper) + TimedFunction + " ";
}

std::string tableAlone(llvm::StringRef TableBytes) { return " " + tableDefinition(TableBytes) + " "; }

std::string functionEntry(unsigned F) {
  return " struct __sp_ring*__const __sp_r=__sp_enter(" + std::to_string(F) +
         ");unsigned char*__sp_p __attribute__((__unused__));";
}

std::string recordOperand(unsigned K) { return "__sp_p=__sp(__sp_r," + std::to_string(K) + ")"; }

std::string lastOperand(unsigned K) { return "__sp_last(__sp_r," + std::to_string(K) + ")"; }

std::string timedOperand(unsigned K) { return "__sp_p=__sp_timed(__sp_r," + std::to_string(K) + ")"; }

std::string nextOperand(unsigned K) { return "__sp_p=__sp_next(__sp_r,__sp_p," + std::to_string(K) + ")"; }

std::string stepOperand(unsigned K, unsigned Step) {
  return "__sp_step(__sp_p," + std::to_string(K) + "," + std::to_string(Step) + ")";
}

bool usesFreshPlace(RecordForm Form) { return Form != RecordForm::CallX86_64; }

bool tiesDivisions(RecordForm Form) { return Form == RecordForm::InlineX86_64; }

static std::string tieName(llvm::StringRef Type, char Role) {
  std::string Name = std::string("__sp_") + Role;
  for (char C : Type)
    Name += C == ' ' ? '_' : C;
  return Name;
}

std::string tiedOperand(llvm::StringRef Type) { return tieName(Type, 'o'); }
std::string tiedResult(llvm::StringRef Type) { return tieName(Type, 'r'); }

llvm::ArrayRef<const char *> usedKeywords() {
  static const char *const Keywords[] = {"static",        "extern",  "struct",       "unsigned",   "char",   "int",
                                         "long",          "void",    "return",       "if",         "else",   "__thread",
                                         "__attribute__", "__asm__", "__volatile__", "__inline__", "__const"};
  return Keywords;
}

} // namespace sourceprint

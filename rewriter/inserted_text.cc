// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "inserted_text.h"

#include "runtime/format.h"
#include "site_table.h"
#include "llvm/Support/ErrorHandling.h"

namespace sourceprint {
namespace {

// nodebug makes the inlined instructions take the line of the statement; the others keep tools that instrument
// functions away from ours.
#define HELPER_ATTRIBUTES "__attribute__((__nodebug__,__no_instrument_function__,__unused__,"
const std::string InlineHelper = "static __inline__ " HELPER_ATTRIBUTES "__always_inline__))";
const std::string ColdHelper = "static " HELPER_ATTRIBUTES "__noinline__,__cold__))";
const std::string NakedHelper = "static " HELPER_ATTRIBUTES "__noinline__,__naked__))";
#undef HELPER_ATTRIBUTES

// The array has just the size of the bytes: the NUL that a string literal would add is left out.
std::string tableDefinition(llvm::StringRef Bytes) {
  return "static __const unsigned char __sp_tab[" + std::to_string(Bytes.size()) +
         "]__attribute__((__section__(\"" SP_SITE_SECTION "\"),__used__,__retain__,__aligned__(8)))=\"" +
         escapeBytes(Bytes) + "\";";
}

// One TLS pointer per module: hidden, so that no symbol leaves the module, and in a COMDAT group (selectany), so that a
// library of many objects does not use up the static TLS space that dlopen has to share out.
const char *const Externals =
    "extern __const char __start_" SP_SITE_SECTION "[]__attribute__((__weak__,__visibility__(\"hidden\"))),"
    "__stop_" SP_SITE_SECTION "[]__attribute__((__weak__,__visibility__(\"hidden\")));"
    "extern struct __sp_ring*sourceprint_attach(__const char*,__const char*,struct __sp_ring**)"
    "__attribute__((__weak__,__visibility__(\"default\")));"
    "__attribute__((__selectany__,__visibility__(\"hidden\"),__tls_model__(\"initial-exec\")))"
    "__thread struct __sp_ring*__sp_tls=0;"
    // The ring of a program without the runtime: read-only, so that threads do not fight for it.
    "static __const struct __sp_ring __sp_idle={.h=0x8000000000000000ULL};";

const char *const EnterBody = "struct __sp_ring*r=__sp_tls;return __builtin_expect(!r,0)?__sp_attach():r;";
const char *const AttachBody = "return sourceprint_attach?sourceprint_attach(__start_" SP_SITE_SECTION
                               ",__stop_" SP_SITE_SECTION ",&__sp_tls):(__sp_tls=(struct __sp_ring*)&__sp_idle);";

// How a record leaves the fast path.
const char *const SlowInlineX86_64 =
    "extern void sourceprint_slow(void)__attribute__((__weak__,__visibility__(\"default\")));"
    "static void(*__const __sp_out)(void)=sourceprint_slow;";
const char *const SlowCall = "extern void sourceprint_record(struct __sp_ring*,unsigned)"
                             "__attribute__((__weak__,__visibility__(\"default\")));";
const char *const SlowBodyPortable =
    "if(sourceprint_record)sourceprint_record(r,(unsigned)(__SIZE_TYPE__)(__sp_tab+1+k));";

// Head first, then one 64-bit store for slot and successor; see struct sp_ring. Memory clobbers keep the program's
// loads and stores on their side of the record, and the ring pointer stays in its register because it is a local of the
// function that nothing points to. The slow way is out of line and invisible to the compiler: as a branch in C it would
// cost half as much again. It steps over the red zone, and what it calls keeps every register.
const char *const RecordInlineX86_64 =
    "unsigned long h,t;__asm__ __volatile__("
    "\"movq (%2),%1\\n\\tmovl %k1,%k0\\n\\tandl 8(%2),%k0\\n\\tincq %1\\n\\tjs 1f\\n\\tmovq %1,(%2)\\n\\t"
    "leal %3,%k1\\n\\tmovq %1,64(%2,%0,4)\\n2:\\n\\t"
    ".subsection 1\\n1:\\tcmpq $0,%4\\n\\tjz 2b\\n\\tleaq -128(%%rsp),%%rsp\\n\\tpushq %2\\n\\tleal %3,%k1\\n\\t"
    "pushq %1\\n\\tcallq *%4\\n\\tleaq 144(%%rsp),%%rsp\\n\\tjmp 2b\\n\\t.previous\""
    ":\"=&r\"(t),\"=&r\"(h):\"r\"(r),\"m\"(__sp_tab[1+k]),\"m\"(__sp_out):\"memory\",\"cc\");";

// The same instructions as a function of their own. At -O0 nothing lives in registers between statements, so a call
// costs less than what the code generator makes of operands in place; and clang sets up a parser of assembly for each
// place that has some. Naked: a prologue would store the arguments only to load them again.
const char *const RecordCallX86_64 =
    "__asm__ __volatile__("
    "\"leal %0,%%eax\\n\\taddl %%eax,%%esi\\n\\tmovq (%%rdi),%%rax\\n\\tmovl %%eax,%%ecx\\n\\tandl 8(%%rdi),%%ecx\\n\\t"
    "incq %%rax\\n\\tjs 1f\\n\\tmovq %%rax,(%%rdi)\\n\\tmovq %%rsi,64(%%rdi,%%rcx,4)\\n\\tretq\\n"
    "1:\\tmovq %1,%%rax\\n\\ttestq %%rax,%%rax\\n\\tjz 2f\\n\\tjmpq "
    "*%%rax\\n2:\\tretq\"::\"m\"(__sp_tab[1]),\"m\"(__sp_out));";

const char *const RecordPortable =
    "unsigned long long h=r->h;if(__builtin_expect((long long)h<0,0))__sp_slow(r,k);else{"
    "__asm__ __volatile__(\"\":::\"memory\");r->h=h+1;"
    "((struct __sp_wide*)(r->s+(h&r->m)))->v=(unsigned long long)(unsigned)(__SIZE_TYPE__)(__sp_tab+1+k)"
    "<<(__BYTE_ORDER__==__ORDER_BIG_ENDIAN__?32:0);__asm__ __volatile__(\"\":::\"memory\");}";

const char *const TiedTypes[] = {"int", "unsigned", "long", "unsigned long", "long long", "unsigned long long"};

std::string recordFunction(RecordForm Form) {
  const char *const Head = "void __sp(struct __sp_ring*r,unsigned k){";
  switch (Form) {
  case RecordForm::InlineX86_64:
    return SlowInlineX86_64 + InlineHelper + Head + RecordInlineX86_64 + "} ";
  case RecordForm::CallX86_64:
    return std::string(SlowCall) + "static void(*__const __sp_out)(struct __sp_ring*,unsigned)=sourceprint_record;" +
           NakedHelper + Head + RecordCallX86_64 + "} ";
  case RecordForm::PortableC:
    return SlowCall + ColdHelper + "void __sp_slow(struct __sp_ring*r,unsigned k){" + SlowBodyPortable + "}" +
           InlineHelper + Head + RecordPortable + "} ";
  }
  llvm_unreachable("a record has one of these forms");
}

std::string tieFunctions() {
  std::string Text;
  for (const char *Type : TiedTypes) {
    std::string Head = InlineHelper + Type + " ", Parameter = std::string("(") + Type + " v){__asm__ __volatile__(\"\"";
    Text += Head + tiedOperand(Type) + Parameter + ":\"+r\"(v));return v;}";
    Text += Head + tiedResult(Type) + Parameter + "::\"r\"(v));return v;}";
  }
  return Text;
}

} // namespace

std::string declarations(RecordForm Form, llvm::StringRef TableBytes) {
  std::string Text =
      " struct __sp_ring{__volatile__ unsigned long long h;unsigned m,p[13];__volatile__ unsigned s[1];};"
      "struct __attribute__((__packed__,__may_alias__))__sp_wide{__volatile__ unsigned long long v;};";
  Text += Externals + tableDefinition(TableBytes);
  Text += ColdHelper + "struct __sp_ring*__sp_attach(void){" + AttachBody + "}";
  Text += InlineHelper + "struct __sp_ring*__sp_enter(void){" + EnterBody + "}";
  if (tiesDivisions(Form))
    Text += tieFunctions();
  return Text + recordFunction(Form);
}

std::string tableAlone(llvm::StringRef TableBytes) { return " " + tableDefinition(TableBytes) + " "; }

std::string functionEntry() { return " struct __sp_ring*__const __sp_r=__sp_enter();"; }

std::string recordOperand(unsigned K) { return "__sp(__sp_r," + std::to_string(K) + ")"; }

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

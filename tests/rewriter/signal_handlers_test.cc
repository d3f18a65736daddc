// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Signal handlers: how they are found, and what becomes of them.
#include "rewrite_fixture.h"

#include <algorithm>
#include <regex>

class SignalHandlers : public RewriteTest {
protected:
  // The functions that have no record because they are handlers, of a source that includes what handlers need.
  std::vector<std::string> handlers(const std::string &Text, std::vector<std::string> Words = {}) {
    rewrite("#define _GNU_SOURCE\n#include <signal.h>\n#include <stddef.h>\n" + Text, std::move(Words));
    EXPECT_TRUE(compiles());
    std::vector<std::string> Names;
    for (const FoundSite &Site : skipped())
      if (Site.Skip == SP_SKIP_SIGNAL_HANDLER)
        Names.push_back(Site.Function);
    std::sort(Names.begin(), Names.end());
    return Names;
  }
  using Names = std::vector<std::string>;
};

TEST_F(SignalHandlers, Signal) {
  EXPECT_EQ(handlers("static volatile int n;static void on(int s){n=s;}static void off(int s){n=0;}\n"
                     "int main(void){signal(SIGINT,on);signal(SIGTERM,&off);signal(SIGHUP,SIG_IGN);return n;}\n"),
            (Names{"off", "on"}));
  EXPECT_EQ(Said, "");
  ASSERT_EQ(sites().size(), 6u); // of each handler its beginning
  EXPECT_EQ(sites()[0].Function, "on");
  EXPECT_EQ(sites()[0].Kind, SP_KIND_ENTER);
  EXPECT_EQ(sites()[1].Function, "off");
  EXPECT_EQ(sites()[2].Function, "main");
}

TEST_F(SignalHandlers, ThereIsAMarkAtTheBeginningAndAtTheReturn) {
  handlers("static volatile int n;static void on(int s){n=s;}int main(void){signal(SIGINT,on);return n;}\n");
  EXPECT_NE(rawText("main.c").find("__sp_signal_begin(&__sp_s,__sp_r,s,"), std::string::npos);
  EXPECT_NE(rawText("main.c").find("__cleanup__(__sp_signal_end)"), std::string::npos);
}

TEST_F(SignalHandlers, WhatMayBecomeOneHasAMark) {
  rewrite("int n;void f(int a){n=a;}\n");
  EXPECT_NE(rawText("main.c").find("__sp_signal_begin(&__sp_s,__sp_r,a,"), std::string::npos);
  rewrite("int n;static void f(int a){n=a;}void(*const p)(int)=f;\n");
  EXPECT_NE(rawText("main.c").find("__sp_signal_begin(&__sp_s,__sp_r,a,"), std::string::npos);
  rewrite("int n;void f(int a,void*b,void*c){n=a+(b==c);}\n");
  EXPECT_NE(rawText("main.c").find("__sp_signal_begin(&__sp_s,__sp_r,a,"), std::string::npos);
}

TEST_F(SignalHandlers, OtherFunctionsHaveNone) {
  for (const char *Source : {"int n;static void f(int a){n=a;}int main(void){f(1);return n;}\n",
                             "int n;int f(int a){return n=a;}\n", "int n;void f(long a){n=(int)a;}\n",
                             "int n;void f(int a,int b){n=a+b;}\n", "int n;void f(int a,...){n=a;}\n"}) {
    rewrite(Source);
    EXPECT_EQ(rawText("main.c").find("sourceprint_signal_5"), std::string::npos) << Source;
  }
}

// The optimizer makes a jump of such a call, and a program may need that for its stack's sake.
TEST_F(SignalHandlers, ACallAtTheEndLeavesNoPlaceForAMark) {
  rewrite("int n;void g(int);void f(int a){n=a;g(a);}\n");
  EXPECT_EQ(rawText("main.c").find("__cleanup__"), std::string::npos);
  rewrite("int n;void g(int);void f(int a){if(a)g(a);else n=a;}\n");
  EXPECT_EQ(rawText("main.c").find("__cleanup__"), std::string::npos);
  rewrite("int n;void g(int);void f(int a){g(a);n=a;}\n");
  EXPECT_NE(rawText("main.c").find("__cleanup__"), std::string::npos);
}

TEST_F(SignalHandlers, AParameterThatIsAMacroIsNotNamed) {
  rewrite("int n;void f(int a){n=a;}\n#define a b\n");
  EXPECT_NE(rawText("main.c").find("__sp_signal_begin(&__sp_s,__sp_r,0,"), std::string::npos);
}

TEST_F(SignalHandlers, ItsKin) {
  EXPECT_EQ(
      handlers("static volatile int n;static void a(int s){n=s;}static void b(int s){n=s;}static void c(int s){n=s;}\n"
               "int main(void){sigset(1,a);ssignal(2,b);sysv_signal(3,(n?c:SIG_DFL));return 0;}\n",
               {"-Wno-deprecated-declarations"}),
      (Names{"a", "b", "c"}));
}

TEST_F(SignalHandlers, AssignmentsToTheMembersOfSigaction) {
  EXPECT_EQ(handlers("static volatile int n;static void a(int s){n=s;}static void b(int s,siginfo_t*i,void*c){n=s;}\n"
                     "int main(void){struct sigaction x,*p=&x;x.sa_handler=a;p->sa_sigaction=b;"
                     "return sigaction(SIGUSR1,p,NULL);}\n"),
            (Names{"a", "b"}));
}

TEST_F(SignalHandlers, Initialisers) {
  EXPECT_EQ(handlers("static volatile int n;static void a(int s){n=s;}static void b(int s,siginfo_t*i,void*c){n=s;}\n"
                     "static void d(int s){n=s;}static void e(int s){n=s;}\n"
                     "static const struct sigaction global={.sa_flags=0,.sa_handler=a};\n"
                     "static struct sigaction table[]={{.sa_sigaction=b,.sa_flags=SA_SIGINFO},{{d}}};\n"
                     "int main(void){struct sigaction x;x=(struct sigaction){.sa_handler=e};"
                     "return sigaction(1,&global,NULL)+sigaction(2,table,NULL)+sigaction(3,&x,NULL);}\n"),
            (Names{"a", "b", "d", "e"}));
}

TEST_F(SignalHandlers, ThroughAVariable) {
  EXPECT_EQ(handlers("static volatile int n;static void a(int s){n=s;}\n"
                     "int main(void){void(*h)(int)=a;signal(SIGINT,h);return n;}\n"),
            Names{"a"});
}

TEST_F(SignalHandlers, ThroughTables) {
  EXPECT_EQ(handlers("static volatile int n;static void a(int s){n=s;}static void b(int s){n=s;}\n"
                     "static void c(int s){n=s;}static void d(int s){n=s;}\n"
                     "static void(*const plain[])(int)={a,b};\n"
                     "static const struct row{int s;void(*setup)(int);void(*handle)(int);}rows[]={{1,d,c},{.s=2}};\n"
                     "int main(void){for(int i=0;i<2;i++){signal(i,plain[i]);const struct row*r=&rows[i];r->setup(1);"
                     "signal(rows[i].s,rows[i].handle);}return 0;}\n"),
            (Names{"a", "b", "c"}));
}

TEST_F(SignalHandlers, ThroughWrappersOfTheSource) {
  EXPECT_EQ(
      handlers("static volatile int n;static void a(int s){n=s;}static void b(int s){n=s;}static void x(int s){n=s;}\n"
               "static int outer(void(*h)(int),int s);\n"
               "int main(void){outer(a,SIGINT);n=1;x(2);return n;}\n"
               "static void inner(int s,void(*f)(int)){struct sigaction act;act.sa_handler=f;sigaction(s,&act,0);}\n"
               "static int outer(void(*h)(int),int s){inner(s,h);inner(s,b);return 0;}\n"),
      (Names{"a", "b"}));
}

TEST_F(SignalHandlers, WhatAHandlerCallsIsRecorded) {
  EXPECT_EQ(handlers("static volatile int n;static void called(int s){n=s;}static void a(int s){called(s);}\n"
                     "int main(void){signal(SIGINT,a);return n;}\n"),
            Names{"a"});
  EXPECT_EQ(sites()[0].Function, "called");
}

TEST_F(SignalHandlers, AThreadsNotificationIsNone) {
  EXPECT_EQ(handlers("static volatile int n;static void t(union sigval v){n=v.sival_int;}\n"
                     "int main(void){struct sigevent e={0};e.sigev_notify_function=t;return n;}\n"),
            Names{});
}

TEST_F(SignalHandlers, Annotations) {
  EXPECT_EQ(handlers("static volatile int n;\n"
                     "__attribute__((annotate(\"SOURCEPRINT_SIGNAL_HANDLER\"))) void a(int s){n=s;}\n"
                     "void b(int s)__attribute__((annotate(\"ASCII_INSTR_SOURCE_PRINT_SIGNAL_HANDLER\")));\n"
                     "void b(int s){n=s;}\n"
                     "__attribute__((annotate(\"something else\"))) void c(int s){n=s;}\n"),
            (Names{"a", "b"}));
}

TEST_F(SignalHandlers, MoreAnnotations) {
  Options.Select.Handlers.Annotations = {"on signal"};
  EXPECT_EQ(handlers("static volatile int n;__attribute__((annotate(\"on signal\"))) void a(int s){n=s;}\n"),
            Names{"a"});
}

TEST_F(SignalHandlers, WarnPrintsAWarningAtTheFunction) {
  Options.Select.Handlers.Mode = sourceprint::SignalHandlerMode::Warn;
  EXPECT_EQ(
      handlers("static volatile int n;\nstatic void on(int s){n=s;}\nint main(void){signal(SIGINT,on);return n;}\n",
               {"-Werror"}),
      Names{"on"});
  // Newer versions put line numbers before the lines.
  std::string Words = std::regex_replace(Said, std::regex("(^|\n) *[0-9]* \\| "), "$1");
  EXPECT_EQ(Words, "main.c:5:13: warning: function 'on' is a signal handler, and only its beginning is recorded "
                   "[-fsourceprint-signal-handlers=warn]\n"
                   "static void on(int s){n=s;}\n"
                   "            ^\n"
                   "main.c:6:16: note: it is registered here\n"
                   "int main(void){signal(SIGINT,on);return n;}\n"
                   "               ^\n"
                   "1 warning generated.\n");
}

TEST_F(SignalHandlers, RecordPrintsAWarningAndRecords) {
  Options.Select.Handlers.Mode = sourceprint::SignalHandlerMode::Record;
  EXPECT_EQ(handlers("static volatile int n;\n__attribute__((annotate(\"SOURCEPRINT_SIGNAL_HANDLER\"))) void on(int s)"
                     "{n=s;}\n"),
            Names{});
  EXPECT_EQ(sites().size(), 1u);
  EXPECT_NE(Said.find("main.c:5:62: warning: function 'on' is a signal handler, and is recorded all the same"),
            std::string::npos)
      << Said;
}

TEST_F(SignalHandlers, NoWarningsMeansNone) {
  Options.Select.Handlers.Mode = sourceprint::SignalHandlerMode::Warn;
  handlers("static volatile int n;static void on(int s){n=s;}int main(void){signal(SIGINT,on);return n;}\n", {"-w"});
  EXPECT_EQ(Said, "");
}

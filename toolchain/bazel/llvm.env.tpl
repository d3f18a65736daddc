LLVM_MAJOR=%{major}
REAL_CLANG=%{clang}

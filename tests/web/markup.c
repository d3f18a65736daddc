// Statements that look like markup to a page that is not careful. <script>alert(1)</script><!--
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  const char *text = "</script><!--<script>alert(1)</script>";
  if (puts("<img src=x onerror=alert(2)>") < 0)
    return 1;
  /* ‮ } ⁦ if (is_admin) ⁩ ⁦ begin admins only */
  if (text[0] == '<' && puts(text) >= 0)
    abort();
  return 0;
}

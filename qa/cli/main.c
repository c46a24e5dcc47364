#include <malloc.h>

#include "qa/base/files.h"
#include "qa/cli/run.h"
#include "qa/stats/special.h"

/* Blocks that one file let go of are the next one's: given back to the system in between, each page
 * of them would have to be cleared again. */
static void keep_memory(void)
{
    enum { KEPT = 1 << 26, MAPPED = 1 << 23 };
    (void)mallopt(M_TRIM_THRESHOLD, KEPT);
    (void)mallopt(M_MMAP_THRESHOLD, MAPPED);
}

int main(int argc, char **argv)
{
    keep_memory();
    qa_signals_init();
    qa_special_init();
    return qa_run(argc, argv);
}

#ifndef QA_PROCUREMENT_GATE_H
#define QA_PROCUREMENT_GATE_H

/* The word of every gate: whoever fails one is not eligible; what is not shown is not passed. A
 * reference is no vendor to choose and is asked none. */
enum qa_gate { QA_GATE_PASS, QA_GATE_FAIL, QA_GATE_INCONCLUSIVE, QA_GATE_REFERENCE };
const char *qa_gate_name(enum qa_gate gate); /* "PASS" */
enum qa_gate qa_gate_named(const char *word);

#endif

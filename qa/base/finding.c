#include "qa/base/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void qa_findings_init(struct qa_findings *findings, struct qa_arena *arena)
{
    *findings = (struct qa_findings){.arena = arena};
}

/* How many of the code there are with this one. */
static uint64_t count_code(struct qa_findings *findings, const char *code)
{
    for (size_t i = 0; i < findings->n_codes; i++) {
        if (strcmp(findings->codes[i].code, code) == 0) {
            return ++findings->codes[i].n;
        }
    }
    findings->codes = qa_arena_grow(findings->arena, findings->codes, &findings->codes_capacity,
                                    findings->n_codes + 1, sizeof *findings->codes);
    findings->codes[findings->n_codes++] = (struct qa_code_count){code, 1};
    return 1;
}

static const char *copied(struct qa_arena *arena, const char *text)
{
    return text != NULL ? qa_arena_text(arena, text) : NULL;
}

void qa_findings_add(struct qa_findings *findings, struct qa_finding finding)
{
    findings->total[finding.severity]++;
    if (count_code(findings, finding.code) > QA_FINDINGS_KEPT_PER_CODE) {
        return;
    }
    findings->list = qa_arena_grow(findings->arena, findings->list, &findings->capacity,
                                   findings->n + 1, sizeof *findings->list);
    finding.file = copied(findings->arena, finding.file);
    finding.vendor = copied(findings->arena, finding.vendor);
    finding.text = copied(findings->arena, finding.text);
    findings->list[findings->n++] = finding;
}

void qa_findings_addf(struct qa_findings *findings, enum qa_severity severity, const char *code,
                      const char *file, uint64_t line, uint64_t column, const char *format, ...)
{
    char text[QA_ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    qa_findings_add(findings, (struct qa_finding){.severity = severity,
                                                  .code = code,
                                                  .file = file,
                                                  .line = line,
                                                  .column = column,
                                                  .text = text});
}

const char *qa_severity_name(enum qa_severity severity)
{
    static const char *const names[] = {"note", "warning", "error"};
    return names[severity];
}

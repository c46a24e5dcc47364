/* Any bytes as what a vendor sent back, as each of its sheets: answers, promises and charges, and
 * as a list of questions. */
#include <string.h>

#include "tests/support/fuzz.h"

#include "qa/base/time.h"
#include "qa/formats/archive.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/sheet_input.h"
#include "qa/procurement/compliance.h"

static void judge(struct qa_response_file *file, struct qa_arena *arena)
{
    const struct qa_project_days days = {QA_NO_TIME, 1800000000 * QA_SECOND, QA_NO_TIME};
    struct qa_findings findings;
    struct qa_responses responses;
    struct qa_report *report = qa_report_new(arena, "compliance");
    const struct qa_records *charges;
    struct qa_error err;
    qa_findings_init(&findings, arena);
    if (qa_responses_parse(file, 1, qa_questionnaire_default(), arena, &findings, &responses,
                           &err) == QA_OK) {
        const struct qa_compliance compliance = qa_compliance(&responses, &days, arena, &findings);
        qa_compliance_tables(&compliance, report);
    }
    enum qa_status status = qa_responses_charges(file, 1, NULL, arena, &charges, &err);
    (void)status;
}

static void read_csv(struct qa_bytes *bytes, struct qa_arena *arena)
{
    struct qa_records records;
    struct qa_questionnaire list;
    struct qa_error err;
    if (qa_csv_records(bytes, NULL, 0, arena, &records, &err) != QA_OK) {
        return;
    }
    for (int sheet = 0; sheet < 4; sheet++) {
        struct qa_response_file file = {.path = "fuzz", .vendor = sheet == 3 ? "v" : NULL};
        struct qa_records *sheets[] = {&file.questions, &file.promises, &file.charges, &file.about};
        *sheets[sheet] = records;
        judge(&file, arena);
    }
    enum qa_status status = qa_questionnaire_parse(&records, arena, &list, &err);
    (void)status;
}

static void read_book(struct qa_bytes *bytes, struct qa_arena *arena)
{
    static const char *const charges[] = {"charge", "basis", "price"};
    static const char *const promises[] = {"promise", "value"};
    static const char *const questions[] = {"id", "answer"};
    static const char *const about[] = {"field", "answer"};
    static const struct qa_sheet_form forms[] = {
        {charges, 3, true}, {promises, 2, true}, {questions, 2, true}, {about, 2, true}};
    struct qa_records sheets[4];
    struct qa_error err;
    if (qa_book_sheets(bytes, forms, 4, arena, sheets, &err) == QA_OK) {
        struct qa_response_file file = {.path = "fuzz",
                                        .charges = sheets[0],
                                        .promises = sheets[1],
                                        .questions = sheets[2],
                                        .about = sheets[3]};
        judge(&file, arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct qa_bytes bytes;
    struct qa_error err;
    if (size > 1 << 18 || qa_bytes_of_memory(&bytes, data, size, "fuzz", &err) != QA_OK) {
        return 0;
    }
    struct qa_arena *arena = qa_arena_new();
    if (qa_is_archive(&bytes)) {
        read_book(&bytes, arena);
    } else {
        read_csv(&bytes, arena);
    }
    qa_arena_free(arena);
    qa_bytes_close(&bytes);
    return 0;
}

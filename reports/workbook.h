#ifndef REPORTS_WORKBOOK_H
#define REPORTS_WORKBOOK_H

/*
 * Excel workbooks. One file per sheet (sheet_*.c); styles, safe writes and names in this room's
 * shared part. All text goes through one safe-write layer: what breaks the library or the file
 * (numbers that are not finite, bad UTF-8, control characters, over-long text, sheet names) cannot
 * reach it.
 */

#include <stdbool.h>

#include "qa/audit/sample.h"
#include "qa/base/error.h"
#include "qa/procurement/evaluation.h"
#include "qa/procurement/request.h"
#include "qa/table/report.h"

struct qa_workbook_options {
    bool show_names;    /* real annotator names instead of pseudonyms */
    bool show_rows;     /* the sheet Rows: all answers */
    const char *images; /* where items' images are, a folder or a pattern with {item}; NULL */
    const struct qa_report *audit_plan; /* for the sheet Audit plan; NULL: none */
};

/*
 * The vendor workbook: Summary, Inputs, Vendors, Quotes, Accuracy, Confusion, Agreement,
 * Annotators, Geometry (when there are boxes), Turnaround, Audit plan (when there is one),
 * Problems, Wrong items, Rows (when asked for), Method. Costs, gates, scores and ranks are formulas
 * over the sheet Inputs, each with the value that `evaluation` computed. `report` supplies the
 * provenance: version, command, inputs, seed. path is written directly; the caller makes it atomic.
 * E510 when the library fails.
 */
QA_NODISCARD enum qa_status qa_workbook_vendor(const struct qa_evaluation *evaluation,
                                               const struct qa_report *report,
                                               const struct qa_workbook_options *options,
                                               const char *path, struct qa_error *err);

/* The workbook to send to one vendor alone, of what qa_evaluation_of_vendor left: Report, Accuracy,
 * Confusion, Agreement, Annotators, Geometry, Turnaround, Problems, Wrong items, Method. `report`
 * names the vendor's own inputs only, and no command. */
QA_NODISCARD enum qa_status qa_workbook_for_vendor(const struct qa_evaluation *own,
                                                   const struct qa_report *report,
                                                   const struct qa_workbook_options *options,
                                                   const char *path, struct qa_error *err);

/* Any report as a workbook: a sheet a table, and one of inputs and findings. */
QA_NODISCARD enum qa_status qa_workbook_tables(const struct qa_report *report, const char *path,
                                               struct qa_error *err);

/* The tables of quotes behind a sheet Costs with the curves of cost by volume as charts. */
QA_NODISCARD enum qa_status qa_workbook_quotes(const struct qa_report *report, const char *path,
                                               struct qa_error *err);

/* What was planned and found: the sheet Audit plan with the short tables below each other (plan,
 * strata, verdicts, what to send back) and, where there is a table `curve`, the operating
 * characteristic as a chart; the longer tables on sheets of their own. */
QA_NODISCARD enum qa_status qa_workbook_audit_plan(const struct qa_report *report, const char *path,
                                                   struct qa_error *err);

/* The auditor's work sheet, one for each auditor named: a row a unit, drop-downs of the label set
 * and of the verdicts, instructions, a Progress cell, links to images; the vendor's answers only
 * when the sheet shows them. Cells but the auditor's are locked, without a password. Last the sheet
 * Draw, of the report's tables draw and strata. */
QA_NODISCARD enum qa_status qa_workbook_sample(const struct qa_sample_sheet *sheet,
                                               const struct qa_report *report, const char *path,
                                               struct qa_error *err);

/* The request to send to vendors: Instructions, Charges, Promises, Questions, with drop-downs; all
 * but the yellow cells are locked, without a password. labelqa reads the filled file back. */
QA_NODISCARD enum qa_status qa_workbook_request(const struct qa_request *request,
                                                const char *version, const char *path,
                                                struct qa_error *err);

#endif

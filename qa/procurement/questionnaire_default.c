/* The questions that every request for labeling work should ask. */
#include "qa/procurement/questionnaire.h"

#define MUST QA_MUST, QA_WANT_YES
#define SHOULD QA_SHOULD, QA_WANT_YES
#define MAY QA_MAY, QA_WANT_YES
#define NOTHING QA_PROOF_NONE
#define DOCUMENT QA_PROOF_DOCUMENT
#define CERTIFICATE QA_PROOF_CERTIFICATE

static const struct qa_form_question questions[] = {
    {"data_types", "Work",
     "Which types of data do you label (images, video, text, audio, 3D), and which of them make up "
     "most of your work?",
     QA_SHOULD, QA_WANT_TEXT, NOTHING, 2},
    {"references", "Work", "Can you name two clients with data like ours whom we may call?", MAY,
     DOCUMENT, 1},
    {"experts", "Work", "Do people who know our field do or review the work?", MAY, NOTHING, 1},
    {"model_assisted", "Work",
     "Do you offer model-assisted labeling, where people correct what a model proposes?", MAY,
     NOTHING, 1},
    {"sample", "Work", "Will you label a sample of our data free of charge before the contract?",
     SHOULD, NOTHING, 2},
    {"urgent_work", "Work", "Do you take urgent work, at the rush price that you quote?", SHOULD,
     NOTHING, 2},
    {"project_manager", "Work", "Will one named project manager be there for us?", SHOULD, NOTHING,
     2},
    {"tools", "Tools", "Which labeling tool do you use, and can your people work in ours?", QA_MAY,
     QA_WANT_TEXT, NOTHING, 1},
    {"api", "Tools", "Is there an API to hand in items and to fetch labels?", SHOULD, NOTHING, 2},
    {"formats", "Tools", "Will you deliver in the file format that we name?", MUST, NOTHING, 1},
    {"review_layers", "Quality", "How many layers of review does a label pass, and who does them?",
     QA_MUST, QA_WANT_TEXT, NOTHING, 1},
    {"quality_control", "Quality",
     "Do you check annotators against items with known answers, and show us the results?", SHOULD,
     NOTHING, 2},
    {"ambiguous_items", "Quality",
     "How are ambiguous items raised, decided and written down for everybody?", QA_MUST,
     QA_WANT_TEXT, NOTHING, 1},
    {"training", "Quality", "How are annotators trained and tested before they start?", QA_MAY,
     QA_WANT_TEXT, NOTHING, 1},
    {"free_rework", "Quality",
     "Do you redo free of charge what an audit shows to miss the agreed error limit?", SHOULD,
     NOTHING, 2},
    {"gdpr", "Data protection", "Will you sign a data processing agreement under Article 28 GDPR?",
     MUST, DOCUMENT, 1},
    {"hipaa", "Data protection", "Will you sign a business associate agreement under HIPAA?", MAY,
     DOCUMENT, 1},
    {"data_location", "Data protection",
     "In which countries is our data stored, and from which can it be seen?", QA_MUST, QA_WANT_TEXT,
     NOTHING, 1},
    {"anonymisation", "Data protection",
     "Can you blur or remove faces, plates and names before people see the data?", MAY, NOTHING, 1},
    {"deletion", "Data protection",
     "Will you delete our data within 30 days of the project's end and confirm it in writing?",
     MUST, NOTHING, 1},
    {"own_models", "Data protection",
     "Do you use clients' data to train models of your own or of others?", QA_MUST, QA_WANT_NO,
     NOTHING, 1},
    {"soc2", "Security", "Is there a current SOC 2 Type II report on you?", SHOULD, CERTIFICATE, 2},
    {"iso27001", "Security", "Are you certified to ISO/IEC 27001?", SHOULD, CERTIFICATE, 2},
    {"encryption_at_rest", "Security", "Is our data encrypted wherever it is stored?", MUST,
     NOTHING, 1},
    {"encryption_in_transit", "Security", "Is our data encrypted whenever it is sent?", MUST,
     NOTHING, 1},
    {"access_control", "Security",
     "Can only the people of our project see the data, with a second factor and a log?", MUST,
     NOTHING, 1},
    {"incidents", "Security", "Will you tell us of a security incident within 72 hours?", SHOULD,
     NOTHING, 2},
    {"secure_rooms", "Security", "Is the work done in rooms without phones, prints or downloads?",
     MAY, NOTHING, 1},
    {"on_premise", "Security", "Can your people work on our premises or only on our machines?", MAY,
     NOTHING, 1},
    {"nda", "People", "Has everybody who will see our data signed a non-disclosure agreement?",
     MUST, DOCUMENT, 1},
    {"subcontractors", "People", "Will subcontractors or freelancers see our data?", QA_SHOULD,
     QA_WANT_NO, NOTHING, 2},
    {"countries", "People", "In which countries do the people work, your own and subcontractors'?",
     QA_MUST, QA_WANT_TEXT, NOTHING, 1},
    {"fair_pay", "People", "Do annotators earn at least the living wage of where they live?", MAY,
     NOTHING, 1},
    {"payment", "Contract", "When are invoices due, and is anything paid in advance?", QA_SHOULD,
     QA_WANT_TEXT, NOTHING, 2},
    {"cancellation", "Contract", "What notice and what fees does a cancellation take?", QA_SHOULD,
     QA_WANT_TEXT, NOTHING, 2},
    {"price_hold", "Contract", "Do the prices hold until the project ends?", SHOULD, NOTHING, 2},
    {"rights", "Contract", "Do all rights in the labels pass to us?", MUST, NOTHING, 1},
};

const struct qa_questionnaire *qa_questionnaire_default(void)
{
    static const struct qa_questionnaire list = {questions, sizeof questions / sizeof *questions};
    return &list;
}

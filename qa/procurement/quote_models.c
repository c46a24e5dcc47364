/* The ways in which labeling is bought, from a few numbers to the charges that a quote would have.
 */
#include <string.h>

#include "qa/base/number.h"
#include "qa/procurement/quote_rows.h"

enum model_column { AT_VENDOR, AT_MODEL, AT_FIELD, AT_VALUE, AT_CURRENCY, N_MODEL_COLUMNS };

static const struct qa_column_spec model_columns[N_MODEL_COLUMNS] = {
    [AT_VENDOR] = {"vendor", "supplier,provider", true}, [AT_MODEL] = {"model", NULL, true},
    [AT_FIELD] = {"field", "name,parameter", true},      [AT_VALUE] = {"value", "number", true},
    [AT_CURRENCY] = {"currency", "ccy", false},
};

static const enum qa_cell_form model_cell_forms[N_MODEL_COLUMNS] = {
    [AT_VALUE] = QA_CELL_MONEY, [AT_CURRENCY] = QA_CELL_CURRENCY};
const struct qa_record_forms qa_model_forms = {model_columns, model_cell_forms, N_MODEL_COLUMNS};

enum field {
    ANSWERS_PER_ITEM,
    CORRECTION_PRICE,
    CORRECTION_SHARE,
    GOLD_SHARE,
    HOURS_PER_SEAT_MONTH,
    IDLE_MONTHS,
    MANAGEMENT_FEE,
    ONBOARDING_PER_SEAT,
    OVERHEAD,
    PLATFORM_FEE,
    PRELABEL_PRICE,
    PRICE_PER_ANSWER,
    PRICE_PER_ITEM,
    PRICE_PER_SEAT_MONTH,
    PRODUCTIVE_SHARE,
    RECRUITING_PER_SEAT,
    REVIEW_PRICE,
    REVIEW_SHARE,
    SEATS,
    SECONDS_PER_ITEM,
    SETUP,
    SUPERVISOR_WAGE,
    SUPERVISORS_PER_SEAT,
    TOOLS_PER_SEAT_MONTH,
    TRAINING_HOURS,
    WAGE_PER_HOUR,
    N_FIELDS
};

static const struct {
    const char *name;
    bool is_rate; /* "20%" or 0.2 */
} fields[N_FIELDS] = {
    [ANSWERS_PER_ITEM] = {"answers_per_item", false},
    [CORRECTION_PRICE] = {"correction_price", false},
    [CORRECTION_SHARE] = {"correction_share", true},
    [GOLD_SHARE] = {"gold_share", true},
    [HOURS_PER_SEAT_MONTH] = {"hours_per_seat_month", false},
    [IDLE_MONTHS] = {"idle_months", false},
    [MANAGEMENT_FEE] = {"management_fee", true},
    [ONBOARDING_PER_SEAT] = {"onboarding_per_seat", false},
    [OVERHEAD] = {"overhead", true},
    [PLATFORM_FEE] = {"platform_fee", true},
    [PRELABEL_PRICE] = {"prelabel_price", false},
    [PRICE_PER_ANSWER] = {"price_per_answer", false},
    [PRICE_PER_ITEM] = {"price_per_item", false},
    [PRICE_PER_SEAT_MONTH] = {"price_per_seat_month", false},
    [PRODUCTIVE_SHARE] = {"productive_share", true},
    [RECRUITING_PER_SEAT] = {"recruiting_per_seat", false},
    [REVIEW_PRICE] = {"review_price", false},
    [REVIEW_SHARE] = {"review_share", true},
    [SEATS] = {"seats", false},
    [SECONDS_PER_ITEM] = {"seconds_per_item", false},
    [SETUP] = {"setup", false},
    [SUPERVISOR_WAGE] = {"supervisor_wage", false},
    [SUPERVISORS_PER_SEAT] = {"supervisors_per_seat", false},
    [TOOLS_PER_SEAT_MONTH] = {"tools_per_seat_month", false},
    [TRAINING_HOURS] = {"training_hours", false},
    [WAGE_PER_HOUR] = {"wage_per_hour", false},
};

/* A charge of a model: its price is the product of the fields; of a percent, 100 times it. An
 * overhead counts as 1 + overhead, and as 1 where it is not given. The charge is left out where its
 * first field is not given. */
enum { MOST_FACTORS = 4 };
struct recipe {
    enum qa_model model;
    const char *charge;
    enum qa_basis basis;
    int n;
    enum field factors[MOST_FACTORS];
};

static const struct recipe recipes[] = {
    {QA_CROWD, "answers", QA_PER_ANSWER, 1, {PRICE_PER_ANSWER}},
    {QA_CROWD, "gold questions", QA_PER_ANSWER, 2, {GOLD_SHARE, PRICE_PER_ANSWER}},
    {QA_CROWD, "platform fee", QA_PERCENT, 1, {PLATFORM_FEE}},
    {QA_MANAGED_SERVICE, "set-up", QA_PER_PROJECT, 1, {SETUP}},
    {QA_MANAGED_SERVICE, "annotation", QA_PER_ITEM, 1, {PRICE_PER_ITEM}},
    {QA_MANAGED_SERVICE, "review", QA_PER_ITEM, 2, {REVIEW_SHARE, REVIEW_PRICE}},
    {QA_MANAGED_SERVICE, "management", QA_PERCENT, 1, {MANAGEMENT_FEE}},
    {QA_DEDICATED_TEAM, "onboarding", QA_PER_SEAT, 1, {ONBOARDING_PER_SEAT}},
    {QA_DEDICATED_TEAM, "team", QA_PER_SEAT_MONTH, 1, {PRICE_PER_SEAT_MONTH}},
    {QA_DEDICATED_TEAM, "tools", QA_PER_SEAT_MONTH, 1, {TOOLS_PER_SEAT_MONTH}},
    {QA_DEDICATED_TEAM, "management", QA_PERCENT, 1, {MANAGEMENT_FEE}},
    {QA_HYBRID, "model", QA_PER_PROJECT, 1, {SETUP}},
    {QA_HYBRID, "pre-labels", QA_PER_ITEM, 1, {PRELABEL_PRICE}},
    {QA_HYBRID, "correction", QA_PER_ITEM, 2, {CORRECTION_SHARE, CORRECTION_PRICE}},
    {QA_HYBRID, "review", QA_PER_ITEM, 2, {REVIEW_SHARE, REVIEW_PRICE}},
    {QA_HYBRID, "management", QA_PERCENT, 1, {MANAGEMENT_FEE}},
    {QA_IN_HOUSE, "set-up", QA_PER_PROJECT, 1, {SETUP}},
    {QA_IN_HOUSE, "recruiting", QA_PER_SEAT, 1, {RECRUITING_PER_SEAT}},
    {QA_IN_HOUSE, "training", QA_PER_SEAT, 3, {TRAINING_HOURS, WAGE_PER_HOUR, OVERHEAD}},
    {QA_IN_HOUSE, "wages", QA_PER_SEAT_MONTH, 3, {HOURS_PER_SEAT_MONTH, WAGE_PER_HOUR, OVERHEAD}},
    {QA_IN_HOUSE,
     "idle months",
     QA_PER_SEAT,
     4,
     {IDLE_MONTHS, HOURS_PER_SEAT_MONTH, WAGE_PER_HOUR, OVERHEAD}},
    {QA_IN_HOUSE,
     "supervision",
     QA_PER_SEAT_MONTH,
     4,
     {SUPERVISORS_PER_SEAT, HOURS_PER_SEAT_MONTH, SUPERVISOR_WAGE, OVERHEAD}},
    {QA_IN_HOUSE, "tools", QA_PER_SEAT_MONTH, 1, {TOOLS_PER_SEAT_MONTH}},
};
enum { N_RECIPES = sizeof recipes / sizeof *recipes };

/* What an offer says in place of the scenario, with the field that it comes from. */
static const struct {
    enum field field;
    enum qa_scenario_value value;
} terms[] = {
    {ANSWERS_PER_ITEM, QA_SC_ANSWERS},
    {SEATS, QA_SC_SEATS},
    {SECONDS_PER_ITEM, QA_SC_SECONDS},
    {HOURS_PER_SEAT_MONTH, QA_SC_SEAT_HOURS},
};
enum { N_TERMS = sizeof terms / sizeof *terms };

/* The rows of one vendor's model, read. */
struct offer {
    const char *vendor;
    const char *file;
    enum qa_model model;
    const struct qa_cell *model_cell;
    const struct qa_cell *values[N_FIELDS]; /* NULL: not given */
    struct qa_amount numbers[N_FIELDS];
    const struct qa_cell *currency;
};

const char *qa_model_name(enum qa_model model)
{
    static const char *const names[QA_N_MODELS] = {"crowd", "managed_service", "dedicated_team",
                                                   "hybrid", "in_house"};

    return names[model];
}

static char *word_of(struct qa_arena *arena, const struct qa_cell *cell)
{
    char *word = qa_quote_text(arena, cell, QA_LETTERS_LOWER);

    for (char *c = word; *c != '\0'; c++) {
        *c = (char)(*c == ' ' || *c == '-' ? '_' : *c);
    }
    return word;
}

static bool has_field(enum qa_model model, enum field field)
{
    bool is_team = model == QA_DEDICATED_TEAM || model == QA_IN_HOUSE;

    for (size_t i = 0; i < N_RECIPES; i++) {
        for (int k = 0; recipes[i].model == model && k < recipes[i].n; k++) {
            if (recipes[i].factors[k] == field) {
                return true;
            }
        }
    }
    return (field == ANSWERS_PER_ITEM && model == QA_CROWD) ||
           (is_team && (field == SEATS || field == SECONDS_PER_ITEM || field == PRODUCTIVE_SHARE ||
                        field == HOURS_PER_SEAT_MONTH));
}

static enum qa_status refuse_word(const struct qa_cell_source *source, const struct qa_cell *cell,
                                  const char *what, const char *const *names, size_t n)
{
    const char *list = names[0];

    for (size_t i = 1; i < n; i++) {
        list = qa_arena_format(source->arena, "%s, %s", list, names[i]);
    }
    const char *nearest = qa_nearest_name(word_of(source->arena, cell), names, n);
    return qa_fail_at(source->err, "E409", source->file, cell->line, cell->column,
                      "unknown %s '%s'%s%s%s; expected one of %s", what, cell->text,
                      nearest ? " (did you mean '" : "", nearest ? nearest : "",
                      nearest ? "'?)" : "", list);
}

static enum qa_status parse_model(const struct qa_cell_source *source, const struct qa_cell *cell,
                                  enum qa_model *model)
{
    const char *names[QA_N_MODELS];

    for (int i = 0; i < QA_N_MODELS; i++) {
        names[i] = qa_model_name((enum qa_model)i);
        if (strcmp(word_of(source->arena, cell), names[i]) == 0) {
            *model = (enum qa_model)i;
            return QA_OK;
        }
    }
    return refuse_word(source, cell, "model", names, QA_N_MODELS);
}

static enum qa_status parse_field(const struct qa_cell_source *source, const struct qa_cell *cell,
                                  enum qa_model model, enum field *field)
{
    const char *names[N_FIELDS];
    size_t n = 0;

    for (int i = 0; i < N_FIELDS; i++) {
        if (!has_field(model, (enum field)i)) {
            continue;
        }
        if (strcmp(word_of(source->arena, cell), fields[i].name) == 0) {
            *field = (enum field)i;
            return QA_OK;
        }
        names[n++] = fields[i].name;
    }
    return refuse_word(source, cell, "field", names, n);
}

static enum qa_status parse_value(const struct qa_cell_source *source, const struct qa_cell *cell,
                                  enum field field, struct qa_amount *value)
{
    struct qa_arena *arena = source->arena;
    const char *text = qa_quote_text(arena, cell, QA_LETTERS_KEPT);
    size_t length = strlen(text);
    bool percent = fields[field].is_rate && length > 0 && text[length - 1] == '%';

    if (!qa_amount_parse(arena, text, percent ? length - 1 : length, value) ||
        qa_amount_sign(*value) < 0 ||
        (fields[field].is_rate && !percent &&
         qa_amount_compare(*value, qa_amount_of_count(arena, 1)) > 0)) {
        return qa_fail_at(source->err, "E409", source->file, cell->line, cell->column,
                          fields[field].is_rate ? "%s is '%s', expected a share such as 20%% or 0.2"
                                                : "%s is '%s', expected a number of 0 or more",
                          fields[field].name, cell->text);
    }
    if (percent) {
        *value = qa_amount_divide(arena, *value, qa_amount_of_count(arena, 100));
    }
    return QA_OK;
}

static struct offer *find_offer(struct offer *offers, size_t n, const char *vendor)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(offers[i].vendor, vendor) == 0) {
            return &offers[i];
        }
    }
    return NULL;
}

static enum qa_status read_row(const struct qa_cell_source *source, const struct qa_cell *cells[],
                               struct offer *offers, size_t *n)
{
    const char *vendor = qa_quote_text(source->arena, cells[AT_VENDOR], QA_LETTERS_KEPT);
    struct offer *offer = find_offer(offers, *n, vendor);
    enum qa_model model = QA_CROWD;
    enum field field = SETUP;

    if (*vendor == '\0') {
        return qa_fail_at(source->err, "E406", source->file, cells[AT_VENDOR]->line,
                          cells[AT_VENDOR]->column, "vendor is empty");
    }
    QA_TRY(parse_model(source, cells[AT_MODEL], &model));
    QA_TRY(parse_field(source, cells[AT_FIELD], model, &field));
    if (offer == NULL) {
        offer = &offers[(*n)++];
        *offer = (struct offer){
            .vendor = vendor, .file = source->file, .model = model, .model_cell = cells[AT_MODEL]};
    }
    if (offer->model != model || offer->values[field] != NULL) {
        return qa_fail_at(
            source->err, "E409", source->file, cells[AT_FIELD]->line, cells[AT_FIELD]->column,
            offer->model != model ? "'%s' has two models, %s and %s" : "'%s' says %s twice", vendor,
            offer->model != model ? qa_model_name(offer->model) : fields[field].name,
            qa_model_name(model));
    }
    offer->values[field] = cells[AT_VALUE];
    if (cells[AT_CURRENCY] != NULL && cells[AT_CURRENCY]->length > 0) {
        offer->currency = cells[AT_CURRENCY];
    }
    return parse_value(source, cells[AT_VALUE], field, &offer->numbers[field]);
}

/* ---- from an offer to charges ---- */

static enum qa_status price_of(const struct qa_cell_source *source, const struct offer *offer,
                               const struct recipe *recipe, struct qa_amount *price)
{
    struct qa_arena *arena = source->arena;
    struct qa_amount one = qa_amount_of_count(arena, 1);

    *price = recipe->basis == QA_PERCENT ? qa_amount_of_count(arena, 100) : one;
    for (int i = 0; i < recipe->n; i++) {
        enum field field = recipe->factors[i];
        struct qa_amount factor = offer->numbers[field];

        if (field == OVERHEAD) {
            factor = qa_amount_add(arena, one, factor);
        } else if (offer->values[field] == NULL) {
            return qa_fail_at(source->err, "E409", offer->file, offer->model_cell->line,
                              offer->model_cell->column, "'%s' needs %s for its %s", offer->vendor,
                              fields[field].name, recipe->charge);
        }
        *price = qa_amount_multiply(arena, *price, factor);
    }
    return QA_OK;
}

static enum qa_status add_charges(const struct qa_cell_source *source, const struct offer *offer,
                                  struct qa_quote_models *out)
{
    size_t before = out->n_rows;

    for (size_t i = 0; i < N_RECIPES; i++) {
        const struct recipe *recipe = &recipes[i];
        const struct qa_cell *leading = offer->values[recipe->factors[0]];

        if (recipe->model != offer->model || leading == NULL) {
            continue;
        }
        struct qa_quote_row *row = &out->rows[out->n_rows++];
        *row = (struct qa_quote_row){
            .currency = offer->currency != NULL ? offer->currency : leading, .name = leading};
        row->charge = (struct qa_charge){
            .vendor = offer->vendor,
            .name = recipe->charge,
            .basis = recipe->basis,
            .from = 1.0,
            .to = QA_NO_BOUND,
            .currency = offer->currency == NULL || recipe->basis == QA_PERCENT
                            ? NULL
                            : qa_quote_text(source->arena, offer->currency, QA_LETTERS_UPPER),
            .valid_until = QA_NO_TIME,
            .note = "",
            .file = offer->file,
            .line = leading->line};
        QA_TRY(price_of(source, offer, recipe, &row->charge.price));
    }
    if (out->n_rows == before) {
        return qa_fail_at(source->err, "E409", offer->file, offer->model_cell->line,
                          offer->model_cell->column, "'%s' names no price of its model %s",
                          offer->vendor, qa_model_name(offer->model));
    }
    return QA_OK;
}

static void add_terms(const struct offer *offer, struct qa_arena *arena,
                      struct qa_quote_models *out)
{
    for (size_t i = 0; i < N_TERMS; i++) {
        struct qa_amount number = offer->numbers[terms[i].field];

        if (offer->values[terms[i].field] == NULL) {
            continue;
        }
        /* Paid hours in which nobody labels make the capacity of a seat less than its hours. */
        if (terms[i].value == QA_SC_SEAT_HOURS && offer->values[PRODUCTIVE_SHARE] != NULL) {
            number = qa_amount_multiply(arena, number, offer->numbers[PRODUCTIVE_SHARE]);
        }
        out->terms[out->n_terms++] =
            (struct qa_vendor_term){offer->vendor, terms[i].value, qa_amount_real(number)};
    }
    out->kinds[out->n_kinds++] = (struct qa_vendor_model){offer->vendor, offer->model};
}

static enum qa_status read_list(const struct qa_records *records, struct qa_cell_source source,
                                struct offer *offers, size_t *n)
{
    uint32_t index[N_MODEL_COLUMNS];

    if (records == NULL) {
        return QA_OK;
    }
    QA_TRY(qa_records_columns(records, model_columns, N_MODEL_COLUMNS, index, source.err));
    source.file = records->file;
    for (size_t i = 0; i < records->n_records; i++) {
        const struct qa_cell *cells[N_MODEL_COLUMNS];

        for (int c = 0; c < N_MODEL_COLUMNS; c++) {
            cells[c] = qa_records_cell(records, i, index[c]);
        }
        QA_TRY(read_row(&source, cells, offers, n));
    }
    return QA_OK;
}

enum qa_status qa_quote_models(const struct qa_records *const *lists, size_t n_lists,
                               const struct qa_cell_source *source, struct qa_quote_models *out)
{
    struct qa_arena *arena = source->arena;
    size_t most = 0;
    size_t n = 0;

    for (size_t i = 0; i < n_lists; i++) {
        most += lists[i] != NULL ? lists[i]->n_records : 0;
    }
    struct offer *offers = QA_ARRAY(arena, struct offer, most);
    for (size_t i = 0; i < n_lists; i++) {
        QA_TRY(read_list(lists[i], *source, offers, &n));
    }
    *out = (struct qa_quote_models){.rows = QA_ARRAY(arena, struct qa_quote_row, n * N_RECIPES),
                                    .terms = QA_ARRAY(arena, struct qa_vendor_term, n * N_TERMS),
                                    .kinds = QA_ARRAY(arena, struct qa_vendor_model, n)};
    for (size_t i = 0; i < n; i++) {
        QA_TRY(add_charges(source, &offers[i], out));
        add_terms(&offers[i], arena, out);
    }
    return QA_OK;
}

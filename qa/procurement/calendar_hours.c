#include "qa/procurement/calendar_parts.h"

#include <string.h>

enum { MINUTES_A_DAY = 1440 };

struct reader {
    const char *at;
};

static void skip_blanks(struct reader *reader)
{
    reader->at += strspn(reader->at, " \t");
}

static bool take(struct reader *reader, char c)
{
    skip_blanks(reader);
    if (*reader->at != c) {
        return false;
    }
    reader->at++;
    return true;
}

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool take_word(struct reader *reader, const char *word)
{
    size_t n = 0;
    while (word[n] != '\0' && lower(reader->at[n]) == word[n]) {
        n++;
    }
    if (word[n] != '\0' || is_letter(reader->at[n])) {
        return false;
    }
    reader->at += n;
    return true;
}

static bool take_day(struct reader *reader, size_t *day)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    skip_blanks(reader);
    for (size_t d = 0; d < QA_DAYS_A_WEEK; d++) {
        if (take_word(reader, names[d])) {
            *day = d;
            return true;
        }
    }
    return false;
}

static bool take_days(struct reader *reader, bool *days)
{
    skip_blanks(reader);
    if (take_word(reader, "daily")) {
        memset(days, true, QA_DAYS_A_WEEK);
        return true;
    }
    do {
        size_t day;
        if (!take_day(reader, &day)) {
            return false;
        }
        size_t last = day;
        if (take(reader, '-') && !take_day(reader, &last)) {
            return false;
        }
        for (; day != last; day = (day + 1) % QA_DAYS_A_WEEK) {
            days[day] = true;
        }
        days[last] = true;
    } while (take(reader, ','));
    return true;
}

static bool take_two_digits(struct reader *reader, int *out)
{
    const char *at = reader->at;
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9') {
        return false;
    }
    *out = (at[0] - '0') * 10 + (at[1] - '0');
    reader->at += 2;
    return true;
}

static bool take_time(struct reader *reader, int *minutes)
{
    int hour;
    int minute;
    skip_blanks(reader);
    if (!take_two_digits(reader, &hour) || *reader->at != ':') {
        return false;
    }
    reader->at++;
    if (!take_two_digits(reader, &minute) || minute > 59) {
        return false;
    }
    *minutes = hour * 60 + minute;
    return *minutes <= MINUTES_A_DAY;
}

static bool take_shifts(struct reader *reader, struct qa_shifts *shifts)
{
    do {
        struct qa_shift shift;
        if (!take_time(reader, &shift.opens) || !take(reader, '-') ||
            !take_time(reader, &shift.closes) || shifts->n == QA_MOST_SHIFTS) {
            return false;
        }
        shift.closes += shift.closes <= shift.opens ? MINUTES_A_DAY : 0;
        shifts->list[shifts->n++] = shift;
    } while (take(reader, ','));
    skip_blanks(reader);
    return true;
}

static bool add_shifts(struct qa_shifts *to, const struct qa_shifts *from)
{
    if (to->n + from->n > QA_MOST_SHIFTS) {
        return false;
    }
    memcpy(&to->list[to->n], from->list, from->n * sizeof *from->list);
    to->n += from->n;
    return true;
}

static bool take_rule(struct reader *reader, struct qa_shifts *week)
{
    bool days[QA_DAYS_A_WEEK] = {false};
    struct qa_shifts shifts = {.n = 0};
    bool fits = take_days(reader, days) && take_shifts(reader, &shifts);
    for (size_t d = 0; d < QA_DAYS_A_WEEK && fits; d++) {
        fits = !days[d] || add_shifts(&week[d], &shifts);
    }
    return fits;
}

static bool take_week(struct reader *reader, struct qa_shifts *week)
{
    bool more = true;
    while (more) {
        if (!take_rule(reader, week)) {
            return false;
        }
        more = take(reader, ';');
        skip_blanks(reader);
        more = more && *reader->at != '\0';
    }
    return *reader->at == '\0';
}

bool qa_week_parse(const char *text, struct qa_shifts week[QA_DAYS_A_WEEK], const char **stopped)
{
    struct reader reader = {text};
    bool fits = take_week(&reader, week);
    *stopped = reader.at;
    return fits;
}

bool qa_shifts_parse(const char *text, struct qa_shifts *shifts)
{
    struct reader reader = {text};
    skip_blanks(&reader);
    return *reader.at == '\0' || (take_shifts(&reader, shifts) && *reader.at == '\0');
}

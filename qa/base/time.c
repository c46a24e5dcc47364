#include "qa/base/time.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "qa/base/number.h"

enum { SECONDS_PER_DAY = 86400 };

/* Days from 1970-01-01 in the proleptic Gregorian calendar (Hinnant, days_from_civil). */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(int64_t days, int *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* A text that is read from its front. */
struct scanner {
    const char *text;
    size_t length;
};

static bool take(struct scanner *scanner, char c)
{
    if (scanner->length == 0 || *scanner->text != c) {
        return false;
    }
    scanner->text++;
    scanner->length--;
    return true;
}

static bool take_digits(struct scanner *scanner, size_t n, int *out)
{
    if (scanner->length < n) {
        return false;
    }
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        char c = scanner->text[i];
        if (c < '0' || c > '9') {
            return false;
        }
        *out = *out * 10 + (c - '0');
    }
    scanner->text += n;
    scanner->length -= n;
    return true;
}

/* Hour, minute, second of a day and microseconds; absent parts are 0. */
struct clock {
    int hour, minute, second, micros;
};

static bool take_fraction(struct scanner *scanner, int *micros)
{
    int unit = 100000;
    size_t n = 0;
    for (; scanner->length > 0 && isdigit((unsigned char)*scanner->text); n++) {
        *micros += (*scanner->text - '0') * unit;
        unit /= 10;
        scanner->text++;
        scanner->length--;
    }
    return n > 0;
}

/* One digit or two. */
static bool take_short(struct scanner *scanner, int *out)
{
    return take_digits(scanner, 2, out) || take_digits(scanner, 1, out);
}

static bool begins_with(const struct scanner *scanner, const char *word)
{
    size_t n = strlen(word);
    return scanner->length >= n && strncasecmp(scanner->text, word, n) == 0;
}

static bool take_word(struct scanner *scanner, const char *word)
{
    if (!begins_with(scanner, word)) {
        return false;
    }
    scanner->text += strlen(word);
    scanner->length -= strlen(word);
    return true;
}

/* "AM" or "PM" behind the hours of half a day; true without one. */
static bool take_half(struct scanner *scanner, struct clock *clock)
{
    struct scanner behind = *scanner;
    (void)take(&behind, ' ');
    bool is_pm = begins_with(&behind, "PM");
    if (!is_pm && !begins_with(&behind, "AM")) {
        return true;
    }
    bool good = clock->hour >= 1 && clock->hour <= 12;
    clock->hour = clock->hour % 12 + (is_pm ? 12 : 0);
    (void)take_word(&behind, is_pm ? "PM" : "AM");
    *scanner = behind;
    return good;
}

static bool take_clock(struct scanner *scanner, struct clock *clock)
{
    if (!take_short(scanner, &clock->hour) || !take(scanner, ':') ||
        !take_digits(scanner, 2, &clock->minute)) {
        return false;
    }
    if (take(scanner, ':') && !take_digits(scanner, 2, &clock->second)) {
        return false;
    }
    if ((take(scanner, '.') || take(scanner, ',')) && !take_fraction(scanner, &clock->micros)) {
        return false;
    }
    return take_half(scanner, clock) && clock->hour < 24 && clock->minute < 60 &&
           clock->second < 60;
}

/* Names of offsets that mean one thing: CST and IST do not. */
static bool take_abbreviation(struct scanner *scanner, int32_t *offset)
{
    static const struct {
        const char *name;
        int hours;
    } names[] = {{"UTC", 0},  {"GMT", 0},  {"EST", -5}, {"EDT", -4}, {"CDT", -5}, {"MST", -7},
                 {"MDT", -6}, {"PST", -8}, {"PDT", -7}, {"CET", 1},  {"CEST", 2}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i].name);
        bool ends = scanner->length == n || (scanner->length > n && scanner->text[n] == ' ');
        if (ends && memcmp(scanner->text, names[i].name, n) == 0) {
            scanner->text += n;
            scanner->length -= n;
            *offset = names[i].hours * 3600;
            return true;
        }
    }
    return false;
}

/* "Z", "UTC", "+01:00", "-0730", "+01": true when the text begins with one. */
static bool take_offset(struct scanner *scanner, int32_t *offset)
{
    *offset = 0;
    if (take(scanner, 'Z') || take(scanner, 'z')) {
        return true;
    }
    bool negative = scanner->length > 0 && *scanner->text == '-';
    int hours = 0;
    int minutes = 0;
    if (!(take(scanner, '+') || take(scanner, '-')) || !take_digits(scanner, 2, &hours)) {
        return false;
    }
    bool more = take(scanner, ':') || scanner->length > 0;
    if ((more && !take_digits(scanner, 2, &minutes)) || hours > 23 || minutes > 59) {
        return false;
    }
    *offset = (negative ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

static bool is_zone_file(const char *name)
{
    char path[128];
    if (name[0] == '\0' || name[0] == '/' || strstr(name, "..") != NULL) {
        return false;
    }
    int length = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    return length > 0 && (size_t)length < sizeof path && access(path, R_OK) == 0 &&
           isupper((unsigned char)name[0]);
}

/* Let the C library work in the zone; nothing to do when it already does. */
static void use_zone(const struct qa_zone *zone)
{
    static char current[sizeof zone->name];
    if (strcmp(current, zone->name) != 0) {
        snprintf(current, sizeof current, "%s", zone->name);
        setenv("TZ", current, 1);
        tzset();
    }
}

enum qa_status qa_zone_parse(const char *text, struct qa_zone *zone, struct qa_error *err)
{
    *zone = (struct qa_zone){.known = true};
    struct scanner scanner = {text, strlen(text)};
    if (strcmp(text, "UTC") == 0 || strcmp(text, "GMT") == 0 ||
        (take_offset(&scanner, &zone->offset_seconds) && scanner.length == 0)) {
        return QA_OK;
    }
    if (strlen(text) >= sizeof zone->name || !is_zone_file(text)) {
        return qa_fail(err, QA_USAGE, "E009",
                       "'%s' is not a time zone; expected UTC, +01:00 or a name such as "
                       "Europe/Berlin",
                       text);
    }
    snprintf(zone->name, sizeof zone->name, "%s", text);
    zone->named = true;
    use_zone(zone);
    return QA_OK;
}

/* ---- wall times ---- */

static int64_t floor_seconds(int64_t micros)
{
    return micros / QA_SECOND - (micros % QA_SECOND < 0);
}

static int64_t offset_at(const struct qa_zone *zone, int64_t seconds)
{
    if (!zone->named) {
        return zone->known ? zone->offset_seconds : 0;
    }
    time_t time = (time_t)seconds;
    struct tm local;
    use_zone(zone);
    return localtime_r(&time, &local) != NULL ? (int64_t)local.tm_gmtoff : 0;
}

int64_t qa_zone_wall(const struct qa_zone *zone, int64_t time)
{
    return time + offset_at(zone, floor_seconds(time)) * QA_SECOND;
}

/* The second from which on the zone is `offset` from UTC; it is at `end` and is not at `begin`. */
static int64_t when_offset_begins(const struct qa_zone *zone, int64_t begin, int64_t end,
                                  int64_t offset)
{
    while (end - begin > 1) {
        int64_t middle = begin + (end - begin) / 2;
        if (offset_at(zone, middle) == offset) {
            end = middle;
        } else {
            begin = middle;
        }
    }
    return end;
}

int64_t qa_zone_instant(const struct qa_zone *zone, int64_t wall)
{
    int64_t seconds = floor_seconds(wall);
    int64_t before = offset_at(zone, seconds - SECONDS_PER_DAY);
    int64_t after = offset_at(zone, seconds + SECONDS_PER_DAY);
    if (before == after || offset_at(zone, seconds - before) == before) {
        return wall - before * QA_SECOND;
    }
    if (offset_at(zone, seconds - after) == after) {
        return wall - after * QA_SECOND;
    }
    return QA_SECOND *
           when_offset_begins(zone, seconds - SECONDS_PER_DAY, seconds + SECONDS_PER_DAY, after);
}

int64_t qa_wall_day(int64_t wall)
{
    return wall / QA_DAY - (wall % QA_DAY < 0);
}

int64_t qa_week_begin(int64_t day)
{
    int64_t from_monday = (day + 3) % 7;
    return day - (from_monday < 0 ? from_monday + 7 : from_monday);
}

static bool make_day(int year, int month, int of_month, int64_t *day)
{
    if (year < 1970 || month < 1 || month > 12 || of_month < 1 ||
        of_month > days_in_month(year, month)) {
        return false;
    }
    *day = days_from_civil(year, month, of_month);
    return true;
}

static bool take_date(struct scanner *scanner, int64_t *day)
{
    int year;
    int month;
    int of_month;
    return take_digits(scanner, 4, &year) && take(scanner, '-') &&
           take_digits(scanner, 2, &month) && take(scanner, '-') &&
           take_digits(scanner, 2, &of_month) && make_day(year, month, of_month, day);
}

/* Three numbers with one sign between them. */
struct date_parts {
    int number[3];
    size_t digits[3];
    char separator;
};

static bool take_parts(struct scanner *scanner, struct date_parts *parts)
{
    for (int i = 0; i < 3; i++) {
        size_t digits = 0;
        while (digits < scanner->length && isdigit((unsigned char)scanner->text[digits])) {
            digits++;
        }
        if ((digits != 4 && digits != 2 && digits != 1) ||
            !take_digits(scanner, digits, &parts->number[i])) {
            return false;
        }
        parts->digits[i] = digits;
        if (i == 2) {
            break;
        }
        char separator = '\0';
        if (scanner->length > 0) {
            separator = *scanner->text;
        }
        if (strchr("-/.", separator) == NULL || separator == '\0' ||
            (i == 1 && separator != parts->separator)) {
            return false;
        }
        parts->separator = separator;
        (void)take(scanner, separator);
    }
    return scanner->length == 0 || strchr("Tt ,", *scanner->text) != NULL;
}

static int full_year(int number, size_t digits)
{
    if (digits > 2) {
        return number;
    }
    return number + (number < 70 ? 2000 : 1900);
}

/* ---- months by name ---- */

/* Takes the longest of the names that the text begins with, in any case of ASCII letters; it ends
 * where letters do. */
static bool take_name(struct scanner *scanner, const char *const *names, size_t n, size_t *which)
{
    size_t longest = 0;
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(names[i]);
        if (length > longest && length <= scanner->length &&
            strncasecmp(scanner->text, names[i], length) == 0) {
            longest = length;
            *which = i;
        }
    }
    bool ends = longest == scanner->length || (!isalpha((unsigned char)scanner->text[longest]) &&
                                               (unsigned char)scanner->text[longest] < 0x80);
    if (longest == 0 || !ends) {
        return false;
    }
    scanner->text += longest;
    scanner->length -= longest;
    return true;
}

/* Month by month: English, German, French, full and short. */
static bool take_month(struct scanner *scanner, int *month)
{
    static const char *const names[] = {"January",     "February",
                                        "March",       "April",
                                        "May",         "June",
                                        "July",        "August",
                                        "September",   "October",
                                        "November",    "December",
                                        "Jan",         "Feb",
                                        "Mar",         "Apr",
                                        "May",         "Jun",
                                        "Jul",         "Aug",
                                        "Sep",         "Oct",
                                        "Nov",         "Dec",
                                        "Januar",      "Februar",
                                        "M\303\244rz", "Apr",
                                        "Mai",         "Juni",
                                        "Juli",        "August",
                                        "Sept",        "Oktober",
                                        "November",    "Dezember",
                                        "janvier",     "f\303\251vrier",
                                        "mars",        "avril",
                                        "mai",         "juin",
                                        "juillet",     "ao\303\273t",
                                        "septembre",   "octobre",
                                        "novembre",    "d\303\251cembre",
                                        "Jan",         "Feb",
                                        "Mrz",         "Apr",
                                        "Mai",         "Jun",
                                        "Jul",         "Aug",
                                        "Sep",         "Okt",
                                        "Nov",         "Dez"};
    size_t which;
    if (!take_name(scanner, names, sizeof names / sizeof *names, &which)) {
        return false;
    }
    *month = (int)(which % 12) + 1;
    (void)take(scanner, '.');
    return true;
}

/* The weekday before a date, Monday 0; ANY_DAY: none is named. */
enum { ANY_DAY = -1 };

static bool is_weekday(int weekday, int64_t day)
{
    enum { OF_DAY_0 = 3 }; /* 1970-01-01 was a Thursday */
    return weekday == ANY_DAY || (day + OF_DAY_0) % 7 == weekday;
}

static int take_weekday(struct scanner *scanner)
{
    static const char *const names[] = {"Monday",   "Tuesday", "Wednesday", "Thursday", "Friday",
                                        "Saturday", "Sunday",  "Mon",       "Tue",      "Wed",
                                        "Thu",      "Fri",     "Sat",       "Sun"};
    size_t which;
    struct scanner ahead = *scanner;
    if (take_name(&ahead, names, sizeof names / sizeof *names, &which) && take(&ahead, ',') &&
        take(&ahead, ' ')) {
        *scanner = ahead;
        return (int)(which % 7);
    }
    return ANY_DAY;
}

/* A number of one to four digits; *digits: how many. */
static bool take_whole(struct scanner *scanner, int *number, size_t *digits)
{
    *digits = 0;
    while (*digits < scanner->length && isdigit((unsigned char)scanner->text[*digits])) {
        ++*digits;
    }
    return *digits >= 1 && *digits <= 4 && take_digits(scanner, *digits, number);
}

/* "8", "8th", "8." of a day. */
static bool take_day_of_month(struct scanner *scanner, int *day)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    size_t digits;
    size_t which;
    if (!take_whole(scanner, day, &digits) || digits > 2) {
        return false;
    }
    if (!take_name(scanner, endings, 4, &which)) {
        (void)take(scanner, '.');
    }
    return true;
}

/* What stands between the parts of a date with a month's name. */
static bool take_gap(struct scanner *scanner)
{
    size_t before = scanner->length;
    (void)take(scanner, ',');
    if (!take(scanner, '-') && !take(scanner, '/')) {
        while (take(scanner, ' ')) {
        }
    }
    return scanner->length < before;
}

static bool take_year(struct scanner *scanner, int *year)
{
    size_t digits;
    if (!take_whole(scanner, year, &digits) || (digits != 2 && digits != 4)) {
        return false;
    }
    *year = full_year(*year, digits);
    return true;
}

/* "8 Mar 2020", "March 8, 2020", "2020-Mar-08", "Sun, 8 Mar 2020". */
static bool take_named_date(struct scanner *scanner, int64_t *day)
{
    struct scanner at = *scanner;
    int year;
    int month;
    int of_month;
    int weekday = take_weekday(&at);
    struct scanner begin = at;
    bool found = take_month(&at, &month) && take_gap(&at) && take_day_of_month(&at, &of_month) &&
                 take_gap(&at) && take_year(&at, &year);
    if (!found) {
        at = begin;
        found = take_day_of_month(&at, &of_month) && (take_gap(&at) || true) &&
                take_month(&at, &month) && take_gap(&at) && take_year(&at, &year);
    }
    if (!found) {
        at = begin;
        found = take_year(&at, &year) && take_gap(&at) && take_month(&at, &month) &&
                take_gap(&at) && take_day_of_month(&at, &of_month);
    }
    found = found && (at.length == 0 || strchr("Tt ,", *at.text) != NULL);
    if (!found || !make_day(year, month, of_month, day) || !is_weekday(weekday, *day)) {
        return false;
    }
    *scanner = at;
    return true;
}

bool qa_date_begin(const char *text, size_t length, enum qa_date_order order, int64_t *day,
                   size_t *used)
{
    struct scanner scanner = {text, length};
    struct date_parts parts = {.separator = '\0'};
    while (take(&scanner, ' ')) {
    }
    if (take_named_date(&scanner, day)) {
        *used = (size_t)(scanner.text - text);
        return true;
    }
    if (!take_parts(&scanner, &parts)) {
        return false;
    }
    bool year_first = parts.digits[0] == 4;
    bool year_last = parts.digits[2] == 4;
    bool day_first = parts.separator == '.' && !year_first;
    *used = (size_t)(scanner.text - text);
    if (parts.digits[1] == 4 || (year_first && year_last)) {
        return false;
    }
    if (year_first || (order == QA_DATES_YMD && !year_last && !day_first)) {
        return make_day(full_year(parts.number[0], parts.digits[0]), parts.number[1],
                        parts.number[2], day);
    }
    int year = full_year(parts.number[2], parts.digits[2]);
    if (order == QA_DATES_DMY) {
        return make_day(year, parts.number[1], parts.number[0], day);
    }
    return order == QA_DATES_MDY && !day_first &&
           make_day(year, parts.number[0], parts.number[1], day);
}

/* A date in the order that is known, or in the only one that it can have. */
static enum qa_time_problem take_other_date(struct scanner *scanner, enum qa_date_order known,
                                            int64_t *day)
{
    size_t used = 0;
    bool found = false;
    for (int order = QA_DATES_YMD; order < QA_N_DATE_ORDERS; order++) {
        int64_t reading;
        if ((known != QA_DATES_UNKNOWN && (int)known != order) ||
            !qa_date_begin(scanner->text, scanner->length, (enum qa_date_order)order, &reading,
                           &used)) {
            continue;
        }
        if (found && reading != *day) {
            return QA_TIME_TWO_DATES;
        }
        found = true;
        *day = reading;
    }
    scanner->text += found ? used : 0;
    scanner->length -= found ? used : 0;
    return found ? QA_TIME_OK : QA_TIME_UNREADABLE;
}

static bool exists(const struct qa_zone *zone, int64_t wall, int64_t offset)
{
    return offset_at(zone, wall - offset) == offset;
}

/* The moment at which the zone's clocks show a time, in seconds. */
static enum qa_time_problem local_to_utc(const struct qa_zone *zone, int64_t local, int64_t *utc)
{
    int64_t before = offset_at(zone, local - SECONDS_PER_DAY);
    int64_t after = offset_at(zone, local + SECONDS_PER_DAY);
    bool is_before = exists(zone, local, before);
    bool is_after = exists(zone, local, after);
    *utc = local - (is_before ? before : after);
    if (!is_before && !is_after) {
        return QA_TIME_SKIPPED;
    }
    return is_before && is_after && before != after ? QA_TIME_TWICE : QA_TIME_OK;
}

/* A wall time in the zone of the text, else in the one given. */
static enum qa_time_problem place_in_zone(struct scanner scanner, int64_t seconds, int micros,
                                          const struct qa_zone *zone, int64_t *out)
{
    enum qa_time_problem problem = QA_TIME_OK;
    int32_t offset = 0;
    (void)take(&scanner, ' ');
    if (scanner.length > 0) {
        if (!(take_abbreviation(&scanner, &offset) || take_offset(&scanner, &offset)) ||
            scanner.length > 0) {
            return QA_TIME_UNREADABLE;
        }
    } else if (zone == NULL || !zone->known) {
        return QA_TIME_NO_ZONE;
    } else if (zone->named) {
        problem = local_to_utc(zone, seconds, &seconds);
    } else {
        offset = zone->offset_seconds;
    }
    *out = (seconds - offset) * QA_SECOND + micros;
    return problem;
}

static int64_t seconds_of(int64_t day, const struct clock *clock)
{
    return day * SECONDS_PER_DAY + clock->hour * 3600 + clock->minute * 60 + clock->second;
}

/* What stands behind a date: nothing, or a time of day and perhaps a zone. */
static enum qa_time_problem parse_behind(struct scanner scanner, int64_t day,
                                         const struct qa_zone *zone, int64_t *out)
{
    struct clock clock = {0};
    (void)take(&scanner, ',');
    bool has_clock = take(&scanner, 'T') || take(&scanner, 't') || take(&scanner, ' ');
    while (has_clock && take(&scanner, ' ')) {
    }
    if (has_clock && !take_clock(&scanner, &clock)) {
        return QA_TIME_UNREADABLE;
    }
    return place_in_zone(scanner, seconds_of(day, &clock), clock.micros, zone, out);
}

static enum qa_time_problem parse_iso(struct scanner scanner, const struct qa_zone *zone,
                                      int64_t *out)
{
    int64_t day;
    return take_date(&scanner, &day) ? parse_behind(scanner, day, zone, out) : QA_TIME_UNREADABLE;
}

static enum qa_time_problem parse_other(struct scanner scanner, const struct qa_zone *zone,
                                        int64_t *out)
{
    int64_t day;
    enum qa_time_problem problem =
        take_other_date(&scanner, zone != NULL ? zone->dates : QA_DATES_UNKNOWN, &day);
    return problem == QA_TIME_OK ? parse_behind(scanner, day, zone, out) : problem;
}

static bool take_one_of(struct scanner *scanner, const char *const *words, int n, int *out)
{
    for (*out = 0; *out < n; ++*out) {
        if (take_word(scanner, words[*out])) {
            return true;
        }
    }
    return false;
}

/* "Sun Mar 08 17:31:09 PDT 2020", also without the zone. */
static enum qa_time_problem parse_unix(struct scanner scanner, const struct qa_zone *zone,
                                       int64_t *out)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int weekday;
    int month;
    int of_month;
    int year;
    int64_t day;
    struct clock clock = {0};
    if (!take_one_of(&scanner, days, 7, &weekday) || !take(&scanner, ' ') ||
        !take_one_of(&scanner, months, 12, &month) || !take(&scanner, ' ')) {
        return QA_TIME_UNREADABLE;
    }
    (void)take(&scanner, ' ');
    if (!take_short(&scanner, &of_month) || !take(&scanner, ' ') || !take_clock(&scanner, &clock) ||
        !take(&scanner, ' ') || scanner.length < 4) {
        return QA_TIME_UNREADABLE;
    }
    struct scanner behind = {scanner.text + scanner.length - 4, 4};
    scanner.length -= 4;
    if (!take_digits(&behind, 4, &year) || !make_day(year, month + 1, of_month, &day) ||
        !is_weekday((weekday + 6) % 7, day)) {
        return QA_TIME_UNREADABLE;
    }
    while (scanner.length > 0 && scanner.text[scanner.length - 1] == ' ') {
        scanner.length--;
    }
    return place_in_zone(scanner, seconds_of(day, &clock), clock.micros, zone, out);
}

const char *qa_time_problem_text(enum qa_time_problem problem)
{
    switch (problem) {
    case QA_TIME_TWO_DATES:
        return "has two readings, day first and month first; --dates dmy or --dates mdy says which";
    case QA_TIME_SKIPPED:
        return "is a time that the clocks of the zone skipped that night; write it with its offset "
               "from UTC, such as +02:00";
    case QA_TIME_TWICE:
        return "is a time that the clocks of the zone showed twice that night; write it with its "
               "offset from UTC, such as +02:00";
    default:
        return NULL;
    }
}

bool qa_time_is_date(const char *text, size_t length)
{
    int64_t day;
    size_t used;
    for (int order = QA_DATES_YMD; order < QA_N_DATE_ORDERS; order++) {
        if (qa_date_begin(text, length, (enum qa_date_order)order, &day, &used)) {
            while (used < length && text[used] == ' ') {
                used++;
            }
            return used == length;
        }
    }
    return false;
}

static bool parse_epoch(const char *text, size_t length, int64_t *out)
{
    size_t digits = 0;
    while (digits < length && isdigit((unsigned char)text[digits])) {
        digits++;
    }
    double value;
    if (digits < 9 || digits > 13 || !qa_parse_real(text, length, &value) ||
        (digits < length && text[digits] != '.')) {
        return false;
    }
    double unit = digits == 13 ? 1e3 : 1e6;
    *out = (int64_t)(value * unit + 0.5);
    return true;
}

enum qa_time_problem qa_time_parse(const char *text, size_t length, const struct qa_zone *zone,
                                   int64_t *out)
{
    while (length > 0 && *text == ' ') {
        text++;
        length--;
    }
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    if (parse_epoch(text, length, out)) {
        return QA_TIME_OK;
    }
    const struct scanner scanner = {text, length};
    enum qa_time_problem problem = parse_iso(scanner, zone, out);
    if (problem == QA_TIME_UNREADABLE && length > 0) {
        problem =
            isdigit((unsigned char)text[0]) ? QA_TIME_UNREADABLE : parse_unix(scanner, zone, out);
        problem = problem == QA_TIME_UNREADABLE ? parse_other(scanner, zone, out) : problem;
    }
    return problem;
}

void qa_time_format(int64_t time, char out[QA_TIME_TEXT_MAX])
{
    int64_t micros = time % QA_SECOND;
    int64_t seconds = time / QA_SECOND - (micros < 0);
    micros += micros < 0 ? QA_SECOND : 0;
    int64_t days = seconds / SECONDS_PER_DAY;
    int64_t rest = seconds % SECONDS_PER_DAY;
    if (rest < 0) {
        rest += SECONDS_PER_DAY;
        days--;
    }
    int year;
    int month;
    int day;
    civil_from_days(days, &year, &month, &day);
    int used = snprintf(out, QA_TIME_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, day,
                        (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
    if (micros > 0 && used > 0) {
        used += snprintf(out + used, QA_TIME_TEXT_MAX - (size_t)used, ".%06d", (int)micros);
    }
    if (used > 0 && used < QA_TIME_TEXT_MAX) {
        snprintf(out + used, QA_TIME_TEXT_MAX - (size_t)used, "Z");
    }
}

bool qa_date_parse(const char *text, size_t length, int64_t *out)
{
    enum { DATE = 10 };
    const struct qa_zone utc = {.known = true};
    int64_t whole;
    while (length > 0 && *text == ' ') {
        text++;
        length--;
    }
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    const struct scanner day = {text, length < DATE ? length : DATE};
    return parse_iso(day, &utc, out) == QA_TIME_OK &&
           parse_iso((struct scanner){text, length}, &utc, &whole) == QA_TIME_OK;
}

void qa_date_format(int64_t time, char out[QA_TIME_TEXT_MAX])
{
    enum { DATE = 10 };
    qa_time_format(time, out);
    out[DATE] = '\0';
}

int64_t qa_time_report(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    uint64_t seconds;
    if (fixed != NULL && qa_parse_count(fixed, strlen(fixed), &seconds)) {
        return (int64_t)seconds * QA_SECOND;
    }
    return (int64_t)time(NULL) * QA_SECOND;
}

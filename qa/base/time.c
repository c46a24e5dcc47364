#include "qa/base/time.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static bool take_clock(struct scanner *scanner, struct clock *clock)
{
    if (!take_digits(scanner, 2, &clock->hour) || !take(scanner, ':') ||
        !take_digits(scanner, 2, &clock->minute)) {
        return false;
    }
    if (take(scanner, ':') && !take_digits(scanner, 2, &clock->second)) {
        return false;
    }
    if ((take(scanner, '.') || take(scanner, ',')) && !take_fraction(scanner, &clock->micros)) {
        return false;
    }
    return clock->hour < 24 && clock->minute < 60 && clock->second < 60;
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

static bool take_date(struct scanner *scanner, int64_t *day)
{
    int year;
    int month;
    int of_month;
    if (!take_digits(scanner, 4, &year) || !take(scanner, '-') ||
        !take_digits(scanner, 2, &month) || !take(scanner, '-') ||
        !take_digits(scanner, 2, &of_month) || year < 1970 || month < 1 || month > 12 ||
        of_month < 1 || of_month > days_in_month(year, month)) {
        return false;
    }
    *day = days_from_civil(year, month, of_month);
    return true;
}

/* A time that the zone's clocks skip is refused. */
static bool local_to_utc(const struct qa_zone *zone, int64_t local, int64_t *utc)
{
    *utc = qa_zone_instant(zone, local * QA_SECOND);
    bool exists = qa_zone_wall(zone, *utc) == local * QA_SECOND;
    *utc /= QA_SECOND;
    return exists;
}

static enum qa_time_problem parse_iso(struct scanner scanner, const struct qa_zone *zone,
                                      int64_t *out)
{
    int64_t day;
    struct clock clock = {0};
    if (!take_date(&scanner, &day)) {
        return QA_TIME_UNREADABLE;
    }
    if ((take(&scanner, 'T') || take(&scanner, 't') || take(&scanner, ' ')) &&
        !take_clock(&scanner, &clock)) {
        return QA_TIME_UNREADABLE;
    }
    (void)take(&scanner, ' ');
    int64_t seconds = day * SECONDS_PER_DAY + clock.hour * 3600 + clock.minute * 60 + clock.second;
    int32_t offset = 0;
    if (scanner.length == 3 && memcmp(scanner.text, "UTC", 3) == 0) {
        offset = 0;
    } else if (scanner.length > 0) {
        if (!take_offset(&scanner, &offset) || scanner.length > 0) {
            return QA_TIME_UNREADABLE;
        }
    } else if (zone == NULL || !zone->known) {
        return QA_TIME_NO_ZONE;
    } else if (zone->named) {
        if (!local_to_utc(zone, seconds, &seconds)) {
            return QA_TIME_UNREADABLE;
        }
    } else {
        offset = zone->offset_seconds;
    }
    *out = (seconds - offset) * QA_SECOND + clock.micros;
    return QA_TIME_OK;
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
    return parse_iso((struct scanner){text, length}, zone, out);
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

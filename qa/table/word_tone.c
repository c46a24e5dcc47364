/* What the words of tables mean to people. */
#include <string.h>

#include "qa/table/table.h"

/* One word a line, in order of the rooms that say them. */
static const struct {
    const char *word;
    enum qa_tone tone;
} words[] = {
    {"error", QA_TONE_BAD},
    {"warning", QA_TONE_OPEN},
    {"ACCEPT", QA_TONE_GOOD},
    {"REJECT", QA_TONE_BAD},
    {"UNDECIDED", QA_TONE_OPEN},
    {"better", QA_TONE_GOOD},
    {"worse", QA_TONE_BAD},
    {"falling", QA_TONE_GOOD},
    {"rising", QA_TONE_BAD},
    {"above the limit", QA_TONE_BAD},
    {"below the limit", QA_TONE_GOOD},
    {"more errors than the vendor's others", QA_TONE_BAD},
    {"above 99.8 %", QA_TONE_BAD},
    {"above 95 %", QA_TONE_OPEN},
    {"too fast", QA_TONE_OPEN},
    {"one answer", QA_TONE_OPEN},
    {"at chance", QA_TONE_OPEN},
    {"swapped classes", QA_TONE_OPEN},
    {"tiring", QA_TONE_OPEN},
    {"copying", QA_TONE_OPEN},
    {"PASS", QA_TONE_GOOD},
    {"FAIL", QA_TONE_BAD},
    {"INCONCLUSIVE", QA_TONE_OPEN},
    {"clear", QA_TONE_GOOD},
    {"faster", QA_TONE_GOOD},
    {"slower", QA_TONE_BAD},
    {"late", QA_TONE_BAD},
    {"open, overdue", QA_TONE_BAD},
    {"kept", QA_TONE_GOOD},
    {"kept, not certain", QA_TONE_OPEN},
    {"broken, not certain", QA_TONE_OPEN},
    {"broken", QA_TONE_BAD},
    {"YES", QA_TONE_GOOD},
    {"NO", QA_TONE_BAD},
    {"PARTLY", QA_TONE_OPEN},
    {"UNCLEAR", QA_TONE_OPEN},
    {"MISSING", QA_TONE_OPEN},
};

static enum qa_tone tone_of(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].word) == length && memcmp(words[i].word, text, length) == 0) {
            return words[i].tone;
        }
    }
    return QA_TONE_NONE;
}

/* Of several flags in one cell the first counts. */
enum qa_tone qa_word_tone(const char *word)
{
    enum qa_tone whole = tone_of(word, strlen(word));
    return whole != QA_TONE_NONE ? whole : tone_of(word, strcspn(word, ","));
}

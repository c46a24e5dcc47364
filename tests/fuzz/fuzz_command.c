/*
 * Any bytes as any file that a command reads, the whole command in this process: audit.yaml,
 * quotes, logs, plans, filled sheets, rates, penalties, earlier reports and the rest. The first
 * line of an input is a name of the table below, the rest is the file; an unknown name stands for
 * one of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/fuzz.h"

#include "qa/base/files.h"
#include "qa/cli/run.h"
#include "qa/stats/special.h"

enum { MOST_WORDS = 24, LARGEST = 1 << 16 };

/* The words of a command between blanks, ~ for a blank in one; FUZZ is the file. */
static const struct use {
    const char *name;
    const char *words;
} uses[] = {
    {"audit", "audit -c FUZZ"},
    {"before", "compare --vendor v=labels.csv -g gold.csv --before FUZZ"},
    {"colours", "check labels.csv --colours FUZZ"},
    {"delivery", "audit -c audit.yaml --vendor w=FUZZ"},
    {"earlier", "sample labels.csv --n 2 --earlier FUZZ"},
    {"expected", "check labels.csv --expected FUZZ"},
    {"gold", "errors labels.csv -g FUZZ"},
    {"holidays", "turnaround log.csv --business-hours Mon-Fri~09:00-17:00 --holidays FUZZ"},
    {"honeypots", "sample --order ids.csv --n 2 --honeypots FUZZ --key key.csv"},
    {"ids", "sample --ids FUZZ --n 2"},
    {"key", "errors labels.csv --key FUZZ"},
    {"log", "turnaround FUZZ"},
    {"models", "quote quotes.csv --volume 900 --models FUZZ"},
    {"order", "sample --order FUZZ --n 1 --honeypots gold.csv --key key.csv"},
    {"past", "plan --past FUZZ --aql 1% --rql 6%"},
    {"penalties", "turnaround log.csv --penalties FUZZ"},
    {"plan", "judge sheet.csv --plan FUZZ"},
    {"prelabels", "errors labels.csv -g gold.csv --prelabels FUZZ"},
    {"questions", "compliance promises.csv --questions FUZZ"},
    {"quotes", "quote FUZZ --volume 900"},
    {"rates", "quote quotes.csv --volume 900 --rates FUZZ --currency EUR"},
    {"response", "compliance FUZZ"},
    {"sheet", "judge FUZZ --limit 5%"},
    {"sigmas", "score labels.csv -g gold.csv --sigmas FUZZ"},
    {"sizes", "check labels.csv --sizes FUZZ"},
    {"sums", "score --sums FUZZ"},
    {"uem", "score labels.csv -g gold.csv --uem FUZZ"},
    {"verify", "sample labels.csv --n 2 --verify FUZZ"},
    {"weights", "agree labels.csv --weights FUZZ.csv"},
};
enum { N_USES = sizeof uses / sizeof uses[0] };

static const struct {
    const char *name;
    const char *text;
} others[] = {
    {"labels.csv", "item,annotator,label\na,w,x\na,v,x\nb,w,x\nb,v,y\nc,w,y\nc,v,y\n"},
    {"more.csv", "item,annotator,label\na,u,x\nb,u,x\nc,u,y\n"},
    {"gold.csv", "item,label\na,x\nb,y\nc,y\n"},
    {"log.csv", "vendor,batch,items,ordered_at,due_at,delivered_at\n"
                "v,1,9,2026-03-02T09:00Z,2026-03-05T09:00Z,2026-03-04T09:00Z\n"
                "v,2,9,2026-03-02T09:00Z,2026-03-05T09:00Z,2026-03-06T09:00Z\n"},
    {"quotes.csv", "vendor,charge,basis,price,currency\nv,labels,per item,0.2,USD\n"},
    {"ids.csv", "item\nd\ne\nf\ng\n"},
    {"promises.csv", "vendor,promise,value,unit\nv,turnaround,24,hours\n"},
    {"sheet.csv", "order,item,lot,lot_size,verdict\n1,a,1,9,correct\n2,b,1,9,wrong\n"},
    {"audit.yaml", "deliveries:\n  - vendor: v\n    files: [labels.csv]\ngold: [gold.csv]\n"},
};

static void write_file(const char *name, const void *data, size_t size)
{
    FILE *file = fopen(name, "wb");
    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        perror(name);
        abort();
    }
}

/* A folder of its own, so that what a command writes is out of the way. */
static char folder[] = "/tmp/labelqa-fuzz-XXXXXX";

static void go_to(const char *path)
{
    if (chdir(path) != 0) {
        perror(path);
        abort();
    }
}

static void make_folder(void)
{
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        abort();
    }
}

static void write_others(void)
{
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        write_file(others[i].name, others[i].text, strlen(others[i].text));
    }
}

static void remove_folder(void)
{
    char path[256];
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, others[i].name);
        unlink(path);
    }
    static const char *const made[] = {"FUZZ", "FUZZ.csv", "key.csv", "out.json"};
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, made[i]);
        unlink(path);
    }
    rmdir(folder);
}

static const struct use *use_of(const uint8_t *data, size_t length)
{
    size_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        sum = sum * 31 + data[i];
    }
    for (size_t u = 0; u < N_USES; u++) {
        if (strlen(uses[u].name) == length && memcmp(uses[u].name, data, length) == 0) {
            return &uses[u];
        }
    }
    return &uses[sum % N_USES];
}

static void run(const char *words)
{
    static const char common[] = " -q -j 1 -o out.json --force";
    char text[512];
    char program[] = "labelqa";
    char *argv[MOST_WORDS] = {program};
    int argc = 1;
    snprintf(text, sizeof text, "%s%s", words, common);
    char *rest = text;
    for (char *word = strtok_r(text, " ", &rest); word != NULL && argc < MOST_WORDS - 1;
         word = strtok_r(NULL, " ", &rest)) {
        for (char *blank = word; (blank = strchr(blank, '~')) != NULL;) {
            *blank = ' ';
        }
        argv[argc++] = word;
    }
    (void)qa_run(argc, argv);
    qa_files_forget();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char home[4096];
    if (home[0] == '\0') {
        if (getcwd(home, sizeof home) == NULL) {
            abort();
        }
        qa_special_init();
        make_folder();
        atexit(remove_folder);
        go_to(folder);
        write_others();
        go_to(home);
    }
    const uint8_t *line_end = size > 0 ? memchr(data, '\n', size) : NULL;
    if (line_end != NULL && size <= LARGEST) {
        go_to(folder);
        const struct use *use = use_of(data, (size_t)(line_end - data));
        const char *name = strstr(use->words, "FUZZ.csv") != NULL ? "FUZZ.csv" : "FUZZ";
        write_file(name, line_end + 1, size - (size_t)(line_end + 1 - data));
        run(use->words);
        go_to(home);
    }
    return 0;
}

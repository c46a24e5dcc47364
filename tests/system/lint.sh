# The scripts of tests/lint see what they look for: each breach, planted in a small tree, is named.
set -eu
lint=$LABELQA_ROOT/tests/lint

# plant CHECK FILE LINE TEXT: CHECK must name FILE:1 and say TEXT when FILE holds LINE.
plant() {
    rm -rf tree
    mkdir -p "tree/$(dirname "$2")"
    printf '%s\n' "$3" >"tree/$2"
    if said=$("$lint/$1" tree); then
        echo "$1 let this pass in $2: $3" && exit 1
    fi
    case $said in
    "$2:1:"*"$4"*) ;;
    *) echo "$1 said '$said' about $2: $3" && exit 1 ;;
    esac
}

# allow CHECK FILE LINE: no breach.
allow() {
    rm -rf tree
    mkdir -p "tree/$(dirname "$2")"
    printf '%s\n' "$3" >"tree/$2"
    "$lint/$1" tree || { echo "$1 refused $2: $3" && exit 1; }
}

plant layers qa/stats/kappa.c '#include "qa/audit/agree.h"' 'qa/stats may not include qa/audit'
plant layers qa/base/arena.h '#include "qa/table/table.h"' 'qa/base may not include'
plant layers qa/batch/batch.h '#  include "qa/formats/reader.h"' 'qa/batch may not include'
plant layers reports/workbook.c '#include "qa/batch/batch.h"' 'reports may not include'
plant layers qa/formats/json.cpp '#include "qa/audit/check.h"' 'qa/formats may not include'
plant layers qa/cli/main.c '#include "tests/support/close.h"' 'qa/cli may not include tests'
plant layers qa/stats/kappa.c '#include "interval.h"' 'full path'
plant layers qa/misc/helpers.c '#include "qa/base/arena.h"' 'not in the table'
plant layers qa/audit/errors.c '#include <gsl/gsl_cdf.h>' 'belongs to qa/stats'
plant layers qa/cli/main.c '#include <xlsxwriter.h>' 'belongs to reports'
plant layers qa/batch/batch.c '#include <xxhash.h>' 'belongs to qa/base'
plant layers qa/cli/main.c '#include <yaml.h>' 'belongs to qa/formats'
plant layers qa/base/records.c '#include <csv.h>' 'belongs to qa/formats'
plant layers qa/stats/bootstrap.c '#include <omp.h>' 'belongs to qa/base'
allow layers qa/procurement/scorecard.c '#include "qa/audit/errors.h"'
allow layers qa/stats/special.c '#include <gsl/gsl_cdf.h>'
allow layers reports/styles.c '#include <xlsxwriter.h>'

plant banned tests/qa/stats/test_kappa.c 'assert_float_''equal(a, b, 1e-9);' 'assert_close'
plant banned qa/formats/coco.c 'strncpy(to, from, n);' 'copy'
plant banned qa/formats/coco.c 'strtok(line, ",");' 'hidden state'
plant banned qa/formats/coco.c 'n = atoi(text);' 'no error'
plant banned qa/audit/errors.c 'printf("%d", n);' 'only cli and table print'
plant banned reports/workbook.c 'fputs("x", stderr);' 'only cli and table print'
plant banned qa/stats/kappa.h '/* TO''DO: weights */' 'issue'
plant banned tests/qa/stats/test_kappa.c '#include "qa/stats/kappa.c"' 'public headers'
allow banned qa/cli/main.c 'printf("%d", n);'
allow banned qa/table/print_text.c 'fputs("x", stdout);'
allow banned qa/formats/coco.c 'snprintf(to, sizeof to, "%s", from);'

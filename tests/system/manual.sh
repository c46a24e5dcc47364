# Man pages and completion of every command: well-formed, and of the options that there are.
set -eu
commands=$("$LABELQA" help --completion bash | sed -n 's/^ *\([a-z]*\)) words=.*/\1/p' | sort -u)
[ "$(echo "$commands" | wc -l)" -ge 12 ]
for command in "" $commands; do
    page=$("$LABELQA" help --man $command)
    echo "$page" | grep >/dev/null '^\.TH LABELQA'
    echo "$page" | grep >/dev/null '^\.SH EXIT STATUS'
    if command -v groff >/dev/null; then
        warnings=$(echo "$page" | groff -man -ww -Tutf8 2>&1 >/dev/null)
        [ -z "$warnings" ] || { echo "labelqa $command: $warnings"; exit 1; }
    fi
done
"$LABELQA" help --man agree | grep >/dev/null 'Krippendorff, K. (2011)'
"$LABELQA" help --man agree | grep >/dev/null 'coefficients'

# Completion offers commands, options and choices.
"$LABELQA" help --completion bash >completion.bash
complete_words() { # words of the command line, the last one to be completed
    bash -c '. ./completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _labelqa
        echo "${COMPREPLY[@]}"' - "$@"
}
[ "$(complete_words labelqa ag)" = agree ]
complete_words labelqa agree --coef | grep >/dev/null -- --coefficients
[ "$(complete_words labelqa agree --scale ord)" = ordinal ]
"$LABELQA" help --completion fish | grep >/dev/null "complete -c labelqa"
"$LABELQA" help --completion zsh | grep >/dev/null "#compdef labelqa"
status=0
"$LABELQA" help --completion tcsh 2>/dev/null || status=$?
[ "$status" = 2 ]

# Every name in the citations has a source; an unknown one is refused.
"$LABELQA" cite fleiss_kappa_quadratic | grep >/dev/null 'Fleiss, J. L. (1971)'
"$LABELQA" cite truth | grep >/dev/null 'Dawid, A. P., Skene, A. M. (1979)'
status=0
"$LABELQA" cite nothing_of_the_kind 2>/dev/null || status=$?
[ "$status" = 2 ]

# Labels that are nearly the same, stand for nothing, or are sets: what is said, and the right values.
cases=$LABELQA_ROOT/tests/cli/labels
cp -r "$cases"/* . || exit
alphas() {
    echo "agree $*"
    labelqa agree --names "$@" --format csv --table coefficients |
        grep -E ',(percent_agreement|krippendorff_alpha[a-z_]*),' | cut -d, -f4,5
}
{
    for file in blank none nan na; do
        alphas missing_words/$file.csv
    done
    alphas missing_words/na.csv --missing NA,nan
    alphas missing_words/none.csv --missing none
    echo errors
    labelqa errors --names number_forms/vendor.csv -g number_forms/gold.csv --format csv --table wrong_items
    alphas nearly_equal_labels.csv
    alphas nearly_equal_labels.csv --fold-case
    alphas nearly_equal_labels.csv --labels cat,dog
    alphas nearly_equal_labels.csv --labels cat,dog --undeclared exclude
    alphas nearly_equal_labels.csv --labels cat,dog --undeclared error
    alphas tag_sets/long.csv --tags ,
    alphas tag_sets/reordered.csv
    alphas tag_sets/reordered.csv --tags '|'
    alphas tag_sets/json_lists.csv
    labelqa agree --names tag_sets/json_lists.csv -q --format json --table categories | grep -o '"tag": "[^"]*"\|"tag_[a-z]*": {"value": [-0-9.e]*'
    labelqa check --names tag_sets/json_lists.csv --format csv --table problems
} 2>&1

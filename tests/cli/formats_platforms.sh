# What platforms export, by hand and with their traps, as canonical rows.
at=$LABELQA_ROOT/tests/formats
for name in appen.csv labelbox.ndjson labelbox_v1.json mturk.csv mturk_forms.csv mturk_times.csv \
    sagemaker.manifest sagemaker_responses toloka.tsv; do
    cp -r "$at/$name" "$name"
    echo "== $name"
    options=
    case $name in *toloka* | *appen*) options='--timezone UTC' ;; esac
    # shellcheck disable=SC2086
    case $name in
    *.manifest)
        labelqa ingest "$name" 2>&1
        printf 'item,annotator,label\ns3://bucket/1.jpg,w,rain\n' >one.csv
        labelqa ingest one.csv -g "$name" 2>&1
        ;;
    *) labelqa ingest "$name" --format csv $options 2>&1 ;;
    esac
done

# In a workbook's stead: compressed, in an archive, in a folder; and as gold beside a delivery.
gzip -k mturk.csv && labelqa ingest mturk.csv.gz -q | cmp - <(labelqa ingest mturk.csv -q) && echo gz
zip -q toloka.zip toloka.tsv && labelqa ingest toloka.zip -q --timezone UTC | head -2
mkdir -p north && cp labelbox.ndjson north && labelqa ingest north -q | head -2

# Broken: each names its place, and nothing is written.
broken() {
    echo "== $1"
    labelqa ingest "$@" -q -o rows.csv
    echo "exit $?"
    test ! -e rows.csv || echo "rows were written"
}
sed 's/Nov 04 22:15:19 PST 2019/yesterday/' mturk.csv >mturk_time.csv
broken mturk_time.csv
sed 's/"true","false","too dark/"maybe","false","too dark/' mturk.csv >mturk_choice.csv
broken mturk_choice.csv
sed 's/"W2"/""/' mturk.csv >mturk_nobody.csv
broken mturk_nobody.csv
sed 's/\[{""weather/[{weather/' mturk_forms.csv >forms_json.csv
broken forms_json.csv
sed 's/""left"":1,//' mturk_forms.csv >forms_box.csv
broken forms_box.csv
printf 'HITId,AssignmentId,WorkerId,Answer.taskAnswers\nH1,A1,W1,"[3]"\n' >forms_number.csv
broken forms_number.csv
broken toloka.tsv
sed 's/EXPIRED/LOST/' toloka.tsv >toloka_status.tsv
broken toloka_status.tsv --timezone UTC
sed '3s/dog\t"/"dog\t"/' toloka.tsv >toloka_quote.tsv
broken toloka_quote.tsv --timezone UTC
broken appen.csv
sed 's/^102,/,/' appen.csv >appen_item.csv
broken appen_item.csv --timezone UTC
sed 's/,angry,A text,,/,angry/' appen.csv >appen_short.csv
broken appen_short.csv --timezone UTC
sed 's/"projects"/"project"/' labelbox.ndjson >labelbox_projects.ndjson
broken labelbox_projects.ndjson
sed 's/"top": 2.0, //' labelbox.ndjson >labelbox_box.ndjson
broken labelbox_box.ndjson
head -c 900 labelbox.ndjson >labelbox_cut.ndjson
broken labelbox_cut.ndjson
sed 's/"DataRow ID": "d2", //' labelbox_v1.json >labelbox_item.json
broken labelbox_item.json
sed 's/2021-03-01T08:00:00.000Z/soon/' labelbox_v1.json >labelbox_time.json
broken labelbox_time.json
sed 's/"height": 4/"height": -4/' labelbox_v1.json >labelbox_side.json
broken labelbox_side.json
mkdir -p r/0 s/0 t/0
sed 's/"workerId"/"worker"/' sagemaker_responses/iteration-1/0/*.json >r/0/a.json
broken r -i sagemaker
sed 's/\\"boxes\\"/boxes/' sagemaker_responses/iteration-1/0/*.json >s/0/a.json
broken s
echo '{"answers": 1, "answerContent": 1, "workerId": 1}' >t/0/a.json
broken t
echo '{"source-ref": "a", "b": 0, "b-metadata": {"class-map": {"0": "x"}}}' >kind.manifest
broken one.csv -g kind.manifest
sed 's/"class_id": 1/"class_id": 7/' sagemaker.manifest >class.manifest
broken one.csv -g class.manifest
sed 's/"source-ref": "s3:..bucket.1.jpg", //' sagemaker.manifest >source.manifest
broken one.csv -g source.manifest

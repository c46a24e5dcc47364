# People who shared the objects of an image have one answer; those who answered alone have one each.
table() {
    echo 'item,annotator,label,x,y,width,height'
    for item in 1 2 3 4 5 6; do
        for box in 1 2 3 4; do
            case $1$box in shared[12]) who=ann ;; shared*) who=ben ;; *) who='ann ben' ;; esac
            for name in $who; do
                echo "$item.jpg,$name,car,$((box * 40)),$item,20,20"
            done
        done
    done
}
table shared >shared.csv
table alone >alone.csv
cut -d, -f1,3- shared.csv >gold.csv
for file in shared alone; do
    labelqa errors $file.csv -g gold.csv --table vendors --format csv | cut -d, -f2-8
done
labelqa errors shared.csv -g gold.csv --map annotator= --table vendors --format csv | cut -d, -f2-8

mkdir ann
labeled() {
    printf '{"id":1,"classTitle":"car","geometryType":"rectangle","labelerLogin":"%s",' $1
    printf '"points":{"exterior":[[%d,1],[%d,21]],"interior":[]}}' $2 $(($2 + 20))
}
printf '{"classes":[{"title":"car","shape":"rectangle"}],"tags":[]}\n' >meta.json
printf '{"tags":[],"size":{"height":100,"width":200},"objects":[%s,%s,%s,%s]}\n' "$(labeled ann 40)" \
    "$(labeled ann 80)" "$(labeled ann 120)" "$(labeled ben 160)" >ann/1.jpg.json
grep -E '^(item|1.jpg)' gold.csv >one.csv
labelqa errors meta.json ann -g one.csv --table vendors --format csv | cut -d, -f2-8

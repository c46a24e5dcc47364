# Labels that are likely one and count as two, beside pairs that are two: said, with nothing changed.
labels() { # A B OTHER: four items on which x says A and y B, four on which both say OTHER
    printf 'item,annotator,label\n'
    for item in 1 2 3 4 5 6 7 8; do
        [ $((item % 2)) = 0 ] && printf '%s,x,"%s"\n%s,y,"%s"\n' $item "$1" $item "$2" ||
            printf '%s,x,%s\n%s,y,%s\n' $item "$3" $item "$3"
    done
}
try() {
    echo "$1 | $2"
    labels "$1" "$2" "$3" >labels.csv
    labelqa agree labels.csv --names --table coefficients --format csv 2>&1 |
        grep -E '^label,,,percent_agreement,|labelqa' | grep -v 'rows read' | cut -d, -f1-5
}
try 'traffic light' traffic_light dog
try traffic-light 'Traffic Light' dog
try cat $'ca\u200bt' dog
try cat "'cat'" dog
try cat cat. dog
try cat $'\uff43\uff41\uff54' dog
try 1.5 1,5 2
try 1000 1,000 2
try 50% 0.5 1
try yes Y maybe
try cat '?' dog
try cat skip dog
echo 'and these are two'
try A A- B
try C C# D
try 1 -1 0
try cat cats dog
try 1-2 12 3
try up up+ dog
echo 'gold of other labels'
labels cat cat dog | sed 's/^\([0-9]*,\)x,/\1/' | grep -v ',y,' | sed '1s/.*/item,label/;s/cat/1/;s/dog/0/' >gold.csv
labels cat cat dog >labels.csv
labelqa errors labels.csv -g gold.csv --names --table vendors --format csv | cut -d, -f1-6

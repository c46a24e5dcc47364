# What a command needs and no answer tells: which command, whether the format could, and how to give it.
mkdir voc other
cat >voc/a.xml <<'XML'
<annotation><filename>a.jpg</filename><size><width>64</width><height>64</height></size><object>
<name>car</name><bndbox><xmin>0</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object>
</annotation>
XML
cp voc/a.xml other/a.xml
for command in agree score truth iou errors; do labelqa $command voc -q; done
labelqa errors voc -g other --by week -q
labelqa errors voc -g other --stages label,review -q
printf 'item,annotator,label\n1,a,x\n1,b,y\n' >labels.csv
labelqa agree labels.csv --by week -q
labelqa agree labels.csv --by batch -q
mkdir labels
printf '0 0.5 0.5 0.1 0.1\n' >labels/a.txt
labelqa check labels -q
# Folders that are people's are annotators.
labelqa iou voc other --annotator-from folder --table summary --format csv -q | cut -d, -f1-6

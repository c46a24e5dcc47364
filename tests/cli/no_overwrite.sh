printf 'item,annotator,label\na,w,x\na,v,x\n' >labels.csv
labelqa agree labels.csv -o labels.csv --force

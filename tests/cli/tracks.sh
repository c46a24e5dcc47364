# A delivery of tracks from CVAT against gold in a table: figures of tracking, errors, agreement of
# one with itself, and the tracks as rows.
dashcam=fixtures/dashcam-video
labelqa score --names $dashcam/deliveries -g $dashcam/gold.csv --format csv | grep -E ',(all|class|annotator),'
labelqa score --names $dashcam/deliveries -g $dashcam/gold.csv --by item --format csv |
    grep -E ',item,.*,(hota|mota|id_switches|idf1),'
labelqa errors --names $dashcam/deliveries -g $dashcam/gold.csv --format csv --table wrong_items
labelqa errors --names $dashcam/deliveries -g $dashcam/gold.csv --format csv --table track_switches
labelqa errors --names $dashcam/deliveries -g $dashcam/gold.csv --format csv --table track_work
labelqa iou --names $dashcam/deliveries -g $dashcam/gold.csv --format csv --table summary | cut -d, -f1-21
labelqa ingest $dashcam/deliveries/ride-02.xml | head -n 5
labelqa score $dashcam/deliveries -g $dashcam/gold.csv --format csv --table hota_alphas | grep -E '^question|,all,.*,0\.(5|75|95)[0-9]*,'
{
    echo item,annotator,object,label,frame,x,y,width,height
    for frame in 0 1 2 3 4 5 6 7; do
        echo "ride-07.mp4,kim,1,car,$frame,$((10 + 3 * frame + (frame == 4) * 90)),20,40,30"
        echo "ride-07.mp4,kim,2,bus,$frame,200,20,$((frame < 5 ? 80 : 40)),60"
    done
} >jumps.csv
labelqa check jumps.csv --format csv --table track_jumps

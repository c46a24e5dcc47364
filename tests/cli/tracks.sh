# A delivery of tracks from CVAT against gold in a table: figures of tracking, errors, agreement of
# one with itself, and the tracks as rows.
dashcam=fixtures/dashcam-video
labelqa score $dashcam/deliveries -g $dashcam/gold.csv --format csv | grep -E ',(all|class|annotator),'
labelqa score $dashcam/deliveries -g $dashcam/gold.csv --by item --format csv |
    grep -E ',item,.*,(hota|mota|id_switches|idf1),'
labelqa errors $dashcam/deliveries -g $dashcam/gold.csv --format csv --table wrong_items
labelqa errors $dashcam/deliveries -g $dashcam/gold.csv --format csv --table track_switches
labelqa errors $dashcam/deliveries -g $dashcam/gold.csv --format csv --table track_work
labelqa iou $dashcam/deliveries -g $dashcam/gold.csv --format csv --table summary | cut -d, -f1-21
labelqa ingest $dashcam/deliveries/ride-02.xml | head -n 5

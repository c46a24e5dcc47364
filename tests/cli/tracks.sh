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

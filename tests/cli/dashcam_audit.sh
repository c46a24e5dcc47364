# Tracks and events of one vendor, audited together: error rates, and the figures of both kinds.
cd fixtures/dashcam-video
labelqa audit --names -q --format csv --table errors_vendors | cut -d, -f1-9
labelqa audit --names -q --format csv --table wrong_items | cut -d, -f1-8
labelqa audit --names -q --format csv --table score_scores | grep -E '^(question|[a-z]+,all,)'
labelqa score --names events -g gold-events.json -q | head -n 30
labelqa check --names -q deliveries

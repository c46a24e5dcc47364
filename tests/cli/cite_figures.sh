# Every metric that `score` may print has a source that `cite` knows.
missing=0
for name in box_iou rotated_iou polygon_iou mask_iou dice mean_iou mean_dice pixel_accuracy \
    mean_class_accuracy fw_iou boundary_iou boundary_f hausdorff hausdorff95 oks pck nme ap ap50 \
    ap75 span_precision_strict span_recall_strict span_f1_strict span_f1_exact span_f1_partial \
    span_f1_type token_kappa character_kappa wer cer mer wil cpwer der der_missed der_false_alarm \
    der_confusion jer segment_f1 segment_error_rate event_f1 event_error_rate tiou_f1 tiou_f1_10 \
    tiou_f1_25 tiou_f1_50 edit_score frame_accuracy frame_kappa onset_deviation offset_deviation \
    hota deta assa loca mota motp idf1 id_switches fragmentations alpha_unitizing \
    alpha_objects_matched alpha_objects_all pairwise_similarity pairwise_f1; do
    labelqa cite "$name" >/dev/null 2>&1 || { echo "no source: $name"; missing=1; }
done
[ $missing = 0 ] && echo 'all have a source'
labelqa cite hota
labelqa cite box_iou

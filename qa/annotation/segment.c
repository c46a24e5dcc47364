#include "qa/annotation/segment.h"

#include "qa/annotation/period.h"
#include "qa/annotation/uem.h"

static const struct qa_type_setting settings[QA_N_SEGMENT_SETTINGS] = {
    [QA_SEGMENT_UEM] = QA_PERIOD_UEM_SETTING,
    [QA_SEGMENT_RESOLUTION] = {"resolution",
                               "Length of the bins in which segments are told as there or not, for "
                               "segment-based figures.",
                               .kind = QA_SETTING_NUMBER, .argument = "SECONDS", .initial = 1,
                               .least = 0.01, .most = 3600},
    [QA_SEGMENT_ONSET_COLLAR] = {"onset-collar",
                                 "How far the start of a segment may be from the reference's, for "
                                 "event-based figures.",
                                 .kind = QA_SETTING_NUMBER, .argument = "SECONDS", .initial = 0.2,
                                 .least = 0, .most = 3600},
    [QA_SEGMENT_OFFSET_COLLAR] = {"offset-collar",
                                  "How far the end may be, or --offset-share of the reference's "
                                  "length where that is more.",
                                  .kind = QA_SETTING_NUMBER, .argument = "SECONDS", .initial = 0.2,
                                  .least = 0, .most = 3600},
    [QA_SEGMENT_TOLERANCE] = {"boundary-collar",
                              "How far two boundaries of segments may be apart and be the same.",
                              .kind = QA_SETTING_NUMBER, .argument = "SECONDS", .initial = 0.5,
                              .least = 0, .most = 3600},
    [QA_SEGMENT_OFFSET_SHARE] = {"offset-share",
                                 "How far the end may be, as a share of the reference's length.",
                                 .kind = QA_SETTING_RATE, .argument = "RATE", .initial = 0.5,
                                 .least = 0, .most = 1},
    [QA_SEGMENT_ONSET_ONLY] = {"onset-only", "Event-based figures look at starts alone.",
                               .kind = QA_SETTING_FLAG},
    [QA_SEGMENT_BACKGROUND] = {"background",
                               "Class that stands for nothing: it makes no segment of edit score "
                               "and F1, but its frames count.",
                               .kind = QA_SETTING_TEXT, .argument = "LABEL"},
    [QA_SEGMENT_FRAME_RATE] = {"frame-rate", "Frames a second of frame accuracy and frame kappa.",
                               .kind = QA_SETTING_NUMBER, .argument = "RATE", .initial = 25,
                               .least = 0.1, .most = 1000},
};

const struct qa_type qa_type_segment = {
    .name = "segment",
    .plural = "segments",
    .question = "segments",
    .similarity = "IoU",
    .matching = QA_MATCH_ASSIGN,
    .arity = QA_PERIOD_ARITY,
    .error_figure = "tiou_f1",
    .error_trial = "segments of both sides",
    .threshold = 0.5,
    .localisation = 0.1,
    .detail = 1,
    .forms = &qa_period_form,
    .n_forms = 1,
    .settings = settings,
    .n_settings = QA_N_SEGMENT_SETTINGS,
    .valid = qa_period_valid,
    .extent = qa_period_extent,
    .compare = qa_period_compare,
    .describe = qa_period_describe,
};

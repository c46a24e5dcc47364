/* Label Studio: what is said once a file. */
#include "qa/formats/label_studio_parts.h"

static void say_what_was_left_out(const struct qa_studio *file)
{
    for (uint32_t id = 0; id < qa_strings_count(file->unread); id++) {
        unsigned long long n = file->n_unread[id];
        qa_sink_finding(file->sink, QA_WARNING, "W126", QA_AT(0, 0),
                        "%llu result%s left out: %.60s is of a kind that is not read here", n,
                        n == 1 ? " is" : "s are", qa_strings_text(file->unread, id));
    }
    if (file->n_predictions > 0 && !file->reads_predictions &&
        qa_sink_role(file->sink) == QA_DELIVERY) {
        unsigned long long n = file->n_predictions;
        qa_sink_finding(file->sink, QA_NOTE, "W127", QA_AT(0, 0),
                        "%llu prediction%s left out; `labelqa errors --predictions` takes them as "
                        "pre-labels",
                        n, n == 1 ? " is" : "s are");
    }
}

static void say_what_is_odd(const struct qa_studio *file)
{
    if (file->n_accepted > 0) {
        qa_sink_finding(
            file->sink, QA_NOTE, "W128", QA_AT(0, 0),
            "%llu of %llu results are a model's that were accepted as they were (origin "
            "prediction): no independent work",
            (unsigned long long)file->n_accepted, (unsigned long long)file->n_results);
    }
    if (file->n_timed > 1 && file->n_zero == file->n_timed) {
        qa_sink_finding(file->sink, QA_WARNING, "W129", QA_AT(0, 0),
                        "lead_time is 0 in all %llu annotations: a script made them, or nobody "
                        "took the time; speeds mean nothing",
                        (unsigned long long)file->n_timed);
    }
}

/* What is somebody's work and is no answer. */
static void say_what_is_open(const struct qa_studio *file)
{
    if (file->n_drafts > 0) {
        qa_sink_finding(file->sink, QA_NOTE, "W263", QA_AT(0, 0),
                        "%llu draft%s left out: nobody submitted %s",
                        (unsigned long long)file->n_drafts, file->n_drafts == 1 ? " is" : "s are",
                        file->n_drafts == 1 ? "it" : "them");
    }
    if (file->n_reviewed > 0) {
        qa_sink_finding(file->sink, QA_WARNING, "W262", QA_AT(0, 0),
                        "%llu annotation%s reviewed: %llu accepted as made, %llu after a change, "
                        "%llu rejected; what was accepted is an answer of the reviewer, of stage "
                        "review, and --stage annotation leaves it out",
                        (unsigned long long)file->n_reviewed,
                        file->n_reviewed == 1 ? " was" : "s were",
                        (unsigned long long)(file->n_reviewed - file->n_rejected - file->n_fixed),
                        (unsigned long long)file->n_fixed, (unsigned long long)file->n_rejected);
    }
}

static void say_units(const struct qa_studio *file)
{
    const struct qa_studio_results *results = &file->results;
    if (results->n_percent > 0) {
        qa_sink_finding(file->sink, QA_WARNING, "W260", QA_AT(0, 0),
                        "the boxes of %llu track%s stay percent of the frame, whose size is not "
                        "in the file; --sizes makes them pixels, which other files may have",
                        (unsigned long long)results->n_percent, results->n_percent == 1 ? "" : "s");
    }
    if (results->n_other_units > 0) {
        qa_sink_finding(file->sink, QA_WARNING, "W261", QA_AT(0, 0),
                        "%llu period%s counted in the units of the series, or in frames, not in "
                        "seconds: options in seconds mean those units",
                        (unsigned long long)results->n_other_units,
                        results->n_other_units == 1 ? " is" : "s are");
    }
    if (results->n_loose > 0) {
        qa_sink_finding(file->sink, QA_WARNING, "W266", QA_AT(0, 0),
                        "%llu keypoint%s an object by itself: several of one name are in an "
                        "annotation, and nothing says to which thing each belongs",
                        (unsigned long long)results->n_loose,
                        results->n_loose == 1 ? " is" : "s are each");
    }
    if (results->n_made > 0) {
        qa_sink_finding(file->sink, QA_NOTE, "W242", QA_AT(0, 0),
                        "%llu of %llu boxes were interpolated between keyframes: they are judged "
                        "like all others, but nobody drew them",
                        (unsigned long long)results->n_made, (unsigned long long)results->n_frames);
    }
}

void qa_studio_say(const struct qa_studio *file)
{
    say_what_was_left_out(file);
    say_what_is_odd(file);
    say_what_is_open(file);
    say_units(file);
}

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/annotation/type.h"

static const struct qa_type *const types[QA_N_TYPES] = {
    [QA_TYPE_LABEL] = &qa_type_label,
    [QA_TYPE_BOX] = &qa_type_box,
};

const struct qa_type *qa_type_get(enum qa_type_id id)
{
    return types[id];
}

enum qa_size_class qa_size_class(double area)
{
    if (area < 32.0 * 32.0) {
        return QA_SIZE_SMALL;
    }
    return area < 96.0 * 96.0 ? QA_SIZE_MEDIUM : QA_SIZE_LARGE;
}

const char *qa_size_class_name(enum qa_size_class size)
{
    static const char *const names[QA_N_SIZE_CLASSES] = {"small", "medium", "large"};
    return names[size];
}

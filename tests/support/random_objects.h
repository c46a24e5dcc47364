/* Random valid objects of each kind: what is written and read back is tried on them. */
#ifndef TESTS_SUPPORT_RANDOM_OBJECTS_H
#define TESTS_SUPPORT_RANDOM_OBJECTS_H

#include "qa/annotation/type.h"
#include "qa/base/random.h"

/* Fills an empty shape with a valid object of the kind; false when nobody has said here how. The
 * kinds of labels have empty shapes. */
bool random_object(const struct qa_type *type, struct qa_random *random, struct qa_shape *out);

#endif

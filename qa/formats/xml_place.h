#ifndef QA_FORMATS_XML_PLACE_H
#define QA_FORMATS_XML_PLACE_H

#include "qa/formats/sink.h"
#include "qa/formats/xml.h"

/* Where the tag stands that a handler was come to for. */
static inline struct qa_place qa_xml_at(struct qa_xml *xml)
{
    struct qa_place place = QA_AT(0, 0);
    qa_xml_place(xml, &place.line, &place.column);
    return place;
}

#endif

/* picture.h: what the files of the course's picture share: the frame, labels of events, lanes. */
#ifndef ENT_SHOW_PICTURE_H
#define ENT_SHOW_PICTURE_H

#include "pen.h"
#include "show_int.h"

typedef struct ent_frame {
    ent_pen *pen;
    const ent_series *s;
    double w, h, font;          /* the picture; size of the ordinary text */
    double left, right;         /* of the panel */
    double top, middle, bottom; /* of the panel */
    double scale;               /* pixels for one unit of the logarithm */
    uint32_t rows;              /* of labels above and below, at most */
    uint32_t above, below;      /* rows in use */
    int32_t from, to;           /* days */
    const char *foot;           /* the line of sources */
} ent_frame;

/* Where a day lies, within the panel. */
double ent_show_picture_x(const ent_frame *f, int32_t day);
int32_t ent_show_picture_end(const ent_date *d); /* its last day */

/* -- picture_labels.c ----------------------------------------------------------------------- */

/* How many rows the labels of the heaviest acts will take, above (good) or below the panel. */
uint32_t ent_show_picture_label_rows(const ent_frame *f, bool good);
void ent_show_picture_labels(const ent_frame *f, bool good);

/* -- picture_lanes.c ------------------------------------------------------------------------ */

/* Lanes of vague dates, of disputed dates, of third states. What they will take, at most. */
double ent_show_picture_lanes_height(const ent_frame *f);
/* How wide their names are. */
double ent_show_picture_lanes_margin(const ent_frame *f);
/* Draws them from y down; returns where they end. */
double ent_show_picture_lanes(const ent_frame *f, double y);
uint32_t ent_show_picture_lanes_shown(const ent_frame *f); /* third states */

#endif

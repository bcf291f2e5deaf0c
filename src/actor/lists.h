/* lists.h: closed lists of words by which the actor stage reads its surroundings; private to it. */
#ifndef ENT_ACTOR_LISTS_H
#define ENT_ACTOR_LISTS_H

typedef enum word_list {
    L_determiners,   /* before a noun phrase */
    L_locatives,     /* before a place */
    L_directions,    /* between those and the place */
    L_outsiders,     /* before roles: not of the state at hand */
    L_local_offices, /* may be of a province that no table has */
    L_relational,    /* words for a state by what it is to another */
    L_recurrent,     /* bodies that mean again whom the same word meant before */
    L_creeds,        /* capitalised words before roles that name no state */
    L_venues,        /* a city before one of these is where, not who */
    L_particles,     /* of surnames */
    L_stops,         /* lower-case words that never stand between a nation and its role */
    L_things,        /* what is called after a person */
    L_unsure,        /* roles that are adjectives or verbs as often */
    L_org_nouns,     /* an organisation alone ("the League") */
    L_many,          /* before people who are not their state */
    L_she_titles,    /* titles of women */
    L_he_titles,     /* titles of men */
    L_numbers,       /* begin a description of several */
    L_past_words,    /* before an office that is over */
    L_pair_words,    /* descriptions of several states or their bodies */
    L_side_words,    /* ... of those who are in dispute or agreement */
    L_leader_words,  /* ... of persons who lead */
    L_state_words,   /* descriptions of one state */
    L_lasting,       /* descriptions that keep their meaning through a text */
    L_sent_abroad,   /* stand in a country that is not theirs */
    L_he_words,
    L_she_words,
    L_they_words,
    L_it_words,
    L_diplomatic,  /* a sentence about relations */
    L_local_words, /* of a part of a state */
    L_women,       /* first names */
    L_COUNT
} word_list;

/* Whether word w of scan s stands in a list. */
#define IN(s, w, list) ((s)->words[w].lists >> L_##list & 1u)

#endif

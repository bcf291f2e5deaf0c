/* article.c: which blocks of a page are the article.
 *
 * In: ent_page with its blocks. Out: their roles. For now rules: the container that holds most
 * prose, and of its blocks those that are not furniture.
 */
#include "read_int.h"

#define BAD                                                                                        \
    (ENT_HINT_BIT(COMMENT) | ENT_HINT_BIT(FOOT) | ENT_HINT_BIT(NAV) | ENT_HINT_BIT(SIDEBAR) |      \
     ENT_HINT_BIT(RELATED) | ENT_HINT_BIT(SHARE) | ENT_HINT_BIT(SOCIAL) | ENT_HINT_BIT(PROMO) |    \
     ENT_HINT_BIT(NEWSLETTER) | ENT_HINT_BIT(SUBSCRI) | ENT_HINT_BIT(COOKIE) |                     \
     ENT_HINT_BIT(RECOMMEND) | ENT_HINT_BIT(RECIRC) | ENT_HINT_BIT(TRENDING) |                     \
     ENT_HINT_BIT(POPULAR) | ENT_HINT_BIT(BREADCRUMB) | ENT_HINT_BIT(MENU) |                       \
     ENT_HINT_BIT(ADVERT) | ENT_HINT_BIT(SPONSOR) | ENT_HINT_BIT(TABOOLA) |                        \
     ENT_HINT_BIT(COPYRIGHT) | ENT_HINT_BIT(BYLINE) | ENT_HINT_BIT(CAPTION) |                      \
     ENT_HINT_BIT(SIGNUP))

static bool furniture(const ent_page *p, uint32_t node, uint32_t stop)
{
    for (uint32_t i = node; i != ENT_NONE && i != stop; i = p->tree.nodes[i].parent) {
        uint8_t tag = p->tree.nodes[i].tag;
        if (tag == ENT_TAG_BODY) {
            break;
        }
        if ((p->info[i].hints & BAD) || tag == ENT_TAG_NAV || tag == ENT_TAG_FOOTER ||
            tag == ENT_TAG_ASIDE || tag == ENT_TAG_FORM || tag == ENT_TAG_FIGCAPTION) {
            return true;
        }
    }
    return false;
}

void ent_read_article(ent_page *p)
{
    uint32_t top = ENT_NONE;
    for (uint32_t i = 0; i < p->block_count; i++) {
        const ent_hblock *b = &p->blocks[i];
        uint32_t node = b->node;
        for (uint32_t n = node; n != ENT_NONE; n = p->tree.nodes[n].parent) {
            p->info[n].words += b->words;
            p->info[n].link_words += b->link_words;
            p->info[n].blocks++;
        }
        if (b->chars < 25 || b->link_words * 2 > b->words || b->kind == ENT_BLOCK_HEADING ||
            furniture(p, node, ENT_NONE)) {
            continue;
        }
        float score = 1.0f + (float)b->commas + (b->chars > 300 ? 3.0f : (float)b->chars / 100.0f);
        uint32_t up = 0;
        for (uint32_t n = p->tree.nodes[node].tag == ENT_TAG_P ? p->tree.nodes[node].parent : node;
             n != ENT_NONE && up < 4; n = p->tree.nodes[n].parent, up++) {
            p->info[n].prose += up == 0 ? score : up == 1 ? score / 2 : score / (float)(up * 3);
        }
    }
    float best = 0;
    for (uint32_t n = 0; n < p->tree.count; n++) {
        ent_element *e = &p->info[n];
        if (e->prose > 0) {
            float s = e->prose * (1.0f - (float)e->link_words / (float)(e->words + 1));
            if (s > best) {
                best = s;
                top = n;
            }
        }
    }
    if (top == ENT_NONE) {
        return;
    }
    for (uint32_t i = 0; i < p->block_count; i++) {
        ent_hblock *b = &p->blocks[i];
        bool in = b->first > top && b->first < p->tree.nodes[top].end;
        if (in && !furniture(p, b->node, top) && b->link_words * 2 <= b->words) {
            b->role = ENT_HROLE_BODY;
        }
    }
}

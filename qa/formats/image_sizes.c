#include "qa/formats/image_sizes.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/base/strings.h"
#include "qa/batch/item_names.h"
#include "qa/formats/image_header.h"

static const char table[] = "<table>"; /* in place of an input's path */

struct image {
    const char *input;
    const char *path; /* with its folders, without suffix */
    struct qa_image_size size;
};

/* An image under one of its keys. */
struct node {
    size_t image;
    size_t next; /* node + 1, 0 for none */
};

struct qa_image_sizes {
    struct qa_arena *arena;
    struct qa_strings *keys; /* file names, with and without suffix */
    size_t *first;           /* by key: node + 1 */
    size_t n_first;
    struct node *nodes;
    size_t n_nodes, nodes_capacity;
    struct image *images;
    size_t n_images, images_capacity;
    struct qa_input **inputs;
    size_t n_inputs, inputs_capacity;
    size_t n_looked_at;
    size_t n_of_table;
};

struct qa_image_sizes *qa_image_sizes_new(struct qa_arena *arena)
{
    struct qa_image_sizes *sizes = QA_NEW(arena, struct qa_image_sizes);
    sizes->arena = arena;
    sizes->keys = qa_strings_new(arena);
    return sizes;
}

/* ---- images ---- */

/* A name with its folders and without its suffix. */
static const char *path_without_suffix(const char *name, struct qa_arena *arena)
{
    const char *path = qa_item_key(name, QA_ITEMS_PATH, QA_ITEM_FOLDERS_MAX, arena);
    const char *stem = qa_item_key(name, QA_ITEMS_STEM, 0, arena);
    const char *slash = strrchr(path, '/');
    return slash == NULL ? stem
                         : qa_arena_format(arena, "%.*s/%s", (int)(slash - path), path, stem);
}

static void add_key(struct qa_image_sizes *sizes, const char *text, size_t image)
{
    uint32_t key = qa_strings_intern_text(sizes->keys, text);
    sizes->first = qa_arena_grow(sizes->arena, sizes->first, &sizes->n_first, (size_t)key + 1,
                                 sizeof *sizes->first);
    sizes->nodes = qa_arena_grow(sizes->arena, sizes->nodes, &sizes->nodes_capacity,
                                 sizes->n_nodes + 1, sizeof *sizes->nodes);
    sizes->nodes[sizes->n_nodes++] = (struct node){image, sizes->first[key]};
    sizes->first[key] = sizes->n_nodes;
}

static void add_image(struct qa_image_sizes *sizes, const char *input, const char *name,
                      struct qa_image_size size)
{
    struct qa_arena *arena = sizes->arena;
    const char *base = qa_item_key(name, QA_ITEMS_BASE, 0, arena);
    const char *stem = qa_item_key(name, QA_ITEMS_STEM, 0, arena);
    size_t image = sizes->n_images++;
    sizes->images = qa_arena_grow(arena, sizes->images, &sizes->images_capacity, image + 1,
                                  sizeof *sizes->images);
    sizes->images[image] = (struct image){input, path_without_suffix(name, arena), size};
    add_key(sizes, base, image);
    if (strcmp(base, stem) != 0) {
        add_key(sizes, stem, image);
    }
}

/* ---- the user's table ---- */

static enum qa_status read_side(const struct qa_records *records, const struct qa_cell *cell,
                                uint32_t *side, struct qa_error *err)
{
    double number = 0;
    bool is_number = qa_parse_real(cell->text, cell->length, &number);
    *side = is_number ? qa_image_size(number, 1).width : 0;
    return *side > 0 ? QA_OK
                     : qa_fail_at(err, "E180", records->file, cell->line, cell->column,
                                  "'%.60s' is no side of an image; expected a whole number of "
                                  "pixels",
                                  cell->text);
}

enum qa_status qa_image_sizes_of_table(struct qa_image_sizes *sizes,
                                       const struct qa_records *records, struct qa_error *err)
{
    enum { ITEM, WIDTH, HEIGHT, N_COLUMNS };
    static const struct qa_column_spec specs[N_COLUMNS] = {
        {"item", "image,file,file_name,filename,name,path", true},
        {"width", "image_width,w", true},
        {"height", "image_height,h", true}};
    uint32_t index[N_COLUMNS];
    QA_TRY(qa_records_columns(records, specs, N_COLUMNS, index, err));
    struct qa_strings *seen = qa_strings_new(sizes->arena);
    struct qa_image_size *size =
        QA_ARRAY(sizes->arena, struct qa_image_size, records->n_records + 1);
    for (size_t r = 0; r < records->n_records; r++) {
        const struct qa_cell *cell = qa_records_cell(records, r, index[ITEM]);
        const char *name = qa_cell_trimmed(cell, sizes->arena);
        struct qa_image_size given;
        QA_TRY(read_side(records, qa_records_cell(records, r, index[WIDTH]), &given.width, err));
        QA_TRY(read_side(records, qa_records_cell(records, r, index[HEIGHT]), &given.height, err));
        if (*name == '\0') {
            return qa_fail_at(err, "E180", records->file, cell->line, cell->column,
                              "a size without the name of an item");
        }
        uint32_t n_before = qa_strings_count(seen);
        uint32_t id = qa_strings_intern_text(seen, name);
        if (id < n_before && (size[id].width != given.width || size[id].height != given.height)) {
            return qa_fail_at(err, "E180", records->file, cell->line, cell->column,
                              "item '%.60s' has %u x %u pixels here and %u x %u before", name,
                              given.width, given.height, size[id].width, size[id].height);
        }
        if (id == n_before) {
            size[id] = given;
            add_image(sizes, table, name, given);
        }
    }
    sizes->n_of_table = sizes->n_images;
    return QA_OK;
}

/* ---- image files ---- */

struct looking {
    struct qa_image_sizes *sizes;
    struct qa_input *input;
};

static bool wants(void *context, size_t i)
{
    const struct looking *looking = context;
    return qa_is_image_name(qa_input_name(looking->input, i));
}

static bool look(void *context, size_t i, const unsigned char *head, size_t n, bool is_whole)
{
    struct looking *looking = context;
    struct qa_image_size size;
    enum qa_image_header result = qa_image_header_read(head, n, &size);
    if (result == QA_IMAGE_SIZE) {
        add_image(looking->sizes, qa_input_path(looking->input), qa_input_name(looking->input, i),
                  size);
    }
    return result == QA_IMAGE_MORE && !is_whole;
}

void qa_image_sizes_of_input(struct qa_image_sizes *sizes, struct qa_input *input)
{
    sizes->inputs = qa_arena_grow(sizes->arena, sizes->inputs, &sizes->inputs_capacity,
                                  sizes->n_inputs + 1, sizeof(struct qa_input *));
    sizes->inputs[sizes->n_inputs++] = input;
}

/* A damaged archive is for who reads its labels to refuse; here its images have no sizes. */
static void look_at_inputs(struct qa_image_sizes *sizes)
{
    for (; sizes->n_looked_at < sizes->n_inputs; sizes->n_looked_at++) {
        struct looking looking = {sizes, sizes->inputs[sizes->n_looked_at]};
        struct qa_error err;
        const struct qa_input_look looks = {wants, look, &looking};
        enum qa_status status = qa_input_heads(looking.input, &looks, &err);
        (void)status;
    }
}

/* ---- asking ---- */

/* How many components at their ends two paths have in common. */
static size_t common_end(const char *a, const char *b)
{
    size_t i = strlen(a);
    size_t j = strlen(b);
    size_t n = 0;
    while (i > 0 && j > 0 && a[i - 1] == b[j - 1]) {
        i--;
        j--;
        n += a[i] == '/';
    }
    bool at_bounds = (i == 0 || a[i - 1] == '/') && (j == 0 || b[j - 1] == '/');
    return n + at_bounds;
}

struct search {
    const struct qa_image_sizes *sizes;
    const char *input;
    const char *path;
    bool in_table_only;
    size_t best;
    enum qa_size_found found;
    struct qa_image_size size;
};

static void consider(struct search *search, const struct image *image)
{
    enum { OWN_INPUT = 1 << 20, TABLE = 2 * OWN_INPUT };
    size_t rank = 1 + common_end(search->path, image->path);
    rank += image->input == table                      ? TABLE
            : strcmp(image->input, search->input) == 0 ? OWN_INPUT
                                                       : 0;
    if (rank < search->best || (search->in_table_only && image->input != table)) {
        return;
    }
    if (rank > search->best) {
        search->best = rank;
        search->found = QA_SIZE_KNOWN;
        search->size = image->size;
    } else if (image->size.width != search->size.width ||
               image->size.height != search->size.height) {
        search->found = QA_SIZE_AMBIGUOUS;
    }
}

static void search_key(struct search *search, const char *text)
{
    const struct qa_image_sizes *sizes = search->sizes;
    uint32_t key = qa_strings_find(sizes->keys, text, strlen(text));
    size_t node = key != QA_NONE ? sizes->first[key] : 0;
    for (; node > 0; node = sizes->nodes[node - 1].next) {
        consider(search, &sizes->images[sizes->nodes[node - 1].image]);
    }
}

static enum qa_size_found run_search(struct search *search, const char *name,
                                     struct qa_image_size *out)
{
    struct qa_arena *scratch = qa_arena_new();
    search->found = QA_SIZE_NOT_KNOWN;
    search->path = path_without_suffix(name, scratch);
    search_key(search, qa_item_key(name, QA_ITEMS_BASE, 0, scratch));
    if (search->best == 0) {
        search_key(search, qa_item_key(name, QA_ITEMS_STEM, 0, scratch));
    }
    qa_arena_free(scratch);
    *out = search->found == QA_SIZE_KNOWN ? search->size : (struct qa_image_size){0, 0};
    return search->found;
}

enum qa_size_found qa_image_sizes_find(struct qa_image_sizes *sizes, const char *input,
                                       const char *name, struct qa_image_size *out)
{
    look_at_inputs(sizes);
    struct search search = {.sizes = sizes, .input = input};
    return run_search(&search, name, out);
}

bool qa_image_sizes_in_table(const struct qa_image_sizes *sizes, const char *name,
                             struct qa_image_size *out)
{
    struct search search = {.sizes = sizes, .input = "", .in_table_only = true};
    return sizes->n_of_table > 0 && run_search(&search, name, out) == QA_SIZE_KNOWN;
}

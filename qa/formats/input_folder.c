#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "qa/formats/input_list.h"

struct walk {
    struct qa_entries *entries;
    char *real_root; /* from realpath, once there is a link */
};

/* Something in an open folder. */
struct seen {
    const char *path; /* to open */
    const char *name; /* below the root */
    struct stat status;
};

static enum qa_status cannot_read(const char *path, struct qa_error *err)
{
    return qa_fail(err, QA_INPUT, "E101", "cannot read '%s': %s", path, strerror(errno));
}

/* Where the link leads, below the root, NULL when that is outside; `real` is the whole path. */
static const char *below_root(struct walk *walk, const char *real)
{
    if (walk->real_root == NULL) {
        const char *root = walk->entries->root;
        walk->real_root = realpath(root[0] != '\0' ? root : "/", NULL);
    }
    size_t length = walk->real_root != NULL ? strlen(walk->real_root) : 0;
    if (length == 0 || strncmp(real, walk->real_root, length) != 0) {
        return NULL;
    }
    /* The root "/" ends in its slash, others do not. */
    real += walk->real_root[length - 1] == '/' ? length - 1 : length;
    return real[0] == '/' ? real + 1 : NULL;
}

/* A file that is read under its own name is not read again under the link's. */
static enum qa_found_kind kind_of_link(struct walk *walk, struct seen *seen)
{
    char *real = realpath(seen->path, NULL);
    const char *target = real != NULL ? below_root(walk, real) : NULL;
    bool is_followed = target != NULL && qa_name_is_hidden(target) &&
                       stat(real, &seen->status) == 0 && S_ISREG(seen->status.st_mode);
    free(real);
    return is_followed ? QA_FOUND_FILE : QA_FOUND_LINK;
}

static enum qa_found_kind kind_of(struct walk *walk, struct seen *seen)
{
    mode_t mode = seen->status.st_mode;
    return S_ISLNK(mode)   ? kind_of_link(walk, seen)
           : S_ISDIR(mode) ? QA_FOUND_FOLDER
           : S_ISREG(mode) ? QA_FOUND_FILE
                           : QA_FOUND_SPECIAL;
}

static enum qa_status walk_folder(struct walk *walk, const char *path, struct qa_error *err);

static enum qa_status visit(struct walk *walk, struct seen *seen, struct qa_error *err)
{
    enum qa_found_kind kind = kind_of(walk, seen);
    bool is_walked = kind == QA_FOUND_FOLDER && !qa_name_is_hidden(seen->name);
    struct qa_found found = {
        .name = seen->name,
        .file = seen->path,
        .size = (uint64_t)seen->status.st_size,
        /* A hidden folder is one hidden thing; what is in it is not counted. */
        .kind = kind == QA_FOUND_FOLDER && !is_walked ? QA_FOUND_FILE : kind};
    QA_TRY(qa_entries_add(walk->entries, &found, err));
    return is_walked ? walk_folder(walk, seen->path, err) : QA_OK;
}

static enum qa_status visit_all(struct walk *walk, DIR *folder, const char *path,
                                struct qa_error *err)
{
    struct qa_arena *arena = walk->entries->arena;
    for (;;) {
        errno = 0;
        const struct dirent *next = readdir(folder);
        if (next == NULL) {
            return errno == 0 ? QA_OK : cannot_read(path, err);
        }
        if (strcmp(next->d_name, ".") == 0 || strcmp(next->d_name, "..") == 0) {
            continue;
        }
        struct seen seen = {.path = qa_arena_format(arena, "%s/%s", path, next->d_name)};
        seen.name = seen.path + strlen(walk->entries->root) + 1;
        if (lstat(seen.path, &seen.status) != 0) {
            return cannot_read(seen.path, err);
        }
        QA_TRY(visit(walk, &seen, err));
    }
}

/* Calls itself for the folders in it, as deep as entries may be. */
static enum qa_status walk_folder(struct walk *walk, const char *path, struct qa_error *err)
{
    DIR *folder = opendir(path[0] != '\0' ? path : "/");
    if (folder == NULL) {
        return cannot_read(path, err);
    }
    enum qa_status status = visit_all(walk, folder, path, err);
    closedir(folder);
    return status;
}

enum qa_status qa_entries_of_folder(struct qa_entries *entries, struct qa_error *err)
{
    struct walk walk = {.entries = entries};
    enum qa_status status = walk_folder(&walk, entries->root, err);
    free(walk.real_root);
    return status;
}

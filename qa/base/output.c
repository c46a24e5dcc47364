#include "qa/base/output.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qa/base/files.h"

static char *joined(const char *a, const char *b)
{
    size_t size = strlen(a) + strlen(b) + 1;
    char *text = malloc(size);
    if (text == NULL) {
        qa_out_of_memory(size);
    }
    snprintf(text, size, "%s%s", a, b);
    return text;
}

static enum qa_status cannot_write(struct qa_error *err, const char *path)
{
    return qa_fail(err, QA_OUTPUT, "E501", "cannot write '%s': %s", path, strerror(errno));
}

/* Devices and pipes have no old content to protect, and a rename would replace them. */
static bool is_special(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

/* mkstemp gives 0600; a report is readable like any other new file. */
static void mode_of_new_file(int file)
{
    mode_t mask = umask(0);
    umask(mask);
    (void)fchmod(file, 0666 & ~mask);
}

/* What is there must not be replaced: without leave, or because the run has read it. A link that
 * leads nowhere is there too. */
static enum qa_status check_target(const char *path, enum qa_overwrite overwrite,
                                   struct qa_error *err)
{
    struct stat status;
    if (stat(path, &status) == 0 && qa_files_was_read(&status)) {
        return qa_fail(err, QA_OUTPUT, "E504", "'%s' is an input and is not overwritten", path);
    }
    if (overwrite == QA_KEEP_EXISTING && lstat(path, &status) == 0) {
        return qa_fail(err, QA_OUTPUT, "E502", "'%s' exists; --force replaces it", path);
    }
    return QA_OK;
}

/* Behind a link stands the file that is replaced, so that the link stays one. */
static char *behind_links(const char *path)
{
    char *real = realpath(path, NULL);
    return real != NULL ? real : joined(path, "");
}

static enum qa_status make_temporary(struct qa_output *output, const char *path,
                                     enum qa_overwrite overwrite, int *file, struct qa_error *err)
{
    QA_TRY(check_target(path, overwrite, err));
    output->target = behind_links(path);
    output->temporary = joined(output->target, ".XXXXXX");
    output->overwrite = overwrite;
    *file = mkstemp(output->temporary);
    if (*file < 0) {
        enum qa_status status = cannot_write(err, path);
        free(output->temporary);
        output->temporary = NULL;
        qa_output_abandon(output);
        return status;
    }
    qa_temporary_add(output->temporary);
    mode_of_new_file(*file);
    return QA_OK;
}

enum qa_status qa_output_open(struct qa_output *output, const char *path,
                              enum qa_overwrite overwrite, struct qa_error *err)
{
    *output = (struct qa_output){0};
    if (path == NULL || strcmp(path, "-") == 0) {
        output->stream = stdout;
        return QA_OK;
    }
    if (is_special(path)) {
        output->target = joined(path, "");
        output->stream = fopen(path, "w");
    } else {
        int file = -1;
        QA_TRY(make_temporary(output, path, overwrite, &file, err));
        output->stream = fdopen(file, "w");
    }
    if (output->stream == NULL) {
        enum qa_status status = cannot_write(err, path);
        qa_output_abandon(output);
        return status;
    }
    return QA_OK;
}

enum qa_status qa_output_reserve(struct qa_output *output, const char *path,
                                 enum qa_overwrite overwrite, struct qa_error *err)
{
    *output = (struct qa_output){0};
    int file = -1;
    if (is_special(path)) {
        return qa_fail(err, QA_OUTPUT, "E501", "cannot write '%s': it is no plain file", path);
    }
    QA_TRY(make_temporary(output, path, overwrite, &file, err));
    close(file);
    return QA_OK;
}

enum qa_status qa_output_folder(const char *path, struct qa_error *err)
{
    struct stat status;
    if (mkdir(path, 0777) == 0 || (stat(path, &status) == 0 && S_ISDIR(status.st_mode))) {
        return QA_OK;
    }
    return cannot_write(err, path);
}

enum qa_status qa_output_make_private(const char *path, struct qa_error *err)
{
    return path != NULL && chmod(path, 0600) != 0 ? cannot_write(err, path) : QA_OK;
}

static bool sync_path(const char *path)
{
    FILE *stream = fopen(path, "r+");
    bool good = stream != NULL && fsync(fileno(stream)) == 0;
    if (stream != NULL) {
        fclose(stream);
    }
    return good;
}

static bool finish_stream(struct qa_output *output)
{
    bool good = fflush(output->stream) == 0 && ferror(output->stream) == 0;
    if (output->temporary != NULL) {
        good = good && fsync(fileno(output->stream)) == 0;
    }
    if (output->stream != stdout) {
        good = fclose(output->stream) == 0 && good;
    }
    output->stream = NULL;
    return good;
}

/* Asked of the pipe itself: the errno of a failed write may be long overwritten. */
static bool reader_is_gone(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) > 0 && (out.revents & POLLERR) != 0;
}

/* Two runs may write one new file at a time: the second finds it there. File systems without hard
 * links get the rename that all have. */
static bool put_in_place(struct qa_output *output)
{
    bool good = false;
    if (output->overwrite == QA_KEEP_EXISTING) {
        good = link(output->temporary, output->target) == 0 && unlink(output->temporary) == 0;
    }
    if (!good && (output->overwrite == QA_REPLACE_EXISTING || errno == EPERM ||
                  errno == EOPNOTSUPP || errno == ENOSYS)) {
        good = rename(output->temporary, output->target) == 0;
    }
    if (good) {
        qa_temporary_remove(output->temporary);
        free(output->temporary);
        output->temporary = NULL;
    }
    return good;
}

static enum qa_status write_failed(const struct qa_output *output, struct qa_error *err)
{
    if (output->target == NULL && reader_is_gone()) {
        return qa_fail(err, QA_OUTPUT, QA_CODE_READER_GONE,
                       "whoever read the standard output has closed it");
    }
    if (output->temporary != NULL && errno == EEXIST) {
        return qa_fail(err, QA_OUTPUT, "E502", "'%s' was written meanwhile by another run",
                       output->target);
    }
    return qa_fail(err, QA_OUTPUT, "E503", "writing '%s' failed: %s",
                   output->target != NULL ? output->target : "standard output",
                   errno != 0 ? strerror(errno) : "write error");
}

enum qa_status qa_output_commit(struct qa_output *output, struct qa_error *err)
{
    enum qa_status status = qa_files_check(err);
    if (status == QA_OK && output->temporary != NULL) {
        status = check_target(output->target, QA_REPLACE_EXISTING, err);
    }
    if (status == QA_OK) {
        errno = 0;
        bool good = output->stream != NULL ? finish_stream(output) : sync_path(output->temporary);
        good = good && (output->temporary == NULL || put_in_place(output));
        status = good ? QA_OK : write_failed(output, err);
    }
    qa_output_abandon(output);
    return status;
}

void qa_output_abandon(struct qa_output *output)
{
    if (output->stream != NULL && output->stream != stdout) {
        fclose(output->stream);
    }
    if (output->temporary != NULL) {
        unlink(output->temporary);
        qa_temporary_remove(output->temporary);
    }
    free(output->temporary);
    free(output->target);
    *output = (struct qa_output){0};
}

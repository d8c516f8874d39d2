/* collectable IN.a OUT.a: copies an archive of ELF objects so that the linker can drop its unused parts.
 *
 * The toolchain's libswiftCore.a marks all that is public, and all metadata, SHF_GNU_RETAIN, so that --gc-sections keeps it.
 * The mark is taken off what is reached through relocations, which the linker follows. The records that the runtime finds by
 * walking whole sections keep it: types, protocols, and who conforms to what. Anything unexpected is copied as it is. */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RETAIN = 1 << 21 }; /* SHF_GNU_RETAIN, which older elf.h files lack */

static int fail(const char *what, const char *path) {
    fprintf(stderr, "collectable: cannot %s %s: ", what, path);
    perror(NULL);
    return 1;
}

/* Fields, cases and associated types are in such sections, too, but in a process descriptors lead to them. */
static int is_walked(const char *name) {
    return !strncmp(name, "swift5_", 7) && strcmp(name, "swift5_fieldmd") && strcmp(name, "swift5_assocty") &&
           strcmp(name, "swift5_builtin") && strcmp(name, "swift5_capture") && strcmp(name, "swift5_mpenum");
}

static void release(unsigned char *object, size_t size) {
    Elf64_Ehdr header;
    if (size < sizeof header) return;
    memcpy(&header, object, sizeof header);
    if (memcmp(header.e_ident, ELFMAG, SELFMAG) || header.e_ident[EI_CLASS] != ELFCLASS64) return;
    if (header.e_shentsize != sizeof(Elf64_Shdr) || header.e_shoff >= size) return;
    size_t room = (size - header.e_shoff) / sizeof(Elf64_Shdr), count = header.e_shnum;
    Elf64_Shdr section, names;
    size_t index = header.e_shstrndx;
    if (index == SHN_XINDEX) {
        memcpy(&section, object + header.e_shoff, sizeof section);
        index = section.sh_link;
    }
    if (index >= room) return;
    memcpy(&names, object + header.e_shoff + index * sizeof names, sizeof names);
    if (names.sh_offset > size || names.sh_size > size - names.sh_offset) return;
    for (size_t i = 0; i < room && (count == 0 || i < count); i++) {
        unsigned char *place = object + header.e_shoff + i * sizeof section;
        memcpy(&section, place, sizeof section);
        if (i == 0 && count == 0) count = section.sh_size; /* too many sections for e_shnum: the first tells */
        if (section.sh_name >= names.sh_size || is_walked((char *)object + names.sh_offset + section.sh_name)) continue;
        section.sh_flags &= ~(Elf64_Xword)RETAIN;
        memcpy(place, &section, sizeof section);
    }
}

static void release_members(unsigned char *archive, size_t size) {
    enum { header_size = 60, size_offset = 48 };
    size_t at = 8; /* after "!<arch>\n" */
    while (at + header_size <= size) {
        char digits[11] = {0};
        memcpy(digits, archive + at + size_offset, 10);
        size_t length = strtoull(digits, NULL, 10);
        at += header_size;
        if (length > size - at) return;
        release(archive + at, length);
        at += length + (length & 1);
    }
}

int main(int count, char **arguments) {
    if (count != 3) return fputs("usage: collectable IN.a OUT.a\n", stderr), 2;
    FILE *in = fopen(arguments[1], "rb");
    if (!in || fseek(in, 0, SEEK_END)) return fail("open", arguments[1]);
    long size = ftell(in);
    unsigned char *bytes = size > 0 ? malloc((size_t)size) : NULL;
    rewind(in);
    if (!bytes || fread(bytes, 1, (size_t)size, in) != (size_t)size) return fail("read", arguments[1]);
    release_members(bytes, (size_t)size);
    FILE *out = fopen(arguments[2], "wb");
    if (!out || fwrite(bytes, 1, (size_t)size, out) != (size_t)size || fclose(out)) return fail("write", arguments[2]);
    return 0;
}

/* split IN.o INSTRUCTIONS OUT.o: gives each function of an object's .text a section of its own.
 *
 * The linker drops and orders sections, and the toolchain's Swift.o has 12,000 functions in one, of which a start runs 87.
 * INSTRUCTIONS has a line "ADDRESS TARGET" for each instruction of .text, in hexadecimal, with "-" where there is no target:
 * the assembler left no relocation for what leads to another place of the same section, and it gets one here. The sections'
 * bytes keep their places in the file; symbols, relocations and headers are written anew behind them. It is an error, and
 * nothing is written, if the object is not what this expects. */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "split: %s\n", what);
    exit(1);
}

static void *room(size_t count, size_t size) {
    void *place = calloc(count + 1, size);
    if (!place) fail("no memory");
    return place;
}

static unsigned char *object;
static size_t object_size;
static Elf64_Shdr *sections;
static Elf64_Sym *symbols;
static size_t section_count, symbol_count, first_global, text, text_symbol, text_size;

/* By byte of .text: whether an instruction starts there, and the chunk that it is in. */
static unsigned char *starts;
static int *chunk_of;
static size_t *chunk_start, chunks;

static void load(const char *path) {
    FILE *in = fopen(path, "rb");
    if (!in || fseek(in, 0, SEEK_END)) fail("cannot open the object");
    object_size = (size_t)ftell(in);
    rewind(in);
    object = room(object_size, 1);
    if (fread(object, 1, object_size, in) != object_size) fail("cannot read the object");
    fclose(in);
    Elf64_Ehdr *header = (Elf64_Ehdr *)object;
    if (object_size < sizeof *header || memcmp(header->e_ident, ELFMAG, SELFMAG) || header->e_machine != EM_X86_64 ||
        header->e_type != ET_REL || !header->e_shnum || header->e_shoff + header->e_shnum * sizeof *sections > object_size)
        fail("not an object of x86-64");
    section_count = header->e_shnum;
    sections = (Elf64_Shdr *)(object + header->e_shoff);
    const char *names = (const char *)object + sections[header->e_shstrndx].sh_offset;
    for (size_t i = 0; i < section_count; i++) {
        Elf64_Shdr *s = &sections[i];
        if (s->sh_type == SHT_SYMTAB) {
            symbols = (Elf64_Sym *)(object + s->sh_offset);
            symbol_count = s->sh_size / sizeof *symbols;
            first_global = s->sh_info;
        }
        if (!text && s->sh_type == SHT_PROGBITS && !strcmp(names + s->sh_name, ".text")) text = i;
    }
    if (!symbols || !text) fail("no symbols or no .text");
    text_size = sections[text].sh_size;
    for (size_t i = 0; i < first_global; i++)
        if (symbols[i].st_shndx == text && ELF64_ST_TYPE(symbols[i].st_info) == STT_SECTION) text_symbol = i;
}

typedef struct { size_t at, target; } Reference; /* a displacement of 4 bytes, and what it leads to */
static Reference *references;
static size_t reference_count;
static unsigned char *boundary, *relocated;

static int displacement(size_t at) {
    int value;
    memcpy(&value, object + sections[text].sh_offset + at, sizeof value);
    return value;
}

/* An instruction from `at` to `next`, which leads to `target` without a relocation. */
static void refer(size_t at, size_t next, size_t target) {
    for (size_t i = at; i < next; i++)
        if (relocated[i]) return;
    for (size_t i = next - 4; i > at && i + 8 >= next; i--)
        if (next + (size_t)(long)displacement(i) == target) {
            references[reference_count++] = (Reference){i, target};
            return;
        }
    if (next + (size_t)(long)(signed char)object[sections[text].sh_offset + next - 1] != target)
        fail("an instruction whose target is not found in it");
    size_t low = at < target ? at : target, high = at < target ? target : at; /* a short jump: what it spans stays together */
    memset(boundary + low + 1, 0, high - low);
}

static void read_instructions(const char *path) {
    FILE *in = fopen(path, "r");
    if (!in) fail("cannot open the instructions");
    references = room(text_size, sizeof *references);
    char line[64];
    size_t at = 0, target = 0, has_target = 0;
    while (fgets(line, sizeof line, in)) {
        char *rest;
        size_t next = strtoull(line, &rest, 16);
        if (next >= text_size || (next && next <= at)) fail("instructions that are not of this object");
        starts[next] = 1;
        if (has_target) refer(at, next, target);
        at = next;
        has_target = rest[1] != '-';
        target = has_target ? strtoull(rest, NULL, 16) : 0;
        has_target &= target < text_size;
    }
    if (has_target) refer(at, text_size, target);
    fclose(in);
    if (!starts[0] || !at) fail("no instructions");
}

static size_t instruction_end(size_t at) {
    do at++;
    while (at < text_size && !starts[at]);
    return at;
}

static int is_code(size_t section) { return (sections[section].sh_flags & SHF_EXECINSTR) != 0; }

static Elf64_Rela *relocations(size_t section, size_t *count) {
    *count = sections[section].sh_type == SHT_RELA ? sections[section].sh_size / sizeof(Elf64_Rela) : 0;
    return (Elf64_Rela *)(object + sections[section].sh_offset);
}

static void divide(const char *instructions) {
    starts = room(text_size, 1), boundary = room(text_size, 1), relocated = room(text_size, 1);
    chunk_of = room(text_size, sizeof *chunk_of), chunk_start = room(text_size, sizeof *chunk_start);
    for (size_t i = 1; i < symbol_count; i++)
        if (symbols[i].st_shndx == text && ELF64_ST_TYPE(symbols[i].st_info) == STT_FUNC && symbols[i].st_value % 16 == 0)
            boundary[symbols[i].st_value] = 1;
    for (size_t i = 0, count; i < section_count; i++) {
        Elf64_Rela *r = relocations(i, &count);
        if (sections[i].sh_info == text)
            while (count--) relocated[r++->r_offset] = 1;
    }
    read_instructions(instructions);
    boundary[0] = 1;
    for (size_t i = 0; i < text_size; i++) {
        if (boundary[i]) chunk_start[chunks++] = i;
        chunk_of[i] = (int)chunks - 1;
    }
    chunk_start[chunks] = text_size;
}

/* By byte of a section of data: a chunk that has a jump table there, by number from 1. */
static int **tables;

static void find_tables(void) {
    tables = room(section_count, sizeof *tables);
    size_t count;
    Elf64_Rela *r = NULL;
    for (size_t i = 0; i < section_count; i++)
        if (sections[i].sh_info == text && (r = relocations(i, &count), count)) break;
    for (; count--; r++) {
        Elf64_Sym *symbol = &symbols[ELF64_R_SYM(r->r_info)];
        size_t section = symbol->st_shndx, at = symbol->st_value + (size_t)r->r_addend + 4;
        if (!section || section >= section_count || is_code(section) || at >= sections[section].sh_size) continue;
        if (!tables[section]) tables[section] = room(sections[section].sh_size, sizeof **tables);
        tables[section][at] = chunk_of[r->r_offset] + 1;
    }
}

/* What a relocation against .text leads to. An entry of a jump table holds the distance from the table's begin to a place in
 * the function that uses the table, hence an addend that is too large by the entry's place in the table. */
static size_t target_of(const Elf64_Rela *r, size_t section) {
    size_t target = (size_t)r->r_addend, type = ELF64_R_TYPE(r->r_info);
    if (type != R_X86_64_PC32 && type != R_X86_64_PLT32) return target;
    if (section == text) return target + instruction_end(r->r_offset) - r->r_offset;
    if (is_code(section)) return target + 4;
    for (size_t back = 0; tables[section] && back <= r->r_offset && back <= 4096; back += 4) {
        int chunk = tables[section][r->r_offset - back];
        if (!chunk) continue;
        size_t place = target - back;
        return target >= back && place < text_size && starts[place] && chunk_of[place] == chunk - 1 ? place : target;
    }
    return target;
}

static size_t symbol_index(size_t index) { return index < first_global ? index : index + chunks; }

/* The relocation with the symbols' new numbers, and against a chunk where it was against .text. */
static Elf64_Rela translated(Elf64_Rela r, size_t section) {
    size_t symbol = ELF64_R_SYM(r.r_info), type = ELF64_R_TYPE(r.r_info);
    if (symbol == text_symbol) {
        size_t target = target_of(&r, section);
        if (target >= text_size) fail("a relocation beyond the end of .text");
        size_t chunk = (size_t)chunk_of[target];
        r.r_addend -= (Elf64_Sxword)chunk_start[chunk];
        r.r_info = ELF64_R_INFO(first_global + chunk, type);
    } else {
        r.r_info = ELF64_R_INFO(symbol_index(symbol), type);
    }
    return r;
}

static int by_place(const void *a, const void *b) {
    const Elf64_Rela *x = a, *y = b;
    return x->r_offset < y->r_offset ? -1 : x->r_offset > y->r_offset;
}

static void emit(FILE *out, const void *bytes, size_t size) {
    if (fwrite(bytes, 1, size, out) != size) fail("cannot write");
    object_size += size;
}

static void align(FILE *out) { emit(out, "\0\0\0\0\0\0\0", -object_size & 7); }

static void save(const char *path) {
    size_t count, own = 0, total = section_count + 2 * chunks;
    if (total >= SHN_LORESERVE) fail("too many sections");
    Elf64_Shdr *headers = room(total, sizeof *headers);
    memcpy(headers, sections, section_count * sizeof *headers);
    Elf64_Rela *code = NULL;
    size_t code_count = 0;
    for (size_t i = 0; i < section_count; i++) {
        Elf64_Rela *r = relocations(i, &count);
        size_t section = sections[i].sh_info;
        if (!count) continue;
        if (section == text) {
            own = i, code_count = count;
            code = room(count + reference_count, sizeof *code);
            for (size_t k = 0; k < count; k++) code[k] = translated(r[k], text);
        } else {
            for (size_t k = 0; k < count; k++) r[k] = translated(r[k], section);
        }
    }
    for (size_t i = 0; i < reference_count; i++) {
        size_t at = references[i].at, chunk = (size_t)chunk_of[references[i].target];
        if ((size_t)chunk_of[at] == chunk) continue;
        Elf64_Sxword addend = (Elf64_Sxword)(references[i].target - chunk_start[chunk]);
        addend -= (Elf64_Sxword)(instruction_end(at) - at); /* the processor counts from the end */
        code[code_count++] = (Elf64_Rela){at, ELF64_R_INFO(first_global + chunk, R_X86_64_PC32), addend};
    }
    qsort(code, code_count, sizeof *code, by_place);

    /* Sections: the old ones under their numbers, .text empty; then the chunks; then their relocations. */
    Elf64_Xword place = sections[text].sh_offset;
    for (size_t c = 0; c < chunks; c++) {
        headers[section_count + c] = sections[text];
        headers[section_count + c].sh_offset = place + chunk_start[c];
        headers[section_count + c].sh_size = chunk_start[c + 1] - chunk_start[c];
    }
    headers[text].sh_size = 0;
    for (size_t i = 0; i < section_count; i++) {
        if (headers[i].sh_type == SHT_GROUP) headers[i].sh_info = (Elf64_Word)symbol_index(headers[i].sh_info);
        if (headers[i].sh_type == 0x6fff4c03) headers[i].sh_type = SHT_NULL; /* SHT_LLVM_ADDRSIG: numbers of symbols */
    }

    FILE *out = fopen(path, "wb");
    if (!out) fail("cannot open the output");
    size_t size = object_size;
    object_size = 0;
    emit(out, object, size);
    align(out);
    for (size_t c = 0, k = 0; c < chunks; c++) {
        size_t first = k;
        for (; k < code_count && code[k].r_offset < chunk_start[c + 1]; k++) code[k].r_offset -= chunk_start[c];
        Elf64_Shdr *header = &headers[section_count + chunks + c];
        *header = headers[own];
        header->sh_offset = object_size;
        header->sh_size = (k - first) * sizeof *code;
        header->sh_info = (Elf64_Word)(section_count + c);
        if (k == first) header->sh_type = SHT_NULL;
        emit(out, code + first, (k - first) * sizeof *code);
    }
    headers[own].sh_size = 0;
    for (size_t i = 0; i < section_count; i++)
        if (headers[i].sh_type == SHT_SYMTAB) {
            headers[i].sh_offset = object_size;
            headers[i].sh_size += chunks * sizeof *symbols;
            headers[i].sh_info += (Elf64_Word)chunks;
        }
    for (size_t i = 0; i < symbol_count; i++)
        if (symbols[i].st_shndx == text && i != text_symbol) {
            size_t chunk = (size_t)chunk_of[symbols[i].st_value];
            symbols[i].st_shndx = (Elf64_Half)(section_count + chunk);
            symbols[i].st_value -= chunk_start[chunk];
        }
    emit(out, symbols, first_global * sizeof *symbols);
    for (size_t c = 0; c < chunks; c++) {
        Elf64_Sym symbol = {.st_info = ELF64_ST_INFO(STB_LOCAL, STT_SECTION), .st_shndx = (Elf64_Half)(section_count + c)};
        emit(out, &symbol, sizeof symbol);
    }
    emit(out, symbols + first_global, (symbol_count - first_global) * sizeof *symbols);
    align(out);
    Elf64_Ehdr header;
    memcpy(&header, object, sizeof header);
    header.e_shoff = object_size;
    header.e_shnum = (Elf64_Half)total;
    emit(out, headers, total * sizeof *headers);
    if (fseek(out, 0, SEEK_SET)) fail("cannot write");
    emit(out, &header, sizeof header);
    if (fclose(out)) fail("cannot write");
}

int main(int count, char **arguments) {
    if (count != 4) return fputs("usage: split IN.o INSTRUCTIONS OUT.o\n", stderr), 2;
    load(arguments[1]);
    divide(arguments[2]);
    find_tables();
    save(arguments[3]);
    return 0;
}

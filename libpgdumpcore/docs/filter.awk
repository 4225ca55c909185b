# What Doxygen reads in the place of a header or a page: the headers' first comment becomes that of the file, each C++
# header and each part of pgdumpcore.h a group of what it declares, and a page of several sections gets a table of
# contents and anchors. Lines keep what they say; only comments are added.

function group(name, title, parent, header, brief) {
    print "/// @defgroup " name " " title
    print "/// @ingroup " parent
    if (brief) print "/// @brief " brief
    print "///"
    print "/// `#include <" header ">`"
    print "/// @{"
    open = 1
}

function close_group() {
    if (open) print "/// @}"
    open = 0
}

# --where in a comment would become a dash.
function with_options_as_code(line,    start, parts, count, i, done) {
    start = index(line, "///")
    if (!start) return line
    count = split(substr(line, start), parts, "`")
    done = substr(line, 1, start - 1)
    for (i = 1; i <= count; i++) done = done (i > 1 ? "`" : "") (i % 2 ? quoted(parts[i]) : parts[i])
    return done
}

function quoted(text,    done) {
    while (match(text, /[ (]--?[A-Za-z][A-Za-z-]*/)) {
        done = done substr(text, 1, RSTART) "`" substr(text, RSTART + 1, RLENGTH - 1) "`"
        text = substr(text, RSTART + RLENGTH)
    }
    return done text
}

function slug(title) {
    title = tolower(title)
    gsub(/[^a-z0-9 -]/, "", title)
    gsub(/ /, "-", title)
    return title
}

FNR == 1 {
    name = FILENAME
    sub(/.*\//, "", name)
    kind = name
    sub(/.*\./, "", kind)
}

# Headings get the anchors that they have elsewhere, made unique by the page's title.
kind == "md" && /^```/ { in_code = !in_code }

kind == "md" && !in_code && /^# / && !page {
    page = slug(substr($0, 3))
    print $0 (FILENAME ~ /libpgdumpcore\/docs\/README\.md$/ ? " {#mainpage}" : "")
    print "\n[TOC]"
    next
}

kind == "md" && !in_code && /^##+ / {
    title = $0
    sub(/^#+ /, "", title)
    print $0 " {#" page "-" slug(title) "}"
    next
}

kind == "md" {
    if (!in_code) gsub(/\]\(#/, "](#" page "-")
    print
    next
}

FNR == 1 && kind == "hpp" {
    brief = substr($0, 4)
    print "/// @file " name
    print "/// @brief " brief
    next
}

kind == "hpp" && /^namespace pgdumpcore \{/ {
    print
    id = name
    sub(/\.hpp$/, "", id)
    group("cpp_" id, name, "cpp", "pgdumpcore/" name, brief)
    next
}

kind == "hpp" && /^}  \/\/ namespace pgdumpcore/ { close_group() }

FNR == 1 && kind == "h" { print "/// @file " name }

kind == "h" && /^\/\/ --- / {
    close_group()
    title = toupper(substr($0, 8, 1)) substr($0, 9)
    id = tolower(title)
    gsub(/[^a-z]+/, "_", id)
    group("c_" id, title, "c", name, "")
    next
}

kind == "h" && open && /^#ifdef __cplusplus/ { close_group() }

{ print with_options_as_code($0) }

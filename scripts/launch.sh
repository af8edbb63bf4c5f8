# shellcheck shell=sh disable=SC1091,SC2086,SC2154,SC3013
# Starts a program of this checkout. Sourced by ./oxt and ./oxtd with `home` set to the checkout.
#
# It must not be felt: plain sh, and no process is started on the usual way. docs/adr/0002 says
# how the start is fast, and why the cache is checked here and not by the JVM.

# A source file, or a folder from which one went, that is newer than the build.
sources_are_older() {
    for source in "$home/pom.xml" "$home"/scripts/runtime "$home"/scripts/record.sh "$home"/scripts/NewerClassFiles.java \
        "$home"/scripts/console \
        "$home"/src/main/* "$home"/src/main/*/* "$home"/src/main/*/*/* "$home"/src/main/*/*/*/* \
        "$home"/src/main/*/*/*/*/* "$home"/src/main/*/*/*/*/*/*; do
        [ "$source" -nt "$home/.oxt/launch" ] && return 1
    done
    return 0
}

# The cache holds classes as they were in the jars when it was recorded, and JDK 25.0.3 does not
# look whether they still are (JDK-8377932). The build gives each file one date and a hard link in
# `seal`: a replaced file is another file than its link, and a changed one has another date.
is_sealed() {
    for file in "$@"; do
        [ "$file" -ef "$seal/${file##*/}" ] || return 1
        [ "$file" -nt "$seal" ] && return 1
        [ "$file" -ot "$seal" ] && return 1
    done
    return 0
}

build_if_older() {
    [ -r "$home/.oxt/launch" ] && { [ "${OXT_BUILD:-}" = never ] || sources_are_older; } && return
    if [ -r "$home/.oxt/launch" ] && ! [ -w "$home/.oxt" ]; then
        echo "${0##*/}: The sources are newer than what is built, and $home/.oxt is not yours." >&2
        return
    fi
    "$home/scripts/build" >&2 || exit 70
}

# launch PROGRAM MAIN-CLASS WORD...
launch() {
    program=$1 main=$2
    shift 2
    build_if_older
    # Sets jre, runtime, and for each program the jars of its class path and its JVM's flags.
    . "$home/.oxt/launch"
    jre=$home/.oxt/$jre runtime=$home/.oxt/$runtime
    case $program in
        oxt) jars=$oxt_jars flags=$oxt_flags ;;
        oxtd) jars=$oxtd_jars flags=$oxtd_flags ;;
        oxt-console) jars=$oxtd_jars flags=$oxt_console_flags ;;
    esac
    path=
    for jar in $jars; do
        path=$path${path:+:}$runtime/jars/$jar
    done
    cache=$runtime/$program.aot seal=$runtime/seal
    IFS=:
    if [ -r "$cache" ] && is_sealed $path; then
        set -- -XX:AOTCache="$cache" -cp "$path" -Doxt.home="$home" "$main" "$@"
    else
        set -- -cp "$path" -Doxt.home="$home" "$main" "$@"
    fi
    IFS=' '
    # Not unpacked anew at each start, into a folder where a killed daemon would leave it.
    set -- -Dorg.sqlite.lib.path="$runtime/native" "$@"
    # Both would print a line on each start, and could make the JVM refuse the cache.
    unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS
    exec "$jre/bin/java" $flags ${OXT_JAVA_OPTIONS:-} "$@"
}

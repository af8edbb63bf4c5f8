# shellcheck shell=sh disable=SC1091,SC2086,SC2154
# Starts a program of the package. Sourced by /usr/bin/oxt, /usr/sbin/oxtd and oxt-console; plain sh, and no
# process is started on the way.
home=/usr/lib/oxt

# launch PROGRAM MAIN-CLASS WORD...
launch() {
    program=$1 main=$2
    shift 2
    # Sets key, and for each program the jars of its class path and its JVM's flags.
    . "$home/launch.conf"
    case $program in
        oxt) jars=$oxt_jars flags=$oxt_flags ;;
        oxtd) jars=$oxtd_jars flags=$oxtd_flags ;;
        oxt-console) jars=$oxtd_jars flags=$oxt_console_flags ;;
    esac
    path=
    for jar in $jars; do
        path=$path${path:+:}$home/jars/$jar
    done
    set -- -Dorg.sqlite.lib.path="$home/native" -cp "$path" -Doxt.home="$home" "$main" "$@"
    # Made at installation. The key is the jars' own, so a cache of other jars is never taken.
    cache=/var/cache/oxt/$key/$program.aot
    if [ -r "$cache" ]; then
        set -- -XX:AOTCache="$cache" "$@"
    fi
    # Both would print a line on each start, and could make the JVM refuse the cache.
    unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS
    exec "$home/jre/bin/java" $flags ${OXT_JAVA_OPTIONS:-} "$@"
}

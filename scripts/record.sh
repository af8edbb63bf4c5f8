# shellcheck shell=bash disable=SC2154
# Records the caches that programs start from. Sourced by scripts/runtime and, where the package is
# installed, by packaging/deb/record, with these set: home; jre; runtime, which has jars and native;
# caches, where the caches go; oxt_jars and oxtd_jars, oxt_flags and oxtd_flags.

# A program's JVM that writes down, when it ends, which classes it needed, as they were linked.
# $1: the cache, $2: flags, $3: jars, then the main class and its words.
recording() {
    local cache=$1 flags=$2 path="" jar
    for jar in $3; do path=$path${path:+:}$runtime/jars/$jar; done
    shift 3
    # shellcheck disable=SC2086 # flags are words
    exec "$jre/bin/java" $flags -XX:AOTCacheOutput="$cache.new" -cp "$path" -Doxt.home="$home" \
        -Dorg.sqlite.lib.path="$runtime/native" "$@"
}

record_oxt() {
    (recording "$caches/oxt.aot" "$oxt_flags" "$oxt_jars" "$@") >"$caches/oxt.log" 2>&1 ||
        { cat "$caches/oxt.log" && return 1; }
    mv "$caches/oxt.aot.new" "$caches/oxt.aot"
}

# The daemon in an empty folder, with the command line as its guest: both write down what they need.
record_both() {
    local folder process
    folder=$(mktemp -d)
    (recording "$caches/oxtd.aot" "$oxtd_flags" "$oxtd_jars" oxt.daemon.Main \
        --engine sim --state "$folder/state" --run "$folder/run") >"$caches/oxtd.log" 2>&1 &
    process=$!
    for _ in {1..300}; do
        if [ -S "$folder/run/api.sock" ] || ! kill -0 $process 2>/dev/null; then break; fi
        sleep 0.1
    done
    OXT_RUN=$folder/run OXT_STATE=$folder/state record_oxt oxt.cli.Rehearsal
    kill $process 2>/dev/null || true
    wait $process || true
    rm -rf "$folder"
    if ! mv "$caches/oxtd.aot.new" "$caches/oxtd.aot"; then
        cat "$caches/oxtd.log"
        return 1
    fi
}

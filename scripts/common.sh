# shellcheck shell=bash disable=SC2154
# What ./quickstart, ./check, ./bench and scripts/build have in common: a JDK, Debian's packages,
# Maven, and steps that show how far they are. Sourced by bash, with `home` set to the checkout.

NEWEST_KNOWN_JDK=25
logs=$home/.oxt/log
if ! { mkdir -p "$logs" 2>/dev/null && [ -w "$logs" ]; }; then
    # Somebody else's checkout: what they built can be run all the same.
    logs=${TMPDIR:-/tmp}/oxt-$(id -u)-log
    mkdir -p "$logs" || exit
fi

say() { printf '%s\n' "$*"; }

# Ends the program. $1: what is the case, $2: what the reader can do.
stop() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    [ -z "${2:-}" ] || printf '  %s\n' "$2" >&2
    exit 1
}

# ---- Asking ----------------------------------------------------------------------------------

answer=ask # --yes makes it "yes"

agreed() {
    [ "$answer" = yes ] && return 0
    [ -t 0 ] && [ -t 1 ] || return 0
    local reply
    read -r -p "$1 [Y/n] " reply
    case $reply in [Nn]*) return 1 ;; *) return 0 ;; esac
}

# ---- Debian's packages -----------------------------------------------------------------------

# The packages of the given groups of packages.txt.
packages_for() {
    local group package wanted
    while read -r group package; do
        for wanted in "$@"; do
            [ "$group" != "$wanted" ] || printf '%s\n' "$package"
        done
    done <"$home/scripts/packages.txt"
}

# What builds the web console's pages: nothing where there is a node that is new enough.
node_packages() {
    local version
    if command -v npm >/dev/null && version=$(node --version 2>/dev/null) &&
        version=${version#v} && [ "${version%%.*}" -ge 18 ] 2>/dev/null; then
        return
    fi
    packages_for node
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

has_candidate() {
    # Not grep -q, which stops reading: apt-cache would be killed, and with it the answer.
    LC_ALL=C apt-cache policy "$1" 2>/dev/null | grep '^  Candidate: [^(]' >/dev/null
}

is_root() { [ "$(id -u)" = 0 ]; }

# Runs a command as root, whose password sudo has asked for before.
as_root() {
    if is_root; then "$@"; else sudo -n "$@"; fi
}

# Ends here where nobody can become root; $*: what is to be run then.
need_root() {
    is_root && return
    command -v sudo >/dev/null || stop "This needs root, and there is no sudo here." "Run as root: $*"
    if [ -t 0 ]; then sudo -v; else sudo -n true; fi ||
        stop "This needs root, and sudo says no." "Run as root: $*"
}

# Lists are fetched only when what we look for is not in those that are there.
update_lists_unless_known() {
    local package
    for package in "$@"; do
        has_candidate "$package" && continue
        as_root apt-get update -q >>"$logs/packages.log" 2>&1 ||
            stop "The lists of Debian's packages could not be fetched." "See $logs/packages.log."
        return
    done
}

need_packages() {
    local package missing=()
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        stop "These are missing, and there is no apt-get here: ${missing[*]}." \
            "Install what they are called on this system."
    say "Debian packages to install: ${missing[*]}"
    agreed "Install them now?" || stop "Nothing was installed." \
        "Run: apt-get install --no-install-recommends ${missing[*]}"
    need_root "apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    step "install Debian packages" install_packages "${missing[@]}"
}

install_packages() {
    local order=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends)
    update_lists_unless_known "$@"
    # A list can be older than the archive: then a fresh one and a second try.
    as_root "${order[@]}" "$@" || { as_root apt-get update -q && as_root "${order[@]}" "$@"; }
}

# ---- JDK and Maven ---------------------------------------------------------------------------

is_jdk() {
    local line version=0
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] && [ -r "$1/release" ] || return 1
    while read -r line; do
        case $line in JAVA_VERSION=*) version=${line#JAVA_VERSION=\"} ;; esac
    done <"$1/release"
    version=${version%%[.\"]*}
    [ "$version" -ge $NEWEST_KNOWN_JDK ] 2>/dev/null
}

installed_jdk() {
    local candidate
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        if [ -n "$candidate" ] && is_jdk "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    candidate=$(readlink -f "$(command -v java)" 2>/dev/null)
    candidate=${candidate%/bin/java}
    if [ -n "$candidate" ] && is_jdk "$candidate"; then printf '%s\n' "$candidate"; fi
}

# Sets JAVA_HOME.
need_jdk() {
    local found package=openjdk-$NEWEST_KNOWN_JDK-jdk-headless
    found=$(installed_jdk)
    if [ -z "$found" ] && command -v apt-get >/dev/null; then
        has_candidate "$package" || ! is_root || update_lists_unless_known "$package"
        if has_candidate "$package"; then
            need_packages "$package"
            found=$(installed_jdk)
        fi
    fi
    [ -n "$found" ] || stop "There is no JDK $NEWEST_KNOWN_JDK here, and this Debian has no package of it." \
        "Install a JDK $NEWEST_KNOWN_JDK or newer in /usr/lib/jvm, or set JAVA_HOME to one."
    export JAVA_HOME=$found
}

# Debian's Maven is older than the JDK: without these it warns of things nobody here can mend.
maven() {
    MAVEN_OPTS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
        mvn -B -ntp -f "$home/pom.xml" "$@"
}

# ---- Steps -----------------------------------------------------------------------------------

steps=() # "title<TAB>seconds" of each, for a table at the end

# Runs a command with its output in a log; shows its title, and how long it takes.
step() {
    local title=$1 begun=${EPOCHREALTIME/[.,]/} log
    shift
    log=$logs/${title//[^a-zA-Z0-9]/-}.log
    "$@" >"$log" 2>&1 </dev/null &
    if show_progress "$title" $! "$begun" "$log"; then
        steps+=("$title	$(seconds_since "$begun") s")
    else
        tail -n 40 "$log" >&2
        stop "This did not work: $title." "The whole output is in $log."
    fi
}

# With one decimal; $1: a point in time, in microseconds.
seconds_since() {
    local tenths=$(((${EPOCHREALTIME/[.,]/} - $1) / 100000))
    printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

show_progress() {
    local title=$1 process=$2 begun=$3 log=$4 status next=$((SECONDS + 20))
    while kill -0 "$process" 2>/dev/null; do
        if [ -t 1 ]; then
            printf '\r%s ... %s s  %.50s\e[K' "$title" "$(seconds_since "$begun")" "$(last_line "$log")"
        elif [ $SECONDS -ge $next ]; then
            next=$((SECONDS + 20))
            say "$title ... $(seconds_since "$begun") s  $(last_line "$log")"
        fi
        sleep 0.1
    done
    wait "$process"
    status=$?
    if [ -t 1 ]; then printf '\r\e[K'; fi
    if [ $status = 0 ]; then say "$title: $(seconds_since "$begun") s"; fi
    return $status
}

# The last line a person can use: without colours and Maven's marks.
last_line() {
    tail -n 5 "$1" | sed -e 's/\x1b\[[0-9;]*m//g' -e 's/^\[INFO\] *//' -e '/^[- ]*$/d' | tail -n 1
}

# ---- What was built --------------------------------------------------------------------------

# Says whether the built programs are as new as their sources. The launcher asks the same.
is_built() {
    [ -r "$home/.oxt/launch" ] && (. "$home/scripts/launch.sh" && sources_are_older)
}

package oxt.host;

/** Where this program may make cgroups for its VMs, or why it may not. */
public sealed interface CgroupParent {

    record Usable(CgroupFolder folder) implements CgroupParent {}

    /** It does not: systemd makes them, of units that it is asked for. */
    record OfSystemd(Systemd systemd) implements CgroupParent {}

    /** In a sentence, with what would help. */
    record Absent(String why) implements CgroupParent {}
}

package oxt.host;

/** Where this program may make cgroups for its VMs, or why it may not. */
public sealed interface CgroupParent {

    record Usable(CgroupFolder folder) implements CgroupParent {}

    /** In a sentence, with what would help. */
    record Absent(String why) implements CgroupParent {}
}

package oxt.model;

/** A disk of a VM. */
public record Disk(DiskName name, DiskSource source, DiskFormat format, DiskMode mode) {}

package oxt.host;

import oxt.model.ByteSize;

/**
 * What one cgroup's processes may have together.
 *
 * @param memory more is taken back from them or, where that is impossible, ends one of them
 * @param cpuWeight the share when processors are scarce, from 1 to 10,000; the kernel's own is 100
 * @param tasks processes and threads
 */
public record CgroupLimits(ByteSize memory, int cpuWeight, int tasks) {
    public CgroupLimits {
        if (cpuWeight < 1 || cpuWeight > 10_000) {
            throw new IllegalArgumentException("a weight is from 1 to 10000");
        }
    }
}

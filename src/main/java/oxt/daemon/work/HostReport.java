package oxt.daemon.work;

import java.util.List;
import oxt.api.Finding;
import oxt.api.HostReply;
import oxt.api.LaunchLogReply;
import oxt.api.LaunchStatusReply;
import oxt.api.PciReply;
import oxt.trust.evidence.BootPolicy;

/** What this machine is and what it lacks, for people. */
public interface HostReport {

    HostReply host();

    /** By address. */
    List<PciReply> pci();

    /** What measured this boot; a {@link oxt.model.ProblemException} where nothing did. */
    LaunchLogReply launchLog();

    LaunchStatusReply launchStatus();

    /** What allows this boot and nothing else; a problem where nothing measured it. */
    BootPolicy launchPolicy();

    List<Finding> findings();
}

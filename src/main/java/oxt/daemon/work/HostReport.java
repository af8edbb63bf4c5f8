package oxt.daemon.work;

import java.util.List;
import oxt.api.Finding;
import oxt.api.HostReply;

/** What this machine is and what it lacks, for people. */
public interface HostReport {

    HostReply host();

    List<Finding> findings();
}

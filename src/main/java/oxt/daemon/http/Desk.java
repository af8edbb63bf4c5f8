package oxt.daemon.http;

import oxt.daemon.seat.HostSeat;
import oxt.daemon.seat.SeatPassword;
import oxt.daemon.work.Disposables;
import oxt.daemon.work.HostReport;
import oxt.daemon.work.ImageShelf;
import oxt.daemon.work.ImageWork;
import oxt.daemon.work.LaunchEvidence;
import oxt.daemon.work.LaunchSecrets;
import oxt.daemon.work.Preview;
import oxt.daemon.work.VmImport;
import oxt.daemon.work.Workers;
import oxt.daemon.work.Workshop;
import oxt.host.image.Arrivals;

/** What routes ask. */
public record Desk(
        Workshop shop,
        Workers workers,
        HostSeat seat,
        SeatPassword seatPassword,
        Disposables disposables,
        Preview preview,
        ImageShelf images,
        ImageWork imageWork,
        VmImport vmImport,
        Arrivals arrivals,
        HostReport report,
        LaunchSecrets secrets,
        LaunchEvidence evidence) {}

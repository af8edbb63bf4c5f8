package oxt.plan;

import java.time.Duration;
import java.util.Locale;
import java.util.SortedMap;
import oxt.model.Disk;
import oxt.model.DiskSource;
import oxt.model.MeasuredPart;

/** Steps in words: an order each, as shown in dry runs, progress and logs. */
public final class StepText {
    private StepText() {}

    public static String of(Step step) {
        return switch (step) {
            case Step.CreateDisk(_, var disk) -> "create disk " + disk.name() + " " + content(disk);
            case Step.BringDisk(_, var disk, _) -> "bring disk " + disk.name();
            case Step.GrowDisk(_, var disk) ->
                    "grow disk " + disk.name() + " to " + disk.source().least();
            case Step.RemoveDisk(_, var disk) -> "remove disk " + disk;
            case Step.CreateFirmwareVariables _ -> "create firmware variables";
            case Step.BringFirmwareVariables _ -> "bring firmware variables";
            case Step.RemoveFirmwareVariables _ -> "remove firmware variables";
            case Step.MakeRunFolder _ -> "make run folder";
            case Step.RemoveRunFolder _ -> "remove run folder";
            case Step.MakeOverlay(_, var disk) -> "make fresh disk " + disk.name();
            case Step.RemoveOverlay(_, var disk) -> "discard fresh disk " + disk;
            case Step.PlugLink(_, var nic, var slot) -> "plug link " + nic + into(slot);
            case Step.UnplugLink(_, var nic, var slot) -> "unplug link " + nic + from(slot);
            case Step.MoveLink(_, var nic, var from, var to) ->
                    "move link " + nic + from(from) + into(to);
            case Step.MuteLink(_, var nic) -> "mute link " + nic;
            case Step.UnmuteLink(_, var nic) -> "unmute link " + nic;
            case Step.StartDeviceModel _ -> "start device model";
            case Step.ConfirmMeasured(_, var stamps) -> "confirm measured " + parts(stamps);
            case Step.StartOrigin _ -> "start device model, its memory to be kept";
            case Step.CopyDisk(_, var disk, _) -> "copy disk " + disk.name();
            case Step.CopyFirmwareVariables _ -> "copy firmware variables";
            case Step.OverlayKeptDisk(_, var kept, _) -> "begin disk " + kept.name();
            case Step.CopyKeptVariables _ -> "begin firmware variables";
            case Step.KeepOrigin(var launched, _) -> "keep memory, " + launched.memory();
            case Step.StartDisposable _ -> "start device model from what was kept";
            case Step.SaveState(var launched) -> "save memory, " + launched.memory();
            case Step.RestoreDeviceModel(var launched) ->
                    "restore device model, " + launched.memory();
            case Step.RemoveSavedState _ -> "remove saved state";
            case Step.TakeSnapshot(_, var snapshot) ->
                    "take snapshot "
                            + snapshot.name()
                            + switch (snapshot.memory()) {
                                case KEPT -> " with memory, " + snapshot.vm().memory();
                                case NONE -> "";
                            };
            case Step.RemoveSnapshot(_, var name) -> "remove snapshot " + name;
            case Step.Revert(_, var snapshot) -> "revert to snapshot " + snapshot.name();
            case Step.StopDeviceModel _ -> "stop device model";
            case Step.Resume _ -> "resume";
            case Step.Pause _ -> "pause";
            case Step.PressPowerButton _ -> "press power button";
            case Step.AwaitOff(_, var patience) -> "wait until off" + atMost(patience);
            case Step.Reset _ -> "reset";
            case Step.PlugDisk(_, var disk) -> "plug disk " + disk.name();
            case Step.UnplugDisk(_, var disk, var patience) ->
                    "unplug disk " + disk.name() + atMost(patience);
            case Step.PlugNic(_, var nic) -> "plug NIC " + nic.name();
            case Step.UnplugNic(_, var nic, var patience) ->
                    "unplug NIC " + nic.name() + atMost(patience);
            case Step.SetCarrier(_, var nic, var carrier) ->
                    "set carrier of " + nic + " " + carrier.name().toLowerCase(Locale.ROOT);
            case Step.ConfigureNetwork(_, var config) ->
                    "configure network for " + clients(config.clients().size());
        };
    }

    private static String content(Disk disk) {
        String format = disk.format().name().toLowerCase(Locale.ROOT);
        return switch (disk.source()) {
            case DiskSource.FromImage(var image, var least) ->
                    "from image "
                            + image
                            + (least.bytes() == 0 ? "" : ", at least " + least)
                            + ", "
                            + format;
            case DiskSource.Blank(var size) -> "of " + size + ", " + format;
            case DiskSource.InDomain(var backend, var device) -> device + " of " + backend;
        };
    }

    private static String parts(SortedMap<MeasuredPart, FileStamp> stamps) {
        return String.join(", ", stamps.keySet().stream().map(MeasuredPart::words).toList());
    }

    private static String into(Slot slot) {
        return " into slot " + slot.number() + " of " + slot.backend();
    }

    private static String from(Slot slot) {
        return " from slot " + slot.number() + " of " + slot.backend();
    }

    private static String atMost(Duration patience) {
        return ", at most " + patience.toSeconds() + "s";
    }

    private static String clients(int count) {
        return count == 1 ? "1 client" : count + " clients";
    }
}

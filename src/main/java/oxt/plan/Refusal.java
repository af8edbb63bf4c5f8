package oxt.plan;

import java.util.List;
import oxt.model.ByteSize;
import oxt.model.Digest;
import oxt.model.DiskName;
import oxt.model.ImageName;
import oxt.model.MeasuredPart;
import oxt.model.NicName;
import oxt.model.PciAddress;
import oxt.model.SnapshotName;
import oxt.model.VmName;

/** Why a planner will not; shown as the {@link oxt.model.Problem} of {@link RefusalText}. */
public sealed interface Refusal {

    record AlreadyRunning(VmName vm, String state) implements Refusal {}

    /** Only a VM that is off can be removed. */
    record NotOff(VmName vm, String state) implements Refusal {}

    record NotRunning(VmName vm) implements Refusal {}

    /** No disposable can be made of it. */
    record NotForDisposables(VmName vm, String why) implements Refusal {}

    /** What disposables begin from is made of its disks, which stand still when it is off. */
    record DisksChange(VmName vm, String state) implements Refusal {}

    /** It lives no longer than the command that it was made for, and nothing of it is kept. */
    record IsDisposable(VmName vm) implements Refusal {}

    record NotPaused(VmName vm) implements Refusal {}

    /** It is paused; its guest cannot do what was asked for. */
    record IsPaused(VmName vm) implements Refusal {}

    /** It has no machine, but what goes on when it is started. */
    record IsSaved(VmName vm) implements Refusal {}

    record NotSaved(VmName vm, String state) implements Refusal {}

    /** This host's engine cannot go on from what was saved. */
    record CannotContinue(VmName vm, String why) implements Refusal {}

    /** Its process does not answer. */
    record IsUnreachable(VmName vm, String why) implements Refusal {}

    /** Something of an earlier run is still there. */
    record NotTidy(VmName vm) implements Refusal {}

    record NotEnoughMemory(VmName vm, ByteSize asked, ByteSize free) implements Refusal {}

    record NoSuchImage(VmName vm, ImageName image) implements Refusal {}

    record ImageLacks(VmName vm, ImageName image, ImagePart part) implements Refusal {}

    record DiskIsGone(VmName vm, DiskName disk) implements Refusal {}

    record FirmwareVariablesAreGone(VmName vm) implements Refusal {}

    record NothingToBoot(VmName vm) implements Refusal {}

    record EngineCannot(VmName vm, String engine, Feature feature, Ability.Unable answer)
            implements Refusal {}

    record NoSuchDriverDomain(VmName vm, NicName nic, VmName backend) implements Refusal {}

    record NoSuchSpare(VmName vm, NicName nic, VmName spare) implements Refusal {}

    record NoSuchStorageDomain(VmName vm, DiskName disk, VmName backend) implements Refusal {}

    /** A disk of it cannot be had: who has it is off. */
    record StorageDomainIsOff(VmName vm, DiskName disk, VmName backend) implements Refusal {}

    /** A VM that runs or is being started has it. */
    record PciDeviceTaken(VmName vm, PciAddress device, VmName owner) implements Refusal {}

    /** A PCI device is not to be had of the host. */
    sealed interface OfDevice extends Refusal {

        record Missing(VmName vm, PciAddress device) implements OfDevice {}

        /**
         * The host could not do without it.
         *
         * @param loss a sentence
         */
        record NeededByHost(VmName vm, PciAddress device, String loss) implements OfDevice {}

        /** The host would have no network, and nobody said that it may. */
        record IsHostNetwork(VmName vm, PciAddress device) implements OfDevice {}

        /** Its next owner would find what this one left in it. */
        record NotCleaned(VmName vm, PciAddress device) implements OfDevice {}

        /** It can only be given away together with others, which the VM does not ask for. */
        record NotAlone(VmName vm, PciAddress device, List<PciAddress> others) implements OfDevice {
            public NotAlone {
                others = List.copyOf(others);
            }
        }
    }

    /** A measured VM would not begin from what was accepted. */
    sealed interface OfMeasured extends Refusal {

        record Differs(VmName vm, MeasuredPart part, String file, Digest accepted, Digest found)
                implements OfMeasured {}

        record NotAccepted(VmName vm, MeasuredPart part, String file, Digest found)
                implements OfMeasured {}

        /** It should have it, or something was accepted of it, and there is no such file. */
        record IsGone(VmName vm, MeasuredPart part) implements OfMeasured {}

        /**
         * @param why after the file's name
         */
        record Unusable(VmName vm, MeasuredPart part, String file, String why, String remedy)
                implements OfMeasured {}

        /** Nobody looked, because nobody demanded it when the look was due. */
        record NotMeasured(VmName vm) implements OfMeasured {}
    }

    /** Content that a snapshot would have to keep is not on this host's disks. */
    record DiskIsElsewhere(VmName vm, DiskName disk, VmName backend) implements Refusal {}

    record NoFreeSlot(VmName vm, NicName nic, VmName backend) implements Refusal {}

    record DiskExists(VmName vm, DiskName disk) implements Refusal {}

    /** A disk's content cannot be made another after it was written to. */
    record DiskCannotBecome(VmName vm, DiskName disk, String what) implements Refusal {}

    /** A disk of a running VM cannot go. */
    record DiskInUse(VmName vm, DiskName disk) implements Refusal {}

    /** A disk cannot go that the saved memory knows. */
    record DiskIsSaved(VmName vm, DiskName disk) implements Refusal {}

    /** A disk cannot go that a snapshot has content of. */
    record DiskHasSnapshot(VmName vm, DiskName disk, SnapshotName snapshot) implements Refusal {}

    record SnapshotExists(VmName vm, SnapshotName snapshot) implements Refusal {}

    record NoSuchSnapshot(VmName vm, SnapshotName snapshot) implements Refusal {}

    record TooManySnapshots(VmName vm, int most) implements Refusal {}

    /** To go back would end what the VM does now, and nobody said that it may. */
    record RevertWouldEnd(VmName vm, SnapshotName snapshot, String state) implements Refusal {}

    /** A revert was broken off: what the VM is now is of no one moment. */
    record IsHalfReverted(VmName vm, SnapshotName snapshot) implements Refusal {}

    record RoleCannotChange(VmName vm) implements Refusal {}

    /** Other VMs' NICs name it as their driver domain. */
    record HasClients(VmName vm, List<VmName> clients) implements Refusal {}

    /** It needs itself, by way of the others, to be started first. */
    record DriverDomainCycle(VmName vm, List<VmName> cycle) implements Refusal {
        public DriverDomainCycle {
            cycle = List.copyOf(cycle);
        }
    }

    /** What it needs first could not be started. */
    record DriverDomainDidNotStart(VmName vm, VmName backend) implements Refusal {}
}

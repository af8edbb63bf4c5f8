package oxt.engine.sim;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import oxt.engine.EngineException;
import oxt.engine.Parts;
import oxt.engine.files.FileParts;
import oxt.model.Boot;
import oxt.model.Digest;
import oxt.model.Disk;
import oxt.model.DiskSource;
import oxt.model.ImageName;
import oxt.model.MeasuredPart;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.plan.FileStamp;
import oxt.plan.Measurement;

/** Parts of images that are nothing but their names, and how often somebody altered them. */
final class SimParts implements Parts {
    private final Map<ImageName, Long> alterations = new ConcurrentHashMap<>();

    void alter(ImageName image) {
        alterations.merge(image, 1L, Long::sum);
    }

    @Override
    public SortedMap<MeasuredPart, Measurement> measure(Vm vm, Watch watch) {
        SortedMap<MeasuredPart, Measurement> measured = new TreeMap<>();
        images(vm).forEach((part, image) -> measured.put(part, found(part, image)));
        return measured;
    }

    @Override
    public List<Problem> flaws() {
        return List.of();
    }

    @Override
    public void confirm(Vm vm, SortedMap<MeasuredPart, FileStamp> stamps) throws EngineException {
        SortedMap<MeasuredPart, ImageName> images = images(vm);
        for (Map.Entry<MeasuredPart, FileStamp> measured : stamps.entrySet()) {
            ImageName image = images.get(measured.getKey());
            if (image == null || !stamp(image).equals(measured.getValue())) {
                throw FileParts.touched(vm, measured.getKey());
            }
        }
    }

    private static SortedMap<MeasuredPart, ImageName> images(Vm vm) {
        SortedMap<MeasuredPart, ImageName> images = new TreeMap<>();
        if (vm.boot() instanceof Boot.DirectKernel(var image, _)) {
            images.put(new MeasuredPart.Kernel(), image);
            images.put(new MeasuredPart.Initramfs(), image);
        }
        for (Disk disk : vm.disks()) {
            if (disk.isMeasurable()
                    && disk.source() instanceof DiskSource.FromImage(var image, _)) {
                images.put(new MeasuredPart.OfDisk(disk.name()), image);
            }
        }
        return images;
    }

    private Measurement found(MeasuredPart part, ImageName image) {
        FileStamp stamp = stamp(image);
        String kind = part instanceof MeasuredPart.OfDisk ? "disk" : part.words();
        String content = image + " " + kind + " " + stamp.changedNanos();
        return new Measurement.Found(
                kind + " of image " + image,
                stamp,
                Digest.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    private FileStamp stamp(ImageName image) {
        return new FileStamp(0, image.hashCode(), 0, 0, alterations.getOrDefault(image, 0L));
    }
}

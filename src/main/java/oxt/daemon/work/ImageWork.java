package oxt.daemon.work;

import java.util.List;
import java.util.Optional;
import oxt.api.Action;
import oxt.api.ImageReply;
import oxt.host.diskfile.DiskFileFormat;
import oxt.host.image.Arrivals;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskSource;
import oxt.model.ImageName;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmName;
import oxt.plan.Observed;
import oxt.store.Caller;

/** Makes images and takes them away, as tasks. */
public final class ImageWork {
    private final Workshop shop;
    private final ImageShelf shelf;
    private final Errands errands;

    public ImageWork(Workshop shop, ImageShelf shelf) {
        this.shop = shop;
        this.shelf = shelf;
        this.errands = new Errands(shop);
    }

    public Task build(ImageName image, Caller caller) {
        requireKnown(image);
        Task task = shop.tasks().begin(image.text(), Action.BUILD, caller);
        errands.begin(task, doing -> shelf.build(image, doing::tell));
        return task;
    }

    /** Refused at once where there is an image of that name. */
    public void requireFree(ImageName image) {
        shelf.requireFree(image);
    }

    /** Ends with the file gone, whatever comes of it. */
    public Task take(
            ImageName image,
            Arrivals.Arrival arrival,
            Optional<DiskFileFormat> format,
            Caller caller) {
        Task task = shop.tasks().begin(image.text(), Action.IMPORT, caller);
        errands.begin(
                task,
                doing -> {
                    try (arrival) {
                        shelf.take(image, arrival.file(), format, doing::tell);
                    }
                });
        return task;
    }

    public Task discard(ImageName image, Caller caller) {
        requireKnown(image);
        List<String> users =
                shop.board().all().stream()
                        .filter(each -> needs(each, image))
                        .map(Defined::name)
                        .map(VmName::text)
                        .toList();
        Task task = shop.tasks().begin(image.text(), Action.REMOVE, caller);
        if (users.isEmpty()) {
            errands.begin(task, _ -> shelf.discard(image));
        } else {
            errands.refuse(
                    task,
                    new Problem.Conflict(
                            "image-in-use",
                            "Image "
                                    + image
                                    + " is what these VMs are made of: "
                                    + String.join(", ", users)
                                    + ".",
                            "Remove them first, or give them another image."));
        }
        return task;
    }

    private void requireKnown(ImageName image) {
        if (shelf.list().stream().map(ImageReply::name).noneMatch(image::equals)) {
            throw new ProblemException(
                    new Problem.Missing(
                            "no-such-image",
                            "There is no image named " + image + ", and no recipe for one.",
                            "See which there are: oxt image list"));
        }
    }

    /** Also where the document has another by now: what runs, is saved or kept goes on from it. */
    private boolean needs(Defined defined, ImageName image) {
        Observed observed = shop.board().seen(defined.id()).observed();
        return uses(defined.vm(), image)
                || observed.run().launch().filter(vm -> uses(vm, image)).isPresent()
                || observed.snapshots().stream().anyMatch(kept -> uses(kept.vm(), image));
    }

    private static boolean uses(Vm vm, ImageName image) {
        boolean boots =
                vm.boot() instanceof Boot.DirectKernel(var kernel, _) && kernel.equals(image);
        return boots
                || vm.disks().stream()
                        .map(Disk::source)
                        .anyMatch(
                                source ->
                                        source instanceof DiskSource.FromImage(var from, _)
                                                && from.equals(image));
    }
}

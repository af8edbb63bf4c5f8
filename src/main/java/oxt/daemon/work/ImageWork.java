package oxt.daemon.work;

import java.util.List;
import java.util.Optional;
import oxt.api.Action;
import oxt.api.ImageReply;
import oxt.api.Scalars;
import oxt.api.TaskState;
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
import oxt.store.Caller;

/** Makes images and takes them away, as tasks. */
public final class ImageWork {
    private final Workshop shop;
    private final ImageShelf shelf;

    /** The part of a task that does something; an interrupt ends it early. */
    private interface Doing {
        void run(Task task) throws InterruptedException;
    }

    public ImageWork(Workshop shop, ImageShelf shelf) {
        this.shop = shop;
        this.shelf = shelf;
    }

    public Task build(ImageName image, Caller caller) {
        requireKnown(image);
        Task task = shop.tasks().begin(image.text(), Action.BUILD, caller);
        begin(task, doing -> shelf.build(image, doing::tell));
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
        begin(
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
                        .filter(each -> uses(each.vm(), image))
                        .map(Defined::name)
                        .map(VmName::text)
                        .toList();
        Task task = shop.tasks().begin(image.text(), Action.REMOVE, caller);
        if (users.isEmpty()) {
            begin(task, _ -> shelf.discard(image));
        } else {
            refuse(
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

    private static boolean uses(Vm vm, ImageName image) {
        boolean boots =
                vm.boot() instanceof Boot.DirectKernel(var kernel, _) && kernel.equals(image);
        return boots
                || vm.disks().stream()
                        .map(Disk::source)
                        .anyMatch(new DiskSource.FromImage(image)::equals);
    }

    private void begin(Task task, Doing doing) {
        shop.store().apply(change -> shop.chronicle().begun(change, task, ""));
        Thread thread =
                Thread.ofVirtual()
                        .name(Scalars.word(task.action()) + " image " + task.object())
                        .unstarted(() -> run(task, doing));
        task.cancellation().whenAsked(thread::interrupt);
        thread.start();
    }

    private void run(Task task, Doing doing) {
        try {
            doing.run(task);
            end(task, TaskState.DONE, List.of());
        } catch (InterruptedException cancelled) {
            end(task, TaskState.CANCELLED, List.of());
        } catch (ProblemException problem) {
            TaskState state =
                    task.cancellation().isAsked() ? TaskState.CANCELLED : TaskState.ROLLED_BACK;
            end(task, state, problem.problems());
        } catch (RuntimeException | Error bug) {
            shop.chronicle().bug("image " + task.object(), bug);
            end(
                    task,
                    TaskState.ROLLED_BACK,
                    List.of(Problem.Bug.of("The work on image " + task.object() + " broke.")));
        }
    }

    private void end(Task task, TaskState state, List<Problem> problems) {
        boolean _ = Thread.interrupted(); // the cancel has done its part
        shop.chronicle().ended(task, state, problems);
        task.end(state, problems);
        shop.tasks().ended(task);
    }

    private void refuse(Task task, Problem problem) {
        end(task, TaskState.REFUSED, List.of(problem));
    }
}

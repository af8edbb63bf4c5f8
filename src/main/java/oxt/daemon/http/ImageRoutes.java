package oxt.daemon.http;

import java.util.List;
import java.util.Optional;
import oxt.api.ImageReply;
import oxt.api.TaskReply;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.host.diskfile.DiskFileFormat;
import oxt.host.image.Arrivals;

/** Images: which there are, and every change. */
final class ImageRoutes {
    private static final String IMAGE = "/v1/images/{name}";

    private final Desk desk;
    private final Follow follow;

    ImageRoutes(Desk desk) {
        this.desk = desk;
        this.follow = new Follow(desk.shop().board());
    }

    List<Route> all() {
        return List.of(
                new Route(
                        Method.GET,
                        "/v1/images",
                        "Every image, there or not yet made.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(ImageReply.LIST),
                        _ -> Answer.ok(ImageReply.LIST.write(desk.images().list()))),
                new Route(
                        Method.POST,
                        IMAGE + "/build",
                        "Make an image.",
                        List.of(Query.WAIT),
                        new Body.None(),
                        new Reply.Document(TaskReply.SHAPE),
                        call ->
                                follow.answer(
                                        call, desk.imageWork().build(call.image(), call.caller()))),
                new Route(
                        Method.DELETE,
                        IMAGE,
                        "Take away an image that no VM is made of.",
                        List.of(Query.WAIT),
                        new Body.None(),
                        new Reply.Document(TaskReply.SHAPE),
                        call ->
                                follow.answer(
                                        call,
                                        desk.imageWork().discard(call.image(), call.caller()))),
                new Route(
                        Method.PUT,
                        IMAGE,
                        "Make an image of a disk's file, which is the request's body.",
                        List.of(Query.FORMAT, Query.WAIT),
                        new Body.Upload(),
                        new Reply.Document(TaskReply.SHAPE),
                        this::take));
    }

    /** What can be refused without the file is refused before it is sent. */
    private Answer take(Call call) throws InterruptedException {
        Optional<DiskFileFormat> format = call.format();
        desk.imageWork().requireFree(call.image());
        Arrivals.Arrival arrival =
                desk.arrivals().receive(call.upload().bytes(), call.upload().length());
        return follow.answer(
                call, desk.imageWork().take(call.image(), arrival, format, call.caller()));
    }
}

package oxt.api;

import java.util.List;
import oxt.model.Autostart;

/** The {@code autostart} of a VM document. */
final class AutostartDocument {
    private static final Key<Autostart.Order, Integer> ORDER =
            Key.required(
                    "order",
                    Scalars.integer(0, Autostart.Order.LAST),
                    "Lower numbers start first; VMs of one number start together.",
                    Autostart.Order::order);
    private static final RecordShape<Autostart.Order> ORDERED =
            RecordShape.of(
                    "autostart",
                    "The VM starts with the daemon.",
                    List.of(ORDER),
                    fields -> new Autostart.Order(fields.of(ORDER)));

    static final Shape<Autostart> SHAPE =
            new EitherShape<>(
                    Scalars.choice(List.<Autostart>of(new Autostart.Off()), _ -> "off"),
                    new MappedShape<>(ORDERED, order -> order, AutostartDocument::ordered),
                    "{order: 10}",
                    autostart ->
                            switch (autostart) {
                                case Autostart.Off _ -> Node.text("off");
                                case Autostart.Order order -> ORDERED.write(order);
                            });

    private AutostartDocument() {}

    private static Autostart.Order ordered(Autostart autostart) {
        return switch (autostart) {
            case Autostart.Order order -> order;
            case Autostart.Off off -> throw new IllegalArgumentException(off + " has no order");
        };
    }
}

package oxt.trust;

import oxt.trust.EventContent.Variable;

/** What an entry is about, without what it says of that: the same in two boots of one machine. */
public final class EventSubject {
    private EventSubject() {}

    public static String of(LoggedEvent event) {
        return of(event.claim());
    }

    public static String of(LoggedEvent.Claim claim) {
        EventContent content = EventContentReader.read(claim);
        String subject = (claim.type().text() + " " + subject(content)).strip();
        return subject.substring(0, Math.min(subject.length(), EventContentText.LONGEST));
    }

    private static String subject(EventContent content) {
        return switch (content) {
            case Variable(_, var name, _) -> name;
            case EventContent.Words(var text) -> beginning(text);
            case EventContent.Image image -> image.path().orElse("no path");
            case EventContent.FirmwarePart part ->
                    part.name().orElse(Long.toHexString(part.address()));
            case EventContent.Tagged(var tag, _) -> Long.toHexString(tag);
            case EventContent.PartitionTable _,
                    EventContent.Separator _,
                    EventContent.Header _,
                    EventContent.StartupLocality _,
                    EventContent.Opaque _ ->
                    "";
        };
    }

    /** Of GRUB's "kernel_cmdline: /vmlinuz quiet" the first two words, of a file its name. */
    private static String beginning(String text) {
        String[] words = text.split(" ", 3);
        return words.length > 1 && words[0].endsWith(":") ? words[0] + " " + words[1] : words[0];
    }
}

package oxt.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows tasks on their way: live lines on a terminal, elsewhere a line for each step. */
sealed interface Progress {

    /** Says whether all have ended. */
    boolean show(List<Watched> tasks);

    /** A sentence between the lines. */
    void say(String sentence);

    static Progress on(Output output) {
        return output.isTerminal() ? new Live(output) : new Plain(output);
    }

    static Progress hidden() {
        return new Hidden();
    }

    private static boolean haveEnded(List<Watched> tasks) {
        for (Watched each : tasks) {
            if (!each.hasEnded()) {
                return false;
            }
        }
        return true;
    }

    /** A line for each task, written over and over; nothing stays. */
    final class Live implements Progress {
        private final Output output;
        private final LiveLines lines;

        private Live(Output output) {
            this.output = output;
            this.lines = new LiveLines(output);
        }

        @Override
        public synchronized boolean show(List<Watched> tasks) {
            if (haveEnded(tasks)) {
                lines.clear();
                return true;
            }
            List<String> texts = new ArrayList<>();
            for (Watched each : tasks) {
                String now = each.hasEnded() ? Verb.past(each.task().action()) : each.now();
                texts.add(each.name() + ": " + now + " (" + Readable.time(each.elapsed()) + ")");
            }
            lines.show(texts);
            return false;
        }

        @Override
        public synchronized void say(String sentence) {
            lines.clear();
            output.line(sentence).flush();
        }
    }

    /** For logs and pipes: each new line once. */
    final class Plain implements Progress {
        private final Output output;
        private final Map<String, String> said = new HashMap<>();

        private Plain(Output output) {
            this.output = output;
        }

        @Override
        public synchronized boolean show(List<Watched> tasks) {
            for (Watched each : tasks) {
                String now = each.now();
                if (!each.hasEnded() && !now.equals(said.put(each.task().id(), now))) {
                    output.line(Harmless.line(each.name() + ": " + now)).flush();
                }
            }
            return haveEnded(tasks);
        }

        @Override
        public synchronized void say(String sentence) {
            output.line(sentence).flush();
        }
    }

    /** For programs that read JSON. */
    final class Hidden implements Progress {
        private Hidden() {}

        @Override
        public boolean show(List<Watched> tasks) {
            return haveEnded(tasks);
        }

        @Override
        public void say(String sentence) {}
    }
}

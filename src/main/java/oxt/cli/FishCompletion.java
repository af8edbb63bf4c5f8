package oxt.cli;

/** Completion for fish. */
final class FishCompletion {
    private FishCompletion() {}

    static String script(Branch.Group root) {
        StringBuilder script =
                new StringBuilder(
                        """
                        # fish completion for oxt.
                        # Use: oxt completion fish > ~/.config/fish/completions/oxt.fish
                        function __oxt_words
                            set -l words
                            for word in (commandline -opc)[2..-1]
                                string match -q -- '-*' $word; or set -a words $word
                            end
                            string join ' ' -- $words
                        end
                        function __oxt_after
                            test (__oxt_words) = "$argv"
                        end
                        function __oxt_in
                            string match -q -- "$argv" (__oxt_words); or string match -q -- "$argv *" (__oxt_words)
                        end
                        complete -c oxt -f
                        """);
        for (Branch branch : root.branches().get()) {
            offer("test -z (__oxt_words)", branch, script);
        }
        for (Stem stem : Stem.all(root)) {
            for (Branch inner : stem.group().branches().get()) {
                offer("__oxt_after " + stem.path(), inner, script);
            }
        }
        for (Leaf leaf : Leaf.all(root)) {
            append(leaf, script);
        }
        return script.toString();
    }

    private static void offer(String condition, Branch branch, StringBuilder script) {
        script.append("complete -c oxt -n ").append(quoted(condition));
        script.append(" -a ").append(branch.name());
        script.append(" -d ").append(quoted(branch.summary())).append('\n');
    }

    private static void append(Leaf leaf, StringBuilder script) {
        String begin = "complete -c oxt -n " + quoted("__oxt_in " + leaf.path());
        String offers =
                switch (leaf.completion()) {
                    case Completion.Nothing _ -> "";
                    case Completion.Files _ -> " -F";
                    case Completion.VmNames _ -> " -a '(oxt vm list --names 2>/dev/null)'";
                    case Completion.ImageNames _ -> " -a '(oxt image list --names 2>/dev/null)'";
                    case Completion.Words(var words) -> " -a " + quoted(String.join(" ", words));
                };
        if (!offers.isEmpty()) {
            script.append(begin).append(offers).append('\n');
        }
        for (Option option : leaf.command().options()) {
            script.append(begin).append(" -l ").append(option.name().substring(2));
            if (!option.letter().isEmpty()) {
                script.append(" -s ").append(option.letter().substring(1));
            }
            if (option instanceof Option.Valued valued) {
                script.append(valued.completion() instanceof Completion.Files ? " -r -F" : " -x");
            }
            script.append(" -d ").append(quoted(option.description())).append('\n');
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

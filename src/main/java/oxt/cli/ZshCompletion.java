package oxt.cli;

import java.util.ArrayList;
import java.util.List;

/** Completion for zsh; autoloaded from a folder of {@code fpath}, or sourced. */
final class ZshCompletion {
    private ZshCompletion() {}

    static String script(Branch.Group root) {
        StringBuilder script =
                new StringBuilder(
                        """
                        #compdef oxt
                        # zsh completion for oxt. Use: oxt completion zsh > a folder of $fpath/_oxt
                        _oxt() {
                            local program=${words[1]} current=${words[CURRENT]} previous=${words[CURRENT-1]}
                            local -a typed options offers
                            local word files=
                            for word in ${words[2,CURRENT-1]}; do
                                [[ $word == -* ]] || typed+=($word)
                            done
                            case "${typed[*]}" in
                        """);
        for (Leaf leaf : Leaf.all(root)) {
            append(leaf, script);
        }
        for (Stem stem : Stem.all(root)) {
            script.append("        ('").append(stem.path()).append("') offers=(");
            script.append(described(stem.group())).append(") ;;\n");
        }
        script.append("        ('') offers=(").append(described(root)).append(") ;;\n");
        script.append(
                """
                    esac
                    case $previous in
                        (-o|--output) _files; return ;;
                        (--patience|--after) return ;;
                    esac
                    if [[ $current == -* ]]; then
                        _describe option options
                    elif [[ -n $files ]]; then
                        _files
                    else
                        _describe word offers
                    fi
                }
                if [[ $funcstack[1] == _oxt ]]; then
                    _oxt "$@"
                else
                    compdef _oxt oxt
                fi
                """);
        return script.toString();
    }

    private static void append(Leaf leaf, StringBuilder script) {
        String path = leaf.path();
        script.append("        ('").append(path).append("'|'").append(path).append(" '*)\n");
        script.append("            options=(").append(options(leaf.command())).append(")\n");
        String offers =
                switch (leaf.completion()) {
                    case Completion.Nothing _ -> "";
                    case Completion.Files _ -> "files=1";
                    case Completion.VmNames _ ->
                            "offers=(${(f)\"$($program vm list --names 2>/dev/null)\"})";
                    case Completion.ImageNames _ ->
                            "offers=(${(f)\"$($program image list --names 2>/dev/null)\"})";
                    case Completion.Words(var words) -> "offers=(" + String.join(" ", words) + ")";
                };
        if (!offers.isEmpty()) {
            script.append("            ").append(offers).append('\n');
        }
        script.append("            ;;\n");
    }

    private static String described(Branch.Group group) {
        List<String> described = new ArrayList<>();
        for (Branch branch : group.branches().get()) {
            described.add(quoted(branch.name() + ":" + branch.summary()));
        }
        return String.join(" ", described);
    }

    private static String options(Branch.Command command) {
        List<String> described = new ArrayList<>();
        for (Option option : command.options()) {
            described.add(quoted(option.name() + ":" + option.description()));
        }
        return String.join(" ", described);
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}

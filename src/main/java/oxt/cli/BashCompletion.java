package oxt.cli;

import java.util.List;

/** Completion for bash; it needs nothing but bash itself. */
final class BashCompletion {
    private BashCompletion() {}

    static String script(Branch.Group root) {
        StringBuilder script =
                new StringBuilder(
                        """
                        # bash completion for oxt. Use: source <(oxt completion bash)
                        _oxt() {
                            local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]}
                            local previous=${COMP_WORDS[COMP_CWORD - 1]} words=() options= offers= files= word i
                            for ((i = 1; i < COMP_CWORD; i++)); do
                                word=${COMP_WORDS[i]}
                                [[ $word == -* ]] || words+=("$word")
                            done
                            case "${words[*]}" in
                        """);
        for (Leaf leaf : Leaf.all(root)) {
            append(leaf, script);
        }
        for (Stem stem : Stem.all(root)) {
            script.append("        '").append(stem.path()).append("') offers='");
            script.append(names(stem.group())).append("' ;;\n");
        }
        script.append("        '') offers='").append(names(root)).append("' ;;\n");
        script.append(
                """
                    esac
                    case $previous in
                        -o | --output) files=1 offers= ;;
                        --patience | --after) return ;;
                    esac
                    [[ $current == -* ]] && offers=$options files=
                    COMPREPLY=()
                    while IFS= read -r word; do
                        COMPREPLY+=("$word")
                    done < <(compgen -W "$offers" -- "$current")
                    if [[ $files ]]; then
                        compopt -o filenames 2>/dev/null
                        while IFS= read -r word; do
                            COMPREPLY+=("$word")
                        done < <(compgen -f -- "$current")
                    fi
                }
                complete -F _oxt oxt
                """);
        return script.toString();
    }

    private static void append(Leaf leaf, StringBuilder script) {
        String path = leaf.path();
        script.append("        '").append(path).append("' | '").append(path).append(" '*)\n");
        script.append("            options='").append(options(leaf.command())).append("'\n");
        String offers =
                switch (leaf.completion()) {
                    case Completion.Nothing _ -> "";
                    case Completion.Files _ -> "files=1";
                    case Completion.VmNames _ ->
                            "offers=$(\"$program\" vm list --names 2>/dev/null)";
                    case Completion.ImageNames _ ->
                            "offers=$(\"$program\" image list --names 2>/dev/null)";
                    case Completion.Words(var words) -> "offers='" + String.join(" ", words) + "'";
                };
        if (!offers.isEmpty()) {
            script.append("            ").append(offers).append('\n');
        }
        script.append("            ;;\n");
    }

    private static String names(Branch.Group group) {
        return String.join(" ", group.branches().get().stream().map(Branch::name).toList());
    }

    private static String options(Branch.Command command) {
        List<String> names = command.options().stream().map(Option::name).toList();
        return String.join(" ", names);
    }
}

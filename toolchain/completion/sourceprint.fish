# Completion of `sourceprint` for fish. Commands and options are those that --help tells, with their words.

function __sourceprint_commands
    sourceprint --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\)  *\(.*\)/\1\t\2/p'
end

function __sourceprint_command
    set -l words (commandline -opc)
    test (count $words) -gt 1; and echo $words[2]
end

function __sourceprint_options
    set -l command (__sourceprint_command)
    test -n "$command"; or return
    set -l word (commandline -ct)
    set -l values
    switch "$command:$word"
        case 'export:--format=*'
            set values jsonl chrome folded lcov sarif gnu lnav sqlite html
        case '*:--format=*'
            set values text json
        case '*:--color=*'
            set values auto always never
        case 'stats:--by=*'
            set values function statement file
    end
    if set -q values[1]
        set -l option (string split -m 1 = -- $word)[1]
        for value in $values
            echo "$option=$value"
        end
        return
    end
    sourceprint $command --help 2>/dev/null | sed -n 's/^ *\(-[^-], \)\{0,1\}\(--[a-z-]*=\{0,1\}\)[^ ]*  *\(.*\)/\2\t\3/p'
end

complete -c sourceprint -n 'test -z (__sourceprint_command)' -f -a '(__sourceprint_commands)'
complete -c sourceprint -n 'test -n (__sourceprint_command); and string match -q -- "-*" (commandline -ct)' -f -a '(__sourceprint_options)'

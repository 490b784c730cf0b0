# Completion for bash.  Commands and options come from the program's own help, so that there is one source.
_irbrief()
{
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}

	if ((COMP_CWORD == 1)) || [[ $COMP_CWORD == 2 && $command == help ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" --help 2>/dev/null |
			sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' | grep -vx irbrief) help" -- "$word")
		return
	fi
	case $before in
	--format) mapfile -t COMPREPLY < <(compgen -W 'text json' -- "$word") ;;
	--only) mapfile -t COMPREPLY < <(compgen -W 'html pdf json svg card' -- "$word") ;;
	--lang) mapfile -t COMPREPLY < <(compgen -W 'en zh-Hans zh-Hant' -- "$word") ;;
	-o | --site) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
	*)
		if [[ $word == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" help "$command" 2>/dev/null |
				grep -oE -- '(^|[[ ])--?[a-z][a-z-]*' | tr -d '[ ' | sort -u)" -- "$word")
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$word")
		fi
		;;
	esac
}
complete -o filenames -F _irbrief irbrief

#!/bin/sh
# Parent of one server. It ends the server and removes its folder when the pipe on its standard input closes,
# which is what happens when the JVM at the other end closes it, ends, or is killed.
#
# usage:  guard.sh FOLDER GROUP COMMAND...
#         GROUP is "own" when COMMAND makes itself the leader of a process group, else "none"
# stdin:  orders, one a line: STOP CONT TERM KILL (signals for the server); LEAVE (once the server has ended:
#         go away without removing the folder)
# stdout: "pid N" once, "done ORDER" for each signal, "exit STATUS" once
#
# The server is signalled by the process id that the kernel gave to this child, never by name.

send() { # SIGNAL PID GROUP: a SIGKILL takes the forked savers of the server along
    if [ "$1" = KILL ] && [ "$3" = own ]; then
        kill -s KILL -- "-$2" && return
    fi
    kill -s "$1" "$2"
}

orders() { # PID GROUP
    while read -r order; do
        case $order in
            STOP | CONT | TERM | KILL)
                send "$order" "$1" "$2"
                echo "done $order"
                ;;
        esac
    done
    send KILL "$1" "$2"
}

main() {
    trap '' HUP INT QUIT TERM PIPE
    umask 077
    folder=$1
    group=$2
    shift 2
    exec 3<&0
    (
        trap - HUP INT QUIT TERM PIPE
        exec "$@" 3<&-
    ) </dev/null >>"$folder/output.log" 2>&1 &
    server=$!
    echo "pid $server"
    orders "$server" "$group" <&3 &
    reader=$!

    wait "$server"
    status=$?
    kill -s KILL "$reader"
    wait "$reader"
    [ "$group" = own ] && kill -s KILL -- "-$server"
    echo "exit $status"

    while read -r order <&3; do
        [ "$order" = LEAVE ] && exit 0
    done
    rm -rf "$folder" || rm -rf "$folder"
}

main "$@"
exit

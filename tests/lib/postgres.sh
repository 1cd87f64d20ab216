# shellcheck shell=bash
# Sourced by ./test and ./bench, after tools.sh: a PostgreSQL cluster of their own, on a free port of 127.0.0.1, in a
# temporary directory.

# Nothing of a test survives postgres_stop, so it need not survive a crash either.
postgres_fast=('shared_buffers = 256MB' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off')

postgres_directory=''
postgres_bin=''
postgres_as=()

postgres_find() {
    local initdb='' candidate
    postgres_bin=''
    if command -v initdb >/dev/null; then
        initdb=$(readlink -f "$(command -v initdb)") # a link in PATH need not have the other programs beside it
    fi
    # Debian keeps each version's programs out of PATH; the glob's order makes the newest of equal length win.
    for candidate in /usr/local/pgsql/bin /usr/lib/postgresql/?/bin /usr/lib/postgresql/??/bin "${initdb%/*}"; do
        if [[ -x $candidate/initdb && -x $candidate/pg_ctl && -x $candidate/createdb ]]; then
            postgres_bin=$candidate
        fi
    done
    [[ -n $postgres_bin ]]
}

# postgres_start [SETTING…]: with lines of postgresql.conf instead of those for tests.
postgres_start() {
    local attempt port
    if ! postgres_find; then
        echo 'Installing PostgreSQL...'
        install_packages postgresql
        postgres_find || fail 'PostgreSQL is installed, but its initdb cannot be found'
    fi
    postgres_directory=$(mktemp -d "${TMPDIR:-/tmp}/clientsuite-postgres.XXXXXX")
    postgres_as=()
    if (( EUID == 0 )); then # PostgreSQL refuses to run as root
        id postgres >/dev/null 2>&1 || fail 'PostgreSQL does not run as root, and there is no user "postgres" to run it as'
        chown postgres "$postgres_directory"
        postgres_as=(runuser -u postgres --)
    fi

    (
        cd "$postgres_directory" # root's own directory may be closed to the user postgres
        "${postgres_as[@]}" "$postgres_bin/initdb" -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >initdb.log 2>&1
    ) || { cat "$postgres_directory/initdb.log" >&2; fail 'initdb failed'; }
    echo 'host all all 127.0.0.1/32 trust' >"$postgres_directory/data/pg_hba.conf"
    {
        echo "listen_addresses = '127.0.0.1'"
        echo "unix_socket_directories = ''"
        echo 'max_connections = 200'
        printf '%s\n' "${@:-"${postgres_fast[@]}"}"
    } >>"$postgres_directory/data/postgresql.conf"

    # Below the ports that the system hands out itself; a port that is taken makes the start fail, and the next is tried.
    for attempt in 1 2 3 4 5 6 7 8; do
        port=$(( 20000 + RANDOM % 12000 ))
        if (cd "$postgres_directory" && "${postgres_as[@]}" "$postgres_bin/pg_ctl" start -w -s -t 60 -D data -l server.log -o "-p $port") >/dev/null 2>&1; then
            "$postgres_bin/createdb" -h 127.0.0.1 -p "$port" -U postgres clientsuite_test || fail 'the test database cannot be created'
            export CLIENTSUITE_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=clientsuite_test"
            return
        fi
    done
    cat "$postgres_directory/server.log" >&2 || true
    fail "PostgreSQL did not start in $attempt attempts"
}

postgres_stop() {
    if [[ -z $postgres_directory ]]; then
        return
    fi
    if [[ -f $postgres_directory/data/postmaster.pid ]]; then
        (cd "$postgres_directory" && "${postgres_as[@]}" "$postgres_bin/pg_ctl" stop -s -m immediate -D data) || true
    fi
    rm -rf "$postgres_directory"
    postgres_directory=''
}

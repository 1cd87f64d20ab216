# shellcheck shell=bash
# Sourced by ./run, ./test and ./bench: what the machine must have.

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 1
}

require_dotnet() {
    command -v dotnet >/dev/null || fail 'the .NET 10 SDK is missing: https://dotnet.microsoft.com/download'
    # Here, global.json says which SDKs will do; dotnet's own message is long and does not say where to go.
    dotnet --version >/dev/null 2>&1 || fail 'no .NET 10 SDK is installed: https://dotnet.microsoft.com/download'
}

require_node() {
    local version
    command -v node >/dev/null || fail 'Node.js 20 or later is missing: https://nodejs.org'
    version=$(node --version)
    version=${version#v}
    (( ${version%%.*} >= 20 )) || fail "Node.js 20 or later is needed, this is $version: https://nodejs.org"
}

# runtime_identifier: this machine's, as dotnet names it, without the distribution.
runtime_identifier() {
    local system=linux architecture=x64
    [[ $(uname -s) != Darwin ]] || system=osx
    case $(uname -m) in
        aarch64 | arm64) architecture=arm64 ;;
    esac
    echo "$system-$architecture"
}

apt_lists_are_fresh=false

# install_packages PACKAGE...: through apt-get, as root or with sudo.
install_packages() {
    local elevate=()
    command -v apt-get >/dev/null || fail "please install $*: this machine has no apt-get to do it with"
    if (( EUID != 0 )); then
        command -v sudo >/dev/null || fail "please install $* as root: apt-get install $*"
        elevate=(sudo)
    fi
    if [[ $apt_lists_are_fresh == false ]]; then
        "${elevate[@]}" apt-get update -qq || fail 'apt-get update failed'
        apt_lists_are_fresh=true
    fi
    "${elevate[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        fail "apt-get could not install $*"
}

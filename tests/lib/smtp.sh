# shellcheck shell=bash
# Sourced by ./test and ./bench: the SMTP server that mails are sent to.

smtp_install() {
    [[ -d tests/smtp/node_modules ]] || npm ci --prefix tests/smtp --silent || fail 'the SMTP server for tests could not be installed'
}

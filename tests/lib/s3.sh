# shellcheck shell=bash
# Sourced by ./test: the S3 server that files are stored in.

s3_install() {
    [[ -d tests/s3/node_modules ]] || npm ci --prefix tests/s3 --silent || fail 'the S3 server for tests could not be installed'
}

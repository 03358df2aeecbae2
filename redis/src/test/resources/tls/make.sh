#!/bin/sh
# Makes the certificates of the tests anew, valid from 2020 to 2120: two authorities, "one" and "two", each with a server
# for 127.0.0.1 and localhost and a client; and a server of "one" for another host name. They protect nothing.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1-key.pem"; }

sign() { # how, name of the certificate, common name, name of the key, extension
    openssl req -new -key "$4-key.pem" -subj "/CN=$3" -out "$work/request"
    printf '%s\n' "[ca]" "default_ca = it" "[it]" "database = $work/index" "serial = $work/serial" \
        "new_certs_dir = $work" "default_md = sha256" "policy = any" "[any]" "commonName = supplied" \
        "[extensions]" "$5" > "$work/config"
    : > "$work/index"
    openssl rand -hex 8 > "$work/serial"
    openssl ca -batch -notext -config "$work/config" -extensions extensions -startdate 20200101000000Z \
        -enddate 21200101000000Z -in "$work/request" -out "$2.pem" $1 2> "$work/log" || { cat "$work/log"; exit 1; }
}

authority() {
    key "$work/$1"
    sign "-selfsign -keyfile $work/$1-key.pem" "$1-ca" "Larder test authority $1" "$work/$1" "basicConstraints=critical,CA:TRUE"
}

issue() { # authority, name of the files, common name, subject alternative names
    key "$2"
    sign "-cert $1-ca.pem -keyfile $work/$1-key.pem" "$2" "$3" "$2" "subjectAltName=$4"
}

for name in one two; do
    authority $name
    issue $name $name-server "Larder test server $name" "DNS:localhost,IP:127.0.0.1"
    issue $name $name-client "Larder test client $name" "DNS:client"
done
issue one other-name "Larder test server elsewhere" "DNS:elsewhere.example"
chmod 644 ./*.pem

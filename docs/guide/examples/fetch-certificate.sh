#!/bin/sh
# Fetch the current version of a certificate from its secret. If it is a new one, test the server's configuration with it
# and reload the server.
#
#   fetch-certificate.sh SECRET FOLDER TEST RELOAD
#
# SECRET  the ARN or the name of the certificate's secret
# FOLDER  where the files go: the server's configuration names FOLDER/current/fullchain.pem and FOLDER/current/privkey.pem
# TEST    a command that tests the configuration, as "nginx -t"
# RELOAD  a command that reloads the server, as "systemctl reload nginx"
#
# It needs the AWS CLI, jq and GNU coreutils. Exit status 0: the server has the current version. Anything else: it still has
# the version before, and the next run tries again.
set -eu
umask 077
secret=$1
folder=$2
test=$3
reload=$4

mkdir -p "$folder"
new=$(mktemp -d "$folder/new.XXXXXX")
trap 'rm -rf "$new"' EXIT
aws secretsmanager get-secret-value --secret-id "$secret" --query SecretString --output text >"$new/bundle.json"
version=$(jq -er .fingerprint "$new/bundle.json")
before=$(readlink "$folder/current" || true)
if [ "$version" = "$before" ]; then
  exit 0
fi

jq -er .fullchain "$new/bundle.json" >"$new/fullchain.pem"
jq -er .private_key "$new/bundle.json" >"$new/privkey.pem"
rm "$new/bundle.json"
rm -rf "${folder:?}/$version"
mv "$new" "$folder/$version"

# A link is replaced in one step: the server never finds a certificate beside the key of another.
point_to() {
  ln -sfn "$1" "$folder/next"
  mv -T "$folder/next" "$folder/current"
}

point_to "$version"
if $test && $reload; then
  [ -z "$before" ] || rm -rf "${folder:?}/$before"
else
  echo "the server did not take version $version of $secret" >&2
  if [ -n "$before" ]; then point_to "$before"; else rm "$folder/current"; fi
  rm -rf "${folder:?}/$version"
  exit 1
fi

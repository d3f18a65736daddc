# shellcheck shell=bash
# A cache behind HTTP, by nginx: GET and PUT of files below $WORK/web, on a free port of 127.0.0.1.

web_cache_configure() {
  # The workers of root's nginx become another user, unless told otherwise.
  [ "$(id -u)" -ne 0 ] || echo 'user root;'
  cat <<END
daemon off;
worker_processes 1;
pid $WORK/nginx.pid;
error_log $WORK/nginx.log;
events {}
http {
  access_log off;
  client_body_temp_path $WORK/web_body;
  proxy_temp_path $WORK/web_proxy;
  fastcgi_temp_path $WORK/web_fastcgi;
  uwsgi_temp_path $WORK/web_uwsgi;
  scgi_temp_path $WORK/web_scgi;
  server {
    listen 127.0.0.1:$1;
    root $WORK/web;
    client_max_body_size 0;
    dav_methods PUT;
    create_full_put_path on;
  }
}
END
}

# web_cache_start: sets web_cache to its URL. False if there is none.
# shellcheck disable=SC2034 # for the test
web_cache_start() {
  local tries port nginx
  nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || return 1
  mkdir -p "$WORK/web"
  for tries in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 10000))
    web_cache_configure "$port" >"$WORK/nginx.conf"
    "$nginx" -c "$WORK/nginx.conf" -p "$WORK" 2>"$WORK/nginx.words" &
    web_cache_pid=$!
    for _ in $(seq 50); do
      kill -0 "$web_cache_pid" 2>/dev/null || break
      if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        web_cache=http://127.0.0.1:$port
        return 0
      fi
      sleep 0.1
    done
    web_cache_stop
    echo "nginx, try $tries: $(cat "$WORK/nginx.words")" >&2
  done
  return 1
}

web_cache_stop() {
  [ -n "${web_cache_pid:-}" ] || return 0
  kill "$web_cache_pid" 2>/dev/null || true
  wait "$web_cache_pid" || true
  web_cache_pid=
}

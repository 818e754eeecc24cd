package io.apibuddy.bootstrap.config;

import static io.apibuddy.bootstrap.config.QuantityTypes.duration;
import static io.apibuddy.bootstrap.config.QuantityTypes.size;
import static io.apibuddy.bootstrap.config.QuantityTypes.whole;
import static io.apibuddy.bootstrap.config.TextTypes.hosts;
import static io.apibuddy.bootstrap.config.TextTypes.path;
import static io.apibuddy.bootstrap.config.TextTypes.proxyUrl;
import static io.apibuddy.bootstrap.config.TextTypes.text;

import io.apibuddy.domain.config.AliasConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The keys of the section {@code server}. */
final class ServerKeys {
  static final Key<String> HOST =
      Key.of("server.host", text("a host name or address"), "127.0.0.1", "address to listen on");
  static final Key<Long> PORT =
      Key.of("server.port", whole(0, 65_535), 8080L, "port to listen on, 0 for any free one");
  static final Key<Long> MAX_WORKERS =
      Key.of(
          "server.max_workers",
          whole(1, 100_000),
          1024L,
          "maximum number of exchanges that hold a thread; fewer in a small heap");
  static final Key<Long> MAX_CONNECTIONS =
      Key.of(
          "server.max_connections",
          whole(1, 1_000_000),
          1024L,
          "maximum number of client connections");
  static final Key<Duration> START_TIMEOUT =
      Key.of("server.start_timeout", duration(), Duration.ofSeconds(5), "time to bind the address");
  static final Key<Duration> CONNECT_TIMEOUT =
      Key.of(
              "server.connect_timeout",
              duration(),
              AliasConfiguration.DEFAULT_TIMEOUTS.connect(),
              "time to connect to an upstream, TLS handshake included")
          .alsoInMappings();
  static final Key<Duration> REQUEST_TIMEOUT =
      Key.of(
              "server.request_timeout",
              duration(),
              AliasConfiguration.DEFAULT_TIMEOUTS.response(),
              "time to wait for an upstream's response head")
          .alsoInMappings();
  static final Key<Duration> UPSTREAM_IDLE_TIMEOUT =
      Key.of(
              "server.upstream_idle_timeout",
              duration(),
              AliasConfiguration.DEFAULT_TIMEOUTS.idle(),
              "time to wait for the next byte that an upstream sends or accepts")
          .alsoInMappings();
  static final Key<Long> MAX_REQUEST_SIZE =
      Key.of(
          "server.max_request_size",
          size(0, Long.MAX_VALUE),
          0L,
          "maximum size of a request's content, 0 for no limit");
  static final Key<Long> MAX_HEADER_SIZE =
      Key.of(
          "server.max_header_size",
          size(1024, 1 << 20),
          16_384L,
          "maximum size of a request's first line and fields together, and of its trailers");
  static final Key<Long> MAX_TARGET_SIZE =
      Key.of("server.max_target_size", size(256, 1 << 20), 8_192L, "limit for a request's target");
  static final Key<Duration> HEADER_TIMEOUT =
      Key.of(
          "server.header_timeout",
          duration(),
          Duration.ofSeconds(10),
          "time to receive a request's head");
  static final Key<Duration> CLIENT_IDLE_TIMEOUT =
      Key.of(
          "server.client_idle_timeout",
          duration(),
          Duration.ofSeconds(60),
          "how long an idle client connection stays open");
  static final Key<Duration> SHUTDOWN_GRACE =
      Key.of(
          "server.shutdown_grace",
          duration(),
          Duration.ofSeconds(5),
          "time for exchanges in progress at shutdown");
  static final Key<Set<String>> ALLOWED_HOSTS =
      Key.optional(
          "server.allowed_hosts",
          hosts(),
          "host names that requests may use, besides loopback names and the bound address");
  static final Key<String> UPSTREAM_CA_FILE =
      Key.<String>optional(
              "server.upstream_ca_file",
              path("the path of a PEM file, without ~"),
              "CA certificates to trust, besides the platform's")
          .alsoInMappings();
  static final Key<String> UPSTREAM_PROXY =
      Key.<String>optional(
              "server.upstream_proxy",
              proxyUrl(),
              "forward proxy through which upstreams are reached, by tunnels (CONNECT)")
          .masked();
  static final Key<Set<String>> NO_PROXY =
      Key.optional(
          "server.no_proxy",
          hosts(),
          "upstream hosts, with their subdomains, that bypass upstream_proxy; localhost and loopback addresses always do");

  static final List<Key<?>> ALL =
      List.of(
          HOST,
          PORT,
          MAX_WORKERS,
          MAX_CONNECTIONS,
          START_TIMEOUT,
          CONNECT_TIMEOUT,
          REQUEST_TIMEOUT,
          UPSTREAM_IDLE_TIMEOUT,
          MAX_REQUEST_SIZE,
          MAX_HEADER_SIZE,
          MAX_TARGET_SIZE,
          HEADER_TIMEOUT,
          CLIENT_IDLE_TIMEOUT,
          SHUTDOWN_GRACE,
          ALLOWED_HOSTS,
          UPSTREAM_CA_FILE,
          UPSTREAM_PROXY,
          NO_PROXY);

  private ServerKeys() {}
}

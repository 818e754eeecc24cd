package io.apibuddy.bootstrap.config;

import io.apibuddy.domain.config.ProxyConfiguration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides who may reach the proxy by its address and under which names. */
final class ListenAddress {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private final Values values;
  private final Problems problems;

  ListenAddress(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /** Reports an address beyond this machine that was not asked for in so many words. */
  void check() {
    String host = values.get(ServerKeys.HOST);
    boolean keyed = values.get(SecurityKeys.REQUIRE_SECURE_KEY);
    if (!keyed && !values.get(SecurityKeys.ALLOW_OPEN) && !isLoopback(host)) {
      problems.add(
          values.position(Setting.of(ServerKeys.HOST)),
          "server.host",
          host
              + " can be reached from other machines, which could spend your credentials;"
              + " listen on 127.0.0.1, require a key (security.require_secure_key, --require-key),"
              + " or set security.allow_open to true");
    }
    if (!keyed && allowedHosts().contains("*")) {
      problems.add(
          values.position(Setting.of(ServerKeys.ALLOWED_HOSTS)),
          "server.allowed_hosts",
          "* lets any web page reach the proxy; name the hosts, or require a key"
              + " (security.require_secure_key)");
    }
  }

  /** Returns the host names that requests may address. */
  Set<String> allowedHosts() {
    Set<String> configured = values.find(ServerKeys.ALLOWED_HOSTS);
    if (configured != null) {
      return configured;
    }
    Set<String> hosts = new HashSet<>(ProxyConfiguration.LOOPBACK_HOSTS);
    String host = values.get(ServerKeys.HOST).toLowerCase(Locale.ROOT);
    hosts.add(host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host);
    return hosts;
  }

  /** Asks no name server: only literal addresses and {@code localhost} are known to be local. */
  private static boolean isLoopback(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (bare.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return LITERAL.matcher(bare).matches() && InetAddress.getByName(bare).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

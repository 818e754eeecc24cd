package io.apibuddy.bootstrap.config;

import io.apibuddy.domain.config.ProxyConfiguration;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the address to listen on and determines the host names that requests may use. */
final class ListenAddress {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?");

  private final Values values;
  private final Problems problems;

  ListenAddress(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /**
   * Reports an address that is invalid, or that other machines can reach without a key or an
   * explicit permission. Without a key, reports {@code *} among the allowed hosts, too.
   */
  void check() {
    String host = values.get(ServerKeys.HOST);
    if (!isHost(host)) {
      problems.add(
          values.position(Setting.of(ServerKeys.HOST)),
          "server.host",
          host
              + " is neither a host name nor an address such as 127.0.0.1; set the port with"
              + " server.port (--port)");
      return;
    }
    boolean keyRequired = values.get(SecurityKeys.REQUIRE_SECURE_KEY);
    if (!keyRequired && !values.get(SecurityKeys.ALLOW_OPEN) && !isLoopback(host)) {
      problems.add(
          values.position(Setting.of(ServerKeys.HOST)),
          "server.host",
          host
              + " can be reached from other machines, which could spend your credentials;"
              + " listen on 127.0.0.1, require a key (security.require_secure_key, --require-key),"
              + " or set security.allow_open to true");
    }
    if (!keyRequired && allowedHosts().contains("*")) {
      problems.add(
          values.position(Setting.of(ServerKeys.ALLOWED_HOSTS)),
          "server.allowed_hosts",
          "* lets any web page reach the proxy; name the hosts, or require a key"
              + " (security.require_secure_key)");
    }
  }

  /**
   * Returns the host names that requests may use: the loopback names and the bound address, which
   * cannot lead to another machine, and the configured names.
   */
  Set<String> allowedHosts() {
    Set<String> hosts = new HashSet<>(ProxyConfiguration.LOOPBACK_HOSTS);
    Set<String> configured = values.find(ServerKeys.ALLOWED_HOSTS);
    if (configured != null) {
      hosts.addAll(configured);
    }
    String host = values.get(ServerKeys.HOST).toLowerCase(Locale.ROOT);
    hosts.add(host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host);
    InetAddress literal = literal(host);
    if (literal instanceof Inet6Address) { // the form in the banner
      hosts.add("[" + literal.getHostAddress() + "]");
    }
    return hosts;
  }

  /** Parses a literal address without asking a name server; returns null if it is none. */
  private static @Nullable InetAddress literal(String host) {
    String address = withoutBrackets(host);
    try {
      return LITERAL.matcher(address).matches() ? InetAddress.getByName(address) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Returns whether a text is a literal address, possibly with a scope, or can be a host name. */
  private static boolean isHost(String host) {
    String address = withoutBrackets(host).replaceFirst("%.*", "");
    return literal(address) != null
        || (NAME.matcher(host).matches() && !LITERAL.matcher(host).matches());
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** Returns whether a host is certainly local: a loopback address or {@code localhost}. */
  private static boolean isLoopback(String host) {
    InetAddress literal = literal(host);
    return withoutBrackets(host).equalsIgnoreCase("localhost")
        || (literal != null && literal.isLoopbackAddress());
  }
}

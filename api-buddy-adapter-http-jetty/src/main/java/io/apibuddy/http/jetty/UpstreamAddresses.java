package io.apibuddy.http.jetty;

import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Filters the addresses to which host names resolve, because whoever controls a name decides where
 * it leads. Addresses of clouds' metadata services, where machines find their credentials, are
 * never connected to. A public name that leads to this machine or its link is reported once. An
 * address that is configured as such is used as it is. Safe for concurrent use.
 */
final class UpstreamAddresses {
  private static final Set<String> METADATA_SERVICES =
      Set.of("169.254.169.254", "fd00:ec2:0:0:0:0:0:254");

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  /** The last labels of names that are not public (RFC 6761, RFC 6762, RFC 9476). */
  private static final Set<String> NOT_PUBLIC =
      Set.of("localhost", "local", "internal", "lan", "alt", "test", "example", "invalid", "arpa");

  private final Notices notices;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  UpstreamAddresses(Notices notices) {
    this.notices = notices;
  }

  /** Returns a resolver that passes on only addresses that may be connected to. */
  SocketAddressResolver of(SocketAddressResolver resolver) {
    return new SocketAddressResolver() {
      @Override
      public void resolve(
          String host,
          int port,
          Map<String, Object> context,
          Promise<List<InetSocketAddress>> promise) {
        resolver.resolve(
            host,
            port,
            context,
            ADDRESS.matcher(host).matches() ? promise : new Checked(host, promise));
      }
    };
  }

  private void reportOnce(String host, String code, String message) {
    if (reported.add(host)) {
      notices.report(
          new Notice(
              Notice.Level.WARNING,
              Notice.Source.UPSTREAM,
              code,
              "The host name " + host + " resolves to " + message));
    }
  }

  private static boolean isPublic(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    return dot > 0 && !NOT_PUBLIC.contains(name.substring(dot + 1));
  }

  private static boolean isNear(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress();
  }

  /** Passes on the addresses that may be connected to. */
  private final class Checked implements Promise<List<InetSocketAddress>> {
    private final String host;
    private final Promise<List<InetSocketAddress>> promise;

    Checked(String host, Promise<List<InetSocketAddress>> promise) {
      this.host = host;
      this.promise = promise;
    }

    @Override
    public void succeeded(List<InetSocketAddress> resolved) {
      List<InetSocketAddress> usable =
          resolved.stream()
              .filter(one -> !METADATA_SERVICES.contains(one.getAddress().getHostAddress()))
              .toList();
      if (usable.isEmpty()) {
        reportOnce(
            host,
            "upstream-refused",
            "the metadata service of a cloud, so no connection is made. Check the mapping's"
                + " upstream and who controls its name");
        promise.failed(new ConnectException("an address that is never connected to"));
        return;
      }
      if (isPublic(host) && usable.stream().anyMatch(one -> isNear(one.getAddress()))) {
        reportOnce(
            host,
            "upstream-near",
            "this machine or its link, although it looks public. If that is not intended, check"
                + " who controls it");
      }
      promise.succeeded(usable);
    }

    @Override
    public void failed(Throwable cause) {
      promise.failed(cause);
    }
  }
}

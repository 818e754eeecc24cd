package io.apibuddy.domain.cache;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service that the built-in rules know, and the patterns of the paths that are cached. All other
 * requests to the service are passed on. Patterns may have {@linkplain #alternatives alternatives}.
 *
 * @param name the name of the service, which its rules have after {@code built-in/}
 * @param hosts the hosts of the service, without the part of a tenant or region; {@code *} stands
 *     for one label
 * @param cachedGets the paths for which GET and HEAD are cached
 * @param cachedPosts the paths for which POST is cached
 * @param polled the paths for which nothing is cached, although the former may name them, because
 *     their answers change while clients wait for that
 * @param scope the paths that belong to the service
 */
record Provider(
    String name,
    List<String> hosts,
    List<String> cachedGets,
    List<String> cachedPosts,
    List<String> polled,
    List<String> scope) {

  /**
   * The known services, null until they are read. Not set in a static initializer, which would hide
   * the message of a failure behind an {@link ExceptionInInitializerError}.
   */
  private static @Nullable List<Provider> known;

  Provider {
    hosts = List.copyOf(hosts);
    cachedGets = List.copyOf(cachedGets);
    cachedPosts = List.copyOf(cachedPosts);
    polled = List.copyOf(polled);
    scope = List.copyOf(scope);
  }

  /**
   * Returns all known services, in the order of {@code providers.ini}. The first call reads it.
   *
   * @throws IllegalArgumentException if the file is malformed
   */
  static synchronized List<Provider> known() {
    List<Provider> all = known;
    if (all == null) {
      all = ProviderFile.shipped();
      known = all;
    }
    return all;
  }

  /**
   * Returns the known service at a host, null if there is none.
   *
   * @param host the host in lower case; a subdomain and a prefix that ends in a hyphen are allowed
   */
  static @Nullable Provider at(String host) {
    return at(host, known());
  }

  /** Returns the provider at a host, null if there is none. The longest matching name wins. */
  static @Nullable Provider at(String host, List<Provider> providers) {
    String[] labels = host.split("\\.", -1);
    Provider found = null;
    int longest = 0;
    for (Provider provider : providers) {
      for (String name : provider.hosts) {
        if (name.length() > longest && isAt(labels, name.split("\\.", -1))) {
          found = provider;
          longest = name.length();
        }
      }
    }
    return found;
  }

  private static boolean isAt(String[] host, String[] name) {
    int ahead = host.length - name.length;
    if (ahead < 0) {
      return false;
    }
    for (int i = name.length - 1; i > 0; i--) {
      if (!name[i].equals("*") && !name[i].equals(host[ahead + i])) {
        return false;
      }
    }
    boolean mayHavePrefix = name.length > 2;
    return host[ahead].equals(name[0]) || (mayHavePrefix && host[ahead].endsWith("-" + name[0]));
  }

  /**
   * Expands the alternatives in a pattern: <code>/v1/{a,b}</code> stands for {@code /v1/a} and
   * {@code /v1/b}.
   *
   * @throws IllegalArgumentException if the pattern has braces other than one pair
   */
  static List<String> alternatives(String pattern) {
    int open = pattern.indexOf('{');
    int close = pattern.indexOf('}');
    if (open < 0 && close < 0) {
      return List.of(pattern);
    }
    boolean isPair = 0 <= open && open < close;
    if (!isPair || open != pattern.lastIndexOf('{') || close != pattern.lastIndexOf('}')) {
      throw new IllegalArgumentException("not one pair of braces: " + pattern);
    }
    List<String> all = new ArrayList<>();
    for (String each : pattern.substring(open + 1, close).split(",", -1)) {
      all.add(pattern.substring(0, open) + each + pattern.substring(close + 1));
    }
    return all;
  }
}
